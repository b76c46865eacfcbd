"""What is said of the three actions of the year, against what followed from them."""

from decimal import Decimal

import pytest

from searchgap.cli.effects import measure_effects
from searchgap.history.store import History
from searchgap.model.comparison import Difference, Facet, Judgement
from searchgap.model.effect import Spending

OTHER_YEARS = range(3, 11)


@pytest.fixture(scope="module")
def report(history, config):
    """The effects of everything that was done."""
    return measure_effects(history, history.actions(), config)


@pytest.fixture(scope="module")
def found(report):
    """What the first provider's searches showed, by query."""
    return {
        effect.action.query: search
        for effect in report.effects
        for search in effect.searches
        if search.window.request.provider == "serper"
    }


def count_untouched(year, texts, before, after):
    return sum(not year.is_present(before, text) and year.is_present(after, text) for text in texts)


def test_the_improvement_is_seen_after_the_action(found, world, year):
    """What was answered was absent before and is second after: beyond noise, and no untouched query came as far."""
    search = found[world.ANSWERED]
    before, after = search.window.before, search.window.after
    assert (before.audit_id, after.audit_id) == (world.audit_id(world.ACTED), world.audit_id(world.MOVED - 1))
    assert (before.gap.best_rank, after.gap.best_rank) == (None, 2)
    assert search.move.standing is Judgement.BEYOND_NOISE
    assert (search.closed, search.move.control.as_far, search.shared_with) == (True, 0, ())


def test_untouched_queries_are_the_control(found, world, year):
    """The control is every query nobody acted on, with what it gained and lost meanwhile."""
    texts = set(year.asked(world.ACTED)) - {world.ANSWERED, world.IGNORED, year.tempted}
    control = found[world.ANSWERED].move.control
    assert control.queries == len(texts) == 47
    assert control.gained == count_untouched(year, texts, world.ACTED, world.MOVED - 1)
    assert control.lost == count_untouched(year, texts, world.MOVED - 1, world.ACTED)
    assert control.gained + control.lost > 0


def test_where_nothing_followed_nothing_is_claimed(found, world):
    """The query that stayed as it was is unchanged, and its gap is not closed."""
    search = found[world.IGNORED]
    assert search.move.standing is Judgement.UNCHANGED
    assert (search.entered, search.closed) == (False, False)


def test_what_came_by_chance_is_not_claimed(found, year):
    """The query that came and went before the action is there after it, which is called noise and closes no gap."""
    search = found[year.tempted]
    assert search.entered
    assert search.move.standing is Judgement.NOISE
    assert not search.closed


def test_another_provider_proves_nothing(report, world):
    """What the later provider shows is not held against the one before it, and the reason is said."""
    searches = [one for effect in report.effects for one in effect.searches if one.window.request.provider != "serper"]
    assert len(searches) == 3
    for search in searches:
        assert (search.move, search.window.audits) == (None, None)
        assert search.window.unlike == (Difference(Facet.PROVIDER, "serper", "searchapi"),)
        assert int(search.window.after.audit_id) == 52


def test_a_gap_costs_what_all_actions_cost(report):
    """One gap closed after three actions, and it cost what the three cost together."""
    (closing,) = report.closings
    assert (closing.judged, closing.closed, closing.unproven) == (3, 1, 0)
    assert closing.spent == Spending(actions=3, priced=3, hours=Decimal(6), money={"EUR": Decimal(50)})
    assert (closing.hours_each, closing.money_each) == (Decimal("6.00"), {"EUR": Decimal("50.00")})


def test_quiet_pairs_leave_out_the_time_after_an_action(report):
    """The pairs of the three queries from the action until it has settled, four weeks later, are not quiet."""
    assert report.noise.disturbed == 3 * 5
    assert report.noise.typical_days == 7


def test_in_other_years_too(world, tmp_path):
    """In eight further worlds the improvement is always claimed, nothing never, and chance at most once.

    In each of them the flickering query was chosen because it is absent on the last page before the action and present
    on the last one after it, so whoever looks at these two alone would claim it every time.
    """
    closed = []
    for seed in OTHER_YEARS:
        year = world.Year(seed)
        with History.open(tmp_path / f"{seed}.db") as history:
            world.keep_year(year, history)
            report = measure_effects(history, history.actions(), None)
        closed += [effect.action.query for effect in report.effects for search in effect.searches if search.closed]
    assert closed.count(world.ANSWERED) == len(OTHER_YEARS)
    assert closed.count(world.IGNORED) == 0
    assert len(closed) - len(OTHER_YEARS) <= 1
