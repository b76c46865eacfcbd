"""What a report shows, as frozen rows: numbers rounded, sentences worded and rows sorted, so that formats only lay out.

Fields called `label` are cleaned for display; the names beside them are as they came, for formats that keep facts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from searchgap.model.audit import Tally
from searchgap.model.gap import JudgedPage, JudgedResult, QueryGap, State
from searchgap.model.owner import OwnerKind
from searchgap.report.gates import GatesView
from searchgap.report.goals import GoalRow

Place: TypeAlias = str
"""Who holds one of the ten places: an owner kind, `speaks` where the brand answers there, or `no result`."""

SPEAKS: Place = "speaks"
NO_RESULT: Place = "no result"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """Money in US dollars as decimals, None where it is not known, and the sentence for a reader."""

    estimated: str | None
    actual: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A brand's coverage.

    Attributes:
        value: share of the measured queries on which the brand is present; None without a base.
        interval: its 95 % interval; None without a base.
        queries: how many were measured: the base.
        with_presence: on how many of them the brand is present.
        not_measured: how many were not measured and are in no share.
        base: the plain counts, such as `6 of 20 measured, 2 not measured`.
        words: the share with its interval, or that there is none.
    """

    value: float | None
    interval: tuple[float, float] | None
    queries: int
    with_presence: int
    not_measured: int
    base: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesRow:
    """Top-ten places the brand holds, of the places measured."""

    own: int
    of: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRow:
    """One name's share of voice; None, with its reason in words, where there is none."""

    name: str
    label: str
    share: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """One topic's queries: on how many of those measured the brand is present."""

    label: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRow:
    """An owner in the leaderboard.

    Attributes:
        name: the owner, as judged.
        label: the owner, for display.
        kind: the sort of owner.
        places: top-ten places held.
        queries: on how many queries.
        share: of all places measured; None without a base.
        words: that share for a reader.
        bar: the length of a bar that would be `BAR_LENGTH` long for all places measured; at least 1.
    """

    name: str
    label: str
    kind: OwnerKind
    places: int
    queries: int
    share: float | None
    words: str
    bar: int


BAR_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRow:
    """One query of the brand, searched with one provider.

    Attributes:
        gap: the judgement and the facts under it.
        weight: the query's importance.
        priority: gap score times weight; None if unmeasured.
        retrieved_at: ISO 8601, or None if unmeasured.
        label: the query.
        where: what sets this search apart from the report's others, such as `brave, de`; None where nothing does.
        best_rank: the brand's first own rank, a dash for none, a question mark for not measured.
        leader: the first of the competitive set with its rank, or a dash, or a question mark.
        score: the gap score, or a question mark.
        strip: who holds the places one to ten; empty if unmeasured.
        remark: why it was not measured, that the SERP was empty, or how old a reused answer is.
    """

    gap: QueryGap
    weight: float
    priority: float | None
    retrieved_at: str | None
    label: str
    where: str | None
    best_rank: str
    leader: str
    score: str
    strip: tuple[Place, ...]
    remark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """A page that holds one of the first places of a gap.

    Attributes:
        result: the judged result.
        label: its title, or its address where it has none.
        owner: who owns it and what sort of owner that is.
        address: the address, whole, for display.
        link: the address as it may stand in a link; None where it must not.
    """

    result: JudgedResult
    label: str
    owner: str
    address: str
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A query worth working on, what that is worth in words, and the pages that hold it."""

    query: QueryRow
    worth: str
    pages: tuple[PageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRow:
    """A distinct reason for which searches were not measured.

    Attributes:
        searches: how many it kept from being measured.
        sentence: how many, who was asked, the kind and the message.
        hint: the next step, or None.
        queries: some of the queries concerned.
    """

    searches: int
    sentence: str
    hint: str | None
    queries: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandView:
    """One brand's part of a report.

    Attributes:
        name: the brand, as configured.
        ranking: what the order of the results means.
        label: the brand, for display; with the ranking where the report holds several.
        summary: for a table of brands: the label, where it is present, absent, its places and its share of voice.
        coverage: on how many queries it is present.
        places: how many places it holds.
        voices: share of voice, the brand first, then by share.
        voice_words: the shares for a reader, or why there are none.
        voice_base: what the shares are shares of; None where there are none.
        states: how many queries stand in each state; every state is there.
        topics: by topic, in plan order; empty unless there are several.
        owners: the leaderboard, most places first.
        kinds: places by kind of owner for a reader, most first; empty without places.
        features: for each sort of SERP feature with links, on how many queries it stood and who owns its links.
        queries: in plan order.
        legend: every sort of place that occurs in their strips.
        worst_first: by falling priority, what was not measured last.
        gaps: by falling priority, queries on which something is left to gain.
    """

    name: str
    ranking: str
    label: str
    summary: tuple[str, str, str, str, str]
    coverage: CoverageRow
    places: PlacesRow
    voices: tuple[VoiceRow, ...]
    voice_words: str
    voice_base: str | None
    states: Mapping[State, int]
    topics: tuple[TopicRow, ...]
    owners: tuple[OwnerRow, ...]
    kinds: str
    features: tuple[str, ...]
    queries: Sequence[QueryRow]
    legend: tuple[Place, ...]
    worst_first: Sequence[QueryRow]
    gaps: Sequence[GapRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A whole report.

    Attributes:
        audit_id: the audit.
        title: the audit, its time and its age, for a reader.
        searched_with: provider, engine and market where all searches share them; None where they differ.
        started_at: ISO 8601.
        finished_at: ISO 8601, or None if the audit was interrupted.
        version: the searchgap that ran it.
        config_digest: digest of the configuration it ran under.
        weights: name of the rank weights.
        headline: what matters most, in a sentence or two.
        tally: how the planned searches ended.
        tally_words: the same for a reader.
        cost: what it cost.
        brands: in plan order.
        failures: distinct reasons for which searches were not measured, most searches first.
        notes: what a reader must know to trust the numbers.
        read_page: what stood on the SERP of a query, with the verdicts; read from history when it is asked for.
        gates: how the gates ended; None where none were judged.
        goals: how far the goals are.
    """

    audit_id: str
    title: str
    searched_with: str | None
    started_at: str
    finished_at: str | None
    version: str
    config_digest: str
    weights: str
    headline: str
    tally: Tally
    tally_words: str
    cost: CostRow
    brands: tuple[BrandView, ...]
    failures: tuple[FailureRow, ...]
    notes: tuple[str, ...]
    read_page: Callable[[QueryGap], JudgedPage]
    gates: GatesView | None = None
    goals: tuple[GoalRow, ...] = ()
