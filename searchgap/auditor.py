"""The use case: take a plan, reuse what is known, search the rest at once, keep every outcome as it arrives."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from types import TracebackType
from typing import Protocol, Self

from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.query import SearchRequest
from searchgap.model.serp import SearchOutcome, Serp
from searchgap.search.base import SerpSource

_REUSED_TOGETHER = 500


class Progress(Protocol):
    """Hears of every outcome that is kept, so that the run can be watched and judged without knowing by whom."""

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
    """Keeps the outcomes of one run in a history, and tells of each that is kept.

    Each transaction waits for the disk, so a thread of its own does, and outcomes that arrive meanwhile share the next
    one. `keep` returns when its outcome is on the disk, so that nothing is asked, and paid for, before what was
    answered is safe. Leaving the context waits until everything that arrived is kept.
    """

    def __init__(self, history: History, progress: Progress, audit_id: str) -> None:
        self._history = history
        self._progress = progress
        self._audit_id = audit_id
        self._arrived: list[tuple[SearchOutcome, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="searchgap-history")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._writing is not None:
                await asyncio.shield(self._writing)
        finally:
            self._thread.shutdown()

    async def keep(self, outcome: SearchOutcome) -> None:
        """Keep one outcome.

        Raises:
            HistoryError: it could not be kept.
        """
        kept = asyncio.get_running_loop().create_future()
        self._arrived.append((outcome, kept))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        """Write until nothing more has arrived."""
        loop = asyncio.get_running_loop()
        while self._arrived:
            arrived, self._arrived = self._arrived, []
            outcomes = [outcome for outcome, _ in arrived]
            trouble: Exception | None = None
            try:
                await loop.run_in_executor(self._thread, self._history.save_all, self._audit_id, outcomes)
                for outcome in outcomes:
                    self._progress.advance(outcome)
            except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it, or wait for ever
                trouble = error
            for _, kept in arrived:
                if kept.done():
                    continue  # its worker was interrupted; the outcome is kept all the same
                if trouble is None:
                    kept.set_result(None)
                else:
                    kept.set_exception(trouble)
        self._writing = None


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
        self._progress.start(len(run.plan.requests))
        answered = set()
        for outcome in run.outcomes.values():
            if isinstance(outcome, Serp):
                answered.add(outcome.request.key)
                self._progress.advance(outcome)
        if limits.max_age is not None:
            answered |= self._reuse(run, answered, self._clock() - limits.max_age)
        waiting = iter([request for request in run.plan.requests if request.key not in answered])
        async with AsyncExitStack() as stack:
            for source in self._sources.values():
                stack.push_async_callback(source.close)
            keeper = await stack.enter_async_context(Keeper(self._history, self._progress, run.id))
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(limits.concurrency, len(run.plan.requests))):
                        group.create_task(self._work(waiting, keeper))
            except BaseExceptionGroup as several:
                # Workers fail only when history or the watcher does, and then all for the same reason.
                raise several.exceptions[0] from several
        finished_at = self._clock()
        self._history.finish(run.id, finished_at)
        return replace(run, finished_at=finished_at, outcomes=self._history.outcomes(run))

    def _reuse(self, run: AuditRun, answered: set[str], not_before: datetime) -> set[str]:
        """Take stored answers, from any audit, for requests that have none in this one; which those were."""
        lacking = (request for request in run.plan.requests if request.key not in answered)
        found = self._find_answers(lacking, not_before)
        reused = set()
        while batch := list(islice(found, _REUSED_TOGETHER)):
            self._history.save_all(run.id, batch)
            for outcome in batch:
                reused.add(outcome.request.key)
                self._progress.advance(outcome)
        return reused

    def _find_answers(self, requests: Iterable[SearchRequest], not_before: datetime) -> Iterator[SearchOutcome]:
        for request in requests:
            stored = self._history.find_answer(request.key, not_before)
            if stored is not None:
                yield replace(stored, request=request, reused=True)

    async def _work(self, waiting: Iterator[SearchRequest], keeper: Keeper) -> None:
        """Take requests from the common stack until it is empty."""
        for request in waiting:
            await keeper.keep(await self._sources[request.provider].search(request))
