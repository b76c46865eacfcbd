"""DataForSEO, live: what is sent, and what a reply means."""

import json
from base64 import b64decode
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.dataforseo import DATAFORSEO

RECORDINGS = Path(__file__).parents[2] / "recordings" / "dataforseo"
LOGIN = {"login": "canary@mail.example", "password": "canary-7784"}


def ask(text: str = "squeaky door", *, page: int = 1, base_url: str = DATAFORSEO.base_url, **request: object) -> Ask:
    found = SearchRequest(text=text, provider="dataforseo", **request)
    return Ask(request=found, base_url=base_url, credentials=LOGIN, page=page)


def recorded(name: str, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=(RECORDINGS / f"{name}.json").read_bytes())


def reply(body: object, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode())


def envelope(result: object = None, code: object = 20000, **task: object) -> HttpReply:
    """A right envelope around one task."""
    return reply({"status_code": 20000, "tasks": [{"status_code": code, "result": [result], **task}]})


def features(page: Page) -> dict[FeatureKind, list[tuple[str | None, str | None]]]:
    return {found.kind: [(item.text, item.url) for item in found.items] for found in page.features}


def test_a_search_is_one_post_of_one_task():
    """The body is a list of one task with the market named; the login stands in its secret place only."""
    call = DATAFORSEO.build(ask())
    assert (call.method, call.url) == ("POST", "https://api.dataforseo.com/v3/serp/google/organic/live/advanced")
    assert call.json == [
        {
            "keyword": "squeaky door",
            "location_code": 2840,
            "language_code": "en",
            "device": "desktop",
            "depth": 10,
        }
    ]
    scheme, _, coded = call.secret_headers["Authorization"].partition(" ")
    assert (scheme, b64decode(coded)) == ("Basic", b"canary@mail.example:canary-7784")
    assert (call.params, call.headers, call.secret_params) == ((), {}, ())
    assert "canary" not in repr(call)
    assert coded not in repr(call)
    assert call.timeout == 130


@pytest.mark.parametrize(
    ("market", "expected"),
    [
        (Market(country="gb", language="en-GB"), {"location_code": 2826, "language_code": "en"}),
        (Market(country="de", language="de"), {"location_code": 2276, "language_code": "de"}),
        (Market(country="br", language="pt-BR"), {"location_code": 2076, "language_code": "pt-BR"}),
        (Market(country="af"), {"location_code": 2004, "language_code": "en"}),
        (
            Market(country="us", location="Austin, Texas , United States"),
            {"location_name": "Austin,Texas,United States", "language_code": "en"},
        ),
    ],
)
def test_a_market_is_a_number_or_the_name_of_a_place(market: Market, expected: dict[str, object]):
    """Countries go by Google's numbers; a place stands for its country and is spelt without spaces at the commas."""
    task = DATAFORSEO.build(ask(market=market)).json[0]
    assert task == {"keyword": "squeaky door", "depth": 10, "device": "desktop"} | expected


@pytest.mark.parametrize(
    ("depth", "page", "sent"), [(10, 1, 10), (5, 1, 5), (10, 2, 20), (30, 2, 60), (200, 1, 200), (150, 2, 200)]
)
def test_a_further_page_is_a_deeper_one(depth: int, page: int, sent: int):
    """There is no offset, and no more than 200 in one call."""
    assert DATAFORSEO.build(ask(depth=depth, page=page)).json[0]["depth"] == sent
    assert min(DATAFORSEO.ask_depth(ask(depth=depth, page=page)), DATAFORSEO.spec.max_depth) == sent


def test_engine_device_and_base_url_are_taken_over():
    """The engine is a part of the path."""
    market = Market(device=Device.MOBILE)
    call = DATAFORSEO.build(ask(engine="bing", market=market, base_url="http://127.0.0.1:9"))
    assert call.url == "http://127.0.0.1:9/v3/serp/bing/organic/live/advanced"
    assert call.json[0]["device"] == "mobile"


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("c++ & 100% #1", "c%2B%2B & 100%25 #1"),
        ("%2B", "%252B"),
        ("türen knarren ドア", "türen knarren ドア"),
        ("x" * 500, "x" * 500),
    ],
)
def test_percent_and_plus_are_escaped(text: str, sent: str):
    """DataForSEO decodes a keyword as if it came in an address, so these two must be escaped and nothing else."""
    assert DATAFORSEO.build(ask(text)).json[0]["keyword"] == sent


