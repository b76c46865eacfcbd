"""What a chart consists of, in the units of its box. Templates draw these shapes and decide nothing."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """Where things are in a chart.

    Attributes:
        width: of the whole.
        height: of the whole.
        left: the first day; labels of levels stand before it.
        right: the last day.
        top: the highest level; changes of the list are named above it.
        floor: the level 0.
        base_top: the top of the strip below, which shows how much every audit measured.
        base_floor: the floor of that strip.
    """

    width: int
    height: int
    left: int
    right: int
    top: int
    floor: int
    base_top: int
    base_floor: int


BOX = Box(width=480, height=262, left=46, right=470, top=22, floor=190, base_top=224, base_floor=252)


class Spot(NamedTuple):
    """A place in the box, from its upper left corner."""

    x: float
    y: float


class Dot(NamedTuple):
    """A measured value where it stands, and in words."""

    x: float
    y: float
    words: str


class Tick(NamedTuple):
    """A label of an axis, where it stands, and which of its ends stands there."""

    at: float
    words: str
    anchor: str = "end"


class Stripe(NamedTuple):
    """An audit that measured nothing of it, and why there is no value."""

    x: float
    width: float
    words: str


class Bar(NamedTuple):
    """The base of one audit: how many searches were planned and measured, as heights from the floor of the base."""

    x: float
    width: float
    planned: float
    measured: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One curve.

    Attributes:
        look: `measured`, or `same` for the searches that all audits made.
        label: what it is.
        runs: values without a hole between them; a hole is never drawn over.
        dots: where values stand that a line alone would not show.
    """

    look: str
    label: str
    runs: tuple[tuple[Spot, ...], ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A goal: its target as a level, and the straight way there.

    Attributes:
        y: the level of the target.
        label_y: where its words stand.
        words: the target and its day.
        way: the part of the plan within the box; empty without one.
    """

    y: float
    label_y: float
    words: str
    way: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything that stands in one box.

    Attributes:
        box: where its edges are.
        title: what is measured.
        words: the curve in a sentence, for who does not see it.
        levels: round values from 0.
        days: days of audits, and of the goal.
        strokes: the curve as measured, then the one over the same searches.
        band: the 95 % interval around the first of them, as outlines.
        holes: audits without a value.
        changes: audits that asked for another list than the one before.
        bases: the base of each audit.
        aim: the goal, or None.
    """

    box: Box
    title: str
    words: str
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    strokes: tuple[Stroke, ...]
    band: tuple[tuple[Spot, ...], ...]
    holes: tuple[Stripe, ...]
    changes: tuple[Tick, ...]
    bases: tuple[Bar, ...]
    aim: Aim | None
