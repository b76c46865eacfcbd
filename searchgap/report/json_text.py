"""JSON in pieces, in which no character commands a terminal, hides from an editor or lacks bytes in UTF-8."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

_UNSEEN = re.compile(  # legal in JSON, but a terminal obeys it, an editor hides it, or UTF-8 has no bytes for it
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def write_value(value: object) -> Iterator[str]:
    """A value on one line."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    yield text if text.isascii() and "\x7f" not in text else _UNSEEN.sub(_escape, text)


def write_object(members: Mapping[str, Iterable[str]], indent: str) -> Iterator[str]:
    """An object with a member to a line, each given as the pieces of its value."""
    opening = "{"
    for name, value in members.items():
        yield f'{opening}"{name}": '
        yield from value
        opening = f",\n{indent}"
    yield "}"


def write_array(items: Iterable[Iterable[str]], indent: str) -> Iterator[str]:
    """An array with an item to a line, each given as the pieces of its value."""
    opening = f"[\n{indent}"
    closing = "[]"
    for item in items:
        yield opening
        yield from item
        opening = f",\n{indent}"
        closing = "]"
    yield closing


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return "\\ufffd" if "\ud800" <= character <= "\udfff" else json.dumps(character)[1:-1]
