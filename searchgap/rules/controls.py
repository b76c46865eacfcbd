"""What untouched queries did while somebody acted on another one."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from statistics import fmean
from typing import NamedTuple

from searchgap.model.action import Action
from searchgap.model.effect import Control, Window
from searchgap.model.gap import QueryGap, State
from searchgap.model.serp import Answer
from searchgap.model.snapshot import Snapshot
from searchgap.rules.likeness import find_differences
from searchgap.rules.template import fold_text
from searchgap.rules.windows import Parses


class _Group(NamedTuple):
    """Queries that are each other's control."""

    brand: str
    ranking: str
    provider: str


class _Measured(NamedTuple):
    gap: QueryGap
    answer: Answer


class Controls:
    """Holds the audits on either side of windows, and counts what happened between them to queries left alone.

    Attributes:
        audits: ids of the audits to take.

    Args:
        actions: everything that was done, whether its effect is asked for or not.
        windows: the windows that are asked about; nothing is kept of audits and brands that are not theirs.
        parses: tells of a provider whether its result pages are read by this program's parsers.
    """

    def __init__(self, actions: Iterable[Action], windows: Iterable[Window], parses: Parses) -> None:
        self._parses = parses
        self._acted: dict[str, list[tuple[str | None, date]]] = defaultdict(list)
        for action in actions:
            self._acted[fold_text(action.query)].append((action.brand, action.done_on))
        self._wanted = {(audit, _group_of(window)) for window in windows for audit in window.audits or ()}
        self.audits = frozenset(audit for audit, _ in self._wanted)
        self._measured: dict[tuple[str, _Group], dict[str, _Measured]] = defaultdict(dict)
        self._versions: dict[str, str] = {}
        self._known: dict[tuple[tuple[str, str], _Group], _Untouched] = {}

    def take(self, snapshot: Snapshot) -> None:
        """Look at one of the audits; any other is passed over."""
        run = snapshot.audit.run
        self._versions[run.id] = run.version
        for brand in snapshot.audit.brands:
            for gap in brand.gaps:
                group = _Group(brand.name, brand.ranking, gap.request.provider)
                if isinstance(gap.ending, Answer) and (run.id, group) in self._wanted:
                    self._measured[run.id, group][gap.request.key] = _Measured(gap, gap.ending)

    def count(self, window: Window) -> Control:
        """The control of a window that is measured on both sides; another has none."""
        if window.before is None or window.after is None or window.audits is None:
            return _Untouched(()).hold(State.UNMEASURED, 0)
        place = (window.audits, _group_of(window))
        if place not in self._known:
            self._known[place] = _Untouched(self._pair_untouched(*place))
        return self._known[place].hold(window.before.gap.state, _measure_climb(window.before.gap, window.after.gap))

    def _pair_untouched(self, audits: tuple[str, str], group: _Group) -> Iterator[tuple[QueryGap, QueryGap]]:
        """Each query with itself, where both audits measured it alike, at different times, and nobody acted between."""
        earlier, later = (self._measured[audit, group] for audit in audits)
        versions = (self._versions[audits[0]], self._versions[audits[1]])
        for key, (gap, answer) in later.items():
            before = earlier.get(key)
            if before is None or before.answer.retrieved_at >= answer.retrieved_at:
                continue
            untouched = not self._was_touched(group.brand, gap.query.text, before.answer, answer)
            if untouched and not find_differences(before.gap, gap, versions, self._parses):
                yield before.gap, gap

    def _was_touched(self, brand: str, query: str, before: Answer, after: Answer) -> bool:
        deeds = self._acted.get(fold_text(query))
        if not deeds:
            return False
        start, end = (answer.retrieved_at.astimezone(UTC).date() for answer in (before, after))
        return any(who in {None, brand} and start <= day <= end for who, day in deeds)


def _group_of(window: Window) -> _Group:
    return _Group(window.brand, window.ranking, window.request.provider)


def _measure_climb(before: QueryGap, after: QueryGap) -> int:
    """Ranks that the best rank rose, below 0 for a fall; not to rank counts as the rank below the depth."""
    return _rank_at_least(before) - _rank_at_least(after)


def _rank_at_least(gap: QueryGap) -> int:
    return gap.best_rank or gap.request.depth + 1


class _Untouched:
    """How queries moved on which nobody acted."""

    def __init__(self, pairs: Iterable[tuple[QueryGap, QueryGap]]) -> None:
        self._climbs: dict[bool, list[int]] = {True: [], False: []}  # by whether the brand was absent before
        self._gained = self._lost = 0
        for before, after in pairs:
            was, is_now = (gap.state is State.ABSENT for gap in (before, after))
            self._gained += was and not is_now
            self._lost += is_now and not was
            self._climbs[was].append(_measure_climb(before, after))
        for climbs in self._climbs.values():
            climbs.sort()

    def hold(self, state: State, climb: int) -> Control:
        """The control of a query that was in a state before, and climbed so far since."""
        peers = self._climbs[state is State.ABSENT]
        every = [*self._climbs[True], *self._climbs[False]]
        as_far = len(peers) - bisect_left(peers, climb) if climb > 0 else bisect_right(peers, climb)
        return Control(
            queries=len(every),
            gained=self._gained,
            lost=self._lost,
            climb=fmean(every) if every else None,
            peers=len(peers),
            as_far=as_far if climb else len(peers),
        )
