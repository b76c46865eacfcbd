"""Whether a failed call is made again, and after how long."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from searchgap.model.serp import FailureKind

MOST_ATTEMPTS = 4
LONGEST_WAIT = 60.0
_FIRST_WAIT = 0.5
_PASSING = frozenset({FailureKind.RATE_LIMIT, FailureKind.TIMEOUT, FailureKind.NETWORK})


def wait_before_retry(
    attempt: int, kind: FailureKind, *, passing: bool, retry_after: float | None, chance: float
) -> float | None:
    """Seconds to wait before the next attempt; None if there should be none.

    The wait doubles with each attempt and is spread by chance between half and all of it, so that many callers do not
    come back at once. What the provider asks for comes first; if that is longer than a minute it is not waited for.

    Args:
        attempt: how many were made, from 1.
        kind: how the last one failed.
        passing: whether the failure is one that passes although its kind alone does not say so (a 5xx).
        retry_after: seconds that the provider asked to wait.
        chance: a random number from 0 to 1.
    """
    if attempt >= MOST_ATTEMPTS or not (passing or kind in _PASSING):
        return None
    if retry_after is not None:
        return retry_after if retry_after <= LONGEST_WAIT else None
    return _FIRST_WAIT * (1 << attempt) * (0.5 + chance / 2)


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for, given as a number or a date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())
