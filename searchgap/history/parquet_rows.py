"""The rows of the Parquet data set, read audit by audit."""

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, TypeAlias

from searchgap.history.actions import load_actions
from searchgap.history.summaries import AuditSummary
from searchgap.model.query import Plan, Query, SearchRequest
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

_NANO = Decimal("1E-9")
_MOST = Decimal("1E29")
_ROUNDING = Context(prec=50, rounding=ROUND_HALF_EVEN)


def list_audits(audits: Sequence[AuditSummary]) -> Rows:
    """The rows of `audits`."""
    return [_list_audit(audit) for audit in audits]


def list_actions(connection: sqlite3.Connection) -> Rows:
    """The rows of `actions`."""
    return [
        (
            *(one.id, one.done_on, clean(one.brand), clean(one.query), clean(one.url), clean(one.what)),
            *(round_amount(one.hours), round_amount(one.money), one.currency, one.entered_at),
        )
        for one in load_actions(connection)
    ]


def list_parties(plan: Plan, reader: UrlReader) -> Rows:
    """The rows of `parties` for an audit of this plan, without those columns that say which audit it is."""
    return [
        (clean(brand.name), clean(party.name), role, clean(address), _find_host(clean(address) or "", reader))
        for brand in plan.brands
        for role, parties in (("own", (brand,)), ("competitor", brand.competitors), ("partner", brand.partners))
        for party in parties
        for address in (*party.domains, *party.accounts)
    ]


def list_queries(plan: Plan) -> Rows:
    """The rows of `queries` for an audit of this plan, without those columns that say which audit it is."""
    return [_list_query(query, request) for query in plan.queries for request in query.requests]


def _find_host(address: str, reader: UrlReader) -> str | None:
    """The host an address stands for; None where it is narrower than a host."""
    found = reader.read(address)
    return (found.host.name or None) if found.tail in {"", "/"} else None


def _list_audit(audit: AuditSummary) -> tuple[Any, ...]:
    tally = audit.tally
    return (
        *(audit.id, audit.started_at, audit.finished_at, clean(audit.version), clean(audit.config_digest)),
        *(tally.planned, tally.measured, tally.failed, tally.not_searched, tally.reused),
        *(round_amount(audit.cost.estimated), round_amount(audit.cost.actual)),
    )


def _list_query(query: Query, request: SearchRequest) -> tuple[Any, ...]:
    market = request.market
    return (
        *(clean(query.brand), clean(query.text), clean(query.topic), float(query.weight), clean(request.provider)),
        *(clean(market.country), clean(market.language), clean(market.location), market.device.value),
        *(request.depth, request.key),
    )


def clean(text: str | None) -> str | None:
    """The text with U+FFFD for what UTF-8 has no form for."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def round_amount(amount: Decimal | None) -> Decimal | None:
    """The amount to nine decimals, as far as other engines can hold; None beyond 29 digits."""
    return None if amount is None or abs(amount) >= _MOST else amount.quantize(_NANO, context=_ROUNDING)
