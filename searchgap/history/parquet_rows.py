"""The rows of the Parquet data set, read audit by audit."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from searchgap.history.actions import load_actions
from searchgap.history.columns import select, unpack_money, unpack_text, unpack_time
from searchgap.history.documents import load_plan
from searchgap.history.summaries import AuditSummary, load_summaries
from searchgap.model.brand import Brand, Party
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.urls import UrlReader

Rows: TypeAlias = Sequence[tuple[Any, ...]]

_AUDIT = (("audit_id", "text"), ("started_at", "moment"))
_REQUEST_KEY = ("request_key", "text")
_FAILURE = (("kind", "text"), ("message", "text"), ("failed_at", "moment"), ("http_status", "count"))

# Columns of each table, and what each holds.
TABLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "audits": (
        *_AUDIT,
        ("finished_at", "moment"),
        ("searchgap", "text"),
        ("config_digest", "text"),
        ("planned", "count"),
        ("measured", "count"),
        ("failed", "count"),
        ("not_searched", "count"),
        ("reused", "count"),
        ("estimated_cost", "money"),
        ("cost", "money"),
    ),
    "parties": (
        *(*_AUDIT, ("brand", "text"), ("party", "text"), ("role", "text")),
        ("address", "text"),  # as configured
        ("host", "text"),  # null where the address is narrower than a host
    ),
    "actions": (
        *(("action_id", "text"), ("done_on", "day"), ("brand", "text"), ("query", "text"), ("url", "text")),
        *(("what", "text"), ("hours", "money"), ("money", "money"), ("currency", "text"), ("entered_at", "moment")),
    ),
    "queries": (
        *(*_AUDIT, ("brand", "text"), ("query", "text"), ("topic", "text"), ("weight", "number"), ("provider", "text")),
        *(("country", "text"), ("language", "text"), ("location", "text"), ("device", "text"), ("depth", "count")),
        _REQUEST_KEY,
    ),
    "searches": (
        *(*_AUDIT, _REQUEST_KEY, ("ending", "text"), ("engine", "text"), ("retrieved_at", "moment")),
        *(("reused", "flag"), ("market_verified", "flag"), ("searched_for", "text"), ("origin", "text")),
        *(("cost", "money"), *_FAILURE),
    ),
    "results": (
        *(*_AUDIT, _REQUEST_KEY, ("rank", "count"), ("url", "text"), ("host", "text"), ("domain", "text")),
        *(("title", "text"), ("snippet", "text"), ("date", "text")),
    ),
}

# The last row of a request is its current outcome: an answer after any failure, a failure after never asked.
_SEARCHES = """
    SELECT outcome.request, key, answer, answer.engine, retrieved_at, reused, market_verified, searched_for, origin,
           cost, kind, message, failed_at, http_status
    FROM outcome
    JOIN request ON request.number = outcome.request
    LEFT JOIN answer ON answer.number = outcome.answer
    WHERE outcome.audit = ?
    ORDER BY outcome.request, answer IS NOT NULL, failed_at IS NOT NULL, attempt
"""
_RESULTS = """
    SELECT rank, url, title, snippet, date FROM hit JOIN listing ON listing.number = hit.listing
    WHERE answer = ? ORDER BY rank
