"""Result pages on their way in: a page is kept once, made of listings that are kept once."""

import json
import sqlite3
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple, TypeAlias
from zlib import crc32

from searchgap.history.columns import pack_text, pack_time
from searchgap.history.documents import dump_features, write_json
from searchgap.model.serp import OrganicResult, Serp, SerpFeature

# Checksum, url, title, snippet and date of a listing, as its row has them.
_Listing: TypeAlias = tuple[int, str | bytes, str | bytes, str | bytes | None, str | bytes | None]

_SAME_PAGE = (
    "SELECT number FROM answer"
    " WHERE request = ? AND engine = ? AND retrieved_at = ? AND market_verified = ? AND searched_for IS ?"
    " AND features IS ? AND listings = ? AND ranks IS ?"
)
_NEW_PAGE = (
    "INSERT INTO answer (request, engine, retrieved_at, market_verified, searched_for, features, listings, ranks)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_SAME_FEATURES = "SELECT number FROM features WHERE request = ? AND checksum = ? AND body = ?"
_NEW_FEATURES = "INSERT INTO features (request, checksum, body) VALUES (?, ?, ?)"


class _Page(NamedTuple):
    """The columns of an answer."""

    request: int
    engine: str | bytes
    retrieved_at: int
    market_verified: bool
    searched_for: str | bytes | None
    features: int | None
    listings: str
    ranks: str | None


def keep_answer(connection: sqlite3.Connection, request: int, serp: Serp) -> int:
    """The row of a result page, made unless this very page is there: reused, or played from a recording again."""
    # A request answered for the first time has nothing to compare with: one look spares one for every part of the page.
    answered = connection.execute("SELECT 1 FROM answer WHERE request = ? LIMIT 1", (request,)).fetchone() is not None
    page = _Page(
        request=request,
        engine=pack_text(serp.engine),
        retrieved_at=pack_time(serp.retrieved_at),
        market_verified=serp.market_verified,
        searched_for=pack_text(serp.searched_for),
        features=_keep_features(connection, request, serp.features, answered=answered) if serp.features else None,
        listings=write_json(_keep_listings(connection, request, serp.results, answered=answered)),
        ranks=_pack_ranks([result.rank for result in serp.results]),
    )
    known = connection.execute(_SAME_PAGE, page).fetchone() if answered else None
    return _insert(connection, _NEW_PAGE, page) if known is None else int(known[0])


def _pack_ranks(ranks: list[int]) -> str | None:
    return None if ranks == list(range(1, len(ranks) + 1)) else write_json(ranks)


def _keep_listings(
    connection: sqlite3.Connection, request: int, results: Sequence[OrganicResult], *, answered: bool
) -> list[int]:
    listings = [_list_columns(result) for result in results]
    numbers = _find_listings(connection, request, listings) if answered else {}
    missing = dict.fromkeys(listing for listing in listings if listing not in numbers)
    if missing:
        (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM listing").fetchone()
        numbers |= zip(missing, count(last + 1))
        connection.executemany(
            "INSERT INTO listing (number, request, checksum, url, title, snippet, date) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(numbers[listing], request, *listing) for listing in missing],
        )
    return [numbers[listing] for listing in listings]


def _find_listings(connection: sqlite3.Connection, request: int, listings: Sequence[_Listing]) -> dict[_Listing, int]:
    found = connection.execute(
        "SELECT number, checksum, url, title, snippet, date FROM listing"
        " WHERE request = ? AND checksum IN (SELECT value FROM json_each(?))",
        (request, json.dumps([checksum for checksum, *_ in listings])),
    )
    return {row[1:]: row[0] for row in found}


def _list_columns(result: OrganicResult) -> _Listing:
    url, title, snippet, date = result.url, result.title, result.snippet, result.date
    content = "\n".join((url, title, snippet or "", date or ""))
    if content.isascii():  # most are, and then there is nothing to pack
        return crc32(content.encode()), url, title, snippet, date
    return _checksum(content), pack_text(url), pack_text(title), pack_text(snippet), pack_text(date)


def _keep_features(
    connection: sqlite3.Connection, request: int, features: tuple[SerpFeature, ...], *, answered: bool
) -> int:
    body = dump_features(features)
    row = (request, _checksum(body), pack_text(body))
    known = connection.execute(_SAME_FEATURES, row).fetchone() if answered else None
    return _insert(connection, _NEW_FEATURES, row) if known is None else int(known[0])


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _insert(connection: sqlite3.Connection, statement: str, row: Sequence[object]) -> int:
    return connection.execute(statement, row).lastrowid or 0
