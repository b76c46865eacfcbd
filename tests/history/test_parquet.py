"""The Parquet data set: read by another engine as it is, it holds what the history holds."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from searchgap.errors import HistoryError, OutputError, UsageError
from searchgap.history.parquet import export_parquet
from searchgap.history.store import History
from searchgap.model.action import Action
from searchgap.model.brand import Brand, Party
from searchgap.model.serp import OrganicResult

pytest.importorskip("pyarrow", reason="the data set is written by an optional library")
FIRST = datetime(2026, 10, 26, 6, 0, tzinfo=UTC)
# Query → addresses in the order of their ranks, in each of three weeks; None where the search failed.
WEEKS = (
    {"gtd": ["https://forum.example/1", "https://www.nadir.example/gtd"], "versus": ["https://acme.example/vs"]},
    {"gtd": None, "versus": ["https://acme.example/vs"]},
    {"gtd": ["https://help.acme.example/gtd", "https://forum.example/1"], "versus": ["https://nadir.example/vs"]},
)
ACME = Brand(
    name="Acme",
    domains=("acme.example",),
    accounts=("video.example/@acme",),
    competitors=(Party(name="Nadir", domains=("nadir.example",)),),
)


@pytest.fixture
def told(history_path, make):
    """Three weekly audits over a change of month, and an action between the first two."""
    with History.open(history_path) as history:
        for week, pages in enumerate(WEEKS):
            moment = FIRST + timedelta(weeks=week)
            requests = [make.request(text) for text in pages]
            run = make.run(f"{week:08x}", *requests, started_at=moment)
            history.start(replace(run, plan=replace(run.plan, brands=(ACME,), estimated_cost=Decimal("0.010"))))
            for request, urls in zip(requests, pages.values(), strict=True):
                if urls is None:
                    history.save(run.id, make.failure(request, failed_at=moment))
                    continue
                results = tuple(OrganicResult(rank=at, url=url, title=url) for at, url in enumerate(urls, start=1))
                history.save(run.id, make.serp(request, results=results, retrieved_at=moment))
            history.finish(run.id, moment + timedelta(minutes=1))
        history.add_action(
            Action(
                id="0000000a",
                done_on=date(2026, 10, 28),
                brand="Acme",
                query="gtd",
                what="wrote a page",
                entered_at=FIRST,
                hours=Decimal("1.5"),
            )
        )
    return history_path


@pytest.fixture
def ask(told, tmp_path, monkeypatch):
    """The answers to the queries that come with the data set, as rows of values by column."""
    duckdb = pytest.importorskip("duckdb", reason="the engine the queries are tested on")
    folder = tmp_path / "data set"
    export_parquet(told, folder)
    monkeypatch.chdir(folder)
    connection = duckdb.connect()
    answers = []
    for statement in connection.extract_statements((folder / "queries.sql").read_text(encoding="utf-8")):
        answer = connection.sql(statement.query)
        if statement.type == duckdb.StatementType.SELECT:
            answers.append(answer.to_arrow_table().to_pylist())
    connection.close()
    return answers


def pick(rows, *columns):
    """Some columns of rows, as tuples."""
    return [tuple(row[column] for column in columns) for row in rows]


def test_the_queries_tell_what_is_stored(ask):
    """Measured searches, coverage, domains, gaps, movement and actions are those of the audits, failures left out."""
    audits, coverage, domains, gaps, moved, actions = ask
    assert pick(audits, "audit_id", "measured", "failed", "cost") == [
        ("00000000", 2, 0, Decimal("0.0100")),
        ("00000001", 1, 1, Decimal("0.0050")),
        ("00000002", 2, 0, Decimal("0.0100")),
    ]
    assert pick(coverage, "audit_id", "brand", "provider", "measured", "with_presence", "coverage") == [
        ("00000000", "Acme", "recorded", 2, 1, 0.5),
        ("00000001", "Acme", "recorded", 1, 1, 1.0),
        ("00000002", "Acme", "recorded", 2, 1, 0.5),
    ]
    assert pick(domains, "domain", "places") == [("acme.example", 1), ("forum.example", 1), ("nadir.example", 1)]
    assert pick(gaps, "brand", "query", "best_rank", "leader") == [("Acme", "versus", 1, "Nadir")]
    assert sorted(pick(moved, "url", "rank_before", "rank_after")) == [
        ("https://acme.example/vs", 1, None),
        ("https://nadir.example/vs", None, 1),
    ]
    assert pick(actions, "action_id", "audits_before", "rank_before", "audits_since", "rank_since") == [
        ("0000000a", 1, None, 1, 1)
    ]


def test_the_layout_is_partitioned_by_month(told, tmp_path):
    """Tables that grow are in folders by month, and every table has a file even where it has no rows."""
    export_parquet(told, tmp_path / "set")
    files = {
        file.relative_to(tmp_path / "set").as_posix() for file in (tmp_path / "set").rglob("*.*") if file.is_file()
    }
    months = ("2026-10", "2026-11")
    assert files == {
        "queries.sql",
        *(f"{table}/part-0.parquet" for table in ("audits", "parties", "actions")),
        *(f"{table}/month={month}/part-0.parquet" for table in ("queries", "searches", "results") for month in months),
    }


def test_columns_hold_what_strangers_and_providers_say(history_path, tmp_path, make):
    """Text without a form in UTF-8, addresses that are none, odd prices and absent facts can all be written."""
    import pyarrow.dataset as ds

    request = make.request("half \ud83d")
    results = tuple(
        OrganicResult(rank=rank, url=url, title="\udfff")
        for rank, url in ((2, "http://[broken"), (5, "https://WWW.Acme.co.uk:8080/x"))
    )
    with History.open(history_path) as history:
        history.start(make.run("1e234567", request))
        history.save("1e234567", make.serp(request, results=results, cost=Decimal("1E-12"), engine="\ud800"))
    export_parquet(history_path, tmp_path / "set")
    rows = ds.dataset(tmp_path / "set" / "results", partitioning="hive").to_table().to_pylist()
    assert pick(rows, "audit_id", "rank", "url", "host", "domain", "snippet", "month") == [
        ("1e234567", 2, "http://[broken", None, None, None, "2026-11"),
        ("1e234567", 5, "https://WWW.Acme.co.uk:8080/x", "www.acme.co.uk", "acme.co.uk", None, "2026-11"),
    ]
    (search,) = ds.dataset(tmp_path / "set" / "searches").to_table().to_pylist()
    assert search["cost"] == 0
    assert search["engine"].strip("\ufffd") == ""
    assert search["http_status"] is None


@pytest.mark.parametrize("amount", ["1E+28", "99999999999999999999999999999.5", "1E+40", "-0.0000000005"])
def test_no_price_is_too_odd(history_path, tmp_path, make, amount):
    """Amounts that engines cannot hold are left out, all others are right to nine decimals."""
    import pyarrow.parquet as pq

    request = make.request()
    with History.open(history_path) as history:
        history.start(make.run("00000001", request))
        history.save("00000001", make.serp(request, cost=Decimal(amount)))
    export_parquet(history_path, tmp_path / "set")
    (cost,) = pq.read_table(tmp_path / "set" / "searches", partitioning=None)["cost"].to_pylist()
    assert cost is None or abs(cost - Decimal(amount)) <= Decimal("5E-10")
    assert (cost is None) == (abs(Decimal(amount)) >= Decimal("1E29"))


def test_what_is_there_is_not_overwritten(told, tmp_path):
    """A folder with something in it, or a file, stays as it is; an empty folder is used."""
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.mkdir()
    (full / "notes").write_text("mine")
    empty.mkdir()
    export_parquet(told, empty)
    assert (empty / "queries.sql").is_file()
    for taken in (full, full / "notes", empty):
        with pytest.raises(UsageError, match="exists already"):
            export_parquet(told, taken)
    assert [file.name for file in full.iterdir()] == ["notes"]


def test_half_a_data_set_is_none(told, tmp_path):
    """Where the history turns out to be damaged, or the folder cannot be made, nothing is left behind."""
    with pytest.raises(OutputError, match="cannot write the data set"):
        export_parquet(told, tmp_path / "no such folder" / "set")
    with closing(sqlite3.connect(told, isolation_level=None)) as connection:
        connection.execute("UPDATE answer SET retrieved_at = 9e18 WHERE number = 3")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(HistoryError, match="a row this searchgap cannot read"):
        export_parquet(told, tmp_path / "set")
    assert sorted(tmp_path.iterdir()) == before


def test_without_the_library_the_way_to_it_is_told(told, tmp_path):
    """Where the library is not installed, one sentence says so and how to get it."""
    code = (
        "import sys\nsys.modules['pyarrow'] = None\nfrom pathlib import Path\n"
        "from searchgap.errors import UsageError\nfrom searchgap.history.parquet import export_parquet\n"
        "try:\n    export_parquet(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except UsageError as error:\n    print(error.message, error.hint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(told), str(tmp_path / "set")], capture_output=True, text=True, check=True
    )
    assert 'pip install "searchgap[parquet]"' in done.stdout
