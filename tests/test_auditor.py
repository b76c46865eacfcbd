"""The use case: every search is asked once and kept as it arrives, within its limits, whatever happens."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.auditor import Auditor, Limits
from searchgap.errors import HistoryError
from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, SearchFailure, SearchOutcome, Serp
from searchgap.search.base import SerpSource

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ONE_AT_A_TIME = Limits(concurrency=1)


def ask(text: str, provider: str = "bureau") -> SearchRequest:
    return SearchRequest(text=text, provider=provider)


def answer(request: SearchRequest, retrieved_at: datetime = NOW) -> Serp:
    return Serp(request=request, engine="lantern", retrieved_at=retrieved_at, results=(), cost=Decimal("0.4"))


def fail(request: SearchRequest) -> SearchFailure:
    return SearchFailure(request=request, kind=FailureKind.TIMEOUT, message="no answer", hint=None, failed_at=NOW)


class Oracle:
    """A source that notes what it is asked and answers at once, unless the text is one that it fails or ponders."""

    def __init__(self, *, failing: tuple[str, ...] = (), pondering: tuple[str, ...] = ()) -> None:
        self.asked: list[str] = []
        self.closed = 0
        self.pondering = asyncio.Event()
        self._failing = failing
        self._pondered = pondering

    async def search(self, request: SearchRequest) -> SearchOutcome:
        self.asked.append(request.text)
        if request.text in self._pondered:
            self.pondering.set()
            await asyncio.Event().wait()
        return fail(request) if request.text in self._failing else answer(request)

    async def close(self) -> None:
        self.closed += 1


class Turnstile:
    """A source that lets nobody through before the gate is opened, and counts who waits."""

    def __init__(self, expected: int) -> None:
        self.full = asyncio.Event()
        self.gate = asyncio.Event()
        self.waiting = 0
        self.most = 0
        self._expected = expected

    async def search(self, request: SearchRequest) -> SearchOutcome:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        if self.waiting == self._expected:
            self.full.set()
        await self.gate.wait()
        self.waiting -= 1
        return answer(request)

    async def close(self) -> None:
        pass


class Audience:
    """Watches a run."""

    def __init__(self) -> None:
        self.planned: list[int] = []
        self.heard: list[SearchOutcome] = []

    def start(self, planned: int) -> None:
        self.planned.append(planned)

    def advance(self, outcome: SearchOutcome) -> None:
        self.heard.append(outcome)


class Stage:
    """Plays runs against one history, with a clock that stands still."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.audience = Audience()

    def begin(
        self, *requests: SearchRequest, audit_id: str = "1a2b3c4d", brands: tuple[str, ...] = ("Inkwell",)
    ) -> AuditRun:
        """A started run in which every brand wants every request."""
        queries = tuple(
            Query(brand=brand, text=request.text, topic=None, weight=1, requests=(request,))
            for brand in brands
            for request in requests
        )
        run = AuditRun(
            id=audit_id,
            started_at=NOW,
            finished_at=None,
            version="0.1.0",
            config_digest="00112233aabbccdd",
            plan=Plan(brands=tuple(Brand(name=brand) for brand in brands), queries=queries, requests=requests),
            outcomes={},
        )
        self.history.start(run)
        return run

    def auditor(self, sources: SerpSource | Mapping[str, SerpSource]) -> Auditor:
        """An auditor with one source for every provider, or with several."""
        by_provider = sources if isinstance(sources, Mapping) else dict.fromkeys(("bureau",), sources)
        return Auditor(history=self.history, sources=by_provider, clock=lambda: NOW, progress=self.audience)

    def play(
        self, run: AuditRun, sources: SerpSource | Mapping[str, SerpSource], limits: Limits = ONE_AT_A_TIME
    ) -> AuditRun:
        """The finished run."""
        return asyncio.run(asyncio.wait_for(self.auditor(sources).run(run, limits), timeout=30))


@pytest.fixture
def history_path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def stage(history_path: Path) -> Iterator[Stage]:
    with History.open(history_path) as history:
        yield Stage(history)


