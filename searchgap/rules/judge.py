"""Facts → an audit: every query of every brand judged under one set of rules, a search at a time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from searchgap.model.audit import Audit, AuditRun, BrandAudit, Cost, Tally
from searchgap.model.brand import Brand
from searchgap.model.gap import (
    FeatureVerdict,
    JudgedFeature,
    JudgedItem,
    JudgedPage,
    JudgedResult,
    QueryGap,
    State,
    Verdict,
)
from searchgap.model.owner import OwnerKind
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.score import RankWeights
from searchgap.model.serp import (
    Answer,
    Ending,
    FailureKind,
    NotSearched,
    OrganicResult,
    SearchFailure,
    SearchOutcome,
    Serp,
    SerpFeature,
)
from searchgap.rules import scoring
from searchgap.rules.classify import Classifier

Readings = Mapping[tuple[str, str], Presence]  # by brand name and result URL

_NOBODY_READ: Readings = {}


class Judge:
    """Judges the searches of a plan as they come, in any order, and keeps the verdicts but no page.

    Args:
        plan: what is searched, for which brands.
        classifier_for: makes the classifier of a brand.
        ranking_of: tells what the order of a provider's results means.
        weights: rank weights behind share of voice.
        readings: what landing pages said, where they were read.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        classifier_for: Callable[[Brand], Classifier],
        ranking_of: Callable[[str], str],
        weights: RankWeights,
        readings: Readings = _NOBODY_READ,
    ) -> None:
        courts = {
            brand.name: Court(brand=brand, classifier=classifier_for(brand), readings=readings) for brand in plan.brands
        }
        self._plan = plan
        self._ranking_of = ranking_of
        self._weights = weights
        self._cases = [
            (courts[query.brand], query, request)
            for query in plan.queries
            if query.brand in courts
            for request in query.requests
        ]
        self._gaps: list[QueryGap | None] = [None] * len(self._cases)
        self._endings: dict[str, Ending] = {}
        self._wanted: dict[str, list[int]] = {}
        for number, (_, _, request) in enumerate(self._cases):
            self._wanted.setdefault(request.key, []).append(number)

    def take(self, outcome: SearchOutcome) -> None:
        """Judge one search for every brand that wants it; of two outcomes of one search the later counts."""
        key = outcome.request.key
        ending = self._endings[key] = Answer.of(outcome) if isinstance(outcome, Serp) else outcome
        for number in self._wanted.get(key, ()):
            court, query, request = self._cases[number]
            if isinstance(outcome, Serp):
                self._gaps[number] = court.judge(query, request, outcome, ending)
            else:
                self._gaps[number] = not_measured(query, request, ending)

    def sum_up(self, run: AuditRun) -> Audit:
        """The audit of a run whose outcomes were taken; a search that never came is not measured."""
        by_brand: dict[str, dict[str, list[QueryGap]]] = {brand.name: {} for brand in self._plan.brands}
        for gap, (court, query, request) in zip(self._gaps, self._cases, strict=True):
            by_ranking = by_brand[court.brand.name]
            known = gap or not_measured(query, request, self._ending_of(request))
            by_ranking.setdefault(self._ranking_of(request.provider), []).append(known)
        brands = (
            _sum_up(brand, ranking, tuple(gaps), self._weights)
            for brand in self._plan.brands
            for ranking, gaps in by_brand[brand.name].items()
        )
        return Audit(
            run=run,
            weights=self._weights,
            tally=count_endings(map(self._ending_of, self._plan.requests)),
            cost=Cost(estimated=self._plan.estimated_cost, actual=sum_charges(self._endings.values())),
            brands=tuple(brands),
        )

    def _ending_of(self, request: SearchRequest) -> Ending:
        return self._endings.get(request.key) or never_reached(request)


