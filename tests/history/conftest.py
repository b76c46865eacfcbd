"""Audits to keep: one plain one, put together by hand, and any number of hostile ones."""

import dataclasses
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand, Party
from searchgap.model.query import Device, Market, Plan, Query, SearchRequest
from searchgap.model.serp import (
    FailureKind,
    FeatureItem,
    FeatureKind,
    NotSearched,
    OrganicResult,
    SearchFailure,
    Serp,
    SerpFeature,
)

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """When everything happens, unless a test says otherwise."""
    return NOON


@pytest.fixture
def history_path(tmp_path: Path) -> Path:
    """Where a history would be, in a folder that is not there yet."""
    return tmp_path / ".searchgap" / "history.db"


@pytest.fixture
def history(history_path: Path) -> Iterator[History]:
    """A new history, open to write."""
    with History.open(history_path) as opened:
        yield opened


class Maker:
    """Builds what audits are made of; what a test does not name is ordinary."""

    def request(self, text: str = "acme vs nadir", **fields: object) -> SearchRequest:
        """A search of the recorded provider."""
        return SearchRequest(
            text=text, **({"provider": "recorded", "market": Market(country="us", language="en")} | fields)
        )

    def serp(self, request: SearchRequest, **fields: object) -> Serp:
        """An answer of three results, for half a cent."""
        results = tuple(
            OrganicResult(
                rank=rank,
                url=f"https://site{rank}.example/{request.key[:8]}",
                title=f"{request.text} at site {rank}",
                snippet=f"What site {rank} says of {request.text}.",
            )
            for rank in (1, 2, 4)
        )
        ordinary = {"engine": "google", "retrieved_at": NOON, "results": results, "cost": Decimal("0.0050")}
        return Serp(request=request, **(ordinary | fields))

    def failure(self, request: SearchRequest, **fields: object) -> SearchFailure:
        """A timeout."""
        ordinary = {"kind": FailureKind.TIMEOUT, "message": "no reply in 10 s", "hint": None, "failed_at": NOON}
        return SearchFailure(request=request, **(ordinary | fields))

    def run(self, audit_id: str, *requests: SearchRequest, **fields: object) -> AuditRun:
        """An audit that begins, with one query per request."""
        queries = tuple(
            Query(brand="Acme", text=request.text, topic=None, weight=1, requests=(request,)) for request in requests
        )
        run = AuditRun(
            id=audit_id,
            started_at=NOON,
            finished_at=None,
            version="0.1.0",
            config_digest="0123456789abcdef",
            plan=Plan(brands=(Brand(name="Acme", domains=("acme.example",)),), queries=queries, requests=requests),
            outcomes={},
        )
        return replace(run, **fields)


@pytest.fixture
def make() -> Maker:
    """Builds what audits are made of."""
    return Maker()


@pytest.fixture
def keep_weeks(make: Maker) -> Callable[..., list[AuditRun]]:
    """Keeps finished weekly audits of three searches: a page that stays, one that changes, and one that fails."""

    def keep(path: Path, weeks: range) -> list[AuditRun]:
        same, moving, failing = requests = tuple(make.request(text) for text in ("same", "moving", "failing"))
        with History.open(path) as history:
            for week in weeks:
                moment = NOON + timedelta(weeks=week)
                listing = OrganicResult(rank=1, url=f"https://site.example/{week}", title=f"week {week}")
                questions = SerpFeature(kind=FeatureKind.QUESTIONS, items=(FeatureItem(text=f"why, week {week}?"),))
                run = make.run(f"{week:08x}", *requests, started_at=moment)
                history.start(run)
                history.save(run.id, make.failure(same, failed_at=moment))
                history.save(run.id, make.serp(same, retrieved_at=moment))
                history.save(run.id, make.serp(moving, retrieved_at=moment, results=(listing,), features=(questions,)))
                history.save(run.id, make.failure(failing, failed_at=moment))
                history.finish(run.id, moment + timedelta(minutes=1))
            runs = [history.load(f"{week:08x}") for week in weeks]
            return [replace(run, outcomes=dict(run.outcomes)) for run in runs]

    return keep


@pytest.fixture(scope="session")
def load_all() -> Callable[[Path], list[AuditRun]]:
    """Every audit of a history, outcomes and all."""

    def load(path: Path) -> list[AuditRun]:
        with History.open_existing(path) as history:
            runs = [history.load(summary.id) for summary in history.audits()]
            return [replace(run, outcomes=dict(run.outcomes)) for run in runs]

    return load


@pytest.fixture(scope="session")
def check_file() -> Callable[[Path], list[tuple[object, ...]]]:
    """What is wrong with a history file: damage, and rows that refer to what is not there."""

    def check(path: Path) -> list[tuple[object, ...]]:
        lost = (
            "SELECT 'lost listing', answer, rank FROM hit"
            " LEFT JOIN listing ON listing.number = hit.listing WHERE listing.number IS NULL"
        )
        with closing(sqlite3.connect(path)) as connection:
            damage = connection.execute("PRAGMA integrity_check").fetchall()
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            return [row for row in damage if row != ("ok",)] + broken + connection.execute(lost).fetchall()

    return check


@pytest.fixture
def peek(history_path: Path) -> Callable[[str], list[tuple[object, ...]]]:
    """Runs SQL on the history behind its back."""

    def run(statement: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(history_path, isolation_level=None)) as connection:
            return connection.execute(statement).fetchall()

    return run


