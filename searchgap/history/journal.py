"""Audits on their way in: how one began, what each of its searches came back with, and how it ended."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple, assert_never

from searchgap.history.answers import keep_answer
from searchgap.history.columns import pack_money, pack_text, pack_time
from searchgap.history.counting import count_outcomes
from searchgap.history.documents import dump_plan, write_json
from searchgap.history.new_rows import NewRows
from searchgap.history.requests import add_requests, keep_request
from searchgap.model.audit import AuditRun
from searchgap.model.query import Plan, SearchRequest
from searchgap.model.serp import NotSearched, SearchFailure, SearchOutcome, Serp

_REQUEST = "SELECT number, EXISTS (SELECT 1 FROM answer WHERE request = request.number) FROM request WHERE key = ?"
_NEW_OUTCOME = (
    "INSERT INTO outcome (audit, request, attempt,"
    " answer, reused, cost, origin, kind, message, hint, failed_at, http_status)"
    " VALUES (?1, ?2, (SELECT ifnull(max(attempt), 0) + 1 FROM outcome WHERE audit = ?1 AND request = ?2),"
    " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
)
_MOST_WAITING = 500


def add_audit(connection: sqlite3.Connection, run: AuditRun) -> None:
    """Writes that an audit began, with its plan and the requests of the plan.

    Raises:
        sqlite3.IntegrityError: there is an audit of this id.
    """
    write_audit(connection, run, keep_plan(connection, run.plan))


def write_audit(connection: sqlite3.Connection, run: AuditRun, plan: int) -> int:
    """The new row of an audit that began, whose plan has a row.

    Raises:
        sqlite3.IntegrityError: there is an audit of this id.
    """
    written = connection.execute(
        "INSERT INTO audit (id, started_at, version, config_digest, plan) VALUES (?, ?, ?, ?, ?)",
        (run.id, pack_time(run.started_at), pack_text(run.version), pack_text(run.config_digest), plan),
    )
    return written.lastrowid or 0


def keep_plan(connection: sqlite3.Connection, plan: Plan) -> int:
    """The row of a plan, made with those of its requests unless they are there."""
    add_requests(connection, plan.requests)
    body = dump_plan(plan)
    digest = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    brands = write_json([brand.name for brand in plan.brands])
    providers = write_json(list(dict.fromkeys(request.provider for request in plan.requests)))
    connection.execute(
        "INSERT INTO plan (digest, body, planned, brands, providers, estimated_cost)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            digest,
            pack_text(body),
            len(plan.requests),
            pack_text(brands),
            pack_text(providers),
            pack_money(plan.estimated_cost),
        ),
    )
    (number,) = connection.execute("SELECT number FROM plan WHERE digest = ?", (digest,)).fetchone()
    return int(number)


def end_audit(connection: sqlite3.Connection, audit: int, finished_at: datetime) -> None:
    """Writes that an audit reached its end, and what it came to."""
    counts = count_outcomes(connection, audit)
    connection.execute(
        "UPDATE audit SET finished_at = ?, measured = ?, failed = ?, reused = ?, charged = ? WHERE number = ?",
        (pack_time(finished_at), counts.measured, counts.failed, counts.reused, pack_money(counts.charged), audit),
    )


def add_outcomes(connection: sqlite3.Connection, audit: int, outcomes: Iterable[SearchOutcome]) -> None:
    """Writes each outcome behind whatever the audit already knows of its request; nothing is overwritten."""
    journal = _Journal(connection, audit)
    for outcome in outcomes:
        journal.add(outcome)
    journal.write()


class _Journal:
    """Outcomes on their way into the journal of an audit; needs a write transaction around it."""

    def __init__(self, connection: sqlite3.Connection, audit: int) -> None:
        self._connection = connection
        self._audit = audit
        self._pages = NewRows(connection)
        self._waiting: dict[int, tuple[Any, ...]] = {}

    def add(self, outcome: SearchOutcome) -> None:
        request, answered = _find_request(self._connection, outcome.request)
        # What is new of a request is compared with what is written of it.
        if request in self._waiting or len(self._waiting) == _MOST_WAITING:
            self.write()
            answered = True
        answer = (
            keep_answer(self._connection, self._pages, request, outcome, answered=answered)
            if isinstance(outcome, Serp)
            else None
        )
        self._waiting[request] = self._audit, request, answer, *_list_facts(outcome)

    def write(self) -> None:
        self._pages.write()
        self._connection.executemany(_NEW_OUTCOME, self._waiting.values())
        self._waiting.clear()


def _find_request(connection: sqlite3.Connection, request: SearchRequest) -> tuple[int, bool]:
    """The row of a request, made if it was never planned, and whether it has an answer."""
    row = connection.execute(_REQUEST, (bytes.fromhex(request.key),)).fetchone()
    return (row[0], bool(row[1])) if row else (keep_request(connection, request), False)


class _Facts(NamedTuple):
    """The columns of an outcome that say how the search went, behind that of its answer."""

    reused: bool = False
    cost: str | None = None
    origin: str | bytes | None = None
    kind: str | None = None
    message: str | bytes | None = None
    hint: str | bytes | None = None
    failed_at: int | None = None
    http_status: int | None = None


def _list_facts(outcome: SearchOutcome) -> _Facts:
    match outcome:
        case Serp():
            # Money is counted once, in the audit that paid.
            cost = None if outcome.reused else pack_money(outcome.cost)
            return _Facts(reused=outcome.reused, cost=cost, origin=pack_text(outcome.origin))
        case SearchFailure():
            return _Facts(
                cost=pack_money(outcome.cost),
                kind=outcome.kind,
                message=pack_text(outcome.message),
                hint=pack_text(outcome.hint),
                failed_at=pack_time(outcome.failed_at),
                http_status=outcome.http_status,
            )
        case NotSearched():
            return _Facts(kind=outcome.kind, message=pack_text(outcome.message), hint=pack_text(outcome.hint))
        case _:
            assert_never(outcome)
