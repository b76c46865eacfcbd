"""The numbers of an audit, each with its base."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RankWeights:
    """What a rank is taken to be worth: an assumption with a name and a day, not a traffic claim.

    Attributes:
        name: the value of `weights` in the configuration.
        values: the weight of rank 1, 2, 3 …; ranks beyond the table weigh nothing.
        source: where the numbers come from.
        dated: when they were published or measured; None for plain arithmetic.
    """

    name: str
    values: tuple[float, ...]
    source: str
    dated: date | None = None

    def weigh(self, rank: int) -> float:
        """The weight of a 1-based rank, 0 beyond the table."""
        return self.values[rank - 1] if 0 < rank <= len(self.values) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Share of measured queries on which the brand owns a result or speaks.

    Attributes:
        queries: how many were measured: the base.
        with_presence: on how many of them the brand owns or speaks.
        value: `with_presence / queries`, or None without a base.
        interval: its Wilson 95 % interval, or None without a base.
    """

    queries: int
    with_presence: int
    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Top-ten places held, of the places that were measured."""

    own: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerStanding:
    """An owner's row in the leaderboard: how many top-ten places it holds, on how many queries."""

    name: str
    kind: str
    places: int
    queries: int
