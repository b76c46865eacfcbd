"""Schema versions: the first one can be read for ever, and a step that fails leaves the one before."""

import contextlib
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.errors import HistoryError
from searchgap.history.migrations import MIGRATIONS, migrate
from searchgap.history.store import History
from searchgap.model.action import Action
from searchgap.model.audit import AuditRun, Cost, Tally
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

FIRST_SCHEMA, SECOND_SCHEMA = (
    Path(__file__).with_name(f"schema_{version}.sql").read_text(encoding="utf-8") for version in (1, 2)
)
NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def first_file(tmp_path):
    """A history as the first searchgap left it."""
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(FIRST_SCHEMA)
    return path


@pytest.fixture
def second_file(tmp_path):
    """A history as the first searchgap with a log of actions left it."""
    path = tmp_path / "second.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SECOND_SCHEMA)
    return path


def describe_schema(path):
    """Every table with its columns, foreign keys and indexes."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: [
                sorted(connection.execute(f"PRAGMA {aspect}({table})").fetchall(), key=repr)
                for aspect in ("table_xinfo", "foreign_key_list", "index_list")
            ]
            for table in tables
        }


def build_first_plan():
    home = Market(country="us", language="en")
    away = Market(country="de", language="de", location="Köln", device=Device.MOBILE)
    gtd = SearchRequest(text="acme gtd", provider="recorded", market=home)
    versus = SearchRequest(text="acme vs nadir", provider="brave", engine="brave", market=away, depth=20)
    email = SearchRequest(text="acme email", provider="recorded", market=home)
    acme = Brand(
        name="Acme",
        domains=("acme.example",),
        accounts=("video.example/@acme",),
        also_known_as=("AC",),
        ambiguous=("AC",),
        products=("Acme Web",),
        voices=("Acme Staff",),
        competitors=(Party(name="Nadir", domains=("nadir.example",)),),
        partners=(Party(name="Zenith", accounts=("code.example/zenith",)),),
    )
    queries = (
        Query(brand="Acme", text="acme gtd", topic=None, weight=1, requests=(gtd,)),
        Query(brand="Acme", text="acme vs nadir", topic="comparison", weight=2.5, requests=(versus, gtd)),
        Query(brand="Acme", text="acme email", topic=None, weight=1, requests=(email,)),
    )
    return Plan(brands=(acme,), queries=queries, requests=(gtd, versus, email), estimated_cost=Decimal("0.010"))


def build_first_audits():
    """The two audits in the frozen file: a finished one, and an interrupted one that reused an answer."""
    plan = build_first_plan()
    gtd, versus, email = plan.requests
    page = {
        "request": gtd,
        "engine": "google",
        "retrieved_at": NOON + timedelta(microseconds=1),
        "results": (
            OrganicResult(
                rank=1, url="https://forum.example/1", title="Acme and GTD?", snippet="I tried.", date="3 days ago"
            ),
            OrganicResult(rank=3, url="https://nadir.example/gtd", title="half \ud83d"),
        ),
        "features": (
            SerpFeature(
                kind=FeatureKind.QUESTIONS,
                items=(FeatureItem(text="Is Acme good?"), FeatureItem(url="https://acme.example/")),
            ),
        ),
        "market_verified": True,
        "searched_for": "acme get things done",
    }
    limited = SearchFailure(
        request=versus,
        kind=FailureKind.RATE_LIMIT,
        message="too many requests",
        hint="wait a minute",
        failed_at=NOON + timedelta(seconds=2),
        http_status=429,
    )
    played = Serp(request=email, engine="google", retrieved_at=NOON, results=(), origin="recording demo.jsonl")
    skipped = NotSearched(request=versus, kind=FailureKind.BUDGET, message="the budget is spent")
    ran = {"version": "0.1.0", "config_digest": "0123456789abcdef", "plan": plan}
    finished = AuditRun(
        id="0a1b2c3d",
        started_at=NOON,
        finished_at=NOON + timedelta(minutes=1),
        outcomes={gtd.key: Serp(**page, cost=Decimal("0.0050")), versus.key: limited, email.key: played},
        **ran,
    )
    interrupted = AuditRun(
        id="ffffffff",
        started_at=NOON + timedelta(days=7),
        finished_at=None,
        outcomes={gtd.key: Serp(**page, reused=True), versus.key: skipped},
        **ran,
    )
    return finished, interrupted


@pytest.mark.parametrize("open_history", [History.open, History.open_existing])
@pytest.mark.parametrize("file", ["first_file", "second_file"])
def test_every_schema_is_read_exactly(request, file, open_history):
    """Audits kept by every searchgap come back whole, whether the file is opened to write or to read."""
    finished, interrupted = build_first_audits()
    with open_history(request.getfixturevalue(file)) as history:
        assert history.load("0a1b2c3d") == finished
        assert history.load("ffffffff") == interrupted
        summaries = history.audits()
    assert [summary.tally for summary in summaries] == [
        Tally(planned=3, measured=2, failed=1, not_searched=0, reused=0),
        Tally(planned=3, measured=1, failed=0, not_searched=2, reused=1),
    ]
    assert [summary.cost for summary in summaries] == [
        Cost(estimated=Decimal("0.010"), actual=Decimal("0.0050")),
        Cost(estimated=Decimal("0.010"), actual=Decimal(0)),
    ]


def test_actions_and_baseline_of_the_second_schema_are_read_exactly(second_file):
    """What was done and where comparisons start come back as they were entered."""
    with History.open_existing(second_file) as history:
        assert history.baseline() == "0a1b2c3d"
        assert history.actions() == (
            Action(
                id="00c0ffee",
                done_on=date(2026, 11, 18),
                brand="Acme",
                query="acme vs nadir",
                url="https://forum.example/1",
                what="answered the thread",
                hours=Decimal("1.50"),
                money=Decimal(40),
                currency="EUR",
                entered_at=datetime(2026, 11, 17, 7, 20, tzinfo=UTC),
            ),
        )


def test_the_first_schema_has_no_baseline_and_no_actions(first_file):
    """What the first searchgap could not know is not made up."""
    with History.open_existing(first_file) as history:
        assert (history.baseline(), history.actions()) == (None, ())


@settings(deadline=None, max_examples=40)
@given(drawing=st.data())
def test_any_audit_of_the_first_schema_keeps_every_number(drawing, hostile_runs):
    """Whatever an audit holds, a file of the first schema gives it back equal after it was migrated."""
    run = drawing.draw(hostile_runs)
    with tempfile.TemporaryDirectory() as folder:
        today, first = Path(folder) / "today.db", Path(folder) / "first.db"
        with History.open(today) as history:
            history.start(run)
            history.save_all(run.id, run.outcomes.values())
            if run.finished_at is not None:
                history.finish(run.id, run.finished_at)
            expected = history.audits()
        write_as_first_schema(today, first)
        with History.open_existing(first) as history:
            assert history.load(run.id) == run
            assert history.audits() == expected


def write_as_first_schema(today, first):
    """A history of today as the first searchgap would have written it."""
    columns = {"answer": "number, request, engine, retrieved_at, market_verified, searched_for, features"}
    with closing(sqlite3.connect(first, isolation_level=None)) as connection:
        migrate(connection, first, MIGRATIONS[:1])
        connection.execute("ATTACH ? AS today", (str(today),))
        for table in ("plan", "audit", "request", "listing", "features", "answer", "hit", "outcome"):
            connection.execute(f"INSERT INTO main.{table} SELECT {columns.get(table, '*')} FROM today.{table}")


def test_the_first_schema_is_finished_today(first_file):
    """An audit interrupted under the first searchgap can be resumed and finished."""
    with History.open(first_file) as history:
        assert history.unfinished() == "ffffffff"
        run = history.resume("ffffffff")
        history.save(run.id, Serp(request=run.plan.requests[1], engine="brave", retrieved_at=NOON, results=()))
        history.finish(run.id, NOON + timedelta(days=8))
        assert history.audits()[1].tally == Tally(planned=3, measured=2, failed=0, not_searched=1, reused=1)


def test_migrated_and_new_files_have_the_same_schema(first_file, tmp_path):
    """A file that went through every migration has the tables, keys and indexes of one made today."""
    with History.open(first_file), History.open(tmp_path / "new.db"):
        pass
    assert describe_schema(first_file) == describe_schema(tmp_path / "new.db")


def test_a_new_file_says_whose_it_is(history, peek):
    """The header of a new file carries our application id and the newest schema version."""
    assert peek("PRAGMA application_id") == [(int.from_bytes(b"gap?"),)]
    assert peek("PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_a_failing_migration_leaves_the_version_before(first_file):
    """A step that breaks halfway is undone whole; the file stays readable at the version it had."""
    broken = (*MIGRATIONS, ("CREATE TABLE extra (number INTEGER)", "UPDATE audit SET no_such_column = 1"))
    with closing(sqlite3.connect(first_file, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="no_such_column"):
            migrate(connection, first_file, broken)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)
    with History.open(first_file) as history:
        assert history.load("0a1b2c3d") == build_first_audits()[0]


def test_migrations_are_applied_once_and_in_order(tmp_path):
    """A file goes through what it has not been through, and through nothing twice."""
    steps = (("CREATE TABLE log (step TEXT)",), ("INSERT INTO log VALUES ('second')",))
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, steps[:1])
        migrate(connection, path, steps)
        migrate(connection, path, steps)
        assert connection.execute("SELECT step FROM log").fetchall() == [("second",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_file_another_process_makes_meanwhile_is_ours(tmp_path):
    """A history that comes into being between two looks at its header is not taken for a stranger's."""
    path = tmp_path / "history.db"

    def make_meanwhile(statement):
        if statement == "PRAGMA user_version":
            with contextlib.suppress(HistoryError):
                History.open(path, timeout=0).close()

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.set_trace_callback(make_meanwhile)
        migrate(connection, path)
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


@pytest.mark.parametrize("open_history", [History.open, History.open_existing])
def test_a_newer_schema_is_refused(first_file, open_history):
    """A file of a newer searchgap is not touched, and the way out is to upgrade."""
    with closing(sqlite3.connect(first_file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = first_file.read_bytes()
    with pytest.raises(HistoryError, match=r"newer searchgap: its schema is 99") as caught:
        open_history(first_file)
    assert "upgrade" in caught.value.hint
    assert first_file.read_bytes() == before


def test_an_old_history_that_cannot_be_brought_up_to_date_is_told(public_folder, unprivileged, first_file):
    """A read-only history of an older schema is named as that, with the way to read it all the same."""
    path = public_folder / "history.db"
    path.write_bytes(first_file.read_bytes())
    path.chmod(0o444)
    public_folder.chmod(0o555)
    with unprivileged(), pytest.raises(HistoryError, match="of an older searchgap, and read-only") as caught:
        History.open_existing(path)
    public_folder.chmod(0o755)
    assert "copy it" in caught.value.hint
    (public_folder / "copy.db").write_bytes(path.read_bytes())
    with History.open_existing(public_folder / "copy.db") as history:
        assert [summary.id for summary in history.audits()] == ["0a1b2c3d", "ffffffff"]
