"""Result pages on their way in: a page is kept once, made of listings that are kept once."""

import json
import sqlite3
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple, TypeAlias
from zlib import crc32

from searchgap.history.columns import pack_text, pack_time
from searchgap.history.documents import dump_features
from searchgap.model.serp import OrganicResult, Serp, SerpFeature

# Checksum, url, title, snippet and date of a listing, as its row has them.
_Listing: TypeAlias = tuple[int, str | bytes, str | bytes, str | bytes | None, str | bytes | None]
_Hits: TypeAlias = list[tuple[int, int]]  # rank and listing, by rank


class _Page(NamedTuple):
    """The columns of an answer."""

    request: int
    engine: str | bytes
    retrieved_at: int
    market_verified: bool
    searched_for: str | bytes | None
    features: int | None


def keep_answer(connection: sqlite3.Connection, request: int, serp: Serp) -> int:
    """The row of a result page, made unless this very page is there: reused, or played from a recording again."""
    page = _Page(
        request=request,
        engine=pack_text(serp.engine),
        retrieved_at=pack_time(serp.retrieved_at),
        market_verified=serp.market_verified,
        searched_for=pack_text(serp.searched_for),
        features=_keep_features(connection, request, serp.features) if serp.features else None,
    )
    hits = _keep_listings(connection, request, serp.results)
    known = _find_answer(connection, page, hits)
    return _add_answer(connection, page, hits) if known is None else known


def _add_answer(connection: sqlite3.Connection, page: _Page, hits: _Hits) -> int:
    answer = _insert(
        connection,
        "INSERT INTO answer (request, engine, retrieved_at, market_verified, searched_for, features)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        page,
    )
    connection.executemany(
        "INSERT INTO hit (answer, rank, listing) VALUES (?, ?, ?)",
        [(answer, rank, listing) for rank, listing in hits],
    )
    return answer


def _find_answer(connection: sqlite3.Connection, page: _Page, hits: _Hits) -> int | None:
    alike = connection.execute(
        "SELECT number FROM answer"
        " WHERE request = ? AND engine = ? AND retrieved_at = ? AND market_verified = ? AND searched_for IS ?"
        " AND features IS ?",
        page,
    )
    for (number,) in alike.fetchall():
        order = connection.execute("SELECT rank, listing FROM hit WHERE answer = ? ORDER BY rank", (number,))
        if order.fetchall() == hits:
            return int(number)
    return None


def _keep_listings(connection: sqlite3.Connection, request: int, results: Sequence[OrganicResult]) -> _Hits:
    listings = [_list_columns(result) for result in results]
    numbers = _find_listings(connection, request, listings)
    missing = dict.fromkeys(listing for listing in listings if listing not in numbers)
    if missing:
        (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM listing").fetchone()
        numbers |= zip(missing, count(last + 1))
        connection.executemany(
            "INSERT INTO listing (number, request, checksum, url, title, snippet, date) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(numbers[listing], request, *listing) for listing in missing],
        )
    return [(result.rank, numbers[listing]) for result, listing in zip(results, listings, strict=True)]


def _find_listings(connection: sqlite3.Connection, request: int, listings: Sequence[_Listing]) -> dict[_Listing, int]:
    # A request answered for the first time has none: one look spares one per result.
    if connection.execute("SELECT 1 FROM listing WHERE request = ? LIMIT 1", (request,)).fetchone() is None:
        return {}
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


def _keep_features(connection: sqlite3.Connection, request: int, features: tuple[SerpFeature, ...]) -> int:
    body = dump_features(features)
    row = (request, _checksum(body), pack_text(body))
    known = connection.execute(
        "SELECT number FROM features WHERE request = ? AND checksum = ? AND body = ?", row
    ).fetchone()
    if known:
        return int(known[0])
    return _insert(connection, "INSERT INTO features (request, checksum, body) VALUES (?, ?, ?)", row)


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _insert(connection: sqlite3.Connection, statement: str, row: Sequence[object]) -> int:
    return connection.execute(statement, row).lastrowid or 0
