"""Charts of curves: everything stays in its box, every level is round, and no line crosses a hole."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.goal import Goal, Metric
from searchgap.model.measure import Measure
from searchgap.model.progress import GoalProgress, GoalStart, GoalStatus
from searchgap.model.trend import TrendPoint
from searchgap.report.goals import build_goals
from searchgap.report.trend.chart import draw_chart, draw_runs
from searchgap.report.trend.rows import CurveRow
from searchgap.report.trend.scale import Scale, list_steps
from searchgap.report.trend.shapes import BOX
from searchgap.report.trend.spark import EDGE, HEIGHT, WIDTH, draw_spark

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)
SHARES = st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=80)
COUNTS = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=80)


def curve_of(values, *, metric=Metric.COVERAGE, days=None, goal=None, changes=None):
    """A curve with these values, a week apart unless `days` says otherwise."""
    days = days or [7 * number for number in range(len(values))]
    points = tuple(
        TrendPoint(
            audit_id=f"{number:08x}",
            started_at=FIRST + timedelta(days=day),
            measures={metric: measure_of(metric, value)},
            added=(changes or {}).get(number, 0),
        )
        for number, (day, value) in enumerate(zip(days, values, strict=True))
    )
    highest = max((value for value in values if value is not None), default=0.0)
    return CurveRow(
        metric=metric,
        label="coverage",
        points=points,
        values=tuple(values),
        plan=(),
        goal=goal,
        top=highest,
        last="40 % of 10 queries",
    )


def measure_of(metric, value):
    interval = None if value is None or metric is not Metric.COVERAGE else (value / 2, (1 + value) / 2)
    queries = 0 if value is None else 7
    return Measure(
        metric=metric,
        brand="Inkwell",
        ranking="search page",
        value=value,
        queries=queries,
        planned=10,
        of=100,
        interval=interval,
    )


def goal_of(target=0.5, *, by=date(2026, 6, 30), start=None):
    goal = Goal(metric=Metric.COVERAGE, target=target, by=by, brand="Inkwell")
    begun = start and GoalStart(value=start[0], on=start[1])
    (row,) = build_goals([GoalProgress(goal=goal, brand="Inkwell", ranking="r", status=GoalStatus.BEHIND, start=begun)])
    return row


def places_of(chart):
    """Every place that is drawn in the plot of a chart."""
    for stroke in chart.strokes:
        yield from (spot for run in stroke.runs for spot in run)
        yield from ((dot.x, dot.y) for dot in stroke.dots)
    yield from (spot for outline in chart.band for spot in outline)
    yield from ((hole.x, BOX.top) for hole in chart.holes)
    yield from ((hole.x + hole.width, BOX.top) for hole in chart.holes)
    yield from ((change.at, BOX.top) for change in chart.changes)
    yield from ((BOX.left, level.at) for level in chart.levels)
    yield from ((day.at, BOX.floor) for day in chart.days)
    if chart.aim:
        yield from ((BOX.left, chart.aim.y), *chart.aim.way)


def expect_inside(chart):
    for x, y in places_of(chart):
        assert BOX.left <= x <= BOX.right + 0.05
        assert BOX.top <= y <= BOX.floor
    for bar in chart.bases:
        assert BOX.left <= bar.x <= bar.x + bar.width <= BOX.right + 0.05
        assert 0 <= bar.measured <= bar.planned <= BOX.base_floor - BOX.base_top


@given(values=SHARES, target=st.floats(0, 1), ahead=st.integers(-1000, 5000), late=st.integers(-400, 4000))
def test_everything_stays_in_the_box(values, target, ahead, late):
    """Whatever the values, the goal and its plan are, nothing is drawn outside."""
    start = (0.3, FIRST.date() + timedelta(days=late))
    goal = goal_of(target, by=FIRST.date() + timedelta(days=ahead), start=start)
    expect_inside(draw_chart(curve_of(values, goal=goal), curve_of(values)))


@given(values=COUNTS, gaps=st.lists(st.floats(0, 900), min_size=80, max_size=80))
def test_any_days_between_audits_stay_in_the_box(values, gaps):
    """Audits minutes or years apart have their places, from left to right."""
    days = [sum(gaps[:number]) for number in range(len(values))]
    chart = draw_chart(curve_of(values, metric=Metric.PLACES, days=days))
    expect_inside(chart)
    places = [bar.x for bar in chart.bases]
    assert places == sorted(places)


@given(values=SHARES)
def test_no_line_crosses_a_hole(values):
    """There are as many lines as there are stretches without a hole, and each has one place for each value."""
    stretches = "".join("x" if value is not None else " " for value in values).split()
    chart = draw_chart(curve_of(values))
    assert [len(run) for run in chart.strokes[0].runs] == [len(stretch) for stretch in stretches]
    assert len(chart.holes) == values.count(None)
    lines = [(run[0].x, run[-1].x) for run in chart.strokes[0].runs]
    for hole, x in zip(
        chart.holes, [bar.x for bar, value in zip(chart.bases, values, strict=True) if value is None], strict=True
    ):
        assert hole.x == x
        assert not [line for line in lines if line[0] < x + hole.width / 2 < line[1] - 0.1 and len(values) < 40]


@given(values=SHARES)
def test_higher_values_stand_higher(values):
    """Places keep the order of values, and 0 stands on the floor."""
    runs = draw_chart(curve_of(values)).strokes[0].runs
    drawn = [spot.y for run in runs for spot in run]
    known = [value for value in values if value is not None]
    for (one, y), (other, z) in zip(
        zip(known, drawn, strict=True), zip(known[1:], drawn[1:], strict=False), strict=False
    ):
        assert (one - other) * (z - y) >= 0
    assert all(y == BOX.floor for value, y in zip(known, drawn, strict=True) if value == 0)


def test_a_single_audit_is_a_dot_in_the_middle():
    """One value is no line, and still seen."""
    (stroke,) = draw_chart(curve_of([0.4])).strokes
    assert [len(run) for run in stroke.runs] == [1]
    (dot,) = stroke.dots
    assert (dot.x, dot.words) == ((BOX.left + BOX.right) / 2, "2026-01-05: 40 % of 7 queries")


@pytest.mark.parametrize("value", [0.0, 0.37, 1.0])
def test_equal_values_are_a_level_line(value):
    """Without a change the line is level, at 0 on the floor."""
    (run,) = draw_chart(curve_of([value] * 5)).strokes[0].runs
    assert len({spot.y for spot in run}) == 1
    assert (run[0].y == BOX.floor) == (value == 0)


def test_nothing_but_holes_draws_no_line():
    """Where nothing was ever measured there are stripes, empty bases and no dot."""
    chart = draw_chart(curve_of([None, None, None]))
    assert (chart.strokes[0].runs, chart.strokes[0].dots, chart.band) == ((), (), ())
    assert len(chart.holes) == 3
    assert {bar.measured for bar in chart.bases} == {0}
    assert "3 of 3 audits without a value" in chart.words


def test_a_value_alone_between_holes_is_a_dot_among_hundreds():
    """Where there are too many audits for dots, those a line cannot show and the last one still have theirs."""
    values = [0.5] * 100 + [None, 0.2, None] + [0.5] * 100
    (stroke,) = draw_chart(curve_of(values)).strokes
    assert [dot.words[12:16] for dot in stroke.dots] == ["20 %", "50 %"]


def test_a_goal_is_a_level_with_its_day_and_a_way_there():
    """The plan leads from its start to the target on the day of the goal, to which the days then reach."""
    goal = goal_of(0.5, by=date(2026, 3, 2), start=(0.1, date(2026, 1, 5)))
    chart = draw_chart(curve_of([0.1, 0.2, 0.2, 0.3, 0.3], goal=goal))
    assert chart.aim.words == "at least 50 % by 2026-03-02"
    assert chart.aim.way[-1] == (BOX.right, chart.aim.y)
    assert "2026-03-02" in [day.words for day in chart.days]


def test_a_goal_far_away_does_not_squeeze_the_audits():
    """Years ahead the plan is drawn as far as the audits reach, and its day is told in words."""
    goal = goal_of(0.5, by=date(2036, 3, 2), start=(0.1, date(2026, 1, 5)))
    chart = draw_chart(curve_of([0.1, 0.2, 0.2], goal=goal))
    assert chart.strokes[0].runs[0][-1].x == BOX.right
    assert chart.aim.way[-1].x == BOX.right
    assert chart.aim.way[-1].y > chart.aim.y


def test_a_changed_list_is_marked_where_it_changed():
    """The mark stands at the audit that asked for another list."""
    chart = draw_chart(curve_of([0.1, 0.2, 0.2], changes={1: 10}))
    assert [(change.at, change.words) for change in chart.changes] == [(chart.strokes[0].runs[0][1].x, "+10")]


@given(top=st.floats(1e-6, 1e9), most=st.integers(1, 12))
def test_levels_are_round_and_reach_the_top(top, most):
    """From 0 in equal round steps, no more than asked for, to the first that is not below the top."""
    levels = list_steps(top, most=most)
    assert levels[0] == 0
    assert len(levels) <= most + 1
    assert levels[-1] >= top * (1 - 1e-6)
    step = levels[1]
    digit = step / 10 ** math.floor(math.log10(step) + 1e-6)
    assert round(digit, 3) in {1, 2, 5, 10}


def test_counts_have_no_levels_between_whole_numbers():
    """Two places are not divided into tenths."""
    assert list_steps(2, most=5, least=1) == (0, 1, 2)


@given(values=SHARES)
def test_a_small_curve_stays_in_its_cell(values):
    """The curve in a table has the same holes and no place outside."""
    spark = draw_spark(curve_of(values))
    assert sum(map(len, spark.runs)) == len(values) - values.count(None)
    for x, y in (*(spot for run in spark.runs for spot in run), *spark.dots):
        assert EDGE <= x <= WIDTH - EDGE
        assert EDGE <= y <= HEIGHT - EDGE


def test_runs_end_at_holes():
    """Three values around a hole are two lines."""
    upward = Scale(low=0, high=1, start=100, end=0)
    assert draw_runs([0.5, None, 1.0, 0.0], [1, 2, 3, 4], upward) == (((1, 50.0),), ((3, 0.0), (4, 100.0)))
