"""Straight scales for charts, and the round numbers that stand on their axes."""

import math
from dataclasses import dataclass

_ROUND_STEPS = (1, 2, 5, 10)
_DIGITS = 10  # beyond these a sum of steps differs from the number it stands for
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A straight way from numbers to places in a box; what lies beyond an end stands at that end.

    Attributes:
        low: the number at `start`.
        high: the number at `end`; where it equals `low` everything stands halfway.
        start: the place of `low`.
        end: the place of `high`; it may be less than `start`.
    """

    low: float
    high: float
    start: float
    end: float

    def place(self, number: float) -> float:
        """Where a number stands, to a tenth."""
        if self.high <= self.low:
            return round((self.start + self.end) / 2, 1)
        share = min(1.0, max(0.0, (number - self.low) / (self.high - self.low)))
        return round(self.start + share * (self.end - self.start), 1)


def list_steps(top: float, *, most: int, least: float = 0.0) -> tuple[float, ...]:
    """Round numbers in equal steps from 0 to the first that is not below `top`.

    Args:
        top: what must have room; above 0.
        most: how many steps there may be.
        least: no step is smaller than this.
    """
    rough = max(top / most, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in _ROUND_STEPS if power * factor >= rough * (1 - _TOLERANCE))
    count = max(1, math.ceil(top / step - _TOLERANCE))
    return tuple(round(number * step, _DIGITS) for number in range(count + 1))
