"""Goals held against stored audits: where each can start from, and how far it is."""

from collections.abc import Iterable, Mapping
from itertools import islice

from searchgap.cli.snapshots import Snapshots
from searchgap.history.store import History
from searchgap.model.audit import Audit
from searchgap.model.config import Config
from searchgap.model.goal import Goal
from searchgap.model.progress import GoalProgress
from searchgap.model.query import Plan
from searchgap.rules.goals import follow_goal, take_mark
from searchgap.rules.strands import Sample, Samples, take_samples

_MOST_READ = 8  # audits read for a start: what those do not show is not worth waiting for


def follow_goals(history: History, audit: Audit, config: Config | None) -> tuple[GoalProgress, ...]:
    """How far the configured goals were on the day of an audit, by that audit and the first one like it."""
    if config is None or not config.goals:
        return ()
    current = take_samples([audit])
    starts = find_starts(history, current, config)
    samples = {key: [*starts.get(key, ()), *latest] for key, latest in current.items()}
    today = audit.run.started_at.date()
    return tuple(progress for goal in config.goals for progress in follow_goal(goal, samples, today))


def find_starts(history: History, samples: Samples, config: Config) -> Mapping[tuple[str, str], list[Sample]]:
    """Earlier samples that the goals can start from, by brand and ranking, oldest first.

    Args:
        history: where they are stored.
        samples: the audits at hand; the starts are before the first of them, and like the latest.
        config: today's configuration, with the goals.
    """
    search = _Search(samples, config.goals)
    before = min((some[0].started_at for some in samples.values()), default=None)
    if before is None:
        return {}
    series = history.series()
    earlier = [audit.id for audit in history.audits() if audit.started_at < before]
    asking = (audit for audit in earlier if search.can_use(series.run(audit).plan))
    snapshots = Snapshots(history, config)
    for audit_id in islice(asking, _MOST_READ):
        search.take(snapshots.standing(audit_id).audit)
        if not search.wanted:
            break
    return search.found


class _Search:
    """What is still without a start, and the starts found.

    Attributes:
        wanted: by goal, brand and ranking, the latest sample, which the start has to be like.
        found: by brand and ranking.
    """

    def __init__(self, samples: Samples, goals: Iterable[Goal]) -> None:
        self.wanted = {
            (goal, key): some[-1]
            for goal in goals
            for key, some in samples.items()
            if goal.brand in {None, key[0]} and some[-1].searches.keys_of(goal.scope)
        }
        self.found: dict[tuple[str, str], list[Sample]] = {}
        self._keys = frozenset[str]().union(*(latest.searches.keys for latest in self.wanted.values()))

    def can_use(self, plan: Plan) -> bool:
        """Whether a run asked for anything that a start has to have."""
        return any(request.key in self._keys for request in plan.requests)

    def take(self, audit: Audit) -> None:
        """Look at the next audit, oldest first."""
        for key, (sample,) in take_samples([audit]).items():
            for goal in [goal for goal, place in self.wanted if place == key]:
                latest = self.wanted[goal, key]
                if not sample.searches.is_like(latest.searches) or not sample.searches.keys_of(goal.scope):
                    continue
                if latest.is_selection_of(sample):  # too little was asked for this time to be held against a plan
                    del self.wanted[goal, key]
                elif not sample.is_selection_of(latest) and take_mark(goal, sample).measure.value is not None:
                    del self.wanted[goal, key]
                    self._keep(key, sample)

    def _keep(self, key: tuple[str, str], sample: Sample) -> None:
        starts = self.found.setdefault(key, [])
        if sample not in starts:
            starts.append(sample)
