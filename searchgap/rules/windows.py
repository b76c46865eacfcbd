"""What was measured of a query before the day of an action and after it; what was measured that day is neither."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from searchgap.model.action import Action
from searchgap.model.comparison import Difference
from searchgap.model.effect import Sighting, Window
from searchgap.model.query import SearchRequest
from searchgap.model.serp import Answer
from searchgap.model.snapshot import Snapshot
from searchgap.rules.likeness import find_differences
from searchgap.rules.template import fold_text

Parses = Callable[[str], bool]


class Timeline:
    """Everything that was measured of the queries that were acted on.

    Args:
        parses: tells of a provider whether its result pages are read by this program's parsers.
    """

    def __init__(self, parses: Parses) -> None:
        self._parses = parses
        self._lines: dict[str, dict[tuple[str, str, str], _Line]] = defaultdict(dict)

    def take(self, snapshot: Snapshot) -> None:
        """Look at one more audit, which need hold no other queries; audits are taken oldest first."""
        run = snapshot.audit.run
        for brand in snapshot.audit.brands:
            for gap in brand.gaps:
                lines = self._lines[fold_text(gap.query.text)]
                place = (brand.name, brand.ranking, gap.request.key)
                line = lines.setdefault(place, _Line(brand.name, brand.ranking, gap.request, self._parses))
                if isinstance(gap.ending, Answer):
                    page = snapshot.pages.get(gap.request.key, ())
                    line.sightings.append(Sighting(run.id, gap, gap.ending, run.version, page))
                else:
                    line.failures.append(run.started_at.astimezone(UTC).date())

    def find_windows(self, action: Action) -> tuple[Window, ...]:
        """What was measured before and after an action, a window for every search of its query.

        Searches that were measured after it come alone where there are any; without them those of the last audit that
        measured the query before it, and without those all that were asked for.
        """
        windows = [
            line.open_window(action.done_on)
            for (brand, _, _), line in self._lines.get(fold_text(action.query), {}).items()
            if action.brand in {None, brand}
        ]
        after = [window for window in windows if window.after]
        if after:
            return tuple(self._explain_missing(window, windows) for window in after)
        before = [window for window in windows if window.before]
        last = max((window.before for window in before if window.before), key=_moment_of, default=None)
        if last is None:
            return tuple(windows)
        return tuple(window for window in before if window.before and window.before.audit_id == last.audit_id)

    def _explain_missing(self, window: Window, windows: Sequence[Window]) -> Window:
        """A window, and where it lacks the side before the day, what makes the measurements of then unlike it."""
        others = [other.before for other in windows if other.before and other.brand == window.brand]
        if window.before or window.unlike or not window.after or not others:
            return window
        last = max(others, key=_moment_of)
        return replace(window, unlike=_find_differences(last, window.after, self._parses))


class _Line:
    """One search of one query for one brand through all audits."""

    def __init__(self, brand: str, ranking: str, request: SearchRequest, parses: Parses) -> None:
        self.sightings: list[Sighting] = []
        self.failures: list[date] = []
        self._brand = brand
        self._ranking = ranking
        self._request = request
        self._parses = parses

    def open_window(self, day: date) -> Window:
        """What was measured before a day and after it; of audits that hold one answer the first is named."""
        after = max((one for one in self.sightings if one.day > day), key=_moment_of, default=None)
        earlier = sorted((one for one in self.sightings if one.day < day), key=_moment_of, reverse=True)
        before = next((one for one in earlier if not self._differences(one, after)), None)
        return Window(
            brand=self._brand,
            ranking=self._ranking,
            request=self._request,
            before=before,
            after=after,
            failed=sum(failed > day for failed in self.failures),
            unlike=self._differences(earlier[0], after) if earlier and before is None else (),
        )

    def _differences(self, before: Sighting, after: Sighting | None) -> tuple[Difference, ...]:
        return _find_differences(before, after, self._parses) if after else ()


def _moment_of(sighting: Sighting) -> datetime:
    return sighting.answer.retrieved_at


def _find_differences(before: Sighting, after: Sighting, parses: Parses) -> tuple[Difference, ...]:
    return find_differences(before.gap, after.gap, (before.version, after.version), parses)
