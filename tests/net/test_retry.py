"""Whether a call is made again, when, and what Retry-After asks for."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.serp import FailureKind
from searchgap.net.retry import LONGEST_WAIT, MOST_ATTEMPTS, read_retry_after, wait_before_retry

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PASSING = {FailureKind.RATE_LIMIT, FailureKind.TIMEOUT, FailureKind.NETWORK}


@pytest.mark.parametrize("kind", FailureKind)
@pytest.mark.parametrize("passing", [False, True])
def test_what_is_tried_again(kind, passing):
    """Only what passes by its kind, or is said to pass, is tried again."""
    wait = wait_before_retry(1, kind, passing=passing, retry_after=None, chance=0)
    assert (wait is not None) is (passing or kind in PASSING)


@pytest.mark.parametrize(
    ("attempt", "chance", "wait"), [(1, 0, 0.5), (1, 1, 1), (2, 0, 1), (2, 1, 2), (3, 0, 2), (3, 1, 4), (4, 1, None)]
)
def test_waits_double_and_spread(attempt, chance, wait):
    """Each wait is twice the one before, anywhere between half and all of it; after four attempts there is none."""
    kind = FailureKind.NETWORK
    assert wait_before_retry(attempt, kind, passing=False, retry_after=None, chance=chance) == wait


@pytest.mark.parametrize(("asked", "wait"), [(0, 0), (7.5, 7.5), (60, 60), (60.1, None), (float("inf"), None)])
def test_what_is_asked_for_comes_first(asked, wait):
    """The provider's own word is kept, up to a minute."""
    kind = FailureKind.RATE_LIMIT
    assert wait_before_retry(1, kind, passing=False, retry_after=asked, chance=1) == wait


@given(
    st.integers(1, 9),
    st.sampled_from(FailureKind),
    st.booleans(),
    st.none() | st.floats(0, allow_infinity=True),
    st.floats(0, 1),
)
def test_a_wait_is_bounded(attempt, kind, passing, retry_after, chance):
    """Whatever happened, a wait is at least nothing and at most a minute, and attempts end."""
    wait = wait_before_retry(attempt, kind, passing=passing, retry_after=retry_after, chance=chance)
    assert wait is None or (0 <= wait <= LONGEST_WAIT and attempt < MOST_ATTEMPTS)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("-3", 0),
        ("nan", 0),
        ("soon", None),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 11:00:30 +0100", 30),
        ("Sunday, 22-Nov-26 10:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 10:00:30", 30),
        ("Sun, 22 Nov 2026 09:59:00 GMT", 0),
        ("Sun, 32 Nov 2026 10:00:30 GMT", None),
        ("Sun, 22 Nov 99999999999 10:00:30 GMT", None),
        ("Sun, 22 Nov 2026 10:00:30 +99999999999", None),
    ],
)
def test_retry_after(value, seconds):
    """A number or a date in any of its spellings is seconds from now; what is neither asks for nothing."""
    assert read_retry_after(value, NOW) == seconds


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - hypothesis wants them without zone
def test_a_date_is_seconds_from_now(moment):
    """Every date of our times is read to the second; what is past asks for no wait."""
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    left = (moment - NOW) / timedelta(seconds=1)
    assert read_retry_after(format_datetime(moment, usegmt=True), NOW) == max(0, left)


@given(
    st.text(max_size=40)
    | st.text("0123456789 :,+-MonTueGMT", max_size=40)
    | st.from_regex(r"\A[A-Z][a-z]{2}, [0-9]{1,12} Nov [0-9]{1,12} [0-9:]{1,12} [A-Z+-]{0,3}[0-9]{0,12}\Z")
)
def test_any_header_is_read(value):
    """Whatever a server sends there, it is a time to wait or nothing."""
    seconds = read_retry_after(value, NOW)
    assert seconds is None or seconds >= 0