@pytest.mark.parametrize("request_", [{"engine": "duckduckgo"}, {"market": Market(country="xx")}])
def test_what_the_api_does_not_have_is_refused_before_it_costs(request_: dict[str, object]):
    """An engine without an adapter here and a country without a number are never sent."""
    with pytest.raises(ApiError) as caught:
        DATAFORSEO.build(ask(**request_))
    assert caught.value.kind is FailureKind.UNSUPPORTED


def test_a_page_is_read_whole():
    """Organic rows between blocks of other types keep their places, a row without an address too."""
    page = DATAFORSEO.parse(ask(), recorded("ok"))
    expected = json.loads((RECORDINGS / "contract.json").read_text())["ok"]["organic"]
    assert [[row.rank, row.url, row.title] for row in page.results] == expected
    assert page.results[0].snippet == "Lift the pin, grease it, put it back."
    assert page.results[0].date == "2026-02-01 00:00:00 +00:00"
    assert (page.results[2].snippet, page.results[2].date) == (None, None)
    assert (page.engine, page.cost, page.searched_for) == ("google", Decimal("0.002"), None)
    assert (page.market_verified, page.more) == (True, True)


def test_features_are_read():
    """Text and address of every block with a kind of ours; images and the like are passed over."""
    assert features(DATAFORSEO.parse(ask(), recorded("ok"))) == {
        FeatureKind.AI_OVERVIEW: [("Stop a door squeaking", "https://hinge.example/guides/squeak")],
        FeatureKind.ANSWER_BOX: [("Squeak", "https://hinge.example/guides/squeak")],
        FeatureKind.QUESTIONS: [
            ("Why does a door squeak?", "https://diy.example/squeak"),
            ("Is oil enough?", "https://oil.example/"),
            ("Who makes hinges?", None),
        ],
        FeatureKind.RELATED_SEARCHES: [("hinge grease", None), ("squeaky door & oil", None), ("door closer", None)],
        FeatureKind.DISCUSSIONS: [
            ("Door squeaks again", "https://forum.example/t/again/9"),
            ("My quiet house", "https://social.example/p/4"),
        ],
        FeatureKind.VIDEOS: [("Grease a hinge", "https://videos.example/watch?v=grease")],
        FeatureKind.NEWS: [("Doors fall silent", "https://news.example/doors")],
        FeatureKind.ADS: [("Silent hinges", "https://ads.example/hinges")],
        FeatureKind.KNOWLEDGE_PANEL: [("Hinge", "https://wiki.example/Hinge")],
    }


def test_an_overview_may_cite_part_by_part():
    """Where an AI overview has no sources as a whole, those of its parts count."""
    part = {"type": "ai_overview_element", "references": [{"title": "A", "url": "https://a.example/"}]}
    overview = {"type": "ai_overview", "references": None, "items": [part, part | {"references": None}]}
    page = DATAFORSEO.parse(ask(), envelope({"items": [overview]}))
    assert features(page) == {FeatureKind.AI_OVERVIEW: [("A", "https://a.example/")]}


def test_a_lean_page_is_a_page():
    """Missing keys are not there, and the echo of the task stands in for a result that does not name its market."""
    page = DATAFORSEO.parse(ask(), recorded("short"))
    assert [row.rank for row in page.results] == [1, 2, 3, 4]
    assert (page.features, page.market_verified) == ((), True)


def test_no_results_are_an_empty_page():
    """They have a status of their own, and are charged like any page."""
    page = DATAFORSEO.parse(ask(), recorded("empty"))
    assert (page.results, page.cost, page.more) == ((), Decimal("0.002"), False)
    assert DATAFORSEO.parse(ask(), envelope({"items_count": 0, "items": None})).results == ()


def test_a_further_page_leaves_out_those_before_it():
    """The deeper page holds the first ones as well; only what comes after them is taken, blocks too."""
    items = [{"type": "organic", "url": f"https://{page}.example/", "page": page} for page in (1, 1, 2, 2, 3, None)]
    items.append({"type": "related_searches", "page": 1, "items": ["again"]})
    page = DATAFORSEO.parse(ask(page=2), envelope({"items": items}))
    assert [(row.rank, row.url) for row in page.results] == [
        (1, "https://2.example/"),
        (2, "https://2.example/"),
        (3, "https://3.example/"),
        (4, "https://None.example/"),
    ]
    assert page.features == ()
    assert not DATAFORSEO.parse(ask(depth=100, page=2), envelope({"items": items})).more


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("showing_results_for", "squeaky doors"),
        ("including_results_for", "squeaky doors"),
        ("no_results_found_for", "squeaky doors"),
        ("did_you_mean", None),
        (None, None),
    ],
)
def test_only_a_search_that_was_changed_tells_other_words(kind: str | None, words: str | None):
    """A correction that was merely proposed changed nothing."""
    spell = {"keyword": "squeaky doors", "type": kind}
    assert DATAFORSEO.parse(ask(), envelope({"items": [], "spell": spell})).searched_for == words


