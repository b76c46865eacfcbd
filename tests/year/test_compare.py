"""What is told of two audits of the year, against what was so."""

from operator import attrgetter

import pytest

from searchgap.model.comparison import Difference, Facet, Judgement
from searchgap.model.gap import State
from searchgap.rules.compare import UnlikeRunsError

QUIET = (*range(2, 11), *range(14, 20), *range(21, 28), *range(29, 42), *range(43, 53))
"""Weeks in which nothing but chance is between an audit and the one before it."""


@pytest.fixture(scope="module")
def moves(compare):
    """How every query moved in every quiet week in which there was a band to hold it against."""
    found = []
    for week in QUIET:
        (brand,) = compare(week - 1, week).brands
        found += [move for move in brand.moves if move.band]
    return found


def share(moves, verdict):
    return sum(map(verdict, moves)) / len(moves)


def list_lost(year, before, after):
    """The queries that both weeks have and on which the brand was in the one and is not in the other."""
    texts = set(year.asked(before)) & set(year.asked(after))
    return {text for text in texts if year.is_present(before, text) and not year.is_present(after, text)}


@pytest.mark.parametrize(("before", "after"), [(9, 10), (10, 13), (19, 20), (27, 28), (1, 41), (51, 52)])
def test_gains_and_losses_are_those_of_the_world(compare, year, before, after):
    """Between two whole audits of one provider the queries gained and lost are exactly those that were."""
    (brand,) = compare(before, after).brands
    absent = [
        {move.after.query.text for move in brand.moves if gap(move).state is State.ABSENT}
        for gap in (attrgetter("before"), attrgetter("after"))
    ]
    assert absent[1] - absent[0] == list_lost(year, before, after)
    assert absent[0] - absent[1] == list_lost(year, after, before)
    assert brand.coverage.lost == len(list_lost(year, before, after))
    assert brand.coverage.gained == len(list_lost(year, after, before))


def test_chance_is_called_a_change_no_more_often_than_the_band_says(moves):
    """Of all quiet moves of the year no larger a share is called beyond noise than the bands allow for: one in twenty.

    The bands allow that much of the state and the rank, and as much of the result list; whoever looks at the numbers
    alone would see a change in one query of four.
    """
    allowed = share(moves, lambda move: move.band.exceeded)
    assert len(moves) > 1500
    assert 0.04 < allowed < 0.06
    assert share(moves, lambda move: move.standing is not Judgement.UNCHANGED) > 0.25
    assert share(moves, lambda move: move.standing is Judgement.BEYOND_NOISE) < allowed / 2
    assert share(moves, lambda move: move.listing is Judgement.BEYOND_NOISE) < allowed


def test_what_comes_and_goes_is_called_noise(moves, world):
    """Of the moves of queries that flicker by chance nearly all are noise, though most of the others lie still."""
    flickers = [move for move in moves if move.after.query.text in world.FLICKERING]
    moved = [move for move in flickers if move.standing is not Judgement.UNCHANGED]
    assert len(moved) > 100
    assert share(moved, lambda move: move.standing is Judgement.NOISE) > 0.85


def test_gains_against_losses_raise_no_false_alarm(compare):
    """Coverage is called changed beyond chance in no more than one of twenty quiet weeks."""
    alarms = [week for week in QUIET for brand in compare(week - 1, week).brands if brand.coverage.chance < 0.05]
    assert len(alarms) <= len(QUIET) / 20


@pytest.mark.parametrize(("before", "after"), [(27, 28), (27, 41), (10, 41)])
def test_the_real_improvement_stands_out(compare, world, before, after):
    """The query that was answered is beyond noise from the week after on, at the rank it has."""
    (brand,) = compare(before, after).brands
    found = {move.after.query.text: move for move in brand.moves}
    answered, ignored = found[world.ANSWERED], found[world.IGNORED]
    assert (answered.before.state, answered.after.best_rank) == (State.ABSENT, 2)
    assert answered.standing is Judgement.BEYOND_NOISE
    assert ignored.standing is Judgement.UNCHANGED


@pytest.mark.parametrize(("week", "measured"), [(11, 0), (12, 4)])
def test_failed_searches_lose_nothing(compare, year, week, measured):
    """When the provider fails, queries are newly not measured, and none of them is lost, moved or counted."""
    (brand,) = compare(10, week).brands
    assert [move.after.query.text for move in brand.moves] == list(year.measured(week))
    assert len(brand.newly_unmeasured) == 40 - measured
    assert (brand.coverage.lost, brand.coverage.gained) == (0, 0)
    assert not any(move.standing is Judgement.BEYOND_NOISE for move in brand.moves)


def test_answers_that_come_back_gain_nothing(compare, year):
    """After the failure queries are newly measured, which is no gain either."""
    (brand,) = compare(12, 13).brands
    assert (len(brand.moves), len(brand.newly_measured)) == (4, 36)
    assert (brand.coverage.lost, brand.coverage.gained) == (0, 0)


def test_the_weeks_around_a_failure_are_compared(compare, year):
    """The last audit before the failure and the first after it are compared over all queries, and noise is known."""
    comparison = compare(10, 13)
    (brand,) = comparison.brands
    assert (len(brand.moves), brand.newly_unmeasured, brand.newly_measured) == (40, (), ())
    assert brand.coverage.before.value == year.coverage(10)
    assert brand.coverage.after.value == year.coverage(13)
    assert all(move.band for move in brand.moves)


def test_a_longer_list_gains_nothing(compare, world, year):
    """Coverage as reported jumps with the list; compared is only what was asked for before as well."""
    (brand,) = compare(19, 20).brands
    assert brand.as_reported.after.coverage.value - brand.as_reported.before.coverage.value > 0.08
    assert {gap.query.text for gap in brand.added} == set(world.ADDED)
    assert brand.coverage.before.value == year.coverage(19, world.AT_FIRST)
    assert brand.coverage.after.value == year.coverage(20, world.AT_FIRST)
    assert len(brand.moves) == 40


@pytest.mark.parametrize(("before", "after"), [(41, 42), (1, 52)])
def test_another_provider_is_not_compared(compare, before, after):
    """Across the change of provider a comparison is refused, and the reason is the provider."""
    with pytest.raises(UnlikeRunsError, match="unlike: provider serper, then searchapi"):
        compare(before, after)


def test_another_provider_compared_on_demand_claims_nothing(compare, year):
    """On demand all is shown, marked as unlike, though coverage seems to jump, and no move is called a change."""
    comparison = compare(41, 42, anyhow=True)
    (brand,) = comparison.brands
    assert abs(year.coverage(42) - year.coverage(41)) > 0.1
    assert comparison.unlike == {Difference(Facet.PROVIDER, "serper", "searchapi"): 50}
    assert {move.standing for move in brand.moves} <= {Judgement.UNCHANGED, Judgement.NO_BAND}
    assert {move.listing for move in brand.moves} == {Judgement.NO_BAND}


def test_a_new_provider_starts_without_a_band(compare):
    """What the one provider's pages did by themselves is no measure for the other's: its noise is seen anew."""
    first, second = compare(42, 43), compare(43, 44)
    assert first.noise.pairs == 0
    assert all(move.band is None for move in first.brands[0].moves)
    assert second.noise.pairs == 50
