"""SerpApi and SearchApi, which sell the same pages in much the same JSON: what holds for both."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import Api, ApiError, Ask, Page
from searchgap.search.providers.searchapi import SEARCHAPI
from searchgap.search.providers.serpapi import SERPAPI
from searchgap.search.providers.sold_pages import takes_market

RECORDINGS = Path(__file__).parents[2] / "recordings"
KEY = "canary-key-3316"
EVERY_API = pytest.mark.parametrize("api", [SERPAPI, SEARCHAPI], ids=lambda api: api.spec.name)
# What only one of the two gives.
ALONE = {
    "serpapi": {
        FeatureKind.RELATED_SEARCHES: [("hinge grease", None), ("Butt hinge", None)],
        FeatureKind.VIDEOS: [
            ("Grease a hinge", "https://videos.example/watch?v=grease"),
            ("Hinge in ten seconds", "https://videos.example/short/1"),
        ],
    },
    "searchapi": {
        FeatureKind.RELATED_SEARCHES: [("hinge grease", None)],
        FeatureKind.VIDEOS: [("Grease a hinge", "https://videos.example/watch?v=grease")],
    },
}


def ask(api: Api, text: str = "squeaky door", **request: object) -> Ask:
    found = SearchRequest(text=text, provider=api.spec.name, **request)
    return Ask(request=found, base_url=api.base_url, credentials={"key": KEY})


def read(api: Api, name: str) -> Page:
    body = (RECORDINGS / api.spec.name / f"{name}.json").read_bytes()
    return api.parse(ask(api), HttpReply(status=200, headers={}, body=body))


@EVERY_API
@pytest.mark.parametrize("text", ["c++ & 100% #1", "türen knarren ドア", "a=b?c", "x" * 500])
def test_unusual_words_are_sent_as_they_are(api: Api, text: str):
    """Escaping is left to the client, which does it once."""
    assert dict(api.build(ask(api, text)).params)["q"] == text


@EVERY_API
def test_another_engine_is_refused(api: Api):
    """An engine without an adapter here is refused before anything is spent."""
    with pytest.raises(ApiError) as caught:
        api.build(ask(api, engine="yahoo"))
    assert caught.value.kind is FailureKind.UNSUPPORTED


@EVERY_API
def test_a_page_is_read_whole(api: Api):
    """Every organic row keeps its place, a row without an address too, and wrapped addresses are not taken."""
    page = read(api, "ok")
    expected = json.loads((RECORDINGS / api.spec.name / "contract.json").read_text())["ok"]["organic"]
    assert [[row.rank, row.url, row.title] for row in page.results] == expected
    assert page.results[0].snippet == "Lift the pin, grease it, put it back."
    assert page.results[1].date == "3 days ago"
    assert (page.results[2].snippet, page.results[2].date) == (None, None)
    assert (page.engine, page.cost, page.searched_for) == ("google", None, None)
    assert (page.market_verified, page.more) == (True, True)


@EVERY_API
def test_features_are_read(api: Api):
    """Text and address of every block; what an AI answer cites stands for its question."""
    found = {one.kind: [(item.text, item.url) for item in one.items] for one in read(api, "ok").features}
    assert (
        found
        == {
            FeatureKind.AI_OVERVIEW: [
                ("Stop a door squeaking", "https://hinge.example/guides/squeak"),
                ("DIY", "https://diy.example/grease"),
            ],
            FeatureKind.ANSWER_BOX: [("Grease the hinge pin.", "https://hinge.example/guides/squeak")],
            FeatureKind.QUESTIONS: [
                ("Why does a door squeak?", "https://diy.example/squeak"),
                ("Is oil enough?", "https://oil.example/"),
                ("Who makes hinges?", None),
            ],
            FeatureKind.DISCUSSIONS: [
                ("Door squeaks again", "https://forum.example/t/again/9"),
                ("My quiet house", "https://social.example/p/4"),
            ],
            FeatureKind.NEWS: [("Doors fall silent", "https://news.example/doors")],
            FeatureKind.ADS: [("Silent hinges", "https://ads.example/hinges")],
            FeatureKind.KNOWLEDGE_PANEL: [("Hinge", "https://wiki.example/Hinge")],
        }
        | ALONE[api.spec.name]
    )


@EVERY_API
def test_a_lean_last_page_is_a_page(api: Api):
    """Missing and null blocks are not there, and a pagination without a next page ends the list."""
    page = read(api, "short")
    assert [row.rank for row in page.results] == [1, 2, 3, 4]
    assert (page.features, page.more) == ((), False)


@EVERY_API
def test_the_reasons_of_a_refusal_are_quoted_without_the_key(api: Api):
    """What the API says helps; what it repeats of the key does not."""
    body = json.dumps({"error": f"Unsupported parameter api_key={KEY} " + "x" * 300}).encode()
    with pytest.raises(ApiError) as caught:
        api.parse(ask(api), HttpReply(status=400, headers={}, body=body))
    said = f"{api.spec.title} refused the request as invalid: Unsupported parameter api_key=***"
    assert caught.value.message.startswith(said)
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    ("engine", "market", "taken"),
    [
        ("google", Market(location="Austin", device=Device.MOBILE), True),
        ("bing", Market(location="Austin"), True),
        ("duckduckgo", Market(country="de"), True),
        ("duckduckgo", Market(location="Austin"), False),
        ("duckduckgo", Market(device=Device.MOBILE), False),
    ],
)
def test_what_an_engine_takes_of_a_market(engine: str, market: Market, taken: bool):
    """DuckDuckGo knows neither places nor devices, so such a market is never confirmed."""
    assert takes_market(engine, market) is taken
