"""Numbers, ages, times and money are worded once."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.report.words import (
    round_number,
    round_share,
    stamp_moment,
    word_age,
    word_ages,
    word_count,
    word_list,
    word_moment,
    word_money,
    word_percent,
    write_money,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (0.0001, "<1 %"),
        (0.004, "<1 %"),
        (0.006, "1 %"),
        (0.5, "50 %"),
        (0.994, "99 %"),
        (0.996, ">99 %"),
        (1, "100 %"),
    ],
)
def test_percent_is_never_rounded_to_nothing_or_all(share, words):
    """0 % and 100 % are said only of exactly that."""
    assert word_percent(share) == words


@given(st.floats(min_value=0, max_value=1))
def test_rounded_share_keeps_its_ends(share):
    """Rounding moves a share by less than a ten-thousandth and never onto 0 or 1."""
    rounded = round_share(share)
    assert abs(rounded - share) <= 0.0001
    assert (rounded == 0) == (share == 0)
    assert (rounded == 1) == (share == 1)


@pytest.mark.parametrize(("number", "rounded"), [(3, "3"), (3.0, "3"), (2.5, "2.5"), (1 / 3, "0.3333")])
def test_number_is_whole_where_it_is_whole(number, rounded):
    """A weight of 3.0 is written 3."""
    assert str(round_number(number)) == rounded


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "less than an hour old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=2), "2 days old"),
        (timedelta(days=3, hours=23), "3 days old"),
        (timedelta(days=-1), "dated in the future"),
    ],
)
def test_age_is_worded(ago, words):
    """An age is told in the unit a reader would use, and a date ahead of the clock is not called fresh."""
    assert word_age(NOW - ago, NOW) == words


def test_ages_name_the_youngest_and_the_oldest():
    """Several ages are a range; equal ones are said once; a moment without a zone is UTC."""
    old, young = NOW - timedelta(days=9), (NOW - timedelta(days=3)).replace(tzinfo=None)
    assert word_ages([old, young], NOW) == "3 days to 9 days old"
    assert word_ages([old, old], NOW) == "9 days old"


def test_moments_are_told_in_utc():
    """A moment in another zone is converted."""
    moment = datetime(2026, 11, 22, 13, 0, 59, 999, tzinfo=timezone(timedelta(hours=3)))
    assert stamp_moment(moment) == "2026-11-22T10:00:59Z"
    assert word_moment(moment) == "2026-11-22 10:00 UTC"


@pytest.mark.parametrize(
    ("amount", "written", "worded"),
    [(Decimal("0.010"), "0.010", "$0.010"), (Decimal("1E+1"), "10", "$10"), (Decimal(0), "0", "$0")],
)
def test_money_keeps_its_decimals(amount, written, worded):
    """Money is written as it was counted; not known is not zero."""
    assert write_money(amount) == written
    assert write_money(None) is None
    assert word_money(amount) == worded


def test_counts_and_lists_read_well():
    """Counts take the right noun and a thousands separator; lists end in a joint."""
    assert word_count(1, "query", "queries") == "1 query"
    assert word_count(9970, "query", "queries") == "9,970 queries"
    assert word_count(0, "gap") == "0 gaps"
    assert [word_list(items, "or") for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a or b",
        "a, b or c",
    ]
