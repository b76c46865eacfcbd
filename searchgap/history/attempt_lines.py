"""The journal of an audit as lines of an export, put together from pieces of JSON that many lines have in common."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache

from searchgap.history.columns import pack_money, select, unpack_money, unpack_text, unpack_time
from searchgap.history.documents import dump_features, load_features, write_json
from searchgap.history.outcomes import build_failure
from searchgap.history.portable import describe_failure, describe_request, write_time
from searchgap.history.requests import load_request

_ATTEMPTS = """
    SELECT outcome.request AS request, answer, listings, ranks, answer.engine AS engine, retrieved_at, features,
           cost, origin, reused, market_verified, searched_for, kind, message, hint, failed_at, http_status
    FROM outcome
    LEFT JOIN answer ON answer.number = outcome.answer
    WHERE outcome.audit = ?
    ORDER BY outcome.request, attempt
"""
_LISTING = "SELECT url, title, snippet, date FROM listing WHERE number = ?"
_FEATURES = "SELECT body FROM features WHERE number = ?"

# How many pieces are remembered: some 50 MB at the most, and enough for every listing of 6,000 searches.
_LISTINGS_KEPT = 65_536
_OTHERS_KEPT = 16_384


class AttemptLines:
    """Writes every attempt of an audit as a line; see `exporting`. Needs a transaction around it.

    Rows that make no sense raise ArithmeticError, LookupError, TypeError or ValueError.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._request = lru_cache(_OTHERS_KEPT)(self._write_request)
        self._listing = lru_cache(_LISTINGS_KEPT)(self._write_listing)
        self._features = lru_cache(_OTHERS_KEPT)(self._write_features)
        self._places = lru_cache(_OTHERS_KEPT)(_write_places)
        self._word = lru_cache(_OTHERS_KEPT)(_write_word)
        self._circumstances = lru_cache(_OTHERS_KEPT)(_write_circumstances)

    def write(self, audit: int) -> Iterator[bytes]:
        """The attempts of an audit, by request and in order, as lines with their ends."""
        for row in select(self._connection, _ATTEMPTS, (audit,)):
            request = self._request(row["request"])
            ending = self._write_failure(row) if row["answer"] is None else self._write_page(row)
            yield b'{"outcome":{"request":%b,%b}}\n' % (request, ending)

    def _write_page(self, row: sqlite3.Row) -> bytes:
        _, _, listings, ranks, engine, retrieved_at, features, *circumstances = row
        return b'"ending":"answered","engine":%b,"retrieved_at":"%b","results":[%b],"features":%b,%b' % (
            self._word(engine),
            write_time(unpack_time(retrieved_at)).encode(),
            self._write_results(listings, ranks),
            b"[]" if features is None else self._features(features),
            self._circumstances(*circumstances[:5]),
        )

    def _write_results(self, listings: str, ranks: str | None) -> bytes:
        numbers: Sequence[str] = listings[1:-1].split(",") if listings != "[]" else ()
        places: Sequence[int] = range(1, len(numbers) + 1)
        if ranks is not None:
            by_rank = sorted(zip(json.loads(ranks), numbers, strict=True))
            places, numbers = tuple(rank for rank, _ in by_rank), [number for _, number in by_rank]
        pieces = [b""] * (2 * len(numbers))
        pieces[::2] = self._places(places)
        pieces[1::2] = map(self._listing, numbers)
        return b"".join(pieces)

    def _write_failure(self, row: sqlite3.Row) -> bytes:
        failure = build_failure(row, load_request(self._connection, row["request"]))
        return _encode(write_json(describe_failure(failure)))[1:-1]

    def _write_request(self, number: int) -> bytes:
        return _encode(write_json(describe_request(load_request(self._connection, number))))

    def _write_listing(self, number: str) -> bytes:
        texts = self._connection.execute(_LISTING, (int(number),)).fetchone()
        url, title, snippet, date = map(_quote, texts)
        return _encode(f'"url":{url},"title":{title},"snippet":{snippet},"date":{date}}}')

    def _write_features(self, number: int) -> bytes:
        (body,) = self._connection.execute(_FEATURES, (number,)).fetchone()
        return _encode(dump_features(load_features(unpack_text(body))))


def _write_places(ranks: Sequence[int]) -> tuple[bytes, ...]:
    """What goes before each listing."""
    if any(type(rank) is not int or rank < 1 for rank in ranks):
        raise ValueError(f"{ranks} are no ranks")
    return tuple(b'%b{"rank":%d,' % (b"," if at else b"", rank) for at, rank in enumerate(ranks))


def _write_circumstances(
    cost: str | None, origin: str | bytes | None, reused: int, market_verified: int, searched_for: str | bytes | None
) -> bytes:
    facts = {
        "cost": pack_money(unpack_money(cost)),
        "origin": unpack_text(origin),
        "reused": bool(reused),
        "market_verified": bool(market_verified),
        "searched_for": unpack_text(searched_for),
    }
    return _encode(write_json(facts))[1:-1]


def _quote(text: str | bytes | None) -> str:
    return "null" if text is None else write_json(unpack_text(text))


def _write_word(text: str | bytes) -> bytes:
    return _encode(_quote(text))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
