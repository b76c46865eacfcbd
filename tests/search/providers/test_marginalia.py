"""Marginalia: the call as documented, and what its replies mean."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.marginalia import MARGINALIA, build, parse

FOLDER = Path(__file__).parents[2] / "recordings" / "marginalia"
CONTRACT = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))
KEY = "invented-key"


def ask(text: str = "leaking pen", *, depth: int = 10, page: int = 1, key: str | None = KEY, **market) -> Ask:
    request = SearchRequest(text=text, provider="marginalia", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=MARGINALIA.base_url, credentials={"key": key} if key else {}, page=page)


def read(file: str) -> Page:
    return parse(ask(), HttpReply(status=200, headers={}, body=(FOLDER / file).read_bytes()))


def refuse(status: int, body: str) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(ask(), HttpReply(status=status, headers={}, body=body.encode()))
    return caught.value


def test_the_call():
    """Method, address, every parameter and the key in its header, and nowhere else."""
    call = build(ask(country="de", language="de-AT", page=2))
    assert (call.method, call.url) == ("GET", "https://api2.marginalia-search.com/search")
    assert dict(call.params) == {
        "query": "leaking pen",
        "count": "10",
        "dc": "2",
        "page": "2",
        "nsfw": "1",
        "lang": "de",
    }
    assert call.headers == {"Accept": "application/json"}
    assert call.secret_headers == {"API-Key": KEY}
    assert (call.json, call.form, call.secret_params) == (None, None, ())
    assert KEY not in repr(call)


def test_without_a_key_the_shared_one_is_used():
    """The API has a key for everybody, so that a first search works; it costs nothing either way."""
    assert build(ask(key=None)).secret_headers == {"API-Key": "public"}
    assert MARGINALIA.optional_credentials == {"key"}
    assert MARGINALIA.spec.price == Decimal(0)


def test_defaults_and_depth():
    """The language defaults to English, the depth is the count up to what the API gives."""
    sent = dict(build(ask(depth=500)).params)
    assert (sent["lang"], sent["count"]) == ("en", "100")
    assert dict(build(ask(depth=3)).params)["count"] == "3"


def test_another_address():
    """A gateway takes the place of the API's own address."""
    moved = Ask(request=ask().request, base_url="http://127.0.0.1:9", credentials={})
    assert build(moved).url == "http://127.0.0.1:9/search"


@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b", "füller läuft aus", "ペン 漏れ", "x" * 500])
def test_queries_travel_as_they_are(text: str):
    """Nothing in a query is encoded, cut or changed before the client encodes it once."""
    assert dict(build(ask(text)).params)["query"] == text


@pytest.mark.parametrize("case", ["ok", "short"])
def test_organic_results(case: str):
    """Rows keep the order given; a row without an address keeps its rank."""
    page = read(CONTRACT[case]["file"])
    assert [[one.rank, one.url, one.title] for one in page.results] == CONTRACT[case]["organic"]


def test_what_comes_with_the_page():
    """Snippets are read as a reader sees them, there are no features, and the page count says whether more follow."""
    page = read("ok.json")
    assert page.results[0].snippet == "Start with the converter: most leaks & blots begin there."
    assert page.results[2].snippet is None
    assert (page.engine, page.features, page.cost, page.market_verified) == ("marginalia", (), None, False)
    assert (page.more, read("short.json").more) == (True, False)


def test_no_results_is_an_empty_page():
    """An empty list is a fact about the index."""
    page = read("empty.json")
    assert (page.results, page.more) == ((), False)


@pytest.mark.parametrize(
    ("status", "body", "kind", "passing"),
    [
        (400, "Missing API-Key header", FailureKind.AUTH, False),
        (400, "", FailureKind.UNSUPPORTED, False),
        (401, "", FailureKind.AUTH, False),
        (429, "QPM Limit Exceeded", FailureKind.RATE_LIMIT, False),
        (429, "", FailureKind.RATE_LIMIT, False),
        (429, "Daily Limit Exceeded", FailureKind.QUOTA, False),
        (
            429,
            "API usage exceeds provided API-Limit-Billable-Requests header",
            FailureKind.QUOTA,
            False,
        ),
        (500, "Query Execution Failed", FailureKind.BAD_REPLY, True),
        (503, "", FailureKind.RATE_LIMIT, False),
        (504, "", FailureKind.TIMEOUT, True),
        (200, "<html>", FailureKind.BAD_REPLY, False),
        (200, "{}", FailureKind.BAD_REPLY, False),
        (200, '{"results": {"0": {}}}', FailureKind.BAD_REPLY, False),
    ],
)
def test_refusals(status: int, body: str, kind: FailureKind, passing: bool):
    """Each documented refusal, told apart by status and plain text, has its kind."""
    refusal = refuse(status, body)
    assert (refusal.kind, refusal.passing) == (kind, passing)


def test_a_refusal_quotes_the_reason_without_the_key():
    """What the API says is quoted, and an echoed key is masked."""
    assert refuse(400, f"no {KEY} here").message == (
        "Marginalia refused the request as invalid (HTTP 400): no *** here"
    )