@pytest.mark.parametrize("concurrency", [1, 3, 50])
def test_every_request_is_asked_once(stage: Stage, concurrency: int):
    """Each search of the plan is asked once, a shared one too, and every outcome is kept and heard of."""
    requests = [ask(f"ink {number}") for number in range(7)]
    oracle = Oracle(failing=("ink 2",))
    finished = stage.play(stage.begin(*requests, brands=("Inkwell", "Quill")), oracle, Limits(concurrency=concurrency))
    assert sorted(oracle.asked) == [request.text for request in requests]
    assert set(finished.outcomes) == {request.key for request in requests}
    assert isinstance(finished.outcomes[requests[2].key], SearchFailure)
    assert finished.finished_at == NOW
    assert stage.history.load(finished.id) == finished
    assert stage.audience.planned == [7]
    assert sorted(outcome.request.text for outcome in stage.audience.heard) == sorted(oracle.asked)
    assert oracle.closed == 1


@pytest.mark.parametrize("concurrency", [1, 5])
def test_a_watcher_that_fails_ends_the_run(stage: Stage, concurrency: int):
    """Trouble in whoever hears of outcomes is raised, never waited out; what was answered is kept all the same."""

    class Faint(Audience):
        def advance(self, outcome: SearchOutcome) -> None:
            raise LookupError(outcome.request.text)

    stage.audience = Faint()
    run = stage.begin(*(ask(f"ink {number}") for number in range(9)))
    oracle = Oracle()
    with pytest.raises(LookupError, match="ink"):
        stage.play(run, oracle, Limits(concurrency=concurrency))
    assert len(stage.history.load(run.id).outcomes) == len(oracle.asked) == concurrency


def test_requests_are_taken_in_plan_order(stage: Stage):
    """One at a time, searches are asked as the plan lists them, each of its own provider."""
    bureau, mill = Oracle(), Oracle()
    run = stage.begin(ask("a"), ask("b", "mill"), ask("c"), ask("d", "mill"))
    stage.play(run, {"bureau": bureau, "mill": mill})
    assert [outcome.request.text for outcome in stage.audience.heard] == ["a", "b", "c", "d"]
    assert (bureau.asked, mill.asked) == (["a", "c"], ["b", "d"])


def test_a_plan_of_nothing_is_finished(stage: Stage):
    """Without a request nothing is asked, and the run is complete."""
    oracle = Oracle()
    assert stage.play(stage.begin(), oracle).finished_at == NOW
    assert oracle.asked == []


@pytest.mark.parametrize(("concurrency", "together"), [(1, 1), (3, 3), (50, 7)])
def test_no_more_searches_than_allowed_are_under_way(stage: Stage, concurrency: int, together: int):
    """As many searches as allowed run together, and never one more."""

    async def scenario() -> None:
        turnstile = Turnstile(expected=together)
        run = stage.begin(*(ask(f"ink {number}") for number in range(7)))
        task = asyncio.create_task(stage.auditor(turnstile).run(run, Limits(concurrency=concurrency)))
        await turnstile.full.wait()
        for _ in range(50):
            await asyncio.sleep(0)
        assert turnstile.waiting == together
        turnstile.gate.set()
        finished = await task
        assert turnstile.most == together
        assert len(finished.outcomes) == 7

    asyncio.run(asyncio.wait_for(scenario(), timeout=30))


def test_an_outcome_is_kept_before_the_next_is_asked(stage: Stage):
    """When a search is asked, the outcome of the one before it is already in the history."""
    kept: list[int] = []

    class Auditing(Oracle):
        async def search(self, request: SearchRequest) -> SearchOutcome:
            kept.append(len(stage.history.load("1a2b3c4d").outcomes))
            return await super().search(request)

    stage.play(stage.begin(ask("a"), ask("b"), ask("c")), Auditing(failing=("a",)))
    assert kept == [0, 1, 2]


@pytest.mark.parametrize(
    ("max_age", "asked"),
    [
        (None, ["a", "b", "c"]),
        (timedelta(days=1), ["b", "c"]),
        (timedelta(days=7), ["c"]),
        (timedelta(0), ["a", "b", "c"]),
    ],
)
def test_stored_answers_of_the_right_age_are_reused(stage: Stage, max_age: timedelta | None, asked: list[str]):
    """An answer no older than allowed is taken from history with its own date; failures never are."""
    earlier = stage.begin(ask("a"), ask("b"), ask("c"), audit_id="00000001")
    ages = {"a": timedelta(days=1), "b": timedelta(days=7)}
    for text, age in ages.items():
        stage.history.save(earlier.id, answer(ask(text), NOW - age))
    stage.history.save(earlier.id, fail(ask("c")))
    stage.history.finish(earlier.id, NOW)
    oracle = Oracle()
    finished = stage.play(stage.begin(ask("a"), ask("b"), ask("c")), oracle, Limits(concurrency=1, max_age=max_age))
    assert oracle.asked == asked
    for text, age in ages.items():
        outcome = finished.outcomes[ask(text).key]
        assert isinstance(outcome, Serp)
        assert outcome.reused == (text not in asked)
        assert outcome.retrieved_at == (NOW if text in asked else NOW - age)
    assert stage.history.load(finished.id).outcomes == finished.outcomes
    assert len(stage.audience.heard) == 3


