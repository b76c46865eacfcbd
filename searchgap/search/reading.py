"""Reading strangers' JSON: whatever is missing, null or of another type is simply not there."""

import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import Any

from searchgap.model.serp import FailureKind, FeatureItem, FeatureKind, SerpFeature
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, check_status

_TAG = re.compile(r"</?(?:strong|b|em|i|mark|hlword|span|br)\b[^<>]{0,200}>", re.IGNORECASE)
_LONGEST_QUOTE = 200
_DEAREST = 10_000
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


def read_object(reply: HttpReply, name: str) -> dict[str, Any]:
    """The JSON object in a reply.

    Raises:
        ApiError: it holds something else, such as an HTML page.
    """
    try:
        value = reply.read_json()
    except ValueError as trouble:
        what = "an HTML page" if reply.body.lstrip()[:1] == b"<" else "no JSON"
        raise ApiError(FailureKind.BAD_REPLY, f"{name} answered with {what} instead of a result") from trouble
    if not isinstance(value, dict):
        raise ApiError(FailureKind.BAD_REPLY, f"{name} answered with JSON that is not an object")
    return value


def read_refusal(reply: HttpReply) -> dict[str, Any]:
    """The JSON object in a refusal; an empty one where it is something else, since a page refuses as well."""
    try:
        value = reply.read_json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def quote(ask: Ask, words: str) -> str:
    """What an API says of its refusal, to end our sentence: at most 200 characters, without the credentials."""
    for secret in filter(None, ask.credentials.values()):
        words = words.replace(secret, "***")
    return f": {words[:_LONGEST_QUOTE]}" if words else ""


def check_reply(ask: Ask, reply: HttpReply, name: str, words: str) -> None:
    """Raise what a status means by itself, with the API's own words at the end.

    Raises:
        ApiError: the status is 300 or more.
    """
    try:
        check_status(reply, name)
    except ApiError as refusal:
        refusal.message += quote(ask, words)
        raise


def dig(value: object, *keys: str) -> Any:  # noqa: ANN401 - a stranger's JSON is anything
    """What lies under a path of keys; None where the path ends before."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def objects(value: object, *keys: str) -> Iterator[dict[str, Any]]:
    """The objects of the list under a path of keys; anything else in the list counts as an empty object."""
    rows = dig(value, *keys) if keys else value
    if isinstance(rows, list):
        yield from (row if isinstance(row, dict) else {} for row in rows)


def organic_rows(name: str, value: object, *keys: str) -> Iterator[dict[str, Any]]:
    """The organic rows of the list under a path of keys; none where the list is missing, null or empty.

    Raises:
        ApiError: something else is there, which must not pass for an empty page.
    """
    shapeless = ApiError(FailureKind.BAD_REPLY, f"{name} answered with results that are no list")
    found = value
    for key in keys:
        if not isinstance(found, dict):
            raise shapeless
        found = found.get(key) or {}
    if found and not isinstance(found, list):
        raise shapeless
    return objects(found)


def text(value: object, *keys: str) -> str:
    """The text under a path of keys as a reader sees it: entities, highlighting and white space resolved."""
    found = dig(value, *keys) if keys else value
    if not isinstance(found, str):
        return ""
    if "<" in found:
        found = _TAG.sub("", found)
    if "&" in found:
        with suppress(ValueError):  # a character number of thousands of digits is no character
            found = unescape(found)
    if not found.isascii():
        found = _INVISIBLE.sub("", found)
    return " ".join(found.split())


def optional_text(value: object, *keys: str) -> str | None:
    """The same, None where there is nothing."""
    return text(value, *keys) or None


def address(value: object, *keys: str) -> str:
    """The address under a path of keys as it came, "" where there is none."""
    found = dig(value, *keys) if keys else value
    return found.strip() if isinstance(found, str) else ""


def money(value: object, *keys: str) -> Decimal | None:
    """The amount under a path of keys; None where there is none, or it is no amount that a search can cost."""
    found = dig(value, *keys) if keys else value
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        amount = Decimal(str(found))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= _DEAREST else None


def feature(kind: FeatureKind, items: Iterator[tuple[str, str]]) -> tuple[SerpFeature, ...]:
    """A feature from pairs of text and address, or nothing if it has no items."""
    found = tuple(FeatureItem(text=words or None, url=url or None) for words, url in items if words or url)
    return (SerpFeature(kind=kind, items=found),) if found else ()
