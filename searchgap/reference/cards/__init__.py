"""Cards that explain every word the program prints: one TOML file per family beside this module.

A table is a card, called by its word; its keys are those of `Card`, with those of its example in a table of their own.
Text is filled anew for the reader's terminal, YAML (`given`, `paste`) is kept as it stands. What comes out under the
advice (`then`) is told of the example, unless it names an address of its own.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from searchgap.model.card import Card, Example, Family

_VERBATIM = frozenset({"given", "paste"})


@cache
def load_cards(family: Family) -> Mapping[str, Card]:
    """The cards of a family by their words, in the order of its file, read once per process."""
    text = files(__package__).joinpath(f"{family}.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _read_card(family, name, keys) for name, keys in tomllib.loads(text).items()})


def find_cards(word: str) -> tuple[Card, ...]:
    """Every card of a word, or of a word of one family (`presence:absent`); letter case and underscores do not matter.

    Nothing where there is no such word.
    """
    folded = word.strip().casefold().replace("_", "-").replace(" ", "-")
    wanted, colon, name = folded.rpartition(":")
    families = [family for family in Family if not colon or family == wanted]
    return tuple(cards[name] for cards in map(load_cards, families) if name in cards)


def list_words() -> Mapping[Family, tuple[str, ...]]:
    """Every word that has a card, by family."""
    return {family: tuple(load_cards(family)) for family in Family}


def _read_card(family: Family, name: str, keys: dict[str, Any]) -> Card:
    example, then = keys.pop("example"), keys.pop("then", None)
    return Card(
        family=family,
        name=name,
        example=_read_example(example),
        then=_read_example({**example, "given": "", **then}) if then else None,
        **_fill(keys),
    )


def _read_example(keys: dict[str, Any]) -> Example:
    serps = tuple(keys.get("serps", ()))
    return Example(serps=serps, **_fill({key: text for key, text in keys.items() if key != "serps"}))


def _fill(keys: dict[str, Any]) -> dict[str, str]:
    """Texts on one line, as they are filled anew; YAML without the line breaks around it."""
    return {key: text.strip("\n") if key in _VERBATIM else " ".join(text.split()) for key, text in keys.items()}
