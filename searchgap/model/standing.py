"""Where brands stand in one audit, without pages and verdicts: what trends and goals are made from."""

from dataclasses import dataclass, field
from typing import NamedTuple

from searchgap.model.audit import AuditRun
from searchgap.model.gap import QueryGap, Standing
from searchgap.model.query import Query, SearchRequest
from searchgap.model.score import RankWeights


class QueryStanding(NamedTuple):
    """One query of one brand, searched with one provider: a `QueryGap` without the page it was judged from.

    Attributes:
        query: the query.
        request: the search that answers it.
        standing: where the competitive set stands.
    """

    query: Query
    request: SearchRequest
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandStanding:
    """One brand under one kind of ranking.

    Attributes:
        name: the brand.
        ranking: what the order of the results means.
        competitive_set: names of the brand and its competitors.
        gaps: its queries in plan order, measured or not.
    """

    name: str
    ranking: str
    competitive_set: tuple[str, ...]
    gaps: tuple[QueryGap | QueryStanding, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditStanding:
    """A run judged under one set of rules, brands and weights, as to where the competitive set stands.

    Attributes:
        run: the facts.
        weights: rank weights behind share of voice.
        reused: how many of the planned searches were answered from history.
        brands: every brand under every kind of ranking it was searched with.
    """

    run: AuditRun
    weights: RankWeights
    reused: int
    brands: tuple[BrandStanding, ...]
