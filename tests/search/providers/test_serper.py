"""Serper: what is sent, and what a reply means."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.serper import SERPER

RECORDINGS = Path(__file__).parents[2] / "recordings" / "serper"
KEY = "canary-key-7781"


def ask(text: str = "squeaky door", *, page: int = 1, base_url: str = SERPER.base_url, **request: object) -> Ask:
    found = SearchRequest(text=text, provider="serper", **request)
    return Ask(request=found, base_url=base_url, credentials={"key": KEY}, page=page)


def recorded(name: str, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=(RECORDINGS / f"{name}.json").read_bytes())


def reply(body: object, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode())


def refusal(answer: HttpReply, question: Ask | None = None) -> ApiError:
    with pytest.raises(ApiError) as caught:
        SERPER.parse(question or ask(), answer)
    assert KEY not in caught.value.message
    return caught.value


def features(page: Page) -> dict[FeatureKind, list[tuple[str | None, str | None]]]:
    return {found.kind: [(item.text, item.url) for item in found.items] for found in page.features}


def test_a_search_is_one_post_with_the_key_in_a_header():
    """The market is always named, autocorrect is off, and the key stands in its secret place only."""
    call = SERPER.build(ask())
    assert (call.method, call.url, call.params) == ("POST", "https://google.serper.dev/search", ())
    assert call.json == {
        "q": "squeaky door",
        "gl": "us",
        "hl": "en",
        "num": 10,
        "page": 1,
        "autocorrect": False,
    }
    assert call.secret_headers == {"X-API-KEY": KEY}
    assert KEY not in repr(call)


def test_market_depth_page_and_base_url_are_taken_over():
    """What is asked is what is sent; the depth is capped at what one call can give."""
    market = Market(country="br", language="pt-BR", location="Recife, Brazil")
    call = SERPER.build(ask(market=market, depth=300, page=3, base_url="http://127.0.0.1:9/serper"))
    assert call.url == "http://127.0.0.1:9/serper/search"
    assert call.json == {
        "q": "squeaky door",
        "gl": "br",
        "hl": "pt-br",
        "location": "Recife, Brazil",
        "num": 100,
        "page": 3,
        "autocorrect": False,
    }


@pytest.mark.parametrize("text", ["c++ & 100% #1", "türen knarren ドア", 'a "b" \\ c', "x" * 500])
def test_unusual_words_are_sent_as_they_are(text: str):
    """JSON needs no escaping of ours."""
    assert SERPER.build(ask(text)).json["q"] == text


def test_another_engine_is_refused():
    """Serper reads Google only, and says so instead of passing its ranks for another's."""
    with pytest.raises(ApiError) as caught:
        SERPER.build(ask(engine="bing"))
    assert caught.value.kind is FailureKind.UNSUPPORTED


def test_a_page_is_read_whole():
    """Every organic row keeps its place, a row without an address too."""
    page = SERPER.parse(ask(), recorded("ok"))
    expected = json.loads((RECORDINGS / "contract.json").read_text())["ok"]["organic"]
    assert [[row.rank, row.url, row.title] for row in page.results] == expected
    assert page.results[0].snippet == "Lift the pin, grease it, put it back."
    assert page.results[0].date == "Feb 1, 2026"
    assert (page.results[2].snippet, page.results[2].date) == (None, None)
    assert (page.engine, page.cost, page.market_verified, page.more) == ("google", Decimal("0.001"), True, True)
    assert page.searched_for is None


def test_features_are_read():
    """Text and address of every block that Serper documents; others are passed over."""
    assert features(SERPER.parse(ask(), recorded("ok"))) == {
        FeatureKind.ANSWER_BOX: [("Grease the hinge pin.", "https://hinge.example/guides/squeak")],
        FeatureKind.QUESTIONS: [
            ("Why does a door squeak?", "https://diy.example/squeak"),
            ("Is oil enough?", None),
        ],
        FeatureKind.RELATED_SEARCHES: [("hinge grease", None), ("squeaky door & oil", None)],
        FeatureKind.NEWS: [("Doors fall silent", "https://news.example/doors")],
        FeatureKind.VIDEOS: [("Grease a hinge", "https://videos.example/watch?v=grease")],
        FeatureKind.KNOWLEDGE_PANEL: [("Hinge", "https://hinges.example/")],
    }


