"""Many audits of one file at once: what they share, such as plans and listings, is read once."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from searchgap.history.columns import select, unpack_money, unpack_text, unpack_time
from searchgap.history.documents import load_plan
from searchgap.history.outcomes import StoredOutcomes, build_failure
from searchgap.history.requests import load_request
from searchgap.history.trouble import doubting, explaining
from searchgap.model.audit import AuditRun
from searchgap.model.query import Plan, SearchRequest
from searchgap.model.serp import Answer, Listing, NotSearched, SearchFailure
from searchgap.rules.standings import MeasuredPage

# The last row of a request is its current outcome; see `outcomes`.
_ENDINGS = """
    SELECT outcome.request, listings, ranks,
           answer.engine, retrieved_at, cost, origin, reused, market_verified, searched_for
    FROM outcome
    LEFT JOIN answer ON answer.number = outcome.answer
    WHERE outcome.audit = ?
    ORDER BY outcome.request, answer IS NOT NULL, failed_at IS NOT NULL, attempt
"""

# The last row of a request is its current answer; no failure takes the place of an answer.
_PAGES = """
    SELECT outcome.request, listings, ranks, reused
    FROM outcome
    JOIN answer ON answer.number = outcome.answer
    WHERE outcome.audit = ?
    ORDER BY outcome.request, attempt
"""

# Why the current outcome of a request is no answer.
_FAILURE = """
    SELECT kind, message, hint, failed_at, http_status, cost FROM outcome
    WHERE audit = ? AND request = ?
    ORDER BY failed_at IS NULL, attempt DESC
    LIMIT 1
