"""What a report on a trend shows: numbers rounded and worded, curves ready to be drawn, notes on what is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from searchgap.model.goal import Metric
from searchgap.model.trend import Trend, TrendPoint, TrendSeries
from searchgap.report.goals import GoalRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRow:
    """One metric of one series, over whatever each audit asked for or over the searches all of them asked for.

    Attributes:
        metric: what is measured.
        label: the metric for display, or what sets the curve apart from the one above it.
        points: the audits, oldest first.
        values: rounded, one for each point; None is a hole.
        plan: what the plan of a goal has for each point; None where it has none, empty without a goal.
        goal: the first goal about this very number; None without one.
        top: the value a full block stands for; every curve starts at 0.
        last: the last known value with its base, and the first one.
    """

    metric: Metric
    label: str
    points: Sequence[TrendPoint]
    values: tuple[float | None, ...]
    plan: tuple[float | None, ...]
    goal: GoalRow | None
    top: float
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """The curves of one series.

    Attributes:
        series: the series.
        label: the brand, with the ranking where there are several, and what the series is limited to.
        scope: the topic, for a list of topics; "" without one.
        about: how many audits, from when to when, and how they searched.
        curves: as measured, by metric.
        same: the same curves over the searches that all audits asked for; empty where they all asked for the same.
        changes: a sentence for each audit that asked for another list than the one before.
    """

    series: TrendSeries
    label: str
    scope: str
    about: str
    curves: tuple[CurveRow, ...]
    same: tuple[CurveRow, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandTrend:
    """The current series of a brand under one ranking: one that stands first, and its topics."""

    main: SeriesRow
    topics: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendView:
    """A whole report on a trend.

    Attributes:
        title: how many audits, from when to when.
        trend: the series.
        series: every series, current or not.
        brands: the current ones, for formats for people.
        goals: the goals of the brands shown.
        notes: what a reader must know to trust the numbers.
    """

    title: str
    trend: Trend
    series: tuple[SeriesRow, ...]
    brands: tuple[BrandTrend, ...]
    goals: tuple[GoalRow, ...]
    notes: tuple[str, ...]
