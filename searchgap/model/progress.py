"""How far a goal is: plan against actual, and what would come if it went on like this."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from searchgap.model.goal import Goal
from searchgap.model.measure import Measure


class GoalStatus(StrEnum):
    """Where a goal stands.

    `unproven` is at the target, by something else than a change of what is measured; `on-track` is at or beyond the
    straight line from the start to the target; `not-yet` is short of the target without a start to draw that line from;
    `unmeasured` is not knowing.
    """

    MET = "met"
    UNPROVEN = "unproven"
    ON_TRACK = "on-track"
    BEHIND = "behind"
    NOT_YET = "not-yet"
    MISSED = "missed"
    UNMEASURED = "unmeasured"


class Doubt(StrEnum):
    """Why a value at the target does not prove that the goal is met."""

    SEARCHED_OTHERWISE = "searched-otherwise"
    """It is there since another provider, engine, market or depth was asked; asked as before it was short of it."""
    OTHER_LIST = "other-list"
    """It is there over another list of queries than at the start, and the queries of both lists do not show it."""
    NOT_MEASURED = "not-measured"
    """It is a count that what was not measured could raise above the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalStart:
    """Where the plan of a goal starts: the value that the first audit measured, and the day of that audit.

    Where the list of queries is another since, it is the value over the searches that both lists have.
    """

    value: float
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """The straight line through the last audits drawn on: what would come if it went on like this, not a forecast.

    Attributes:
        audits: how many audits the line is laid through.
        per_week: how much it rises in a week.
        due: its value on the day the goal is due, kept within what the metric can be; None where that day is past.
        reaches: the day it comes to the target; None where it does not within ten years.
    """

    audits: int
    per_week: float
    due: float | None
    reaches: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """A goal held against what was measured, for one brand under one kind of ranking.

    Attributes:
        goal: the goal.
        brand: whose progress it is; None where no audit asked for what a goal without a brand is about.
        ranking: what the order of the results means; None where no audit asked for what the goal is about.
        status: where it stands.
        asked_on: the day on which it was asked how far it is; None where nothing is known of it.
        actual: the last value measured; None where there is none.
        on: the day of that value.
        start: where the plan starts; None without an earlier audit like it.
        plan: what the plan has for the day of the actual value; None without a start.
        to_go: how far the actual value is short of the target, 0 where it is met; None without an actual value.
        projection: None where the goal is met, or fewer than three audits measured the searches it is about now.
        alike: the actual value over the searches that the audit at the start made too, which is held against the plan
            where the list of queries is another since; None where it is the same.
        doubt: why the goal is unproven; None unless it is.
    """

    goal: Goal
    brand: str | None
    ranking: str | None
    status: GoalStatus
    asked_on: date | None = None
    actual: Measure | None = None
    on: date | None = None
    start: GoalStart | None = None
    plan: float | None = None
    to_go: float | None = None
    projection: Projection | None = None
    alike: Measure | None = None
    doubt: Doubt | None = None

    @property
    def list_changed(self) -> bool:
        """Whether the searches the goal is about are others than at the start of the plan."""
        return self.alike is not None
