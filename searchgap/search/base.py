"""What every place that SERPs come from has in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from searchgap.model.provider import ProviderSettings, ProviderSpec
from searchgap.model.query import SearchRequest
from searchgap.model.serp import SearchOutcome
from searchgap.search.budget import Budget


class SerpSource(Protocol):
    """Answers searches, one at a time or many at once. Trouble with a search is returned, never raised."""

    async def search(self, request: SearchRequest) -> SearchOutcome:
        """What a search comes back with."""

    async def close(self) -> None:
        """Let go of whatever the source holds open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a source is opened with.

    Attributes:
        settings: what the configuration sets for the provider.
        folder: where relative paths start from.
        environment: environment variables, keys among them; never shown.
        budget: what may be spent.
        fill: whether a further page may be asked for (and paid) where one holds fewer results than asked for.
    """

    settings: ProviderSettings
    folder: Path = Path()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    budget: Budget = field(default_factory=Budget)
    fill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A row of the provider table.

    Attributes:
        spec: what is known of it before it is asked.
        limit: how fast and how much at once it lets itself be asked, in words; "" without a limit.
        open: makes its source. Raises UsageError where a setting cannot work, before anything is spent.
    """

    spec: ProviderSpec
    open: Callable[[Opening], SerpSource]
    limit: str = ""
