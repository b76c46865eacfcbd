"""The outcomes of a stored audit, each read when it is looked at, so that memory does not grow with the audit."""

import sqlite3
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from searchgap.history.columns import select, unpack_money, unpack_text, unpack_time
from searchgap.history.documents import load_features
from searchgap.history.requests import load_request
from searchgap.history.trouble import doubting, explaining
from searchgap.model.query import Plan, SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult, SearchFailure, SearchOutcome, Serp

# A key in the file is as the searchgap of its day made it; the request itself says what it is today.
_REQUESTS = """
    SELECT key, number FROM request
    WHERE number IN (SELECT request FROM outcome WHERE audit = ?)
    ORDER BY number
"""

# The current outcome of a request: an answer before any failure, a failure before never asked, and among equals the
# latest attempt.
_OUTCOME = """
    SELECT answer, reused, cost, origin, kind, message, hint, failed_at, http_status,
           answer.engine, retrieved_at, market_verified, searched_for, body AS features
    FROM outcome
    LEFT JOIN answer ON answer.number = outcome.answer
    LEFT JOIN features ON features.number = answer.features
    WHERE outcome.audit = ? AND outcome.request = ?
    ORDER BY answer IS NULL, failed_at IS NULL, attempt DESC
    LIMIT 1
"""

_PAGE = """
    SELECT rank, url, title, snippet, date
    FROM hit JOIN listing ON listing.number = hit.listing
    WHERE answer = ?
    ORDER BY rank
"""

_NEWEST_ANSWER = """
    SELECT answer.number AS answer, engine, retrieved_at, market_verified, searched_for, body AS features,
           1 AS reused, NULL AS cost,
           (SELECT origin FROM outcome WHERE outcome.answer = answer.number ORDER BY audit LIMIT 1) AS origin
    FROM answer
    LEFT JOIN features ON features.number = answer.features
    WHERE answer.request = ? AND retrieved_at >= ?
    ORDER BY retrieved_at DESC, answer.number DESC
    LIMIT 1
"""


class StoredOutcomes(Mapping[str, SearchOutcome]):
    """By request key the outcomes of one audit, as the file has them when they are looked at.

    Holds keys and requests only. Usable for as long as the history is open; trouble with the file is a HistoryError.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, audit: int, plan: Plan) -> None:
        self._connection = connection
        self._path = path
        self._audit = audit
        self._plan = plan

    def find(self) -> None:
        """Find out now which requests have an outcome, so that a damaged file is told before anything is made of it."""
        _ = self._requests

    @cached_property
    def _requests(self) -> Mapping[str, tuple[SearchRequest, int]]:
        planned = {request.key: request for request in self._plan.requests}
        found: dict[str, tuple[SearchRequest, int]] = {}
        with explaining(self._path), doubting(self._path):
            for key, number in self._connection.execute(_REQUESTS, (self._audit,)):
                request = planned.get(key.hex()) or load_request(self._connection, number)
                found[request.key] = request, number
        return found

    def __getitem__(self, key: str) -> SearchOutcome:
        request, number = self._requests[key]
        with explaining(self._path), doubting(self._path):
            row = select(self._connection, _OUTCOME, (self._audit, number)).fetchone()
            return _build_outcome(self._connection, row, request)

    def __iter__(self) -> Iterator[str]:
        return iter(self._requests)

    def __len__(self) -> int:
        return len(self._requests)


def load_newest_answer(connection: sqlite3.Connection, request: int, earliest: int) -> Serp | None:
    """The newest answer to a request retrieved at `earliest` or later, as an outcome that reuses it."""
    row = select(connection, _NEWEST_ANSWER, (request, earliest)).fetchone()
    return None if row is None else _build_serp(connection, row, load_request(connection, request))


def _build_outcome(connection: sqlite3.Connection, row: sqlite3.Row, request: SearchRequest) -> SearchOutcome:
    return build_failure(row, request) if row["answer"] is None else _build_serp(connection, row, request)


def build_failure(row: sqlite3.Row, request: SearchRequest) -> SearchFailure | NotSearched:
    """The outcome in a row of the journal that has no answer."""
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


def _build_serp(connection: sqlite3.Connection, row: sqlite3.Row, request: SearchRequest) -> Serp:
    features = row["features"]
    return Serp(
        request=request,
        engine=unpack_text(row["engine"]),
        retrieved_at=unpack_time(row["retrieved_at"]),
        results=tuple(_build_result(*columns) for columns in connection.execute(_PAGE, (row["answer"],))),
        features=() if features is None else load_features(unpack_text(features)),
        cost=unpack_money(row["cost"]),
        origin=unpack_text(row["origin"]),
        reused=bool(row["reused"]),
        market_verified=bool(row["market_verified"]),
        searched_for=unpack_text(row["searched_for"]),
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
