"""List prices: what a search costs by how deep it goes and by what is in its words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.provider import ProviderSpec, RankingKind, Surcharge
from searchgap.rules.prices import price_search

TEN_BY_TEN = Surcharge(above=10, results=10, price=Decimal("0.3"))


def spec(price: str | None = "1", **more) -> ProviderSpec:
    return ProviderSpec(
        name="bureau",
        title="The Bureau",
        summary="invented",
        ranking=RankingKind.OWN_INDEX,
        engines=(),
        price=None if price is None else Decimal(price),
        **more,
    )


@pytest.mark.parametrize("depth", [1, 10, 100])
def test_without_a_surcharge_depth_does_not_matter(depth: int):
    """The price is that of a search, however deep."""
    assert price_search(spec(), "lamp", depth) == 1


@pytest.mark.parametrize(
    ("depth", "price"), [(1, "1"), (10, "1"), (11, "1.3"), (20, "1.3"), (21, "1.6"), (50, "2.2"), (100, "2.2")]
)
def test_a_deeper_search_costs_more(depth: int, price: str):
    """Every ten results begun beyond the first are paid, up to the most that one search can ask for."""
    assert price_search(spec(surcharge=TEN_BY_TEN, max_depth=50), "lamp", depth) == Decimal(price)


def test_an_unknown_price_stays_unknown():
    """A surcharge on nothing known is nothing known."""
    assert price_search(spec(None, surcharge=TEN_BY_TEN, operator_factor=5), "site:lamp.example", 90) is None


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("lamp hums", "1"),
        ("site:lamp.example hums", "5"),
        ("lamp -SITE:shop.example", "5"),
        ("(inurl:forum lamp)", "5"),
        ("https://lamp.example hums", "1"),
        ("lamp: does it hum", "1"),
        ("lamp at 10:30", "1"),
        ("", "1"),
    ],
)
def test_operators_cost_more_where_they_do(text: str, price: str):
    """A word with a colon and more behind it counts as an operator, an address and a time do not."""
    assert price_search(spec(operator_factor=5), text, 10) == Decimal(price)
    assert price_search(spec(), text, 10) == 1


def test_the_factor_is_on_the_surcharge_too():
    """An operator makes the whole search dearer."""
    assert price_search(spec(surcharge=TEN_BY_TEN, operator_factor=5), "site:lamp.example", 20) == Decimal("6.5")


@given(st.text(), st.integers(1, 200), st.integers(1, 200))
def test_more_is_never_cheaper(text: str, less: int, more: int):
    """Whatever is searched, a deeper search costs as much or more."""
    dear = spec(surcharge=TEN_BY_TEN, operator_factor=5, max_depth=100)
    low, high = sorted((less, more))
    assert price_search(dear, text, low) <= price_search(dear, text, high)
