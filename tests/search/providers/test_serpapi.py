"""SerpApi: what is sent for each engine, and what a reply means."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.serpapi import SERPAPI

RECORDINGS = Path(__file__).parents[2] / "recordings" / "serpapi"
KEY = "canary-key-7782"
SUCCESS = {"status": "Success"}


def ask(text: str = "squeaky door", *, page: int = 1, base_url: str = SERPAPI.base_url, **request: object) -> Ask:
    found = SearchRequest(text=text, provider="serpapi", **request)
    return Ask(request=found, base_url=base_url, credentials={"key": KEY}, page=page)


def recorded(name: str, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=(RECORDINGS / f"{name}.json").read_bytes())


def reply(body: object, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode())


def test_a_google_search_is_one_get_with_the_key_apart():
    """The market is always named, autocorrect is off, and the key stands in its secret place only."""
    call = SERPAPI.build(ask())
    assert (call.method, call.url, call.json) == ("GET", "https://serpapi.com/search.json", None)
    assert call.params == (
        ("engine", "google"),
        ("q", "squeaky door"),
        ("gl", "us"),
        ("hl", "en"),
        ("device", "desktop"),
        ("nfpr", "1"),
    )
    assert call.secret_params == (("api_key", KEY),)
    assert KEY not in repr(call)


@pytest.mark.parametrize(
    ("engine", "page", "expected"),
    [
        ("google", 2, {"gl": "gb", "hl": "en", "device": "mobile", "location": "Leeds", "nfpr": "1", "start": "10"}),
        ("bing", 1, {"mkt": "en-gb", "device": "mobile", "location": "Leeds"}),
        ("bing", 3, {"mkt": "en-gb", "device": "mobile", "location": "Leeds", "first": "21"}),
        ("duckduckgo", 1, {"kl": "uk-en"}),
        ("duckduckgo", 2, {"kl": "uk-en", "start": "10"}),
    ],
)
def test_every_engine_is_asked_in_its_own_words(engine: str, page: int, expected: dict[str, str]):
    """Markets and offsets have other names and other beginnings with each engine."""
    market = Market(country="gb", language="en-GB", location="Leeds", device=Device.MOBILE)
    call = SERPAPI.build(ask(engine=engine, market=market, page=page, depth=30, base_url="http://127.0.0.1:9"))
    assert call.url == "http://127.0.0.1:9/search.json"
    assert dict(call.params) == {"engine": engine, "q": "squeaky door"} | expected


@pytest.mark.parametrize(
    "body",
    [
        {"error": "Google hasn't returned any results for this query."},
        {"search_metadata": SUCCESS, "error": "DuckDuckGo hasn't returned any results for this query."},
        {"search_metadata": SUCCESS, "organic_results": []},
        {"search_metadata": SUCCESS, "organic_results": None},
        {"search_parameters": {"engine": "google"}},
    ],
)
def test_no_results_are_an_empty_page(body: object):
    """That nothing was found comes as an error, as an empty list, or as none; it is a fact, and the last page."""
    page = SERPAPI.parse(ask(), reply(body))
    assert (page.results, page.more) == ((), False)
    assert SERPAPI.parse(ask(), recorded("empty")).market_verified


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"showing_results_for": "squeaky doors"}, "squeaky doors"),
        ({"spelling_fix": "squeaky doors"}, "squeaky doors"),
        (
            {"spelling_fix": "squeaky doors", "organic_results_state": "Empty showing fixed spelling results"},
            "squeaky doors",
        ),
        (
            {
                "spelling_fix": "squeaky doors",
                "organic_results_state": "Some results for exact spelling but showing fixed spelling",
            },
            "squeaky doors",
        ),
        (
            {
                "spelling_fix": "squeaky doors",
                "organic_results_state": "Showing results for exact spelling despite spelling suggestion",
            },
            None,
        ),
        ({"organic_results_state": "Results for exact spelling"}, None),
        (None, None),
    ],
)
def test_only_a_search_that_was_changed_tells_other_words(facts: object, words: str | None):
    """A spelling that was merely proposed changed nothing."""
    assert SERPAPI.parse(ask(), reply({"search_metadata": SUCCESS, "search_information": facts})).searched_for == words


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
        ({"engine": "bing"}, {"mkt": "en-US", "device": "desktop"}, True),
        ({"engine": "duckduckgo"}, {"kl": "us-en"}, True),
        ({"engine": "duckduckgo", "market": Market(device=Device.MOBILE)}, {"kl": "us-en"}, False),
        ({"engine": "duckduckgo", "market": Market(location="Austin")}, {"kl": "us-en"}, False),
    ],
)
def test_the_market_is_verified_by_its_echo(request_: dict[str, object], echo: object, verified: bool):
    """The place that was used counts, not the one that was asked for; what an engine cannot take is not verified."""
    body = {"search_metadata": SUCCESS, "search_parameters": echo}
    assert SERPAPI.parse(ask(**request_), reply(body)).market_verified is verified


@pytest.mark.parametrize(
    ("answer", "kind", "passing"),
    [
        (recorded("bad_key", 401), FailureKind.AUTH, False),
        (reply({"error": "Your account was deleted."}, 403), FailureKind.AUTH, False),
        (recorded("quota", 429), FailureKind.QUOTA, False),
        (recorded("quota"), FailureKind.QUOTA, False),
        (recorded("rate_limit", 429), FailureKind.RATE_LIMIT, False),
        (recorded("invalid", 400), FailureKind.UNSUPPORTED, False),
        (reply({}, 400), FailureKind.UNSUPPORTED, False),
        (reply({"error": "Search expired."}, 410), FailureKind.UNSUPPORTED, False),
        (HttpReply(status=404, headers={}, body=b"<html>"), FailureKind.BAD_REPLY, False),
        (reply({"search_metadata": {"status": "Error"}}, 503), FailureKind.BAD_REPLY, True),
        (recorded("error_in_200"), FailureKind.BAD_REPLY, True),
        (reply({"search_metadata": {"status": "Processing"}}), FailureKind.BAD_REPLY, True),
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
        SERPAPI.parse(ask(), answer)
    assert (caught.value.kind, caught.value.passing, caught.value.charged) == (kind, passing, False)
    assert caught.value.message.startswith("SerpApi ")
