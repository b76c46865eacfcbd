"""The use case: take a plan, reuse what is known, search the rest at once, keep every outcome as it arrives."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from searchgap.errors import HistoryError
from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.query import SearchRequest
from searchgap.model.serp import SearchOutcome, Serp
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
        max_age: stored answers no older than this are reused; None to search everything.
    """

    concurrency: int = 10
    max_age: timedelta | None = None


class Keeper:
    """Keeps the outcomes of one run in a history, and hands them out again.

    Outcomes that arrive together share a transaction, because each transaction waits for the disk. `keep` returns when
    its outcome is on the disk, so that nothing is asked, and paid for, before what was answered is safe.
    """

    def __init__(self, history: History, progress: Progress, run: AuditRun) -> None:
        self._history = history
        self._progress = progress
        self._audit_id = run.id
        self._arrived: list[tuple[SearchOutcome, asyncio.Future[None]]] = []
        self.outcomes: dict[str, SearchOutcome] = {}

    def note(self, outcomes: Iterable[SearchOutcome]) -> None:
        """Take outcomes over that history has already."""
        for outcome in outcomes:
            self.outcomes[outcome.request.key] = outcome
            self._progress.advance(outcome)

    async def keep(self, outcome: SearchOutcome) -> None:
        """Keep one outcome.

        Raises:
            HistoryError: it could not be kept.
        """
        loop = asyncio.get_running_loop()
        kept = loop.create_future()
        self._arrived.append((outcome, kept))
        if len(self._arrived) == 1:
            loop.call_soon(self._write)
        await kept

    def _write(self) -> None:
        arrived, self._arrived = self._arrived, []
        trouble: HistoryError | None = None
        try:
            self._history.save_all(self._audit_id, [outcome for outcome, _ in arrived])
        except HistoryError as error:
            trouble = error
        else:
            self.note(outcome for outcome, _ in arrived)
        for _, kept in arrived:
            if kept.done():
                continue  # its worker was interrupted; the outcome is kept all the same
            if trouble is None:
                kept.set_result(None)
            else:
                kept.set_exception(trouble)


class Auditor:
    """Runs plans: searches through sources, keeps outcomes in a history."""

    def __init__(
        self,
        *,
        history: History,
        sources: Mapping[str, SerpSource],
        clock: Callable[[], datetime],
        progress: Progress,
    ) -> None:
        self._history = history
        self._sources = sources
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
        keeper = Keeper(self._history, self._progress, run)
        self._progress.start(len(run.plan.requests))
        keeper.note(outcome for outcome in run.outcomes.values() if isinstance(outcome, Serp))
        if limits.max_age is not None:
            reused = list(self._find_answers(run.plan.requests, keeper, self._clock() - limits.max_age))
            self._history.save_all(run.id, reused)
            keeper.note(reused)
        waiting = iter([request for request in run.plan.requests if request.key not in keeper.outcomes])
        async with AsyncExitStack() as stack:
            for source in self._sources.values():
                stack.push_async_callback(source.close)
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(limits.concurrency, len(run.plan.requests))):
                        group.create_task(self._work(waiting, keeper))
            except BaseExceptionGroup as several:
                # Workers fail only when history does, and then all for the same reason.
                raise several.exceptions[0] from several
        finished_at = self._clock()
        self._history.finish(run.id, finished_at)
        return replace(run, finished_at=finished_at, outcomes=keeper.outcomes)

    def _find_answers(
        self, requests: Iterable[SearchRequest], keeper: Keeper, not_before: datetime
    ) -> Iterator[SearchOutcome]:
        """Stored answers, from any audit, to requests that have none in this one."""
        for request in requests:
            if request.key not in keeper.outcomes:
                stored = self._history.find_answer(request.key, not_before)
                if stored is not None:
                    yield replace(stored, request=request, reused=True)

    async def _work(self, waiting: Iterator[SearchRequest], keeper: Keeper) -> None:
        """Take requests from the common stack until it is empty."""
        for request in waiting:
            await keeper.keep(await self._sources[request.provider].search(request))
