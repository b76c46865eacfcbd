"""Audit against audit: what changed between two measurements of the same queries, and what is noise.

Only queries that both audits measured are compared, each with itself, so that neither a changed list of queries nor a
failed search can look like a gain or a loss.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import comb
from statistics import median

from searchgap.errors import UsageError
from searchgap.model.audit import Audit
from searchgap.model.comparison import (
    AuditComparison,
    BrandComparison,
    Change,
    CoverageChange,
    Difference,
    Facet,
    Judgement,
    ListedResult,
    NoiseBand,
    OwnerChange,
    QueryMove,
    QueryPair,
)
from searchgap.model.gap import QueryGap, State
from searchgap.model.score import RankWeights
from searchgap.model.serp import Answer
from searchgap.model.snapshot import Snapshot
from searchgap.rules import scoring
from searchgap.rules.noise import Movement, Noise, measure_movement
from searchgap.rules.pairing import BrandPairs, Pairing, count_differences, pair_alike
from searchgap.rules.similarity import rank_biased_overlap

_ALMOST = 1e-9  # below it two similarities are the same number


class UnlikeRunsError(UsageError):
    """Two audits have no searches that may be compared; the message says in what they are unlike."""


def compare(
    before: Snapshot,
    after: Snapshot,
    *,
    noise: Noise,
    pairing: Pairing = pair_alike,
) -> AuditComparison:
    """Hold one audit against another.

    Args:
        before: the earlier audit.
        after: the later one, judged under the same rules and weights.
        noise: what earlier audits show of how queries move by themselves.
        pairing: which searches are held against each other: `pair_alike`, or `pair_anyhow` on demand.

    Raises:
        UnlikeRunsError: both are one audit, they have no query in common, or none that was searched alike.
    """
    if before.audit.run.id == after.audit.run.id:
        raise UnlikeRunsError(
            f"audit {after.audit.run.id} cannot be compared with itself",
            hint="name two audits; searchgap history lists them",
        )
    groups = pairing(before, after, noise.parses)
    weights = _compare_weights(before.audit, after.audit)
    pages = _Pages(before, after, noise)
    _refuse_unlike(before.audit, after.audit, groups, weights if pairing is pair_alike else ())
    brands = tuple(_compare_brand(group, pages, after.audit.weights) for group in groups)
    moved = [move for brand in brands for move in brand.moves]
    return AuditComparison(
        before=before.audit,
        after=after.audit,
        brands=brands,
        unlike={**count_differences(moved), **dict.fromkeys(weights, len(moved))},
        set_apart=count_differences(pair for group in groups for pair in group.apart),
        noise=noise.base(),
    )


def _compare_weights(before: Audit, after: Audit) -> tuple[Difference, ...]:
    if before.weights == after.weights:
        return ()
    return (Difference(Facet.WEIGHTS, before.weights.name, after.weights.name),)


def _refuse_unlike(before: Audit, after: Audit, groups: Sequence[BrandPairs], weights: tuple[Difference, ...]) -> None:
    apart = [pair for group in groups for pair in group.apart]
    measured = any(_is_measured(pair) for group in groups for pair in group.pairs)
    names = f"audits {before.run.id} and {after.run.id}"
    if weights or (apart and not measured):
        unlike = (*weights, *count_differences(apart))
        raise UnlikeRunsError(
            f"{names} are unlike: {'; '.join(map(_word_difference, unlike))}",
            hint="choose another audit from searchgap history, or compare what can be compared with --force",
        )
    brands = [[brand.name for brand in audit.brands] for audit in (before, after)]
    if not set(brands[0]) & set(brands[1]):
        was, is_now = (", ".join(dict.fromkeys(some)) or "none" for some in brands)
        raise UnlikeRunsError(
            f"{names} have no brand in common: {was}, then {is_now}",
            hint="brands are told apart by name: one that was renamed starts anew",
        )
    if not any(group.pairs for group in groups):
        raise UnlikeRunsError(
            f"{names} have no query in common", hint="choose another audit: searchgap history lists them"
        )


def _word_difference(difference: Difference) -> str:
    facet, before, after = difference
    return f"{facet} {before or 'not set'}, then {after or 'not set'}"


def _is_measured(pair: QueryPair) -> bool:
    return State.UNMEASURED not in {pair.before.state, pair.after.state}


def _compare_brand(group: BrandPairs, pages: "_Pages", weights: RankWeights) -> BrandComparison:
    moves = tuple(pages.measure_move(group, pair) for pair in group.pairs if _is_measured(pair))
    others = [pair for pair in group.pairs if not _is_measured(pair)]
    olds = [_weigh_alike(move) for move in moves]
    news = [move.after for move in moves]
    names = next((brand.share_of_voice for brand in reversed(group.as_reported) if brand), {})
    voices = [scoring.measure_share_of_voice(gaps, tuple(names), weights) for gaps in (olds, news)]
    return BrandComparison(
        name=group.name,
        ranking=group.ranking,
        moves=moves,
        newly_unmeasured=tuple(pair for pair in others if pair.before.state is not State.UNMEASURED),
        newly_measured=tuple(pair for pair in others if pair.after.state is not State.UNMEASURED),
        never_measured=tuple(pair for pair in others if pair.before.state is pair.after.state),
        apart=tuple(group.apart),
        added=tuple(group.added),
        removed=tuple(group.removed),
        coverage=_compare_coverage(olds, news),
        places=Change(scoring.count_places(olds), scoring.count_places(news)),
        share_of_voice={name: Change(voices[0][name], voices[1][name]) for name in names},
        owners=_compare_owners(olds, news),
        similarity=median(move.similarity for move in moves) if moves else None,
        as_reported=group.as_reported,
    )


def _weigh_alike(move: QueryMove) -> QueryGap:
    """The earlier judgement under the later query's weight: a weight that was edited moves no share of voice."""
    before, after = move.before, move.after
    return before if before.query.weight == after.query.weight else before._replace(query=after.query)


