"""Curves drawn in a line of text. A hole is drawn as a hole, and every curve starts at 0, so that noise looks small."""

from collections.abc import Iterable

HOLE = "·"
_BLOCKS = "▁▂▃▄▅▆▇█"
_BOTH = "±"

ASCII_MARKS = str.maketrans({**{block: str(level) for level, block in enumerate(_BLOCKS, 1)}, HOLE: ".", _BOTH: "*"})
"""Blocks as the digits 1 to 8, for a terminal without them."""


def draw_sparkline(values: Iterable[float | None], top: float) -> str:
    """A block for each value from 0 to `top`, and a dot for each hole."""
    return "".join(HOLE if value is None else _choose_block(value, top) for value in values)


def _choose_block(value: float, top: float) -> str:
    highest = len(_BLOCKS) - 1
    return _BLOCKS[min(highest, max(0, round(highest * value / top)))] if top > 0 else _BLOCKS[0]


def draw_changes(changes: Iterable[tuple[int, int]]) -> str:
    """A mark for each audit that added to the list of queries, dropped from it or did both; a blank for the rest."""
    marks = (_BOTH if added and dropped else "+" if added else "-" if dropped else " " for added, dropped in changes)
    return "".join(marks).rstrip()
