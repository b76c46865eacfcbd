"""What is known of a provider before it is asked, and what the user set for it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Option: TypeAlias = str | int | float | bool | tuple["Option", ...] | None


class RankingKind(StrEnum):
    """What a provider's order of results means; numbers of different kinds are never mixed."""

    SEARCH_PAGE = "search page"
    OWN_INDEX = "own index"
    AGENT_RELEVANCE = "relevance for agents"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surcharge:
    """What a search costs beside its price where it asks for more results than that pays for.

    Attributes:
        above: how many results the price pays for.
        results: how many further ones each surcharge pays for; what is begun is paid whole.
        price: US dollars for so many.
    """

    above: int
    results: int
    price: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSpec:
    """A row of the provider table.

    Attributes:
        name: the value on the command line, in the configuration and in history.
        title: how people call it.
        summary: one line for tables and help.
        ranking: what its order of results means.
        engines: whose rankings it can return.
        key_env: environment variables its key is read from, first one set wins; empty where it takes none.
        price: US dollars per search at the smallest ordinary plan; None where it is not known.
        surcharge: what a deeper search costs beside it; None where the price is the same at any depth.
        operator_factor: how many times as much a search with an operator such as `site:` costs.
        max_depth: the most organic results one search can ask for; None without a limit.
        sunset: the day it ends, where that is announced.
        health: how well it was found to be kept when it was last looked at, in a few words.
        docs_url: where its contract is documented.
        card: how to get and use it, in a paragraph.
    """

    name: str
    title: str
    summary: str
    ranking: RankingKind
    engines: tuple[str, ...]
    key_env: tuple[str, ...] = ()
    price: Decimal | None = None
    surcharge: Surcharge | None = None
    operator_factor: int = 1
    max_depth: int | None = None
    sunset: date | None = None
    health: str = "good"
    docs_url: str | None = None
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What the configuration sets for one provider.

    Attributes:
        name: the provider's name.
        base_url: another address for its API (a gateway, a test server, one's own instance).
        engines: whose rankings to ask for.
        rate: most searches per second; None for the provider's own limit.
        max_cost: most US dollars to spend on it in one run.
        options: whatever else the provider understands, such as `file` for recordings.
    """

    name: str
    base_url: str | None = None
    engines: tuple[str, ...] = ()
    rate: float | None = None
    max_cost: Decimal | None = None
    options: MappingProxyType[str, Option] = field(default_factory=lambda: MappingProxyType({}))
