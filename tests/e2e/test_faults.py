"""A long audit against a server on loopback that fails in every way: money, answers, and what is told of both."""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import pytest

PRICE = Decimal("0.005")
QUERIES = [f"lamp {number}" for number in range(500)]
# Of a hundred calls so many fail in this way; the others are answered.
FAULTS = {"too often": 20, "broken": 10, "hangs": 5, "cut": 5}
CONFIG = """\
version: 1
search: {{provider: brave}}
providers: {{brave: {{base_url: "{url}", timeout: 2}}}}
brands: [{{name: Lamplight, domains: [lamplight.example], queries: {queries}}}]
"""


def find_fault(query: str, attempt: int) -> str | None:
    """How a call fails, the same in every run; None where it is answered."""
    number = crc32(f"{query} {attempt}".encode()) % 100
    for fault, share in FAULTS.items():
        number -= share
        if number < 0:
            return fault
    return None


class Server(ThreadingHTTPServer):
    """Counts attempts and faults, and bills every reply of success once it is sent, whole or not."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.attempts: Counter[str] = Counter()
        self.faults: Counter[str | None] = Counter()
        self.billed: Counter[str] = Counter()

    def count(self, query: str) -> str | None:
        """Take a call for a query, and how it is to fail."""
        with self.lock:
            self.attempts[query] += 1
            fault = find_fault(query, self.attempts[query])
            self.faults[fault] += 1
            if fault in {None, "cut"}:
                self.billed[query] += 1
            return fault


class Handler(BaseHTTPRequestHandler):
    """One result for each query, unless the call fails."""

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)["q"][0]
        result = {"url": f"https://lamps.example/{query[5:]}", "title": query, "description": "It does."}
        page = json.dumps({"query": {"original": query}, "web": {"results": [result]}}).encode()
        match self.server.count(query):
            case "too often":
                self._give(429, b"{}")
            case "broken":
                self._give(500, b"oops")
            case "hangs":
                self.server.ended.wait()
            case "cut":
                self._give(200, page, promised=len(page) + 100)
            case None:
                self._give(200, page)

    def _give(self, status: int, content: bytes, promised: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(promised or len(content)))
        self.send_header("X-RateLimit-Reset", "0.05")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of its own."""


@pytest.fixture
def server() -> Iterator[Server]:
    """The server in a thread."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def audit(server, searchgap, tmp_path: Path):
    """Runs an audit of all queries, many at once, and gives its report."""

    def run(*arguments: str) -> dict:
        url = f"http://127.0.0.1:{server.server_port}"
        text = CONFIG.format(url=url, queries=json.dumps(QUERIES))
        (tmp_path / "queries.yaml").write_text(text, encoding="utf-8")
        key = {"BRAVE_API_KEY": "canary-0d77e2-key", "NO_PROXY": "127.0.0.1"}
        ended = searchgap("audit", "--format", "json", "--concurrency", "100", *arguments, **key)
        assert (ended.code, ended.err) == (0, "")
        return ended.report

    return run


def check_told(report: dict, server: Server, folder: Path) -> set[str]:
    """Every query is measured, or said not to be and why; every answer is kept once. Gives the measured ones."""
    tally = report["tally"]
    assert tally["planned"] == len(QUERIES) == tally["measured"] + tally["failed"] + tally["not_searched"]
    (brand,) = report["brands"]
    assert [gap["query"] for gap in brand["queries"]] == QUERIES
    measured = {gap["query"] for gap in brand["queries"] if gap["failure"] is None}
    for gap in brand["queries"]:
        if gap["query"] in measured:
            assert [result["title"] for result in gap["results"]] == [gap["query"]]
        else:
            assert gap["state"] == "unmeasured"
            assert gap["failure"]["message"]
            assert gap["failure"]["hint"]
    assert len(measured) == tally["measured"] == brand["coverage"]["queries"]
    assert measured <= set(server.billed)
    with closing(sqlite3.connect(folder / ".searchgap" / "history.db")) as history:
        kept = history.execute("SELECT text FROM answer JOIN request ON request = request.number").fetchall()
    assert sorted(kept) == sorted((query,) for query in measured)
    return measured


def test_faults_of_every_kind(audit, server, tmp_path):
    """A fifth too often, a tenth broken, some hang or are cut: what is not measured is told, nothing is paid twice."""
    report = audit()
    measured = check_told(report, server, tmp_path)
    assert len(measured) > 400
    assert set(server.faults) == {None, *FAULTS}
    assert set(server.billed.values()) == {1}
    failures = {gap["failure"]["kind"] for gap in report["brands"][0]["queries"] if gap["failure"]}
    assert failures <= {"bad-reply", "rate-limit", "timeout"}
    # What hung may have been billed for all that can be known from outside, so it counts.
    paid = len(server.billed) + server.faults["hangs"]
    assert Decimal(report["audit"]["cost"]["actual"]) == PRICE * paid

    again = audit("--max-age", "1h")
    assert again["tally"]["reused"] == len(measured)
    assert {server.billed[query] for query in measured} == {1}


def test_a_cap_under_faults_of_every_kind(audit, server, tmp_path):
    """However calls fail, neither what is billed nor what is counted passes the cap, and the rest is not searched."""
    report = audit("--max-cost", "1.00")
    check_told(report, server, tmp_path)
    assert PRICE * server.billed.total() <= Decimal(report["audit"]["cost"]["actual"]) <= 1
    unasked = [gap for gap in report["brands"][0]["queries"] if gap["failure"] and gap["failure"]["kind"] == "budget"]
    assert len(unasked) == report["tally"]["not_searched"] > 200
    assert {gap["query"] for gap in unasked}.isdisjoint(server.attempts)
