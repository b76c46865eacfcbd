"""Values as columns keep them, exactly: text whatever is in it, moments without rounding, money as decimals."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@overload
def pack_text(text: str) -> str | bytes: ...
@overload
def pack_text(text: None) -> None: ...
def pack_text(text: str | None) -> str | bytes | None:
    """Text for a column: as it is, or as bytes where strangers' text holds what UTF-8 has no form for."""
    if text is None or text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


@overload
def unpack_text(value: str | bytes) -> str: ...
@overload
def unpack_text(value: None) -> None: ...
def unpack_text(value: str | bytes | None) -> str | None:
    """The text `pack_text` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def pack_time(moment: datetime) -> int:
    """Microseconds since 1970; the moment must know its time zone."""
    return (moment - _EPOCH) // _MICROSECOND


@overload
def unpack_time(value: int) -> datetime: ...
@overload
def unpack_time(value: None) -> None: ...
def unpack_time(value: int | None) -> datetime | None:
    """The moment `pack_time` was given, in UTC."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def pack_money(amount: Decimal | None) -> str | None:
    """Decimal text, digit for digit: 0.010 stays 0.010."""
    return None if amount is None else str(amount)


def unpack_money(value: str | None) -> Decimal | None:
    """The amount `pack_money` was given."""
    return None if value is None else Decimal(value)


def select(connection: sqlite3.Connection, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
    """Runs a query whose rows know the names of their columns."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(query, values)
