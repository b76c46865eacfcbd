"""The tables of the Parquet data set, column by column. Needs the library, which is an extra."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice, repeat
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from searchgap.history.columns import unpack_money, unpack_text, unpack_time
from searchgap.history.documents import load_plan
from searchgap.history.parquet_rows import (
    TABLES,
    Rows,
    clean,
    list_actions,
    list_audits,
    list_parties,
    list_queries,
    round_amount,
)
from searchgap.history.summaries import AuditSummary, load_summaries
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.urls import UrlReader

# The last row of a request is its current outcome: an answer after any failure, a failure after never asked.
_SEARCHES = """
    SELECT outcome.request, key, answer.engine, retrieved_at, reused, market_verified, searched_for, origin,
           cost, kind, message, failed_at, http_status, listings, ranks
    FROM outcome
    JOIN request ON request.number = outcome.request
    LEFT JOIN answer ON answer.number = outcome.answer
    WHERE outcome.audit = ?
    ORDER BY outcome.request, answer IS NOT NULL, failed_at IS NOT NULL, attempt
"""
_LISTINGS = "SELECT number, url, title, snippet, date FROM listing WHERE number IN (SELECT value FROM json_each(?))"
_SEARCHES_AT_ONCE = 2_000
_RESULTS_AT_ONCE = 100_000

_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "moment": pa.timestamp("us", tz="UTC"),
    "day": pa.date32(),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "number": pa.float64(),
    "money": pa.decimal128(38, 9),
}


class _Pages(NamedTuple):
    """Pages of an audit whose results are not written yet: keys of requests, numbers of listings, and ranks."""

    audit: AuditSummary
    keys: Sequence[str]
    listings: Sequence[Sequence[int]]
    ranks: Sequence[Sequence[int]]
    results: int


class TableSource:
    """Reads a history as tables of the data set; needs a transaction around it.

    Rows that make no sense raise ArithmeticError, LookupError, TypeError or ValueError.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._reader = UrlReader(load_suffixes())
        self._audits = load_summaries(connection)
        self._plan = lru_cache(1)(self._load_plan)
        self._money = lru_cache(1024)(lambda text: round_amount(unpack_money(text)))
        self._listings: dict[int, tuple[str | None, ...]] = {}

    def whole(self) -> Iterator[tuple[str, pa.Table]]:
        """The tables that are not partitioned, in one piece or several."""
        yield "audits", _build_table("audits", _list_columns("audits", list_audits(self._audits)))
        yield "parties", _build_table("parties", _list_columns("parties", ()))
        for audit in self._audits:
            parties, _ = self._plan(self._find_rows(audit)[1])
            yield "parties", _build_table("parties", [*_name_audit(audit, len(parties[0])), *parties])
        yield "actions", _build_table("actions", _list_columns("actions", list_actions(self._connection)))

    def by_month(self) -> Iterator[tuple[str, str, pa.Table]]:
        """Month, table and a piece of it, oldest first."""
        for month, audits in groupby(self._audits, key=_name_month):
            waiting: list[_Pages] = []
            for audit in audits:
                number, plan = self._find_rows(audit)
                _, queries = self._plan(plan)
                yield month, "queries", _build_table("queries", [*_name_audit(audit, len(queries[0])), *queries])
                for searches in self._read_searches(number):
                    yield month, "searches", _build_table("searches", self._list_searches(audit, searches))
                    waiting.append(_read_pages(audit, searches))
                    if sum(pages.results for pages in waiting) >= _RESULTS_AT_ONCE:
                        yield month, "results", _build_table("results", self._list_results(waiting))
                        waiting.clear()
            if waiting:
                yield month, "results", _build_table("results", self._list_results(waiting))

    def _load_plan(self, number: int) -> tuple[list[pa.Array], list[pa.Array]]:
        """The columns of a plan's parties and queries, which audits mostly have in common."""
        (body,) = self._connection.execute("SELECT body FROM plan WHERE number = ?", (number,)).fetchone()
        plan = load_plan(unpack_text(body))
        return (
            _list_columns("parties", list_parties(plan, self._reader), skipped=2),
            _list_columns("queries", list_queries(plan), skipped=2),
        )

    def _find_rows(self, audit: AuditSummary) -> tuple[int, int]:
        """The row of an audit, and that of its plan."""
        number, plan = self._connection.execute("SELECT number, plan FROM audit WHERE id = ?", (audit.id,)).fetchone()
        return number, plan

    def _read_searches(self, audit: int) -> Iterator[Sequence[Sequence[Any]]]:
        """The current outcome of every search of an audit, some thousands at a time; at least once."""
        rows = self._connection.execute(_SEARCHES, (audit,))
        current = (tuple(attempts)[-1] for _, attempts in groupby(rows, key=itemgetter(0)))
        searches = list(islice(current, _SEARCHES_AT_ONCE))
        yield searches
        while searches := list(islice(current, _SEARCHES_AT_ONCE)):
            yield searches

    def _list_searches(self, audit: AuditSummary, searches: Sequence[Sequence[Any]]) -> list[pa.Array]:
        columns = zip(*searches, strict=True) if searches else ((),) * 15
        (_, keys, engines, retrieved, reused, verified, words, origins, costs, *failures, listings, _) = columns
        kinds, messages, failed, statuses = failures
        endings = [
            "answered" if page is not None else "not searched" if moment is None else "failed"
            for page, moment in zip(listings, failed, strict=True)
        ]
        answered = [None if page is None else flag for page, flag in zip(listings, reused, strict=True)]
        return [
            *_name_audit(audit, len(searches)),
            _encode([key.hex() for key in keys]),
            _encode(endings),
            _encode(map(_read_text, engines)),
            _list_moments(retrieved),
            pa.array([None if flag is None else bool(flag) for flag in answered], _TYPES["flag"]),
            pa.array([None if flag is None else bool(flag) for flag in verified], _TYPES["flag"]),
            _encode(map(_read_text, words)),
            _encode(map(_read_text, origins)),
            pa.array(map(self._money, costs), _TYPES["money"]),
            _encode(kinds),
            _encode(map(_read_text, messages)),
            _list_moments(failed),
            pa.array(statuses, _TYPES["count"]),
        ]

    def _list_results(self, waiting: Sequence[_Pages]) -> list[pa.Array]:
        listings = (page for pages in waiting for page in pages.listings)
        numbers = pa.array(chain.from_iterable(listings), pa.int64()).dictionary_encode()
        texts = zip(*self._read_listings(numbers.dictionary.to_pylist()), strict=True)
        audits = [_name_audit(pages.audit, pages.results) for pages in waiting]
        keys = (repeat(key, len(page)) for each in waiting for key, page in zip(each.keys, each.listings, strict=True))
        ranks = (page for pages in waiting for page in pages.ranks)
        return [
            *(pa.chunked_array(column) for column in zip(*audits, strict=True)),
            _encode(chain.from_iterable(keys)),
            pa.array(chain.from_iterable(ranks), _TYPES["count"]),
            *(_spread(column, numbers.indices) for column in (texts if len(numbers) else ((),) * 6)),
        ]

    def _read_listings(self, numbers: list[int]) -> Iterator[tuple[str | None, ...]]:
        """Address, host, domain and texts of listings; those of the last call are at hand."""
        missing = json.dumps([number for number in numbers if number not in self._listings])
        for number, url, title, snippet, date in self._connection.execute(_LISTINGS, (missing,)):
            address = _read_text(url) or ""
            host = self._reader.read(address).host
            texts = (_read_text(title), _read_text(snippet), _read_text(date))
            self._listings[number] = (address, host.name or None, host.domain or None, *texts)
        self._listings = {number: self._listings[number] for number in numbers}
        return iter(self._listings.values())


