"""What is searched: templates, the queries they expand to, the requests those need, and the plan of a run."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b

from searchgap.model.brand import Brand


class Device(StrEnum):
    """The kind of screen a SERP is made for."""

    DESKTOP = "desktop"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Where and for whom a search is made.

    Attributes:
        country: ISO 3166-1 alpha-2, lower case; None where it is left to the provider.
        language: BCP 47 tag.
        location: a place name, for providers that take one.
        device: the kind of screen.
    """

    country: str | None = None
    language: str | None = None
    location: str | None = None
    device: Device = Device.DESKTOP


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """How a query is searched: every provider named is asked once in the same market.

    Attributes:
        providers: names from the provider table, in the order they are asked.
        market: where and for whom.
        depth: how many organic results are asked for, at least 1.
    """

    providers: tuple[str, ...] = ("recorded",)
    market: Market = field(default_factory=Market)
    depth: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTemplate:
    """A line of a brand's `queries`: text that may hold `{placeholders}`.

    Attributes:
        brand: the brand's name.
        text: the words, with placeholders in braces.
        topic: a free label reports group by.
        weight: importance, above 0; 1 where the user says nothing.
        settings: how its queries are searched.
    """

    brand: str
    text: str
    topic: str | None = None
    weight: float = 1
    settings: SearchSettings = field(default_factory=SearchSettings)


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """One search to be made of one provider. Two requests are the same search if and only if their `key` is equal.

    Attributes:
        text: the words searched.
        provider: who is asked.
        engine: whose ranking is asked for; None for the provider's only or default one.
        market: where and for whom.
        depth: how many organic results are asked for.
    """

    text: str
    provider: str
    engine: str | None = None
    market: Market = field(default_factory=Market)
    depth: int = 10

    @cached_property
    def key(self) -> str:
        """The one identity of a search in plans, history and reuse: 32 hexadecimal digits."""
        market = self.market
        place = (market.country, market.language, market.location, market.device.value)
        facts = repr((self.provider, self.engine, self.text, place, self.depth))
        return blake2b(facts.encode("ascii", "backslashreplace"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query of one brand, ready to be searched.

    Attributes:
        brand: the brand's name.
        text: the words searched.
        topic: a free label reports group by.
        weight: importance, above 0.
        requests: the searches that answer it, one per provider.
    """

    brand: str
    text: str
    topic: str | None
    weight: float
    requests: tuple[SearchRequest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every search a run would make, known before anything is spent.

    Attributes:
        brands: the brands the queries belong to.
        queries: in the order of the configuration; several may share a request.
        requests: each distinct search once, in the order first wanted.
        estimated_cost: list price of all requests in US dollars; None if a provider does not state its price.
    """

    brands: tuple[Brand, ...]
    queries: tuple[Query, ...]
    requests: tuple[SearchRequest, ...]
    estimated_cost: Decimal | None = None
