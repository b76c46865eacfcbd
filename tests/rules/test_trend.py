"""Series over time: holes stay holes, unlike audits stay apart, and a changed list of queries is told from a change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.goal import Goal, Metric
from searchgap.rules.goals import follow_goal
from searchgap.rules.measures import STANDING, measure
from searchgap.rules.strands import SearchList, take_samples
from searchgap.rules.trend import HEADLINE, TrendWish, build_trend


def trend_of(*audits, **wish):
    """The trend of some audits."""
    return build_trend(take_samples(audits), TrendWish(**wish))


def values(points, metric=Metric.COVERAGE):
    """What the points of a series hold of a metric."""
    return [point.measures[metric].value for point in points]


def whole(trend):
    """The only current series over all queries."""
    (series,) = (one for one in trend.series if one.current and one.topic is None and one.query is None)
    return series


@pytest.fixture
def inkwell(weekly):
    """An audit of Inkwell in a week; keywords are those of `brand` or of `audit`."""

    def build(week, pages, digest="00112233aabbccdd", **facts):
        return weekly.audit(week, weekly.brand("Inkwell", pages, **facts), digest=digest)

    return build


def test_points_stand_in_the_order_of_time(inkwell, weekly):
    """However the audits come, a series is oldest first and holds every metric that was asked for."""
    series = whole(trend_of(inkwell(2, "oo oo"), inkwell(0, "xx xx"), inkwell(1, "oo xx")))
    assert values(series.points) == [0, 0.5, 1]
    assert [point.started_at for point in series.points] == [weekly.FIRST + timedelta(weeks=week) for week in range(3)]
    assert all(tuple(point.measures) == HEADLINE for point in series.points)


def test_a_failed_week_is_a_hole(inkwell):
    """An audit that measured nothing has no value, with the queries it planned as its base."""
    series = whole(trend_of(inkwell(0, "oo xx"), inkwell(1, "? ?"), inkwell(2, "oo xx")))
    assert values(series.points) == [0.5, None, 0.5]
    hole = series.points[1].measures[Metric.COVERAGE]
    assert (hole.queries, hole.planned) == (0, 2)


def test_a_failure_is_no_change_of_the_list(inkwell):
    """What an audit asked for counts as its list, whatever came of it."""
    series = whole(trend_of(inkwell(0, "oo xx"), inkwell(1, "oo ?")))
    assert series.same == ()
    assert (series.points[1].added, series.points[1].dropped) == (0, 0)


def test_a_grown_list_does_not_fake_a_trend(inkwell):
    """Queries that come later move the curve as measured, which is marked; over the same searches nothing moves."""
    series = whole(trend_of(inkwell(0, "xx xx", "a"), inkwell(1, "xx xx oo oo", "b"), inkwell(2, "xx xx oo oo", "b")))
    assert values(series.points) == [0, 0.5, 0.5]
    assert values(series.same) == [0, 0, 0]
    assert [(point.added, point.dropped) for point in series.points] == [(0, 0), (2, 0), (0, 0)]
    assert series.common == 2


def test_a_shrunken_list_is_marked(inkwell):
    """Queries that are dropped are counted on the day they are gone."""
    series = whole(trend_of(inkwell(0, "xx oo", "a"), inkwell(1, "xx", "b")))
    assert (series.points[1].added, series.points[1].dropped) == (0, 1)
    assert values(series.same) == [0, 0]


@pytest.mark.parametrize("unlike", [{"provider": "agency"}, {"depth": 20}], ids=lambda one: next(iter(one)))
def test_unlike_audits_are_never_joined(inkwell, unlike):
    """After a change of provider or depth a new series begins, and the old one is kept apart."""
    trend = trend_of(inkwell(0, "xx"), inkwell(1, "xx"), inkwell(2, "oo", **unlike))
    assert [(series.current, values(series.points)) for series in trend.series] == [(True, [1]), (False, [0, 0])]


def test_a_provider_that_comes_back_takes_up_its_series(inkwell):
    """One audit with another provider in between is apart, not a break."""
    trend = trend_of(inkwell(0, "xx"), inkwell(1, "oo", provider="agency"), inkwell(2, "xx"))
    assert values(whole(trend).points) == [0, 0]


def test_rankings_are_separate_series(weekly):
    """A brand under two kinds of ranking has a series of each, both current."""
    pages = weekly.brand("Inkwell", "oo")
    answers = weekly.brand("Inkwell", "xx", ranking="own index", provider="index")
    trend = trend_of(weekly.audit(0, pages, answers), weekly.audit(1, pages, answers))
    assert [(series.ranking, series.current, len(series.points)) for series in trend.series] == [
        ("search page", True, 2),
        ("own index", True, 2),
    ]


def test_a_chosen_part_of_the_queries_is_left_out(inkwell):
    """An audit that the same configuration asked for some queries only is in no series, and is named."""
    trend = trend_of(inkwell(0, "xx oo"), inkwell(1, "xx"), inkwell(2, "xx oo"))
    assert values(whole(trend).points) == [0.5, 0.5]
    (left_out,) = trend.left_out
    assert (left_out.brand, left_out.searches, left_out.of) == ("Inkwell", 1, 2)


def test_a_brand_that_was_not_asked_about_has_no_point(weekly):
    """An audit of another brand is neither a value nor a hole."""
    inkwell, quill = weekly.brand("Inkwell", "oo"), weekly.brand("Quill", "xx")
    trend = trend_of(weekly.audit(0, inkwell, quill), weekly.audit(1, quill), weekly.audit(2, inkwell, quill))
    assert [(series.brand, len(series.points)) for series in trend.series] == [("Inkwell", 2), ("Quill", 3)]


def test_topics_are_series_of_their_own(inkwell):
    """Where there are several topics each has its series; queries without one are in the whole only."""
    topics = ("trouble", "comparison", None)
    trend = trend_of(inkwell(0, "oo xx xx", topics=topics), inkwell(1, "oo oo xx", topics=topics))
    assert {series.topic: values(series.points) for series in trend.series} == {
        None: [pytest.approx(1 / 3), pytest.approx(2 / 3)],
        "trouble": [1, 1],
        "comparison": [0, 1],
    }


def test_a_new_topic_begins_when_it_does(inkwell):
    """A topic has points from the audit on that first asked for it, over the same searches from then on."""
    before = inkwell(0, "xx", "a", topics=("old",))
    after = [inkwell(week, "xx oo", "b", topics=("old", "new")) for week in (1, 2)]
    series = {one.topic: one for one in trend_of(before, *after).series}
    assert values(series["new"].points) == [1, 1]
    assert series["new"].same == ()
    assert values(series[None].same) == [0, 0, 0]


def test_what_is_named_is_shown_alone(inkwell):
    """Topics, queries and metrics that are named make the series, and nothing else is there."""
    audits = [inkwell(week, "oo xx xx", topics=("trouble", "trouble", "other")) for week in range(2)]
    topic = trend_of(*audits, topics=("trouble",), metrics=(Metric.ABSENT,))
    query = trend_of(*audits, queries=("query 0", "query 2"))
    assert [(one.topic, values(one.points, Metric.ABSENT)) for one in topic.series] == [("trouble", [1, 1])]
    assert [(one.query, values(one.points)) for one in query.series] == [("query 0", [1, 1]), ("query 2", [0, 0])]
    assert trend_of(*audits, brands=("Nobody",)).series == ()


WEEKS = st.lists(st.lists(st.sampled_from(["oq", "qo", "xx", "sx", "?"]), min_size=1, max_size=6), max_size=6)


@given(weeks=WEEKS)
def test_a_series_says_what_each_audit_says(weekly, weeks):
    """Every point as measured is what its audit measures by itself; over the same searches it is no wider."""
    topics = ("one", "two", None, "one", "two", None)
    audits = [
        weekly.audit(
            week, weekly.brand("Inkwell", " ".join(pages), topics=topics[: len(pages)]), digest=f"{len(pages):016x}"
        )
        for week, pages in enumerate(weeks)
    ]
    for series in trend_of(*audits, metrics=STANDING).series[:1]:
        for audit, point in zip(audits, series.points, strict=True):
            for metric in STANDING:
                (expected,) = measure(metric, audit)
                value = point.measures[metric].value
                assert value == (None if expected.value is None else pytest.approx(expected.value))
        assert all(point.measures[Metric.COVERAGE].planned == series.common for point in series.same)


def test_an_edited_weight_moves_no_curve(weekly):
    """A query counts in every audit with the weight it had last, in curves and goals alike."""
    pages = "oxx qxo xxx"
    audits = [
        weekly.audit(week, weekly.brand("Inkwell", pages, weights=weights), digest=str(week))
        for week, weights in enumerate([(1, 1, 1), (1, 1, 1), (9, 1, 1)])
    ]
    (series,) = build_trend(take_samples(audits), TrendWish(metrics=(Metric.GAP_SCORE, Metric.SHARE_OF_VOICE))).series
    for metric in (Metric.GAP_SCORE, Metric.SHARE_OF_VOICE):
        assert len({point.measures[metric].value for point in series.points}) == 1
    assert series.points[0].measures[Metric.GAP_SCORE].value < 30
    goal = Goal(metric=Metric.GAP_SCORE, target=30, by=date(2027, 1, 1))
    (progress,) = follow_goal(goal, take_samples(audits), date(2026, 2, 1))
    assert progress.start.value == progress.actual.value


def test_one_query_searched_otherwise_makes_audits_unlike(weekly):
    """Every query that two lists share must be searched alike; a query that only one has says nothing."""
    here, there = (weekly.brand("Inkwell", "oo xx", provider=provider).gaps for provider in ("bureau", "agency"))
    assert not SearchList(here).is_like(SearchList((here[0], there[1])))
    assert SearchList(here).is_like(SearchList((here[0], *weekly.brand("Inkwell", "oo", start=5).gaps)))
    assert not SearchList(here).is_like(SearchList(weekly.brand("Inkwell", "oo", start=5).gaps))
