"""Money as a user sees it: an audit against a server that speaks Brave's contract, on loopback."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

KEY = "canary-91d4b7-key"
SPENT = "spent"
BROKEN = "broken"
CONFIG = """\
version: 1
search: {{provider: brave, depth: {depth}}}
providers:
  brave: {{base_url: "{url}", {settings}}}
brands:
  - name: Lamplight
    domains: [lamplight.example]
    competitors: [{{name: Glowworm, domains: [glowworm.example]}}]
    queries: {queries}
  - name: Nightjar
    domains: [nightjar.example]
    queries: [lamp flickers]
"""


class Brave(BaseHTTPRequestHandler):
    """Two results a page for whoever has the key; one query breaks the server, and it says what it was sent."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        query, page = asked["q"][0], asked["offset"][0]
        self.server.asked.append(f"{query} {page}")
        if self.headers["X-Subscription-Token"] != KEY:
            self._give(422, {"type": "ErrorResponse", "error": {"code": "SUBSCRIPTION_TOKEN_INVALID", "detail": "no"}})
        elif query == SPENT:
            self._give(402, {"error": {"detail": f"nothing is left for {KEY}"}})
        elif query == BROKEN:
            self._give(404, {"error": {"detail": str(self.headers)}})
        else:
            host = "lamplight" if page == "1" else "glowworm"
            results = [
                {"url": f"https://{host}.example/{page}/{rank}", "title": f"{query} {rank}", "description": "It does."}
                for rank in (1, 2)
            ]
            self._give(200, {"type": "search", "query": {"original": query}, "web": {"results": results}})

    def _give(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of its own."""


@pytest.fixture
def brave() -> Iterator[ThreadingHTTPServer]:
    """The server in a thread; `asked` lists query and page of every call."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Brave) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def audit(brave, searchgap, tmp_path: Path) -> Callable:
    """Writes a configuration of some queries and runs an audit over it."""

    def run(queries: list[str], *arguments: str, settings: str = "", depth: int = 10, key: str = KEY):
        url = f"http://127.0.0.1:{brave.server_port}"
        text = CONFIG.format(url=url, queries=json.dumps(queries), settings=settings, depth=depth)
        (tmp_path / "queries.yaml").write_text(text, encoding="utf-8")
        ended = searchgap("audit", *arguments, BRAVE_API_KEY=key, NO_PROXY="127.0.0.1")
        assert "Traceback" not in ended.err, ended.err
        return ended

    return run


THREE = ["lamp flickers", "lamp hums", "lamp dims"]
IN_TURN = ("--concurrency", "1", "--format", "json")


def gaps(report: dict) -> list[dict]:
    return report["brands"][0]["queries"]


def test_what_an_audit_costs(audit, brave):
    """Each search is paid once, whoever wants it, and the report tells the plan's price and what was spent."""
    ended = audit(THREE, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    assert sorted(brave.asked) == ["lamp dims 0", "lamp flickers 0", "lamp hums 0"]
    assert ended.report["audit"]["cost"] == {"estimated": "0.015", "actual": "0.015", "currency": "USD"}
    assert [query["state"] for query in gaps(ended.report)] == ["absent"] * 3


def test_a_cap_on_the_run(audit, brave):
    """What the cap does not pay for is not searched: no failure, no gap, and said as such."""
    ended = audit(THREE, "--max-cost", "0.012", *IN_TURN)
    assert ended.code == 0
    assert brave.asked == ["lamp flickers 0", "lamp hums 0"]
    assert ended.report["tally"] == {"planned": 3, "measured": 2, "failed": 0, "not_searched": 1, "reused": 0}
    assert ended.report["audit"]["cost"]["actual"] == "0.010"
    unmeasured = gaps(ended.report)[2]
    assert (unmeasured["state"], unmeasured["gap_score"]) == ("unmeasured", None)
    assert unmeasured["failure"]["kind"] == "budget"
    assert "a search costs $0.005, and $0.002 is left of $0.012 for the run" in unmeasured["failure"]["message"]
    assert "--max-cost" in unmeasured["failure"]["hint"]
    assert ended.report["brands"][0]["coverage"]["queries"] == 2


def test_a_cap_is_hard_however_many_are_under_way(audit, brave):
    """Searches that begin together share the cap."""
    ended = audit([f"lamp {number}" for number in range(30)], "--max-cost", "0.05", "--concurrency", "20")
    assert ended.code == 0
    assert len(brave.asked) == 10


@pytest.mark.parametrize("amount", ["0", "$0.004", "0.0049"])
def test_a_cap_below_one_search(audit, brave, amount):
    """Where nothing can be paid nothing is asked, and the exit code says that nothing was searched."""
    ended = audit(THREE, "--max-cost", amount, *IN_TURN)
    assert ended.code == 3
    assert brave.asked == []
    assert ended.report["tally"]["not_searched"] == 3


def test_a_cap_on_a_provider(audit, brave):
    """max_cost in the configuration is as hard, and --max-cost does not lift it."""
    ended = audit(THREE, "--max-cost", "5", *IN_TURN, settings="max_cost: 0.005")
    assert len(brave.asked) == 1
    assert ended.report["tally"]["not_searched"] == 2
    assert "for brave" in gaps(ended.report)[1]["failure"]["message"]


def test_the_terminal_tells_what_was_not_searched(audit):
    """A reader of the terminal sees how many were not searched, and why."""
    ended = audit(THREE, "--max-cost", "0.005", "--concurrency", "1")
    words = " ".join(ended.out.split())
    assert "2 not searched" in words
    assert "budget" in words


def test_without_fill_a_short_page_is_all(audit, brave):
    """Two results where ten were asked for are a fact; nothing more is paid."""
    report = audit(["lamp hums"], *IN_TURN).report
    assert "lamp hums 1" not in brave.asked
    assert len(gaps(report)[0]["results"]) == 2


def test_fill_pays_for_further_pages(audit, brave):
    """--fill asks on until there are enough results, and each page is paid and told."""
    report = audit(["lamp hums"], "--fill", "--query", "lamp hums", *IN_TURN, depth=4).report
    assert brave.asked == ["lamp hums 0", "lamp hums 1"]
    assert [result["url"] for result in gaps(report)[0]["results"]] == [
        "https://glowworm.example/0/1",
        "https://glowworm.example/0/2",
        "https://lamplight.example/1/1",
        "https://lamplight.example/1/2",
    ]
    assert gaps(report)[0]["best_rank"] == 3
    assert report["audit"]["cost"]["actual"] == "0.010"


def test_fill_stays_under_the_cap(audit, brave):
    """A further page that the cap does not pay for is not asked, and the first stands."""
    report = audit(["lamp hums"], "--fill", "--query", "lamp hums", "--max-cost", "0.005", *IN_TURN, depth=4).report
    assert brave.asked == ["lamp hums 0"]
    assert report["tally"]["measured"] == 1


def test_reused_answers_cost_nothing(audit, brave):
    """With --max-age what is known is not asked again, not even under a cap of nothing."""
    audit(THREE)
    report = audit(THREE, "--max-age", "1h", "--max-cost", "0", "--format", "json").report
    assert len(brave.asked) == 3
    assert report["tally"] == {"planned": 3, "measured": 3, "failed": 0, "not_searched": 0, "reused": 3}
    assert float(report["audit"]["cost"]["actual"]) == 0


def test_a_dry_run_costs_nothing(audit, brave):
    """The plan tells its price and asks nobody."""
    ended = audit(THREE, "--dry-run")
    assert "list price $0.015" in ended.out
    assert brave.asked == []


@pytest.mark.parametrize(("provider", "depth", "price"), [("serper", "20", "0.006"), ("dataforseo", "20", "0.0105")])
def test_a_dry_run_knows_what_depth_costs(audit, brave, provider, depth, price):
    """A deeper search is shown at what it will cost, not at the price of ten results."""
    ended = audit(THREE, "--dry-run", "--provider", provider, "--depth", depth, "--format", "json")
    assert ended.report["cost"]["estimated"] == price
    assert {float(search["price"]) for search in ended.report["searches"]} == {float(price) / 3}


def test_a_refused_key_is_asked_once(audit, brave):
    """After the refusal nothing more is asked; nothing was searched, and the variable to check is named."""
    ended = audit(THREE, *IN_TURN, key="wrong")
    assert ended.code == 3
    assert len(brave.asked) == 1
    assert ended.report["tally"] == {"planned": 3, "measured": 0, "failed": 1, "not_searched": 2, "reused": 0}
    failures = [query["failure"] for query in gaps(ended.report)]
    assert {failure["kind"] for failure in failures} == {"auth"}
    assert "BRAVE_API_KEY" in failures[0]["hint"]
    assert float(ended.report["audit"]["cost"]["actual"]) == 0


def test_a_spent_account_ends_the_searching(audit, brave):
    """What was answered before counts, the rest was not searched."""
    ended = audit(["lamp hums", SPENT, "lamp dims"], *IN_TURN)
    assert ended.code == 0
    assert brave.asked == ["lamp hums 0", f"{SPENT} 0"]
    assert ended.report["tally"] == {"planned": 4, "measured": 1, "failed": 1, "not_searched": 2, "reused": 0}


@pytest.mark.parametrize("queries", [["lamp hums", BROKEN], [SPENT], [BROKEN]])
def test_the_key_is_in_no_file_and_no_output(audit, tmp_path, queries):
    """Not in what is said, reported, recorded or kept, also where the server repeats it in its refusal."""
    ended = audit(queries, "--verbose", "--record", "kept.jsonl", "-o", "all.json", "-o", "all.csv", "-o", "all.md")
    assert KEY not in ended.out + ended.err
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {"kept.jsonl", "all.json", "all.csv", "all.md", "history.db"} <= {file.name for file in files}
    assert [file.name for file in files if KEY.encode() in file.read_bytes()] == []
