"""What every command takes over a year of audits, as whole processes. Run by hand: `python tests/benchmarks/year.py`.

52 weekly audits of 2,000 queries with ten results each, of which a tenth is new every week, with goals, gates and
actions. Each command runs a few times; given are the median of its wall time and the largest resident memory.

    python tests/benchmarks/year.py [--churn SHARE] [--keep FOLDER]
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand, Party
from searchgap.model.query import Market, Plan, Query, SearchRequest
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature

WEEKS, QUERIES, DEPTH = 52, 2_000, 10
ROUNDS = 3
_BREACHED = 10
START = datetime(2025, 1, 6, 6, 0, tzinfo=UTC)
RIVALS = ("Quill", "Scribe", "Nib", "Blotter")
CONFIG = """\
version: 1
search: {{provider: recorded, country: us, language: en}}
brands:
  - name: Inkwell
    domains: [inkwell.example]
    competitors:
{rivals}
    queries:
{queries}
gates:
  min_measured: 0.8
  fail_on: ["coverage < 0.01", "lost_places > 200", "new_gaps > 500"]
goals:
  - {{brand: Inkwell, metric: coverage, target: 0.5, by: 2027-03-31}}
  - {{brand: Inkwell, metric: gap_score, target: 60, by: 2027-03-31, topic: topic 1}}
"""

_random = random.Random(7)
_words = [f"{syllable}{number}" for syllable in ("ka", "lo", "mir", "ten", "vu") for number in range(600)]


def main() -> None:
    """Builds the year and prints what each command takes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--churn", type=float, default=0.1)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        home = chosen.keep or Path(folder)
        home.mkdir(parents=True, exist_ok=True)
        build_year(home, chosen.churn)
        measure_commands(home)


def measure_commands(home: Path) -> None:
    """A line for every command."""
    history = home / "history.db"
    print(f"{history.stat().st_size / (WEEKS * QUERIES * DEPTH):.1f} bytes per result")
    copy, lines, data = home / "copy.db", home / "year.jsonl", home / "parquet"

    def remove(path: Path) -> Callable[[], None]:
        return lambda: shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def keep() -> None:
        shutil.copy(history, copy)

    for words, prepare in (
        (["report"], None),
        (["report", "--gate", "-o", str(home / "report.html"), "-o", str(home / "gates.xml")], None),
        (["compare"], None),
        (["compare", f"{START:%Y-%m-%d}", "latest"], None),
        (["trend"], None),
        (["trend", "--format", "json"], None),
        (["trend", "-o", str(home / "trend.html")], None),
        (["act", "list"], None),
        (["act", "effect"], None),
        (["baseline", "show"], None),
        (["history"], None),
        (["history", "export", str(lines)], remove(lines)),
        (["history", "import", str(lines), "--history", str(copy)], remove(copy)),
        (["history", "merge", str(history), "--history", str(copy)], remove(copy)),
        (["history", "prune", "--keep", "26", "--yes", "--history", str(copy)], keep),
        (["history", "export", str(data), "--format", "parquet"], remove(data)),
    ):
        if prepare:
            prepare()
        seconds, memory = zip(*(run(home, words, prepare) for _ in range(ROUNDS)), strict=True)
        name = " ".join(Path(word).name if word.startswith(str(home)) else word for word in words)
        print(f"  {median(seconds):6.2f} s  {max(memory):4.0f} MB  searchgap {name}")


