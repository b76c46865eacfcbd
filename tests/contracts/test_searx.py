"""The SearXNG adapter against a real metasearch server: Debian's searx over two small indexes of invented pages.

The server speaks the same JSON and needs no internet. `apt-get install --no-install-recommends searx` brings it.
"""

import asyncio
import gzip
import json
import os
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.client import HttpClient
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.searxng import build, parse

SERVER = Path("/usr/bin/searx-run")
EXAMPLES = Path("/usr/share/doc/searx/examples")
SELECT = "SELECT title, url, content FROM docs WHERE docs MATCH :query"
ORDERED = f"{SELECT} ORDER BY rank"
SLOW = (
    f"{SELECT} AND (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 5000000) SELECT max(x) FROM n)"
)
SHOP = [
    ("Pen leaks", "https://pens.example/leaks", "why a pen leaks"),
    ("Drip", "https://drip.example/", "drip drip drip drip"),
    ("Drip", "https://notes.example/drip", "drip drip drip ink"),
    ("Drip", "https://inks.example/drip", "drip drip ink ink"),
    ("Drip", "http://www.notes.example/drip/", "drip ink ink ink"),
    ("Füller läuft aus", "https://füller.example/hilfe", "Tinte an den Fingern"),
    *((f"Pen number {n}", f"https://shop.example/p/{n}", "pen " + "ink " * n) for n in range(1, 14)),
]
FORUM = [
    ("My pen leaks", "https://forum.example/t/1", "my new pen leaks into the cap, what now"),
    ("Pen leaks", "https://pens.example/leaks", "quoted here: why a pen leaks"),
]

pytestmark = pytest.mark.skipif(
    not (SERVER.exists() and any(EXAMPLES.glob("settings.yml*"))),
    reason="searx or its example settings are not installed",
)


@dataclass(frozen=True)
class Instance:
    """A running server, and the folder of its indexes."""

    url: str
    folder: Path

    def listed(self, engine: str, query: str, page: int = 1) -> list[str]:
        """The addresses that an engine's index gives for a query, asked without the server."""
        with closing(sqlite3.connect(self.folder / f"{engine}.db")) as index:
            rows = index.execute(f"{ORDERED} LIMIT 10 OFFSET :start", {"query": query, "start": 10 * (page - 1)})
            return [url for _, url, _ in rows]


def write_index(file: Path, pages: list[tuple[str, str, str]]) -> None:
    with closing(sqlite3.connect(file)) as index, index:
        index.execute("CREATE VIRTUAL TABLE docs USING fts5(title, url UNINDEXED, content)")
        index.executemany("INSERT INTO docs VALUES (?, ?, ?)", pages)


