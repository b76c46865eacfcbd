"""Untouched queries beside one that was acted on: which they are, and how many of them moved as far."""

import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from searchgap.model.action import Action
from searchgap.rules.controls import Controls
from searchgap.rules.windows import Timeline

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, STARTED = BUILT["take_snapshot"], BUILT["STARTED"]
QUERY = "ink dries out"


def act(day, query=QUERY, brand="Inkwell"):
    done_on = (STARTED + timedelta(days=day)).date()
    entered_at = datetime(2026, 12, 31, tzinfo=UTC)
    return Action(id=f"{day:08x}", done_on=done_on, query=query, what="answered", brand=brand, entered_at=entered_at)


def page(rank):
    return "c" * (rank - 1) + "o" if rank else "c"


def count(before, after, *others, moved=(0, 2)):
    """The control of an action on the day after the first of two weekly audits, pages given as ranks, 0 for none."""
    snapshots = [
        take_snapshot(week, {QUERY: page(moved[week])} | {text: page(rank) for text, rank in pages.items()})
        for week, pages in enumerate((before, after))
    ]
    timeline = Timeline(lambda _: False)
    for snapshot in snapshots:
        timeline.take(snapshot)
    (window,) = timeline.find_windows(act(1))
    controls = Controls([act(1), *others], [window], lambda _: False)
    for snapshot in snapshots:
        controls.take(snapshot)
    return controls.count(window)


@pytest.mark.parametrize(
    ("other", "queries"),
    [
        (act(3, "still"), 0),
        (act(3, " STILL ", None), 0),
        (act(0, "still"), 0),
        (act(7, "still"), 0),
        (act(-1, "still"), 1),
        (act(8, "still"), 1),
        (act(3, "still", "Quill"), 1),
        (act(3, "another query"), 1),
    ],
)
def test_a_query_is_untouched_if_nobody_acted_between(other, queries):
    """From the day of the one answer to that of the other, both included, for this brand or for nobody."""
    assert count({"still": 3}, {"still": 3}, other).queries == queries


def test_one_action_of_several_touches_a_query():
    """A query with actions long before and one between its measurements is no control."""
    assert count({"still": 3}, {"still": 3}, act(-9, "still"), act(3, "still")).queries == 0


@pytest.mark.parametrize(
    ("moved", "peers", "as_far"),
    [
        ((0, 8), 4, 3),
        ((0, 7), 4, 2),
        ((0, 1), 4, 0),
        ((0, 0), 4, 4),
        ((5, 7), 4, 2),
        ((5, 6), 4, 3),
        ((5, 10), 4, 1),
        ((5, 4), 4, 1),
        ((5, 3), 4, 0),
        ((5, 5), 4, 4),
    ],
)
def test_peers_that_moved_as_far(moved, peers, as_far):
    """Only queries that began like it count, and of them those that moved the same way at least as far."""
    before = dict.fromkeys(("a", "b", "c", "d"), 0) | dict.fromkeys(("e", "f", "g", "h"), 5)
    after = {"a": 0, "b": 8, "c": 7, "d": 7} | {"e": 4, "f": 6, "g": 7, "h": 0}
    control = count(before, after, moved=moved)
    assert (control.queries, control.peers, control.as_far) == (8, peers, as_far)


def test_gains_losses_and_the_mean_climb():
    """A gap that closed is a gain, one that opened a loss; not to rank counts as the rank below the depth."""
    control = count({"a": 0, "b": 4, "c": 5, "d": 0}, {"a": 9, "b": 0, "c": 4, "d": 8})
    assert (control.gained, control.lost) == (2, 1)
    assert control.climb == pytest.approx((2 - 7 + 1 + 3) / 4)


def test_a_window_with_one_side_has_no_control():
    """Where the query was not measured before or after there is nothing to hold untouched queries against."""
    timeline = Timeline(lambda _: False)
    timeline.take(take_snapshot(0, {QUERY: "cr", "still": "cr"}))
    (window,) = timeline.find_windows(act(1))
    control = Controls([], [window], lambda _: False).count(window)
    assert (control.queries, control.peers, control.as_far, control.climb, control.usual) == (0, 0, 0, None, False)


@pytest.mark.parametrize(("parses", "queries"), [(False, 1), (True, 0)])
def test_what_another_release_read_is_no_control(parses, queries):
    """Where our own parsers read the pages, a query that two releases of them read is not held against itself."""
    timeline = Timeline(lambda _: False)
    snapshots = [take_snapshot(week, {QUERY: "cr", "still": "cr"}, version=f"0.{week}.0") for week in (0, 1)]
    for snapshot in snapshots:
        timeline.take(snapshot)
    controls = Controls([act(1)], timeline.find_windows(act(1)), lambda _: parses)
    for snapshot in snapshots:
        controls.take(snapshot)
    assert controls.count(timeline.find_windows(act(1))[0]).queries == queries


def test_one_answer_seen_twice_is_no_control():
    """A query of which both audits hold the same answer could not have moved."""
    timeline = Timeline(lambda _: False)
    for week in (0, 1):
        timeline.take(take_snapshot(week, {QUERY: "cr"}))
    (window,) = timeline.find_windows(act(1))
    controls = Controls([act(1)], [window], lambda _: False)
    for week in (0, 1):
        controls.take(take_snapshot(week, {"reused": "cr"}, retrieved_at=STARTED))
    assert controls.count(window).queries == 0
