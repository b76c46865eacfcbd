"""Which of the listings of many audits the competitive set is present on: a page is compared with those alone."""

from collections.abc import Callable, Mapping
from itertools import islice

from searchgap.model.gap import Verdict
from searchgap.model.serp import Listing


class Roll:
    """The listings that matter to where the competitive set stands.

    Args:
        listings: every listing by number; it may grow but never change.
        find: the verdict on an address where the competitive set is present; None where it is not.
    """

    def __init__(self, listings: Mapping[int, Listing], find: Callable[[str], Verdict | None]) -> None:
        self._listings = listings
        self._find = find
        self._present: dict[int, Verdict] = {}
        self._looked_at = 0

    def call(self) -> Mapping[int, Verdict]:
        """By number, the verdicts on those listings there are by now."""
        if self._looked_at < len(self._listings):
            for number in islice(self._listings, self._looked_at, None):
                verdict = self._find(self._listings[number].url)
                if verdict is not None:
                    self._present[number] = verdict
            self._looked_at = len(self._listings)
        return self._present
