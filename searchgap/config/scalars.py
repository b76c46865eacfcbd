"""One value of the file → text, a number, a date, an amount; each says what it wanted instead."""

import re
from datetime import date
from decimal import Decimal

from searchgap.config.complaints import MistakeError, quote
from searchgap.config.yaml_values import Items, Scalar, Table, is_null, resolve
from searchgap.model.provider import Option
from searchgap.rules.plan import DEEPEST
from searchgap.rules.template import LONGEST_QUERY

_LARGEST = 10**12
_SECONDS = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "day": 86400}
_RATE = re.compile(r"(?P<count>[0-9]{1,9}(?:\.[0-9]{1,9})?) */ *(?P<unit>[a-z]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{0,6})?")


def read_line(value: object) -> str:
    """One line of text as the user wrote it, runs of white space as one space; a bare number counts as its digits.

    Raises:
        MistakeError: it is empty, a list or a mapping, one of the words YAML takes for something else, or too long.
    """
    if isinstance(value, Table):
        raise MistakeError('must be text, not a mapping: text that holds ": " or starts with "{" needs quotes')
    if not isinstance(value, Scalar) or not value.strip():
        raise MistakeError(f"must be text, not {describe(value)}")
    if value.plain and (is_null(value) or isinstance(resolve(value), bool)):
        raise MistakeError(f"must be text, and YAML takes {value} for something else: quote it", example=f'"{value}"')
    text = " ".join(value.split())
    if len(text) > LONGEST_QUERY:
        raise MistakeError(f"must be at most {LONGEST_QUERY:,} characters, not {len(text):,}")
    return text


def read_word(value: object) -> str:
    """Text that says something to searchgap rather than to a reader: white space around or doubled is a mistake.

    Raises:
        MistakeError: it is not such text.
    """
    text = read_line(value)
    if text != value:
        raise MistakeError(f"must be without extra white space, not {describe(value)}")
    return text


def read_weight(value: object) -> int | float:
    """How important a query is: a number above 0.

    Raises:
        MistakeError: it is not, or it is too large to reckon with.
    """
    number = _read_number(value)
    if number is None or not 0 < number <= _LARGEST:
        largest = f" and at most {_LARGEST:,}" if number and number > 0 else ""
        raise MistakeError(f"must be a number above 0{largest}, not {describe(value)}")
    return int(number) if number == int(number) else number


def read_share(value: object) -> float:
    """A share from 0 to 1.

    Raises:
        MistakeError: it is not.
    """
    number = _read_number(value)
    if number is None or not 0 <= number <= 1:
        raise MistakeError(f"must be a share from 0 to 1, not {describe(value)}")
    return float(number)


def read_number_from_0(value: object) -> float:
    """A number of 0 or more.

    Raises:
        MistakeError: it is not.
    """
    number = _read_number(value)
    if number is None or not 0 <= number <= _LARGEST:
        raise MistakeError(f"must be a number of 0 or more, not {describe(value)}")
    return float(number)


def read_whole_number(value: object) -> int:
    """A whole number.

    Raises:
        MistakeError: it is not.
    """
    number = _read_number(value)
    if not isinstance(number, int):
        raise MistakeError(f"must be a whole number, not {describe(value)}")
    return number


def read_depth(value: object) -> int:
    """How many organic results are asked for, 1 to 100.

    Raises:
        MistakeError: it is not a whole number in that range.
    """
    number = _read_number(value)
    if not isinstance(number, int) or not 1 <= number <= DEEPEST:
        raise MistakeError(f"must be a whole number from 1 to {DEEPEST}, not {describe(value)}")
    return number


def read_date(value: object) -> date:
    """A day written as `2027-03-31`.

    Raises:
        MistakeError: it is written otherwise, or there is no such day.
    """
    try:
        if isinstance(value, Scalar) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise MistakeError(f"must be a day written year-month-day, not {describe(value)}")


def read_amount(value: object) -> Decimal:
    """US dollars, 0 or more, exactly as written.

    Raises:
        MistakeError: it is not a plain number.
    """
    if isinstance(value, Scalar) and value.plain and _AMOUNT.fullmatch(value):
        return Decimal(value)
    raise MistakeError(f"must be US dollars as a plain number of 0 or more, not {describe(value)}")


def read_rate(value: object) -> float:
    """Searches per second, from `20/s`, `100/min`, `1000/h` or a number.

    Raises:
        MistakeError: it is none of these, or not above 0.
    """
    rate: float | None = _read_number(value)
    if isinstance(value, Scalar) and (found := _RATE.fullmatch(value)) and found["unit"] in _SECONDS:
        rate = float(found["count"]) / _SECONDS[found["unit"]]
    if rate is None or not 0 < rate <= _LARGEST:
        raise MistakeError(f"must be a count per time above 0, such as 20/s, 100/min or 1000/h, not {describe(value)}")
    return float(rate)


def read_option(value: object) -> Option:
    """A setting that only its provider understands: text, a number, true, false, nothing, or a list of these.

    Raises:
        MistakeError: it is a mapping, or holds one.
    """
    if isinstance(value, Scalar):
        return resolve(value)
    if isinstance(value, Items):
        return tuple(map(read_option, value))
    raise MistakeError("must be one value or a list, not a mapping")


def describe(value: object) -> str:
    """What stands there instead, for the end of a complaint."""
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Table):
        return "a mapping"
    if not isinstance(value, Scalar) or not value.strip():
        return "empty"
    if not value.plain and not isinstance(resolve(Scalar(value, value.place, plain=True)), str):
        return f"the text {quote(value)} (drop the quotes)"
    return quote(value) if isinstance(resolve(value), str) else quote(value)[1:-1]


def _read_number(value: object) -> int | float | None:
    number = resolve(value) if isinstance(value, Scalar) else None
    return number if isinstance(number, int | float) and not isinstance(number, bool) else None
