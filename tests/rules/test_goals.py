"""Goals: what is met, on track, behind and missed, and a projection that claims no more than a straight line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.goal import Goal, Metric
from searchgap.model.measure import Measure
from searchgap.model.progress import Doubt, GoalStart, GoalStatus
from searchgap.rules.goals import LOOK_BACK, Mark, follow_goal, judge_goal, plan_value, project
from searchgap.rules.strands import take_samples

START = date(2026, 1, 5)
DUE = START + timedelta(weeks=10)


def goal(metric=Metric.COVERAGE, target=0.5, by=DUE, **scope):
    return Goal(metric=metric, target=target, by=by, **scope)


def follow(values, *, wanted=None, today=None, every=7):
    """The progress of a goal of which each week measured a value, or None."""
    wanted = wanted or goal()
    marks = [
        Mark(
            START + timedelta(days=every * week),
            Measure(metric=wanted.metric, brand="Inkwell", ranking="search page", value=value, queries=4, planned=4),
        )
        for week, value in enumerate(values)
    ]
    return judge_goal(wanted, [mark for mark in marks if mark.counts], today or marks[-1].on)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([0.1, 0.5], GoalStatus.MET),
        ([0.1, 0.14], GoalStatus.ON_TRACK),
        ([0.1, 0.13], GoalStatus.BEHIND),
        ([0.1], GoalStatus.NOT_YET),
        ([0.6], GoalStatus.MET),
        ([0.1, *[None] * 9, 0.49], GoalStatus.BEHIND),
        ([0.1, *[None] * 10, 0.49], GoalStatus.MISSED),
        ([0.1, *[None] * 10, 0.5], GoalStatus.MET),
    ],
)
def test_where_a_goal_stands(values, status):
    """From 10 % the plan of half in ten weeks has 14 % after one; after the day a goal is met or missed."""
    assert follow(values).status is status


def test_what_was_never_measured_is_not_known(weekly):
    """A goal of which no audit measured anything is not measured, whatever was planned."""
    samples = take_samples([weekly.audit(week, weekly.brand("Inkwell", "? ?")) for week in range(2)])
    (progress,) = follow_goal(goal(), samples, START)
    assert (progress.brand, progress.ranking) == ("Inkwell", "search page")
    assert (progress.status, progress.actual) == (GoalStatus.UNMEASURED, None)


@pytest.mark.parametrize(("pages", "value"), [("oo ? ?", 0), ("oo xx ? ?", 0.5), ("oo xx ?", 0.5)])
def test_less_than_half_measured_decides_nothing(weekly, pages, value):
    """A lucky answer among failures is passed over like a hole; half of the searches are enough."""
    count = len(pages.split())
    audits = [weekly.audit(0, weekly.brand("Inkwell", "xx " * count)), weekly.audit(1, weekly.brand("Inkwell", pages))]
    (progress,) = follow_goal(goal(target=1.0), take_samples(audits), START)
    assert progress.actual.value == value


def test_how_much_failed_is_measured_by_failures(weekly):
    """A goal about what was not measured counts where hardly anything was."""
    samples = take_samples([weekly.audit(0, weekly.brand("Inkwell", "oo ? ? ?"))])
    (progress,) = follow_goal(goal(Metric.UNMEASURED, 1), samples, START)
    assert (progress.actual.value, progress.status) == (3, GoalStatus.NOT_YET)


@pytest.mark.parametrize(
    ("metric", "target", "pages", "status"),
    [
        (Metric.ABSENT, 1, "oo xx ? ?", GoalStatus.UNPROVEN),
        (Metric.ABSENT, 3, "oo xx ? ?", GoalStatus.MET),
        (Metric.ABSENT, 1, "oo xx oo oo", GoalStatus.MET),
        (Metric.CONTESTED, 0, "oo oo ?", GoalStatus.UNPROVEN),
        (Metric.COVERAGE, 0.5, "oo xx ? ?", GoalStatus.MET),
        (Metric.PLACES, 2, "oo xx ? ?", GoalStatus.MET),
    ],
)
def test_failed_searches_meet_no_goal_to_have_less(weekly, metric, target, pages, status):
    """A count that is to come down is met only if every search without an answer could be added to it."""
    samples = take_samples([weekly.audit(0, weekly.brand("Inkwell", pages))])
    (progress,) = follow_goal(goal(metric, target), samples, START)
    assert progress.status is status
    assert (progress.doubt is Doubt.NOT_MEASURED) == (status is GoalStatus.UNPROVEN)


def test_failed_searches_keep_no_plan(weekly):
    """A count that is to come down is on track only if it is with every search without an answer added to it."""
    audits = [weekly.audit(0, weekly.brand("Inkwell", "xx xx xx xx"))]
    audits.append(weekly.audit(1, weekly.brand("Inkwell", "oo oo xx ?")))
    wanted = goal(Metric.ABSENT, 0, START + timedelta(weeks=2))
    (progress,) = follow_goal(wanted, take_samples(audits), START)
    assert (progress.actual.value, progress.plan, progress.status) == (1, 2, GoalStatus.ON_TRACK)
    audits[1] = weekly.audit(1, weekly.brand("Inkwell", "oo xx xx ?"))
    (progress,) = follow_goal(wanted, take_samples(audits), START)
    assert (progress.status, progress.doubt) == (GoalStatus.BEHIND, None)


@pytest.mark.parametrize(
    ("first", "last", "target", "status"),
    [
        ("oo xx xx xx", "oo", 0.5, GoalStatus.UNPROVEN),
        ("xx xx", "xx xx oo oo oo", 0.5, GoalStatus.UNPROVEN),
        ("xx xx", "oo oo xx", 0.5, GoalStatus.MET),
        ("xx xx xx xx", "oo oo", 0.5, GoalStatus.MET),
        ("oo oo", "xx oo oo", 0.5, GoalStatus.MET),
        ("xx xx", "xx xx xx oo oo", 0.5, GoalStatus.BEHIND),
        ("xx xx", "xx oo xx xx xx", 0.5, GoalStatus.ON_TRACK),
    ],
)
def test_another_list_of_queries_meets_no_goal(weekly, first, last, target, status):
    """A list cut down to what is owned, or filled up with it, proves nothing; the queries of both lists have to."""
    audits = [
        weekly.audit(week, weekly.brand("Inkwell", pages), digest=str(week)) for week, pages in enumerate((first, last))
    ]
    (progress,) = follow_goal(goal(target=target), take_samples(audits), START)
    assert progress.status is status
    assert (progress.doubt is Doubt.OTHER_LIST) == (status is GoalStatus.UNPROVEN)


def test_a_plan_is_about_the_searches_of_start_and_end(weekly):
    """Where the list changed, the line starts from, and is held against, the searches that both audits made."""
    audits = [
        weekly.audit(0, weekly.brand("Inkwell", "oo xx xx xx"), digest="a"),
        weekly.audit(1, weekly.brand("Inkwell", "xx oo oo oo oo", start=2), digest="b"),
    ]
    (progress,) = follow_goal(goal(target=1.0), take_samples(audits), START)
    assert (progress.start.value, progress.alike.value, progress.alike.planned) == (0, 0.5, 2)
    assert progress.plan == pytest.approx(0.1)
    assert (progress.actual.value, progress.to_go) == (0.8, pytest.approx(0.2))
    assert progress.status is GoalStatus.ON_TRACK


def test_lists_without_a_common_query_have_no_plan(weekly):
    """A topic whose queries were all exchanged has nothing to draw a line from."""
    brands = [weekly.brand("Inkwell", "xx xx oo", topics=topics) for topics in (("a", None, "b"), (None, "a", "b"))]
    audits = [weekly.audit(week, brand, digest=str(week)) for week, brand in enumerate(brands)]
    samples = take_samples(audits)
    (progress,) = follow_goal(goal(topic="a"), samples, START)
    assert (progress.start, progress.plan, progress.status) == (None, None, GoalStatus.NOT_YET)
    (progress,) = follow_goal(goal(Metric.ABSENT, 0, topic="a"), samples, START)
    assert (progress.start, progress.plan, progress.status) == (None, None, GoalStatus.NOT_YET)


def test_an_exchanged_list_meets_no_goal(weekly):
    """At the target over queries none of which was asked for at the start is unproven, not met."""
    brands = [weekly.brand("Inkwell", "xx oo xx", topics=topics) for topics in (("a", None, "b"), (None, "a", "b"))]
    audits = [weekly.audit(week, brand, digest=str(week)) for week, brand in enumerate(brands)]
    for metric, target in ((Metric.COVERAGE, 1.0), (Metric.ABSENT, 0)):
        (progress,) = follow_goal(goal(metric, target, topic="a"), take_samples(audits), START)
        assert (progress.status, progress.doubt) == (GoalStatus.UNPROVEN, Doubt.OTHER_LIST)


@pytest.mark.parametrize(
    ("former", "since", "status"),
    [
        (["xx xx"], ["oo xx"], GoalStatus.UNPROVEN),
        (["xx xx"], ["oo xx", "oo oo"], GoalStatus.UNPROVEN),
        (["xx xx"], ["xx xx", "oo xx"], GoalStatus.MET),
        (["oo xx"], ["oo xx"], GoalStatus.MET),
        (["oo xx", "xx xx"], ["oo xx"], GoalStatus.UNPROVEN),
        (["xx xx", "oo xx"], ["oo xx"], GoalStatus.MET),
        (["xx xx", "? ?"], ["oo xx"], GoalStatus.UNPROVEN),
        ([], ["oo xx"], GoalStatus.MET),
    ],
)
def test_another_provider_meets_no_goal(weekly, former, since, status):
    """At the target ever since another provider is asked, and short of it before, is not met but unproven."""
    brands = [weekly.brand("Inkwell", pages, provider="agency") for pages in former]
    brands += [weekly.brand("Inkwell", pages) for pages in since]
    audits = [weekly.audit(week, brand) for week, brand in enumerate(brands)]
    (progress,) = follow_goal(goal(), take_samples(audits), START)
    assert progress.status is status
    assert (progress.doubt is Doubt.SEARCHED_OTHERWISE) == (status is GoalStatus.UNPROVEN)


def test_a_later_search_otherwise_proves_nothing_against_a_goal(weekly):
    """What another provider measured after the first audit like the latest is no former value."""
    audits = [
        weekly.audit(0, weekly.brand("Inkwell", "oo xx")),
        weekly.audit(1, weekly.brand("Inkwell", "xx xx", provider="agency")),
        weekly.audit(2, weekly.brand("Inkwell", "oo xx")),
    ]
    (progress,) = follow_goal(goal(), take_samples(audits), START)
    assert (progress.status, progress.doubt) == (GoalStatus.MET, None)


def test_a_line_goes_through_audits_of_one_list_only(weekly):
    """A projection is laid through the audits that made the searches of the last one, wherever they stand."""
    lists = ["xx xx", "xx xx oo", "oo xx oo", "oo oo", "oo xx xx"]
    audits = [
        weekly.audit(week, weekly.brand("Inkwell", pages), digest=str(len(pages))) for week, pages in enumerate(lists)
    ]
    (progress,) = follow_goal(goal(target=1.0), take_samples(audits), START)
    assert progress.projection.audits == 3
    (progress,) = follow_goal(goal(target=1.0), take_samples(audits[:3]), START)
    assert progress.projection is None


def test_a_goal_that_was_met_can_be_lost():
    """The last value decides, not the best."""
    assert follow([0.1, 0.6, 0.1]).status is GoalStatus.BEHIND


def test_a_day_that_has_passed_without_an_audit_is_missed():
    """Nothing measured since does not keep a goal open."""
    assert follow([0.1, 0.4], today=DUE + timedelta(days=1)).status is GoalStatus.MISSED


@pytest.mark.parametrize("metric", [Metric.GAP_SCORE, Metric.ABSENT, Metric.UNMEASURED, Metric.CONTESTED])
def test_less_can_be_better(metric):
    """For what is bad to have much of, the goal is to come down to the target."""
    wanted = goal(metric, 10)
    assert follow([30, 28], wanted=wanted).status is GoalStatus.ON_TRACK
    assert follow([30, 29], wanted=wanted).status is GoalStatus.BEHIND
    assert follow([30, 9], wanted=wanted).status is GoalStatus.MET
    assert follow([30, 29], wanted=wanted).to_go == 19


def test_a_hole_is_passed_over():
    """A week that was not measured changes nothing: the last value that is known counts, with its own day."""
    progress = follow([0.1, 0.2, None, None])
    assert progress.actual.value == 0.2
    assert progress.on == START + timedelta(weeks=1)
    assert progress.plan == pytest.approx(0.14)
    assert progress.start == GoalStart(value=0.1, on=START)


def test_without_an_earlier_audit_there_is_no_plan():
    """One audit gives a distance, and no line to be held against."""
    progress = follow([0.2])
    assert (progress.start, progress.plan, progress.projection) == (None, None, None)
    assert progress.to_go == pytest.approx(0.3)


def test_a_projection_is_the_line_through_the_last_audits():
    """Four points on a line reach the target where the line does, and the day it is due is read off it."""
    projection = follow([0.1, 0.12, 0.14, 0.16]).projection
    assert projection.audits == 4
    assert projection.per_week == pytest.approx(0.02)
    assert projection.due == pytest.approx(0.3)
    assert projection.reaches == START + timedelta(weeks=20)


@pytest.mark.parametrize("values", [[0.3, 0.2, 0.1], [0.2, 0.2, 0.2], [0.2, 0.2, 0.2000001]])
def test_a_line_that_leads_elsewhere_reaches_nothing(values):
    """A line that falls, lies still, or would take more than ten years is not on this path."""
    assert follow(values).projection.reaches is None


@pytest.mark.parametrize("values", [[0.1, 0.2], [0.1, None, 0.2], [0.5, 0.5, 0.6]])
def test_too_few_points_or_a_goal_met_project_nothing(values):
    """Two points are no line to draw on, and what is met needs none."""
    assert follow(values).projection is None


def test_audits_of_one_day_project_nothing():
    """Points that all lie on one day have no slope."""
    assert follow([0.1, 0.2, 0.3], every=0).projection is None


def test_a_projection_forgets_old_audits():
    """Only the last audits make the line, however long it went otherwise."""
    projection = follow([0.4] * 20 + [0.1 + 0.01 * week for week in range(LOOK_BACK)], wanted=goal(by=date(2027, 1, 1)))
    assert projection.projection.per_week == pytest.approx(0.01)


def test_a_projection_stays_within_what_can_be():
    """Coverage is projected to no more than all, and counts to no less than none."""
    soon = goal(target=1.0, by=date(2030, 1, 1))
    assert follow([0.1, 0.2, 0.3], wanted=soon).projection.due == 1
    assert follow([9, 8, 7], wanted=goal(Metric.ABSENT, 0, by=date(2030, 1, 1))).projection.due == 0
    assert follow([0.1, 0.2, 0.3], wanted=goal(Metric.SHARE_OF_VOICE, 1.0, by=date(2030, 1, 1))).projection.due == 1
    assert follow([10, 20, 30], wanted=goal(Metric.GAP_SCORE, 5, by=date(2030, 1, 1))).projection.due == 100
    assert follow([10, 20, 30], wanted=goal(Metric.PLACES, 50, by=date(2030, 1, 1))).projection.due > 1000


def test_a_day_that_is_past_is_not_projected():
    """After the day it was due a line still has a day on which it comes to the target, and no value for the past."""
    projection = follow([0.1, 0.2, 0.3], wanted=goal(by=START + timedelta(days=3))).projection
    assert projection.due is None
    assert projection.reaches == START + timedelta(weeks=4)


def test_a_line_beyond_the_target_reaches_it_on_the_last_day():
    """Where the line is at the target already and the last value fell short of it, the day is that of the value."""
    progress = follow([0.2, 0.4, 0.6, 0.49])
    assert (progress.status, progress.projection.reaches) == (GoalStatus.ON_TRACK, START + timedelta(weeks=3))


def test_a_goal_due_on_the_day_of_the_value_is_not_projected_to_it():
    """On the day it is due the value itself tells, not the line."""
    projection = follow([0.1, 0.2, 0.3], wanted=goal(by=START + timedelta(weeks=2))).projection
    assert (projection.due, projection.reaches) == (None, START + timedelta(weeks=4))


SHARES = st.floats(0, 1)


@given(first=SHARES, target=SHARES, days=st.integers(1, 2000), day=st.integers(0, 3000))
def test_a_plan_lies_between_start_and_target(first, target, days, day):
    """The plan is the start on its first day, the target when it is due and after, and in between in between."""
    start = GoalStart(value=first, on=START)
    wanted = goal(target=target, by=START + timedelta(days=days))
    planned = plan_value(wanted, start, START + timedelta(days=day))
    assert min(first, target) - 1e-9 <= planned <= max(first, target) + 1e-9
    if day >= days:
        assert planned == target
    if day == 0:
        assert planned == pytest.approx(first)


@given(values=st.lists(SHARES, min_size=3, max_size=20))
def test_a_projection_never_lies_in_the_past(values):
    """The day it reaches the target is never before the last audit, and its value when due is a share."""
    known = [(START + timedelta(weeks=week), value) for week, value in enumerate(values)]
    projection = project(goal(by=date(2027, 1, 1)), known)
    assert projection.reaches is None or projection.reaches >= known[-1][0]
    assert 0 <= projection.due <= 1


def test_a_goal_without_a_brand_is_one_for_each(weekly):
    """Every brand has its own progress, and none is helped by another."""
    brands = weekly.brand("Inkwell", "oo xx"), weekly.brand("Quill", "xx xx")
    followed = follow_goal(goal(), take_samples([weekly.audit(0, *brands)]), START)
    assert [(one.brand, one.status) for one in followed] == [
        ("Inkwell", GoalStatus.MET),
        ("Quill", GoalStatus.NOT_YET),
    ]


def test_a_goal_is_followed_in_its_scope(weekly):
    """A goal of a topic or a query looks at those queries only."""
    brand = weekly.brand("Inkwell", "oo xx", topics=("trouble", "other"))
    samples = take_samples([weekly.audit(0, brand)])
    for scope in ({"topic": "trouble"}, {"query": "query 0"}, {"brand": "Inkwell", "topic": "trouble"}):
        (progress,) = follow_goal(goal(target=1.0, **scope), samples, START)
        assert (progress.actual.value, progress.actual.planned) == (1, 1)


def test_what_nobody_asked_for_is_not_measured(weekly):
    """A goal about queries that no audit searched is not measured, and has no ranking."""
    samples = take_samples([weekly.audit(0, weekly.brand("Inkwell", "oo"))])
    (progress,) = follow_goal(goal(topic="unheard of", brand="Inkwell"), samples, START)
    assert (progress.brand, progress.ranking, progress.status) == ("Inkwell", None, GoalStatus.UNMEASURED)


def test_a_plan_starts_with_an_audit_that_is_like_the_latest(weekly):
    """Values of another provider are no start and no point of a line."""
    other = [weekly.audit(week, weekly.brand("Inkwell", "xx xx", provider="agency")) for week in range(3)]
    own = [weekly.audit(week, weekly.brand("Inkwell", "oo xx")) for week in range(3, 5)]
    (progress,) = follow_goal(goal(target=0.9), take_samples([*other, *own]), START)
    assert progress.start.value == 0.5
    assert progress.projection is None


def test_a_changed_list_is_said(weekly):
    """Where the goal is about other searches than when its plan began, that is known."""
    audits = [
        weekly.audit(0, weekly.brand("Inkwell", "xx"), digest="a"),
        weekly.audit(1, weekly.brand("Inkwell", "xx oo"), digest="b"),
    ]
    assert [one.list_changed for one in follow_goal(goal(target=0.9), take_samples(audits), START)] == [True]
    assert [one.list_changed for one in follow_goal(goal(query="query 0"), take_samples(audits), START)] == [False]


def test_another_kind_of_ranking_meets_no_goal(weekly):
    """A provider of another kind, added or changed to, that showed more from the first day on proves nothing either."""
    audits = [
        weekly.audit(0, weekly.brand("Inkwell", "xx xx")),
        weekly.audit(
            1, weekly.brand("Inkwell", "oo xx", ranking="own index"), weekly.brand("Quill", "oo", ranking="own index")
        ),
    ]
    found = {(one.brand, one.ranking): one.status for one in follow_goal(goal(), take_samples(audits), START)}
    assert found["Inkwell", "own index"] is GoalStatus.UNPROVEN
    assert found["Quill", "own index"] is GoalStatus.MET
