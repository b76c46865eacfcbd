"""CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180, and no cell that could start a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain

from searchgap.report.base import PLAIN, Layout
from searchgap.report.csv_tables import Cell, find_table
from searchgap.report.rows import ReportView
from searchgap.report.strangers import flatten_text

_BYTE_ORDER_MARK = "\ufeff"
_LONGEST_CELL = 32_767  # a spreadsheet's limit; what is longer spills or is refused

_INVISIBLE = r"[\s\xad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff]*"
_STARTER = "[=+@|\uff1d\uff0b\uff0d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b-]"
_FORMULA = re.compile(rf"{_INVISIBLE}{_STARTER}")
_FORMULA_LATER = re.compile(rf";(?={_INVISIBLE}{_STARTER}(?!\)))")  # where ; separates cells; ;-) is no formula


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:
    """The table the layout names."""
    return render_csv(view, layout.table)


def render_csv(view: ReportView, table: str = "results") -> Iterator[str]:
    """One of `CSV_TABLES`, a row at a time.

    Raises:
        UsageError: there is no such table.
    """
    chosen = find_table(table)
    return write_rows(chosen.columns, chosen.list_rows(view))


def write_rows(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Any rows under their headings as a spreadsheet may open them, a row at a time."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(_BYTE_ORDER_MARK)
    for row in chain([columns], rows):
        writer.writerow([_disarm(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _disarm(text: str) -> str:
    """The text on one line, with an apostrophe where a spreadsheet would begin to calculate."""
    text = _FORMULA_LATER.sub(";'", flatten_text(text))
    if _FORMULA.match(text):
        text = "'" + text
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
