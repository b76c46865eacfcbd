"""Goals held against what was measured: a straight plan, where the goal stands, and where the last audits point."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil, inf
from typing import NamedTuple

from searchgap.model.goal import Goal, Metric
from searchgap.model.measure import Measure
from searchgap.model.progress import GoalProgress, GoalStart, GoalStatus, Projection
from searchgap.rules.strands import Sample, Samples, group_alike, part_selections

LESS_IS_BETTER = frozenset({Metric.GAP_SCORE, Metric.CONTESTED, Metric.ABSENT, Metric.UNMEASURED})

LOOK_BACK = 8  # audits a projection is laid through: two months of weekly ones
_FEWEST = 3
_FARTHEST = timedelta(days=3653)
_CEILINGS: Mapping[Metric, float] = {Metric.COVERAGE: 1.0, Metric.SHARE_OF_VOICE: 1.0, Metric.GAP_SCORE: 100.0}


class Mark(NamedTuple):
    """What an audit measured of a goal's metric, on which day, and over which searches."""

    on: date
    measure: Measure
    searches: frozenset[str] = frozenset()


def follow_goal(goal: Goal, samples: Samples, today: date) -> tuple[GoalProgress, ...]:
    """How far a goal is, once for each brand and kind of ranking it takes in.

    Only audits that are like the latest one are held against each other, and none that asked for a chosen part of what
    its configuration has.

    Args:
        goal: the goal; its metric is one that every audit has.
        samples: the audits, judged under one set of rules.
        today: the day on which it is asked.
    """
    found = []
    for (brand, ranking), some in samples.items():
        if goal.brand not in {None, brand}:
            continue
        asked = [sample for sample in part_selections(some)[0] if sample.searches.keys_of(goal.scope)]
        if asked:
            marks = [take_mark(goal, sample) for sample in group_alike(asked)[0].samples]
            found.append(judge_goal(goal, brand, ranking, marks, today))
    return tuple(found) or (without_audit(goal),)


def without_audit(goal: Goal) -> GoalProgress:
    """The progress of a goal about which nothing was asked."""
    return GoalProgress(goal=goal, brand=goal.brand, ranking=None, status=GoalStatus.UNMEASURED)


def take_mark(goal: Goal, sample: Sample) -> Mark:
    """What a sample measured of a goal's metric, over the queries the goal is about."""
    measure = sample.add_up(goal.scope).measure(goal.metric, sample.brand.name, sample.brand.ranking)
    return Mark(sample.started_at.date(), measure, sample.searches.keys_of(goal.scope))


def judge_goal(goal: Goal, brand: str, ranking: str, marks: Sequence[Mark], today: date) -> GoalProgress:
    """How far a goal is, from marks of one brand and ranking that are like each other, oldest first.

    Args:
        goal: the goal.
        brand: whose progress it is.
        ranking: what the order of the results means.
        marks: what was measured; one without a value is a hole and is passed over.
        today: the day on which it is asked.
    """
    measured = [mark for mark in marks if mark.measure.value is not None]
    if not measured:
        return GoalProgress(goal=goal, brand=brand, ranking=ranking, status=GoalStatus.UNMEASURED)
    (since, first), (on, value) = (_read(measured[place]) for place in (0, -1))
    start = GoalStart(value=first, on=since) if since < on else None
    plan = None if start is None else plan_value(goal, start, on)
    to_go = max(0.0, _sign(goal) * (goal.target - value))
    return GoalProgress(
        goal=goal,
        brand=brand,
        ranking=ranking,
        status=_decide_status(goal, value, plan, max(today, on)),
        actual=measured[-1].measure,
        on=on,
        start=start,
        plan=plan,
        to_go=to_go,
        projection=project(goal, _list_alike(measured)) if to_go else None,
        list_changed=start is not None and measured[0].searches != measured[-1].searches,
    )


def _read(mark: Mark) -> tuple[date, float]:
    return mark.on, mark.measure.value or 0


def _list_alike(measured: Sequence[Mark]) -> list[tuple[date, float]]:
    """The values over the searches of the last one: a line drawn through others would go on with a change of list."""
    return [_read(mark) for mark in measured if mark.searches == measured[-1].searches]


def _sign(goal: Goal) -> int:
    return -1 if goal.metric in LESS_IS_BETTER else 1


def plan_value(goal: Goal, start: GoalStart, day: date) -> float:
    """What the plan has for a day: the straight line from the start to the target on the day it is due."""
    span = (goal.by - start.on).days
    if span <= 0 or day >= goal.by:
        return goal.target
    return start.value + (goal.target - start.value) * ((day - start.on).days / span)


def _decide_status(goal: Goal, value: float, plan: float | None, today: date) -> GoalStatus:
    sign = _sign(goal)
    if sign * value >= sign * goal.target:
        return GoalStatus.MET
    if today > goal.by:
        return GoalStatus.MISSED
    if plan is None:
        return GoalStatus.NOT_YET
    return GoalStatus.ON_TRACK if sign * value >= sign * plan else GoalStatus.BEHIND


def project(goal: Goal, known: Sequence[tuple[date, float]]) -> Projection | None:
    """The least-squares line through the last `LOOK_BACK` values; None through fewer than three, or on one day only."""
    recent = known[-LOOK_BACK:]
    last = recent[-1][0]
    days = [(day - last).days for day, _ in recent]
    centre = sum(days) / len(days)
    spread = sum((day - centre) ** 2 for day in days)
    if len(recent) < _FEWEST or not spread:
        return None
    mean = sum(value for _, value in recent) / len(recent)
    slope = sum((day - centre) * (value - mean) for day, (_, value) in zip(days, recent, strict=True)) / spread
    level = mean - slope * centre  # the line on the day of the last value
    due = level + slope * (goal.by - last).days
    return Projection(
        audits=len(recent),
        per_week=7 * slope,
        due=min(max(due, 0.0), _CEILINGS.get(goal.metric, inf)) if goal.by > last else None,
        reaches=_reach(goal, last, level, slope),
    )


def _reach(goal: Goal, last: date, level: float, slope: float) -> date | None:
    """The day on which the line comes to the target, the day of the last value where it is beyond it by then."""
    pace = _sign(goal) * slope
    if pace <= 0:
        return None
    days = max(0.0, _sign(goal) * (goal.target - level) / pace)
    return last + timedelta(days=ceil(days)) if days <= _FARTHEST.days else None
