"""What a page says it is → clues to its owner, for pages of sites that nobody has listed."""

import re
from collections.abc import Iterator, Mapping

from searchgap.model.owner import OwnerKind
from searchgap.model.page import PageSignals
from searchgap.rules.clues import Clue, Strength

_NAME = re.compile(r"[a-z][a-z0-9.]*[a-z0-9]")
_POWERED = "powered by "


def read_page(signals: PageSignals, table: Mapping[str, Clue]) -> tuple[Clue, ...]:
    """The strongest clue to each kind, the first of equals.

    No more than one counts for a kind: one plug-in writes type, `og:type` and generator alike.

    Args:
        signals: what the page says.
        table: clues by `schema.org TYPE`, `og:type TYPE` and `generator NAME`, in lower case.
    """
    best: dict[OwnerKind, Clue] = {}
    for key in _list_keys(signals):
        clue = table.get(key)
        if clue is not None and (clue.kind not in best or clue.strength > best[clue.kind].strength):
            best[clue.kind] = clue
    return tuple(best.values())


def find_settling(clues: tuple[Clue, ...]) -> Clue | None:
    """The clue that settles the matter: the only strong one. Two that contradict each other settle nothing."""
    strong = [clue for clue in clues if clue.strength is Strength.STRONG]
    return strong[0] if len(strong) == 1 else None


def _list_keys(signals: PageSignals) -> Iterator[str]:
    yield from (f"schema.org {name.lower()}" for name in signals.schema_types)
    if signals.og_type:
        yield f"og:type {signals.og_type}"
    for generator in signals.generators:
        names = _NAME.findall(generator.lower().removeprefix(_POWERED))[:2]
        yield from (f"generator {name}" for name in ("-".join(names), *names[:1]))
