"""The report for reading in a terminal: told by words and marks, coloured where there is colour, whole in a pipe."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from searchgap.model.gap import State
from searchgap.model.gate import GateOutcome
from searchgap.model.progress import GoalStatus
from searchgap.report.base import PLAIN, Layout
from searchgap.report.caps import cut_brands, cut_failures, cut_gaps, cut_gates, cut_goals, cut_owners, cut_queries
from searchgap.report.goals import GoalRow
from searchgap.report.marks import BAR_MARK, GATE_MARKS, PLACE_MARKS, STATE_MARKS
from searchgap.report.rows import SPEAKS, BrandView, GapRow, OwnerRow, Place, QueryRow, ReportView

_NARROWEST = 40
_ROOM_FOR_STRIP = 72
_TRAILING = re.compile(r" +(?=\n)")
_ASCII = str.maketrans(
    {"✓": "+", "✗": "x", "»": ">", "●": "O", "▲": "X", "◆": "P", "·": ".", "■": "#", "─": "-", "…": "..."}
)

_STATE_STYLES = {
    State.OWNED: "green",
    State.CONTESTED: "yellow",
    State.SPEAKS: "cyan",
    State.ABSENT: "bold red",
    State.UNMEASURED: "magenta",
}
_GATE_STYLES = {
    GateOutcome.MET: "green",
    GateOutcome.BREACHED: "bold red",
    GateOutcome.NOT_JUDGED: "magenta",
}
_GOAL_STYLES = {
    GoalStatus.MET: "green",
    GoalStatus.UNPROVEN: "yellow",
    GoalStatus.ON_TRACK: "green",
    GoalStatus.BEHIND: "yellow",
    GoalStatus.NOT_YET: "",
    GoalStatus.MISSED: "bold red",
    GoalStatus.UNMEASURED: "magenta",
}
_PLACE_STYLES: dict[Place, str] = {
    "own": "bold green",
    "competitor": "bold red",
    "partner": "blue",
    SPEAKS: "bold cyan",
}


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report section by section; only addresses and commands may be longer than the layout is wide."""
    return print_sections(_lay_out(view, layout), layout)


def print_sections(sections: Iterable[RenderableType], layout: Layout) -> Iterator[str]:
    """What rich makes of each section, without blanks at the ends of lines."""
    console = Console(
        file=StringIO(),
        width=max(layout.width, _NARROWEST),
        force_terminal=layout.colour,
        color_system="standard" if layout.colour else None,
        legacy_windows=False,
        highlight=False,
        _environ={},
    )
    for section in sections:
        with console.capture() as capture:
            if isinstance(section, Text):  # printing a text forgets how it wants to be wrapped
                console.print(section, no_wrap=section.no_wrap, overflow=section.overflow, crop=False)
            else:
                console.print(section)
        text = _TRAILING.sub("", capture.get())
        yield text.translate(_ASCII) if layout.ascii_only else text


def _lay_out(view: ReportView, layout: Layout) -> Iterator[RenderableType]:
    yield Text(view.title, style="dim")
    if view.searched_with:
        yield Text(view.searched_with, style="dim")
    yield Text(f"\n{view.headline}", style="bold")
    yield Text(f"{view.tally_words}. {view.cost.words}.")
    yield from _lay_out_gates(view)
    yield from lay_out_goals(view.goals)
    if len(view.brands) > 1:
        yield from _lay_out_brands(view)
    for brand in view.brands:
        yield Text()
        yield Rule(Text(brand.label, style="bold"), align="left", style="dim")
        yield _tabulate_numbers(brand)
        yield from _lay_out_queries(view, brand, has_strip=layout.width >= _ROOM_FOR_STRIP)
        yield from _lay_out_owners(view, brand)
        yield from _lay_out_gaps(view, brand)
    yield from _lay_out_failures(view)
    yield _head("Notes")
    yield _list("-", (Text(note) for note in view.notes))


def lay_out_goals(goals: Sequence[GoalRow]) -> Iterator[RenderableType]:
    """The goals as a section, plan against actual, the same in every report."""
    if not goals:
        return
    table = _table(Column("status", no_wrap=True), Column("goal", ratio=1))
    shown, left = cut_goals(goals)
    for row in shown:
        words = Text.assemble((row.label, "bold"), f", {row.target_words}\n{row.actual_words}")
        if row.plan is not None:
            words.append(f"; plan {row.plan_words}")
        for words_below in filter(None, (row.doubt_words, row.projection and row.projection.words)):
            words.append(f"\n{words_below}", style="dim")
        table.add_row(Text(row.status_words, style=_GOAL_STYLES[row.status]), words)
    yield _head("Goals")
    yield table
    yield from _say_left(left)


def _lay_out_gates(view: ReportView) -> Iterator[RenderableType]:
    if view.gates is None:
        return
    table = _table(Column("result", no_wrap=True), Column("gate", overflow="fold"), Column("brand"), Column("found"))
    rows, left = cut_gates(view, view.gates)
    for row in rows:
        found = Text(row.found)
        if row.reason:
            found.append(f"\n{row.reason}", style="dim")
        result = Text(f"{GATE_MARKS[row.result]} {row.result.replace('_', ' ')}", style=_GATE_STYLES[row.result])
        table.add_row(result, Text(row.label), Text(row.whom), found)
    yield _head("Gates")
    yield Text(view.gates.words, style=_GATE_STYLES[view.gates.outcome])
    if view.gates.compared:
        yield Text(view.gates.compared, style="dim")
    yield table
    yield from _say_left(left)


def _explain_places(places: Iterable[Place]) -> Text:
    legend = Text("top ten, rank 1 first:", style="dim")
    for place in places:
        legend.append(" ").append(PLACE_MARKS[place], style=_PLACE_STYLES.get(place, "")).append(f"={place}")
    return legend


