"""Rank-tracker exports: CSV with a query, a rank, an address and perhaps a title, headings matched loosely."""

import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from searchgap.errors import UsageError
from searchgap.model.serp import OrganicResult
from searchgap.search.loose_csv import find_columns, find_delimiter

_HEADINGS: Mapping[str, frozenset[str]] = {
    "query": frozenset({"query", "keyword", "keywords", "searchterm", "searchquery", "phrase", "term"}),
    "rank": frozenset({"rank", "position", "pos", "ranking", "currentposition", "currentrank", "organicposition"}),
    "url": frozenset({"url", "link", "page", "landingpage", "address", "currenturl", "rankingurl", "resulturl"}),
    "title": frozenset({"title", "pagetitle", "resulttitle", "name"}),
}
_NEEDED = ("query", "rank", "url")
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
        rows = csv.reader(StringIO(text, newline=""), delimiter=find_delimiter(text))
        columns = find_columns(next(rows, []), _HEADINGS, needed=_NEEDED, name=name, example="query,rank,url,title")
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
