"""The words of `page_signals.txt`, as the table that the rules look a page's signals up in."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from searchgap.model.owner import OwnerKind
from searchgap.rules.clues import Clue, Strength


@cache
def load_page_signals() -> Mapping[str, Clue]:
    """The table, read once per process when the first page is met."""
    return read_page_signals(files("searchgap.reference").joinpath("page_signals.txt").read_text(encoding="utf-8"))


def read_page_signals(text: str) -> dict[str, Clue]:
    """The table that a text in the format of `page_signals.txt` describes; keys are `section word` in lower case.

    Raises:
        ValueError: a line is not a kind, a strength and words, or a word stands twice in a section.
    """
    table: dict[str, Clue] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, strength, *words = line.split()
            for word in words:
                key = f"{section} {word}".lower()
                if key in table:
                    raise ValueError(f"the signal {word!r} stands twice in [{section}]")
                evidence = f"{section} {word.replace('-', ' ')}"
                table[key] = Clue(OwnerKind(kind), Strength[strength.upper()], "page-signals", evidence)
    return table
