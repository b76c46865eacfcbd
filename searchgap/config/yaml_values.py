"""What a YAML file holds: text, lists and mappings that know where they stand."""

import math
import re
from typing import Any, Self, TypeAlias

from searchgap.config.complaints import KeyPath, Place

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?\Z")


class Scalar(str):
    """One value as the user wrote it; what it means is up to the key it stands under.

    Attributes:
        place: where it stands.
        plain: whether it was written without quotes, so that `5` is a number and `null` is nothing.
    """

    __slots__ = ("place", "plain")

    place: Place
    plain: bool

    def __new__(cls, text: str, place: Place, *, plain: bool) -> Self:
        """Text with its place."""
        scalar = super().__new__(cls, text)
        scalar.place = place
        scalar.plain = plain
        return scalar


class Items(list[Any]):
    """A list of values."""

    __slots__ = ("place",)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


class Table(dict[str, Any]):
    """A mapping of keys to values.

    Attributes:
        place: where its first key stands.
        key_lines: the line of each key.
    """

    __slots__ = ("key_lines", "place")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.key_lines: dict[str, int | None] = {}

    def put(self, key: str, value: "Value", line: int | None) -> None:
        """Set a key that stands on a line."""
        self[key] = value
        self.key_lines[key] = line


Value: TypeAlias = Scalar | Items | Table


def is_null(value: object) -> bool:
    """Whether a value is nothing: not written at all, `null` or `~`."""
    return isinstance(value, Scalar) and value.plain and value in _NULL


def resolve(scalar: Scalar) -> str | int | float | bool | None:
    """What a scalar means where any type will do: the core schema of YAML 1.2, numbers in decimal only.

    `no`, `on`, `12:30` and `2024-01-01` are text, as in YAML 1.2, however YAML 1.1 reads them.
    """
    if not scalar.plain:
        return str(scalar)
    if scalar in _NULL:
        return None
    if scalar in _TRUE or scalar in _FALSE:
        return scalar in _TRUE
    if _INTEGER.match(scalar):
        return int(scalar)
    if _FLOAT.match(scalar) and math.isfinite(number := float(scalar)):
        return number
    return str(scalar)


def locate(root: Value, path: KeyPath) -> Place:
    """The place a path leads to, as far as the file goes: a missing key stands where its mapping does."""
    value = root
    for depth, step in enumerate(path, start=1):
        if isinstance(value, Table) and isinstance(step, str):
            if depth == len(path) or step not in value:
                return Place((*value.place.path, step), value.key_lines.get(step, value.place.line))
            value = value[step]
        elif isinstance(value, Items) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            break
    return value.place
