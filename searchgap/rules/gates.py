"""Audit + conditions → met, breached, or not judged. A number without a base decides nothing."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence

from searchgap.model.audit import Audit, BrandAudit
from searchgap.model.comparison import QueryPair
from searchgap.model.gap import State
from searchgap.model.gate import EarlierAudit, GateOutcome, GateReport, GateResult, Obstacle
from searchgap.model.goal import Comparison, Gates, Metric, Scope, Threshold
from searchgap.model.measure import Measure
from searchgap.rules.measures import CHANGES, list_gaps, measure
from searchgap.rules.pairing import BrandPairs

_HOLDS: Mapping[Comparison, Callable[[float, float], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
}


def judge_gates(
    gates: Gates, audit: Audit, *, earlier: EarlierAudit | None = None, paired: Sequence[BrandPairs] = ()
) -> GateReport:
    """Hold an audit against the conditions, each for every brand and kind of ranking by itself.

    Args:
        gates: the conditions, and how much must be measured.
        audit: the audit.
        earlier: the audit that changes are counted from; None where there is none.
        paired: the searches of that audit and this one, paired.
    """
    tally = audit.tally
    enough = gates.can_judge(tally.measured, tally.planned)
    results: list[GateResult] = []
    for threshold in gates.fail_on:
        if threshold.metric in CHANGES:
            judged = [_judge_change(threshold, gates, brand, paired) for brand in _find_brands(audit, threshold.scope)]
        else:
            judged = [_judge(threshold, gates, one) for one in measure(threshold.metric, audit, threshold.scope)]
        results += judged or [_leave(threshold, None, Obstacle.NOT_SEARCHED)]
    if not enough:
        results = [_leave(one.threshold, one.measure, one.obstacle or Obstacle.TOO_LITTLE_MEASURED) for one in results]
    return GateReport(
        gates=gates, results=tuple(results), measured=tally.measured, planned=tally.planned, earlier=earlier
    )


def needs_earlier(gates: Gates) -> bool:
    """Whether any condition is about a change."""
    return any(threshold.metric in CHANGES for threshold in gates.fail_on)


def _find_brands(audit: Audit, scope: Scope) -> list[BrandAudit]:
    return [brand for brand in audit.brands if scope.brand in {None, brand.name} and list_gaps(brand, scope)]


def _judge(threshold: Threshold, gates: Gates, measured: Measure) -> GateResult:
    if measured.value is None:
        return _leave(threshold, measured, Obstacle.NO_VALUE)
    is_about_measuring = threshold.metric is Metric.UNMEASURED
    if not is_about_measuring and not gates.can_judge(measured.queries, measured.planned):
        return _leave(threshold, measured, Obstacle.TOO_LITTLE_MEASURED)
    breached = _HOLDS[threshold.comparison](measured.value, threshold.value)
    return GateResult(
        threshold=threshold, outcome=GateOutcome.BREACHED if breached else GateOutcome.MET, measure=measured
    )


def _judge_change(threshold: Threshold, gates: Gates, brand: BrandAudit, paired: Iterable[BrandPairs]) -> GateResult:
    groups = [group for group in paired if group.name == brand.name and group.ranking.after == brand.ranking]
    wanted = {gap.request.key for gap in list_gaps(brand, threshold.scope)}
    pairs = [pair for group in groups for pair in group.pairs if pair.after.request.key in wanted]
    measured = _measure_change(threshold.metric, brand, pairs)
    if pairs:
        return _judge(threshold, gates, measured)
    apart = any(pair.after.request.key in wanted for group in groups for pair in group.apart)
    return _leave(threshold, measured, Obstacle.UNLIKE if apart else Obstacle.NOTHING_EARLIER)


def _leave(threshold: Threshold, measured: Measure | None, obstacle: Obstacle) -> GateResult:
    return GateResult(threshold=threshold, outcome=GateOutcome.NOT_JUDGED, measure=measured, obstacle=obstacle)


def _measure_change(metric: Metric, brand: BrandAudit, pairs: Sequence[QueryPair]) -> Measure:
    """A metric of `CHANGES` over paired queries, counted on those that both audits measured.

    New gaps are the queries on which the brand was present and is absent. Lost places are the top-ten places it held
    beyond those it holds, query by query, so that a gain elsewhere hides no loss. Coverage drop is the coverage before
    less the coverage now; it is negative where coverage rose.
    """
    measured = [pair for pair in pairs if State.UNMEASURED not in {pair.before.state, pair.after.state}]
    value: float | None
    if not measured:
        value = None
    elif metric is Metric.NEW_GAPS:
        value = sum(pair.before.state is not State.ABSENT and pair.after.state is State.ABSENT for pair in measured)
    elif metric is Metric.LOST_PLACES:
        value = sum(max(0, pair.before.standing.held - pair.after.standing.held) for pair in measured)
    else:
        absent_before = sum(pair.before.state is State.ABSENT for pair in measured)
        absent_now = sum(pair.after.state is State.ABSENT for pair in measured)
        value = (absent_now - absent_before) / len(measured)
    return Measure(
        metric=metric,
        brand=brand.name,
        ranking=brand.ranking,
        value=value,
        queries=len(measured),
        planned=len(pairs),
    )
