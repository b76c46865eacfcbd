"""The clue words of `clues.txt`, as the tables that the rules look words up in."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

from searchgap.model.owner import OwnerKind
from searchgap.reference.leanings import load_leanings
from searchgap.reference.page_signals import load_page_signals
from searchgap.rules.clues import Clue, ClueTables, Strength

# What a word says where it is written together with others: `forum` in exampleforum.com.
_LESS = {Strength.STRONG: Strength.FAIR, Strength.FAIR: Strength.WEAK, Strength.WEAK: Strength.WEAK}


@cache
def load_clues() -> ClueTables:
    """The tables, read once per process."""
    return read_clues(files("searchgap.reference").joinpath("clues.txt").read_text(encoding="utf-8"))


def read_clues(text: str) -> ClueTables:
    """The tables that a text in the format of `clues.txt` describes.

    Raises:
        ValueError: a line is not a kind, a strength and words, or a word stands twice in a section.
    """
    sections: dict[str, dict[str, Clue]] = {}
    section: dict[str, Clue] = {}
    rule = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            rule = line.strip("[]")
            section = sections.setdefault(rule, {})
            continue
        kind, strength, *words = line.split()
        for word in words:
            if word in section:
                raise ValueError(f"the clue {word!r} stands twice in [{rule}]")
            section[word] = Clue(OwnerKind(kind), Strength[strength.upper()], rule, word)
    return ClueTables(
        labels=sections["host-label"],
        names=sections["host-name"],
        suffixes=sections["host-suffix"],
        segments=sections["path"],
        slugs=sections["slug"],
        titles=sections["title"],
        affixes={word: replace(clue, strength=_LESS[clue.strength]) for word, clue in sections["host-name"].items()},
        leanings=load_leanings,
        signals=load_page_signals,
    )