def _build_table(name: str, arrays: list[pa.Array]) -> pa.Table:
    return pa.Table.from_arrays(arrays, names=[column for column, _ in TABLES[name]])


def _list_columns(name: str, rows: Rows, skipped: int = 0) -> list[pa.Array]:
    """The columns of rows that lack the first ones of their table."""
    kinds = [kind for _, kind in TABLES[name][skipped:]]
    columns = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    return [
        _encode(column) if kind == "text" else pa.array(column, _TYPES[kind])
        for kind, column in zip(kinds, columns, strict=True)
    ]


def _name_audit(audit: AuditSummary, rows: int) -> list[pa.Array]:
    """The columns that say which audit it is."""
    return [
        pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([audit.id], pa.string())),
        pa.repeat(pa.scalar(audit.started_at, _TYPES["moment"]), rows),
    ]


def _encode(texts: Iterable[str | None]) -> pa.DictionaryArray:
    return pa.array(texts, pa.string()).dictionary_encode()


def _spread(texts: Sequence[str | None], places: pa.Array) -> pa.DictionaryArray:
    """The texts at some places, each kept once."""
    encoded = _encode(texts)
    return pa.DictionaryArray.from_arrays(encoded.indices.take(places), encoded.dictionary)


def _list_moments(values: Sequence[int | None]) -> pa.Array:
    present = [value for value in values if value is not None]
    if present:
        unpack_time(min(present)), unpack_time(max(present))
    return pa.array(values, pa.int64()).cast(_TYPES["moment"])


def _read_text(value: str | bytes | None) -> str | None:
    return None if value is None else clean(unpack_text(value))


def _read_pages(audit: AuditSummary, searches: Sequence[Sequence[Any]]) -> _Pages:
    answered = [(search[1].hex(), search[-2], search[-1]) for search in searches if search[-2] is not None]
    pages: list[list[int]] = json.loads(f"[{','.join([listings for _, listings, _ in answered])}]")
    ranks = [_read_ranks(text, len(page)) for (*_, text), page in zip(answered, pages, strict=True)]
    return _Pages(audit, [key for key, *_ in answered], pages, ranks, sum(map(len, pages)))


def _name_month(audit: AuditSummary) -> str:
    return f"{audit.started_at.year:04}-{audit.started_at.month:02}"


def _read_ranks(text: str | None, length: int) -> Sequence[int]:
    if text is None:
        return range(1, length + 1)
    ranks: list[int] = json.loads(text)
    if len(ranks) != length:
        raise ValueError(f"{len(ranks)} ranks for {length} results")
    return ranks
