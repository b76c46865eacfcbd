"""A list of findings, and how it is printed in each format that lists have."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from searchgap.errors import UsageError
from searchgap.report.base import Layout
from searchgap.report.csv_report import write_rows
from searchgap.report.csv_tables import Cell
from searchgap.report.registry import suggest


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Findings of one sort, ready to be printed.

    Attributes:
        name: what JSON calls the findings.
        head: what JSON says of all of them.
        rows: each finding as JSON has it.
        columns: the headings of its CSV.
        cells: the rows of its CSV.
        lay_out: the same for reading on a terminal.
    """

    name: str
    head: Mapping[str, object]
    rows: Sequence[Mapping[str, object]]
    columns: Sequence[str]
    cells: Sequence[Sequence[Cell]]
    lay_out: Callable[[Layout], Iterator[str]]


Writer: TypeAlias = Callable[[Listing, Layout], Iterator[str]]


def _lay_out(listing: Listing, layout: Layout) -> Iterator[str]:
    return listing.lay_out(layout)


def _write_json(listing: Listing, _layout: Layout) -> Iterator[str]:
    yield json.dumps({"version": 1, **listing.head, listing.name: list(listing.rows)}, indent=2) + "\n"


def _write_jsonl(listing: Listing, _layout: Layout) -> Iterator[str]:
    for row in listing.rows:
        yield json.dumps(row) + "\n"


def _write_csv(listing: Listing, _layout: Layout) -> Iterator[str]:
    return write_rows(listing.columns, listing.cells)


_WRITERS: Mapping[str, Writer] = {
    "terminal": _lay_out,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
}


def find_writer(name: str) -> Writer:
    """What prints a listing in the format of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in _WRITERS:
        raise UsageError(f'owners have no format "{name}"', hint=suggest(name, _WRITERS))
    return _WRITERS[name]


def count(number: int, noun: str) -> str:
    """`1 place`, `2 places`; `1 query`, `2 queries`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
