"""You.com: what is sent, and what is made of its replies."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.you import YOU, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "you"
KEY = {"key": "secret-you-key"}
NOON = "Sun, 22 Nov 2026 12:00:00 GMT"
NOON_UNIX = 1795348800


def ask_for(text="lamp flickers", *, depth=10, page=1, credentials=KEY, **market):
    request = SearchRequest(text=text, provider="you", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=YOU.base_url, credentials=credentials, page=page)


def reply(body, status=200, headers=None):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers or {}, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, ask=None, headers=None):
    with pytest.raises(ApiError) as caught:
        parse(ask or ask_for(), reply(body, status, headers))
    return caught.value


def test_the_whole_call():
    """A search is one GET with the market in it; the key is among the secrets."""
    assert build(ask_for(country="br", language="pt-BR")) == HttpCall(
        url="https://api.you.com/v1/search",
        params=(
            ("query", "lamp flickers"),
            ("count", "10"),
            ("offset", "0"),
            ("country", "BR"),
            ("language", "PT-BR"),
        ),
        headers={"Accept": "application/json"},
        secret_headers={"X-API-Key": "secret-you-key"},
    )


def test_without_a_key():
    """Without a key it knocks at the door that needs none, at no cost."""
    ask = ask_for(credentials={})
    call = build(ask)
    assert call.url == "https://api.you.com/v1/agents/search"
    assert call.secret_headers == {}
    assert parse(ask, reply(recorded("ok.json"))).cost == 0


@pytest.mark.parametrize(
    ("depth", "page", "count", "offset"), [(1, 1, "1", "0"), (100, 1, "100", "0"), (500, 2, "100", "1")]
)
def test_depth_and_page(depth, page, count, offset):
    """It asks for exactly the depth, never beyond a hundred; pages are counted from nought."""
    params = dict(build(ask_for(depth=depth, page=page)).params)
    assert (params["count"], params["offset"]) == (count, offset)


@pytest.mark.parametrize(
    ("language", "sent"),
    [
        (None, "EN"),
        ("en-US", "EN"),
        ("en-GB", "EN-GB"),
        ("pt", "PT-PT"),
        ("zh", "ZH-HANS"),
        ("zh-TW", "ZH-HANT"),
        ("zh-Hant", "ZH-HANT"),
        ("no", "NB"),
        ("de-AT", "DE"),
    ],
)
def test_languages_go_by_its_own_tags(language, sent):
    """A region is kept only where You.com knows the language with it."""
    assert dict(build(ask_for(language=language)).params)["language"] == sent


def test_a_page():
    """Web results alone are organic, news is a feature; the first extract stands in for a description."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    assert page.results[0].snippet == "A loose bulb & a worn switch."
    assert page.results[0].date == "2026-02-01T00:00:00"
    assert page.results[1].snippet == "Mine did the same."
    assert (page.results[2].title, page.results[2].snippet, page.results[1].date) == ("", None, None)
    assert [(block.kind, [(item.text, item.url) for item in block.items]) for block in page.features] == [
        (
            FeatureKind.NEWS,
            [("Glowhaus recalls a lamp", "https://daily.example/news/recall"), (None, "https://herald.example/grid")],
        )
    ]
    assert (page.engine, page.cost, page.market_verified) == ("you", None, False)


def test_a_short_page_and_an_empty_one():
    """A row without an address keeps its rank; a section that is not there has no hits."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [(1, "https://forum.example/t/1"), (2, "")]
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()


@pytest.mark.parametrize(("page", "more"), [(1, True), (9, True), (10, False)])
def test_there_are_ten_pages(page, more):
    """The tenth page is the last."""
    assert parse(ask_for(page=page), reply(recorded("ok.json"))).more is more


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"detail": "bad"}, FailureKind.UNSUPPORTED),
        (422, {"detail": [{"msg": "bad"}]}, FailureKind.UNSUPPORTED),
        (401, {"message": "Invalid or expired API key"}, FailureKind.AUTH),
        (403, {"detail": "Missing required scopes"}, FailureKind.AUTH),
        (402, {"detail": "No credits"}, FailureKind.QUOTA),
        (429, {"detail": "Too many"}, FailureKind.RATE_LIMIT),
        (200, {"message": "Internal"}, FailureKind.BAD_REPLY),
        (200, {"metadata": {}}, FailureKind.BAD_REPLY),
        (200, {"results": {"web": "many"}}, FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, b"<html>", FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind, whichever key holds its words."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("You.com ")


def test_the_allowance_without_a_key():
    """A spent day without a key says what helps."""
    trouble = refusal({"detail": "Daily limit"}, 402, ask_for(credentials={}))
    assert trouble.kind is FailureKind.QUOTA
    assert "YDC_API_KEY" in trouble.hint


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-reset": str(NOON_UNIX + 5), "date": NOON}, 5),
        ({"x-ratelimit-reset": str(NOON_UNIX - 5), "date": NOON}, 0),
        ({"x-ratelimit-reset": str(NOON_UNIX + 5), "date": NOON.replace("GMT", "-0000")}, 5),
        ({"x-ratelimit-reset": str(NOON_UNIX + 5), "date": NOON, "retry-after": "9"}, 9),
        ({"x-ratelimit-reset": str(NOON_UNIX + 5)}, None),
        ({"x-ratelimit-reset": "soon", "date": NOON}, None),
        ({"date": NOON}, None),
        ({}, None),
    ],
)
def test_the_wait_it_asks_for(headers, wait):
    """The wait is up to the reset by the reply's own clock, or what Retry-After says."""
    assert refusal({"detail": "Too many"}, 429, headers=headers).retry_after == wait


@given(reset=st.text() | st.floats().map(str) | st.integers().map(str), date=st.text() | st.just(NOON))
def test_any_header_is_read(reset, date):
    """No header makes the reading of a refusal fail, and no wait is below nought."""
    trouble = refusal(b"", 429, headers={"x-ratelimit-reset": reset, "date": date})
    assert trouble.retry_after is None or trouble.retry_after >= 0


def test_a_failure_of_its_own_may_pass():
    """A server error may pass."""
    assert refusal(b"", 500).passing


def test_its_own_words_are_quoted():
    """What You.com says ends the sentence, the key masked."""
    trouble = refusal({"detail": "key secret-you-key lacks a scope"}, 403)
    assert trouble.message == "You.com refused the key (HTTP 403): key *** lacks a scope"


def test_the_key_has_four_names():
    """Every name the key goes by elsewhere is read, and none is needed."""
    assert YOU.credentials["key"] == ("YDC_API_KEY", "YOUDOTCOM_API_KEY", "YOUCOM_API_KEY", "YOU_API_KEY_AUTH")
    assert YOU.optional_credentials == {"key"}
