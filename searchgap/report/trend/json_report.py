"""A trend as JSON, version 1: within a version keys are only added; a hole is null, never 0."""

from collections.abc import Iterator

from searchgap.model.goal import Metric
from searchgap.model.trend import LeftOut, SearchTerms, TrendPoint
from searchgap.report.base import PLAIN, Layout
from searchgap.report.json_report import shape_goal
from searchgap.report.json_text import write_array, write_object, write_value
from searchgap.report.trend.rows import CurveRow, SeriesRow, TrendView
from searchgap.report.words import round_share, stamp_moment

VERSION = 1

_Shape = dict[str, object]


def render(view: TrendView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The trend as one JSON object, an audit to a line."""
    members = {
        "version": write_value(VERSION),
        "notes": write_value(view.notes),
        "series": write_array((_write_series(row) for row in view.series), "  "),
        "left_out": write_array((write_value(_shape_left_out(one)) for one in view.trend.left_out), "  "),
        "goals": write_array((write_value(shape_goal(row)) for row in view.goals), "  "),
    }
    yield from write_object(members, " ")
    yield "\n"


def _write_series(row: SeriesRow) -> Iterator[str]:
    series = row.series
    about = {
        "brand": series.brand,
        "ranking": series.ranking,
        "topic": series.topic,
        "query": series.query,
        "current": series.current,
        "searched_with": [_shape_terms(terms) for terms in series.terms],
        "common_searches": series.common,
    }
    yield from write_object(
        {
            **{name: write_value(value) for name, value in about.items()},
            "points": write_array(map(write_value, _shape_points(row.curves, with_changes=True)), "    "),
            "same_searches": write_array(map(write_value, _shape_points(row.same, with_changes=False)), "    "),
        },
        "   ",
    )


def _shape_terms(terms: SearchTerms) -> _Shape:
    market = terms.market
    return {
        "provider": terms.provider,
        "engine": terms.engine,
        "country": market.country,
        "language": market.language,
        "location": market.location,
        "device": market.device,
        "depth": terms.depth,
    }


def _shape_points(curves: tuple[CurveRow, ...], *, with_changes: bool) -> Iterator[_Shape]:
    points = curves[0].points if curves else ()
    for number, point in enumerate(points):
        changes = {"added": point.added, "dropped": point.dropped} if with_changes else {}
        yield {
            "audit": point.audit_id,
            "started_at": stamp_moment(point.started_at),
            **_shape_base(point),
            **changes,
            "reused": point.reused,
            **{curve.metric.value: curve.values[number] for curve in curves},
            **_shape_extras(point),
        }


def _shape_base(point: TrendPoint) -> _Shape:
    measure = next(iter(point.measures.values()))
    return {"measured": measure.queries, "planned": measure.planned}


def _shape_extras(point: TrendPoint) -> _Shape:
    """What belongs to the value of a metric: the interval of coverage, and how many places were measured."""
    extras: _Shape = {}
    if coverage := point.measures.get(Metric.COVERAGE):
        extras["coverage_interval"] = coverage.interval and list(map(round_share, coverage.interval))
    if places := point.measures.get(Metric.PLACES):
        extras["places_measured"] = places.of
    return extras


def _shape_left_out(one: LeftOut) -> _Shape:
    return {
        "audit": one.audit_id,
        "started_at": stamp_moment(one.started_at),
        "brand": one.brand,
        "ranking": one.ranking,
        "searches": one.searches,
        "of": one.of,
        "reason": "it asked for a chosen part of the searches",
    }
