"""Kagi: what is sent, and what is made of its replies."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.kagi import KAGI, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "kagi"


def ask_for(text="lamp flickers", *, depth=10, page=1, **market):
    request = SearchRequest(text=text, provider="kagi", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=KAGI.base_url, credentials={"key": "secret-kagi-key"}, page=page)


def reply(body, status=200, **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpReply(status=status, headers=headers, body=content)


def recorded(name):
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def refusal(body, status, **headers):
    with pytest.raises(ApiError) as caught:
        parse(ask_for(), reply(body, status, **headers))
    return caught.value


def kagi_error(code, message=""):
    return {"meta": {}, "data": [], "error": [{"code": code, "message": message}]}


def test_the_whole_call():
    """A search is one POST of version 1 with the country as its filter; the key is among the secrets."""
    assert build(ask_for(country="de", language="de")) == HttpCall(
        method="POST",
        url="https://kagi.com/api/v1/search",
        headers={"Accept": "application/json"},
        json={
            "query": "lamp flickers",
            "workflow": "search",
            "limit": 10,
            "page": 1,
            "filters": {"region": "DE"},
        },
        secret_headers={"Authorization": "Bearer secret-kagi-key"},
    )


@pytest.mark.parametrize(("depth", "limit"), [(1, 1), (30, 30), (5000, 1024)])
def test_depth(depth, limit):
    """The limit trims to the depth and no further, so that the page after it begins where this one ends."""
    assert build(ask_for(depth=depth)).json["limit"] == limit


def test_the_second_page():
    """Pages are asked for by number; the country is never left out."""
    body = build(ask_for(page=2)).json
    assert (body["page"], body["filters"]) == (2, {"region": "US"})


def test_a_page():
    """Results come from the search block alone: lists and small-web finds have no ranks."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    assert [result.rank for result in page.results] == list(range(1, 11))
    first = page.results[0]
    assert first.title == "My lamp flickered for a year \u2013 here is why"
    assert first.snippet == "It was the neutral. It is always the neutral."
    assert first.date == "2026-02-01T00:00:00Z"
    assert (page.results[4].snippet, page.results[1].date, page.results[8].title) == (None, None, "")
    urls = {result.url for result in page.results}
    assert urls.isdisjoint({"https://magazine.example/ten-reasons", "https://tinylog.example/lamps"})
    assert (page.engine, page.cost, page.market_verified, page.searched_for) == ("kagi", None, False, None)


def test_features():
    """Every block that has a kind of ours is read, in a fixed order."""
    page = parse(ask_for(), reply(recorded("ok.json")))
    found = {block.kind: [(item.text, item.url) for item in block.items] for block in page.features}
    assert found == {
        FeatureKind.QUESTIONS: [
            ("Why do LED lamps flicker on a dimmer?", "https://diy.example/led"),
            ("Is a flickering bulb dangerous?", "https://diy.example/bulb"),
        ],
        FeatureKind.RELATED_SEARCHES: [("led flicker fix", None), ("lamp buzzes", None)],
        FeatureKind.ANSWER_BOX: [("100 flashes a second", None)],
        FeatureKind.NEWS: [
            ("Glowhaus recalls a lamp", "https://daily.example/news/recall"),
            ("Why the grid hums", "https://herald.example/grid"),
        ],
        FeatureKind.VIDEOS: [("Fix it in two minutes", "https://videos.example/watch?v=fl1ck3r")],
        FeatureKind.KNOWLEDGE_PANEL: [("Flicker", "https://wiki.example/Flicker_(light)")],
    }


def test_a_short_page_and_an_empty_one():
    """A row without an address keeps its rank; blocks that are null or missing are not there."""
    short = parse(ask_for(), reply(recorded("short.json")))
    assert [(result.rank, result.url) for result in short.results] == [
        (1, "https://forum.example/t/1"),
        (2, ""),
        (3, "https://lumen.example/"),
    ]
    assert short.features == ()
    assert parse(ask_for(), reply(recorded("empty.json"))).results == ()


@pytest.mark.parametrize(("page", "more"), [(1, True), (9, True), (10, False)])
def test_there_are_ten_pages(page, more):
    """The tenth page is the last."""
    assert parse(ask_for(page=page), reply(recorded("ok.json"))).more is more


def test_a_warning_beside_results_is_no_failure():
    """A page with results stands, although the reply names an error as well."""
    body = recorded("ok.json") | {"error": [{"code": "weather.unavailable"}]}
    assert len(parse(ask_for(), reply(body)).results) == 10


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, kagi_error("request.invalid", "limit must be 1 to 1024"), FailureKind.UNSUPPORTED),
        (401, recorded("bad_key.json"), FailureKind.AUTH),
        (401, {"error": {"code": 7, "msg": "bad token"}}, FailureKind.AUTH),
        (403, kagi_error("auth.ip_not_allowed"), FailureKind.AUTH),
        (429, recorded("quota.json"), FailureKind.QUOTA),
        (429, kagi_error("account.limit", "Insufficient credit"), FailureKind.QUOTA),
        (429, {"error": {"code": 101, "msg": "insufficient balance"}}, FailureKind.QUOTA),
        (429, recorded("rate_limit.json"), FailureKind.RATE_LIMIT),
        (429, kagi_error("usage.rate_limited"), FailureKind.RATE_LIMIT),
        (429, b"slow down", FailureKind.RATE_LIMIT),
        (200, recorded("error_in_200.json"), FailureKind.BAD_REPLY),
        (200, {"data": {}, "error": {"code": 1, "msg": "broken"}}, FailureKind.BAD_REPLY),
        (200, {"meta": {}, "data": []}, FailureKind.BAD_REPLY),
        (200, {"surprise": True}, FailureKind.BAD_REPLY),
        (200, {"data": {"search": "many"}}, FailureKind.BAD_REPLY),
        (200, b"<html>", FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status, body, kind):
    """Each documented refusal has its kind, in the errors of this version and of the one before."""
    trouble = refusal(body, status)
    assert trouble.kind is kind
    assert not trouble.passing
    assert trouble.message.startswith("Kagi ")


def test_a_failure_of_its_own_may_pass():
    """A server error may pass."""
    assert refusal(b"", 500).passing


def test_its_own_words_are_quoted():
    """Codes and messages of every error end the sentence, the key masked."""
    body = {"error": [{"code": "a.b", "message": "key secret-kagi-key"}, {"code": "c.d"}, None, 5]}
    assert refusal(body, 400).message == "Kagi refused the request as invalid (HTTP 400): a.b key ***; c.d"
