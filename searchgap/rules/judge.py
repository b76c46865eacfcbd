"""Facts → an audit: every query of every brand judged under one set of rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from searchgap.model.audit import Audit, AuditRun, BrandAudit, Cost, Tally
from searchgap.model.brand import Brand
from searchgap.model.gap import JudgedFeature, JudgedItem, JudgedResult, QueryGap, State
from searchgap.model.owner import OwnerKind
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.query import Query, SearchRequest
from searchgap.model.score import RankWeights
from searchgap.model.serp import (
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


def judge_run(
    run: AuditRun,
    *,
    classifier_for: Callable[[Brand], Classifier],
    ranking_of: Callable[[str], str],
    weights: RankWeights,
    readings: Readings = _NOBODY_READ,
) -> Audit:
    """Judge a run's facts from every brand's point of view.

    Args:
        run: the facts.
        classifier_for: makes the classifier of a brand.
        ranking_of: tells what the order of a provider's results means.
        weights: rank weights behind share of voice.
        readings: what landing pages said, where they were read.
    """
    brands = []
    for brand in run.plan.brands:
        court = Court(brand=brand, classifier=classifier_for(brand), readings=readings)
        by_ranking: dict[str, list[QueryGap]] = {}
        for query in run.plan.queries:
            if query.brand == brand.name:
                for request in query.requests:
                    gap = court.judge(query, request, outcome_of(run, request))
                    by_ranking.setdefault(ranking_of(request.provider), []).append(gap)
        brands += [_sum_up(brand, ranking, tuple(gaps), weights) for ranking, gaps in by_ranking.items()]
    return Audit(run=run, weights=weights, tally=count_outcomes(run), cost=sum_cost(run), brands=tuple(brands))


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


def outcome_of(run: AuditRun, request: SearchRequest) -> SearchOutcome:
    """What a planned search came back with; one that an interrupted run never reached was not searched."""
    return run.outcomes.get(request.key) or NotSearched(
        request=request,
        kind=FailureKind.CANCELLED,
        message="the run was interrupted before this search",
        hint="finish it with: searchgap audit --resume",
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

    def judge(self, query: Query, request: SearchRequest, outcome: SearchOutcome) -> QueryGap:
        """Judge one search. What was not measured gets no rank, no leader and no score."""
        match outcome:
            case Serp():
                return self._judge_serp(query, request, outcome)
            case SearchFailure() | NotSearched():
                return QueryGap(
                    query=query,
                    request=request,
                    outcome=outcome,
                    state=State.UNMEASURED,
                    best_rank=None,
                    leader=None,
                    score=None,
                )
            case _:
                assert_never(outcome)

    def _judge_serp(self, query: Query, request: SearchRequest, serp: Serp) -> QueryGap:
        results = tuple(self._judge_result(result) for result in serp.results if result.rank <= request.depth)
        own = _first_rank(results, lambda one: one.ownership.kind is OwnerKind.OWN)
        speaking = _first_rank(results, lambda one: one.presence.level is PresenceLevel.SPEAKS)
        competitors: dict[str, int] = {}
        for one in results:
            if one.ownership.kind is OwnerKind.COMPETITOR:
                competitors.setdefault(one.ownership.name, one.result.rank)
        competitor = min(competitors.values(), default=None)
        return QueryGap(
            query=query,
            request=request,
            outcome=serp,
            state=scoring.decide_state(own, competitor, speaks=speaking is not None),
            best_rank=own,
            leader=scoring.find_leader(self.brand.name, own, competitors),
            score=scoring.score_gap(own, speaking, competitor),
            results=results,
            features=tuple(map(self._judge_feature, serp.features)),
        )

    def _judge_feature(self, feature: SerpFeature) -> JudgedFeature:
        items = tuple(
            JudgedItem(item=item, ownership=self.classifier.classify(item.url)[1] if item.url else None)
            for item in feature.items
        )
        return JudgedFeature(kind=feature.kind, items=items)

    def _judge_result(self, result: OrganicResult) -> JudgedResult:
        domain, ownership = self.classifier.classify(result.url, result.title)
        if ownership.kind is OwnerKind.OWN:
            presence = OWNED
        else:
            presence = self.readings.get((self.brand.name, result.url), UNREAD)
        return JudgedResult(result=result, domain=domain, ownership=ownership, presence=presence)


def _first_rank(results: Iterable[JudgedResult], condition: Callable[[JudgedResult], bool]) -> int | None:
    return next((one.result.rank for one in results if condition(one)), None)


def count_outcomes(run: AuditRun) -> Tally:
    """How the planned searches ended."""
    outcomes = [outcome_of(run, request) for request in run.plan.requests]
    serps = [outcome for outcome in outcomes if isinstance(outcome, Serp)]
    failed = sum(isinstance(outcome, SearchFailure) for outcome in outcomes)
    return Tally(
        planned=len(outcomes),
        measured=len(serps),
        failed=failed,
        not_searched=len(outcomes) - len(serps) - failed,
        reused=sum(serp.reused for serp in serps),
    )


def sum_cost(run: AuditRun) -> Cost:
    """Money of the run: nothing for what was reused or never asked, unknown where one search's charge is."""
    actual: Decimal | None = Decimal(0)
    for outcome in run.outcomes.values():
        if isinstance(outcome, NotSearched) or (isinstance(outcome, Serp) and outcome.reused):
            continue
        actual = None if actual is None or outcome.cost is None else actual + outcome.cost
    return Cost(estimated=run.plan.estimated_cost, actual=actual)