def run(home: Path, words: Sequence[str], prepare: Callable[[], None] | None) -> tuple[float, float]:
    """Wall seconds and largest resident megabytes of one run; a failure ends the benchmark."""
    if prepare:
        prepare()
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "searchgap", *words], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - began
    if os.waitstatus_to_exitcode(status) not in {0, _BREACHED}:
        raise SystemExit(
            f"searchgap {' '.join(words)} failed: {process.stderr.read().decode() if process.stderr else ''}"
        )
    return seconds, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def build_year(home: Path, churn: float) -> None:
    """The configuration and the history of a year."""
    requests = [
        SearchRequest(text=f"{write(3)} {number}", provider="recorded", market=Market(country="us", language="en"))
        for number in range(QUERIES)
    ]
    rivals = "\n".join(f"      - {{name: {name}, domains: [{name.lower()}.example]}}" for name in RIVALS)
    queries = "\n".join(
        f'      - {{query: "{each.text}", topic: topic {number % 6}, weight: {1 + number % 3}}}'
        for number, each in enumerate(requests)
    )
    (home / "queries.yaml").write_text(CONFIG.format(rivals=rivals, queries=queries), encoding="utf-8")
    path = home / ".searchgap" / "history.db"
    path.parent.mkdir(exist_ok=True)
    keep_year(path, requests, churn)
    shutil.copy(path, home / "history.db")
    for number in range(0, QUERIES, 100):
        day = START + timedelta(weeks=number % WEEKS, days=2)
        words = ["--query", requests[number].text, "--what", "answered", "--cost", "1h", "--on", f"{day:%Y-%m-%d}"]
        run(home, ["act", "add", *words], None)
    run(home, ["baseline", "set", f"{START + timedelta(weeks=26):%Y-%m-%d}"], None)


def keep_year(path: Path, requests: Sequence[SearchRequest], churn: float) -> None:
    """Keeps every audit."""
    brand = Brand(
        name="Inkwell",
        domains=("inkwell.example",),
        competitors=tuple(Party(name=name, domains=(f"{name.lower()}.example",)) for name in RIVALS),
    )
    queries = tuple(
        Query(
            brand="Inkwell",
            text=request.text,
            topic=f"topic {number % 6}",
            weight=1 + number % 3,
            requests=(request,),
        )
        for number, request in enumerate(requests)
    )
    plan = Plan(brands=(brand,), queries=queries, requests=tuple(requests))
    serps = [make_serp(request) for request in requests]
    with History.open(path) as history:
        for week in range(WEEKS):
            moment = START + timedelta(weeks=week)
            serps = [age(serp, moment, churn) for serp in serps]
            run_of_week = AuditRun(
                id=f"{week + 1:08x}",
                started_at=moment,
                finished_at=None,
                version="0.1.0",
                config_digest="0" * 16,
                plan=plan,
                outcomes={},
            )
            history.start(run_of_week)
            history.save_all(run_of_week.id, serps)
            history.finish(run_of_week.id, moment + timedelta(minutes=5))


def make_serp(request: SearchRequest) -> Serp:
    """An answer with a box of questions."""
    return Serp(
        request=request,
        engine="google",
        retrieved_at=START,
        results=tuple(map(make_result, range(1, DEPTH + 1))),
        features=(SerpFeature(kind=FeatureKind.QUESTIONS, items=(FeatureItem(text=write(7)),) * 4),),
        cost=Decimal("0.005"),
    )


def age(serp: Serp, moment: datetime, churn: float) -> Serp:
    """The same search at another moment: a share of the results is new, the others are as they were."""
    results = (make_result(one.rank) if _random.random() < churn else one for one in serp.results)
    return replace(serp, retrieved_at=moment, results=tuple(results))


def make_result(rank: int) -> OrganicResult:
    """A result of about 270 characters: one in eight is of the competitive set, one in twelve stands on a platform."""
    chance = _random.random()
    if chance < 1 / 8:
        host = f"{_random.choice(('inkwell', *map(str.lower, RIVALS)))}.example"
    else:
        host = "www.reddit.com" if chance < 1 / 8 + 1 / 12 else f"site{_random.randrange(9000)}.example"
    url = f"https://{host}/{write(5).replace(' ', '-')}"
    return OrganicResult(rank=rank, url=url, title=write(8), snippet=write(24))


def write(words: int) -> str:
    """Words without meaning, about six characters each."""
    return " ".join(_random.choices(_words, k=words))


if __name__ == "__main__":
    main()
