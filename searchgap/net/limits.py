"""What a provider allows of calls, apart from what keeps to it, so that a table of providers loads no event loop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """What a provider allows.

    Attributes:
        per_second: most calls begun in a second, evenly spread; None without a limit.
        at_once: most calls under way.
    """

    per_second: float | None = None
    at_once: int = 50


def word_limit(limit: RateLimit) -> str:
    """A limit in words: `20/s`, `30/min, 1 at once`."""
    rate = limit.per_second
    if rate is None:
        return f"{limit.at_once} at once"
    words = f"{rate:g}/s" if rate >= 1 else f"{rate * 60:g}/min"
    return f"{words}, {limit.at_once} at once" if limit.at_once < rate else words
