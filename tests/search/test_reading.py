"""Reading strangers' JSON: whatever is not what it should be is simply not there."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.search import reading

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(value=anything, keys=st.lists(st.text(), max_size=3))
def test_nothing_raises(value, keys):
    """Any JSON can be looked into along any path."""
    assert isinstance(reading.text(value, *keys), str)
    assert isinstance(reading.address(value, *keys), str)
    assert all(isinstance(row, dict) for row in reading.objects(value, *keys))
    amount = reading.money(value, *keys)
    assert amount is None or amount >= 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a <strong>b</strong> c", "a b c"),
        ("AT&amp;T", "AT&T"),
        ("a\u200bb\ufeff", "ab"),
        ("  a \n b ", "a b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
    ],
)
def test_text_is_read_as_people_see_it(written, read):
    """Highlighting, entities, invisible characters and white space are resolved; other angle brackets stay."""
    assert reading.text({"a": written}, "a") == read


@pytest.mark.parametrize(
    ("stated", "amount"),
    [
        (0.005, Decimal("0.005")),
        ("0.0010", Decimal("0.0010")),
        (0, Decimal(0)),
        (-1, None),
        (True, None),
        ("free", None),
        (float("nan"), None),
        (float("inf"), None),
        ("9e99999999", None),
        (None, None),
    ],
)
def test_money_is_an_amount_or_nothing(stated, amount):
    """What no search can cost is no amount."""
    assert reading.money({"cost": stated}, "cost") == amount
