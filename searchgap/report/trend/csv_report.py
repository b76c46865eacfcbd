"""A trend for a spreadsheet: one row per series, metric and audit, with the base of every number and a goal's plan."""

from collections.abc import Iterator

from searchgap.report.base import PLAIN, Layout
from searchgap.report.csv_report import write_rows
from searchgap.report.csv_tables import Row
from searchgap.report.trend.notes import word_search
from searchgap.report.trend.rows import CurveRow, SeriesRow, TrendView
from searchgap.report.words import round_share, stamp_moment

_COLUMNS = (
    *("brand", "ranking", "topic", "query", "series", "queries_counted", "metric"),
    *("audit_id", "started_at", "value", "coverage_low", "coverage_high"),
    *("measured_queries", "planned_queries", "measured_places", "searches_added", "searches_dropped"),
    *("goal_plan", "goal_target", "goal_by", "goal_status", "searched"),
)


def render(view: TrendView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one table
    """Every point of every series."""
    return write_rows(_COLUMNS, _list_rows(view))


def _list_rows(view: TrendView) -> Iterator[Row]:
    for row in view.series:
        for curve in row.curves:
            yield from _list_points(row, curve, "as measured")
        for curve in row.same:
            yield from _list_points(row, curve, "same searches")


def _list_points(row: SeriesRow, curve: CurveRow, counted: str) -> Iterator[Row]:
    series = row.series
    which = "current" if series.current else "earlier"
    about = (series.brand, series.ranking, series.topic, series.query, which, counted, curve.metric.value)
    goal = (curve.goal.goal.target, curve.goal.goal.by.isoformat(), curve.goal.status.value) if curve.goal else None
    searched = word_search(series.terms)
    plan = curve.plan or (None,) * len(curve.points)
    for point, value, planned in zip(curve.points, curve.values, plan, strict=True):
        measure = point.measures[curve.metric]
        interval = measure.interval and tuple(map(round_share, measure.interval))
        yield (
            *(*about, point.audit_id, stamp_moment(point.started_at), value),
            *(interval or (None, None)),
            *(measure.queries, measure.planned, measure.of),
            *((point.added, point.dropped) if counted == "as measured" else (None, None)),
            *(planned, *(goal or (None, None, None)), searched),
        )
