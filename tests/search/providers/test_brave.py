"""Brave: the call as documented, and what its replies mean."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureItem, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.brave import BRAVE, build, parse

FOLDER = Path(__file__).parents[2] / "recordings" / "brave"
CONTRACT = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))
KEY = "invented-key"


def ask(text: str = "leaking pen", *, depth: int = 10, page: int = 1, base_url: str = BRAVE.base_url, **market) -> Ask:
    request = SearchRequest(text=text, provider="brave", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=base_url, credentials={"key": KEY}, page=page)


def answer(body: object, status: int = 200, **headers: str) -> HttpReply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpReply(status=status, headers=named, body=json.dumps(body).encode())


def read(file: str, status: int = 200, **headers: str) -> Page:
    return parse(ask(), answer(json.loads((FOLDER / file).read_text(encoding="utf-8")), status, **headers))


def refuse(reply: HttpReply) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(ask(), reply)
    return caught.value


def error(status: int, code: str = "", detail: str = "", **headers: str) -> HttpReply:
    body = {"type": "ErrorResponse", "error": {"status": status, "code": code, "detail": detail}}
    return answer(body, status, **headers)


def test_the_call():
    """Method, address, every parameter and the key in its header, and nowhere else."""
    call = build(ask(country="gb", language="en"))
    assert (call.method, call.url) == ("GET", "https://api.search.brave.com/res/v1/web/search")
    assert dict(call.params) == {
        "q": "leaking pen",
        "count": "10",
        "offset": "0",
        "country": "GB",
        "search_lang": "en",
        "spellcheck": "false",
        "text_decorations": "false",
    }
    assert call.headers == {"Accept": "application/json"}
    assert call.secret_headers == {"X-Subscription-Token": KEY}
    assert (call.json, call.form, call.secret_params) == (None, None, ())
    assert KEY not in repr(call)


def test_the_market_defaults_to_the_united_states_in_english():
    """Where the user leaves the market open it is sent all the same, so that it does not drift."""
    sent = dict(build(ask(device=Device.MOBILE)).params)
    assert (sent["country"], sent["search_lang"]) == ("US", "en")


def test_depth_and_page():
    """The depth asked for is the count, up to what the API gives; the offset counts pages."""
    assert dict(build(ask(depth=5)).params)["count"] == "5"
    third = dict(build(ask(depth=50, page=3)).params)
    assert (third["count"], third["offset"]) == ("20", "2")


def test_another_address():
    """A gateway takes the place of the API's own address."""
    assert build(ask(base_url="http://127.0.0.1:9/brave")).url == "http://127.0.0.1:9/brave/res/v1/web/search"


@pytest.mark.parametrize(
    "text", ["c++ & 100% #1?", "a+b", "füller läuft aus", "ペン 漏れ", "x" * 500, '"quoted" -minus']
)
def test_queries_travel_as_they_are(text: str):
    """Nothing in a query is encoded, cut or changed before the client encodes it once."""
    assert dict(build(ask(text)).params)["q"] == text


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("en-GB", "en-gb"),
        ("ja", "jp"),
        ("ja-JP", "jp"),
        ("pt", "pt-pt"),
        ("pt-BR", "pt-br"),
        ("pt-PT", "pt-pt"),
        ("zh", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("zh-Hant-TW", "zh-hant"),
        ("zh-TW", "zh-hant"),
        ("no", "nb"),
        ("de-AT", "de"),
    ],
)
def test_languages_by_the_codes_of_brave(tag: str, code: str):
    """Brave has codes of its own for some languages, and regions for a few only."""
    assert dict(build(ask(language=tag)).params)["search_lang"] == code


@pytest.mark.parametrize(
    ("place", "headers"),
    [
        ("Zürich", {"X-Loc-City": "Zurich", "X-Loc-Country": "CH"}),
        (
            "Austin, Texas,United States",
            {"X-Loc-City": "Austin", "X-Loc-State-Name": "Texas", "X-Loc-Country": "CH"},
        ),
        ("Bern\r\nX-Evil: 1", {"X-Loc-City": "Bern X-Evil: 1", "X-Loc-Country": "CH"}),
        ("東京", {"X-Loc-Country": "CH"}),
    ],
)
def test_places_become_headers(place: str, headers: dict[str, str]):
    """A place is sent as city, state and country, in letters that a header can hold."""
    assert build(ask(country="ch", location=place)).headers == {"Accept": "application/json", **headers}


@pytest.mark.parametrize("case", ["ok", "short"])
def test_organic_results(case: str):
    """Rows keep the order given; a row without an address keeps its rank."""
    page = read(CONTRACT[case]["file"])
    assert [[one.rank, one.url, one.title] for one in page.results] == CONTRACT[case]["organic"]


