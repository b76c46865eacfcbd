"""Audits, outcomes and actions as JSON documents that mean the same outside the history file: no row numbers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from searchgap.history.columns import pack_money
from searchgap.history.requests import list_fields
from searchgap.model.action import Action
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, SearchFailure

Document: TypeAlias = Mapping[str, Any]

REQUEST = ("text", "provider", "engine", "country", "language", "location", "device", "depth")
_MOST = 2**31


def describe_request(request: SearchRequest) -> dict[str, Any]:
    """A request as a document."""
    return dict(zip(REQUEST, list_fields(request), strict=True))


def describe_failure(failure: SearchFailure | NotSearched) -> dict[str, Any]:
    """How a search without an answer ended, as the document of its outcome says it behind the request."""
    if isinstance(failure, NotSearched):
        words = {"kind": failure.kind, "message": failure.message, "hint": failure.hint}
        return {"ending": "not searched"} | words
    return {
        "ending": "failed",
        "kind": failure.kind,
        "message": failure.message,
        "hint": failure.hint,
        "failed_at": write_time(failure.failed_at),
        "http_status": failure.http_status,
        "cost": pack_money(failure.cost),
    }


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
        hours=None if document["hours"] is None else read_amount(document["hours"]),
        money=None if document["money"] is None else read_amount(document["money"]),
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


def read_text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError(f"{value} is no text")
    return value


def read_flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise TypeError(f"{value} is neither true nor false")
    return value


def read_count(value: object) -> int:
    """A whole number of ordinary size."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise ValueError(f"{value} is no count")
    return value


def read_kind(value: object) -> FailureKind:
    """Why there is no answer."""
    return FailureKind(read_text(value))


def read_amount(text: object) -> Decimal:
    """The amount that decimal text says."""
    amount = Decimal(read_text(text))
    if not amount.is_finite():
        raise ValueError(f"{text} is no amount")
    return amount
