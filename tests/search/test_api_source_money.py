"""Money at an API: what a search costs, caps that nothing passes, and further pages that are paid for."""

from decimal import Decimal

import pytest

from searchgap.model.provider import Surcharge
from searchgap.model.serp import FailureKind, NotSearched, SearchFailure, Serp
from searchgap.search.budget import Budget

DIME = Decimal("0.1")
OK = {"urls": ["https://a.example/"]}
HANG = {"how": "hang"}
SHORT = {"options": {"timeout": 0.05}}


def page(*letters: str, **more) -> dict:
    return {"urls": [letter and f"https://{letter}.example/" for letter in letters], **more}


def listed(serp: Serp) -> list[tuple[int, str]]:
    return [(result.rank, result.url.removeprefix("https://").removesuffix(".example/")) for result in serp.results]


@pytest.mark.parametrize(
    ("answer", "price", "cost"),
    [
        (OK, DIME, "0.1"),
        ({**OK, "cost": 0.03}, DIME, "0.03"),
        ({**OK, "cost": 0}, DIME, "0"),
        ({**OK, "cost": 0.03}, None, "0.03"),
        (OK, None, None),
    ],
)
def test_what_a_search_costs(visit, answer, price, cost):
    """A search costs what the reply states, else the list price; where neither is known, nobody knows."""
    assert visit([answer], price=price).only.cost == (None if cost is None else Decimal(cost))


