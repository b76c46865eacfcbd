"""What one audit held against another says: every number twice, from the searches that both of them measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from searchgap.model.audit import Audit, BrandAudit
from searchgap.model.gap import QueryGap
from searchgap.model.owner import Ownership
from searchgap.model.score import Coverage, Places

_Fact = TypeVar("_Fact")


class Change(NamedTuple, Generic[_Fact]):
    """One fact in both audits."""

    before: _Fact
    after: _Fact


class Judgement(StrEnum):
    """How far something moved, beside how far it moves when nobody acts."""

    UNCHANGED = "unchanged"
    NOISE = "noise"
    BEYOND_NOISE = "beyond_noise"
    NO_BAND = "no_band"


class Facet(StrEnum):
    """What makes two searches, or the answers to them, unlike."""

    PROVIDER = "provider"
    ENGINE = "engine"
    COUNTRY = "country"
    LANGUAGE = "language"
    LOCATION = "location"
    DEVICE = "device"
    DEPTH = "depth"
    WORDS = "words searched"
    PARSER = "parser"
    RANKING = "ranking"
    WEIGHTS = "rank weights"


class Difference(NamedTuple):
    """A facet in which two searches are unlike, worded; None is what the facet was left to."""

    facet: Facet
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseBand:
    """How far a query moves between two measurements when nobody acts.

    Attributes:
        changes_state: whether a change of state is within the band.
        rank: the largest change of best rank within it; not to rank counts as the rank below the depth.
        similarity: the lowest similarity of the two result lists within it.
        pairs: how many pairs of measurements it rests on.
        own: whether all of those are of this query; if not, they are of all queries of the brand, and the band reaches
            as far as this query moved at least twice.
        exceeded: the largest share of quiet pairs expected to lie outside of it, measure by measure, by chance alone.
    """

    changes_state: bool
    rank: int
    similarity: float
    pairs: int
    own: bool
    exceeded: float


class ListedResult(NamedTuple):
    """A result that entered or left a result list: the rank it has or had, its address and its owner."""

    rank: int
    url: str
    ownership: Ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryPair:
    """One query of one brand in both audits, measured or not.

    Attributes:
        before: its judgement in the earlier audit.
        after: its judgement in the later one.
        unlike: in what the two searches differ; empty unless unlike ones were compared on demand.
    """

    before: QueryGap
    after: QueryGap
    unlike: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryMove(QueryPair):
    """A query that both audits measured.

    Attributes:
        similarity: rank-biased overlap of the two result lists, 0 (nothing shared) to 1 (alike).
        band: how far it moves by itself; None where nothing is known of that.
        standing: the verdict on its state and best rank.
        listing: the verdict on its result list as a whole.
        entered: results that are on the later list only.
        left: results that are on the earlier list only.
        same_answer: whether both audits hold one and the same answer, so that nothing can have moved.
    """

    similarity: float
    band: NoiseBand | None
    standing: Judgement
    listing: Judgement
    entered: tuple[ListedResult, ...] = ()
    left: tuple[ListedResult, ...] = ()
    same_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageChange:
    """Coverage on the same queries twice.

    Attributes:
        before: the earlier one.
        after: the later one.
        gained: queries on which the brand was absent and is present.
        lost: queries on which it was present and is absent.
        chance: two-sided p-value of McNemar's exact test: how likely so uneven a split of gains and losses is if each
            is as likely as the other; 1 without any.
    """

    before: Coverage
    after: Coverage
    gained: int
    lost: int
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChange:
    """An owner's top-ten places and the queries they are on, over the queries that both audits measured."""

    name: str
    kind: str
    places: Change[int]
    queries: Change[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandComparison:
    """One brand under one kind of ranking. Every number but those `as_reported` is over `moves` alone.

    Attributes:
        name: the brand.
        ranking: what the order of the results means; its two sides differ only where that was demanded.
        moves: queries measured in both audits, in the order of the later plan.
        newly_unmeasured: queries measured before and not after.
        newly_measured: queries measured after and not before.
        never_measured: queries measured in neither.
        apart: queries in both plans that were not searched alike and are not compared.
        added: queries that only the later plan has.
        removed: queries that only the earlier plan has.
        coverage: on how many queries the brand is present.
        places: top-ten places it holds.
        share_of_voice: by name, the share of the competitive set's weighted ranks; the weights of the queries are those
            of the later audit on both sides.
        owners: everybody who holds a place in either, greatest change first.
        similarity: the median similarity of the result lists; None without any.
        as_reported: the brand's part of either audit, over whatever that one measured; None where it has none.
    """

    name: str
    ranking: Change[str]
    moves: tuple[QueryMove, ...]
    newly_unmeasured: tuple[QueryPair, ...]
    newly_measured: tuple[QueryPair, ...]
    never_measured: tuple[QueryPair, ...]
    apart: tuple[QueryPair, ...]
    added: tuple[QueryGap, ...]
    removed: tuple[QueryGap, ...]
    coverage: CoverageChange
    places: Change[Places]
    share_of_voice: Mapping[str, Change[float | None]]
    owners: tuple[OwnerChange, ...]
    similarity: float | None
    as_reported: Change[BrandAudit | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseBase:
    """What the noise bands of a comparison rest on.

    Attributes:
        pairs: pairs of answers to one search, one after the other, between which nobody acted and nothing changed for
            good.
        disturbed: pairs left out because somebody acted on the query between them.
        lasting: pairs left out because the query moved between them and stayed where it had come to.
        typical_days: the median time from the one answer to the other, in days; None without pairs.
    """

    pairs: int = 0
    disturbed: int = 0
    lasting: int = 0
    typical_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditComparison:
    """One audit held against another.

    Attributes:
        before: the earlier audit.
        after: the later audit.
        brands: in the order of the later plan, brands that only the earlier one has last.
        unlike: the ways in which searches that were compared are unlike, with how many pairs each concerns; empty
            unless unlike ones were compared on demand.
        set_apart: the ways in which searches that were not compared are unlike, with how many pairs each concerns.
        noise: what the noise bands rest on.
    """

    before: Audit
    after: Audit
    brands: tuple[BrandComparison, ...]
    unlike: Mapping[Difference, int]
    set_apart: Mapping[Difference, int]
    noise: NoiseBase
