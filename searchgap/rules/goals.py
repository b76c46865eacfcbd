"""Goals held against what was measured: a straight plan, where the goal stands, and where the last audits point.

A goal is met by what is measured, not by measuring otherwise: another provider, another list of queries, or searches
that failed may put a value at its target, and prove nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import ceil, inf
from typing import NamedTuple

from searchgap.model.goal import Goal, Metric
from searchgap.model.measure import Measure
from searchgap.model.progress import Doubt, GoalProgress, GoalStart, GoalStatus, Projection
from searchgap.rules.strands import Sample, Samples, group_alike, part_selections

LESS_IS_BETTER = frozenset({Metric.GAP_SCORE, Metric.CONTESTED, Metric.ABSENT, Metric.UNMEASURED})

LOOK_BACK = 8  # audits a projection is laid through: two months of weekly ones
_FEWEST = 3
_FARTHEST = timedelta(days=3653)
_CEILINGS: Mapping[Metric, float] = {Metric.COVERAGE: 1.0, Metric.SHARE_OF_VOICE: 1.0, Metric.GAP_SCORE: 100.0}
_GROWING = frozenset({Metric.CONTESTED, Metric.ABSENT})  # counts that a search that failed makes smaller than they are
_LEAST_MEASURED = 0.5


class Mark(NamedTuple):
    """What an audit measured of a goal's metric, on which day, and over which searches."""

    on: date
    measure: Measure
    searches: frozenset[str] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether there is a value, and at least half of what it is about was measured."""
        measure = self.measure
        enough = measure.metric is Metric.UNMEASURED or measure.queries >= _LEAST_MEASURED * measure.planned
        return measure.value is not None and enough


class Shared(NamedTuple):
    """What the audit at the start and the last one measured over the searches that both of them made."""

    start: Measure
    last: Measure


def follow_goal(goal: Goal, samples: Samples, today: date) -> tuple[GoalProgress, ...]:
    """How far a goal is, once for each brand and kind of ranking it takes in.

    Only audits that are like the latest one are held against each other, and none that asked for a chosen part of what
    its configuration has.

    Args:
        goal: the goal; its metric is one that every audit has.
        samples: the audits, judged under one set of rules.
        today: the day on which it is asked.
    """
    asked = {key: list(_list_asked(goal, some)) for key, some in samples.items() if goal.brand in {None, key[0]}}
    found = []
    for (brand, ranking), some in asked.items():
        if some:
            others = [sample for key in asked if key[0] == brand and key[1] != ranking for sample in asked[key]]
            found.append(_follow(goal, some, others, today))
    return tuple(found) or (without_audit(goal),)


def _list_asked(goal: Goal, samples: Sequence[Sample]) -> Iterator[Sample]:
    whole, _ = part_selections(samples)
    return (sample for sample in whole if sample.searches.keys_of(goal.scope))


def without_audit(goal: Goal) -> GoalProgress:
    """The progress of a goal about which nothing was asked."""
    return GoalProgress(goal=goal, brand=goal.brand, ranking=None, status=GoalStatus.UNMEASURED)


def _follow(goal: Goal, asked: Sequence[Sample], others: Sequence[Sample], today: date) -> GoalProgress:
    """The progress by samples of one brand and ranking; others of the brand are under another ranking."""
    current, *unlike = group_alike(asked)
    known = [sample for sample in current.samples if take_mark(goal, sample).counts]
    if not known:
        brand = asked[-1].brand
        return GoalProgress(goal=goal, brand=brand.name, ranking=brand.ranking, status=GoalStatus.UNMEASURED)
    others = [*others, *(sample for strand in unlike for sample in strand.samples)]
    earlier = sorted((one for one in others if one.started_at < known[0].started_at), key=_moment_of)
    former = [mark for sample in earlier if (mark := take_mark(goal, sample)).counts]
    return judge_goal(
        goal,
        [take_mark(goal, sample) for sample in known],
        today,
        shared=_share(goal, known[0], known[-1]),
        former=former[-1] if former else None,
    )


def _moment_of(sample: Sample) -> datetime:
    return sample.started_at


def take_mark(goal: Goal, sample: Sample) -> Mark:
    """What a sample measured of a goal's metric, over the queries the goal is about."""
    measure = sample.add_up(goal.scope).measure(goal.metric, sample.brand.name, sample.brand.ranking)
    return Mark(sample.started_at.date(), measure, sample.searches.keys_of(goal.scope))


