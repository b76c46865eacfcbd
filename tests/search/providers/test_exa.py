"""Exa: what is sent, and what is made of its replies."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.exa import EXA, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "exa"


def ask_for(text="lamp flickers", *, depth=10, **market):
    request = SearchRequest(text=text, provider="exa", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=EXA.base_url, credentials={"key": "secret-exa-key"})


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask_for(), reply(body, status, **headers))
    return caught.value


def exa_error(tag, words="no"):
    return {"requestId": "r-1", "error": words, "tag": tag}


def test_the_whole_call():
    """A search is one POST of a named type with highlights for snippets; the key is among the secrets."""
    assert build(ask_for(country="de", language="de")) == HttpCall(
        method="POST",
        url="https://api.exa.ai/search",
        headers={"Accept": "application/json"},
        json={
            "query": "lamp flickers",
            "type": "auto",
            "numResults": 10,
            "userLocation": "DE",
            "contents": {"highlights": True},
        },
        secret_headers={"x-api-key": "secret-exa-key"},
    )


@pytest.mark.parametrize(("depth", "number"), [(1, 1), (100, 100), (101, 100)])
def test_depth(depth, number):
    """It asks for exactly the depth, never beyond a hundred; the country is never left out."""
    body = build(ask_for(depth=depth)).json
    assert (body["numResults"], body["userLocation"]) == (number, "US")


def test_a_list():
    """Highlights are the snippet, the cost is what Exa states, and there is no second page."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    assert page.results[0].snippet == "A loose bulb, or a worn switch. … Dimmers & LEDs do not always agree."
    assert page.results[0].date == "2026-02-01T00:00:00.000Z"
    assert (page.results[1].snippet, page.results[2].title, page.results[3].snippet) == (None, "", None)
    assert page.cost == Decimal("0.007")
    assert (page.engine, page.more, page.features, page.market_verified) == ("exa", False, (), False)


def test_a_short_list_and_an_empty_one():
    """A row without an address keeps its rank and takes none from its id; nothing found is an empty page."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [(1, "https://forum.example/t/1"), (2, "")]
    assert short.cost is None
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, exa_error("NUM_RESULTS_EXCEEDED"), FailureKind.UNSUPPORTED),
        (400, exa_error("INVALID_REQUEST_BODY"), FailureKind.UNSUPPORTED),
        (401, exa_error("INVALID_API_KEY"), FailureKind.AUTH),
        (400, exa_error("INVALID_API_KEY"), FailureKind.AUTH),
        (402, exa_error("NO_MORE_CREDITS"), FailureKind.QUOTA),
        (402, b"", FailureKind.QUOTA),
        (403, exa_error("API_KEY_BUDGET_EXCEEDED"), FailureKind.QUOTA),
        (403, exa_error("FEATURE_NOT_IN_PLAN"), FailureKind.AUTH),
        (429, exa_error("RATE_LIMIT_EXCEEDED"), FailureKind.RATE_LIMIT),
        (200, exa_error("INTERNAL"), FailureKind.BAD_REPLY),
        (200, {"results": {}}, FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, b"<html>", FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind, told by its tag before its status."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("Exa ")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failure_of_its_own_may_pass(status):
    """A server error may pass."""
    assert refusal(exa_error("SERVICE_OVERLOADED"), status).passing


def test_the_wait_it_asks_for():
    """Retry-After is handed on."""
    assert refusal(b"", 429, **{"retry-after": "3"}).retry_after == 3


def test_its_own_words_are_quoted():
    """Tag and words end the sentence, the key masked."""
    trouble = refusal(exa_error("INVALID_REQUEST", "key secret-exa-key may not"), 400)
    assert trouble.message == "Exa refused the request as invalid (HTTP 400): INVALID_REQUEST key *** may not"
