"""How alike two rankings are: rank-biased overlap, which counts the first ranks most.

Webber, Moffat and Zobel, A Similarity Measure for Indefinite Rankings, ACM Transactions on Information Systems 28(4),
2010; the extrapolated form for lists that end, and end at different depths (RBO_EXT, equation 32).
"""

from collections.abc import Hashable, Iterable
from functools import cache

PERSISTENCE = 0.9
"""The chance that a reader who has seen a rank looks at the next one: the first ten ranks carry 86 % of the weight."""


def rank_biased_overlap(first: Iterable[Hashable], second: Iterable[Hashable], p: float = PERSISTENCE) -> float:
    """The similarity of two rankings, 0 (they share nothing) to 1 (alike as far as both are known).

    Beyond the end of a list its agreement is taken to go on as it was. Two empty rankings are alike; an empty one and
    another share nothing. Of an item listed twice the first rank counts.

    Args:
        first: the items of one ranking, rank 1 first.
        second: the items of the other; which of the two is named first makes no difference.
        p: persistence, above 0 and below 1; the larger, the more the later ranks count.
    """
    if first == second:
        return 1.0
    shorter, longer = sorted((list(dict.fromkeys(first)), list(dict.fromkeys(second))), key=len)
    if shorter == longer:
        return 1.0
    if not shorter:
        return 0.0
    return min(1.0, _extrapolate(shorter, longer, p))


def _extrapolate(shorter: list[Hashable], longer: list[Hashable], p: float) -> float:
    """Equation 32: overlap at every depth, and what it would be below the end of the shorter list."""
    weights = _weigh_depths(p, len(longer))
    total = 0.0
    shared = 0
    seen: set[Hashable] = set()
    for depth, (one, other) in enumerate(zip(shorter, longer, strict=False), 1):
        shared += 1 if one == other else (one in seen) + (other in seen)
        seen.add(one)
        seen.add(other)
        total += shared / depth * weights[depth]
    ends = len(shorter)
    agreed = shared / ends
    for depth in range(ends + 1, len(longer) + 1):
        shared += longer[depth - 1] in seen
        total += (shared + agreed * (depth - ends)) / depth * weights[depth]
    tail = (shared - agreed * ends) / len(longer) + agreed
    return float(total + tail * p ** len(longer))


@cache
def _weigh_depths(p: float, deepest: int) -> tuple[float, ...]:
    """What the agreement at each depth weighs; nothing at depth 0."""
    return (0.0, *((1 - p) * p ** (depth - 1) for depth in range(1, deepest + 1)))
