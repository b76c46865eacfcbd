"""Audits and answers on their way out, exactly as they went in."""

import sqlite3
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from searchgap.history.columns import select, unpack_money, unpack_text, unpack_time
from searchgap.history.documents import load_features, load_plan
from searchgap.history.requests import find_request, load_request
from searchgap.model.audit import AuditRun
from searchgap.model.query import Plan, SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult, SearchFailure, SearchOutcome, Serp

# The last row of a request is its current outcome: an answer before any failure, a failure before never asked, and
# among equals the latest attempt.
_OUTCOMES = """
    SELECT key, outcome.request, answer, reused, cost, origin, kind, message, hint, failed_at, http_status,
           answer.engine, retrieved_at, market_verified, searched_for, body AS features
    FROM outcome
    JOIN request ON request.number = outcome.request
    LEFT JOIN answer ON answer.number = outcome.answer
    LEFT JOIN features ON features.number = answer.features
    WHERE outcome.audit = ?
    ORDER BY outcome.request, answer IS NOT NULL, failed_at IS NOT NULL, attempt
"""

_PAGES = """
    SELECT answer, rank, url, title, snippet, date
    FROM hit JOIN listing ON listing.number = hit.listing
    WHERE answer IN (SELECT answer FROM outcome WHERE audit = ?)
    ORDER BY answer, rank
"""

_PAGE = """
    SELECT rank, url, title, snippet, date
    FROM hit JOIN listing ON listing.number = hit.listing
    WHERE answer = ?
    ORDER BY rank
"""

_NEWEST_ANSWER = """
    SELECT answer.number, engine, retrieved_at, market_verified, searched_for, body AS features,
           1 AS reused, NULL AS cost,
           (SELECT origin FROM outcome WHERE outcome.answer = answer.number ORDER BY audit LIMIT 1) AS origin
    FROM answer
    LEFT JOIN features ON features.number = answer.features
    WHERE answer.request = ? AND retrieved_at >= ?
    ORDER BY retrieved_at DESC, answer.number DESC
    LIMIT 1
"""


def load_run(connection: sqlite3.Connection, audit: int) -> AuditRun:
    """One audit, in a handful of queries however large it is."""
    row = connection.execute(
        "SELECT id, started_at, finished_at, version, config_digest, body"
        " FROM audit JOIN plan ON plan.number = audit.plan WHERE audit.number = ?",
        (audit,),
    ).fetchone()
    audit_id, started_at, finished_at, version, config_digest, body = row
    plan = load_plan(unpack_text(body))
    return AuditRun(
        id=audit_id,
        started_at=unpack_time(started_at),
        finished_at=unpack_time(finished_at),
        version=unpack_text(version),
        config_digest=unpack_text(config_digest),
        plan=plan,
        outcomes=_load_outcomes(connection, audit, plan),
    )


def load_newest_answer(connection: sqlite3.Connection, key: str, earliest: int) -> Serp | None:
    """The newest answer to a request retrieved at `earliest` or later, as an outcome that reuses it."""
    request = find_request(connection, key)
    if request is None:
        return None
    row = select(connection, _NEWEST_ANSWER, (request, earliest)).fetchone()
    if row is None:
        return None
    results = tuple(_build_result(*columns) for columns in connection.execute(_PAGE, (row["number"],)))
    return _build_serp(row, load_request(connection, request), results)


def _load_outcomes(connection: sqlite3.Connection, audit: int, plan: Plan) -> Mapping[str, SearchOutcome]:
    pages = _load_pages(connection, audit)
    planned = {request.key: request for request in plan.requests}
    outcomes: dict[str, SearchOutcome] = {}
    for row in select(connection, _OUTCOMES, (audit,)):
        # A key in the file is as the searchgap of its day made it; the request itself says what it is today.
        request = planned.get(row["key"].hex()) or load_request(connection, row["request"])
        outcomes[request.key] = _build_outcome(row, request, pages)
    return outcomes


def _load_pages(connection: sqlite3.Connection, audit: int) -> Mapping[int, tuple[OrganicResult, ...]]:
    """The results of every answer of an audit; an answer without results is missing."""
    hits = groupby(connection.execute(_PAGES, (audit,)), key=itemgetter(0))
    return {answer: tuple(_build_result(*columns) for _, *columns in page) for answer, page in hits}


def _build_outcome(
    row: sqlite3.Row, request: SearchRequest, pages: Mapping[int, tuple[OrganicResult, ...]]
) -> SearchOutcome:
    if row["answer"] is not None:
        return _build_serp(row, request, pages.get(row["answer"], ()))
    kind, message, hint = FailureKind(row["kind"]), unpack_text(row["message"]), unpack_text(row["hint"])
    if row["failed_at"] is None:
        return NotSearched(request=request, kind=kind, message=message, hint=hint)
    return SearchFailure(
        request=request,
        kind=kind,
        message=message,
        hint=hint,
        failed_at=unpack_time(row["failed_at"]),
        http_status=row["http_status"],
        cost=unpack_money(row["cost"]),
    )


def _build_result(
    rank: int, url: str | bytes, title: str | bytes, snippet: str | bytes | None, date: str | bytes | None
) -> OrganicResult:
    return OrganicResult(
        rank=rank,
        url=unpack_text(url),
        title=unpack_text(title),
        snippet=unpack_text(snippet),
        date=unpack_text(date),
    )


def _build_serp(row: sqlite3.Row, request: SearchRequest, results: tuple[OrganicResult, ...]) -> Serp:
    features = row["features"]
    return Serp(
        request=request,
        engine=unpack_text(row["engine"]),
        retrieved_at=unpack_time(row["retrieved_at"]),
        results=results,
        features=() if features is None else load_features(unpack_text(features)),
        cost=unpack_money(row["cost"]),
        origin=unpack_text(row["origin"]),
        reused=bool(row["reused"]),
        market_verified=bool(row["market_verified"]),
        searched_for=unpack_text(row["searched_for"]),
    )
