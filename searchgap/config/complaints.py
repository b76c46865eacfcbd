"""What is wrong with a configuration, and the one error that says all of it at once."""

import json
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from searchgap.errors import UsageError
from searchgap.rules.nearest import find_nearest

Step: TypeAlias = str | int
KeyPath: TypeAlias = tuple[Step, ...]

_MOST_SHOWN = 100
_LONGEST_QUOTE = 60
_LONGEST_EXCERPT = 76
_MOST_LISTED = 30


class Place(NamedTuple):
    """Where in the file something stands.

    Attributes:
        path: the keys and list indices that lead to it.
        line: 1-based; None where the whole file is meant.
    """

    path: KeyPath = ()
    line: int | None = None


class MistakeError(ValueError):
    """What one reader has against one value.

    Attributes:
        problem: what is wrong, to be read after the key's path.
        example: a line that would be right; None to show the key's own example.
        excerpt: lines that point at the spot inside the value.
    """

    def __init__(self, problem: str, *, example: str | None = None, excerpt: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self._problem = problem
        self.example = example
        self.excerpt = tuple(excerpt)

    @property
    def problem(self) -> str:
        """What is wrong, in words."""
        return self._problem


class UnknownNameError(MistakeError):
    """A name that is not one of a known few; the likeliest one is looked up only when the complaint is read."""

    def __init__(
        self,
        kind: str,
        name: str,
        known: Collection[str],
        *,
        example: str | None = None,
        excerpt: Sequence[str] = (),
    ) -> None:
        super().__init__(f"unknown {kind} {quote(name)}", example=example, excerpt=excerpt)
        self._name = name
        self._known = known

    @property
    def problem(self) -> str:
        """The unknown name with the nearest known one, or with all of them."""
        if nearest := find_nearest(self._name, self._known):
            return f"{self._problem}, did you mean {quote(nearest)}?"
        listed = [quote(name) for name in islice(self._known, _MOST_LISTED)]
        rest = ", …" if len(self._known) > _MOST_LISTED else ""
        return f"{self._problem}; known: {', '.join(listed) or 'none'}{rest}"


class Complaint(NamedTuple):
    """One mistake in a file."""

    place: Place
    mistake: MistakeError

    def render(self, file: Path) -> str:
        """`queries.yaml:14: brands[0].name: what is wrong`, then an example of what is right."""
        where = f"{file}:{self.place.line}" if self.place.line is not None else str(file)
        path = format_path(self.place.path)
        lines = [f"{where}: {path}: {self.mistake.problem}" if path else f"{where}: {self.mistake.problem}"]
        lines += (f"      {line}" for line in self.mistake.excerpt)
        if self.mistake.example is not None:
            lines.append(f"  e.g. {self.mistake.example}")
        return "\n".join(lines)


Finding: TypeAlias = tuple[KeyPath, MistakeError]


class ConfigError(UsageError):
    """The configuration cannot be used; the message lists every complaint in the order of the file.

    Attributes:
        complaints: all of them, also those beyond the hundred that the message shows.
    """

    def __init__(self, file: Path, complaints: Iterable[Complaint], *, hint: str | None = None) -> None:
        self.complaints = tuple(sorted(complaints, key=lambda complaint: complaint.place.line or 0))
        shown = [complaint.render(file) for complaint in self.complaints[:_MOST_SHOWN]]
        if len(self.complaints) > 1:
            shown.insert(0, f"{file} has {len(self.complaints)} mistakes")
        if len(self.complaints) > _MOST_SHOWN:
            shown.append(f"… and {len(self.complaints) - _MOST_SHOWN} more")
        super().__init__("\n".join(shown), hint=hint)


def point_at(text: str, column: int) -> tuple[str, ...]:
    """A line of text with a caret under one of its columns, long text cut around it; nothing if it cannot be shown."""
    if not text.isprintable():
        return ()
    start = 0 if len(text) <= _LONGEST_EXCERPT else max(0, column - _LONGEST_EXCERPT // 2)
    shown = text[start : start + _LONGEST_EXCERPT]
    before, after = "…" * (start > 0), "…" * (start + len(shown) < len(text))
    gap = sum(map(_measure, before + text[start:column]))
    return before + shown + after, " " * gap + "^"


def _measure(character: str) -> int:
    """Columns of a terminal that a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def quote(text: str) -> str:
    """Text in quotes on one line, shortened, with control characters escaped."""
    return json.dumps(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…", ensure_ascii=False)


def format_path(path: KeyPath) -> str:
    """`("brands", 0, "name")` as `brands[0].name`."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            key = step if step.isidentifier() and len(step) <= _LONGEST_QUOTE else quote(step)
            written += f".{key}" if written else key
    return written
