"""Audits, outcomes and actions as JSON documents that mean the same outside the history file: no row numbers."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from searchgap.history.columns import pack_money
from searchgap.history.documents import dump_features, load_features, write_json
from searchgap.history.requests import build_request, list_fields
from searchgap.model.action import Action
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult, SearchFailure, SearchOutcome, Serp

Document: TypeAlias = Mapping[str, Any]

_REQUEST = ("text", "provider", "engine", "country", "language", "location", "device", "depth")
_ANSWERED, _FAILED, _NOT_SEARCHED = "answered", "failed", "not searched"


def describe_outcome(outcome: SearchOutcome) -> dict[str, Any]:
    """An outcome as a document; `build_outcome` gives it back."""
    asked = {"request": dict(zip(_REQUEST, list_fields(outcome.request), strict=True))}
    match outcome:
        case Serp():
            return asked | _describe_page(outcome)
        case SearchFailure():
            return asked | {
                "ending": _FAILED,
                "kind": outcome.kind,
                "message": outcome.message,
                "hint": outcome.hint,
                "failed_at": write_time(outcome.failed_at),
                "http_status": outcome.http_status,
                "cost": pack_money(outcome.cost),
            }
        case NotSearched():
            words = {"kind": outcome.kind, "message": outcome.message, "hint": outcome.hint}
            return asked | {"ending": _NOT_SEARCHED} | words


def build_outcome(document: Document) -> SearchOutcome:
    """The outcome `describe_outcome` was given.

    Raises:
        ArithmeticError, AttributeError, LookupError, TypeError, ValueError: it is no such document.
    """
    request = build_request(document["request"][name] for name in _REQUEST)
    match document["ending"]:
        case "answered":
            return _build_page(document, request)
        case "failed":
            return SearchFailure(
                request=request,
                **_build_reason(document),
                failed_at=read_time(document["failed_at"]),
                http_status=document["http_status"],
                cost=_read_amount(document["cost"]),
            )
        case "not searched":
            return NotSearched(request=request, **_build_reason(document))
        case ending:
            raise ValueError(f"no search ends as {ending}")


def describe_action(action: Action) -> dict[str, Any]:
    """An action as a document; `build_action` gives it back."""
    return {
        "id": action.id,
        "done_on": action.done_on.isoformat(),
        "brand": action.brand,
        "query": action.query,
        "url": action.url,
        "what": action.what,
        "hours": pack_money(action.hours),
        "money": pack_money(action.money),
        "currency": action.currency,
        "entered_at": write_time(action.entered_at),
    }


def build_action(document: Document) -> Action:
    """The action `describe_action` was given.

    Raises:
        ArithmeticError, AttributeError, LookupError, TypeError, ValueError: it is no such document.
    """
    return Action(
        id=document["id"],
        done_on=date.fromisoformat(document["done_on"]),
        brand=document["brand"],
        query=document["query"],
        url=document["url"],
        what=document["what"],
        hours=_read_amount(document["hours"]),
        money=_read_amount(document["money"]),
        currency=document["currency"],
        entered_at=read_time(document["entered_at"]),
    )


def write_time(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_time(text: str) -> datetime:
    """The moment `write_time` was given; one that does not know its time zone is refused."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} does not say in which time zone")
    return moment.astimezone(UTC)


def _describe_page(serp: Serp) -> dict[str, Any]:
    return {
        "ending": _ANSWERED,
        "engine": serp.engine,
        "retrieved_at": write_time(serp.retrieved_at),
        "results": [
            {"rank": one.rank, "url": one.url, "title": one.title, "snippet": one.snippet, "date": one.date}
            for one in serp.results
        ],
        "features": json.loads(dump_features(serp.features)),
        "cost": pack_money(serp.cost),
        "origin": serp.origin,
        "reused": serp.reused,
        "market_verified": serp.market_verified,
        "searched_for": serp.searched_for,
    }


def _build_page(document: Document, request: SearchRequest) -> Serp:
    return Serp(
        request=request,
        engine=document["engine"],
        retrieved_at=read_time(document["retrieved_at"]),
        results=tuple(_build_result(result) for result in document["results"]),
        features=load_features(write_json(document["features"])),
        cost=_read_amount(document["cost"]),
        origin=document["origin"],
        reused=bool(document["reused"]),
        market_verified=bool(document["market_verified"]),
        searched_for=document["searched_for"],
    )


def _build_result(document: Document) -> OrganicResult:
    rank = document["rank"]
    if not isinstance(rank, int) or rank < 1:
        raise ValueError(f"{rank} is no rank")
    return OrganicResult(
        rank=rank,
        url=document["url"],
        title=document["title"],
        snippet=document["snippet"],
        date=document["date"],
    )


def _build_reason(document: Document) -> dict[str, Any]:
    return {"kind": FailureKind(document["kind"]), "message": document["message"], "hint": document["hint"]}


def _read_amount(text: str | None) -> Decimal | None:
    amount = None if text is None else Decimal(text)
    if amount is not None and not amount.is_finite():
        raise ValueError(f"{text} is no amount")
    return amount
