"""Rank-tracker exports: CSV with a query, a rank, an address and perhaps a title, headings matched loosely."""

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from searchgap.errors import UsageError
from searchgap.model.serp import OrganicResult

_HEADINGS: Mapping[str, frozenset[str]] = {
    "query": frozenset({"query", "keyword", "keywords", "searchterm", "searchquery", "phrase", "term"}),
    "rank": frozenset({"rank", "position", "pos", "ranking", "currentposition", "currentrank", "organicposition"}),
    "url": frozenset({"url", "link", "page", "landingpage", "address", "currenturl", "rankingurl", "resulturl"}),
    "title": frozenset({"title", "pagetitle", "resulttitle", "name"}),
}
_NEEDED = ("query", "rank", "url")
_DELIMITERS = ",;\t"
_RANK = re.compile(r"#?\s*([0-9]{1,4})(?:\.0+)?\Z")


def read_rank_csv(text: str, name: str) -> Iterator[tuple[str, tuple[OrganicResult, ...]]]:
    """Each query of an export with its results by rising rank, in the order queries first appear.

    Rows without a rank or an address say that nothing was found there and are left out; of two rows with one rank the
    first counts.

    Args:
        text: the file, its columns parted by commas, semicolons or tabs.
        name: the file's name, for complaints.

    Raises:
        UsageError: a needed column is missing, or the file is no CSV.
    """
    by_query: dict[str, dict[int, OrganicResult]] = {}
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=_find_delimiter(text))
        columns = _find_columns(next(rows, []), name)
        for row in rows:
            cells = {field: row[place].strip() for field, place in columns.items() if place < len(row)}
            query = cells.get("query", "")
            if not query:
                continue
            results = by_query.setdefault(query, {})
            found = _RANK.match(cells.get("rank", ""))
            rank = int(found.group(1)) if found else 0
            if rank and cells.get("url"):
                result = OrganicResult(rank=rank, url=cells["url"], title=cells.get("title", ""))
                results.setdefault(rank, result)
    except csv.Error as trouble:
        raise UsageError(f"{name} is no CSV: {trouble}") from trouble
    for query, results in by_query.items():
        yield query, tuple(results[rank] for rank in sorted(results))


def _find_delimiter(text: str) -> str:
    """What parts the columns: of the characters that may, the one that is most often in the headings."""
    headings = text.partition("\n")[0]
    return max(_DELIMITERS, key=headings.count)


def _find_columns(headings: list[str], name: str) -> Mapping[str, int]:
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        folded = re.sub(r"[^a-z]", "", heading.lower())
        for field, spellings in _HEADINGS.items():
            if folded in spellings:
                columns.setdefault(field, place)
    missing = [field for field in _NEEDED if field not in columns]
    if missing:
        raise UsageError(
            f"{name} has no column for {' and '.join(missing)}",
            hint="its first line must name the columns, such as: query,rank,url,title",
        )
    return columns