def test_a_lean_page_is_a_page():
    """Missing and null blocks are not there; what was not echoed is not verified; no credits stated is no cost."""
    page = SERPER.parse(ask(), recorded("short"))
    assert [row.rank for row in page.results] == [1, 2, 3, 4]
    assert (page.features, page.cost, page.market_verified) == ((), None, False)


@pytest.mark.parametrize("body", [{"organic": []}, {"searchParameters": {}, "organic": None}, {"searchParameters": {}}])
def test_no_results_are_an_empty_page(body: object):
    """An empty list and a missing one say the same, and there is nothing after it."""
    page = SERPER.parse(ask(), reply(body))
    assert (page.results, page.more) == ((), False)
    assert SERPER.parse(ask(), recorded("empty")).results == ()


def test_two_credits_cost_twice():
    """A deep search is charged twice, and says so."""
    page = SERPER.parse(ask(depth=20), reply({"searchParameters": {}, "credits": 2}))
    assert page.cost == Decimal("0.002")


def test_a_corrected_search_tells_its_words():
    """Where the engine searched something else, the page says what."""
    body = {"searchParameters": {}, "searchInformation": {"showingResultsFor": "squeaky <b>doors</b>"}}
    assert SERPER.parse(ask("sqeaky doors"), reply(body)).searched_for == "squeaky doors"


@pytest.mark.parametrize(
    ("echo", "market", "verified"),
    [
        ({"gl": "de", "hl": "de"}, Market(country="de", language="de"), True),
        ({"gl": "us", "hl": "de"}, Market(country="de", language="de"), False),
        ({"gl": "us", "hl": "en"}, Market(location="Austin"), False),
        ({"gl": "us", "hl": "en", "location": "Austin"}, Market(location="Austin"), True),
        ({"gl": "us", "hl": "en"}, Market(device=Device.MOBILE), False),
    ],
)
def test_the_market_is_verified_by_its_echo(echo: object, market: Market, verified: bool):
    """Another market is not the one asked for, and Serper knows no phones."""
    page = SERPER.parse(ask(market=market), reply({"searchParameters": echo, "organic": []}))
    assert page.market_verified is verified


@pytest.mark.parametrize(
    ("answer", "kind", "passing"),
    [
        (recorded("bad_key", 403), FailureKind.AUTH, False),
        (recorded("quota", 400), FailureKind.QUOTA, False),
        (reply({"message": "No credits left"}, 429), FailureKind.QUOTA, False),
        (recorded("invalid", 400), FailureKind.UNSUPPORTED, False),
        (recorded("rate_limit", 429), FailureKind.RATE_LIMIT, False),
        (reply({}, 500), FailureKind.BAD_REPLY, True),
        (HttpReply(status=502, headers={}, body=b"<html>bad gateway</html>"), FailureKind.BAD_REPLY, True),
        (HttpReply(status=200, headers={}, body=b"<html>hello</html>"), FailureKind.BAD_REPLY, False),
        (reply({"message": "Unauthorized."}), FailureKind.BAD_REPLY, False),
        (reply({"searchParameters": {}, "organic": "blocked"}), FailureKind.BAD_REPLY, False),
        (reply([1, 2]), FailureKind.BAD_REPLY, False),
        (reply({}, 302), FailureKind.BAD_REPLY, False),
    ],
)
def test_every_refusal_has_its_kind(answer: HttpReply, kind: FailureKind, passing: bool):
    """A bad key is a 403, spent credits an invalid request; a failure never passes for an empty page."""
    trouble = refusal(answer)
    assert (trouble.kind, trouble.passing, trouble.charged) == (kind, passing, False)
    assert trouble.message.startswith("Serper ")


def test_the_reasons_of_a_refusal_are_quoted_without_the_key():
    """What the API says helps; what it repeats of the key does not."""
    trouble = refusal(reply({"message": f"bad num for {KEY} " + "x" * 300}, 400))
    assert trouble.message.startswith("Serper refused the request as invalid: bad num for *** xxx")
    assert len(trouble.message) < 300
