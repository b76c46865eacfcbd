"""The trend for reading in a terminal: a curve for every metric, the goals, and what to know."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from searchgap.report.base import PLAIN, Layout
from searchgap.report.terminal_report import lay_out_goals, print_sections
from searchgap.report.trend.layout import MOST_BRANDS, Line, list_lines, list_topics, word_room
from searchgap.report.trend.rows import BrandTrend, TrendView
from searchgap.report.trend.sparkline import ASCII_MARKS
from searchgap.report.words import word_count

_LABELS = 22
_NARROWEST = 10


def render(view: TrendView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report section by section; curves show the last audits where there is no room for all."""
    return print_sections(_lay_out(view, layout), layout)


def _lay_out(view: TrendView, layout: Layout) -> Iterator[RenderableType]:
    room = max(_NARROWEST, layout.width - _LABELS)
    yield Text(view.title, style="dim")
    for brand in view.brands[:MOST_BRANDS]:
        yield Text()
        yield Rule(Text(brand.main.label, style="bold"), align="left", style="dim")
        yield from _lay_out_brand(brand, room, ascii_only=layout.ascii_only)
    left = len(view.brands) - MOST_BRANDS
    if left > 0:
        yield Text(f"\nand {word_count(left, 'more series', 'more series')}: searchgap trend --format csv")
    yield from lay_out_goals(view.goals)
    yield Text("\nNotes", style="bold")
    yield _list_notes(view.notes)


def _lay_out_brand(brand: BrandTrend, room: int, *, ascii_only: bool) -> Iterator[RenderableType]:
    yield Text(brand.main.about, style="dim")
    if words := word_room(brand, room):
        yield Text(words, style="dim")
    yield _tabulate(list_lines(brand.main, room), ascii_only=ascii_only)
    if brand.topics:
        yield Text(f"\nBy topic: {brand.main.curves[0].label}", style="bold")
        lines, left = list_topics(brand, room)
        yield _tabulate(lines, ascii_only=ascii_only)
        if left:
            yield Text(left, no_wrap=True, overflow="ignore")


def _tabulate(lines: Iterable[Line], *, ascii_only: bool) -> Table:
    table = Table.grid(Column(width=_LABELS - 2, style="dim"), Column(), padding=(0, 2, 0, 0))
    for label, words, curve in lines:
        drawn = curve.translate(ASCII_MARKS) if ascii_only else curve
        table.add_row(Text(label), Text("\n".join(filter(None, (words, drawn)))))
    return table


def _list_notes(notes: Iterable[str]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    for note in notes:
        table.add_row("-", Text(note))
    return table
