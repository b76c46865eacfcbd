"""A report on effects for a terminal; better and worse are told by words, and coloured where there is colour."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from searchgap.report.base import PLAIN, Layout
from searchgap.report.comparison.rows import Mood
from searchgap.report.effect.rows import ActionBlock, EffectView
from searchgap.report.terminal_report import print_sections

_STYLES = {Mood.BETTER: "green", Mood.WORSE: "bold red", Mood.NEITHER: ""}


def render(view: EffectView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report section by section; only addresses may be longer than the layout is wide."""
    return print_sections(_lay_out(view), layout)


def _lay_out(view: EffectView) -> Iterator[RenderableType]:
    yield Text(view.headline, style="bold")
    if view.numbers:
        grid = Table.grid(padding=(0, 2, 0, 0))
        for label, words in view.numbers:
            grid.add_row(Text(label, style="dim"), Text(words))
        yield grid
    for block in view.blocks:
        yield from _lay_out_block(block)
    yield Text("\nNotes", style="bold")
    yield _bullets(view.notes)


def _lay_out_block(block: ActionBlock) -> Iterator[RenderableType]:
    yield Text(f"\n{block.title}", style="bold")
    yield Padding(Text(block.words), (0, 0, 0, 2))
    if block.address:
        yield Text(f"  {block.address}", no_wrap=True, overflow="ignore")
    for finding in block.findings:
        yield Padding(Text(finding.verdict, style=_STYLES[finding.mood]), (0, 0, 0, 2))
        for detail in finding.details:
            yield Padding(Text(detail, style="dim"), (0, 0, 0, 4))


def _bullets(lines: tuple[str, ...]) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for line in lines:
        grid.add_row("-", Text(line))
    return grid
