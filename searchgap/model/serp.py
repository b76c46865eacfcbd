"""What a search comes back with. Not knowing is a value: answered, failed and not searched are three types."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Self, TypeAlias

from searchgap.model.query import SearchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganicResult:
    """An unpaid listing in the main column of a SERP. All text is a stranger's and is kept as it came.

    Attributes:
        rank: 1-based place among the organic results, as the engine gave it; never renumbered.
        url: the address as listed.
        title: the listing's heading; "" where the engine gave none.
        snippet: the listing's text, or None where there is none.
        date: the date the engine printed, as printed.
    """

    rank: int
    url: str
    title: str
    snippet: str | None = None
    date: str | None = None


class Listing(NamedTuple):
    """What many SERPs may have in common: the address and the title of a result.

    Attributes:
        url: the address as listed.
        title: the listing's heading; "" where the engine gave none.
    """

    url: str
    title: str


class FeatureKind(StrEnum):
    """Anything on a SERP that is not an organic result."""

    AI_OVERVIEW = "ai_overview"
    ANSWER_BOX = "answer_box"
    QUESTIONS = "questions"
    RELATED_SEARCHES = "related_searches"
    DISCUSSIONS = "discussions"
    VIDEOS = "videos"
    NEWS = "news"
    KNOWLEDGE_PANEL = "knowledge_panel"
    ADS = "ads"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureItem:
    """One entry of a SERP feature: its text, its address, or both."""

    text: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SerpFeature:
    """A block of the SERP beside the organic results."""

    kind: FeatureKind
    items: tuple[FeatureItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Serp:
    """The page an engine answered with. Empty `results` are a fact about the world, not a failure.

    Attributes:
        request: the search that was asked.
        engine: whose ranking it is.
        retrieved_at: when the engine answered; stays the same however often the answer is reused.
        results: organic results by strictly rising rank.
        features: what else was on the page.
        cost: US dollars charged for it; None where the provider does not say.
        origin: where the answer came from if it was not asked for in this run, in words for a reader.
        reused: whether this run took it from history instead of searching.
        market_verified: whether the provider confirmed the market asked for.
        searched_for: the words that were searched instead of those asked for, where the provider changed them.
    """

    request: SearchRequest
    engine: str
    retrieved_at: datetime
    results: tuple[OrganicResult, ...]
    features: tuple[SerpFeature, ...] = ()
    cost: Decimal | None = None
    origin: str | None = None
    reused: bool = False
    market_verified: bool = False
    searched_for: str | None = None


class Answer(NamedTuple):
    """What a SERP is remembered by where what stood on it is not held: its facts and how many results came.

    A tuple since a trend makes a hundred thousand.

    Attributes:
        request: the search that was asked.
        engine: whose ranking it is.
        retrieved_at: when the engine answered.
        delivered: how many organic results came.
        cost: US dollars charged for it; None where the provider does not say.
        origin: where the answer came from if it was not asked for in this run, in words for a reader.
        reused: whether this run took it from history instead of searching.
        market_verified: whether the provider confirmed the market asked for.
        searched_for: the words that were searched instead of those asked for, where the provider changed them.
    """

    request: SearchRequest
    engine: str
    retrieved_at: datetime
    delivered: int
    cost: Decimal | None = None
    origin: str | None = None
    reused: bool = False
    market_verified: bool = False
    searched_for: str | None = None

    @classmethod
    def of(cls, serp: Serp) -> Self:
        """What a SERP is remembered by."""
        return cls(
            request=serp.request,
            engine=serp.engine,
            retrieved_at=serp.retrieved_at,
            delivered=len(serp.results),
            cost=serp.cost,
            origin=serp.origin,
            reused=serp.reused,
            market_verified=serp.market_verified,
            searched_for=serp.searched_for,
        )


class FailureKind(StrEnum):
    """Why a query was not measured."""

    AUTH = "auth"
    QUOTA = "quota"
    RATE_LIMIT = "rate-limit"
    BLOCKED = "blocked"
    TIMEOUT = "timeout"
    NETWORK = "network"
    BAD_REPLY = "bad-reply"
    UNSUPPORTED = "unsupported"
    BUDGET = "budget"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFailure:
    """A search that was asked and not answered.

    Attributes:
        request: the search that was asked.
        kind: the reason, from the closed list.
        message: what happened, in one sentence without secrets.
        hint: the next step for the user.
        failed_at: when.
        http_status: the reply's status, where there was a reply.
        cost: US dollars charged in spite of the failure; None where the provider does not say.
    """

    request: SearchRequest
    kind: FailureKind
    message: str
    hint: str | None
    failed_at: datetime
    http_status: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSearched:
    """A search that was planned and never asked, so nothing was spent.

    Attributes:
        request: the search that was planned.
        kind: the reason, from the closed list.
        message: what stood in the way, in one sentence.
        hint: the next step for the user.
    """

    request: SearchRequest
    kind: FailureKind
    message: str
    hint: str | None = None


SearchOutcome: TypeAlias = Serp | SearchFailure | NotSearched
"""What a search came back with, page and all."""

Ending: TypeAlias = Answer | SearchFailure | NotSearched
"""How a search ended, without the page."""
