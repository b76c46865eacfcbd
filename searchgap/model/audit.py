"""One run: the facts it gathered, and the audit judged from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from searchgap.model.gap import QueryGap
from searchgap.model.query import Plan
from searchgap.model.score import Coverage, OwnerStanding, Places, RankWeights
from searchgap.model.serp import SearchOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRun:
    """The facts of one run as history keeps them: nothing in it is a verdict.

    Attributes:
        id: eight hexadecimal digits.
        started_at: when the run began, UTC.
        finished_at: when it ended; None if it was interrupted.
        version: the searchgap that ran it.
        config_digest: digest of the configuration it ran under.
        plan: what it set out to search.
        outcomes: by request key, what came back; a request without one was not reached. Each is read from history when
            it is looked at, so that a run of any size can be gone through.
    """

    id: str
    started_at: datetime
    finished_at: datetime | None
    version: str
    config_digest: str
    plan: Plan = field(repr=False)  # thousands of lines, and asyncio words the result of what it ran
    outcomes: Mapping[str, SearchOutcome] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the planned searches ended. `reused` counts those of `measured` that came from history.

    `planned = measured + failed + not_searched`, always.
    """

    planned: int
    measured: int
    failed: int
    not_searched: int
    reused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Money in US dollars; None is not known, never nothing."""

    estimated: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandAudit:
    """Everything judged for one brand under one kind of ranking, since numbers of different kinds are never mixed.

    Attributes:
        name: the brand.
        ranking: what the order of the results means, such as `search page`.
        coverage: measured queries on which it owns or speaks.
        places: top-ten places it holds.
        share_of_voice: name to share of the competitive set's weighted ranks; None where nobody of the set ranks.
        owners: who holds the places, most first.
        gaps: its queries in plan order, measured or not.
    """

    name: str
    ranking: str
    coverage: Coverage
    places: Places
    share_of_voice: Mapping[str, float | None]
    owners: tuple[OwnerStanding, ...]
    gaps: tuple[QueryGap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """A run judged under one set of rules, brands and weights."""

    run: AuditRun
    weights: RankWeights
    tally: Tally
    cost: Cost
    brands: tuple[BrandAudit, ...]