def _compare_coverage(olds: Sequence[QueryGap], news: Sequence[QueryGap]) -> CoverageChange:
    absent = [(old.state is State.ABSENT, new.state is State.ABSENT) for old, new in zip(olds, news, strict=True)]
    gained, lost = absent.count((True, False)), absent.count((False, True))
    return CoverageChange(
        before=scoring.measure_coverage(olds),
        after=scoring.measure_coverage(news),
        gained=gained,
        lost=lost,
        chance=judge_split(gained, lost),
    )


def judge_split(gained: int, lost: int) -> float:
    """McNemar's exact test: the two-sided p-value of so many gains and losses if both are equally likely.

    1 without either. McNemar, Note on the sampling error of the difference between correlated proportions, 1947.
    """
    moved = gained + lost
    tail = sum(comb(moved, fewer) for fewer in range(min(gained, lost) + 1))
    return min(1.0, float(2 * tail / 2**moved))


def _compare_owners(olds: Sequence[QueryGap], news: Sequence[QueryGap]) -> tuple[OwnerChange, ...]:
    before, after = (
        {(owner.name, owner.kind): (owner.places, owner.queries) for owner in scoring.rank_owners(gaps)}
        for gaps in (olds, news)
    )
    changes = []
    for name, kind in {**after, **before}:
        old, new = before.get((name, kind), (0, 0)), after.get((name, kind), (0, 0))
        changes.append(OwnerChange(name=name, kind=kind, places=Change(old[0], new[0]), queries=Change(old[1], new[1])))
    return tuple(sorted(changes, key=_order_owner))


def _order_owner(owner: OwnerChange) -> tuple[int, int, str, str]:
    before, after = owner.places
    return -abs(after - before), -max(before, after), owner.name, owner.kind


class _Pages:
    """Measures how single queries moved, on the pages of two audits."""

    def __init__(self, before: Snapshot, after: Snapshot, noise: Noise) -> None:
        self._before = before
        self._after = after
        self._noise = noise

    def measure_move(self, group: BrandPairs, pair: QueryPair) -> QueryMove:
        """How a query moved that both audits measured; between unlike searches no band tells noise apart."""
        old = self._before.pages.get(pair.before.request.key, ())
        new = self._after.pages.get(pair.after.request.key, ())
        similarity = rank_biased_overlap(old, new)
        ranking = group.ranking.after
        band = None if pair.unlike else self._noise.band_of(group.name, ranking, pair.after.request.key)
        movement = measure_movement(pair.before, pair.after, similarity)
        return QueryMove(
            before=pair.before,
            after=pair.after,
            unlike=pair.unlike,
            similarity=similarity,
            band=band,
            standing=judge_standing(movement, band),
            listing=judge_listing(movement, band),
            entered=tuple(_list_missing(self._after, pair.after, old)),
            left=tuple(_list_missing(self._before, pair.before, new)),
            same_answer=_is_same(pair, old, new),
        )


def _list_missing(snapshot: Snapshot, gap: QueryGap, other: tuple[str, ...]) -> Iterator[ListedResult]:
    """The results on the page of a query whose address is not on the other page."""
    page = snapshot.pages.get(gap.request.key, ())
    if page == other:
        return
    listed = snapshot.listed.get(gap.request.key, page)
    for (rank, verdict), url, address in zip(gap.places, listed, page, strict=True):
        if address not in other:
            yield ListedResult(rank, url, verdict.ownership)


def _is_same(pair: QueryPair, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    one, other = pair.before.ending, pair.after.ending
    if not isinstance(one, Answer) or not isinstance(other, Answer):
        return False
    return one.retrieved_at == other.retrieved_at and old == new


def judge_standing(movement: Movement, band: NoiseBand | None) -> Judgement:
    """The verdict on a change of state or best rank; it is noise only where both are within the band."""
    if not movement.state and not movement.rank:
        return Judgement.UNCHANGED
    if band is None:
        return Judgement.NO_BAND
    within = movement.state <= band.changes_state and movement.rank <= band.rank
    return Judgement.NOISE if within else Judgement.BEYOND_NOISE


def judge_listing(movement: Movement, band: NoiseBand | None) -> Judgement:
    """The verdict on the result list as a whole."""
    if movement.turnover < _ALMOST:
        return Judgement.UNCHANGED
    if band is None:
        return Judgement.NO_BAND
    return Judgement.NOISE if 1 - movement.turnover >= band.similarity - _ALMOST else Judgement.BEYOND_NOISE


def list_states(moves: Sequence[QueryMove]) -> Mapping[Change[State], int]:
    """How many queries went from each state to each, unchanged ones included."""
    counts: dict[Change[State], int] = {}
    for move in moves:
        change = Change(move.before.state, move.after.state)
        counts[change] = counts.get(change, 0) + 1
    return counts
