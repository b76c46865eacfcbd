"""The judgement of one query for one brand: verdicts only. The page they are on is read where it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from searchgap.model.owner import Ownership
from searchgap.model.page import Presence
from searchgap.model.query import Query, SearchRequest
from searchgap.model.serp import Ending, FeatureItem, FeatureKind, OrganicResult


class State(StrEnum):
    """Where a brand stands on a query; the five are never merged."""

    OWNED = "owned"
    CONTESTED = "contested"
    SPEAKS = "speaks"
    ABSENT = "absent"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """The first of the competitive set on a SERP."""

    name: str
    rank: int


class Verdict(NamedTuple):
    """The verdict on one result; results that are judged alike share one, since an audit judges hundreds of thousands.

    Attributes:
        domain: its registrable domain; the host where there is none, "" for an address without a host.
        ownership: who owns it.
        presence: what is known of the brand on its page.
    """

    domain: str
    ownership: Ownership
    presence: Presence


class FeatureVerdict(NamedTuple):
    """Who owns the links of a SERP feature, in their order; None for an entry that links to nothing."""

    kind: FeatureKind
    owners: tuple[Ownership | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedResult:
    """An organic result with the verdict on it."""

    result: OrganicResult
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedItem:
    """An entry of a SERP feature, and who owns what it links to; None where it links to nothing."""

    item: FeatureItem
    ownership: Ownership | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFeature:
    """A SERP feature whose links were classified like results."""

    kind: FeatureKind
    items: tuple[JudgedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPage:
    """What stood on a SERP, with the verdicts on it; empty if unmeasured.

    Attributes:
        results: the organic results down to the depth asked for.
        features: what else was there; it counts for no state, rank or score.
    """

    results: tuple[JudgedResult, ...] = ()
    features: tuple[JudgedFeature, ...] = ()


class Standing(NamedTuple):
    """Where the competitive set stands on a SERP; searches on which it stands alike share one.

    Attributes:
        state: where the brand stands.
        best_rank: the brand's first own rank; None if it owns none or nothing was measured.
        leader: the first of the competitive set; None if none of it ranks or nothing was measured.
        score: the gap score, 0 (leads at rank 1) to 100 (absent); None if unmeasured.
        best_ranks: every party of the set that ranks, with its best rank.
        held: top-ten places the brand owns.
        of: top-ten places that were measured.
    """

    state: State
    best_rank: int | None = None
    leader: Leader | None = None
    score: int | None = None
    best_ranks: tuple[tuple[str, int], ...] = ()
    held: int = 0
    of: int = 0


NOT_MEASURED = Standing(State.UNMEASURED)
"""Where the competitive set stands is not known, since the search has no answer."""


class QueryGap(NamedTuple):
    """One query of one brand, searched with one provider, judged. A tuple since a trend makes a hundred thousand.

    Attributes:
        query: the query.
        request: the search that answers it.
        ending: how that search ended.
        standing: where the competitive set stands.
        ranks: the ranks of the results down to the depth asked for.
        verdicts: the verdicts on them, one for each rank.
        features: the verdicts on what else was on the SERP; they count for no state, rank or score.
    """

    query: Query
    request: SearchRequest
    ending: Ending
    standing: Standing
    ranks: tuple[int, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    features: tuple[FeatureVerdict, ...] = ()

    @property
    def state(self) -> State:
        """Where the brand stands."""
        return self.standing.state

    @property
    def best_rank(self) -> int | None:
        """The brand's first own rank; None if it owns none or nothing was measured."""
        return self.standing.best_rank

    @property
    def leader(self) -> Leader | None:
        """The first of the competitive set; None if none of it ranks or nothing was measured."""
        return self.standing.leader

    @property
    def score(self) -> int | None:
        """The gap score, 0 (leads at rank 1) to 100 (absent); None if unmeasured."""
        return self.standing.score

    @property
    def places(self) -> Iterator[tuple[int, Verdict]]:
        """Every rank with the verdict on who holds it."""
        return zip(self.ranks, self.verdicts, strict=True)

    @property
    def priority(self) -> float:
        """What closing the gap is worth: gap score times query weight, 0 if unmeasured."""
        return (self.score or 0) * self.query.weight