def test_resuming_asks_only_what_lacks_an_answer(history_path: Path):
    """Failures, searches that were not asked and those never reached are asked; answers are not asked again."""
    with History.open(history_path) as history:
        run = Stage(history).begin(ask("answered"), ask("failed"), ask("skipped"), ask("unreached"))
        history.save(run.id, answer(ask("answered")))
        history.save(run.id, fail(ask("failed")))
        history.save(run.id, NotSearched(request=ask("skipped"), kind=FailureKind.BUDGET, message="too dear"))
    with History.open(history_path) as history:
        stage = Stage(history)
        oracle = Oracle()
        finished = stage.play(history.resume(run.id), oracle)
        assert oracle.asked == ["failed", "skipped", "unreached"]
        assert all(isinstance(outcome, Serp) for outcome in finished.outcomes.values())
        assert history.load(run.id) == finished
        assert (stage.audience.planned, len(stage.audience.heard)) == ([4], 4)
        assert history.unfinished() is None


def interrupt(auditor: Auditor, run: AuditRun, when: Callable[[], object]) -> None:
    """Run an audit and cancel it once `when` has come."""

    async def scenario() -> None:
        task = asyncio.create_task(auditor.run(run, Limits(concurrency=2)))
        await when()
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(scenario(), timeout=30))


def test_an_interrupted_run_keeps_what_was_answered(history_path: Path):
    """Cancelling loses only what was under way: the run stays unfinished and can be resumed."""
    with History.open(history_path) as history:
        stage = Stage(history)
        oracle = Oracle(pondering=("b",))
        run = stage.begin(ask("a"), ask("b"), ask("c"))
        interrupt(stage.auditor(oracle), run, oracle.pondering.wait)
        stored = history.load(run.id)
        assert stored.finished_at is None
        assert ask("a").key in stored.outcomes
        assert ask("b").key not in stored.outcomes
        assert all(isinstance(outcome, Serp) for outcome in stored.outcomes.values())
        assert oracle.closed == 1
    with History.open(history_path) as history:
        assert history.unfinished() == run.id


def test_a_source_that_never_waits_can_be_interrupted(stage: Stage):
    """An interruption is heard between two searches even where every answer is there at once."""
    oracle = Oracle()
    run = stage.begin(*(ask(f"ink {number}") for number in range(200)))

    async def a_moment() -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    interrupt(stage.auditor(oracle), run, a_moment)
    assert 0 < len(oracle.asked) < 200
    assert len(stage.history.load(run.id).outcomes) == len(oracle.asked)


@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_history_error_stops_asking(history_path: Path, concurrency: int):
    """When an outcome cannot be kept nothing more is paid for, and the error itself is what the caller sees."""
    with (
        closing(sqlite3.connect(history_path, isolation_level=None)) as another,
        History.open(history_path, timeout=0) as history,
    ):

        class Locking(Oracle):
            async def search(self, request: SearchRequest) -> SearchOutcome:
                if request.text == "ink 2":
                    another.execute("BEGIN IMMEDIATE")
                return await super().search(request)

        stage = Stage(history)
        oracle = Locking()
        run = stage.begin(*(ask(f"ink {number}") for number in range(9)))
        with pytest.raises(HistoryError):
            stage.play(run, oracle, Limits(concurrency=concurrency))
        assert len(oracle.asked) <= 2 + concurrency
        assert oracle.closed == 1
        another.execute("ROLLBACK")
        stored = history.load(run.id)
    assert stored.finished_at is None
    # Outcomes that arrive together are kept together or not at all; none is told of that was not kept.
    assert len(stored.outcomes) == len(stage.audience.heard) == (2 if concurrency == 1 else 0)
