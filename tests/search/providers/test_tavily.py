"""Tavily: what is sent, and what is made of its replies."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.tavily import TAVILY, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "tavily"
KEY = {"key": "secret-tavily-key"}


def ask_for(text="lamp flickers", *, depth=10, credentials=KEY, **market):
    request = SearchRequest(text=text, provider="tavily", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=TAVILY.base_url, credentials=credentials)


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, ask=None, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask or ask_for(), reply(body, status, **headers))
    return caught.value


def detail(words):
    return {"detail": {"error": words}}


def test_the_whole_call():
    """A search is one POST that leaves nothing to Tavily's choice; the key is among the secrets."""
    assert build(ask_for(country="gb", language="en")) == HttpCall(
        method="POST",
        url="https://api.tavily.com/search",
        headers={"Accept": "application/json"},
        json={
            "query": "lamp flickers",
            "max_results": 10,
            "search_depth": "basic",
            "topic": "general",
            "auto_parameters": False,
            "include_usage": True,
            "country": "united kingdom",
        },
        secret_headers={"Authorization": "Bearer secret-tavily-key"},
    )


def test_without_a_key():
    """Without a key the call says so instead of carrying one."""
    call = build(ask_for(credentials={}))
    assert call.headers == {"Accept": "application/json", "X-Tavily-Access-Mode": "keyless"}
    assert call.secret_headers == {}


@pytest.mark.parametrize(("depth", "number"), [(1, 1), (20, 20), (21, 20)])
def test_depth(depth, number):
    """It asks for exactly the depth, never beyond twenty."""
    assert build(ask_for(depth=depth)).json["max_results"] == number


@pytest.mark.parametrize(
    ("country", "name"),
    [(None, "united states"), ("de", "germany"), ("ba", "bosnia and herzegovina"), ("kr", "south korea"), ("hk", None)],
)
def test_countries_go_by_name(country, name):
    """A country is sent by its English name, and not at all where Tavily has none for it."""
    assert build(ask_for(country=country)).json.get("country") == name


def test_a_list():
    """Extracts are the snippets, white space and entities resolved; there is no second page."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    assert page.results[0].snippet == "A loose bulb, a worn switch & a dimmer that does not suit LEDs."
    assert page.results[4].date == "Wed, 04 Mar 2026 08:00:00 GMT"
    assert (page.results[2].title, page.results[3].snippet, page.results[0].date) == ("", None, None)
    assert (page.engine, page.more, page.features, page.market_verified) == ("tavily", False, (), False)


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        ({"credits": 1}, Decimal("0.008")),
        ({"credits": 2}, Decimal("0.016")),
        ({"credits": 0}, Decimal(0)),
        ({"credits": None}, None),
        ({"credits": True}, None),
        ({"credits": "9e999999"}, None),
        (None, None),
    ],
)
def test_cost(usage, cost):
    """What the credits are worth, where the reply states them; without a key nothing."""
    body = recorded("ok.json") | {"usage": usage}
    assert parse(ask_for(), reply(body)).cost == cost
    assert parse(ask_for(credentials={}), reply(body)).cost == 0


def test_a_short_list_and_an_empty_one():
    """A row without an address keeps its rank; nothing found is an empty page."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [(1, "https://forum.example/t/1"), (2, "")]
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, detail("Query is too long."), FailureKind.UNSUPPORTED),
        (401, detail("Unauthorized"), FailureKind.AUTH),
        (403, detail("Forbidden"), FailureKind.AUTH),
        (429, detail("excessive requests"), FailureKind.RATE_LIMIT),
        (432, detail("exceeds your plan"), FailureKind.QUOTA),
        (433, b"", FailureKind.QUOTA),
        (422, {"detail": [{"msg": "x"}]}, FailureKind.UNSUPPORTED),
        (200, detail("no"), FailureKind.BAD_REPLY),
        (200, {"results": None}, FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, b"<html>", FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind; a spent plan has statuses of its own."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("Tavily ")


@pytest.mark.parametrize(
    ("seconds", "kind", "wait"),
    [
        (4, FailureKind.RATE_LIMIT, 4),
        (60, FailureKind.RATE_LIMIT, 60),
        (86400, FailureKind.QUOTA, None),
        (None, FailureKind.QUOTA, None),
        ("soon", FailureKind.QUOTA, None),
        (-1, FailureKind.QUOTA, None),
    ],
)
def test_the_allowance_without_a_key(seconds, kind, wait):
    """A wait of up to a minute is waited for; a longer one means that the allowance is spent. Both say what helps."""
    body = {"error": {"code": "keyless_limit", "message": "No more.", "window": "day", "retry_after_seconds": seconds}}
    trouble = refusal(body, 429, ask_for(credentials={}))
    assert (trouble.kind, trouble.retry_after) == (kind, wait)
    assert "TAVILY_API_KEY" in trouble.hint
    assert trouble.message.endswith(": No more.")


def test_a_failure_of_its_own_may_pass():
    """A server error may pass."""
    assert refusal(detail("oops"), 502).passing


def test_its_own_words_are_quoted():
    """What Tavily says ends the sentence, the key masked."""
    trouble = refusal(detail("key secret-tavily-key may not"), 403)
    assert trouble.message == "Tavily refused the key (HTTP 403): key *** may not"