@pytest.fixture
def spawn() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `keep_audit.py` in a process of its own; none outlives the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, str(Path(__file__).with_name("keep_audit.py")), *map(str, arguments)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder other users can reach, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def unprivileged() -> Callable[[], AbstractContextManager[None]]:
    """A block in which file permissions hold, even where the tests run as root."""
    if not hasattr(os, "seteuid"):
        pytest.skip("no users to switch between on this system")

    @contextmanager
    def drop() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        nobody = 65534
        try:
            os.seteuid(nobody)
        except PermissionError:
            pytest.skip("this root may not become another user")
        try:
            yield
        finally:
            os.seteuid(0)

    return drop


def build_whole(model: type, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """A strategy for a model that names every one of its fields: one added to the model is missed here at once."""
    missed = {field.name for field in dataclasses.fields(model)} - fields.keys()
    assert not missed, f"{model.__name__} is drawn without {missed}"
    return st.builds(model, **fields)


@pytest.fixture(scope="session")
def hostile_texts() -> st.SearchStrategy[str]:
    """Any text at all: lone surrogates, NULs and what looks like SQL, JSON, markup or a formula."""
    known = ("", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ud83d\ude00", "😀", "\ufeff", "'; DROP TABLE hit; --")
    shapes = ('"]}', "null", "=1+1", "[red]", "\x1b[31m", "<script>", "\x1f", "\n", "İ", "e\u0301")
    return st.sampled_from(known + shapes) | st.text(st.characters(), max_size=20)


@pytest.fixture(scope="session")
def hostile_runs(hostile_texts: st.SearchStrategy[str]) -> st.SearchStrategy[AuditRun]:
    """Any audit the model can express."""
    texts, moments = hostile_texts, st.datetimes(timezones=st.just(UTC))
    maybe = texts | st.none()
    money = st.decimals(allow_nan=False, allow_infinity=False) | st.none()
    several = st.lists(texts, max_size=2).map(tuple)
    markets = build_whole(Market, country=maybe, language=maybe, location=maybe, device=st.sampled_from(Device))
    requests = build_whole(
        SearchRequest, text=texts, provider=texts, engine=maybe, market=markets, depth=st.integers(1, 100)
    )
    parties = st.lists(build_whole(Party, name=texts, domains=several, accounts=several), max_size=2).map(tuple)
    brands = build_whole(
        Brand,
        name=texts,
        domains=several,
        accounts=several,
        also_known_as=several,
        ambiguous=several,
        products=several,
        voices=several,
        competitors=parties,
        partners=parties,
    )
    listings = build_whole(OrganicResult, rank=st.integers(1, 200), url=texts, title=texts, snippet=maybe, date=maybe)
    pages = st.lists(listings, max_size=4, unique_by=lambda listing: listing.rank).map(
        lambda page: tuple(sorted(page, key=lambda listing: listing.rank))
    )
    items = st.lists(build_whole(FeatureItem, text=maybe, url=maybe), max_size=3).map(tuple)
    features = st.lists(build_whole(SerpFeature, kind=st.sampled_from(FeatureKind), items=items), max_size=2).map(tuple)

    def outcomes(request: SearchRequest) -> st.SearchStrategy[Serp | SearchFailure | NotSearched]:
        asked, kinds = st.just(request), st.sampled_from(FailureKind)
        serps = build_whole(
            Serp,
            request=asked,
            engine=texts,
            retrieved_at=moments,
            results=pages,
            features=features,
            cost=money,
            origin=maybe,
            reused=st.booleans(),
            market_verified=st.booleans(),
            searched_for=maybe,
        ).map(lambda serp: replace(serp, cost=None) if serp.reused else serp)
        failures = build_whole(
            SearchFailure,
            request=asked,
            kind=kinds,
            message=texts,
            hint=maybe,
            failed_at=moments,
            http_status=st.integers(100, 599) | st.none(),
            cost=money,
        )
        return serps | failures | build_whole(NotSearched, request=asked, kind=kinds, message=texts, hint=maybe)

    @st.composite
    def runs(draw: st.DrawFn) -> AuditRun:
        planned = tuple(draw(st.lists(requests, max_size=4, unique_by=lambda request: request.key)))
        chosen = st.lists(st.sampled_from(planned), max_size=3).map(tuple) if planned else st.just(())
        weights = st.floats(min_value=0, exclude_min=True, allow_infinity=False) | st.integers(1, 10**6)
        queries = build_whole(Query, brand=texts, text=texts, topic=maybe, weight=weights, requests=chosen)
        reached = [request for request in planned if draw(st.booleans())]
        plans = build_whole(
            Plan,
            brands=st.lists(brands, max_size=2).map(tuple),
            queries=st.lists(queries, max_size=4).map(tuple),
            requests=st.just(planned),
            estimated_cost=money,
        )
        return draw(
            build_whole(
                AuditRun,
                id=st.integers(0, 2**32 - 1).map("{:08x}".format),
                started_at=moments,
                finished_at=moments | st.none(),
                version=texts,
                config_digest=texts,
                plan=plans,
                outcomes=st.fixed_dictionaries({request.key: outcomes(request) for request in reached}),
            )
        )

    return runs()
