"""How numbers, ages, times and money are worded, once for every format."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

_DECIMALS = 4
_SMALLEST = 0.0001
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def word_count(number: int, one: str, many: str | None = None) -> str:
    """A counted noun, such as `1 query` or `9,970 queries`; `many` defaults to the noun with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def word_percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent; never 0 % or 100 % unless it is exactly that."""
    percent = round(share * 100)
    if percent <= 0 < share:
        return "<1 %"
    if percent >= 100 and share < 1:  # noqa: PLR2004 - per cent
        return ">99 %"
    return f"{percent} %"


def round_share(share: float) -> float:
    """A share from 0 to 1 to four decimals; never 0 or 1 unless it is exactly that."""
    rounded = round(share, _DECIMALS)
    if rounded <= 0 < share:
        return _SMALLEST
    return 1 - _SMALLEST if rounded >= 1 > share else rounded


def round_number(number: float) -> float:
    """A number to four decimals, whole where it is whole."""
    rounded = round(float(number), _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def word_list(items: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, or `a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def stamp_moment(moment: datetime) -> str:
    """The moment as ISO 8601 in UTC to the second, such as `2026-11-22T10:00:00Z`."""
    return _in_utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def word_moment(moment: datetime) -> str:
    """The moment for a reader, such as `2026-11-22 10:00 UTC`."""
    return _in_utc(moment).strftime("%Y-%m-%d %H:%M UTC")


def word_age(then: datetime, now: datetime) -> str:
    """How long ago `then` was, such as `3 days old`; a moment after `now` is said to be in the future."""
    seconds = (_in_utc(now) - _in_utc(then)).total_seconds()
    if seconds < -_MINUTE:
        return "dated in the future"
    if seconds < _HOUR:
        return "less than an hour old"
    if seconds < 2 * _DAY:
        return f"{word_count(int(seconds // _HOUR), 'hour')} old"
    return f"{word_count(int(seconds // _DAY), 'day')} old"


def word_ages(moments: Sequence[datetime], now: datetime) -> str:
    """The ages of at least one moment: one age, or the youngest and the oldest."""
    youngest, oldest = word_age(max(moments, key=_in_utc), now), word_age(min(moments, key=_in_utc), now)
    return youngest if youngest == oldest else f"{youngest.removesuffix(' old')} to {oldest}"


def write_money(amount: Decimal | None) -> str | None:
    """The amount as a plain decimal, such as `0.010`; None where it is not known."""
    return None if amount is None else format(amount, "f")


def word_money(amount: Decimal) -> str:
    """The amount for a reader, such as `$0.010`."""
    return f"${amount:f}"


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
