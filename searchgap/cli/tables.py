"""Plain tables for the terminal: headings, rows, no lines between them, and never markup."""

from collections.abc import Iterable, Iterator, Sequence

from searchgap.report.base import Layout
from searchgap.report.strangers import clean_text

_LONGEST_CELL = 500


def render_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], layout: Layout, *, folding: Sequence[str] = ()
) -> Iterator[str]:
    """A table under its headings; None is shown as a dash.

    Args:
        columns: the headings.
        rows: the cells.
        layout: the terminal.
        folding: columns that may fold where the terminal is narrow; the others stay whole.
    """
    from rich.console import Console  # noqa: PLC0415 - only where a table is shown
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column not in folding)
    for row in rows:
        cells = ("-" if cell is None else clean_text(str(cell), _LONGEST_CELL) for cell in row)
        table.add_row(*map(Text, cells))
    console = Console(
        width=layout.width,
        force_terminal=layout.colour,
        color_system="standard" if layout.colour else None,
        highlight=False,
    )
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        yield line.rstrip() + "\n"
