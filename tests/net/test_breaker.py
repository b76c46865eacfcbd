"""The breaker: when a provider is not asked any more in a run."""

import pytest

from searchgap.model.serp import FailureKind
from searchgap.net.breaker import Breaker

AT_ONCE = {FailureKind.AUTH, FailureKind.QUOTA, FailureKind.BLOCKED}
NEVER = {FailureKind.UNSUPPORTED}


def test_it_begins_closed():
    """Nothing happened, so the provider may be asked and there is no reason against it."""
    breaker = Breaker("bureau")
    assert (breaker.tripped_by, breaker.reason) == (None, None)


@pytest.mark.parametrize("kind", FailureKind)
def test_how_many_failures_it_takes(kind):
    """A refusal trips it at once, what a single query cannot have never, and everything else at the fifth."""
    breaker = Breaker("bureau")
    tripped = []
    for _ in range(6):
        breaker.fail(kind)
        tripped.append(breaker.tripped_by is kind)
    expected = 1 if kind in AT_ONCE else 7 if kind in NEVER else 5
    assert tripped == [number >= expected for number in range(1, 7)]


def test_an_answer_starts_the_count_anew():
    """Only failures in a row count, of whatever kinds."""
    breaker = Breaker("bureau")
    for _ in range(3):
        for kind in (FailureKind.TIMEOUT, FailureKind.NETWORK, FailureKind.BAD_REPLY, FailureKind.RATE_LIMIT):
            breaker.fail(kind)
        breaker.succeed()
    assert breaker.tripped_by is None


def test_a_query_that_cannot_be_had_does_not_interrupt_a_row():
    """It says nothing of the provider, neither good nor bad."""
    breaker = Breaker("bureau")
    for _ in range(4):
        breaker.fail(FailureKind.TIMEOUT)
        breaker.fail(FailureKind.UNSUPPORTED)
    assert breaker.tripped_by is None
    breaker.fail(FailureKind.NETWORK)
    assert breaker.tripped_by is FailureKind.NETWORK
    assert breaker.reason == "bureau failed 5 times in a row (network), so it was not asked again"


def test_it_stays_open_for_good():
    """Answers of searches that were under way, and later failures, change neither the state nor the reason."""
    breaker = Breaker("bureau")
    breaker.fail(FailureKind.QUOTA)
    breaker.succeed()
    breaker.fail(FailureKind.AUTH)
    assert breaker.reason == "bureau refused an earlier search (quota), so it was not asked again"