def _sum_up(brand: Brand, ranking: str, gaps: tuple[QueryGap, ...], weights: RankWeights) -> BrandAudit:
    return BrandAudit(
        name=brand.name,
        ranking=ranking,
        coverage=scoring.measure_coverage(gaps),
        places=scoring.count_places(gaps),
        share_of_voice=scoring.measure_share_of_voice(gaps, brand.competitive_set, weights),
        owners=scoring.rank_owners(gaps),
        gaps=gaps,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """Judges searches from one brand's point of view.

    Attributes:
        brand: whose point of view.
        classifier: tells who owns a result.
        readings: what landing pages said, where they were read.
    """

    brand: Brand
    classifier: Classifier
    readings: Readings
    _verdicts: dict[Verdict, Verdict] = field(default_factory=dict, repr=False)

    def judge(self, query: Query, request: SearchRequest, serp: Serp, ending: Ending) -> QueryGap:
        """Judge one search that was answered."""
        results = _within_depth(serp, request)
        ranks = tuple(result.rank for result in results)
        verdicts = tuple(map(self._judge_result, results))
        own = _first_rank(ranks, verdicts, lambda verdict: verdict.ownership.kind is OwnerKind.OWN)
        speaking = _first_rank(ranks, verdicts, lambda verdict: verdict.presence.level is PresenceLevel.SPEAKS)
        competitors: dict[str, int] = {}
        for rank, verdict in zip(ranks, verdicts, strict=True):
            if verdict.ownership.kind is OwnerKind.COMPETITOR:
                competitors.setdefault(verdict.ownership.name, rank)
        competitor = min(competitors.values(), default=None)
        return QueryGap(
            query=query,
            request=request,
            ending=ending,
            state=scoring.decide_state(own, competitor, speaks=speaking is not None),
            best_rank=own,
            leader=scoring.find_leader(self.brand.name, own, competitors),
            score=scoring.score_gap(own, speaking, competitor),
            ranks=ranks,
            verdicts=verdicts,
            features=tuple(map(self._judge_feature, serp.features)),
        )

    def _judge_feature(self, feature: SerpFeature) -> FeatureVerdict:
        owners = (self.classifier.classify(item.url)[1] if item.url else None for item in feature.items)
        return FeatureVerdict(feature.kind, tuple(owners))

    def _judge_result(self, result: OrganicResult) -> Verdict:
        domain, ownership = self.classifier.classify(result.url, result.title)
        if ownership.kind is OwnerKind.OWN:
            presence = OWNED
        else:
            presence = self.readings.get((self.brand.name, result.url), UNREAD)
        verdict = Verdict(domain, ownership, presence)
        return self._verdicts.setdefault(verdict, verdict)


def _first_rank(ranks: Iterable[int], verdicts: Iterable[Verdict], condition: Callable[[Verdict], bool]) -> int | None:
    return next((rank for rank, verdict in zip(ranks, verdicts, strict=True) if condition(verdict)), None)


def _within_depth(serp: Serp, request: SearchRequest) -> list[OrganicResult]:
    return [result for result in serp.results if result.rank <= request.depth]


def not_measured(query: Query, request: SearchRequest, ending: Ending) -> QueryGap:
    """The judgement of a search without an answer: no rank, no leader and no score."""
    return QueryGap(
        query=query, request=request, ending=ending, state=State.UNMEASURED, best_rank=None, leader=None, score=None
    )


def never_reached(request: SearchRequest) -> NotSearched:
    """How a planned search ended that an interrupted run never came to."""
    return NotSearched(
        request=request,
        kind=FailureKind.CANCELLED,
        message="the run was interrupted before this search",
        hint="finish it with: searchgap audit --resume",
    )


def read_page(gap: QueryGap, outcomes: Mapping[str, SearchOutcome]) -> JudgedPage:
    """What stood on the SERP of a gap with the verdicts on it; nothing where it was not measured.

    Args:
        gap: the judgement.
        outcomes: the facts it was judged from, by request key.
    """
    serp = outcomes.get(gap.request.key)
    if not isinstance(serp, Serp):
        return JudgedPage()
    results = zip(_within_depth(serp, gap.request), gap.verdicts, strict=True)
    features = zip(serp.features, gap.features, strict=True)
    return JudgedPage(
        results=tuple(JudgedResult(result=result, verdict=verdict) for result, verdict in results),
        features=tuple(_pair_feature(feature, verdict) for feature, verdict in features),
    )


def _pair_feature(feature: SerpFeature, verdict: FeatureVerdict) -> JudgedFeature:
    items = zip(feature.items, verdict.owners, strict=True)
    return JudgedFeature(
        kind=feature.kind, items=tuple(JudgedItem(item=item, ownership=ownership) for item, ownership in items)
    )


def count_endings(endings: Iterable[Ending]) -> Tally:
    """How the planned searches ended."""
    planned = measured = failed = reused = 0
    for ending in endings:
        planned += 1
        if isinstance(ending, Answer):
            measured += 1
            reused += ending.reused
        else:
            failed += isinstance(ending, SearchFailure)
    return Tally(
        planned=planned, measured=measured, failed=failed, not_searched=planned - measured - failed, reused=reused
    )


def sum_charges(endings: Iterable[Ending]) -> Decimal | None:
    """US dollars spent: nothing for what was reused or never asked, unknown where one search's charge is."""
    total: Decimal | None = Decimal(0)
    for ending in endings:
        if isinstance(ending, NotSearched) or (isinstance(ending, Answer) and ending.reused):
            continue
        total = None if total is None or ending.cost is None else total + ending.cost
    return total
