"""`searchgap audit` against a real metasearch server on loopback: two indexes of invented pages, no internet."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CORPUS = [
    ("My lamp flickers", "https://www.reddit.com/r/lamps/comments/1x/my_lamp_flickers/", "flickers flickers flickers"),
    ("A lamp that flickers", "https://glowworm.example/flickers", "it flickers, and ours does not"),
    ("When a lamp flickers", "https://help.lamplight.example/flickers", "call us before you unplug it " * 3),
    ("Humming", "https://hum.example/", "a lamp that hums hums hums"),
    *((f"Bulb {n}", f"https://bulbs.example/{n}", "dimmer " + "bulb " * n) for n in range(1, 14)),
]
OTHER = [("Flickers", "https://lamplight.example/why", "why a lamp flickers")]
CONFIG = """\
version: 1
search: {{provider: searxng, country: us, language: en}}
providers:
  searxng: {{base_url: "{url}", engines: {engines}}}
brands:
  - name: Lamplight
    domains: [lamplight.example]
    competitors: [{{name: Glowworm, domains: [glowworm.example]}}]
    queries: {queries}
"""
REJECTED = "why won't it dim"


@pytest.fixture(scope="module")
def server(serve_searx, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A server with two engines, each over an index of its own."""
    with serve_searx(tmp_path_factory.mktemp("searx"), {"corpus": CORPUS, "other": OTHER}) as running:
        yield running


@pytest.fixture
def audit(server, searchgap, tmp_path: Path) -> Callable[..., dict]:
    """Writes a configuration of some queries and engines, and gives the report of an audit over it."""

    def run(queries: list[str], *arguments: str, engines: tuple[str, ...] = ("corpus",), code: int = 0) -> dict:
        text = CONFIG.format(url=server.url, engines=json.dumps(engines), queries=json.dumps(queries))
        (tmp_path / "queries.yaml").write_text(text, encoding="utf-8")
        ended = searchgap("audit", "--format", "json", *arguments)
        assert ended.code == code, ended.err
        assert "Traceback" not in ended.err
        return ended.report

    return run


def gaps(report: dict) -> list[dict]:
    (brand,) = report["brands"]
    return brand["queries"]


def addresses(gap: dict) -> list[str]:
    return [result["url"] for result in gap["results"]]


def test_ranks_and_owners(audit, server):
    """Results keep the index's own order from rank 1 on, and each place has its owner."""
    (gap,) = gaps(audit(["lamp flickers"]))
    assert addresses(gap) == server.listed("corpus", "lamp flickers")
    places = [(result["rank"], result["owner"]["kind"], result["owner"]["name"]) for result in gap["results"]]
    assert places == [(1, "community", "Reddit"), (2, "competitor", "Glowworm"), (3, "own", "Lamplight")]
    assert (gap["state"], gap["best_rank"]) == ("contested", 3)
    assert gap["leader"] == {"name": "Glowworm", "rank": 2}
    assert gap["results"][0]["title"] == "My lamp flickers"


def test_depth_and_further_pages(audit, server):
    """One page is what a search brings; --fill asks for the page after it where more was wanted."""
    first, second = (server.listed("corpus", "dimmer", page=page) for page in (1, 2))
    assert (len(first), len(second)) == (10, 3)
    (gap,) = gaps(audit(["dimmer"]))
    assert addresses(gap) == first
    (gap,) = gaps(audit(["dimmer"], "--depth", "20", "--fill"))
    assert addresses(gap) == first + second
    assert [result["rank"] for result in gap["results"]] == list(range(1, 14))


def test_a_rejected_query_is_unmeasured_and_an_empty_page_is_absence(audit):
    """An engine that rejects a query is a failure that counts nowhere; a word that no page holds is a fact."""
    report = audit([REJECTED, "zeppelin"])
    rejected, empty = gaps(report)
    assert (rejected["state"], rejected["gap_score"]) == ("unmeasured", None)
    assert rejected["failure"]["kind"] == "bad-reply"
    assert "corpus: unexpected crash fts5: syntax error" in rejected["failure"]["message"]
    assert (empty["state"], empty["gap_score"], empty["results"], empty["failure"]) == ("absent", 100, [], None)
    assert report["tally"] == {"planned": 2, "measured": 1, "failed": 1, "not_searched": 0, "reused": 0}
    assert report["brands"][0]["coverage"]["queries"] == 1


def test_nothing_but_rejected_queries_is_an_error_of_its_own(audit):
    """Where no search was answered the exit code is 3 and no coverage is claimed."""
    report = audit([REJECTED], code=3)
    assert report["brands"][0]["coverage"]["value"] is None


def test_engines_are_searched_apart(audit, server):
    """Two engines are two searches of one query, each with its own ranks and its own state."""
    report = audit(["lamp flickers"], engines=("corpus", "other"))
    assert report["tally"]["planned"] == report["tally"]["measured"] == 2
    found = gaps(report)
    assert [(gap["engine"], gap["state"]) for gap in found] == [("corpus", "contested"), ("other", "owned")]
    assert [addresses(gap) for gap in found] == [
        server.listed(engine, "lamp flickers") for engine in ("corpus", "other")
    ]


def test_an_engine_that_the_server_does_not_have_is_unmeasured(audit):
    """The server asks its other engines instead, whose ranks are not taken for the one's."""
    (gap,) = gaps(audit(["lamp flickers"], engines=("corpsu",), code=3))
    assert (gap["state"], gap["failure"]["kind"], gap["results"]) == ("unmeasured", "unsupported", [])


def test_answers_are_reused_by_age(audit, server):
    """With --max-age the index may change: the answer is the kept one and says so. Failures are asked again."""
    queries = ["hums", REJECTED]
    before = server.listed("corpus", "hums")
    audit(queries)
    server.add("corpus", ("Hums", "https://lamplight.example/hums", "hums " * 20))
    reused = audit(queries, "--max-age", "1h")
    assert reused["tally"] == {"planned": 2, "measured": 1, "failed": 1, "not_searched": 0, "reused": 1}
    assert [gap["reused"] for gap in gaps(reused)] == [True, False]
    assert addresses(gaps(reused)[0]) == before
    asked = audit(queries)
    assert addresses(gaps(asked)[0]) == server.listed("corpus", "hums") != before
    assert gaps(asked)[0]["state"] == "owned"
