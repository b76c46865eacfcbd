"""What is seen after an action: which measurements are held against each other, and what fakes no effect."""

import runpy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.action import Action
from searchgap.model.comparison import Facet, Judgement
from searchgap.model.gap import State
from searchgap.rules.controls import Controls
from searchgap.rules.effect import SETTLING_DAYS, judge_effects, list_deeds, sum_spending
from searchgap.rules.noise import Noise
from searchgap.rules.windows import Timeline

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, merge, STARTED = BUILT["take_snapshot"], BUILT["merge"], BUILT["STARTED"]
SearchRequest, Market = BUILT["GOLDEN"]["SearchRequest"], BUILT["GOLDEN"]["Market"]
QUERY = "ink dries out"
STILL = {f"still {number}": "crbv" for number in range(25)}


def act(day, number=1, query=QUERY, brand="Inkwell", **facts):
    done_on = (STARTED + timedelta(days=day)).date()
    entered_at = datetime(2026, 12, 31, tzinfo=UTC)
    return Action(
        id=f"{number:08x}", done_on=done_on, query=query, what="answered", brand=brand, entered_at=entered_at, **facts
    )


def judge(actions, *snapshots, log=None, parses=lambda _: False):
    log = actions if log is None else log
    timeline = Timeline(parses)
    for snapshot in snapshots:
        timeline.take(snapshot)
    windows = {action: timeline.find_windows(action) for action in actions}
    controls = Controls(log, [window for some in windows.values() for window in some], parses)
    noise = Noise(parses=parses, deeds=list_deeds(log))
    for snapshot in snapshots:
        controls.take(snapshot)
        noise.take(snapshot)
    return judge_effects(windows, log, noise=noise, controls=controls)


def weeks(*pages, still=STILL, **facts):
    """An audit a week: a page of the query, and queries nobody acts on."""
    return [take_snapshot(number, {QUERY: page} | still, **facts) for number, page in enumerate(pages)]


def only(report):
    ((search,),) = (effect.searches for effect in report.effects)
    return search


def asking(**facts):
    usual = {"provider": "bureau", "engine": "lantern", "market": Market(country="us", language="en")}
    return lambda text: SearchRequest(text=text, **usual | facts)


def test_a_query_is_seen_before_and_after():
    """The last measurement before the day is held against the latest after it, and a gap that closed is counted."""
    report = judge([act(8, hours=Decimal(2))], *weeks("cr", "cr", "cr", "co"))
    search = only(report)
    assert [side.audit_id for side in (search.window.before, search.window.after)] == ["00000001", "00000003"]
    assert [side.gap.state for side in (search.window.before, search.window.after)] == [State.ABSENT, State.OWNED]
    assert search.move.standing is Judgement.BEYOND_NOISE
    assert search.closed
    (closing,) = report.closings
    assert (closing.judged, closing.closed, closing.hours_each) == (1, 1, Decimal(2))


def test_the_day_itself_is_neither_before_nor_after():
    """What was measured on the day of an action may be either, so it counts for no side."""
    snapshots = weeks("cr", "co", "oc")
    window = only(judge([act(7)], *snapshots)).window
    assert (window.before.audit_id, window.after.audit_id) == ("00000000", "00000002")
    assert only(judge([act(0)], *snapshots)).window.before is None
    assert only(judge([act(14)], *snapshots)).window.after is None


def test_a_failed_week_is_no_effect():
    """Failures after the day leave the query unmeasured, and are counted; they are neither lost nor absent."""
    report = judge([act(1)], *weeks("oc", None, None))
    search = only(report)
    assert report.closings == ()
    assert (search.window.after, search.window.failed, search.move, search.closed) == (None, 2, None, False)


def test_a_failed_last_week_leaves_the_measurement_before_it():
    """After is the latest answer, not the latest audit."""
    search = only(judge([act(1)], *weeks("cr", "co", None)))
    assert (search.window.after.audit_id, search.window.failed) == ("00000001", 1)


def test_a_reused_answer_is_not_measured_after():
    """An answer from before the day stays before it, whichever later audit holds it."""
    search = only(judge([act(1)], *weeks("cr", "cr", retrieved_at=STARTED)))
    assert search.window.after is None
    assert search.window.before.audit_id == "00000000"


def test_another_provider_is_not_compared():
    """A query that a new provider ranks is no effect; it is told what is unlike."""
    before = take_snapshot(0, {QUERY: "cr"}, ask=asking(provider="bureau"))
    after = take_snapshot(1, {QUERY: "oc"}, ask=asking(provider="agency"))
    search = only(judge([act(1)], before, after))
    assert (search.window.before, search.move, search.closed) == (None, None, False)
    assert [difference.facet for difference in search.window.unlike] == [Facet.PROVIDER]