@pytest.mark.parametrize(
    ("market", "data", "result", "verified"),
    [
        (Market(), {"keyword": "q"}, {"location_code": 2840, "language_code": "en"}, True),
        (Market(), {"device": "mobile"}, {"location_code": 2840, "language_code": "en"}, False),
        (Market(), None, {"location_code": 2826, "language_code": "en"}, False),
        (Market(), None, {"location_code": 2840}, False),
        (Market(device=Device.MOBILE), {}, {"location_code": 2840, "language_code": "en"}, False),
        (Market(device=Device.MOBILE), {"device": "mobile"}, {"location_code": 2840, "language_code": "en"}, True),
        (Market(location="Leeds, England"), {"location_name": "Leeds,England"}, {"language_code": "en"}, True),
        (Market(location="Leeds"), {}, {"location_code": 1006886, "language_code": "en"}, False),
    ],
)
def test_the_market_is_verified_by_the_result(market: Market, data: object, result: dict[str, object], verified: bool):
    """What the result says counts before what was sent; a phone must be named to be verified."""
    page = DATAFORSEO.parse(ask(market=market), envelope({"items": []} | result, data=data))
    assert page.market_verified is verified


@pytest.mark.parametrize(
    ("code", "kind", "passing"),
    [
        *((code, FailureKind.AUTH, False) for code in (40100, 40104, 40207)),
        *((code, FailureKind.QUOTA, False) for code in (40200, 40203, 40204, 40210)),
        *((code, FailureKind.RATE_LIMIT, False) for code in (40202, 40209)),
        *((code, FailureKind.UNSUPPORTED, False) for code in (40401, 40403, 40501, 40502, 40503, 40506)),
        *((code, FailureKind.BAD_REPLY, True) for code in (40101, 40103, 50000, 50301, 50303)),
        (50401, FailureKind.TIMEOUT, True),
        (40000, FailureKind.BAD_REPLY, False),
        (40602, FailureKind.BAD_REPLY, False),
    ],
)
def test_the_status_of_envelope_and_task_is_read(code: int, kind: FailureKind, passing: bool):
    """A right envelope may hold a failed task; one failure is charged all the same."""
    for answer in (envelope(code=code), reply({"status_code": code, "tasks": None})):
        with pytest.raises(ApiError) as caught:
            DATAFORSEO.parse(ask(), answer)
        assert (caught.value.kind, caught.value.passing) == (kind, passing)
        assert caught.value.charged is (code == 40101)
        assert f"({code})" in caught.value.message


@pytest.mark.parametrize(
    ("answer", "kind", "passing"),
    [
        (recorded("bad_key", 401), FailureKind.AUTH, False),
        (reply({}, 402), FailureKind.QUOTA, False),
        (reply({}, 404), FailureKind.BAD_REPLY, False),
        (reply({}, 500), FailureKind.BAD_REPLY, True),
        (recorded("quota"), FailureKind.QUOTA, False),
        (recorded("rate_limit"), FailureKind.RATE_LIMIT, False),
        (recorded("invalid"), FailureKind.UNSUPPORTED, False),
        (recorded("error_in_200"), FailureKind.BAD_REPLY, True),
        (reply({"status_code": 20000, "tasks": []}), FailureKind.BAD_REPLY, False),
        (reply({"status_code": "20000"}), FailureKind.BAD_REPLY, False),
        (envelope(code=[20000]), FailureKind.BAD_REPLY, False),
        (envelope(), FailureKind.BAD_REPLY, False),
        (envelope({"keyword": "q"}), FailureKind.BAD_REPLY, False),
        (envelope({"items": "none"}), FailureKind.BAD_REPLY, False),
        (HttpReply(status=200, headers={}, body=b"<html>hello</html>"), FailureKind.BAD_REPLY, False),
    ],
)
def test_every_refusal_has_its_kind(answer: HttpReply, kind: FailureKind, passing: bool):
    """A failure never passes for an empty page."""
    with pytest.raises(ApiError) as caught:
        DATAFORSEO.parse(ask(), answer)
    assert (caught.value.kind, caught.value.passing) == (kind, passing)
    assert caught.value.message.startswith("DataForSEO ")
