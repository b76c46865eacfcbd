"""The floors under the measures of ownership: read, compared, raised, and lowered only by name.

A floor is its figure cut to three decimals, so that a figure that has not moved never lies below it.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

FLOORS_FILE = Path(__file__).with_name("floors.toml")
_HEADER = """\
# What the classifier of owners must not fall below: shares of labelled results, cut to three decimals.
# `python tests/quality/ownership_gate.py --raise` lifts a floor to its figure and adds new figures; nothing but
# `--accept-drop NAME` lowers one. A name is a table's name, a dot and the key.
#
# Tables: `ours` is ownership.csv, `shared` the development half of the ground truth kept beside the checkout.
# precision, recall: right verdicts of those given, of those labelled. side_*: the same of own, competitor, independent.
# A verdict is right if it is the label or one that could be defended; `strict` takes the label alone, `clear` only
# rows without a second defensible label. blind: every host of the file taken out of the catalogue. listed: rows whose
# host the catalogue lists. confidence: verdicts that were called so.
#
# A class's precision can fall although every verdict that changed is better: a defensible verdict that became the label
# leaves the class it was given to. Such a drop is one to accept.
"""


def read_floors(path: Path = FLOORS_FILE) -> dict[str, float]:
    """The floors by dotted name; none where there is no file yet."""
    if not path.exists():
        return {}
    return dict(_flatten(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def _flatten(table: Mapping, prefix: str) -> Iterable[tuple[str, float]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def write_floors(floors: Mapping[str, float], path: Path = FLOORS_FILE) -> None:
    """Write the floors, a table for each name up to its last dot."""
    tables: dict[str, list[str]] = {}
    for name, floor in floors.items():
        table, _, key = name.rpartition(".")
        tables.setdefault(table, []).append(f"{key} = {floor:.3f}")
    parts = ["\n".join([f"[{table}]", *lines, ""]) for table, lines in sorted(tables.items())]
    path.write_text("\n".join([_HEADER, *parts]), encoding="utf-8")


def cut(figure: float) -> float:
    """A figure without what lies behind its third decimal."""
    return math.floor(figure * 1000 + 1e-6) / 1000


def find_drops(floors: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, tuple[float, float | None]]:
    """Floor and figure of every figure below its floor; None for one that has lost its base.

    Floors of sets that were not measured at all are left alone.
    """
    measured = {_set_of(name) for name in figures}
    return {
        name: (floor, figures.get(name))
        for name, floor in floors.items()
        if _set_of(name) in measured and (name not in figures or cut(figures[name]) < floor)
    }


def _set_of(name: str) -> tuple[str, ...]:
    """File and source: `shared.collected` of `shared.collected.recall.blog`."""
    return tuple(name.split(".")[:2])


def raise_floors(floors: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, float]:
    """The floors with every figure that rose or is new; none is lower than before."""
    return dict(floors) | {name: max(cut(figure), floors.get(name, 0.0)) for name, figure in figures.items()}


def accept_drops(floors: Mapping[str, float], figures: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    """The floors with the named ones lowered to their figures, or gone where these have lost their base.

    Raises:
        ValueError: a name is that of no figure below its floor.
    """
    drops = find_drops(floors, figures)
    accepted = dict(floors)
    for name in names:
        if name not in drops:
            raise ValueError(f"{name} is not below a floor")
        _, figure = drops[name]
        if figure is None:
            del accepted[name]
        else:
            accepted[name] = cut(figure)
    return accepted