def test_another_engine_behind_one_provider_is_not_compared():
    """The same search answered by another engine is unlike; an older answer of the same engine is taken instead."""
    unlike = [take_snapshot(0, {QUERY: "cr"}, engine="torch"), take_snapshot(1, {QUERY: "oc"})]
    assert [difference.facet for difference in only(judge([act(1)], *unlike)).window.unlike] == [Facet.ENGINE]
    mixed = [
        take_snapshot(0, {QUERY: "cr"}),
        take_snapshot(1, {QUERY: "cr"}, engine="torch"),
        take_snapshot(2, {QUERY: "oc"}),
    ]
    search = only(judge([act(8)], *mixed))
    assert search.window.before.audit_id == "00000000"
    assert search.window.unlike == ()


def test_another_release_that_reads_pages_is_not_compared():
    """Where our own parsers read the pages, what another release read is unlike."""
    snapshots = [
        take_snapshot(0, {QUERY: "cr"}, version="0.1.0"),
        take_snapshot(1, {QUERY: "oc"}, version="0.2.0"),
    ]
    assert only(judge([act(1)], *snapshots, parses=lambda _: True)).window.before is None
    assert only(judge([act(1)], *snapshots)).window.before is not None


def test_each_search_of_a_query_is_held_against_itself():
    """Two providers give two windows, and rankings of different kinds are counted apart."""
    snapshots = [
        merge(
            take_snapshot(number, {QUERY: page} | STILL),
            take_snapshot(number, {QUERY: "cr"} | STILL, ranking="own index", ask=asking(provider="agency")),
        )
        for number, page in enumerate(("cr", "cr", "oc"))
    ]
    report = judge([act(8)], *snapshots)
    assert [search.closed for search in report.effects[0].searches] == [True, False]
    assert {closing.ranking: closing.closed for closing in report.closings} == {"search page": 1, "own index": 0}


def test_a_growing_list_of_queries_is_no_effect():
    """Queries that only one side measured are in no control, and an acted query that is new has no side before."""
    before = take_snapshot(0, STILL)
    after = take_snapshot(1, {QUERY: "oc"} | STILL | {f"new {number}": "oc" for number in range(9)})
    report = judge([act(1), act(1, number=2, query="still 0")], before, after)
    new, still = (effect.searches[0] for effect in report.effects)
    assert (new.window.before, new.move) == (None, None)
    assert (still.move.control.queries, still.move.control.gained) == (24, 0)
    assert [closing.closed for closing in report.closings] == [0]


def test_control_leaves_out_what_was_acted_on():
    """A query on which somebody acted between the two measurements is no control, acted on for whichever action."""
    still = {"touched": "cr", "gained": "cr", "lost": "oc", "quiet": "co", "failed": "co"}
    later = {"touched": "oc", "gained": "oc", "lost": "cr", "quiet": "oc", "failed": None}
    snapshots = [take_snapshot(0, {QUERY: "cr"} | still), take_snapshot(1, {QUERY: "oc"} | later)]
    log = [act(1), act(2, number=2, query=" TOUCHED ", brand=None)]
    control = only(judge(log[:1], *snapshots, log=log)).move.control
    assert (control.queries, control.gained, control.lost) == (3, 1, 1)
    assert control.climb == pytest.approx((10 - 10 + 1) / 3)


def test_what_untouched_queries_do_too_is_no_effect():
    """Where absent queries came in without anybody acting, one that was acted on proves nothing."""
    drift = [
        take_snapshot(week, {QUERY: "oc" if week else "cr"} | STILL | {f"still {n}": "ocr" for n in range(week)})
        for week in range(6)
    ]
    search = only(judge([act(1)], *drift))
    assert search.move.standing is Judgement.BEYOND_NOISE
    assert (search.move.control.peers, search.move.control.as_far) == (25, 5)
    assert (search.move.stands_out, search.closed) == (False, False)


def test_what_moves_by_itself_is_no_effect():
    """A move that quiet weeks show as well is noise, and closes nothing."""
    wobble = [
        take_snapshot(n, {QUERY: "cr"} | {f"still {m}": ("oc", "cr")[(n + m) % 2] for m in range(25)}) for n in (0, 1)
    ]
    still = {f"still {m}": "cr" for m in range(25)}
    report = judge([act(8)], *wobble, take_snapshot(2, {QUERY: "co"} | still))
    search = only(report)
    assert [(closing.closed, closing.unproven) for closing in report.closings] == [(0, 0)]
    assert search.move.standing is Judgement.NOISE
    assert search.entered
    assert not search.closed


def test_what_follows_an_action_does_not_count_as_noise():
    """A late effect is not hidden by itself: while a query settles none of its pairs is quiet."""
    snapshots = [take_snapshot(number, {QUERY: page}) for number, page in enumerate(("cr", "cr", "cr", "oc"))]
    search = only(judge([act(8)], *snapshots))
    assert search.move.band.pairs == 1
    assert search.closed
    days = [day for _, _, day in list_deeds([act(8)])]
    assert (len(days), days[-1] - days[0]) == (SETTLING_DAYS + 1, timedelta(days=SETTLING_DAYS))