"""

_NANO = Decimal("1E-9")
_MOST = Decimal("1E29")
_ROUNDING = Context(prec=50, rounding=ROUND_HALF_EVEN)


class RowSource:
    """Reads a history as rows of the data set's tables; needs a transaction around it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._reader = UrlReader(load_suffixes())
        self._audits = load_summaries(connection)
        self._plans: dict[int, Plan] = {}

    def whole(self) -> Iterator[tuple[str, Rows]]:
        """The tables that are not partitioned."""
        yield "audits", [_list_audit(audit) for audit in self._audits]
        yield "parties", [row for audit in self._audits for row in self._list_parties(audit)]
        yield (
            "actions",
            [
                (
                    *(one.id, one.done_on, _clean(one.brand), _clean(one.query), _clean(one.url), _clean(one.what)),
                    *(_round(one.hours), _round(one.money), one.currency, one.entered_at),
                )
                for one in load_actions(self._connection)
            ],
        )

    def by_audit(self) -> Iterator[tuple[str, str, Rows]]:
        """Month, table and rows of every audit, oldest first."""
        for audit in self._audits:
            began = audit.started_at
            month = f"{began.year:04}-{began.month:02}"
            asked = (audit.id, began)
            yield (
                month,
                "queries",
                [
                    (*asked, *_list_query(query, request))
                    for query in self._plan(audit).queries
                    for request in query.requests
                ],
            )
            searches = self._read_searches(audit)
            yield month, "searches", [(*asked, *_list_search(row)) for row in searches]
            yield (
                month,
                "results",
                [
                    (*asked, row["key"].hex(), *result)
                    for row in searches
                    if row["answer"] is not None
                    for result in self._list_results(row["answer"])
                ],
            )

    def _plan(self, audit: AuditSummary) -> Plan:
        (number, body) = self._connection.execute(
            "SELECT plan.number, body FROM plan JOIN audit ON audit.plan = plan.number WHERE id = ?", (audit.id,)
        ).fetchone()
        if number not in self._plans:
            self._plans = {number: load_plan(unpack_text(body))}
        return self._plans[number]

    def _read_searches(self, audit: AuditSummary) -> list[sqlite3.Row]:
        (number,) = self._connection.execute("SELECT number FROM audit WHERE id = ?", (audit.id,)).fetchone()
        groups = groupby(select(self._connection, _SEARCHES, (number,)), key=itemgetter("request"))
        return [list(attempts)[-1] for _, attempts in groups]

    def _list_results(self, answer: int) -> Iterator[tuple[Any, ...]]:
        for rank, url, title, snippet, day in self._connection.execute(_RESULTS, (answer,)):
            address = _clean(unpack_text(url)) or ""
            host = self._reader.read(address).host
            texts = (_clean(unpack_text(title)), _clean(unpack_text(snippet)), _clean(unpack_text(day)))
            yield rank, address, host.name or None, host.domain or None, *texts

    def _list_parties(self, audit: AuditSummary) -> Iterator[tuple[Any, ...]]:
        for brand in self._plan(audit).brands:
            groups: tuple[tuple[str, tuple[Brand | Party, ...]], ...] = (
                ("own", (brand,)),
                ("competitor", brand.competitors),
                ("partner", brand.partners),
            )
            for role, parties in groups:
                for party in parties:
                    for address in (*party.domains, *party.accounts):
                        found = self._reader.read(_clean(address) or "")
                        host = found.host.name if found.tail in {"", "/"} else None
                        row = (_clean(brand.name), _clean(party.name), role, _clean(address), host or None)
                        yield audit.id, audit.started_at, *row


def _list_audit(audit: AuditSummary) -> tuple[Any, ...]:
    tally = audit.tally
    return (
        *(audit.id, audit.started_at, audit.finished_at, _clean(audit.version), _clean(audit.config_digest)),
        *(tally.planned, tally.measured, tally.failed, tally.not_searched, tally.reused),
        *(_round(audit.cost.estimated), _round(audit.cost.actual)),
    )


def _list_query(query: Query, request: SearchRequest) -> tuple[Any, ...]:
    market = request.market
    return (
        *(_clean(query.brand), _clean(query.text), _clean(query.topic), float(query.weight), _clean(request.provider)),
        *(_clean(market.country), _clean(market.language), _clean(market.location), market.device.value),
        *(request.depth, request.key),
    )


def _list_search(row: sqlite3.Row) -> tuple[Any, ...]:
    answered = row["answer"] is not None
    ending = "answered" if answered else "not searched" if row["failed_at"] is None else "failed"
    return (
        *(row["key"].hex(), ending, _clean(unpack_text(row["engine"])), unpack_time(row["retrieved_at"])),
        *(bool(row["reused"]) if answered else None, bool(row["market_verified"]) if answered else None),
        *(_clean(unpack_text(row["searched_for"])), _clean(unpack_text(row["origin"]))),
        *(_round(unpack_money(row["cost"])), row["kind"], _clean(unpack_text(row["message"]))),
        *(unpack_time(row["failed_at"]), row["http_status"]),
    )


def _clean(text: str | None) -> str | None:
    """The text with U+FFFD for what UTF-8 has no form for."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _round(amount: Decimal | None) -> Decimal | None:
    """The amount to nine decimals, as far as other engines can hold; None beyond 29 digits."""
    return None if amount is None or abs(amount) >= _MOST else amount.quantize(_NANO, context=_ROUNDING)
