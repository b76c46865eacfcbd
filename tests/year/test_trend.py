"""The curves of the year, against what was so."""

from itertools import pairwise

import pytest

from searchgap.model.goal import Metric
from searchgap.rules.measures import STANDING
from searchgap.rules.strands import take_samples
from searchgap.rules.trend import TrendWish, build_trend


@pytest.fixture(scope="module")
def trend(audits):
    """Every metric of the year."""
    return build_trend(take_samples(audits), TrendWish(metrics=STANDING))


@pytest.fixture(scope="module")
def first(trend):
    """The series under the first provider."""
    return trend.series[1]


def read(points, metric=Metric.COVERAGE):
    return {int(point.audit_id): point.measures[metric] for point in points}


def test_two_providers_are_two_curves(trend, world):
    """The weeks before and after the change of provider stand in two series, and no point is in both or in none."""
    current, former = trend.series
    assert (current.current, former.current) == (True, False)
    assert [terms.provider for terms in current.terms + former.terms] == ["searchapi", "serper"]
    assert list(read(former.points)) == list(range(1, world.MOVED))
    assert list(read(current.points)) == list(range(world.MOVED, 53))
    assert trend.left_out == ()


def test_every_value_is_the_true_one(trend, world, year):
    """In each week in which everything was answered coverage is what it was, over all that was asked for."""
    for series in trend.series:
        for week, measure in read(series.points).items():
            if week not in {world.DARK, world.DIM}:
                assert (measure.value, measure.queries) == (year.coverage(week), len(year.asked(week)))


def test_a_week_without_an_answer_is_a_hole(first, world):
    """Nothing is known of any metric in the week in which nothing was answered, except how much is not measured."""
    for metric in STANDING:
        measure = read(first.points, metric)[world.DARK]
        assert (measure.value, measure.queries) == (40 if metric is Metric.UNMEASURED else None, 0)
        assert read(first.same, metric)[world.DARK] == measure


def test_a_week_of_few_answers_says_how_little_it_knows(first, world, year):
    """In the week of four answers the value rests on four queries, and its interval has room for the truth."""
    measure = read(first.points)[world.DIM]
    low, high = measure.interval
    assert (measure.queries, measure.planned, measure.value) == (4, 40, 0.25)
    assert low < year.coverage(world.DIM) < high
    assert high - low > 0.5


def test_a_longer_list_is_marked(first, world):
    """The week in which the list grew is the only one with searches added, and none was dropped."""
    assert [(int(point.audit_id), point.added) for point in first.points if point.added] == [(world.GROWTH, 10)]
    assert not any(point.dropped for point in first.points)


def test_the_same_searches_do_not_jump_with_the_list(first, world, year):
    """Coverage jumps in the week in which the list grew; over the searches of all weeks it is what it was there."""
    week = world.GROWTH
    values, same = (
        {week: measure.value for week, measure in read(points).items()} for points in (first.points, first.same)
    )
    assert values[week] - values[week - 1] > 0.08
    assert first.common == 40
    assert same[week] == year.coverage(week, world.AT_FIRST)
    steps = [abs(same[after] - same[before]) for before, after in pairwise(range(13, world.MOVED)) if after != week]
    assert abs(same[week] - same[week - 1]) <= max(steps)
    assert all(measure.queries == 40 for after, measure in read(first.same).items() if after >= 13)


def test_the_improvement_is_in_its_own_curve(audits, world):
    """The query that was answered is absent through the first half of the year and present from the week after."""
    trend = build_trend(take_samples(audits), TrendWish(queries=(world.ANSWERED,), metrics=(Metric.COVERAGE,)))
    values = {week: measure.value for week, measure in read(trend.series[1].points).items()}
    assert {week for week, value in values.items() if value == 1} == set(range(world.ACTED + 1, world.MOVED))
    assert {week for week, value in values.items() if value is None} == {world.DARK, world.DIM}