def test_without_a_band_nothing_is_closed():
    """Two audits show no quiet pair; the gap is counted apart, and has no cost per gap."""
    report = judge(
        [act(1, money=Decimal(40), currency="EUR")], *[take_snapshot(n, {QUERY: p}) for n, p in enumerate(("cr", "oc"))]
    )
    (closing,) = report.closings
    assert (closing.closed, closing.unproven, closing.hours_each, closing.money_each) == (0, 1, None, {})
    assert only(report).move.standing is Judgement.NO_BAND


def test_actions_on_one_query_share_what_is_seen():
    """Two actions between the same measurements name each other, and close the gap once at the cost of both."""
    actions = [
        act(8, number=1, money=Decimal(40), currency="EUR", hours=Decimal("1.5")),
        act(9, number=2, money=Decimal("2.50"), currency="EUR", query="Ink  Dries out"),
        act(9, number=3, query=QUERY, brand="Quill"),
    ]
    report = judge(actions, *weeks("cr", "cr", "co"))
    assert [effect.searches[0].shared_with for effect in report.effects[:2]] == [("00000002",), ("00000001",)]
    assert report.effects[2].searches == ()
    (closing,) = report.closings
    assert (closing.judged, closing.closed) == (1, 1)
    assert closing.money_each == {"EUR": Decimal("42.50")}
    assert (report.spent.actions, report.spent.priced) == (3, 2)


@pytest.mark.parametrize(("day", "shares"), [(-1, False), (0, True), (3, True), (7, True), (8, False)])
def test_only_actions_between_the_measurements_share(day, shares):
    """From the day of the one measurement to the day of the other, both included, an action may be what is seen."""
    log = [act(3), act(day, number=2)]
    search = only(judge(log[:1], *weeks("cr", "oc"), log=log))
    assert search.shared_with == (("00000002",) if shares else ())


def test_what_was_there_before_is_no_unproven_gap():
    """Without a band only queries on which the brand entered are told as gaps that may have closed."""
    report = judge([act(1)], *[take_snapshot(n, {QUERY: page}) for n, page in enumerate(("co", "oc"))])
    (closing,) = report.closings
    assert (closing.judged, closing.closed, closing.unproven) == (1, 0, 0)
    report = judge([act(8)], *weeks("cr", "cr", "cr"))
    assert [(one.closed, one.unproven) for one in report.closings] == [(0, 0)]
    report = judge([act(8), act(8, number=2, query="still 0")], *weeks("cr", "cr", "oc"))
    assert [(one.judged, one.closed, one.unproven) for one in report.closings] == [(2, 1, 0)]


def test_an_action_for_nobody_is_for_every_brand_that_asks():
    """Without a brand the query of each brand is looked at."""
    snapshots = [merge(take_snapshot(n, {QUERY: "cr"}), take_snapshot(n, {QUERY: "cr"}, brand="Quill")) for n in (0, 1)]
    report = judge([act(1, brand=None)], *snapshots)
    assert [search.window.brand for search in report.effects[0].searches] == ["Inkwell", "Quill"]


def test_a_query_nobody_asked_for_has_nothing_to_show():
    """An action on a query that no audit searched is listed without a verdict."""
    report = judge([act(1, query="never asked")], *weeks("cr", "oc"))
    assert report.effects[0].searches == ()
    assert report.closings == ()


def test_money_of_different_currencies_is_never_added():
    """Each currency is a sum of its own, and no cost is not a cost of nothing."""
    spent = sum_spending([act(1, money=Decimal(4), currency="EUR"), act(2, money=Decimal(5), currency="USD"), act(3)])
    assert (spent.money, spent.hours, spent.priced) == ({"EUR": Decimal(4), "USD": Decimal(5)}, None, 2)
    assert sum_spending([act(1, hours=Decimal(1)), act(2)]).priced == 1


@given(st.lists(st.sampled_from(["cr", "oc", "qo", "cccccccc", None]), min_size=1, max_size=8), st.integers(-3, 60))
def test_sides_are_always_strictly_around_the_day(pages, day):
    """Whatever was measured when, before is before the day, after is after it, and both are answers."""
    action = act(day)
    for search in (
        judge([action], *[take_snapshot(n, {QUERY: page}) for n, page in enumerate(pages)]).effects[0].searches
    ):
        window = search.window
        assert window.before is None or window.before.day < action.done_on
        assert window.after is None or window.after.day > action.done_on
        assert (search.move is None) == (window.before is None or window.after is None)
        assert not search.closed or (search.entered and search.move.stands_out)
