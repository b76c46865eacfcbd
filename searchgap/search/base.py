"""What every place that SERPs come from has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from searchgap.model.provider import ProviderSettings, ProviderSpec
from searchgap.model.query import SearchRequest
from searchgap.model.serp import SearchOutcome


class SerpSource(Protocol):
    """Answers searches, one at a time or many at once. Trouble with a search is returned, never raised."""

    async def search(self, request: SearchRequest) -> SearchOutcome:
        """What a search comes back with."""

    async def close(self) -> None:
        """Let go of whatever the source holds open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A row of the provider table.

    Attributes:
        spec: what is known of it before it is asked.
        open: makes its source from the user's settings and the folder relative paths start from. Raises UsageError
            where the settings cannot work, before anything is spent.
    """

    spec: ProviderSpec
    open: Callable[[ProviderSettings, Path], SerpSource]
