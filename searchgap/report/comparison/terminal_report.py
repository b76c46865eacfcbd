"""A comparison for reading in a terminal; better and worse are told by words, and coloured where there is colour."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Column
from rich.table import Table as Grid
from rich.text import Text

from searchgap.report.base import PLAIN, Layout
from searchgap.report.comparison.rows import BrandSection, ComparisonView, Listed, Mood, Table, Turnover
from searchgap.report.terminal_report import print_sections

_STYLES = {Mood.BETTER: "green", Mood.WORSE: "bold red", Mood.NEITHER: ""}


def render(view: ComparisonView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report section by section; only addresses and commands may be longer than the layout is wide."""
    return print_sections(_lay_out(view), layout)


def _lay_out(view: ComparisonView) -> Iterator[RenderableType]:
    yield Text(f"before  {view.before}", style="dim")
    yield Text(f"after   {view.after}", style="dim")
    yield Text(f"\n{view.headline}", style="bold")
    if view.warning:
        yield Text(view.warning, style="yellow")
    for section in view.brands:
        yield Text()
        yield Rule(Text(section.label, style="bold"), align="left", style="dim")
        yield from _lay_out_brand(section)
    yield _head("Notes")
    yield _bullets(view.notes)


def _lay_out_brand(section: BrandSection) -> Iterator[RenderableType]:
    for number, table in enumerate(section.tables):
        if table.title:
            yield _head(table.title)
        elif number:
            yield Text()
        yield _draw_table(table)
        yield from _say_left(table.left)
    if section.turnovers:
        yield _head("Results that entered and left")
        for turnover in section.turnovers:
            yield from _lay_out_turnover(turnover)
        yield from _say_left(section.turnovers_left)
    for listed in section.lists:
        yield from _lay_out_list(listed)


def _draw_table(table: Table) -> Grid:
    columns = [
        Column(heading, no_wrap=place not in table.folding, min_width=12 if place in table.folding else None)
        for place, heading in enumerate(table.columns)
    ]
    grid = Grid(*columns, box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for row in table.rows:
        grid.add_row(*map(Text, row.cells), style=_STYLES[row.mood])
    return grid


def _lay_out_turnover(turnover: Turnover) -> Iterator[RenderableType]:
    yield Text.assemble((turnover.label, "bold"), f": {turnover.words}")
    for page in turnover.pages:
        yield Text(f"  {page.words}", style=_STYLES[page.mood])
        yield _keep_whole(f"    {page.address}")
    if turnover.left:
        yield Text(f"  {turnover.left}")


def _lay_out_list(listed: Listed) -> Iterator[RenderableType]:
    yield _head(listed.title)
    yield _bullets(listed.lines)
    yield from _say_left(listed.left)


def _bullets(lines: tuple[str, ...]) -> Grid:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    for line in lines:
        grid.add_row("-", Text(line))
    return grid


def _head(title: str) -> Text:
    return Text(f"\n{title}", style="bold")


def _say_left(sentence: str | None) -> Iterator[Text]:
    if sentence:
        yield _keep_whole(sentence)


def _keep_whole(text: str) -> Text:
    """Text on one line however long it is, so that it can be copied in one piece."""
    return Text(text, no_wrap=True, overflow="ignore")
