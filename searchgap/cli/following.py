"""Goals held against stored audits: which audits tell how far a goal is, and how far it is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TypeAlias

from searchgap.cli.snapshots import Snapshots
from searchgap.history.store import History
from searchgap.history.summaries import AuditSummary
from searchgap.model.audit import Audit
from searchgap.model.config import Config
from searchgap.model.goal import Goal
from searchgap.model.progress import GoalProgress
from searchgap.model.standing import AuditStanding
from searchgap.rules.goals import LOOK_BACK, follow_goal, take_mark, without_audit
from searchgap.rules.strands import Sample, Samples, take_samples

_Place: TypeAlias = tuple[Goal, tuple[str, str]]  # a goal, and the brand and kind of ranking whose progress it is

_MOST_READ = 8  # audits read for a start: what those do not show is not worth waiting for


def follow_goals(history: History, audit: Audit, config: Config | None) -> tuple[GoalProgress, ...]:
    """How far the configured goals were on the day of an audit, by that audit and those before it."""
    if config is None or not config.goals:
        return ()
    current = take_samples([audit])
    search = _Search(history, current, config)
    earlier = {one.run.id: one for one in (*search.find_starts(), *search.read_last(LOOK_BACK - 1))}
    samples = take_samples([*earlier.values(), audit])
    today = audit.run.started_at.date()
    return tuple(progress for goal in config.goals for progress in _follow_asked(goal, current, samples, today))


def _follow_asked(goal: Goal, current: Samples, samples: Samples, today: date) -> Iterable[GoalProgress]:
    """How far a goal is for the brands and rankings that the current audit asked for what it is about."""
    asked = set(_list_asked(goal, current))
    found = [one for one in follow_goal(goal, samples, today) if (one.brand, one.ranking) in asked]
    return found or [without_audit(goal)]


def _list_asked(goal: Goal, samples: Samples) -> Iterator[tuple[str, str]]:
    """Brands and rankings of whose samples the latest asked for something that a goal is about."""
    for key, some in samples.items():
        if goal.brand in {None, key[0]} and some[-1].searches.keys_of(goal.scope):
            yield key


def find_starts(history: History, samples: Samples, config: Config) -> Samples:
    """Earlier samples that the goals can start from, and the last before them that searched otherwise.

    Args:
        history: where they are stored.
        samples: the audits at hand; the starts are before the first of them, and like the latest.
        config: today's configuration, with the goals.
    """
    return take_samples(_Search(history, samples, config).find_starts()) if samples else {}


class _Search:
    """Looks through the audits before some samples for what their goals are held against."""

    def __init__(self, history: History, samples: Samples, config: Config) -> None:
        before = min(some[0].started_at for some in samples.values())
        self._earlier = [audit for audit in history.audits() if audit.started_at < before]
        self._series = history.series()
        self._snapshots = Snapshots(history, config)
        self._latest = {(goal, key): samples[key][-1] for goal in config.goals for key in _list_asked(goal, samples)}
        self._keys = frozenset[str]().union(*(latest.searches.keys for latest in self._latest.values()))

    def find_starts(self) -> Iterator[AuditStanding]:
        """The first audits that are like the latest and tell of a goal; with each the last before it that is not."""
        wanted = dict(self._latest)
        former: AuditSummary | None = None
        left = _MOST_READ
        for summary in self._earlier:
            if not wanted or not left:
                return
            if self._can_use(summary):
                left -= 1
                audit = self._snapshots.standing(summary.id)
                begun = set(self._list_begun(audit, wanted))
                if begun and former:
                    yield self._snapshots.standing(former.id)
                if begun:
                    yield audit
                wanted = {place: latest for place, latest in wanted.items() if place not in begun}
            elif summary.tally.measured:
                former = summary

    def _can_use(self, summary: AuditSummary) -> bool:
        """Whether an audit asked for anything that a start has to have."""
        return any(request.key in self._keys for request in self._series.run(summary.id).plan.requests)

    def _list_begun(self, audit: AuditStanding, wanted: Mapping[_Place, Sample]) -> Iterator[_Place]:
        """The goals, brands and rankings that an audit is a start for."""
        samples = take_samples([audit])
        for (goal, key), latest in wanted.items():
            for sample in samples.get(key, ()):
                is_whole = sample.searches.is_like(latest.searches) and not sample.is_selection_of(latest)
                if is_whole and sample.searches.keys_of(goal.scope) and take_mark(goal, sample).counts:
                    yield goal, key

    def read_last(self, number: int) -> Iterator[AuditStanding]:
        """The last of the audits that asked for anything that the latest asked for, in no order."""
        usable = filter(self._can_use, reversed(self._earlier))
        return (self._snapshots.standing(summary.id) for summary in islice(usable, number))
