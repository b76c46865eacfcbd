"""What the history file costs, side by side with plain SQLite: run by hand, `python tests/benchmarks/store.py [WEEKS]`.

Trust the ratios, not the absolutes.
"""

import gc
import random
import sqlite3
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand
from searchgap.model.query import Market, Plan, Query, SearchRequest
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
TABLES = ("plan", "audit", "request", "listing", "features", "answer", "hit", "outcome")
ROUNDS = 7
DEPTH = 10

_random = random.Random(7)
_words = [f"{syllable}{number}" for syllable in ("ka", "lo", "mir", "ten", "vu") for number in range(600)]


def write_text(words: int) -> str:
    """Words without meaning, about six characters each."""
    return " ".join(_random.choices(_words, k=words))


def make_result(rank: int) -> OrganicResult:
    """A result of about 300 characters, as engines give them."""
    url = f"https://site{_random.randrange(9000)}.example/{write_text(5).replace(' ', '-')}"
    return OrganicResult(rank=rank, url=url, title=write_text(8), snippet=write_text(24))


def make_serps(queries: int) -> tuple[Serp, ...]:
    """One answer per query, ten results each, one in three with a box of questions."""
    market = Market(country="us", language="en")
    related = (SerpFeature(kind=FeatureKind.QUESTIONS, items=tuple(FeatureItem(text=write_text(7)) for _ in range(4))),)
    return tuple(
        Serp(
            request=SearchRequest(text=f"{write_text(3)} {number}", provider="recorded", market=market),
            engine="google",
            retrieved_at=START,
            results=tuple(map(make_result, range(1, DEPTH + 1))),
            features=() if number % 3 else related,
            cost=Decimal("0.005"),
        )
        for number in range(queries)
    )


def age(serps: Sequence[Serp], week: int, churn: float) -> tuple[Serp, ...]:
    """The same searches a week later: a share of the results is new, the others are as they were."""
    return tuple(
        replace(
            serp,
            retrieved_at=START + timedelta(weeks=week),
            results=tuple(make_result(result.rank) if _random.random() < churn else result for result in serp.results),
        )
        for serp in serps
    )


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


def measure(act: Callable[[], object]) -> float:
    """Seconds one call takes."""
    gc.collect()
    began = perf_counter()
    act()
    return perf_counter() - began
