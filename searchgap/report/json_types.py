"""The JSON report as a promise, apart from the classes that happen to fill it.

Version 1. Within a version keys are only added; facts that are not known are null, never 0 or "".
"""

import sys
from typing import Literal

from searchgap.model.gap import State
from searchgap.model.gate import GateOutcome
from searchgap.model.goal import Comparison, Metric
from searchgap.model.owner import Confidence, OwnerKind
from searchgap.model.page import PresenceLevel
from searchgap.model.progress import Doubt, GoalStatus
from searchgap.model.query import Device
from searchgap.model.serp import FailureKind, FeatureKind

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict  # the standard one of 3.11 cannot be made into a schema by pydantic

VERSION: Literal[1] = 1


class CostJson(TypedDict):
    """Money as decimal strings."""

    estimated: str | None
    """List price of all planned searches."""
    actual: str | None
    """What the providers charged."""
    currency: Literal["USD"]
    """Always US dollars."""


class AuditJson(TypedDict):
    """The run the numbers come from."""

    id: str
    """Eight hexadecimal digits."""
    started_at: str
    """ISO 8601, UTC."""
    finished_at: str | None
    """ISO 8601, UTC; null if the audit was interrupted."""
    searchgap: str
    """The version that ran it."""
    config_digest: str
    """Changes when the meaning of the configuration does."""
    weights: str
    """Name of the rank weights behind share of voice."""
    complete: bool
    """Whether it ran to its end; searches may still have failed, see the tally."""
    cost: CostJson
    """What it cost."""


class TallyJson(TypedDict):
    """How the planned searches ended: planned = measured + failed + not_searched."""

    planned: int
    """Distinct searches."""
    measured: int
    """Answered, if only with an empty page."""
    failed: int
    """Asked and not answered."""
    not_searched: int
    """Never asked, so nothing was spent."""
    reused: int
    """Those of `measured` whose answer came from history."""


class CoverageJson(TypedDict):
    """Share of the measured queries on which the brand owns a result or speaks."""

    value: float | None
    """0 to 1; null if nothing was measured."""
    queries: int
    """How many were measured: the base."""
    with_presence: int
    """On how many of them the brand owns or speaks."""
    interval: tuple[float, float] | None
    """Wilson 95 % interval; null without a base."""


class PlacesJson(TypedDict):
    """Top-ten places."""

    own: int
    """Held by the brand."""
    of: int
    """Measured."""


class OwnerStandingJson(TypedDict):
    """A row of the leaderboard."""

    name: str
    """The owner."""
    kind: OwnerKind
    """The sort of owner."""
    places: int
    """Top-ten places held."""
    queries: int
    """On how many queries."""


class LeaderJson(TypedDict):
    """The first of the brand and its competitors on the page."""

    name: str
    """Who."""
    rank: int
    """Where, 1-based."""


class OwnerJson(TypedDict):
    """Who owns a result, and why we think so."""

    kind: OwnerKind
    """The sort of owner."""
    name: str
    """The party, the platform or the registrable domain."""
    rule: str
    """Id of the rule that decided."""
    evidence: str | None
    """What in the address or the title matched."""
    confidence: Confidence
    """How sure the rule is."""


class PresenceJson(TypedDict):
    """What is known of the brand on the landing page."""

    level: PresenceLevel
    """`unread` is not knowing, never absence."""
    evidence: str | None
    """What shows it."""


class ResultJson(TypedDict):
    """One organic result; all text is as the engine gave it."""

    rank: int
    """1-based, never renumbered."""
    url: str
    """The address as listed."""
    title: str | None
    """The heading."""
    snippet: str | None
    """The text under it."""
    date: str | None
    """The date the engine printed, as printed."""
    domain: str | None
    """Registrable domain, or the host where there is none; null for an address without a host."""
    owner: OwnerJson
    """Who owns it."""
    presence: PresenceJson
    """Whether the brand is present on its page."""


class FeatureItemJson(TypedDict):
    """One entry of a SERP feature."""

    text: str | None
    """Its text."""
    url: str | None
    """Its address."""
    owner: OwnerJson | None
    """Who owns what it links to; null if it links to nothing."""


class FeatureJson(TypedDict):
    """A block of the SERP beside the organic results; one that is not listed may still have been on the page."""

    kind: FeatureKind
    """The sort of block."""
    items: list[FeatureItemJson]
    """What it held."""


class FailureJson(TypedDict):
    """Why a query was not measured."""

    kind: FailureKind
    """The reason, from a closed list."""
    message: str
    """What happened."""
    hint: str | None
    """The next step."""


