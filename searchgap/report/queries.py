"""The rows of single queries and of gaps, and what sets one search apart from the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self, assert_never

from searchgap.model.gap import JudgedResult, QueryGap, State
from searchgap.model.owner import OwnerKind
from searchgap.model.page import PresenceLevel
from searchgap.model.query import SearchRequest
from searchgap.model.serp import NotSearched, SearchFailure, SearchOutcome, Serp
from searchgap.report.rows import NO_RESULT, SPEAKS, GapRow, PageRow, Place, QueryRow
from searchgap.report.strangers import (
    ADDRESS_LIMIT,
    NAME_LIMIT,
    QUERY_LIMIT,
    TITLE_LIMIT,
    clean_text,
    link_address,
)
from searchgap.report.words import round_number, stamp_moment, word_age

NONE = "-"
UNKNOWN = "?"

_PLACES = 10
_PAGES_PER_GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches:
    """All searches of a report: what they share is said once, what differs is said of each.

    Attributes:
        shared: provider, engine and market of all searches; None where they differ.
        varying: positions of the facets in which they differ.
        now: when the report is read.
    """

    shared: str | None
    varying: tuple[int, ...]
    now: datetime

    @classmethod
    def of(cls, outcomes: Collection[SearchOutcome], now: datetime) -> Self:
        """Compare the searches behind `outcomes`."""
        facets = {_list_facets(outcome.request) for outcome in outcomes}
        varying = tuple(place for place, values in enumerate(zip(*facets, strict=True)) if len(set(values)) > 1)
        shared = None
        if len(facets) == 1:
            engines = {outcome.engine for outcome in outcomes if isinstance(outcome, Serp)}
            shared = ", ".join(_word_facets(next(iter(facets)), engines))
        return cls(shared=shared, varying=varying, now=now)

    def tell_apart(self, request: SearchRequest) -> str | None:
        """What sets `request` apart from the other searches, in words; None where nothing does."""
        facets = _list_facets(request)
        return ", ".join(facets[place] for place in self.varying if facets[place]) or None


def build_query(gap: QueryGap, searches: Searches) -> QueryRow:
    """The row of one judged query."""
    outcome = gap.outcome
    measured = gap.state is not State.UNMEASURED
    nothing = NONE if measured else UNKNOWN
    leader = None if gap.leader is None else f"{clean_text(gap.leader.name, NAME_LIMIT)} #{gap.leader.rank}"
    return QueryRow(
        gap=gap,
        weight=round_number(gap.query.weight),
        priority=round_number(gap.priority) if measured else None,
        retrieved_at=stamp_moment(outcome.retrieved_at) if isinstance(outcome, Serp) else None,
        label=clean_text(gap.query.text, QUERY_LIMIT),
        where=searches.tell_apart(gap.request),
        best_rank=nothing if gap.best_rank is None else str(gap.best_rank),
        leader=leader or nothing,
        score=UNKNOWN if gap.score is None else str(gap.score),
        strip=_list_strip(gap.results),
        remark=_word_remark(outcome, searches.now),
    )


def build_gap(row: QueryRow) -> GapRow:
    """The row of a gap with the first pages that are not the brand's."""
    others = (judged for judged in row.gap.results if judged.ownership.kind is not OwnerKind.OWN)
    weight = "" if row.weight == 1 else f", weight {row.weight:,}"
    pages = tuple(_build_page(judged) for judged, _ in zip(others, range(_PAGES_PER_GAP), strict=False))
    return GapRow(query=row, worth=f"{row.gap.state}, gap score {row.score}{weight}", pages=pages)


def _build_page(judged: JudgedResult) -> PageRow:
    address = clean_text(judged.result.url, ADDRESS_LIMIT)
    owner = clean_text(judged.ownership.name, NAME_LIMIT)
    return PageRow(
        result=judged,
        label=clean_text(judged.result.title, TITLE_LIMIT) or address,
        owner=f"{owner} ({judged.ownership.kind})",
        address=address,
        link=link_address(judged.result.url),
    )


def _list_strip(results: Iterable[JudgedResult]) -> tuple[Place, ...]:
    holders = {judged.result.rank: _name_place(judged) for judged in results if judged.result.rank <= _PLACES}
    return tuple(holders.get(rank, NO_RESULT) for rank in range(1, max(holders, default=0) + 1))


def _name_place(judged: JudgedResult) -> Place:
    kind = judged.ownership.kind
    speaks = judged.presence.level is PresenceLevel.SPEAKS and kind is not OwnerKind.OWN
    return SPEAKS if speaks else kind.value


def _word_remark(outcome: SearchOutcome, now: datetime) -> str | None:
    match outcome:
        case SearchFailure():
            return f"failed: {outcome.kind}"
        case NotSearched():
            return f"not searched: {outcome.kind}"
        case Serp():
            remarks = [] if outcome.results else ["no results"]
            if outcome.reused:
                remarks.append(f"reused, {word_age(outcome.retrieved_at, now)}")
            return ", ".join(remarks) or None
        case _:
            assert_never(outcome)


def _list_facets(request: SearchRequest) -> tuple[str, ...]:
    market = request.market
    facts = (request.provider, request.engine, market.country, market.language, market.location, market.device)
    return (*(clean_text(fact or "", NAME_LIMIT) for fact in facts), f"depth {request.depth}")


def _word_facets(facets: tuple[str, ...], engines: Collection[str]) -> tuple[str, ...]:
    provider, asked, *others = facets
    engine = clean_text(next(iter(engines)), NAME_LIMIT) if len(engines) == 1 else asked
    source = f"{provider} ({engine})" if engine and engine != provider else provider
    return tuple(filter(None, (source, *others)))
