"""Oxylabs: the call as documented, and what its replies mean."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureItem, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.oxylabs import OXYLABS, build, parse

FOLDER = Path(__file__).parents[2] / "recordings" / "oxylabs"
CONTRACT = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))
PASSWORD = "invented:pass wörd"


def ask(text: str = "leaking pen", *, engine: str | None = None, page: int = 1, **market) -> Ask:
    request = SearchRequest(text=text, provider="oxylabs", engine=engine, market=Market(**market))
    login = {"username": "ink", "password": PASSWORD}
    return Ask(request=request, base_url=OXYLABS.base_url, credentials=login, page=page)


def answer(body: object, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode())


def recorded(file: str) -> dict:
    return json.loads((FOLDER / file).read_text(encoding="utf-8"))


def read(file: str) -> Page:
    return parse(ask(), answer(recorded(file)))


def refuse(body: object, status: int = 200) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(ask(), answer(body, status))
    return caught.value


def job(content: object, **keys: object) -> dict:
    return {"results": [{"content": content, "status_code": 200, **keys}]}


def parsed(results: object, **keys: object) -> dict:
    return job({"results": results, "parse_status_code": 12000, **keys})


def test_the_call():
    """Method, address, body and login in its header, and nowhere else; the wait is as long as a page may take."""
    call = build(ask(country="gb", language="en"))
    assert (call.method, call.url) == ("POST", "https://realtime.oxylabs.io/v1/queries")
    assert call.json == {
        "source": "google_search",
        "query": "leaking pen",
        "parse": True,
        "geo_location": "GB",
        "locale": "en-gb",
        "start_page": 1,
        "pages": 1,
        "user_agent_type": "desktop",
        "context": [{"key": "nfpr", "value": True}],
    }
    assert (call.params, call.secret_params, call.headers, call.form) == ((), (), {}, None)
    scheme, _, login = call.secret_headers["Authorization"].partition(" ")
    assert (scheme, b64decode(login).decode()) == ("Basic", f"ink:{PASSWORD}")
    assert login not in repr(call)
    assert 165 <= call.timeout <= 180


@pytest.mark.parametrize(
    ("market", "sent"),
    [
        ({}, ("US", "en-us", "desktop")),
        ({"country": "br", "language": "pt-BR"}, ("BR", "pt-br", "desktop")),
        ({"country": "ch", "language": "de"}, ("CH", "de-ch", "desktop")),
        ({"country": "tw", "language": "zh-Hant"}, ("TW", "zh-tw", "desktop")),
        (
            {"country": "us", "location": "California,United States", "device": Device.MOBILE},
            ("California,United States", "en-us", "mobile"),
        ),
    ],
)
def test_the_market(market: dict, sent: tuple[str, str, str]):
    """Place, language and device are always sent; a place name stands for the country."""
    body = build(ask(**market)).json
    assert (body["geo_location"], body["locale"], body["user_agent_type"]) == sent


def test_bing_and_further_pages():
    """Bing is another source without Google's own switches; a further page is asked by its number."""
    body = build(ask(engine="bing", page=2)).json
    assert (body["source"], body["start_page"], body["pages"]) == ("bing_search", 2, 1)
    assert "context" not in body


def test_an_engine_it_does_not_read_is_refused_before_anything_is_spent():
    """The error names the engines that there are."""
    with pytest.raises(ApiError) as caught:
        build(ask(engine="altavista"))
    assert caught.value.kind is FailureKind.UNSUPPORTED
    assert "google, bing" in (caught.value.hint or "")


def test_another_address():
    """A gateway takes the place of the API's own address."""
    moved = Ask(request=ask().request, base_url="http://127.0.0.1:9", credentials=ask().credentials)
    assert build(moved).url == "http://127.0.0.1:9/v1/queries"


@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b", "füller läuft aus", "ペン 漏れ", "x" * 500, '"q" \\'])
def test_queries_travel_as_they_are(text: str):
    """Nothing in a query is encoded, cut or changed."""
    assert build(ask(text)).json["query"] == text


@pytest.mark.parametrize("case", ["ok", "short"])
def test_organic_results(case: str):
    """Rows keep the order given; a row without an address keeps its rank."""
    page = read(CONTRACT[case]["file"])
    assert [[one.rank, one.url, one.title] for one in page.results] == CONTRACT[case]["organic"]
    assert page.engine == "google"