def _lay_out_brands(view: ReportView) -> Iterator[RenderableType]:
    table = _table(
        Column("brand", min_width=8),
        Column("present on"),
        Column("absent", justify="right"),
        Column("places", justify="right"),
        Column("share of voice", justify="right"),
    )
    brands, left = cut_brands(view)
    for brand in brands:
        table.add_row(*map(Text, brand.summary))
    yield Text()
    yield table
    yield from _say_left(left)


def _tabulate_numbers(brand: BrandView) -> Table:
    table = Table.grid(Column(no_wrap=True, style="dim"), Column(), padding=(0, 2, 0, 0))
    states = Text("  ").join(
        Text(f"{number:,} {state}", style=_STATE_STYLES[state]) for state, number in brand.states.items() if number
    )
    table.add_row("present on", Text(brand.coverage.base))
    table.add_row("", states)
    table.add_row("coverage", Text(brand.coverage.words))
    table.add_row("top-ten places", Text(brand.places.words))
    table.add_row("share of voice", Text(brand.voice_words))
    if brand.voice_base:
        table.add_row("", Text(brand.voice_base, style="dim"))
    for number, topic in enumerate(brand.topics):
        table.add_row("" if number else "by topic", Text(f"{topic.label} {topic.base}"))
    return table


def _lay_out_queries(view: ReportView, brand: BrandView, *, has_strip: bool) -> Iterator[RenderableType]:
    columns = [
        Column("state", no_wrap=True),
        Column("query", ratio=1, min_width=12),
        Column("rank", justify="right", no_wrap=True),
        Column("who leads", max_width=20),
        Column("gap", justify="right", no_wrap=True),
    ]
    if has_strip:
        columns.append(Column("top ten", no_wrap=True))
    table = _table(*columns)
    rows, left = cut_queries(view, brand)
    for row in rows:
        state = Text(f"{STATE_MARKS[row.gap.state]} {row.gap.state}", style=_STATE_STYLES[row.gap.state])
        cells = (
            state,
            _word_query(row),
            Text(row.best_rank),
            Text(row.leader),
            Text(row.score),
            _draw_strip(row.strip),
        )
        table.add_row(*cells[: len(columns)])
    yield Text()
    yield table
    yield from _say_left(left)
    if has_strip and brand.legend:
        yield _explain_places(brand.legend)


def _word_query(row: QueryRow) -> Text:
    text = Text(row.label)
    for aside in filter(None, (row.where, row.remark)):
        text.append(f"\n{aside}", style="dim")
    return text


def _draw_strip(strip: Iterable[Place]) -> Text:
    return Text.assemble(*((PLACE_MARKS[place], _PLACE_STYLES.get(place, "")) for place in strip))


def _lay_out_owners(view: ReportView, brand: BrandView) -> Iterator[RenderableType]:
    if not brand.owners:
        return
    rows, left = cut_owners(view, brand)
    table = _table(
        Column("owner", min_width=16),
        Column("kind", no_wrap=True),
        Column(f"places of {brand.places.of:,}", justify="right"),
        Column("share", justify="right", no_wrap=True),
        Column("", no_wrap=True),
    )
    for row in rows:
        table.add_row(Text(row.label), Text(row.kind), Text(f"{row.places:,}"), Text(row.words), _draw_bar(row))
    yield _head("Who owns the conversation")
    yield Text(brand.kinds)
    yield table
    yield from _say_left(left)
    if brand.features:
        yield _head("Beside the results")
        yield from (_list("-", [Text(sentence)]) for sentence in brand.features)


def _draw_bar(row: OwnerRow) -> Text:
    return Text(BAR_MARK * row.bar, style=_PLACE_STYLES.get(row.kind, "dim"))


def _lay_out_gaps(view: ReportView, brand: BrandView) -> Iterator[RenderableType]:
    if not brand.gaps:
        return
    gaps, left = cut_gaps(view, brand)
    yield _head("Biggest gaps and the pages that hold them")
    for number, gap in enumerate(gaps, 1):
        yield from _lay_out_gap(number, gap)
    yield from _say_left(left)


def _lay_out_gap(number: int, gap: GapRow) -> Iterator[RenderableType]:
    worth = (f": {gap.worth}", _STATE_STYLES[gap.query.gap.state])
    yield _list(f"{number}.", [Text.assemble((gap.query.label, "bold"), worth)])
    for page in gap.pages:
        yield Text(f"   #{page.result.result.rank} {page.owner}: {page.label}", no_wrap=True, overflow="ellipsis")
        yield _keep_whole(f"      {page.address}")
    if not gap.pages:
        yield Text("   no other page ranks")


def _lay_out_failures(view: ReportView) -> Iterator[RenderableType]:
    if not view.failures:
        return
    shown, left = cut_failures(view)
    reasons = []
    for row in shown:
        reason = Text.assemble((row.sentence, _STATE_STYLES[State.UNMEASURED]), f"\nqueries: {row.queries}")
        reasons.append(reason.append(f"\nnext: {row.hint}") if row.hint else reason)
    yield _head("Not measured")
    yield _list("-", reasons)
    yield from _say_left(left)


def _table(*columns: Column) -> Table:
    return Table(*columns, box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")


def _head(title: str) -> Text:
    return Text(f"\n{title}", style="bold")


def _list(bullet: str, items: Iterable[Text]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    for item in items:
        table.add_row(bullet, item)
    return table


def _say_left(sentence: str | None) -> Iterator[Text]:
    if sentence:
        yield _keep_whole(sentence)


def _keep_whole(text: str) -> Text:
    """Text on one line however long it is, so that it can be copied in one piece."""
    return Text(text, no_wrap=True, overflow="ignore")
