"""The judgement of one query for one brand."""

from dataclasses import dataclass
from enum import StrEnum

from searchgap.model.owner import Ownership
from searchgap.model.page import Presence
from searchgap.model.query import Query, SearchRequest
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, SearchOutcome


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


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedResult:
    """An organic result with the verdicts on it.

    Attributes:
        result: the listing as it came.
        domain: its registrable domain; the host where there is none, "" for an address without a host.
        ownership: who owns it.
        presence: what is known of the brand on its page.
    """

    result: OrganicResult
    domain: str
    ownership: Ownership
    presence: Presence


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
class QueryGap:
    """One query of one brand, searched with one provider, judged.

    Attributes:
        query: the query.
        request: the search that answers it.
        outcome: what that search came back with.
        state: where the brand stands.
        best_rank: the brand's first own rank; None if it owns none or nothing was measured.
        leader: the first of the competitive set; None if none of it ranks or nothing was measured.
        score: the gap score, 0 (leads at rank 1) to 100 (absent); None if unmeasured.
        results: the judged results down to the depth asked for.
        features: what else was on the SERP, judged; it counts for no state, rank or score.
    """

    query: Query
    request: SearchRequest
    outcome: SearchOutcome
    state: State
    best_rank: int | None
    leader: Leader | None
    score: int | None
    results: tuple[JudgedResult, ...] = ()
    features: tuple[JudgedFeature, ...] = ()

    @property
    def priority(self) -> float:
        """What closing the gap is worth: gap score times query weight, 0 if unmeasured."""
        return (self.score or 0) * self.query.weight