def test_what_comes_with_a_result():
    """Snippets lose their highlighting, entities are read, missing ones are None, dates stay as printed."""
    first, _, third, *_ = read("ok.json").results
    assert first.snippet == "Start with the converter: most leaks & blots begin there."
    assert first.date == "2026-02-01T00:00:00"
    assert (third.snippet, third.date) == (None, None)


def test_features():
    """Every block beside the results is a feature; a missing or null one is none."""
    features = {one.kind: one.items for one in read("ok.json").features}
    assert features == {
        FeatureKind.DISCUSSIONS: (FeatureItem(text="My new pen leaks", url="https://forum.inkwell.example/t/4711"),),
        FeatureKind.QUESTIONS: (
            FeatureItem(text="Why does my pen leak?", url="https://pens.example/faq"),
            FeatureItem(text="Is it the nib?"),
        ),
        FeatureKind.NEWS: (FeatureItem(text="Pen recalled", url="https://news.example/pen"),),
        FeatureKind.VIDEOS: (FeatureItem(text="Flush a pen", url="https://video.example/watch?v=9"),),
        FeatureKind.KNOWLEDGE_PANEL: (FeatureItem(text="Fountain pen", url="https://wiki.example/wiki/Fountain_pen"),),
    }
    assert read("short.json").features == ()


def test_what_the_page_says_of_itself():
    """Engine, further pages and the absence of a price or a confirmed market are told as they are."""
    page = read("ok.json")
    assert (page.engine, page.more, page.cost, page.market_verified, page.searched_for) == (
        "brave",
        True,
        None,
        False,
        None,
    )
    assert read("short.json").more is False
    assert parse(ask(page=10), answer({"query": {"more_results_available": True}})).more is False


@pytest.mark.parametrize(("altered", "told"), [("leaking pens", "leaking pens"), ("leaking pen", None), (None, None)])
def test_a_corrected_query_is_told(altered: str | None, told: str | None):
    """Words searched instead of those asked for are told; the same words are no correction."""
    assert parse(ask(), answer({"query": {"altered": altered}})).searched_for == told


@pytest.mark.parametrize("file", ["empty.json", "empty_list.json"])
def test_no_results_is_an_empty_page(file: str):
    """Neither a missing block nor an empty list is a failure."""
    assert read(file).results == ()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(422, "SUBSCRIPTION_TOKEN_INVALID"), FailureKind.AUTH),
        (error(422, "VALIDATION", "country must be one of"), FailureKind.UNSUPPORTED),
        (error(401), FailureKind.AUTH),
        (error(403), FailureKind.AUTH),
        (error(400, "OPTION_NOT_IN_PLAN", "not in plan"), FailureKind.AUTH),
        (error(404), FailureKind.BAD_REPLY),
        (error(429), FailureKind.RATE_LIMIT),
        (error(429, "QUOTA_LIMITED"), FailureKind.QUOTA),
        (error(429, x_ratelimit_remaining="0, 12"), FailureKind.RATE_LIMIT),
        (error(429, x_ratelimit_remaining="1, 0"), FailureKind.QUOTA),
        (error(429, x_ratelimit_remaining="soon"), FailureKind.RATE_LIMIT),
        (error(200), FailureKind.BAD_REPLY),
        (answer({"surprise": True}), FailureKind.BAD_REPLY),
        (answer({"web": {"results": "none"}}), FailureKind.BAD_REPLY),
        (answer({"query": {}, "web": [1]}), FailureKind.BAD_REPLY),
        (answer([]), FailureKind.BAD_REPLY),
        (HttpReply(status=200, headers={}, body=b"<html>"), FailureKind.BAD_REPLY),
    ],
)
def test_refusals(reply: HttpReply, kind: FailureKind):
    """Each documented refusal has its kind: a bad key is a 422, a spent month shows in a header."""
    assert refuse(reply).kind is kind


def test_a_refusal_quotes_the_reason_without_the_key():
    """What the API says is quoted up to 200 characters, and an echoed key is masked."""
    refusal = refuse(error(422, "VALIDATION", f"bad {KEY} " + "y" * 500))
    assert refusal.message.startswith("Brave refused the request as invalid (HTTP 422): bad *** y")
    assert len(refusal.message) < 260
    assert KEY not in refusal.message


@pytest.mark.parametrize(
    ("reset", "seconds"), [("1, 1419704", 1), ("0.5", 0.5), ("nan, 1", None), ("-1", None), ("x", None), ("", None)]
)
def test_how_long_to_wait(reset: str, seconds: float | None):
    """The first window of the reset header is the wait; what is no time is none."""
    assert refuse(error(429, x_ratelimit_reset=reset)).retry_after == seconds


def test_a_server_error_may_pass():
    """Only a 5xx of this API may pass when it is asked again."""
    assert refuse(error(503)).passing
    assert not refuse(error(422)).passing
