"""Caps on cost: no attempt may pass one, and what was set aside is settled by what was charged."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.search.budget import Budget, BudgetError

DIME = Decimal("0.1")
amounts = st.decimals(min_value=0, max_value=5, places=3)


def test_without_a_cap_everything_goes():
    """No cap refuses nothing, not even an unknown price."""
    budget = Budget()
    for price in (Decimal(1000), Decimal(0), None):
        budget.reserve("bureau", price)


def test_a_cap_may_be_spent_to_the_last_cent():
    """What fits exactly is made, and the next attempt is refused with what is left."""
    budget = Budget(Decimal("0.3"))
    for _ in range(3):
        budget.reserve("bureau", DIME)
    with pytest.raises(BudgetError, match=r"costs \$0\.1, and \$0\.0 is left of \$0\.3 for the run"):
        budget.reserve("bureau", DIME)


def test_a_refusal_spends_nothing():
    """After a refusal, what is affordable or free is still made."""
    budget = Budget(DIME)
    with pytest.raises(BudgetError):
        budget.reserve("bureau", Decimal(5))
    budget.reserve("mill", DIME)
    budget.reserve("bureau", Decimal(0))


@pytest.mark.parametrize("budget", [Budget(DIME), Budget(None, {"bureau": DIME})])
def test_an_unknown_price_cannot_be_held_under_a_cap(budget: Budget):
    """A provider that does not state its price is refused by any cap that covers it."""
    with pytest.raises(BudgetError, match="not known"):
        budget.reserve("bureau", None)


def test_a_cap_of_one_provider_leaves_the_others_alone():
    """Each provider has its own cap, within that of the run."""
    budget = Budget(Decimal("0.4"), {"bureau": DIME, "mill": None})
    budget.reserve("bureau", DIME)
    with pytest.raises(BudgetError, match="for bureau"):
        budget.reserve("bureau", DIME)
    for _ in range(3):
        budget.reserve("mill", DIME)
    with pytest.raises(BudgetError, match="for the run"):
        budget.reserve("sage", DIME)


@pytest.mark.parametrize(("charged", "again"), [("0", True), ("0.1", False), ("0.05", False)])
def test_what_was_not_charged_may_be_spent_again(charged: str, again: bool):
    """Settling gives back the difference between the price and the charge."""
    budget = Budget(DIME)
    budget.reserve("bureau", DIME)
    budget.settle("bureau", DIME, Decimal(charged))
    if again:
        budget.reserve("bureau", DIME)
    with pytest.raises(BudgetError):
        budget.reserve("bureau", DIME)


@given(
    cap=amounts, steps=st.lists(st.tuples(st.sampled_from("ab"), amounts, st.booleans()), max_size=30), own_cap=amounts
)
def test_what_is_set_aside_never_passes_a_cap(cap: Decimal, steps: list[tuple[str, Decimal, bool]], own_cap: Decimal):
    """Whatever is asked in whatever order, the sums stay within the caps, and a refusal means that one would break."""
    budget = Budget(cap, {"a": own_cap})
    spent = {"a": Decimal(0), "b": Decimal(0)}
    for provider, price, free in steps:
        would_fit = sum(spent.values()) + price <= cap and (provider == "b" or spent["a"] + price <= own_cap)
        try:
            budget.reserve(provider, price)
        except BudgetError:
            assert not would_fit
            continue
        assert would_fit
        spent[provider] += price
        if free:
            budget.settle(provider, price, Decimal(0))
            spent[provider] -= price
