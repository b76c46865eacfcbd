"""What the history file costs, side by side with plain SQLite. Run by hand: `python tests/benchmarks/store.py`.

Trust the ratios, not the absolutes: every measurement is the median of interleaved rounds on this machine's disk.
"""

import gc
import json
import random
import re
import resource
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import NamedTuple

from searchgap.history import counting, outcomes, series
from searchgap.history.exporting import export_lines
from searchgap.history.importing import import_lines
from searchgap.history.merging import merge
from searchgap.history.parquet import export_parquet
from searchgap.history.pruning import list_old_audits, prune
from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand
from searchgap.model.query import Market, Plan, Query, SearchRequest
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
DEPTH = 10
SAVED = 1_000
ROUNDS = 5
WEEKS, WEEKLY = 52, 2_000
LARGE = 10_000
# As somebody would ask for them who looks into the file.
_HITS = "SELECT answer, rank, listing FROM hit WHERE answer IN (SELECT answer FROM outcome WHERE audit = ?)"

_random = random.Random(7)
_words = [f"{syllable}{number}" for syllable in ("ka", "lo", "mir", "ten", "vu") for number in range(600)]


class Spent(NamedTuple):
    """Seconds that something took: of the clock, and of the processor."""

    wall: float
    processor: float


def main() -> None:
    """Prints every comparison."""
    compare_saving()
    for churn in (0.0, 0.1):
        measure_a_year(churn)
    measure_loading()


def compare_saving() -> None:
    """Our path against plain inserts of the very same rows, one commit per outcome and all at once."""
    serps = make_serps(SAVED)
    rounds = [
        {
            "one commit each": save_and_insert("FULL", serps, SAVED),
            "one commit each, not waiting": save_and_insert("NORMAL", serps, SAVED),
            "one commit for all": save_and_insert("FULL", serps, 1),
        }
        for _ in range(ROUNDS)
    ]
    print(f"saving {SAVED} outcomes of {DEPTH} results, against executemany of the same rows: wall clock, processor")
    for name in rounds[0]:
        ours, plain = ([pair[side] for pair in (each[name] for each in rounds)] for side in (0, 1))
        wall, processor = (
            f"{median(each[at] for each in ours):.3f} s, plain {median(each[at] for each in plain):.3f} s,"
            f" speed {median(theirs[at] / our[at] for our, theirs in zip(ours, plain, strict=True)):.2f} of plain"
            for at in (0, 1)
        )
        print(f"  {name:29} {wall}   {processor}")


def save_and_insert(synchronous: str, serps: Sequence[Serp], transactions: int) -> tuple[Spent, Spent]:
    """What our path and the plain one take, each for a whole audit."""
    with opened_history(synchronous) as history:
        ours = spend(lambda: save_audit(history, serps, transactions=transactions))
        rows = read_rows(history)
    return ours, insert_plainly(rows, synchronous, transactions)


def measure_a_year(churn: float) -> None:
    """The size of a year of weekly audits, and what it takes to ask it things and to take care of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        serps = make_serps(WEEKLY)
        saving = 0.0
        with History.open(path) as history:
            for week in range(WEEKS):
                serps = age(serps, week, churn)
                saving += measure(partial(save_audit, history, serps, week))
        results = WEEKS * WEEKLY * DEPTH
        print(f"{WEEKS} audits of {WEEKLY} searches, {churn:.0%} of the results new every week")
        print(
            f"  {path.stat().st_size / results:.1f} bytes per result, {results / saving:,.0f} results saved per second"
        )
        ask_things(path, serps[WEEKLY // 2].request.key)
        take_care(path)


def ask_things(path: Path, key: str) -> None:
    """What each question costs, and each query behind a report, with the way it goes."""
    with History.open_existing(path) as history:
        latest = history.resolve("latest")
        for name, act in (
            ("audits", history.audits),
            ("find_answer", lambda: history.find_answer(key, START)),
            ("load", lambda: history.load(latest)),
        ):
            print(f"  {name:20} {median(measure(act) for _ in range(ROUNDS)) * 1e3:7.2f} ms")
        connection = history._connection
        listings = [number for (number,) in connection.execute("SELECT number FROM listing WHERE number % 100 = 0")]
        for name, query, values in (
            ("endings of an audit", series._ENDINGS, (WEEKS,)),
            ("hits of an audit", _HITS, (WEEKS,)),
            (f"{len(listings)} listings", series._LISTINGS, (json.dumps(listings),)),
            ("outcome of a request", outcomes._OUTCOME, (WEEKS, 100)),
            ("page of an answer", outcomes._PAGE, (WEEKS * 1000,)),
            ("newest answer", outcomes._NEWEST_ANSWER, (100, 0)),
            ("counts of an audit", counting._ENDINGS, (WEEKS,)),
            ("charges of an audit", counting._CHARGES, (WEEKS,)),
        ):
            act = partial(lambda *asked: connection.execute(*asked).fetchall(), query, values)
            plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
            indexes = sorted(set(re.findall("USING (?:COVERING )?(INDEX [a-z_]+|(?:INTEGER )?PRIMARY KEY)", str(plan))))
            print(f"  {name:20} {median(measure(act) for _ in range(ROUNDS)) * 1e3:7.2f} ms   {', '.join(indexes)}")


def take_care(path: Path) -> None:
    """What it takes to export, import, pool and prune: each in a process of its own, for its peak of memory."""
    copy, lines, imported, tables = (path.with_name(name) for name in ("copy.db", "all.jsonl", "new.db", "tables"))
    for name, act, arguments in (
        ("export jsonl", export_to, (path, lines)),
        ("import jsonl", import_from, (imported, lines)),
        ("export parquet", export_parquet, (path, tables)),
        ("merge into nothing", merge, (copy, path)),
        ("merge again", merge, (copy, path)),
        ("prune half", prune_half, (copy,)),
    ):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            spent, peak = alone.submit(spend_alone, act, arguments).result()
        print(f"  {name:20} {spent.wall:7.2f} s, {spent.processor:5.2f} s of processor, {peak / 1e6:4.0f} MB")


def export_to(path: Path, target: Path) -> None:
    """Writes a history as lines."""
    with target.open("wb") as stream:
        stream.writelines(export_lines(path))


def import_from(path: Path, source: Path) -> None:
    """Reads lines into a history."""
    with source.open("rb") as stream:
        import_lines(path, stream, source)


def prune_half(path: Path) -> None:
    """Removes the older half of a year."""
    prune(path, list_old_audits(path, keep=WEEKS // 2, before=None))


def measure_loading() -> None:
    """Time and memory of one large audit."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        with History.open(path) as history:
            save_audit(history, make_serps(LARGE))
        with History.open_existing(path) as history:
            seconds = median(measure(lambda: history.load("00000001")) for _ in range(ROUNDS))
            tracemalloc.start()
            history.load("00000001")
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
    print(f"loading {LARGE} searches of {DEPTH} results")
    print(f"  {seconds:.2f} s, {peak / 1e6:.0f} MB at the peak")


