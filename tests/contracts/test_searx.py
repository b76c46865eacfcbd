"""The SearXNG adapter against a real metasearch server: Debian's searx over two small indexes of invented pages.

The server speaks the same JSON and needs no internet. `apt-get install --no-install-recommends searx` brings it.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.client import HttpClient
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.searxng import build, parse

SELECT = "SELECT title, url, content FROM docs WHERE docs MATCH :query"
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


@pytest.fixture(scope="module")
def instance(serve_searx, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A server with both indexes, and an engine over the first that is too slow for it."""
    slow = {"name": "slow", "index": "shop", "categories": "other", "query_str": SLOW, "timeout": 0.05}
    with serve_searx(tmp_path_factory.mktemp("searx"), {"shop": SHOP, "forum": FORUM}, slow) as server:
        yield server


def send(call: HttpCall) -> HttpReply:
    async def main() -> HttpReply:
        async with HttpClient(user_agent="searchgap") as client:
            return await client.send(call)

    return asyncio.run(main())


def ask(instance, text: str, engine: str | None = None, *, page: int = 1, path: str = "") -> Ask:
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


def test_one_engine_keeps_its_own_order(instance):
    """The ranks are those of the index asked, with nothing of the other engine of its category."""
    page = search(ask(instance, "leaks", "forum"))
    assert addresses(page) == instance.listed("forum", "leaks")
    assert page.engine == "forum"
    assert page.results[0].title == "Pen leaks"
    assert page.results[0].snippet == "quoted here: why a pen leaks"


def test_a_further_page_goes_on(instance):
    """The second page holds what the index lists after the tenth."""
    first, second = (search(ask(instance, "number", "shop", page=page)) for page in (1, 2))
    assert addresses(first) == instance.listed("shop", "number")
    assert addresses(second) == instance.listed("shop", "number", page=2)
    assert len(second.results) == 3


def test_an_address_listed_twice_stays_where_it_came_first(instance):
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


def test_two_engines_are_merged(instance):
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
def test_no_results_is_an_empty_page(instance, engine: str | None):
    """A word that no page holds is found nowhere, and that is a fact."""
    assert search(ask(instance, "zeppelin", engine)).results == ()


@pytest.mark.parametrize("engine", [None, "shop", "forum"])
def test_an_engine_that_rejects_the_query_is_a_failure(instance, engine: str | None):
    """The server answers 200 with an empty list and names the engine that failed: no empty page."""
    refusal = refuse(ask(instance, '"pen', engine))
    assert refusal.kind is FailureKind.BAD_REPLY
    assert f"{engine or 'forum'}: unexpected crash unterminated string" in refusal.message
    assert "look at its log" in (refusal.hint or "")
    assert refusal.of_engine


def test_an_engine_that_is_too_slow_is_a_failure(instance):
    """An engine that the server gave up on is a timeout, not an empty page."""
    assert refuse(ask(instance, "pen", "slow")).kind is FailureKind.TIMEOUT


def test_an_engine_that_the_server_does_not_know_is_a_failure(instance):
    """The server ignores the unknown name and asks all its engines, whose ranks are not taken for the one's."""
    refusal = refuse(ask(instance, "pen", "shoppe"))
    assert refusal.kind is FailureKind.UNSUPPORTED
    assert "asked forum, shop instead of shoppe" in refusal.message


@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b=c", "füller läuft", "ペン 漏れ", "x" * 500])
def test_queries_arrive_as_they_are(instance, text: str):
    """What the server says it searched is what was asked, whatever characters are in it."""
    assert json.loads(send(build(ask(instance, text))).body)["query"] == text


def test_words_beyond_ascii_are_found(instance):
    """A query and an address with umlauts come through."""
    assert addresses(search(ask(instance, "füller", "shop"))) == ["https://füller.example/hilfe"]


def test_orders_inside_a_query(instance):
    """A language code is cut out of the words, which is told; a bang to another site is a failure."""
    assert search(ask(instance, ":fr zeppelin")).searched_for == "zeppelin"
    refusal = refuse(ask(instance, "!!g pen"))
    assert refusal.kind is FailureKind.BAD_REPLY
    assert "HTTP 302" in refusal.message


def test_a_page_instead_of_json_is_explained(instance):
    """What a browser gets is no result, and the hint names the setting; this server cannot switch JSON off itself."""
    wanted = ask(instance, "pen")
    call = build(wanted)
    page = send(replace(call, params=tuple(pair for pair in call.params if pair[0] != "format")))
    assert page.status == 200
    with pytest.raises(ApiError) as caught:
        parse(wanted, page)
    assert caught.value.kind is FailureKind.BAD_REPLY
    assert "search.formats" in (caught.value.hint or "")


def test_refusals(instance):
    """A query without words and an address that is not the server's are refused, each with its kind."""
    nothing = refuse(ask(instance, ""))
    assert nothing.kind is FailureKind.UNSUPPORTED
    assert nothing.message.endswith(": No query")
    assert refuse(ask(instance, "pen", path="/nowhere")).kind is FailureKind.BAD_REPLY
