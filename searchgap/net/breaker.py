"""A breaker: after a provider has refused again and again it is not asked any more in this run."""

from searchgap.model.serp import FailureKind

_AT_ONCE = frozenset({FailureKind.AUTH, FailureKind.QUOTA, FailureKind.BLOCKED})
_MOST_IN_A_ROW = 5


class Breaker:
    """Open for good once a key is refused, a quota is spent, a challenge is shown, or five calls in a row failed."""

    def __init__(self, provider: str) -> None:
        self._provider = provider
        self._in_a_row = 0
        self.tripped_by: FailureKind | None = None

    @property
    def reason(self) -> str | None:
        """Why nothing more is asked; None while the provider may be asked."""
        if self.tripped_by is None:
            return None
        if self.tripped_by in _AT_ONCE:
            return f"{self._provider} refused an earlier search ({self.tripped_by}), so it was not asked again"
        return f"{self._provider} failed {_MOST_IN_A_ROW} times in a row ({self.tripped_by}), so it was not asked again"

    def succeed(self) -> None:
        """A search was answered."""
        self._in_a_row = 0

    def fail(self, kind: FailureKind) -> None:
        """A search failed for good; a search that only this query cannot have does not count."""
        if kind is FailureKind.UNSUPPORTED:
            return
        self._in_a_row += 1
        if self.tripped_by is None and (kind in _AT_ONCE or self._in_a_row >= _MOST_IN_A_ROW):
            self.tripped_by = kind
