"""Markdown for CI job summaries and wikis: tables and links, capped below the size a job summary may have."""

import re
from collections.abc import Iterator, Sequence

from searchgap.report.base import PLAIN, Layout
from searchgap.report.caps import cut_brands, cut_failures, cut_gaps, cut_gates, cut_goals, cut_owners, cut_queries
from searchgap.report.goals import GoalRow
from searchgap.report.marks import GATE_MARKS, PLACE_MARKS, STATE_MARKS, mark_strip
from searchgap.report.rows import BrandView, PageRow, QueryRow, ReportView
from searchgap.report.words import word_count

_MOST_BYTES = 900_000  # GitHub drops a job summary above 1 MiB
_ROOM_FOR_CUT = 200

_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@&#8203;", "#": "&#35;&#8203;"})
_BARE_LINK = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as GitHub-flavoured Markdown; brands that no longer fit are counted."""
    opening, closing = "".join(_write_opening(view)), "".join(_write_closing(view))
    room = _MOST_BYTES - _ROOM_FOR_CUT - _measure(opening) - _measure(closing)
    yield opening
    for number, brand in enumerate(view.brands):
        section = "".join(_write_brand(view, brand))
        room -= _measure(section)
        if room < 0:
            left = word_count(len(view.brands) - number, "more brand")
            yield from _write_left(f"and {left} beyond the size of a job summary: searchgap report {view.audit_id}")
            break
        yield section
    yield closing


def escape(text: str) -> str:
    """Cleaned text as Markdown that shows it and nothing else: no markup, HTML, mention, reference or bare link."""
    text = _MARKUP.sub(r"\\\g<0>", text).translate(_ENTITIES)
    return _BARE_LINK.sub(lambda match: f"&#{ord(match[0])};", text)


def _measure(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _write_opening(view: ReportView) -> Iterator[str]:
    yield f"# {escape(view.title)}\n\n**{escape(view.headline)}**\n\n"
    yield f"{escape(view.tally_words)}. {escape(view.cost.words)}."
    yield f" Searched with {escape(view.searched_with)}.\n" if view.searched_with else "\n"
    if len(view.brands) > 1:
        brands, left = cut_brands(view)
        yield from _write_table(
            ("Brand", "Present on", "Absent", "Top-ten places", "Share of voice"),
            [[escape(cell) for cell in brand.summary] for brand in brands],
        )
        yield from _write_left(left)
    yield from _write_gates(view)
    yield from write_goals(view.goals)


def write_goals(goals: Sequence[GoalRow]) -> Iterator[str]:
    """The goals as a section, plan against actual, the same in every report."""
    if not goals:
        return
    shown, left = cut_goals(goals)
    yield "\n## Goals\n"
    yield from _write_table(
        ("Status", "Goal", "Target", "Actual", "Plan"),
        [
            tuple(map(escape, (row.status_words, row.label, row.target_words, row.actual_words, row.plan_words)))
            for row in shown
        ],
    )
    yield from _write_left(left)
    below = [(row.label, row.doubt_words or (row.projection and row.projection.words)) for row in shown]
    remarks = [f"- {escape(label)}: {escape(words)}\n" for label, words in below if words]
    yield "\n" if remarks else ""
    yield from remarks


def _write_gates(view: ReportView) -> Iterator[str]:
    if view.gates is None:
        return
    yield f"\n## Gates\n\n**{escape(view.gates.words)}.**"
    yield f" {escape(view.gates.compared)}\n" if view.gates.compared else "\n"
    rows, left = cut_gates(view, view.gates)
    yield from _write_table(
        ("Result", "Gate", "Brand", "Found", "Why"),
        [
            (
                f"{GATE_MARKS[row.result]} {row.result.replace('_', ' ')}",
                escape(row.label),
                escape(row.whom),
                escape(row.found),
                escape(row.reason or ""),
            )
            for row in rows
        ],
    )
    yield from _write_left(left)


def _write_brand(view: ReportView, brand: BrandView) -> Iterator[str]:
    yield f"\n## {escape(brand.label)}\n\n"
    yield f"- Present on **{escape(brand.coverage.base)}**; coverage {escape(brand.coverage.words)}\n"
    states = ", ".join(f"{number:,} {state}" for state, number in brand.states.items() if number)
    yield f"- States: {states}\n"
    yield f"- Top-ten places: **{brand.places.words}**\n"
    base = f" ({escape(brand.voice_base)})" if brand.voice_base else ""
    yield f"- Share of voice: {escape(brand.voice_words)}{base}\n"
    if brand.topics:
        yield f"- By topic: {'; '.join(f'{escape(topic.label)} {topic.base}' for topic in brand.topics)}\n"
    yield from _write_queries(view, brand)
    yield from _write_owners(view, brand)
    yield from _write_gaps(view, brand)


def _write_queries(view: ReportView, brand: BrandView) -> Iterator[str]:
    shown, left = cut_queries(view, brand)
    yield from _write_table(
        ("State", "Query", "Best rank", "Who leads", "Gap score", "Top ten"),
        [_list_query_cells(row) for row in shown],
    )
    yield from _write_left(left)
    if brand.legend:
        legend = ", ".join(f"`{PLACE_MARKS[place]}` {place}" for place in brand.legend)
        yield f"\nTop ten, rank 1 first: {legend}\n"


def _list_query_cells(row: QueryRow) -> Sequence[str]:
    state = row.gap.state
    asides = "; ".join(filter(None, (row.where, row.remark)))
    query = escape(row.label) + (f" ({escape(asides)})" if asides else "")
    strip = f"`{mark_strip(row.strip)}`" if row.strip else ""
    return f"{escape(STATE_MARKS[state])} {state}", query, row.best_rank, escape(row.leader), row.score, strip


def _write_owners(view: ReportView, brand: BrandView) -> Iterator[str]:
    if not brand.owners:
        return
    shown, left = cut_owners(view, brand)
    yield f"\n### Who owns the conversation\n\nBy kind: {escape(brand.kinds)}\n"
    yield from _write_table(
        ("Owner", "Kind", f"Places of {brand.places.of:,}", "Share", f"Queries of {brand.coverage.queries:,}"),
        [(escape(row.label), row.kind, f"{row.places:,}", escape(row.words), f"{row.queries:,}") for row in shown],
    )
    yield from _write_left(left)
    if brand.features:
        yield "\nBeside the results:\n\n"
        yield from (f"- {escape(sentence)}\n" for sentence in brand.features)


def _write_gaps(view: ReportView, brand: BrandView) -> Iterator[str]:
    if not brand.gaps:
        return
    shown, left = cut_gaps(view, brand)
    yield "\n### Biggest gaps and the pages that hold them\n\n"
    for number, gap in enumerate(shown, 1):
        yield f"{number}. **{escape(gap.query.label)}**: {escape(gap.worth)}\n"
        for page in gap.pages:
            yield f"   - rank {page.result.result.rank}: {_link(page)}, {escape(page.owner)}\n"
        if not gap.pages:
            yield "   - no other page ranks\n"
    yield from _write_left(left)


def _link(page: PageRow) -> str:
    if page.link is None:
        return f"{escape(page.label)} ({escape(page.address)})"
    return f"[{escape(page.label)}]({page.link.replace('&', '&amp;')})"


def _write_closing(view: ReportView) -> Iterator[str]:
    if view.failures:
        shown, left = cut_failures(view)
        yield "\n## Not measured\n\n"
        for row in shown:
            hint = f" Next: {escape(row.hint)}." if row.hint else ""
            yield f"- {escape(row.sentence)}.{hint} Queries: {escape(row.queries)}\n"
        yield from _write_left(left)
    yield "\n## Notes\n\n"
    for note in view.notes:
        yield f"- {escape(note)}\n"


def _write_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"\n| {' | '.join(header)} |\n|{' --- |' * len(header)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _write_left(sentence: str | None) -> Iterator[str]:
    if sentence:
        yield f"\n{escape(sentence)}\n"
