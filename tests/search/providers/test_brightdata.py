"""Bright Data: the call as documented, and what its replies mean."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureItem, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.brightdata import BRIGHTDATA, build, parse

FOLDER = Path(__file__).parents[2] / "recordings" / "brightdata"
CONTRACT = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))
KEY = "invented-key"


def ask(text: str = "leaking pen", *, engine: str | None = None, page: int = 1, **market) -> Ask:
    request = SearchRequest(text=text, provider="brightdata", engine=engine, market=Market(**market))
    return Ask(request=request, base_url=BRIGHTDATA.base_url, credentials={"key": KEY, "zone": "serp1"}, page=page)


def address(wanted: Ask) -> tuple[str, dict[str, str]]:
    """The page that a call names: where it is and its query."""
    found = urlsplit(build(wanted).json["url"])
    return f"{found.scheme}://{found.netloc}{found.path}", {key: one for key, [one] in parse_qs(found.query).items()}


def answer(body: object, status: int = 200, **headers: str) -> HttpReply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return HttpReply(status=status, headers=named, body=content)


def read(file: str) -> Page:
    return parse(ask(), HttpReply(status=200, headers={}, body=(FOLDER / file).read_bytes()))


def refuse(reply: HttpReply) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(ask(), reply)
    return caught.value


def wrap(body: object, status: object = 200, **headers: str) -> HttpReply:
    return answer({"status_code": status, "headers": headers, "body": body})


def test_the_call():
    """Method, address, zone and page in the body, the token in its header, and nowhere else."""
    call = build(ask(country="gb", language="en"))
    assert (call.method, call.url) == ("POST", "https://api.brightdata.com/request")
    assert call.json == {
        "zone": "serp1",
        "format": "raw",
        "url": "https://www.google.com/search?q=leaking+pen&gl=gb&hl=en&start=0&nfpr=1&brd_json=1",
    }
    assert call.secret_headers == {"Authorization": f"Bearer {KEY}"}
    assert (call.params, call.secret_params, call.headers, call.form) == ((), (), {}, None)
    assert KEY not in repr(call)


def test_the_market():
    """Country and language are always sent, device and place where they are set; Chinese goes by Google's codes."""
    _, plain = address(ask())
    assert (plain["gl"], plain["hl"]) == ("us", "en")
    _, full = address(ask(country="tw", language="zh-Hant", device=Device.MOBILE, location="Paris"))
    assert (full["gl"], full["hl"], full["brd_mobile"]) == ("tw", "zh-TW", "1")
    assert full["uule"] == "w CAIQICIFUGFyaXM"


def test_further_pages():
    """Google counts results from 0, Bing from 1."""
    assert address(ask(page=2))[1]["start"] == "10"
    assert address(ask(page=2, engine="bing"))[1]["first"] == "11"


def test_bing():
    """Bing's page is named by its market and parsed by a parser of its own."""
    wanted = ask(engine="bing", country="at", language="de-AT", device=Device.MOBILE)
    assert address(wanted) == (
        "https://www.bing.com/search",
        {"q": "leaking pen", "mkt": "de-AT", "first": "1", "brd_mobile": "1"},
    )
    assert build(wanted).json["data_format"] == "parsed_bing"


def test_the_zone_may_come_from_the_configuration():
    """A zone is no secret, so the configuration may name it; without any, the error says where it goes."""
    request = ask().request
    named = Ask(request=request, base_url="http://127.0.0.1:9", credentials={"key": KEY}, options={"zone": "mine"})
    assert build(named).json["zone"] == "mine"
    assert build(named).url == "http://127.0.0.1:9/request"
    with pytest.raises(ApiError) as caught:
        build(Ask(request=request, base_url=BRIGHTDATA.base_url, credentials={"key": KEY}))
    assert caught.value.kind is FailureKind.AUTH
    assert "BRIGHTDATA_SERP_ZONE" in (caught.value.hint or "")


def test_an_engine_it_does_not_read_is_refused_before_anything_is_spent():
    """The error names the engines that there are."""
    with pytest.raises(ApiError) as caught:
        build(ask(engine="altavista"))
    assert caught.value.kind is FailureKind.UNSUPPORTED
    assert "google, bing" in (caught.value.hint or "")


@pytest.mark.parametrize("engine", ["google", "bing"])
@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b", "füller läuft aus", "ペン 漏れ", "x" * 500])
def test_queries_are_encoded_once(engine: str, text: str):
    """The address of the page holds exactly the query."""
    assert address(ask(text, engine=engine))[1]["q"] == text


def test_a_broken_character_ends_no_audit():
    """Half a surrogate pair, which no address can hold, is replaced."""
    assert address(ask("pen \ud83d"))[1]["q"] == "pen ?"


@pytest.mark.parametrize("case", ["ok", "short"])
def test_organic_results(case: str):
    """Rows keep the order given; a row without an address keeps its rank."""
    page = read(CONTRACT[case]["file"])
    assert [[one.rank, one.url, one.title] for one in page.results] == CONTRACT[case]["organic"]
    assert page.engine == "google"