def test_features():
    """Blocks as lists, as objects with items and alone are features; null and unknown ones are none."""
    page = read("ok.json")
    assert {one.kind: one.items for one in page.features} == {
        FeatureKind.RELATED_SEARCHES: (FeatureItem(text="pen leaks ink"), FeatureItem(text="pen burping")),
        FeatureKind.QUESTIONS: (
            FeatureItem(text="Why does my pen leak?", url="https://pens.example/faq"),
            FeatureItem(text="Is it the nib?"),
        ),
        FeatureKind.AI_OVERVIEW: (FeatureItem(text="Pens and heat", url="https://pens.example/heat"),),
        FeatureKind.ANSWER_BOX: (FeatureItem(text="Why pens leak", url="https://pens.example/leaks"),),
        FeatureKind.DISCUSSIONS: (FeatureItem(text="Pens that burp", url="https://forum.inkwell.example/t/12"),),
        FeatureKind.VIDEOS: (FeatureItem(text="Flush a pen", url="https://video.example/watch?v=9"),),
        FeatureKind.NEWS: (FeatureItem(text="Pen recalled", url="https://news.example/pen"),),
        FeatureKind.KNOWLEDGE_PANEL: (FeatureItem(text="Fountain pen", url="https://wiki.example/wiki/Fountain_pen"),),
        FeatureKind.ADS: (FeatureItem(text="Leak-free pens by Quill", url="https://quill.example/buy"),),
    }
    assert page.results[2].snippet is None
    assert read("short.json").features == ()


def test_what_the_page_says_of_itself():
    """The last page has no further one; neither price nor market is confirmed."""
    page = read("ok.json")
    assert (page.more, page.cost, page.market_verified, page.searched_for) == (True, None, False, None)
    assert read("short.json").more is False


def test_a_corrected_query_is_told():
    """Words shown instead of those asked for are told; another case is no correction."""
    for shown, told in (("leaking pens", "leaking pens"), ("Leaking Pen", None), (None, None)):
        found = {"organic": [], "search_information": {"showing_results_for": shown}}
        assert parse(ask(), answer(parsed(found))).searched_for == told


def test_no_results_is_an_empty_page():
    """A parsed page without organic results is a fact, whether the list is empty or missing."""
    assert read("empty.json").results == ()
    assert parse(ask(), answer(parsed({"paid": []}))).results == ()


@pytest.mark.parametrize(
    ("status", "message", "kind", "passing"),
    [
        (204, "", FailureKind.BAD_REPLY, True),
        (400, "bad field", FailureKind.UNSUPPORTED, False),
        (401, "Client not found", FailureKind.AUTH, False),
        (403, "Forbidden", FailureKind.AUTH, False),
        (404, "", FailureKind.BAD_REPLY, False),
        (422, "no such place", FailureKind.UNSUPPORTED, False),
        (429, "Too many requests", FailureKind.RATE_LIMIT, False),
        (429, "Monthly limit reached", FailureKind.QUOTA, False),
        (500, "", FailureKind.BAD_REPLY, True),
        (524, "", FailureKind.TIMEOUT, True),
        (612, "", FailureKind.BAD_REPLY, True),
        (613, "Faulted", FailureKind.BAD_REPLY, True),
    ],
)
def test_refusals(status: int, message: str, kind: FailureKind, passing: bool):
    """Each documented status has its kind, and says whether it may pass."""
    refusal = refuse({"message": message}, status)
    assert (refusal.kind, refusal.passing) == (kind, passing)
    assert message in refusal.message


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"results": []},
        {"results": "none"},
        {"results": [None]},
        job("<html>a page that was not parsed</html>"),
        job({}, status_code=613),
        job({"results": {"organic": [{"url": "https://pens.example/"}]}}, status_code=400),
        job({"results": {"organic": []}, "parse_status_code": 12002}),
        parsed({"organic": {"0": {}}}),
        parsed({"total_results_count": 1200}),
        parsed({"search_information": {"total_results_count": 5}}),
        [],
    ],
)
def test_a_page_that_was_not_fetched_or_parsed_is_no_empty_page(body: object):
    """An inner status, an unparsed page and results that are counted and not listed are failures."""
    assert refuse(body).kind is FailureKind.BAD_REPLY


def test_an_inner_failure_may_pass():
    """A scrape that failed is worth another attempt, and the reason is told."""
    refusal = refuse(recorded("error_in_200.json"))
    assert refusal.passing
    assert refusal.message == "Oxylabs could not fetch the page (status 613): Faulted after too many retries"
