"""Facts → where brands stand, audit after audit of one plan: a part of what `judge` does, in a third of the time."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from searchgap.model.audit import Audit, AuditRun
from searchgap.model.brand import Brand
from searchgap.model.gap import NOT_MEASURED, Standing
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.score import RankWeights
from searchgap.model.standing import AuditStanding, BrandStanding, QueryStanding
from searchgap.rules.court import Court


class MeasuredPage(NamedTuple):
    """The page of a search that was answered.

    Attributes:
        request: the search.
        reused: whether its answer was taken from history.
        ranks: the ranks of its results down to the depth asked for.
        listings: for each of them the number under which the courts have its listing.
    """

    request: SearchRequest
    reused: bool
    ranks: tuple[int, ...]
    listings: Sequence[int]


class _Group(NamedTuple):
    """The searches of a brand under one kind of ranking."""

    court: Court
    ranking: str
    asked: list[tuple[Query, SearchRequest]]
    standings: list[Standing]


class Standings:
    """Judges where the competitive set stands on the searches of a plan.

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
        groups: dict[str, dict[str, _Group]] = {name: {} for name in courts}
        self._wanted: dict[str, list[tuple[_Group, int]]] = {request.key: [] for request in plan.requests}
        for query in plan.queries:
            for request in query.requests if query.brand in courts else ():
                ranking = ranking_of(request.provider)
                group = groups[query.brand].setdefault(ranking, _Group(courts[query.brand], ranking, [], []))
                self._wanted.setdefault(request.key, []).append((group, len(group.asked)))
                group.asked.append((query, request))
        self._groups = [group for by_ranking in groups.values() for group in by_ranking.values()]
        self._weights = weights

    def judge(self, run: AuditRun, pages: Iterable[MeasuredPage]) -> AuditStanding:
        """Where the brands stand in a run; a search without a page is not measured."""
        for group in self._groups:
            group.standings[:] = [NOT_MEASURED] * len(group.asked)
        reused = 0
        for request, was_reused, ranks, listings in pages:
            wanted = self._wanted.get(request.key)
            if wanted is not None:
                reused += was_reused
                for group, place in wanted:
                    group.standings[place] = group.court.find_standing(ranks, listings)
        return AuditStanding(run=run, weights=self._weights, reused=reused, brands=tuple(map(_sum_up, self._groups)))


def _sum_up(group: _Group) -> BrandStanding:
    asked = zip(group.asked, group.standings, strict=True)
    return BrandStanding(
        name=group.court.brand.name,
        ranking=group.ranking,
        competitive_set=group.court.brand.competitive_set,
        gaps=tuple([QueryStanding(query, request, standing) for (query, request), standing in asked]),
    )


def stand(audit: Audit) -> AuditStanding:
    """An audit as to where its brands stand."""
    brands = (
        BrandStanding(
            name=brand.name, ranking=brand.ranking, competitive_set=tuple(brand.share_of_voice), gaps=brand.gaps
        )
        for brand in audit.brands
    )
    return AuditStanding(run=audit.run, weights=audit.weights, reused=audit.tally.reused, brands=tuple(brands))
