"""Facts → an audit: every query of every brand judged under one set of rules, a search at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from searchgap.model.audit import Audit, AuditRun, BrandAudit, Cost
from searchgap.model.brand import Brand
from searchgap.model.gap import (
    NOT_MEASURED,
    FeatureVerdict,
    JudgedFeature,
    JudgedItem,
    JudgedPage,
    JudgedResult,
    QueryGap,
)
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.score import OwnerStanding, RankWeights
from searchgap.model.serp import (
    Answer,
    Ending,
    FailureKind,
    NotSearched,
    OrganicResult,
    SearchOutcome,
    Serp,
    SerpFeature,
)
from searchgap.rules import scoring
from searchgap.rules.court import Court, Ruling
from searchgap.rules.tally import count_endings, sum_charges


class Judge:
    """Judges the searches of a plan as they come, in any order, and keeps the verdicts but no page.

    Args:
        plan: what is searched, for which brands.
        court_of: the court of a brand.
        ranking_of: tells what the order of a provider's results means.
        weights: rank weights behind share of voice.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        court_of: Callable[[Brand], Court],
        ranking_of: Callable[[str], str],
        weights: RankWeights,
    ) -> None:
        courts = {brand.name: court_of(brand) for brand in plan.brands}
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
        if not isinstance(outcome, Serp):
            self._endings[outcome.request.key] = outcome
            for _, query, request, number in self._find_cases(outcome.request):
                self._gaps[number] = not_measured(query, request, outcome)
            return
        answer = self._endings[outcome.request.key] = Answer.of(outcome)
        for court, query, request, number in self._find_cases(outcome.request):
            results = _within_depth(outcome, request)
            ruling = Ruling(
                tuple(result.rank for result in results),
                tuple(court.judge_result(result.url, result.title) for result in results),
                tuple(map(court.judge_feature, outcome.features)),
            )
            self._gaps[number] = court.judge(query, request, answer, ruling)

    def take_page(self, answer: Answer, ranks: tuple[int, ...], listings: Sequence[int]) -> None:
        """Judge one answered search by addresses and titles alone, features left out: for many audits at once.

        Args:
            answer: how the search ended.
            ranks: the ranks of its results down to the depth asked for.
            listings: for each of them the number under which the courts have its listing.
        """
        self._endings[answer.request.key] = answer
        for court, query, request, number in self._find_cases(answer.request):
            ruling = Ruling(ranks, court.judge_listings(listings))
            self._gaps[number] = court.judge(query, request, answer, ruling)

    def take_standing(self, answer: Answer, ranks: tuple[int, ...], listings: Sequence[int]) -> None:
        """Judge only where the competitive set stands; arguments as in `take_page`."""
        key = answer.request.key
        self._endings[key] = answer
        for number in self._wanted.get(key, ()):
            court, query, request = self._cases[number]
            self._gaps[number] = court.judge_standing(query, request, answer, ranks, listings)

    def _find_cases(self, request: SearchRequest) -> Iterator[tuple[Court, Query, SearchRequest, int]]:
        """Who wants a search, for which query, and where its judgement goes."""
        for number in self._wanted.get(request.key, ()):
            yield *self._cases[number], number

    def sum_up(self, run: AuditRun) -> Audit:
        """The audit of a run whose outcomes were taken; a search that never came is not measured."""
        return self._sum_up(run, scoring.rank_owners)

    def sum_up_without_owners(self, run: AuditRun) -> Audit:
        """The same where nobody asks who holds the places of a whole audit."""
        return self._sum_up(run, lambda _: ())

    def _sum_up(self, run: AuditRun, rank_owners: Callable[[Iterable[QueryGap]], tuple[OwnerStanding, ...]]) -> Audit:
        by_brand: dict[str, dict[str, list[QueryGap]]] = {brand.name: {} for brand in self._plan.brands}
        for gap, (court, query, request) in zip(self._gaps, self._cases, strict=True):
            by_ranking = by_brand[court.brand.name]
            known = gap or not_measured(query, request, self._ending_of(request))
            by_ranking.setdefault(self._ranking_of(request.provider), []).append(known)
        brands = (
            _sum_up(brand, ranking, tuple(gaps), self._weights, rank_owners(gaps))
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


def _sum_up(
    brand: Brand, ranking: str, gaps: tuple[QueryGap, ...], weights: RankWeights, owners: tuple[OwnerStanding, ...]
) -> BrandAudit:
    return BrandAudit(
        name=brand.name,
        ranking=ranking,
        coverage=scoring.measure_coverage(gaps),
        places=scoring.count_places(gaps),
        share_of_voice=scoring.measure_share_of_voice(gaps, brand.competitive_set, weights),
        owners=owners,
        gaps=gaps,
    )


def _within_depth(serp: Serp, request: SearchRequest) -> list[OrganicResult]:
    return [result for result in serp.results if result.rank <= request.depth]


def not_measured(query: Query, request: SearchRequest, ending: Ending) -> QueryGap:
    """The judgement of a search without an answer: no rank, no leader and no score."""
    return QueryGap(query=query, request=request, ending=ending, standing=NOT_MEASURED)


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
