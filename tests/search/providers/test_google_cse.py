"""Google Custom Search: what is sent, and what is made of its replies."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.google_cse import GOOGLE_CSE, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "google_cse"
CREDENTIALS = {"key": "secret-google-key", "engine": "secret-engine-id"}


def ask_for(text="lamp flickers", *, depth=10, page=1, **market):
    request = SearchRequest(text=text, provider="google_cse", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=GOOGLE_CSE.base_url, credentials=CREDENTIALS, page=page)


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, ask=None, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask or ask_for(), reply(body, status, **headers))
    return caught.value


def google_error(code, message, reason="badRequest"):
    return {"error": {"code": code, "message": message, "errors": [{"reason": reason}], "details": []}}


def test_the_whole_call():
    """A search is one GET with the market in it; the key and the engine's id stand among the secrets."""
    assert build(ask_for(country="de", language="pt-BR")) == HttpCall(
        url="https://www.googleapis.com/customsearch/v1",
        params=(("q", "lamp flickers"), ("num", "10"), ("start", "1"), ("gl", "de"), ("hl", "pt-br")),
        headers={"Accept": "application/json"},
        secret_params=(("key", "secret-google-key"), ("cx", "secret-engine-id")),
    )


@pytest.mark.parametrize(
    ("depth", "page", "number", "start"),
    [(10, 1, "10", "1"), (3, 1, "3", "1"), (30, 1, "10", "1"), (30, 3, "10", "21")],
)
def test_depth_and_page(depth, page, number, start):
    """It asks for exactly the depth, never beyond ten, and counts the results before the page."""
    params = dict(build(ask_for(depth=depth, page=page)).params)
    assert (params["num"], params["start"]) == (number, start)


def test_the_market_is_always_sent():
    """Where nothing is said the market is that of the United States in English."""
    params = dict(build(ask_for()).params)
    assert (params["gl"], params["hl"]) == ("us", "en")


def test_a_page():
    """Addresses stay as they came, entities are resolved, dates come from the page's own tags, pins are left out."""
    page = parse(ask_for(country="us", language="en"), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    first = page.results[0]
    assert first.url == "https://lumen.example/guides/flicker?ref=a%2Bb"
    assert first.title == "Why a lamp flickers & what to check first"
    assert first.snippet == "A loose bulb, a worn switch or a dimmer that does not suit LEDs."
    assert first.date == "2026-03-04T08:00:00+00:00"
    assert page.results[2].snippet is None
    assert page.results[4].date is None
    assert page.results[6].title == ""
    assert not any("pinned" in result.url for result in page.results)
    assert (page.engine, page.cost, page.searched_for, page.features) == ("google_cse", None, None, ())


def test_a_row_without_an_address_keeps_its_rank():
    """Nobody moves up because of a row that lost its address; a corrected query is told."""
    page = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in page.results] == [
        (1, "https://forum.example/t/1"),
        (2, ""),
        (3, "https://lumen.example/"),
    ]
    assert page.searched_for == "lamp flickers"
    assert page.more is False


def test_nothing_found():
    """A reply without items is an empty page, whatever else is missing."""
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()
    assert parse(ask_for(), reply({"kind": "customsearch#search"})).results == ()


@pytest.mark.parametrize(
    ("market", "verified"),
    [
        ({}, True),
        ({"country": "us", "language": "en"}, True),
        ({"country": "de"}, False),
        ({"language": "fr"}, False),
        ({"location": "Austin"}, False),
        ({"device": Device.MOBILE}, False),
    ],
)
def test_a_market_is_verified_by_its_echo(market, verified):
    """Only a market that comes back as it was sent counts, and never a place or a device that cannot be sent."""
    assert parse(ask_for(**market), reply(recorded("ok.json"))).market_verified is verified


def test_no_echo_no_verified_market():
    """A reply that does not repeat the market verifies nothing."""
    assert parse(ask_for(), reply(recorded("empty.json"))).market_verified is False


@pytest.mark.parametrize(("page", "more"), [(1, True), (9, True), (10, False)])
def test_there_is_nothing_beyond_rank_one_hundred(page, more):
    """The next page is offered up to the hundredth result."""
    assert parse(ask_for(page=page), reply(recorded("ok.json"))).more is more


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, recorded("bad_key.json"), FailureKind.AUTH),
        (400, google_error(400, "API key expired. Please renew the API key."), FailureKind.AUTH),
        (400, google_error(400, "Request contains an invalid argument."), FailureKind.UNSUPPORTED),
        (403, google_error(403, "Custom Search API has not been used.", "SERVICE_DISABLED"), FailureKind.AUTH),
        (429, recorded("quota.json"), FailureKind.QUOTA),
        (429, recorded("rate_limit.json"), FailureKind.RATE_LIMIT),
        (429, b"", FailureKind.RATE_LIMIT),
        (404, b"<html>not here</html>", FailureKind.BAD_REPLY),
        (200, b"<!doctype html>", FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, {"items": "many"}, FailureKind.BAD_REPLY),
        (200, google_error(500, "Backend Error"), FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind; a spent day is told from a busy minute by its words."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("Google Custom Search ")


@pytest.mark.parametrize("status", [500, 503])
def test_a_failure_of_its_own_may_pass(status):
    """A server error may pass."""
    assert refusal(b"", status).passing


def test_the_wait_it_asks_for():
    """Retry-After is handed on."""
    assert refusal(recorded("rate_limit.json"), 429, **{"retry-after": "7"}).retry_after == 7


def test_its_own_words_are_quoted_without_secrets():
    """What Google says ends the message, cut to 200 characters, with the key and the engine's id masked."""
    trouble = refusal(google_error(400, "bad cx secret-engine-id for secret-google-key " + "x" * 900), 400)
    assert "bad cx *** for *** xxx" in trouble.message
    assert len(trouble.message) < 300


def test_the_spec():
    """It is a legacy index of its own with an end, read with two variables."""
    assert GOOGLE_CSE.spec.sunset == date(2027, 1, 1)
    assert GOOGLE_CSE.spec.price == Decimal("0.005")
    assert GOOGLE_CSE.credentials == {
        "key": ("GOOGLE_API_KEY", "GOOGLE_PSE_API_KEY"),
        "engine": ("GOOGLE_CSE_ID", "GOOGLE_PSE_ENGINE_ID"),
    }
