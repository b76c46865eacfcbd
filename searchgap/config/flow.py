"""Values → YAML on one line, quoted so that they are read back as they were."""

import re
from collections.abc import Mapping

# Text that no reader of YAML 1.1 or 1.2 takes for anything else, in a block and between brackets.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./'@+-]*(?: [A-Za-z0-9_./'@+-]+)*")
_YAML_1_1_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_JOINERS = frozenset("\u200c\u200d\ufe0f")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_flow(value: object) -> str:
    """A mapping, list, text or number in flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write_flow(key)}: {write_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write_flow, value)) + "]"
    return write_text(value) if isinstance(value, str) else str(value)


def write_text(text: str) -> str:
    """Text as a YAML scalar: without quotes where that is safe."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _YAML_1_1_WORDS:
        return text
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or character in _JOINERS:
        return character
    return f"\\U{ord(character):08x}"
