"""Goals as rows: plan against actual, and what would come if it went on like this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from searchgap.model.goal import Goal
from searchgap.model.measure import Measure
from searchgap.model.progress import Doubt, GoalProgress, GoalStatus, Projection
from searchgap.report.measures import METRIC_WORDS, word_measure, word_scope, word_target, word_value
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import round_number, word_count
from searchgap.rules.goals import LESS_IS_BETTER

PROJECTED = "if it went on like this"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionRow:
    """The straight line through the last audits, drawn on.

    Attributes:
        audits: how many audits the line is laid through.
        per_week: how much it rises in a week.
        due: its value on the day the goal is due; None where that day is past.
        reaches: the day it comes to the target, ISO 8601; None where it does not.
        words: the same for a reader, named as the projection it is.
    """

    audits: int
    per_week: float
    due: float | None
    reaches: str | None
    words: str


class StartRow(NamedTuple):
    """Where a plan starts: the value, and the day in ISO 8601."""

    value: float
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """One goal of one brand under one kind of ranking.

    Attributes:
        brand: the brand, as configured; None where nothing was asked for any.
        ranking: what the order of the results means; None where nothing was asked.
        goal: the goal.
        status: where it stands.
        measure: the last value measured, with its base; None where there is none.
        value: that value; None where there is none.
        measured_on: the day of it, ISO 8601.
        start: where the plan starts; None without a plan.
        plan: what the plan has for the day of the value; None without a plan.
        to_go: how far the value is short of the target.
        projection: None without one.
        list_changed: whether the searches are others than at the start of the plan.
        alike: the value over the searches asked for at the start too; None where the searches are the same.
        doubt: why the goal is unproven; None unless it is.
        label: whose goal about what, for display.
        target_words: the target and its day.
        actual_words: the value, its base and its day, or why there is none.
        plan_words: what the plan has, and where it starts; a dash without a plan.
        status_words: where it stands.
        doubt_words: why the goal is unproven; None unless it is.
    """

    brand: str | None
    ranking: str | None
    goal: Goal
    status: GoalStatus
    measure: Measure | None
    value: float | None
    measured_on: str | None
    start: StartRow | None
    plan: float | None
    to_go: float | None
    projection: ProjectionRow | None
    list_changed: bool
    alike: float | None
    doubt: Doubt | None
    label: str
    target_words: str
    actual_words: str
    plan_words: str
    status_words: str
    doubt_words: str | None

    @property
    def sentence(self) -> str:
        """All of it in a line: where it stands, plan against actual, and what would come if it went on like this."""
        words = f"{self.status_words}: {self.label}, {self.target_words}; {self.actual_words}; plan {self.plan_words}"
        projected = None if self.projection is None else self.projection.words
        return "; ".join(filter(None, (words, self.doubt_words, projected)))


def build_goals(progress: Iterable[GoalProgress]) -> tuple[GoalRow, ...]:
    """A row for each goal of each brand and ranking, in the order given."""
    known = tuple(progress)
    apart = {one.ranking for one in known if one.ranking is not None}
    return tuple(_build_row(one, apart=len(apart) > 1) for one in known)


def _build_row(progress: GoalProgress, *, apart: bool) -> GoalRow:
    goal, start, measure = progress.goal, progress.start, progress.actual
    return GoalRow(
        brand=progress.brand,
        ranking=progress.ranking,
        goal=goal,
        status=progress.status,
        measure=measure,
        value=None if measure is None else _round(measure.value),
        measured_on=_stamp(progress.on),
        start=None if start is None else StartRow(round_number(start.value), start.on.isoformat()),
        plan=_round(progress.plan),
        to_go=_round(progress.to_go),
        projection=None if progress.projection is None else _build_projection(goal, progress.projection),
        list_changed=progress.list_changed,
        alike=None if progress.alike is None else _round(progress.alike.value),
        doubt=progress.doubt,
        label=_label(progress, apart=apart),
        target_words=_word_target(goal),
        actual_words=_word_actual(progress),
        plan_words=_word_plan(progress),
        status_words=_STATUS_WORDS[progress.status],
        doubt_words=None if progress.doubt is None else _DOUBT_WORDS[progress.doubt],
    )


_STATUS_WORDS = {
    GoalStatus.MET: "met",
    GoalStatus.UNPROVEN: "unproven",
    GoalStatus.ON_TRACK: "on track",
    GoalStatus.BEHIND: "behind",
    GoalStatus.NOT_YET: "not yet",
    GoalStatus.MISSED: "missed",
    GoalStatus.UNMEASURED: "not measured",
}

_DOUBT_WORDS = {
    Doubt.SEARCHED_OTHERWISE: "at the target since it is searched otherwise; the audits before that were short of it",
    Doubt.OTHER_LIST: "at the target over another list of queries than at the start, which alone may have done it",
    Doubt.NOT_MEASURED: "at the target if what was not measured adds nothing to it",
}


def _build_projection(goal: Goal, projection: Projection) -> ProjectionRow:
    due = "" if projection.due is None else f"{word_value(goal.metric, projection.due)} on {goal.by}, "
    if projection.reaches is None:
        end = f"not on this path to {word_target(goal.metric, goal.target)}"
    else:
        end = f"{word_target(goal.metric, goal.target)} on {projection.reaches}"
    return ProjectionRow(
        audits=projection.audits,
        per_week=_round(projection.per_week) or 0,
        due=_round(projection.due),
        reaches=_stamp(projection.reaches),
        words=f"{PROJECTED} (a straight line through the last {projection.audits} audits): {due}{end}",
    )


def _label(progress: GoalProgress, *, apart: bool) -> str:
    goal = progress.goal
    whom = clean_text(progress.brand, NAME_LIMIT) if progress.brand is not None else "any brand"
    if apart and progress.ranking is not None:
        whom += f" ({clean_text(progress.ranking, NAME_LIMIT)})"
    scope = word_scope(goal.scope)
    return f"{whom}: {METRIC_WORDS[goal.metric]}" + (f", {scope}" if scope else "")


def _word_target(goal: Goal) -> str:
    bound = "at most" if goal.metric in LESS_IS_BETTER else "at least"
    return f"{bound} {word_target(goal.metric, goal.target)} by {goal.by}"


def _word_actual(progress: GoalProgress) -> str:
    if progress.actual is None:
        return "nothing of it was searched" if progress.ranking is None else "less than half of it was measured"
    words = f"{word_measure(progress.actual)} on {progress.on}"
    days = 0 if progress.asked_on is None or progress.on is None else (progress.asked_on - progress.on).days
    return f"{words}, {word_count(days, 'day')} old" if days else words


def _word_plan(progress: GoalProgress) -> str:
    if progress.plan is None or progress.start is None:
        return "-"
    metric = progress.goal.metric
    start = f"{word_value(metric, progress.start.value)} on {progress.start.on}"
    words = f"{word_value(metric, progress.plan)}, from {start}"
    if progress.alike is None:
        return words
    return f"{words}; over the searches asked for on both days {word_measure(progress.alike)}"


def _round(number: float | None) -> float | None:
    return None if number is None else round_number(number)


def _stamp(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
