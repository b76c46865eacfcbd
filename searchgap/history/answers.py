"""Result pages on their way in: a page is kept once, made of listings that are kept once."""

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from searchgap.history.columns import pack_text, pack_time
from searchgap.history.documents import dump_features, write_json
from searchgap.history.new_rows import ListingColumns, NewRows
from searchgap.model.serp import OrganicResult, Serp, SerpFeature

_SAME_PAGE = (
    "SELECT number FROM answer"
    " WHERE request = ? AND engine = ? AND retrieved_at = ? AND market_verified = ? AND searched_for IS ?"
    " AND features IS ? AND listings = ? AND ranks IS ?"
)
_SAME_FEATURES = "SELECT number FROM features WHERE request = ? AND checksum = ? AND body = ?"
_SAME_LISTINGS = (
    "SELECT number, checksum, url, title, snippet, date FROM listing"
    " WHERE request = ? AND checksum IN (SELECT value FROM json_each(?))"
)


class _Page(NamedTuple):
    """The columns of an answer behind its number."""

    request: int
    engine: str | bytes
    retrieved_at: int
    market_verified: bool
    searched_for: str | bytes | None
    features: int | None
    listings: str
    ranks: str | None


def keep_answer(connection: sqlite3.Connection, rows: NewRows, request: int, serp: Serp, *, answered: bool) -> int:
    """The number of a result page, new unless this very page is there: reused, or played from a recording again.

    Args:
        connection: the history.
        rows: takes what is new; none of it may be of this request yet.
        request: the row of the request.
        serp: the page.
        answered: whether the request has an answer already; without one there is nothing to compare with, and one look
            for all spares one for every part of the page.
    """
    page = _Page(
        request=request,
        engine=pack_text(serp.engine),
        retrieved_at=pack_time(serp.retrieved_at),
        market_verified=serp.market_verified,
        searched_for=pack_text(serp.searched_for),
        features=_keep_features(connection, rows, request, serp.features, answered=answered) if serp.features else None,
        listings=pack_listings(_keep_listings(connection, rows, request, serp.results, answered=answered)),
        ranks=pack_ranks([result.rank for result in serp.results]),
    )
    known = connection.execute(_SAME_PAGE, page).fetchone() if answered else None
    return rows.add_answer(*page) if known is None else int(known[0])


def pack_listing(url: str, title: str, snippet: str | None, date: str | None) -> ListingColumns:
    """A listing as its row has it."""
    content = f"{url}\n{title}\n{snippet or ''}\n{date or ''}"
    if content.isascii():  # most are, and then there is nothing to pack
        return crc32(content.encode()), url, title, snippet, date
    return checksum(content), pack_text(url), pack_text(title), pack_text(snippet), pack_text(date)


def pack_listings(numbers: Sequence[int]) -> str:
    """The listings of a page by rank, as its row has them."""
    return f"[{','.join(map(str, numbers))}]"


def pack_ranks(ranks: list[int]) -> str | None:
    """The ranks of a page, as its row has them."""
    return None if ranks == list(range(1, len(ranks) + 1)) else write_json(ranks)


def checksum(text: str) -> int:
    """What rows with a long text are looked up by."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def _keep_listings(
    connection: sqlite3.Connection, rows: NewRows, request: int, results: Sequence[OrganicResult], *, answered: bool
) -> list[int]:
    listings = [pack_listing(result.url, result.title, result.snippet, result.date) for result in results]
    if not answered and len({checksum for checksum, *_ in listings}) == len(listings):
        return rows.add_listings(request, listings)
    numbers = _find_listings(connection, request, listings) if answered else {}
    missing = dict.fromkeys(listing for listing in listings if listing not in numbers)
    if missing:
        numbers |= zip(missing, rows.add_listings(request, missing), strict=True)
    return [numbers[listing] for listing in listings]


def _find_listings(
    connection: sqlite3.Connection, request: int, listings: Sequence[ListingColumns]
) -> dict[ListingColumns, int]:
    wanted = json.dumps([checksum for checksum, *_ in listings])
    return {row[1:]: row[0] for row in connection.execute(_SAME_LISTINGS, (request, wanted))}


def _keep_features(
    connection: sqlite3.Connection, rows: NewRows, request: int, features: tuple[SerpFeature, ...], *, answered: bool
) -> int:
    body = dump_features(features)
    row = (checksum(body), pack_text(body))
    known = connection.execute(_SAME_FEATURES, (request, *row)).fetchone() if answered else None
    return rows.add_features(request, *row) if known is None else int(known[0])
