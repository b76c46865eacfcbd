"""A breaker: after somebody has refused again and again, nothing more is asked of them in this run."""

from searchgap.model.serp import FailureKind

_AT_ONCE = frozenset({FailureKind.AUTH, FailureKind.QUOTA, FailureKind.BLOCKED})
_MOST_IN_A_ROW = 5


class Breaker:
    """Open for good once a key is refused, a quota is spent, a challenge is shown, or five searches in a row failed.

    Of searches that were under way together the failures may all end last. So a failure counts towards the five only
    if nothing was answered since that search began.

    Args:
        name: whoever is asked, for the reason: a provider, or an engine behind one.

    Attributes:
        tripped_by: the kind of failure that opened it; None while more may be asked.
        hint: the next step after that failure.
        answers: how many searches were answered.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._in_a_row = 0
        self.tripped_by: FailureKind | None = None
        self.hint: str | None = None
        self.answers = 0

    @property
    def reason(self) -> str | None:
        """Why nothing more is asked; None while more may be."""
        if self.tripped_by is None:
            return None
        if self.tripped_by in _AT_ONCE:
            return f"{self._name} refused an earlier search ({self.tripped_by}), so it was not asked again"
        return f"{self._name} failed {_MOST_IN_A_ROW} times in a row ({self.tripped_by}), so it was not asked again"

    def succeed(self) -> None:
        """A search was answered."""
        self.answers += 1
        self._in_a_row = 0

    def fail(self, kind: FailureKind, hint: str | None, *, answers_before: int) -> None:
        """A search failed for good; a search that only this query cannot have does not count.

        Args:
            kind: how it failed.
            hint: the next step.
            answers_before: `answers` when the search began.
        """
        if kind is FailureKind.UNSUPPORTED:
            return
        if answers_before == self.answers:
            self._in_a_row += 1
        if self.tripped_by is None and (kind in _AT_ONCE or self._in_a_row >= _MOST_IN_A_ROW):
            self.tripped_by = kind
            self.hint = hint
