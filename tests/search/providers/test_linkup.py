"""Linkup: what is sent, and what is made of its replies."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.linkup import LINKUP, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "linkup"


def ask_for(text="lamp flickers", *, depth=10, **market):
    request = SearchRequest(text=text, provider="linkup", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=LINKUP.base_url, credentials={"key": "secret-linkup-key"})


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask_for(), reply(body, status, **headers))
    return caught.value


def linkup_error(code, message="no", *details):
    return {"error": {"code": code, "message": message, "details": list(details)}}


def test_the_whole_call():
    """A search is one POST for plain results without images; the key is among the secrets."""
    assert build(ask_for(country="de", language="de", location="Berlin")) == HttpCall(
        method="POST",
        url="https://api.linkup.so/v1/search",
        headers={"Accept": "application/json"},
        json={
            "q": "lamp flickers",
            "depth": "standard",
            "outputType": "searchResults",
            "maxResults": 10,
            "includeImages": False,
        },
        secret_headers={"Authorization": "Bearer secret-linkup-key"},
    )


@pytest.mark.parametrize("depth", [1, 10, 150])
def test_depth(depth):
    """It asks for exactly the depth: no bound is documented."""
    assert build(ask_for(depth=depth)).json["maxResults"] == depth
    assert LINKUP.spec.max_depth is None


def test_a_list():
    """Text results are organic and images are not; there is no second page and no market to verify."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    assert page.results[0].snippet == "A loose bulb, a worn switch & a dimmer that does not suit LEDs."
    assert page.results[1].url == "https://forum.example/t/lamp-flickers/812"
    assert (page.results[2].title, page.results[3].snippet) == ("", None)
    assert (page.engine, page.more, page.cost, page.features) == ("linkup", False, None, ())
    assert page.market_verified is False


def test_a_short_list():
    """A row without an address keeps its rank, and so does one without a type."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [
        (1, "https://forum.example/t/1"),
        (2, ""),
        (3, "https://plain.example/"),
    ]


def test_nothing_found():
    """The error that means no results is an empty page that costs nothing; an empty list is one too."""
    page = parse(ask_for(), reply(recorded("no_result.json"), 400))
    assert (page.results, page.cost, page.more) == ((), 0, False)
    assert parse(ask_for(), reply({"results": []})).results == ()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, linkup_error("VALIDATION_ERROR"), FailureKind.UNSUPPORTED),
        (400, b"", FailureKind.UNSUPPORTED),
        (401, linkup_error("UNAUTHORIZED"), FailureKind.AUTH),
        (403, linkup_error("FORBIDDEN"), FailureKind.AUTH),
        (403, linkup_error("IP_NOT_WHITELISTED"), FailureKind.AUTH),
        (402, linkup_error("PAYMENT_REQUIRED"), FailureKind.QUOTA),
        (429, linkup_error("INSUFFICIENT_FUNDS_CREDITS"), FailureKind.QUOTA),
        (429, linkup_error("EXCEED_BUDGET_LIMIT"), FailureKind.QUOTA),
        (429, linkup_error("TOO_MANY_REQUESTS"), FailureKind.RATE_LIMIT),
        (429, linkup_error("TASKS_QUEUE_LIMIT_EXCEEDED"), FailureKind.RATE_LIMIT),
        (429, b"", FailureKind.RATE_LIMIT),
        (200, linkup_error("INTERNAL_SERVER_ERROR"), FailureKind.BAD_REPLY),
        (200, {"results": None}, FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, b"<html>", FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind; a spent account is told from too many searches by its code."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert not trouble.charged
    assert trouble.message.startswith("Linkup ")


def test_a_failure_of_its_own_may_pass():
    """A server error may pass."""
    assert refusal(linkup_error("INTERNAL_SERVER_ERROR"), 500).passing


def test_its_own_words_are_quoted():
    """Code, message and what was wrong with each field end the sentence, the key masked."""
    body = linkup_error("VALIDATION_ERROR", "Invalid", {"field": "q", "message": "not secret-linkup-key"}, None)
    assert refusal(body, 400).message == (
        "Linkup refused the request as invalid (HTTP 400): VALIDATION_ERROR; Invalid; not ***"
    )
