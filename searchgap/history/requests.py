"""Requests as rows, and back."""

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeAlias

from searchgap.history.columns import pack_text, unpack_text
from searchgap.model.query import Device, Market, SearchRequest

# Text, provider, engine, country, language, location, device, depth: the columns of a row and the array in a plan.
RequestFields: TypeAlias = tuple[str, str, str | None, str | None, str | None, str | None, str, int]


def list_fields(request: SearchRequest) -> RequestFields:
    """A request as plain values, in the order `build_request` takes them."""
    asked, market = (request.text, request.provider, request.engine), request.market
    return (*asked, market.country, market.language, market.location, market.device.value, request.depth)


def build_request(fields: Iterable[Any]) -> SearchRequest:
    """The request `list_fields` was given."""
    text, provider, engine, country, language, location, device, depth = fields
    market = _share_market(country, language, location, device)
    return SearchRequest(text=text, provider=provider, engine=engine, market=market, depth=depth)


def add_requests(connection: sqlite3.Connection, requests: Iterable[SearchRequest]) -> None:
    """Gives every request a row, unless it has one."""
    connection.executemany(
        "INSERT INTO request (key, text, provider, engine, country, language, location, device, depth)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        map(_list_columns, requests),
    )


def find_request(connection: sqlite3.Connection, key: str) -> int | None:
    """The row of the request with this key; None if it was never planned."""
    row = connection.execute("SELECT number FROM request WHERE key = ?", (bytes.fromhex(key),)).fetchone()
    return row[0] if row else None


def keep_request(connection: sqlite3.Connection, request: SearchRequest) -> int:
    """The row of a request, made if it was never planned."""
    number = find_request(connection, request.key)
    if number is not None:
        return number
    add_requests(connection, (request,))
    return keep_request(connection, request)


def load_request(connection: sqlite3.Connection, number: int) -> SearchRequest:
    """The request of a row."""
    columns = connection.execute(
        "SELECT text, provider, engine, country, language, location, device, depth FROM request WHERE number = ?",
        (number,),
    ).fetchone()
    return build_request([unpack_text(value) if isinstance(value, bytes) else value for value in columns])


def _list_columns(request: SearchRequest) -> tuple[bytes | str | int | None, ...]:
    texts = (pack_text(field) if isinstance(field, str) else field for field in list_fields(request))
    return (bytes.fromhex(request.key), *texts)


@lru_cache(maxsize=256)
def _share_market(country: str | None, language: str | None, location: str | None, device: str) -> Market:
    """Thousands of requests of an audit are for a handful of markets."""
    return Market(country=country, language=language, location=location, device=Device(device))