def save_audit(history: History, serps: Sequence[Serp], week: int = 0, transactions: int = 1) -> None:
    """Keeps a whole audit, in so many transactions."""
    run = make_run(serps, week)
    share = len(serps) // transactions
    history.start(run)
    for at in range(0, len(serps), share):
        history.save_all(run.id, serps[at : at + share])
    history.finish(run.id, run.started_at)


def spend(act: Callable[[], object]) -> Spent:
    """What one call takes."""
    gc.collect()
    began, busy = perf_counter(), process_time()
    act()
    return Spent(perf_counter() - began, process_time() - busy)


def spend_alone(act: Callable[..., object], arguments: tuple[object, ...]) -> tuple[Spent, int]:
    """What one call takes, and the peak of this process in bytes."""
    spent = spend(lambda: act(*arguments))
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(act: Callable[[], object]) -> float:
    """Seconds one call takes by the clock."""
    return spend(act).wall


@contextmanager
def opened_history(synchronous: str) -> Iterator[History]:
    """A new history that waits for the disk as told."""
    with TemporaryDirectory() as folder, History.open(Path(folder) / "history.db") as history:
        history._connection.execute(f"PRAGMA synchronous = {synchronous}")
        yield history


def read_rows(history: History) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables an outcome is kept in, by table, parents first."""
    tables = ("plan", "audit", "request", "features", "listing", "answer", "outcome")
    return {table: history._connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def insert_plainly(rows: dict[str, list[tuple[object, ...]]], synchronous: str, transactions: int) -> Spent:
    """What `executemany` takes for the same rows, spread evenly over so many transactions."""

    def share(values: list[tuple[object, ...]], at: int) -> list[tuple[object, ...]]:
        return values[ceil(len(values) * at / transactions) : ceil(len(values) * (at + 1) / transactions)]

    batches = [[(table, share(values, at)) for table, values in rows.items()] for at in range(transactions)]
    inserts = {
        table: f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})" for table, values in rows.items()
    }
    with opened_history(synchronous) as history:
        connection = history._connection

        def insert() -> None:
            for batch in batches:
                connection.execute("BEGIN IMMEDIATE")
                for table, values in batch:
                    connection.executemany(inserts[table], values)
                connection.execute("COMMIT")

        return spend(insert)


def write_text(words: int) -> str:
    """Words without meaning, about six characters each."""
    return " ".join(_random.choices(_words, k=words))


def make_result(rank: int) -> OrganicResult:
    """A result of about 270 characters, as engines give them."""
    url = f"https://site{_random.randrange(9000)}.example/{write_text(5).replace(' ', '-')}"
    return OrganicResult(rank=rank, url=url, title=write_text(8), snippet=write_text(24))


def make_serps(searches: int) -> tuple[Serp, ...]:
    """One answer per search, each with a box of questions."""
    market = Market(country="us", language="en")
    return tuple(
        Serp(
            request=SearchRequest(text=f"{write_text(3)} {number}", provider="recorded", market=market),
            engine="google",
            retrieved_at=START,
            results=tuple(map(make_result, range(1, DEPTH + 1))),
            features=(SerpFeature(kind=FeatureKind.QUESTIONS, items=(FeatureItem(text=write_text(7)),) * 4),),
            cost=Decimal("0.005"),
        )
        for number in range(searches)
    )


def age(serps: Sequence[Serp], week: int, churn: float) -> tuple[Serp, ...]:
    """The same searches in another week: a share of the results is new, the others are as they were."""

    def renew(result: OrganicResult) -> OrganicResult:
        return make_result(result.rank) if _random.random() < churn else result

    moment = START + timedelta(weeks=week)
    return tuple(replace(serp, retrieved_at=moment, results=tuple(map(renew, serp.results))) for serp in serps)


def make_run(serps: Sequence[Serp], week: int = 0) -> AuditRun:
    """An audit that begins, planning exactly the searches of these answers."""
    requests = tuple(serp.request for serp in serps)
    queries = tuple(Query(brand="Acme", text=each.text, topic=None, weight=1, requests=(each,)) for each in requests)
    return AuditRun(
        id=f"{week + 1:08x}",
        started_at=START + timedelta(weeks=week),
        finished_at=None,
        version="0.1.0",
        config_digest="0" * 16,
        plan=Plan(brands=(Brand(name="Acme"),), queries=queries, requests=requests),
        outcomes={},
    )


if __name__ == "__main__":
    main()
