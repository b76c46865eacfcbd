"""The rows of single queries and of gaps, and what sets one search apart from the others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self, assert_never

from searchgap.model.gap import JudgedPage, JudgedResult, QueryGap, State, Verdict
from searchgap.model.owner import OwnerKind
from searchgap.model.page import PresenceLevel
from searchgap.model.query import SearchRequest
from searchgap.model.serp import Answer, Ending, NotSearched, SearchFailure
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
    def of(cls, endings: Collection[Ending], now: datetime) -> Self:
        """Compare the searches that ended so."""
        facets = {_list_facets(ending.request) for ending in endings}
        varying = tuple(place for place, values in enumerate(zip(*facets, strict=True)) if len(set(values)) > 1)
        shared = None
        if len(facets) == 1:
            engines = {ending.engine for ending in endings if isinstance(ending, Answer)}
            shared = ", ".join(_word_facets(next(iter(facets)), engines))
        return cls(shared=shared, varying=varying, now=now)

    def tell_apart(self, request: SearchRequest) -> str | None:
        """What sets `request` apart from the other searches, in words; None where nothing does."""
        facets = _list_facets(request)
        return ", ".join(facets[place] for place in self.varying if facets[place]) or None


def build_query(gap: QueryGap, searches: Searches) -> QueryRow:
    """The row of one judged query."""
    ending = gap.ending
    measured = gap.state is not State.UNMEASURED
    nothing = NONE if measured else UNKNOWN
    leader = None if gap.leader is None else f"{clean_text(gap.leader.name, NAME_LIMIT)} #{gap.leader.rank}"
    return QueryRow(
        gap=gap,
        weight=round_number(gap.query.weight),
        priority=round_number(gap.priority) if measured else None,
        retrieved_at=stamp_moment(ending.retrieved_at) if isinstance(ending, Answer) else None,
        label=clean_text(gap.query.text, QUERY_LIMIT),
        where=searches.tell_apart(gap.request),
        best_rank=nothing if gap.best_rank is None else str(gap.best_rank),
        leader=leader or nothing,
        score=UNKNOWN if gap.score is None else str(gap.score),
        strip=list_strip(gap),
        remark=_word_remark(ending, searches.now),
    )


def build_gap(row: QueryRow, page: JudgedPage) -> GapRow:
    """The row of a gap with the first pages that are not the brand's."""
    others = (judged for judged in page.results if judged.verdict.ownership.kind is not OwnerKind.OWN)
    weight = "" if row.weight == 1 else f", weight {row.weight:,}"
    pages = tuple(build_page(judged) for judged, _ in zip(others, range(_PAGES_PER_GAP), strict=False))
    return GapRow(query=row, worth=f"{row.gap.state}, gap score {row.score}{weight}", pages=pages)


def build_page(judged: JudgedResult) -> PageRow:
    """The row of one judged result."""
    address = clean_text(judged.result.url, ADDRESS_LIMIT)
    ownership = judged.verdict.ownership
    owner = clean_text(ownership.name, NAME_LIMIT)
    return PageRow(
        result=judged,
        label=clean_text(judged.result.title, TITLE_LIMIT) or address,
        owner=f"{owner} ({ownership.kind})",
        address=address,
        link=link_address(judged.result.url),
    )


def list_strip(gap: QueryGap) -> tuple[Place, ...]:
    """Who holds the places one to ten; empty if unmeasured."""
    holders = {rank: _name_place(verdict) for rank, verdict in gap.places if rank <= _PLACES}
    return tuple(holders.get(rank, NO_RESULT) for rank in range(1, max(holders, default=0) + 1))


def _name_place(verdict: Verdict) -> Place:
    kind = verdict.ownership.kind
    speaks = verdict.presence.level is PresenceLevel.SPEAKS and kind is not OwnerKind.OWN
    return SPEAKS if speaks else kind.value


def _word_remark(ending: Ending, now: datetime) -> str | None:
    match ending:
        case SearchFailure():
            return f"failed: {ending.kind}"
        case NotSearched():
            return f"not searched: {ending.kind}"
        case Answer():
            remarks = [] if ending.delivered else ["no results"]
            if ending.reused:
                remarks.append(f"reused, {word_age(ending.retrieved_at, now)}")
            return ", ".join(remarks) or None
        case _:
            assert_never(ending)


def _list_facets(request: SearchRequest) -> tuple[str, ...]:
    market = request.market
    facts = (request.provider, request.engine, market.country, market.language, market.location, market.device)
    return (*(clean_text(fact or "", NAME_LIMIT) for fact in facts), f"depth {request.depth}")


def _word_facets(facets: tuple[str, ...], engines: Collection[str]) -> tuple[str, ...]:
    provider, asked, *others = facets
    engine = clean_text(next(iter(engines)), NAME_LIMIT) if len(engines) == 1 else asked
    source = f"{provider} ({engine})" if engine and engine != provider else provider
    return tuple(filter(None, (source, *others)))
