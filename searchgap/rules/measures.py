"""The value of any metric over any queries of an audit, for reports, gates, goals and trends alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from searchgap.model.audit import Audit, BrandAudit
from searchgap.model.gap import QueryGap, State
from searchgap.model.goal import EVERYTHING, Metric, Scope
from searchgap.model.measure import Measure
from searchgap.model.query import Query
from searchgap.model.score import RankWeights
from searchgap.model.standing import QueryStanding
from searchgap.rules.scoring import wilson_interval

CHANGES = frozenset({Metric.NEW_GAPS, Metric.LOST_PLACES, Metric.COVERAGE_DROP})
"""Metrics that one audit alone does not have: they hold it against an earlier one."""

STANDING = tuple(metric for metric in Metric if metric not in CHANGES)
"""Metrics that every audit has."""

_STATES: Mapping[Metric, State] = {
    Metric.OWNED: State.OWNED,
    Metric.CONTESTED: State.CONTESTED,
    Metric.SPEAKS: State.SPEAKS,
    Metric.ABSENT: State.ABSENT,
    Metric.UNMEASURED: State.UNMEASURED,
}


def measure(metric: Metric, audit: Audit, scope: Scope = EVERYTHING) -> tuple[Measure, ...]:
    """A metric of `STANDING` over the queries of a scope, once for each brand and kind of ranking it takes in.

    Brands are never added up and rankings never mixed. A brand under whose ranking the scope has no query is left out;
    one of whose queries none was measured is there with the value None.

    Args:
        metric: what is measured.
        audit: the audit.
        scope: limits the queries.
    """
    return tuple(
        add_up(gaps, brand.share_of_voice, audit.weights).measure(metric, brand.name, brand.ranking)
        for brand in audit.brands
        if scope.brand in {None, brand.name} and (gaps := list_gaps(brand, scope))
    )


def list_gaps(brand: BrandAudit, scope: Scope) -> tuple[QueryGap, ...]:
    """The queries of a brand that a scope takes in, measured or not; the scope's own brand is not looked at."""
    return tuple(gap for gap in brand.gaps if takes_in(scope, gap.query))


def takes_in(scope: Scope, query: Query) -> bool:
    """Whether a scope takes in a query; the scope's own brand is not looked at."""
    return scope.topic in {None, query.topic} and scope.query in {None, query.text}


@dataclass(slots=True, kw_only=True)
class Sums:
    """What every metric over some queries is worked out from; sums of two sets of queries add up.

    Attributes:
        states: how many queries stand in each state.
        weight: weight of the measured queries.
        score: their gap scores, each times the weight.
        own: top-ten places the brand holds.
        of: top-ten places measured.
        heard: by name, the weighted rank weights of the competitive set.
    """

    states: Counter[State] = field(default_factory=Counter)
    weight: float = 0.0
    score: float = 0.0
    own: int = 0
    of: int = 0
    heard: dict[str, float] = field(default_factory=dict)

    def add(self, other: "Sums") -> None:
        """Take in the sums of further queries."""
        self.states.update(other.states)
        self.weight += other.weight
        self.score += other.score
        self.own += other.own
        self.of += other.of
        for name, part in other.heard.items():
            self.heard[name] = self.heard.get(name, 0.0) + part

    @property
    def measured(self) -> int:
        """How many queries were measured."""
        return self.states.total() - self.states[State.UNMEASURED]

    def measure(self, metric: Metric, brand: str, ranking: str) -> Measure:
        """A metric of `STANDING` over these queries.

        Gap score is the mean of the queries' gap scores, each counted by its query's weight.
        """
        return Measure(
            metric=metric,
            brand=brand,
            ranking=ranking,
            value=self._value(metric, brand),
            queries=self.measured,
            planned=self.states.total(),
            of=self.of if metric is Metric.PLACES else None,
            interval=wilson_interval(self._present, self.measured) if metric is Metric.COVERAGE else None,
        )

    @property
    def _present(self) -> int:
        return self.measured - self.states[State.ABSENT]

    def _value(self, metric: Metric, brand: str) -> float | None:
        value: float | None
        match metric:
            case Metric.UNMEASURED:
                value = self.states[State.UNMEASURED] if self.states else None
            case _ if not self.measured:
                value = None
            case Metric.COVERAGE:
                value = self._present / self.measured
            case Metric.PLACES:
                value = self.own if self.of else None
            case Metric.SHARE_OF_VOICE:
                total = sum(self.heard.values())
                value = self.heard[brand] / total if total else None
            case Metric.GAP_SCORE:
                value = self.score / self.weight
            case _:
                value = self.states[_STATES[metric]]
        return value


def add_up(gaps: Iterable[QueryGap | QueryStanding], competitive_set: Iterable[str], weights: RankWeights) -> Sums:
    """The sums over queries of one brand under one kind of ranking.

    Args:
        gaps: the queries, judged.
        competitive_set: names of the brand and its competitors.
        weights: rank weights behind share of voice.
    """
    states: Counter[State] = Counter()
    heard = dict.fromkeys(competitive_set, 0.0)
    of = own = 0
    weight = score = 0.0
    for gap in gaps:
        standing = gap.standing
        states[standing.state] += 1
        if standing.score is None:
            continue
        importance = gap.query.weight
        weight += importance
        score += importance * standing.score
        own += standing.held
        of += standing.of
        for name, rank in standing.best_ranks:
            if name in heard:
                heard[name] += importance * weights.weigh(rank)
    return Sums(states=states, weight=weight, score=score, own=own, of=of, heard=heard)