@pytest.mark.parametrize(("depth", "asked"), [(10, 4), (11, 2), (21, 1)])
def test_a_cap_counts_what_a_deeper_search_costs(visit, depth, asked):
    """What is set aside and counted is the price at the depth asked for, so that no cap is passed."""
    deeper = Surcharge(above=10, results=10, price=DIME)
    visited = visit([OK], list("abcdef"), depth=depth, surcharge=deeper, budget=Budget(4 * DIME))
    assert len(visited.asked) == asked
    answered = [outcome for outcome in visited.outcomes if isinstance(outcome, Serp)]
    assert {outcome.cost for outcome in answered} == {(1 + (depth - 1) // 10) * DIME}


def test_a_failed_attempt_costs_nothing_unless_it_is_charged(visit):
    """What is refused before the answer is free, and the answer is paid once."""
    assert visit([{"status": 429}, {"status": 503}, OK]).only.cost == DIME


def test_a_failure_that_is_charged_says_what_it_cost(visit):
    """Money gone is told, answer or not."""
    assert visit([{"kind": "bad-reply", "charged": True}]).only.cost == DIME


def test_every_attempt_is_counted(visit):
    """Attempts that were not answered in time may each be charged, so each counts."""
    visited = visit([HANG], settings=SHORT)
    assert visited.only.kind is FailureKind.TIMEOUT
    assert len(visited.asked) == 4
    assert visited.only.cost == 4 * DIME


def test_a_cap_ends_retries(visit):
    """Where another attempt would pass the cap the search has failed: it was asked, and what it cost is known."""
    visited = visit([HANG], ["one", "two"], settings=SHORT, budget=Budget(Decimal("0.25")))
    failed, unasked = visited.outcomes
    assert isinstance(failed, SearchFailure)
    assert (failed.kind, failed.cost) == (FailureKind.TIMEOUT, 2 * DIME)
    assert isinstance(unasked, NotSearched)
    assert unasked.kind is FailureKind.BUDGET
    assert len(visited.asked) == 2


@pytest.mark.parametrize(
    "caps",
    [(Decimal("0.55"),), (None, {"word-bureau": Decimal("0.55")}), (Decimal(5), {"word-bureau": 5 * DIME})],
)
@pytest.mark.parametrize("at_once", [False, True])
def test_a_cap_is_hard(visit, caps, at_once):
    """However many searches begin at once, no more are asked than the cap pays for; the rest were not searched."""
    visited = visit([OK], [str(number) for number in range(12)], at_once=at_once, budget=Budget(*caps))
    assert len(visited.asked) == 5
    assert sum(isinstance(outcome, Serp) for outcome in visited.outcomes) == 5
    unasked = [outcome for outcome in visited.outcomes if isinstance(outcome, NotSearched)]
    assert {outcome.kind for outcome in unasked} == {FailureKind.BUDGET}
    assert "a search costs $0.1, and $0.0" in unasked[0].message
    assert "max_cost" in unasked[0].hint


def test_a_cap_is_hard_under_retries_at_once(visit):
    """Attempts of searches under way together share the cap, retries too."""
    visited = visit([HANG], list("abcdef"), at_once=True, settings=SHORT, budget=Budget(7 * DIME))
    assert len(visited.asked) == 7
    assert sum(outcome.cost for outcome in visited.outcomes) == 7 * DIME


def test_what_was_not_charged_can_be_spent(visit):
    """Free failures and cheaper answers leave their money for other searches."""
    cheap = {**OK, "cost": 0.05}
    visited = visit([{"status": 404}, cheap], list("abcd"), budget=Budget(Decimal("0.2")))
    assert [type(outcome) for outcome in visited.outcomes] == [SearchFailure, Serp, Serp, Serp]


def test_an_answer_dearer_than_its_price_uses_the_cap_up(visit):
    """What was charged counts, not what was expected."""
    visited = visit([{**OK, "cost": 0.5}], ["one", "two"], budget=Budget(Decimal("0.55")))
    assert [type(outcome) for outcome in visited.outcomes] == [Serp, NotSearched]


def test_under_a_cap_an_unknown_price_is_not_paid(visit):
    """A cap cannot be kept without a price, so nothing is asked."""
    visited = visit([OK], price=None, budget=Budget(Decimal(100)))
    assert visited.only.kind is FailureKind.BUDGET
    assert "not known" in visited.only.message
    assert visited.asked == []


def test_without_fill_one_page_is_all(visit):
    """Few results are a fact; a second call is never made unasked."""
    visited = visit([page("a", "b"), page("c")])
    assert len(visited.asked) == 1
    assert listed(visited.only) == [(1, "a"), (2, "b")]


def test_fill_asks_on_until_there_is_enough(visit):
    """Pages follow each other, repeats are folded, ranks go on, and every page is paid."""
    visited = visit([page("a", "b"), page("b", "c"), page("d", "e", "f")], fill=True, depth=5)
    assert visited.asked == ["/search lamp 1", "/search lamp 2", "/search lamp 3"]
    assert listed(visited.only) == [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")]
    assert visited.only.cost == 3 * DIME


@pytest.mark.parametrize("fill", [False, True])
def test_more_than_asked_for_is_left_out(visit, fill):
    """A search has as many results as its depth, whatever a page holds; fewer are never made more."""
    assert listed(visit([page(*"abcde")], fill=fill, depth=3).only) == [(1, "a"), (2, "b"), (3, "c")]
    assert listed(visit([page("a", more=False)], fill=fill, depth=3).only) == [(1, "a")]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([page("a", "b", "c")], 1),
        ([page("a", more=False), page("b")], 1),
        ([page()], 1),
        ([page("a"), page(), page("b")], 2),
        ([page("a"), page("a"), page("a"), page("b")], 3),
    ],
)
def test_fill_knows_when_to_stop(visit, answers, asked):
    """Enough results, a last page, an empty one, or the third end it."""
    assert len(visit(answers, fill=True, depth=3).asked) == asked


def test_a_row_without_an_address_is_nobody_s_repeat(visit):
    """On a further page it keeps its rank as on the first, so that nobody below moves up."""
    visited = visit([page("a", ""), page("", "b")], fill=True, depth=4)
    assert listed(visited.only)[:4] == [(1, "a"), (2, ""), (3, ""), (4, "b")]


@pytest.mark.parametrize("trouble", [{"status": 401}, {"status": 404}, {"text": "<html>"}])
def test_a_further_page_that_fails_takes_nothing_away(visit, trouble):
    """What was answered stands, at its price."""
    visited = visit([page("a"), trouble], fill=True)
    assert listed(visited.only) == [(1, "a")]
    assert visited.only.cost in {DIME, 2 * DIME}


def test_a_further_page_of_another_ranking_is_not_joined(visit):
    """A blend that lost an engine between two pages is another ranking: the first page is the answer, both are paid."""
    visited = visit([page("a", engine="blend"), page("b", engine="blend without x")], fill=True)
    assert listed(visited.only) == [(1, "a")]
    assert (visited.only.engine, visited.only.cost) == ("blend", 2 * DIME)


def test_a_further_page_is_under_the_cap_too(visit):
    """Where the money ends after a page, that page is the answer."""
    visited = visit([page("a"), page("b")], fill=True, budget=Budget(DIME))
    assert listed(visited.only) == [(1, "a")]
    assert len(visited.asked) == 1
