"""Costs as people write them: what is read, what is refused, and that nothing is guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.cli.costs import Cost, read_cost, read_costs
from searchgap.errors import UsageError

CENTS = st.decimals(min_value=0, max_value=999_999, places=2)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2h", "2"),
        ("1.5h", "1.5"),
        ("1,5 h", "1.5"),
        (".5h", "0.5"),
        ("45m", "0.75"),
        ("90 minutes", "1.5"),
        ("1h30m", "1.5"),
        (" 1 hour 20 min ", "1.3333"),
        ("0h", "0"),
        ("2 HOURS", "2"),
    ],
)
def test_working_time(text, hours):
    """Hours and minutes, spelled out or not, come to hours."""
    assert read_cost(text) == Cost(hours=Decimal(hours))


@pytest.mark.parametrize(
    ("text", "money", "currency"),
    [
        ("€40", "40", "EUR"),
        ("40€", "40", "EUR"),
        ("40 EUR", "40", "EUR"),
        ("eur 40", "40", "EUR"),
        ("$12.50", "12.50", "USD"),
        ("US$ 12,50", "12.50", "USD"),
        ("£5", "5", "GBP"),
        ("7 chf", "7", "CHF"),
    ],
)
def test_money(text, money, currency):
    """A sign or an ISO code on either side tells the currency."""
    assert read_cost(text) == Cost(money=Decimal(money), currency=currency)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("40", "€40"),
        ("", "such as"),
        ("-2h", "such as"),
        ("€-5", "such as"),
        ("1.200 EUR", "such as"),
        ("1,200.50 EUR", "such as"),
        ("1e3 EUR", "such as"),
        ("nan EUR", "such as"),
        ("٤h", "such as"),
        ("2 days", "such as"),
        ("¥500", "ISO code"),
        ("5 EUE", "did you mean EUR?"),
        ("€40 EUR", "such as"),
        ("9" * 40 + "h", "such as"),
    ],
)
def test_what_is_no_cost_is_refused_with_an_example(text, hint):
    """Nothing is guessed: not a unit, not a thousands mark, not which of several currencies a sign means."""
    with pytest.raises(UsageError) as trouble:
        read_cost(text)
    assert hint in trouble.value.hint


@given(CENTS, st.sampled_from(["{}h", "{} hours", "{}H"]))
def test_every_number_of_hours_is_read(number, form):
    """What is written is what is read, to a ten-thousandth."""
    assert read_cost(form.format(number)).hours == number


@given(CENTS, st.sampled_from([("€{}", "EUR"), ("{} EUR", "EUR"), ("${}", "USD"), ("{}£", "GBP"), ("sek {}", "SEK")]))
def test_every_amount_is_read_exactly(amount, form):
    """Money is never rounded."""
    text, currency = form
    assert read_cost(text.format(amount)) == Cost(money=amount, currency=currency)


@given(st.lists(CENTS, min_size=1, max_size=6), st.lists(CENTS, min_size=1, max_size=6))
def test_several_costs_add_up(hours, amounts):
    """Times add up, and so does money, in any order."""
    total = read_costs([*(f"{number}h" for number in hours), *(f"€{amount}" for amount in amounts)])
    assert total == Cost(hours=sum(hours), money=sum(amounts), currency="EUR")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    """No text ends in anything but a cost of at least nothing, or a complaint."""
    try:
        cost = read_cost(text)
    except UsageError:
        return
    assert (cost.hours is None) != (cost.money is None)
    assert (cost.hours or cost.money or 0) >= 0
    assert (cost.money is None) == (cost.currency is None)


def test_one_action_has_one_currency():
    """Two currencies cannot be added, so they are refused."""
    with pytest.raises(UsageError, match="EUR and USD"):
        read_costs(["€40", "2h", "$5"])
    assert read_costs([]) == Cost()