def _share(goal: Goal, first: Sample, last: Sample) -> Shared | None:
    """What two samples measured over the searches of both; None where they made the same ones."""
    lists = [sample.searches.keys_of(goal.scope) for sample in (first, last)]
    if lists[0] == lists[1]:
        return None
    sums = (sample.add_up_some(goal.scope, lists[0] & lists[1]) for sample in (first, last))
    return Shared(*(some.measure(goal.metric, last.brand.name, last.brand.ranking) for some in sums))


def judge_goal(
    goal: Goal, marks: Sequence[Mark], today: date, *, shared: Shared | None = None, former: Mark | None = None
) -> GoalProgress:
    """How far a goal is, from what was measured for one brand under one kind of ranking.

    Args:
        goal: the goal.
        marks: at least one, each of which counts, like each other and oldest first.
        today: the day on which it is asked.
        shared: the first and the last of them over the searches of both; None where those are the same.
        former: the last one before them that is unlike them.
    """
    first, last = marks[0], marks[-1]
    actual, held = last.measure, shared.last if shared else last.measure
    start = _find_start(first, last, shared)
    plan = None if start is None else plan_value(goal, start, last.on)
    doubt = _find_doubt(goal, marks, shared, former)
    asked_on = max(today, last.on)
    return GoalProgress(
        goal=goal,
        brand=actual.brand,
        ranking=actual.ranking,
        status=_decide_status(goal, actual, doubt) or _hold_against_plan(goal, held, plan, asked_on),
        asked_on=asked_on,
        actual=actual,
        on=last.on,
        start=start,
        plan=plan,
        to_go=max(0.0, _sign(goal) * (goal.target - _read(last))),
        projection=None if _is_reached(goal, actual) else project(goal, _list_alike(marks)),
        alike=shared.last if shared else None,
        doubt=doubt,
    )


def _read(mark: Mark) -> float:
    return mark.measure.value or 0


def _find_start(first: Mark, last: Mark, shared: Shared | None) -> GoalStart | None:
    value = (shared.start if shared else first.measure).value
    return GoalStart(value=value, on=first.on) if first.on < last.on and value is not None else None


def _list_alike(marks: Sequence[Mark]) -> list[tuple[date, float]]:
    """The values over the searches of the last one: a line drawn through others would go on with a change of list."""
    return [(mark.on, _read(mark)) for mark in marks if mark.searches == marks[-1].searches]


def _sign(goal: Goal) -> int:
    return -1 if goal.metric in LESS_IS_BETTER else 1


def _is_beyond(goal: Goal, value: float | None, bound: float) -> bool:
    return value is not None and _sign(goal) * value >= _sign(goal) * bound


def _is_reached(goal: Goal, measure: Measure) -> bool:
    return _is_beyond(goal, measure.value, goal.target)


def _find_doubt(goal: Goal, marks: Sequence[Mark], shared: Shared | None, former: Mark | None) -> Doubt | None:
    """What else than a change of what is measured may have put the last mark at the target."""
    reached = [_is_reached(goal, mark.measure) for mark in marks]
    if not reached[-1]:
        return None
    if not _is_beyond(goal, _count_worst(marks[-1].measure), goal.target):
        return Doubt.NOT_MEASURED
    if shared and not reached[0] and [_is_reached(goal, side) for side in shared] != [False, True]:
        return Doubt.OTHER_LIST
    if former and not _is_reached(goal, former.measure) and all(reached):
        return Doubt.SEARCHED_OTHERWISE
    return None


def _count_worst(measure: Measure) -> float | None:
    """The value; of a count what it would be if all that was not measured added to it."""
    if measure.value is None or measure.metric not in _GROWING:
        return measure.value
    return measure.value + measure.planned - measure.queries


def plan_value(goal: Goal, start: GoalStart, day: date) -> float:
    """What the plan has for a day: the straight line from the start to the target on the day it is due."""
    span = (goal.by - start.on).days
    if span <= 0 or day >= goal.by:
        return goal.target
    return start.value + (goal.target - start.value) * ((day - start.on).days / span)


def _decide_status(goal: Goal, actual: Measure, doubt: Doubt | None) -> GoalStatus | None:
    if not _is_reached(goal, actual):
        return None
    return GoalStatus.UNPROVEN if doubt else GoalStatus.MET


def _hold_against_plan(goal: Goal, measure: Measure, plan: float | None, today: date) -> GoalStatus:
    if today > goal.by:
        return GoalStatus.MISSED
    if plan is None:
        return GoalStatus.NOT_YET
    return GoalStatus.ON_TRACK if _is_beyond(goal, _count_worst(measure), plan) else GoalStatus.BEHIND


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