def test_features():
    """Blocks as lists and alone are features; null, empty and unknown ones are none."""
    page = read("ok.json")
    assert {one.kind: one.items for one in page.features} == {
        FeatureKind.QUESTIONS: (
            FeatureItem(text="Why does my pen leak?", url="https://pens.example/faq#:~:text=air"),
            FeatureItem(text="Is it the nib?"),
        ),
        FeatureKind.RELATED_SEARCHES: (
            FeatureItem(text="pen leaks ink"),
            FeatureItem(text="pen burping"),
            FeatureItem(text="leak proof pen"),
        ),
        FeatureKind.AI_OVERVIEW: (
            FeatureItem(text="Pens and heat", url="https://pens.example/heat"),
            FeatureItem(text="Inkwell", url="https://forum.inkwell.example/"),
        ),
        FeatureKind.ANSWER_BOX: (FeatureItem(text="Why pens leak", url="https://pens.example/leaks"),),
        FeatureKind.DISCUSSIONS: (FeatureItem(text="Pens that burp", url="https://forum.inkwell.example/t/12"),),
        FeatureKind.VIDEOS: (FeatureItem(text="Flush a pen", url="https://video.example/watch?v=9"),),
        FeatureKind.KNOWLEDGE_PANEL: (FeatureItem(text="Fountain pen"),),
        FeatureKind.ADS: (
            FeatureItem(text="Leak-free pens by Quill", url="https://quill.example/buy"),
            FeatureItem(text="Pens", url="https://shop.example/pens"),
        ),
    }
    assert page.results[2].snippet is None
    assert read("short.json").features == ()


def test_what_the_page_says_of_itself():
    """The pager says whether more follow; neither price nor market is confirmed."""
    page = read("ok.json")
    assert (page.more, page.cost, page.market_verified, page.searched_for) == (True, None, False, None)
    assert read("short.json").more is False
    assert read("empty.json").more is True


def test_a_corrected_query_is_told():
    """Words that the page holds results for, instead of those asked for, are told."""
    for found, told in (("leaking pens", "leaking pens"), ("Leaking  Pen", None), (None, None)):
        body = {"general": {"detected_query": found}, "organic": []}
        assert parse(ask(), answer(body)).searched_for == told


def test_a_wrapped_page_is_unwrapped():
    """A page inside the envelope of `format: json`, as text or as an object, reads like a bare one."""
    organic = {"organic": [{"link": "https://pens.example/", "title": "Pens"}]}
    assert [one.rank for one in read("wrapped.json").results] == [1]
    assert parse(ask(), wrap(organic)).results == parse(ask(), answer(organic)).results


def test_no_results_is_an_empty_page():
    """A parsed page without organic results is a fact, whether the list is empty or missing."""
    assert read("empty.json").results == ()
    assert parse(ask(), answer({"organic": []})).results == ()


@pytest.mark.parametrize(
    ("status", "kind", "passing"),
    [
        (400, FailureKind.UNSUPPORTED, False),
        (401, FailureKind.AUTH, False),
        (402, FailureKind.QUOTA, False),
        (403, FailureKind.AUTH, False),
        (429, FailureKind.RATE_LIMIT, False),
        (502, FailureKind.BAD_REPLY, True),
    ],
)
def test_refusals(status: int, kind: FailureKind, passing: bool):
    """Each documented status has its kind, and the reason in the headers is quoted without the token."""
    refusal = refuse(answer("no", status, x_brd_error=f"zone of {KEY} is unknown"))
    assert (refusal.kind, refusal.passing) == (kind, passing)
    assert refusal.message.endswith(": zone of *** is unknown")
    assert (refusal.hint is not None) is (status == 400)


@pytest.mark.parametrize(
    "reply",
    [
        answer({"organic": []}, x_brd_err_code="client_10000"),
        wrap("", 502),
        wrap("", 404),
        wrap("", None),
        wrap("", "200"),
        wrap({"organic": []}, **{"X-Brd-Error": "no peer"}),
    ],
)
def test_a_failure_inside_a_200_may_pass(reply: HttpReply):
    """An inner status or a reason in the headers means that the engine's page was not fetched."""
    refusal = refuse(reply)
    assert (refusal.kind, refusal.passing) == (FailureKind.BAD_REPLY, True)


@pytest.mark.parametrize("reply", [answer("<!doctype html>"), wrap("  <html>")])
def test_an_unparsed_page_is_a_matter_of_the_zone(reply: HttpReply):
    """HTML where JSON was asked for means that the zone has no parser: never an empty page."""
    refusal = refuse(reply)
    assert refusal.kind is FailureKind.BAD_REPLY
    assert "zone" in (refusal.hint or "")


@pytest.mark.parametrize(
    "reply",
    [
        answer({}),
        answer([]),
        answer(""),
        answer({"organic": "none"}),
        answer({"general": {"results_cnt": 1200}}),
        wrap(""),
        wrap(["organic"]),
        wrap(json.dumps([1])),
    ],
)
def test_another_shape_is_no_empty_page(reply: HttpReply):
    """Neither an unknown shape nor results that are counted and not listed are a page without results."""
    assert refuse(reply).kind is FailureKind.BAD_REPLY