"""

_KEYS = "SELECT number, key FROM request WHERE number IN (SELECT value FROM json_each(?))"

_LISTINGS = "SELECT number, url, title FROM listing WHERE number IN (SELECT value FROM json_each(?))"


class PageOf(NamedTuple):
    """An answered search with the numbers of the listings on its page, down to the depth asked for."""

    answer: Answer
    ranks: tuple[int, ...]
    listings: Sequence[int]


class Series:
    """Reads audits of one history one after the other, for as long as it is open.

    Attributes:
        listings: by number, every listing that stood on a page so far; it only grows.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._plans: dict[int, Plan] = {}
        self.listings: dict[int, Listing] = {}
        self._looked_up: Plan | None = None
        self._requests: dict[int, SearchRequest] = {}
        self._unpack_money = cache(unpack_money)
        self._ranks: dict[str | int, tuple[int, ...]] = {}

    def run(self, audit_id: str) -> AuditRun:
        """An audit; its outcomes are read when they are looked at.

        Raises:
            KeyError: there is none of this id.
        """
        with explaining(self._path), doubting(self._path):
            row = select(self._connection, "SELECT * FROM audit WHERE id = ?", (audit_id,)).fetchone()
            if row is None:
                raise KeyError(audit_id)
            plan = self._plan(row["plan"])
            return AuditRun(
                id=row["id"],
                started_at=unpack_time(row["started_at"]),
                finished_at=unpack_time(row["finished_at"]),
                version=unpack_text(row["version"]),
                config_digest=unpack_text(row["config_digest"]),
                plan=plan,
                outcomes=StoredOutcomes(self._connection, self._path, row["number"], plan),
            )

    def endings(self, run: AuditRun) -> Iterator[PageOf | SearchFailure | NotSearched]:
        """The current outcome of every search of a run that has one, without snippets and features."""
        with explaining(self._path), doubting(self._path):
            (audit,) = self._connection.execute("SELECT number FROM audit WHERE id = ?", (run.id,)).fetchone()
            current = {row[0]: row for row in self._connection.execute(_ENDINGS, (audit,))}
            pages = _read_pages({number: row[1] for number, row in current.items() if row[1] is not None})
            self._read_listings(pages.values())
            requests = self._find_requests(run.plan, current)
            for number, row in current.items():
                if number in pages:
                    yield self._build_page(row, requests[number], pages[number])
                else:
                    failure = select(self._connection, _FAILURE, (audit, number)).fetchone()
                    yield build_failure(failure, requests[number])

    def pages(self, run: AuditRun) -> Iterator[MeasuredPage]:
        """The page of every search of a run that was answered, in half the time of `endings`."""
        with explaining(self._path), doubting(self._path):
            (audit,) = self._connection.execute("SELECT number FROM audit WHERE id = ?", (run.id,)).fetchone()
            current = {row[0]: row for row in self._connection.execute(_PAGES, (audit,))}
            pages = _read_pages({number: row[1] for number, row in current.items()})
            self._read_listings(pages.values())
            requests = self._find_requests(run.plan, current)
            for number, (_, _, ranks, reused) in current.items():
                listings, request = pages[number], requests[number]
                known = self._read_ranks(ranks, len(listings))
                yield MeasuredPage(request, bool(reused), *_cut(known, listings, request.depth))

    def _plan(self, number: int) -> Plan:
        if number not in self._plans:
            (body,) = self._connection.execute("SELECT body FROM plan WHERE number = ?", (number,)).fetchone()
            self._plans[number] = load_plan(unpack_text(body))
        return self._plans[number]

    def _find_requests(self, plan: Plan, numbers: Iterable[int]) -> Mapping[int, SearchRequest]:
        """The requests of rows: the plan's own objects where it has them. Plans of one object are looked up once."""
        if self._looked_up is not plan:
            self._looked_up, self._requests = plan, {}
        missing = [number for number in numbers if number not in self._requests]
        if missing:
            planned = {request.key: request for request in plan.requests}
            for number, key in self._connection.execute(_KEYS, (json.dumps(missing),)):
                self._requests[number] = planned.get(key.hex()) or load_request(self._connection, number)
        return self._requests

    def _read_listings(self, pages: Iterable[Sequence[int]]) -> None:
        """Read the listings on some pages, as far as they are not known."""
        missing = set[int]().union(*pages).difference(self.listings)
        if missing:
            found = self._connection.execute(_LISTINGS, (json.dumps(list(missing)),))
            for number, url, title in found:
                self.listings[number] = Listing(unpack_text(url), unpack_text(title))

    def _read_ranks(self, ranks: str | None, length: int) -> tuple[int, ...]:
        """The ranks of a page, shared by all pages that have the same."""
        known = self._ranks.get(ranks or length)
        if known is None:
            known = self._ranks[ranks or length] = tuple(json.loads(ranks) if ranks else range(1, length + 1))
        return known

    def _build_page(self, row: Sequence[Any], request: SearchRequest, listings: Sequence[int]) -> PageOf:
        _, _, written, engine, retrieved_at, cost, origin, reused, market_verified, searched_for = row
        ranks = self._read_ranks(written, len(listings))
        delivered = len(ranks)
        ranks, listings = _cut(ranks, listings, request.depth)
        answer = Answer(
            request=request,
            engine=unpack_text(engine),
            retrieved_at=unpack_time(retrieved_at),
            delivered=delivered,
            cost=None if cost is None else self._unpack_money(cost),
            origin=None if origin is None else unpack_text(origin),
            reused=bool(reused),
            market_verified=bool(market_verified),
            searched_for=None if searched_for is None else unpack_text(searched_for),
        )
        return PageOf(answer, ranks, listings)


def _cut(ranks: tuple[int, ...], listings: Sequence[int], depth: int) -> tuple[tuple[int, ...], Sequence[int]]:
    """A page down to the depth asked for."""
    if not ranks or ranks[-1] <= depth:
        return ranks, listings
    kept = tuple(rank for rank in ranks if rank <= depth)
    return kept, listings[: len(kept)]


def _read_pages(written: Mapping[int, str]) -> dict[int, list[int]]:
    """The numbers of the listings on pages; to read them all at once takes half the time."""
    return dict(zip(written, json.loads(f"[{','.join(written.values())}]"), strict=True))
