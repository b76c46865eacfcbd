"""Audits on their way in: how one began, what each of its searches came back with, and how it ended."""

import sqlite3
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple, assert_never

from searchgap.history.answers import keep_answer
from searchgap.history.columns import pack_money, pack_text, pack_time
from searchgap.history.counting import count_outcomes
from searchgap.history.documents import dump_plan, write_json
from searchgap.history.requests import add_requests, keep_request
from searchgap.model.audit import AuditRun
from searchgap.model.query import Plan
from searchgap.model.serp import NotSearched, SearchFailure, SearchOutcome, Serp


def add_audit(connection: sqlite3.Connection, run: AuditRun) -> None:
    """Writes that an audit began, with its plan and the requests of the plan.

    Raises:
        sqlite3.IntegrityError: there is an audit of this id.
    """
    plan = _keep_plan(connection, run.plan)
    add_requests(connection, run.plan.requests)
    connection.execute(
        "INSERT INTO audit (id, started_at, version, config_digest, plan) VALUES (?, ?, ?, ?, ?)",
        (run.id, pack_time(run.started_at), pack_text(run.version), pack_text(run.config_digest), plan),
    )


def end_audit(connection: sqlite3.Connection, audit: int, finished_at: datetime) -> None:
    """Writes that an audit reached its end, and what it came to."""
    counts = count_outcomes(connection, audit)
    connection.execute(
        "UPDATE audit SET finished_at = ?, measured = ?, failed = ?, reused = ?, charged = ? WHERE number = ?",
        (pack_time(finished_at), counts.measured, counts.failed, counts.reused, pack_money(counts.charged), audit),
    )


def add_outcome(connection: sqlite3.Connection, audit: int, outcome: SearchOutcome) -> None:
    """Writes one outcome behind whatever the audit already knows of its request; nothing is overwritten."""
    request = keep_request(connection, outcome.request)
    connection.execute(
        "INSERT INTO outcome (audit, request, attempt, answer, reused, cost, origin,"
        " kind, message, hint, failed_at, http_status)"
        " SELECT ?1, ?2, coalesce(max(attempt), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"
        " FROM outcome WHERE audit = ?1 AND request = ?2",
        (audit, request, *_list_facts(connection, request, outcome)),
    )


class _Facts(NamedTuple):
    """The columns of an outcome that depend on how the search went."""

    answer: int | None = None
    reused: bool = False
    cost: str | None = None
    origin: str | bytes | None = None
    kind: str | None = None
    message: str | bytes | None = None
    hint: str | bytes | None = None
    failed_at: int | None = None
    http_status: int | None = None


def _list_facts(connection: sqlite3.Connection, request: int, outcome: SearchOutcome) -> _Facts:
    match outcome:
        case Serp():
            return _Facts(
                answer=keep_answer(connection, request, outcome),
                reused=outcome.reused,
                # Money is counted once, in the audit that paid.
                cost=None if outcome.reused else pack_money(outcome.cost),
                origin=pack_text(outcome.origin),
            )
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


def _keep_plan(connection: sqlite3.Connection, plan: Plan) -> int:
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
