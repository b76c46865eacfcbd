"""Ranks → the numbers of an audit. Every function is pure, and a number without a base is None."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from searchgap.model.gap import Leader, QueryGap, Standing, State
from searchgap.model.owner import OwnerKind
from searchgap.model.score import Coverage, OwnerStanding, Places, RankWeights

TOP = 10
SPEAKING = 0.5  # what speaking on a page is worth beside owning the result
_Z_95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution
_PRESENT = frozenset({State.OWNED, State.CONTESTED, State.SPEAKS})


def wilson_interval(successes: int, trials: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (Wilson 1927), within 0 to 1; None without trials."""
    if trials == 0:
        return None
    share = successes / trials
    spread = _Z_95 * _Z_95 / trials
    centre = share + spread / 2
    margin = _Z_95 * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low = 0.0 if successes == 0 else max(0.0, (centre - margin) / (1 + spread))
    high = 1.0 if successes == trials else min(1.0, (centre + margin) / (1 + spread))
    return low, high


def measure_coverage(gaps: Iterable[QueryGap]) -> Coverage:
    """Measured queries on which the brand owns a result or speaks."""
    states = [gap.state for gap in gaps if gap.state is not State.UNMEASURED]
    present = sum(state in _PRESENT for state in states)
    return Coverage(
        queries=len(states),
        with_presence=present,
        value=present / len(states) if states else None,
        interval=wilson_interval(present, len(states)),
    )


def count_places(gaps: Iterable[QueryGap]) -> Places:
    """Top-ten places the brand owns, of the places that were delivered."""
    own = of = 0
    for gap in gaps:
        own += gap.standing.held
        of += gap.standing.of
    return Places(own=own, of=of)


def measure_share_of_voice(
    gaps: Iterable[QueryGap], competitive_set: Sequence[str], weights: RankWeights
) -> Mapping[str, float | None]:
    """Each party's part of the competitive set's weight, over measured queries.

    A party weighs, on each query, the query's weight times the weight of its best rank. The parts add up to 1; where
    nobody of the set ranks on any measured query there is nothing to share and every part is None.
    """
    heard = dict.fromkeys(competitive_set, 0.0)
    for gap in gaps:
        for name, rank in gap.standing.best_ranks:
            if name in heard:
                heard[name] += gap.query.weight * weights.weigh(rank)
    total = sum(heard.values())
    return {name: part / total if total else None for name, part in heard.items()}


def rank_owners(gaps: Iterable[QueryGap]) -> tuple[OwnerStanding, ...]:
    """Who holds the top-ten places: most places first, then most queries, then by name."""
    places: Counter[tuple[str, OwnerKind]] = Counter()
    queries: Counter[tuple[str, OwnerKind]] = Counter()
    by_text: dict[str, list[QueryGap]] = {}
    for gap in gaps:
        by_text.setdefault(gap.query.text, []).append(gap)
    for alike in by_text.values():
        holders = [verdict.ownership for gap in alike for rank, verdict in gap.places if rank <= TOP]
        held = Counter((holder.name, holder.kind) for holder in holders)
        places.update(held)
        queries.update(held.keys())
    standings = (
        OwnerStanding(name=name, kind=kind, places=count, queries=queries[name, kind])
        for (name, kind), count in places.items()
    )
    return tuple(sorted(standings, key=lambda owner: (-owner.places, -owner.queries, owner.name, owner.kind)))


def find_standing(
    brand: str, own_ranks: Sequence[int], speaking_rank: int | None, competitors: Mapping[str, int], of: int
) -> Standing:
    """Where the competitive set stands on a measured query.

    Args:
        brand: the name of the brand.
        own_ranks: the ranks it owns, rising.
        speaking_rank: the first rank on whose page it answers.
        competitors: the best rank of each competitor that ranks, by name.
        of: top-ten places that were measured.
    """
    own_rank = own_ranks[0] if own_ranks else None
    competitor_rank = min(competitors.values(), default=None)
    own = () if own_rank is None else ((brand, own_rank),)
    return Standing(
        state=decide_state(own_rank, competitor_rank, speaks=speaking_rank is not None),
        best_rank=own_rank,
        leader=find_leader(brand, own_rank, competitors),
        score=score_gap(own_rank, speaking_rank, competitor_rank),
        best_ranks=(*own, *competitors.items()),
        held=bisect_right(own_ranks, TOP),
        of=of,
    )


def score_gap(own_rank: int | None, speaking_rank: int | None, competitor_rank: int | None) -> int:
    """The gap score: 0 where the brand leads at rank 1, 100 where it is absent.

    A rank is worth 1 / rank; speaking on a page is worth half of owning it. What the brand has is the better of the
    two, and counts in proportion to the best competitor where that one has more:

        score = 100 x (1 - has x min(1, has / competitor))

    It never rises when the brand climbs or a competitor sinks. It does not use the rank weights of share of voice, so
    that choosing others does not move it. Rounded to a whole number, and to 0 or 100 only where it is exactly that.
    """
    own = 1 / own_rank if own_rank else 0.0
    speaking = SPEAKING / speaking_rank if speaking_rank else 0.0
    competitor = 1 / competitor_rank if competitor_rank else 0.0
    has = max(own, speaking)
    score = 100 * (1 - has * (min(1.0, has / competitor) if competitor else 1.0))
    return round(score) if score in {0, 100} else min(99, max(1, round(score)))


def find_leader(own: str, own_rank: int | None, competitors: Mapping[str, int]) -> Leader | None:
    """The first of the competitive set."""
    if not competitors:
        return None if own_rank is None else Leader(name=own, rank=own_rank)
    name = min(competitors, key=competitors.__getitem__)
    if own_rank is not None and own_rank <= competitors[name]:
        return Leader(name=own, rank=own_rank)
    return Leader(name=name, rank=competitors[name])


def decide_state(own_rank: int | None, competitor_rank: int | None, *, speaks: bool) -> State:
    """Where the brand stands on a measured query.

    Owned: its result is the first of the competitive set. Contested: it ranks, a competitor ranks higher. Speaks: it
    owns no result but answers on one. Absent: none of these.
    """
    if own_rank is not None:
        return State.OWNED if competitor_rank is None or own_rank < competitor_rank else State.CONTESTED
    return State.SPEAKS if speaks else State.ABSENT
