"""SearchApi: what is sent for each engine, and what a reply means."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.searchapi import SEARCHAPI

RECORDINGS = Path(__file__).parents[2] / "recordings" / "searchapi"
KEY = "canary-key-7783"
SUCCESS = {"status": "Success"}


def ask(text: str = "squeaky door", *, page: int = 1, base_url: str = SEARCHAPI.base_url, **request: object) -> Ask:
    found = SearchRequest(text=text, provider="searchapi", **request)
    return Ask(request=found, base_url=base_url, credentials={"key": KEY}, page=page)


def recorded(name: str, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=(RECORDINGS / f"{name}.json").read_bytes())


def reply(body: object, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode())


def test_a_google_search_is_one_get_with_the_key_in_a_header():
    """The market is always named, autocorrect is off, and the key stands in its secret place only."""
    call = SEARCHAPI.build(ask())
    assert (call.method, call.url, call.json) == ("GET", "https://www.searchapi.io/api/v1/search", None)
    assert call.params == (
        ("engine", "google"),
        ("q", "squeaky door"),
        ("gl", "us"),
        ("hl", "en"),
        ("device", "desktop"),
        ("nfpr", "1"),
        ("page", "1"),
    )
    assert call.secret_headers == {"Authorization": f"Bearer {KEY}"}
    assert call.secret_params == ()
    assert KEY not in repr(call)


@pytest.mark.parametrize(
    ("engine", "expected"),
    [
        ("google", {"gl": "gb", "hl": "en", "device": "mobile", "location": "Leeds", "nfpr": "1", "page": "2"}),
        ("bing", {"market_code": "en-gb", "device": "mobile", "location": "Leeds", "page": "2"}),
        ("duckduckgo", {"locale": "uk-en"}),
    ],
)
def test_every_engine_is_asked_in_its_own_words(engine: str, expected: dict[str, str]):
    """Markets have other names with each engine, and DuckDuckGo has no numbered pages."""
    market = Market(country="gb", language="en-GB", location="Leeds", device=Device.MOBILE)
    call = SEARCHAPI.build(ask(engine=engine, market=market, page=2, depth=30, base_url="http://127.0.0.1:9"))
    assert call.url == "http://127.0.0.1:9/api/v1/search"
    assert dict(call.params) == {"engine": engine, "q": "squeaky door"} | expected


@pytest.mark.parametrize(
    "body",
    [
        {"error": "Google didn't return any results."},
        {"search_metadata": SUCCESS, "error": "Nothing matched."},
        {"search_metadata": SUCCESS, "organic_results": []},
        {"search_metadata": SUCCESS, "organic_results": None},
        {"search_parameters": {"engine": "google"}},
    ],
)
def test_no_results_are_an_empty_page(body: object):
    """That nothing was found comes as an error, as an empty list, or as none; it is a fact, and the last page."""
    page = SEARCHAPI.parse(ask(), reply(body))
    assert (page.results, page.more) == ((), False)
    assert SEARCHAPI.parse(ask(), recorded("empty")).market_verified


def test_a_search_that_was_changed_tells_its_words():
    """Where the engine searched something else, the page says what."""
    body = {"search_metadata": SUCCESS, "search_information": {"showing_results_for": "squeaky doors"}}
    assert SEARCHAPI.parse(ask(), reply(body)).searched_for == "squeaky doors"


def test_duckduckgo_has_no_page_to_ask_for_next():
    """Its further pages need a token of the page before, which no call here can carry."""
    body = {"search_metadata": SUCCESS, "organic_results": [{"link": "https://a.example/"}]}
    assert SEARCHAPI.parse(ask(engine="bing"), reply(body)).more
    assert not SEARCHAPI.parse(ask(engine="duckduckgo"), reply(body)).more


@pytest.mark.parametrize(
    ("request_", "echo", "verified"),
    [
        ({}, {"gl": "us", "hl": "en", "device": "desktop"}, True),
        ({}, {"gl": "us", "hl": "en", "device": "mobile"}, False),
        ({}, {"gl": "us", "hl": "en"}, False),
        (
            {"market": Market(location="Austin, Texas, United States")},
            {"gl": "us", "hl": "en", "device": "desktop", "location_used": "Austin,Texas,United States"},
            True,
        ),
        (
            {"market": Market(location="Austin")},
            {"gl": "us", "hl": "en", "device": "desktop", "location_used": "Austin,Minnesota,United States"},
            False,
        ),
        (
            {"market": Market(location="Austin")},
            {"gl": "us", "hl": "en", "device": "desktop", "location": "Austin"},
            True,
        ),
        ({"engine": "bing"}, {"market_code": "en-US", "device": "desktop"}, True),
        ({"engine": "duckduckgo"}, {"locale": "us-en"}, True),
        ({"engine": "duckduckgo", "market": Market(device=Device.MOBILE)}, {"locale": "us-en"}, False),
        ({"engine": "duckduckgo", "market": Market(location="Austin")}, {"locale": "us-en"}, False),
    ],
)
def test_the_market_is_verified_by_its_echo(request_: dict[str, object], echo: object, verified: bool):
    """The place that was used counts, not the one that was asked for; what an engine cannot take is not verified."""
    body = {"search_metadata": SUCCESS, "search_parameters": echo}
    assert SEARCHAPI.parse(ask(**request_), reply(body)).market_verified is verified


@pytest.mark.parametrize(
    ("answer", "kind", "passing"),
    [
        (recorded("bad_key", 401), FailureKind.AUTH, False),
        (recorded("quota", 429), FailureKind.QUOTA, False),
        (reply({"error": "No credits left, choose another plan."}, 429), FailureKind.QUOTA, False),
        (recorded("quota"), FailureKind.QUOTA, False),
        (recorded("rate_limit", 429), FailureKind.RATE_LIMIT, False),
        (reply({"error": "Too many requests: 20% of the monthly credits"}, 429), FailureKind.RATE_LIMIT, False),
        (reply({}, 429), FailureKind.RATE_LIMIT, False),
        (recorded("invalid", 400), FailureKind.UNSUPPORTED, False),
        (reply({}, 400), FailureKind.UNSUPPORTED, False),
        (HttpReply(status=404, headers={}, body=b"<html>"), FailureKind.BAD_REPLY, False),
        (reply({}, 503), FailureKind.BAD_REPLY, True),
        (recorded("error_in_200"), FailureKind.BAD_REPLY, True),
        (recorded("bad_key"), FailureKind.AUTH, False),
        (reply({"error": "Something else."}), FailureKind.BAD_REPLY, False),
        (reply({}), FailureKind.BAD_REPLY, False),
        (reply({"search_metadata": SUCCESS, "organic_results": "none"}), FailureKind.BAD_REPLY, False),
        (HttpReply(status=200, headers={}, body=b"<html>captcha</html>"), FailureKind.BAD_REPLY, False),
    ],
)
def test_every_refusal_has_its_kind(answer: HttpReply, kind: FailureKind, passing: bool):
    """Only the words tell a spent plan from too much haste, and an error may hide in a success."""
    with pytest.raises(ApiError) as caught:
        SEARCHAPI.parse(ask(), answer)
    assert (caught.value.kind, caught.value.passing, caught.value.charged) == (kind, passing, False)
    assert caught.value.message.startswith("SearchApi ")
