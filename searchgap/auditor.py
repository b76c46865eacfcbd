"""The use case: take a plan, reuse what is known, search the rest at once, keep every outcome as it arrives."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, SearchOutcome, Serp
from searchgap.search.base import SerpSource


class Progress(Protocol):
    """Hears of every outcome, so that the run can be watched without knowing by whom."""

    def start(self, planned: int) -> None:
        """A run of so many searches begins."""

    def advance(self, outcome: SearchOutcome) -> None:
        """One search is over, whichever way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a run may take.

    Attributes:
        concurrency: most searches under way at once, at least 1.
        max_cost: most US dollars to spend, by list price; None without a limit.
        max_age: stored answers no older than this are reused; None to search everything.
    """

    concurrency: int = 10
    max_cost: Decimal | None = None
    max_age: timedelta | None = None


class Purse:
    """Money that may still be spent. A search whose price is not known cannot be held under a cap, so it is refused."""

    def __init__(self, cap: Decimal | None) -> None:
        self._left = cap

    def refuse(self, price: Decimal | None) -> str | None:
        """Set a price aside, or say why it cannot be."""
        if self._left is None:
            return None
        if price is None:
            return "the provider's price is not known, so the cap on cost could not be kept"
        if price > self._left:
            return f"the search costs ${price} and ${self._left} is left of the cap on cost"
        self._left -= price
        return None


class Auditor:
    """Runs plans: searches through sources, keeps outcomes in a history."""

    def __init__(
        self,
        *,
        history: History,
        sources: Mapping[str, SerpSource],
        prices: Mapping[str, Decimal | None],
        clock: Callable[[], datetime],
        progress: Progress,
    ) -> None:
        self._history = history
        self._sources = sources
        self._prices = prices
        self._clock = clock
        self._progress = progress

    async def run(self, run: AuditRun, limits: Limits) -> AuditRun:
        """Search what the run still lacks and finish it.

        Args:
            run: a started run with the outcomes it already has; answers are never asked again.
            limits: what it may take.

        Raises:
            HistoryError: an outcome could not be kept; nothing is asked after that.
            asyncio.CancelledError: interrupted; what was answered is kept and the run stays unfinished.
        """
        outcomes: dict[str, SearchOutcome] = {
            key: outcome for key, outcome in run.outcomes.items() if isinstance(outcome, Serp)
        }
        self._progress.start(len(run.plan.requests))
        for outcome in outcomes.values():
            self._progress.advance(outcome)
        waiting = self._reuse(run, outcomes, limits)
        purse = Purse(limits.max_cost)
        async with AsyncExitStack() as stack:
            for source in self._sources.values():
                stack.push_async_callback(source.close)
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(limits.concurrency, len(run.plan.requests))):
                        group.create_task(self._work(run.id, waiting, purse, outcomes))
            except BaseExceptionGroup as several:
                # Workers fail only when history does, and then all for the same reason.
                raise several.exceptions[0] from several
        finished_at = self._clock()
        self._history.finish(run.id, finished_at)
        return replace(run, finished_at=finished_at, outcomes=outcomes)

    def _reuse(self, run: AuditRun, outcomes: dict[str, SearchOutcome], limits: Limits) -> Iterator[SearchRequest]:
        """The requests that history does not answer; those that it does are settled on the way."""
        for request in run.plan.requests:
            if request.key in outcomes:
                continue
            stored = None
            if limits.max_age is not None:
                stored = self._history.find_answer(request.key, self._clock() - limits.max_age)
            if stored is None:
                yield request
            else:
                self._keep(run.id, replace(stored, request=request, reused=True), outcomes)

    async def _work(
        self, audit_id: str, waiting: Iterator[SearchRequest], purse: Purse, outcomes: dict[str, SearchOutcome]
    ) -> None:
        """Take requests from the common stack until it is empty."""
        for request in waiting:
            await asyncio.sleep(0)  # a source that never waits must not keep an interruption from being heard
            if reason := purse.refuse(self._prices[request.provider]):
                outcome: SearchOutcome = NotSearched(
                    request=request,
                    kind=FailureKind.BUDGET,
                    message=reason,
                    hint="raise --max-cost; with --max-age 1d what was answered is not paid for again",
                )
            else:
                outcome = await self._sources[request.provider].search(request)
            self._keep(audit_id, outcome, outcomes)

    def _keep(self, audit_id: str, outcome: SearchOutcome, outcomes: dict[str, SearchOutcome]) -> None:
        self._history.save(audit_id, outcome)
        outcomes[outcome.request.key] = outcome
        self._progress.advance(outcome)
