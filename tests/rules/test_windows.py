"""Which measurements stand on either side of an action, where some are missing or unlike."""

import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from searchgap.model.action import Action
from searchgap.model.comparison import Facet
from searchgap.rules.windows import Timeline

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, merge, STARTED = BUILT["take_snapshot"], BUILT["merge"], BUILT["STARTED"]
SearchRequest, Market = BUILT["GOLDEN"]["SearchRequest"], BUILT["GOLDEN"]["Market"]
QUERY = "ink dries out"


def ask(provider):
    market = Market(country="us", language="en")
    return lambda text: SearchRequest(text=text, provider=provider, engine="lantern", market=market)


def seen(week, pages="cr", provider="bureau", **facts):
    return take_snapshot(week, {QUERY: pages}, ask=ask(provider), **facts)


def find(day, *snapshots, brand="Inkwell"):
    timeline = Timeline(lambda _: False)
    for snapshot in snapshots:
        timeline.take(snapshot)
    done_on = (STARTED + timedelta(days=day)).date()
    entered_at = datetime(2026, 12, 31, tzinfo=UTC)
    return timeline.find_windows(
        Action(id="00000001", done_on=done_on, query=QUERY, what="answered", brand=brand, entered_at=entered_at)
    )


def test_without_anything_after_the_last_audit_before_tells():
    """Of searches that were given up before the action only those of the last audit that measured any are shown."""
    windows = find(30, seen(0, provider="agency"), merge(seen(1), seen(1, provider="office", ranking="own index")))
    assert [(window.request.provider, window.before.audit_id) for window in windows] == [
        ("bureau", "00000001"),
        ("office", "00000001"),
    ]
    assert all(window.after is None for window in windows)


def test_a_search_that_is_no_more_is_left_out_where_another_goes_on():
    """A provider asked after the action is shown alone, whatever others were asked before it."""
    windows = find(8, seen(0, provider="agency"), seen(1), seen(2))
    assert [(window.request.provider, window.before.audit_id) for window in windows] == [("bureau", "00000001")]


def test_what_was_never_measured_has_open_sides():
    """A query that only ever failed is there, with the failures after the day; that of the day itself is none."""
    (window,) = find(7, seen(0, None), seen(1, None), seen(2, None), seen(3, None))
    assert (window.before, window.after, window.failed, window.unlike) == (None, None, 2, ())


def test_a_missing_side_is_explained_by_the_last_measurement_of_the_brand():
    """The search before the action that is named as unlike is the last one, and of the same brand."""
    (window,) = find(15, seen(0, provider="agency"), seen(1, provider="office"), seen(3))
    assert (window.before, window.unlike[0]) == (None, (Facet.PROVIDER, "office", "bureau"))
    windows = find(15, seen(1, provider="office", brand="Quill"), seen(3), brand=None)
    assert [(window.brand, window.unlike) for window in windows] == [("Inkwell", ())]


def test_a_measured_side_needs_no_explanation():
    """A search with both sides says nothing of another that has one."""
    both = merge(seen(2), seen(2, provider="agency", ranking="own index"))
    windows = find(8, seen(0), seen(1), both)
    assert [(window.request.provider, bool(window.before), bool(window.unlike)) for window in windows] == [
        ("bureau", True, False),
        ("agency", False, True),
    ]


@pytest.mark.parametrize(("day", "before", "after"), [(-1, None, 1), (1, 0, 1), (6, 0, 1), (8, 1, None)])
def test_the_sides_of_a_day(day, before, after):
    """Before is the last measurement on an earlier day, after the latest on a later one."""
    (window,) = find(day, seen(0), seen(1))
    sides = [None if side is None else int(side.audit_id) for side in (window.before, window.after)]
    assert sides == [before, after]