class QueryJson(TypedDict):
    """One query of a brand, searched with one provider."""

    query: str
    """The words searched."""
    topic: str | None
    """The label reports group by."""
    weight: float
    """Importance, above 0."""
    provider: str
    """Who was asked."""
    engine: str | None
    """Whose ranking it is; null if it is not known because nothing was measured."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    language: str | None
    """BCP 47."""
    location: str | None
    """A place name."""
    device: Device
    """The kind of screen."""
    depth: int
    """How many organic results were asked for."""
    market_verified: bool | None
    """Whether the provider confirmed the market; null if nothing was measured."""
    searched_for: str | None
    """The words that the provider searched instead, if it changed them."""
    retrieved_at: str | None
    """When the engine answered, ISO 8601, UTC; null if it did not."""
    origin: str | None
    """Where the answer came from if no engine was asked for it in this run."""
    reused: bool
    """Whether the answer was taken from history."""
    state: State
    """Where the brand stands; `unmeasured` is never `absent`."""
    best_rank: int | None
    """The brand's first own rank."""
    leader: LeaderJson | None
    """Null if nobody of the competitive set ranks."""
    gap_score: int | None
    """0 (the brand leads at rank 1) to 100 (absent); null if unmeasured."""
    results: list[ResultJson]
    """By rising rank; empty if unmeasured, or if the page was empty."""
    features: list[FeatureJson]
    """What else was on the page."""
    failure: FailureJson | None
    """Why it was not measured; null if it was."""


class BrandJson(TypedDict):
    """Everything judged for one brand."""

    name: str
    """The brand. It stands once for each kind of ranking, since numbers of different kinds are never mixed."""
    ranking: str
    """What the order of the results means, such as `search page`."""
    coverage: CoverageJson
    """On how many measured queries it is present."""
    places: PlacesJson
    """How many top-ten places it holds."""
    share_of_voice: dict[str, float | None]
    """Name to share, 0 to 1, of the competitive set's weighted ranks; null where nobody of it ranks."""
    owners: list[OwnerStandingJson]
    """Who holds the places, most first."""
    queries: list[QueryJson]
    """In the order of the configuration."""


class MeasureBaseJson(TypedDict):
    """What the number of a gate or a goal rests on."""

    measured: int
    """Queries measured, for changes in both audits; searches for `min_measured`."""
    planned: int
    """Queries in its scope, for changes in both audits; searches for `min_measured`."""
    places: int | None
    """Places measured, for the metric `places` alone."""


class GateJson(TypedDict):
    """A gate held against one brand under one kind of ranking; `min_measured` stands first, where it is asked for."""

    expression: str
    """The condition, such as `coverage[brand=Evernote] < 0.3`."""
    brand: str | None
    """Whose number it is; null for `min_measured`."""
    ranking: str | None
    """What the order of the results means."""
    topic: str | None
    """The topic it is limited to."""
    query: str | None
    """The query it is limited to."""
    metric: str
    """What is measured."""
    comparison: Comparison
    """The condition breaches the gate if the value compares so with the threshold; `min_measured` asks for it."""
    threshold: float
    """What the value is held against."""
    value: float | None
    """Null if it has no base."""
    base: MeasureBaseJson
    """What it rests on."""
    compared_with: str | None
    """Id of the audit that a change is counted from."""
    result: GateOutcome
    """Not judged is neither a pass nor a breach."""
    reason: str | None
    """Why it is breached or not judged; null if it is met."""


class GoalStartJson(TypedDict):
    """Where the straight line of a plan starts: what the first audit like this one measured."""

    value: float
    """What was measured."""
    on: str
    """The day of that audit."""


class ProjectionJson(TypedDict):
    """What would come if it went on like this: the straight line through the last audits, not a forecast."""

    audits: int
    """How many audits the line is laid through."""
    per_week: float
    """How much it rises in a week."""
    due: float | None
    """Its value on the day the goal is due; null if that day is past."""
    reaches: str | None
    """The day it comes to the target; null if it is not on this path."""


class GoalJson(TypedDict):
    """A goal held against what was measured, for one brand under one kind of ranking."""

    brand: str | None
    """Whose goal it is; null if nothing was searched that a goal of any brand is about."""
    ranking: str | None
    """What the order of the results means; null if nothing was searched that the goal is about."""
    topic: str | None
    """The topic it is limited to."""
    query: str | None
    """The query it is limited to."""
    metric: Metric
    """What is measured."""
    target: float
    """What is to be reached."""
    by: str
    """The day it is due."""
    status: GoalStatus
    """`on-track` and `behind` are against the plan; `not-yet` is short of the target without a plan; `unproven` is at
    the target, and `doubt` says why that proves nothing."""
    value: float | None
    """What was measured by the last audit that measured half of it; null if none did."""
    base: MeasureBaseJson | None
    """What it rests on."""
    measured_on: str | None
    """The day of the audit that measured it."""
    start: GoalStartJson | None
    """Where the plan starts; null without an earlier audit like this one."""
    plan: float | None
    """What the plan has for the day of the value."""
    to_go: float | None
    """How far the value is short of the target, 0 where it is met."""
    list_changed: bool
    """Whether the searches are others than at the start of the plan."""
    value_over_same_searches: float | None
    """Where they are: the value over the searches asked for at the start too, which is what the plan is about then."""
    doubt: Doubt | None
    """Why an unproven goal is that; null unless it is."""
    projection: ProjectionJson | None
    """Null if the goal is met, or fewer than three audits are looked at."""


class ReportJson(TypedDict):
    """A searchgap report."""

    version: Literal[1]
    """Of this format."""
    audit: AuditJson
    """The run."""
    tally: TallyJson
    """How the planned searches ended."""
    notes: list[str]
    """What a reader must know to trust the numbers."""
    brands: list[BrandJson]
    """In the order of the configuration."""
    gates: list[GateJson]
    """Gates that were judged; empty without any in the configuration or on the command line."""
    goals: list[GoalJson]
    """Goals and how far they are; `searchgap trend` has more of them."""
