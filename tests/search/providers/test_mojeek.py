"""Mojeek: what is sent, and what is made of its replies."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.mojeek import MOJEEK, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "mojeek"


def ask_for(text="lamp flickers", *, depth=10, page=1, **market):
    request = SearchRequest(text=text, provider="mojeek", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=MOJEEK.base_url, credentials={"key": "secret-mojeek-key"}, page=page)


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask_for(), reply(body, status, **headers))
    return caught.value


def says(status):
    return {"response": {"status": status}}


def test_the_whole_call():
    """A search is one GET for JSON that leans to the market; the key is among the secrets."""
    assert build(ask_for(country="gb", language="en-GB")) == HttpCall(
        url="https://api.mojeek.com/search",
        params=(
            ("q", "lamp flickers"),
            ("fmt", "json"),
            ("t", "10"),
            ("rb", "GB"),
            ("rbb", "10"),
            ("lb", "EN"),
            ("lbb", "10"),
        ),
        headers={"Accept": "application/json"},
        secret_params=(("api_key", "secret-mojeek-key"),),
    )


@pytest.mark.parametrize(
    ("depth", "page", "number", "start"),
    [(10, 1, "10", None), (4, 1, "4", None), (30, 1, "10", None), (30, 3, "10", "21")],
)
def test_depth_and_page(depth, page, number, start):
    """It asks for exactly the depth, never beyond what every plan gives; the first page names no start."""
    params = dict(build(ask_for(depth=depth, page=page)).params)
    assert (params["t"], params.get("s")) == (number, start)


def test_the_market_is_always_sent():
    """Where nothing is said it leans to the United States in English."""
    params = dict(build(ask_for()).params)
    assert (params["rb"], params["lb"]) == ("US", "EN")


def test_a_page():
    """Highlighting and entities are resolved, dates are kept as printed."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    assert page.results[0].snippet == "It was the neutral."
    assert page.results[0].date == "Sun Feb 1 00:00:00 2026"
    assert page.results[2].title == "Glowhaus \u2013 lamps that do not flicker"
    assert (page.results[1].date, page.results[2].snippet, page.results[6].title) == (None, None, "")
    assert (page.engine, page.cost, page.features, page.market_verified) == ("mojeek", None, (), False)


def test_a_short_page_and_an_empty_one():
    """A row without an address keeps its rank; nothing found is an empty page."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [(1, "https://forum.example/t/1"), (2, "")]
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()
    assert parse(ask_for(), reply(says("OK"))).results == ()


@pytest.mark.parametrize(
    ("page", "total", "more"), [(1, 1200, True), (1, 10, False), (1, 11, True), (2, 20, False), (1, None, True)]
)
def test_whether_there_is_more(page, total, more):
    """There is another page until as many were seen as there are, or where nobody says how many there are."""
    body = recorded("ok.json")
    body["response"]["head"] = {"results": total}
    assert parse(ask_for(page=page), reply(body)).more is more


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, says("ERROR: Invalid API Key"), FailureKind.AUTH),
        (403, says("ERROR: Limit of addresses"), FailureKind.AUTH),
        (400, says("ERROR: bad api_key"), FailureKind.AUTH),
        (200, says("ERROR: Daily Limit Reached."), FailureKind.QUOTA),
        (402, says("ERROR: quota used"), FailureKind.QUOTA),
        (200, says("ERROR: no search terms"), FailureKind.UNSUPPORTED),
        (400, b"", FailureKind.UNSUPPORTED),
        (429, says("ERROR: Limit"), FailureKind.RATE_LIMIT),
        (401, b"<html>", FailureKind.AUTH),
        (200, b"<?xml version='1.0'?><response/>", FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, {"response": {"head": {}}}, FailureKind.BAD_REPLY),
        (200, {"response": {"status": "OK", "results": "many"}}, FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """The status inside the reply says why, except where that of HTTP means something by itself."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("Mojeek ")


def test_a_failure_of_its_own_may_pass():
    """A server error may pass, whatever stands in it."""
    assert refusal(says("ERROR: key server down"), 503).passing


def test_its_own_words_are_quoted():
    """What Mojeek says ends the sentence, the key masked."""
    trouble = refusal(says("ERROR: key secret-mojeek-key is unknown"), 200)
    assert trouble.message == "Mojeek refused the search (HTTP 200): ERROR: key *** is unknown"


def test_the_price_is_not_known():
    """Prices are by plan and not stated, so none is claimed."""
    assert MOJEEK.spec.price is None