def write_settings(folder: Path, port: int) -> Path:
    packed = EXAMPLES / "settings.yml.gz"
    example = gzip.decompress(packed.read_bytes()) if packed.exists() else (EXAMPLES / "settings.yml").read_bytes()
    settings = yaml.safe_load(example)
    settings["server"] |= {"port": port, "bind_address": "127.0.0.1", "secret_key": "invented", "method": "GET"}
    settings["search"]["formats"] = ["html", "json"]
    engine = {"engine": "sqlite", "disabled": False, "result_template": "default.html", "timeout": 5.0}
    engines = {
        "shop": {"shortcut": "sh", "categories": "general", "query_str": ORDERED},
        "forum": {"shortcut": "fo", "categories": "general", "query_str": ORDERED},
        "slow": {"shortcut": "sl", "categories": "other", "query_str": SLOW, "timeout": 0.05},
    }
    for name, own in engines.items():
        index = folder / f"{'shop' if name == 'slow' else name}.db"
        engines[name] = {"name": name, **engine, "database": str(index), **own}
    settings["engines"] = list(engines.values())
    file = folder / "settings.yml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A server on a free port of loopback, stopped by its own process id."""
    folder = tmp_path_factory.mktemp("searx")
    write_index(folder / "shop.db", SHOP)
    write_index(folder / "forum.db", FORUM)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = write_settings(folder, port)
    with subprocess.Popen(
        [SERVER],
        env={**os.environ, "SEARX_SETTINGS_PATH": str(settings), "PYTHONUNBUFFERED": "1"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert any("Running on" in line for line in server.stderr), "the server ended before it answered"
        drain = threading.Thread(target=server.stderr.read)
        drain.start()
        try:
            yield Instance(url=f"http://127.0.0.1:{port}", folder=folder)
        finally:
            server.terminate()
            drain.join()


def send(call: HttpCall) -> HttpReply:
    async def main() -> HttpReply:
        async with HttpClient(user_agent="searchgap") as client:
            return await client.send(call)

    return asyncio.run(main())


def ask(instance: Instance, text: str, engine: str | None = None, *, page: int = 1, path: str = "") -> Ask:
    market = Market(country="us", language="en")
    request = SearchRequest(text=text, provider="searxng", engine=engine, market=market)
    return Ask(request=request, base_url=instance.url + path, page=page)


def search(wanted: Ask) -> Page:
    return parse(wanted, send(build(wanted)))


def refuse(wanted: Ask) -> ApiError:
    with pytest.raises(ApiError) as caught:
        search(wanted)
    return caught.value


def addresses(page: Page) -> list[str]:
    assert [one.rank for one in page.results] == list(range(1, len(page.results) + 1))
    return [one.url for one in page.results]


def test_one_engine_keeps_its_own_order(instance: Instance):
    """The ranks are those of the index asked, with nothing of the other engine of its category."""
    page = search(ask(instance, "leaks", "forum"))
    assert addresses(page) == instance.listed("forum", "leaks")
    assert page.engine == "forum"
    assert page.results[0].title == "Pen leaks"
    assert page.results[0].snippet == "quoted here: why a pen leaks"


def test_a_further_page_goes_on(instance: Instance):
    """The second page holds what the index lists after the tenth."""
    first, second = (search(ask(instance, "number", "shop", page=page)) for page in (1, 2))
    assert addresses(first) == instance.listed("shop", "number")
    assert addresses(second) == instance.listed("shop", "number", page=2)
    assert len(second.results) == 3


def test_an_address_listed_twice_stays_where_it_came_first(instance: Instance):
    """The server folds two spellings of an address and moves the page up; the engine's own order is restored."""
    wanted = ask(instance, "drip", "shop")
    reply = send(build(wanted))
    assert instance.listed("shop", "drip") == [url for title, url, _ in SHOP if title == "Drip"]
    assert json.loads(reply.body)["results"][0]["positions"] == [2, 4]
    assert addresses(parse(wanted, reply)) == [
        "https://drip.example/",
        "https://notes.example/drip",
        "https://inks.example/drip",
    ]


def test_two_engines_are_merged(instance: Instance):
    """Without an engine named the order is that of the blend, where a page that both engines list is one result."""
    wanted = ask(instance, "pen leaks")
    reply = send(build(wanted))
    rows = json.loads(reply.body)["results"]
    page = parse(wanted, reply)
    assert addresses(page) == [row["url"] for row in rows]
    assert sorted(rows[0]["engines"]) == ["forum", "shop"]
    assert len(rows[0]["positions"]) >= 2
    assert "https://forum.example/t/1" in addresses(page)
    assert page.engine == "searxng"


@pytest.mark.parametrize("engine", [None, "shop"])
def test_no_results_is_an_empty_page(instance: Instance, engine: str | None):
    """A word that no page holds is found nowhere, and that is a fact."""
    assert search(ask(instance, "zeppelin", engine)).results == ()


@pytest.mark.parametrize("engine", [None, "shop", "forum"])
def test_an_engine_that_rejects_the_query_is_a_failure(instance: Instance, engine: str | None):
    """The server answers 200 with an empty list and names the engine that failed: no empty page."""
    refusal = refuse(ask(instance, '"pen', engine))
    assert refusal.kind is FailureKind.BAD_REPLY
    assert f"{engine or 'forum'}: unexpected crash unterminated string" in refusal.message


def test_an_engine_that_is_too_slow_is_a_failure(instance: Instance):
    """An engine that the server gave up on is a timeout, not an empty page."""
    assert refuse(ask(instance, "pen", "slow")).kind is FailureKind.TIMEOUT


def test_an_engine_that_the_server_does_not_know_is_a_failure(instance: Instance):
    """The server ignores the unknown name and asks all its engines, whose ranks are not taken for the one's."""
    refusal = refuse(ask(instance, "pen", "shoppe"))
    assert refusal.kind is FailureKind.UNSUPPORTED
    assert "asked forum, shop instead of shoppe" in refusal.message


@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b=c", "füller läuft", "ペン 漏れ", "x" * 500])
def test_queries_arrive_as_they_are(instance: Instance, text: str):
    """What the server says it searched is what was asked, whatever characters are in it."""
    assert json.loads(send(build(ask(instance, text))).body)["query"] == text


def test_words_beyond_ascii_are_found(instance: Instance):
    """A query and an address with umlauts come through."""
    assert addresses(search(ask(instance, "füller", "shop"))) == ["https://füller.example/hilfe"]


def test_orders_inside_a_query(instance: Instance):
    """A language code is cut out of the words, which is told; a bang to another site is a failure."""
    assert search(ask(instance, ":fr zeppelin")).searched_for == "zeppelin"
    refusal = refuse(ask(instance, "!!g pen"))
    assert refusal.kind is FailureKind.BAD_REPLY
    assert "HTTP 302" in refusal.message


def test_a_page_instead_of_json_is_explained(instance: Instance):
    """What a browser gets is no result, and the hint names the setting; this server cannot switch JSON off itself."""
    wanted = ask(instance, "pen")
    call = build(wanted)
    page = send(replace(call, params=tuple(pair for pair in call.params if pair[0] != "format")))
    assert page.status == 200
    with pytest.raises(ApiError) as caught:
        parse(wanted, page)
    assert caught.value.kind is FailureKind.BAD_REPLY
    assert "search.formats" in (caught.value.hint or "")


def test_refusals(instance: Instance):
    """A query without words and an address that is not the server's are refused, each with its kind."""
    nothing = refuse(ask(instance, ""))
    assert nothing.kind is FailureKind.UNSUPPORTED
    assert nothing.message.endswith(": No query")
    assert refuse(ask(instance, "pen", path="/nowhere")).kind is FailureKind.BAD_REPLY
