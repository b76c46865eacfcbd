"""The goals of the year as they stood week by week, against what was so."""

from dataclasses import replace
from datetime import date, timedelta
from statistics import linear_regression

import pytest

from searchgap.model.goal import Goal, Metric
from searchgap.model.progress import Doubt, GoalStatus
from searchgap.rules.goals import LOOK_BACK, follow_goal
from searchgap.rules.strands import take_samples

HALF = Goal(metric=Metric.COVERAGE, target=0.5, by=date(2026, 12, 31))
EVERYTHING = Goal(metric=Metric.COVERAGE, target=1.0, by=date(2026, 6, 30))
IMPOSSIBLE = Goal(metric=Metric.COVERAGE, target=1.0, by=date(2026, 12, 31), query="lamp hums")
WHOLE = (*range(1, 11), *range(13, 42))
"""The weeks of the first provider in which everything was answered."""


@pytest.fixture(scope="module")
def follow(audits, world):
    """How a goal stood on the day of a week's audit."""

    def of(goal, week):
        (progress,) = follow_goal(goal, take_samples(audits[:week]), world.started(week).date())
        return progress

    return of


def plan(goal, first, week, world):
    """What a straight line from the first audit to the target has for a week, worked out anew."""
    start, today = world.started(1).date(), world.started(week).date()
    return first + (goal.target - first) * min(1, (today - start) / (goal.by - start))


def test_the_configuration_has_these_goals(config):
    """What is followed here is what the program reads."""
    assert config.goals == (HALF, EVERYTHING, IMPOSSIBLE)


@pytest.mark.parametrize("goal", [HALF, EVERYTHING])
def test_a_goal_stands_where_the_truth_stands(follow, world, year, goal):
    """In every whole week the value is the true one, and the status follows from the queries asked for all year."""
    statuses = set()
    for week in WHOLE[1:]:
        progress = follow(goal, week)
        value, planned = year.coverage(week), plan(goal, year.coverage(1), week, world)
        assert progress.actual.value == value
        assert progress.plan == pytest.approx(planned)
        missed = world.started(week).date() > goal.by
        expected = GoalStatus.ON_TRACK if year.coverage(week, world.AT_FIRST) >= planned else GoalStatus.BEHIND
        assert progress.status is (GoalStatus.MISSED if missed else expected)
        statuses.add(progress.status)
    assert GoalStatus.BEHIND in statuses


def test_one_audit_is_no_plan(follow):
    """On the day of the first audit a goal is not reached yet, and neither on track nor behind."""
    progress = follow(HALF, 1)
    assert (progress.status, progress.start, progress.projection) == (GoalStatus.NOT_YET, None, None)


def test_a_week_without_an_answer_changes_nothing(follow, world):
    """In the week in which nothing was answered a goal stands where it stood, on the day that was measured last."""
    before, dark = follow(HALF, world.DARK - 1), follow(HALF, world.DARK)
    assert (dark.status, dark.actual, dark.on) == (before.status, before.actual, world.started(world.DARK - 1).date())
    assert dark.projection == before.projection


def test_few_answers_decide_nothing(follow, world):
    """In the week of four answers of forty a goal stands where it stood before the provider failed."""
    before, dim = follow(HALF, world.DARK - 1), follow(HALF, world.DIM)
    assert (dim.status, dim.actual, dim.on) == (before.status, before.actual, before.on)


def test_a_longer_list_keeps_no_plan(follow, world, year):
    """In the week in which the list grew coverage jumps beyond the plan, and the goal is behind as it was."""
    progress = follow(HALF, world.GROWTH)
    assert progress.actual.value > progress.plan > progress.alike.value == year.coverage(world.GROWTH, world.AT_FIRST)
    assert progress.status is GoalStatus.BEHIND


def test_another_provider_meets_no_goal(follow, world, year):
    """A target between what the two providers show is reached by the change alone, which is never called met."""
    target = (year.coverage(world.MOVED - 1) + min(map(year.coverage, range(world.MOVED, 53)))) / 2
    between = replace(HALF, target=target)
    assert year.coverage(world.MOVED - 1) < target < year.coverage(world.MOVED)
    assert {follow(between, week).status for week in range(world.MOVED, 53)} == {GoalStatus.UNPROVEN}
    assert follow(between, 52).doubt is Doubt.SEARCHED_OTHERWISE


def test_another_list_than_at_the_start_is_said(follow, world):
    """From the week in which the list grew on it is said that the plan began over another list, until a new one."""
    changed = {week for week in (*WHOLE, *range(world.MOVED, 53)) if follow(HALF, week).list_changed}
    assert changed == set(range(world.GROWTH, world.MOVED))


def test_a_line_is_drawn_through_three_audits_or_not_at_all(follow, world):
    """A projection needs three audits of one provider over one list; until then there is none."""
    weeks = {week for week in (*WHOLE, *range(world.MOVED, 53)) if follow(EVERYTHING, week).projection is None}
    assert weeks == {1, 2, world.GROWTH, world.GROWTH + 1, world.MOVED, world.MOVED + 1}


def test_a_longer_list_is_no_progress_that_could_go_on(follow, world, year):
    """After the list grew the projection is the line through the weeks since, in which nothing rose but by chance."""
    for week in range(world.GROWTH + 2, world.ACTED + 1):
        weeks = list(range(world.GROWTH, week + 1))[-LOOK_BACK:]
        slope = linear_regression(weeks, [year.coverage(one) for one in weeks]).slope
        projection = follow(HALF, week).projection
        assert projection.audits == len(weeks)
        assert projection.per_week == pytest.approx(slope)


def test_what_cannot_be_reached_is_not_promised(follow, world):
    """Of the query on which nothing ever happens no line comes to the target, and it is behind all year."""
    for week in range(3, world.MOVED):
        progress = follow(IMPOSSIBLE, week)
        assert (progress.actual.value, progress.status) == (0, GoalStatus.BEHIND)
        assert progress.projection.reaches is None


def test_another_provider_starts_anew(follow, world, year):
    """With the provider the value changes, and neither start, plan nor line goes back to the one before."""
    first, second = follow(EVERYTHING, world.MOVED), follow(EVERYTHING, world.MOVED + 1)
    assert year.coverage(world.MOVED) - year.coverage(world.MOVED - 1) > 0.1
    assert (first.start, first.plan, first.projection) == (None, None, None)
    assert second.start.on == world.started(world.MOVED).date()
    assert follow(IMPOSSIBLE, world.MOVED).status is GoalStatus.NOT_YET


def test_after_the_last_day_a_goal_is_missed(audits, world):
    """A goal whose day has passed without an audit is missed, not behind."""
    samples = take_samples(audits[: world.MOVED - 1])
    (progress,) = follow_goal(HALF, samples, HALF.by + timedelta(days=1))
    assert progress.status is GoalStatus.MISSED
