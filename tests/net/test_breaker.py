"""The breaker: when a provider is not asked any more in a run."""

import pytest

from searchgap.model.serp import FailureKind
from searchgap.net.breaker import Breaker

AT_ONCE = {FailureKind.AUTH, FailureKind.QUOTA, FailureKind.BLOCKED}
NEVER = {FailureKind.UNSUPPORTED}


def fail(breaker: Breaker, kind: FailureKind, hint: str | None = None) -> None:
    """A search that fails before another begins."""
    breaker.fail(kind, hint, answers_before=breaker.answers)


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
        fail(breaker, kind)
        tripped.append(breaker.tripped_by is kind)
    expected = 1 if kind in AT_ONCE else 7 if kind in NEVER else 5
    assert tripped == [number >= expected for number in range(1, 7)]


def test_an_answer_starts_the_count_anew():
    """Only failures in a row count, of whatever kinds."""
    breaker = Breaker("bureau")
    for _ in range(3):
        for kind in (FailureKind.TIMEOUT, FailureKind.NETWORK, FailureKind.BAD_REPLY, FailureKind.RATE_LIMIT):
            fail(breaker, kind)
        breaker.succeed()
    assert breaker.tripped_by is None


def test_failures_that_end_together_after_answers_are_no_row():
    """Of searches that began at once some were answered, so those that failed do not mean that nobody is there."""
    breaker = Breaker("bureau")
    begun = breaker.answers
    breaker.succeed()
    for _ in range(9):
        breaker.fail(FailureKind.BAD_REPLY, None, answers_before=begun)
    assert breaker.tripped_by is None
    for _ in range(5):
        fail(breaker, FailureKind.BAD_REPLY)
    assert breaker.tripped_by is FailureKind.BAD_REPLY


def test_failures_that_end_together_without_an_answer_are_a_row():
    """Where nothing is answered, searches under way together are five failures like any other."""
    breaker = Breaker("bureau")
    for _ in range(5):
        breaker.fail(FailureKind.NETWORK, None, answers_before=0)
    assert breaker.tripped_by is FailureKind.NETWORK


def test_a_refusal_counts_whatever_was_answered_meanwhile():
    """A key that is refused once is refused from then on."""
    breaker = Breaker("bureau")
    breaker.succeed()
    breaker.fail(FailureKind.AUTH, "check the key", answers_before=0)
    assert (breaker.tripped_by, breaker.hint) == (FailureKind.AUTH, "check the key")


def test_a_query_that_cannot_be_had_does_not_interrupt_a_row():
    """It says nothing of the provider, neither good nor bad."""
    breaker = Breaker("bureau")
    for _ in range(4):
        fail(breaker, FailureKind.TIMEOUT)
        fail(breaker, FailureKind.UNSUPPORTED)
    assert breaker.tripped_by is None
    fail(breaker, FailureKind.NETWORK)
    assert breaker.tripped_by is FailureKind.NETWORK
    assert breaker.reason == "bureau failed 5 times in a row (network), so it was not asked again"


def test_it_keeps_the_next_step():
    """What to do about the failure that tripped it is kept, and no other's."""
    breaker = Breaker("bureau")
    fail(breaker, FailureKind.UNSUPPORTED, "shorten the query")
    assert breaker.hint is None
    fail(breaker, FailureKind.QUOTA, "top the account up")
    fail(breaker, FailureKind.AUTH, "check the key")
    assert breaker.hint == "top the account up"


def test_it_stays_open_for_good():
    """Answers of searches that were under way, and later failures, change neither the state nor the reason."""
    breaker = Breaker("bureau")
    fail(breaker, FailureKind.QUOTA)
    breaker.succeed()
    fail(breaker, FailureKind.AUTH)
    assert breaker.reason == "bureau refused an earlier search (quota), so it was not asked again"
