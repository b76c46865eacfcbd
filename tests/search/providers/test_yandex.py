"""Yandex: the call as documented, the XML inside its replies, and XML that must not be expanded."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.yandex import YANDEX, build, parse

FOLDER = Path(__file__).parents[2] / "recordings" / "yandex"
CONTRACT = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))
OK = (FOLDER / "ok.xml").read_text(encoding="utf-8")
KEY = "invented-key"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE yandexsearch [
 <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<yandexsearch><response><results><grouping><group><doc><title>&c;</title></doc></group></grouping></results></response>
</yandexsearch>"""


def ask(text: str = "leaking pen", *, depth: int = 10, page: int = 1, **market) -> Ask:
    request = SearchRequest(text=text, provider="yandex", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=YANDEX.base_url, credentials={"key": KEY, "folder": "b1g"}, page=page)


def answer(body: object, status: int = 200) -> HttpReply:
    return HttpReply(status=status, headers={}, body=json.dumps(body).encode())


def pack(xml: str | bytes) -> HttpReply:
    return answer({"rawData": b64encode(xml if isinstance(xml, bytes) else xml.encode()).decode()})


def respond(inner: str) -> HttpReply:
    return pack(f"<yandexsearch><response>{inner}</response></yandexsearch>")


def read(file: str) -> Page:
    return parse(ask(), HttpReply(status=200, headers={}, body=(FOLDER / file).read_bytes()))


def refuse(reply: HttpReply) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(ask(), reply)
    return caught.value


def test_the_call():
    """Method, address, body and the key in its header, and nowhere else."""
    call = build(ask(country="us", language="en", page=2))
    agent = call.json.pop("userAgent")
    assert (call.method, call.url) == ("POST", "https://searchapi.api.cloud.yandex.net/v2/web/search")
    assert call.json == {
        "query": {
            "searchType": "SEARCH_TYPE_COM",
            "queryText": "leaking pen",
            "familyMode": "FAMILY_MODE_MODERATE",
            "page": "1",
            "fixTypoMode": "FIX_TYPO_MODE_OFF",
        },
        "sortSpec": {"sortMode": "SORT_MODE_BY_RELEVANCE", "sortOrder": "SORT_ORDER_DESC"},
        "groupSpec": {"groupMode": "GROUP_MODE_DEEP", "groupsOnPage": "10", "docsInGroup": "1"},
        "maxPassages": "3",
        "region": "84",
        "l10n": "LOCALIZATION_EN",
        "folderId": "b1g",
        "responseFormat": "FORMAT_XML",
    }
    assert "Windows" in agent
    assert call.secret_headers == {"Authorization": f"Api-Key {KEY}"}
    assert (call.params, call.secret_params, call.headers, call.form) == ((), (), {}, None)
    assert KEY not in repr(call)


@pytest.mark.parametrize(
    ("market", "search_type", "interface", "region"),
    [
        ({}, "COM", "EN", "84"),
        ({"country": "ru", "language": "ru-RU"}, "RU", "RU", "225"),
        ({"country": "tr", "language": "tr"}, "TR", "TR", "983"),
        ({"country": "kz", "language": "kk"}, "KK", "KK", "159"),
        ({"country": "by", "language": "be"}, "BE", "BE", "149"),
        ({"country": "uz", "language": "uz"}, "UZ", "EN", "171"),
        ({"country": "de", "language": "de"}, "COM", "EN", None),
        ({"country": "ru", "language": "ru", "location": "213"}, "RU", "RU", "213"),
        ({"country": "ru", "language": "ru", "location": "Moscow"}, "RU", "RU", "225"),
    ],
)
def test_the_market(market: dict, search_type: str, interface: str, region: str | None):
    """The country chooses the search and its region; a location is the number of a region or nothing."""
    body = build(ask(**market)).json
    assert body["query"]["searchType"] == f"SEARCH_TYPE_{search_type}"
    assert body["l10n"] == f"LOCALIZATION_{interface}"
    assert body.get("region") == region


def test_device_and_depth():
    """A mobile page comes of a mobile user agent; the depth is asked for up to what the API gives."""
    assert "Mobile" in build(ask(device=Device.MOBILE)).json["userAgent"]
    assert build(ask(depth=500)).json["groupSpec"]["groupsOnPage"] == "100"


def test_another_address():
    """A gateway takes the place of the API's own address."""
    moved = Ask(request=ask().request, base_url="http://127.0.0.1:9", credentials=ask().credentials)
    assert build(moved).url == "http://127.0.0.1:9/v2/web/search"


@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b", "füller läuft aus", "ペン 漏れ", "x" * 500, "<b>&amp;"])
def test_queries_travel_as_they_are(text: str):
    """Nothing in a query is encoded, cut or changed."""
    assert build(ask(text)).json["query"]["queryText"] == text


@pytest.mark.parametrize("name", ["ok", "short", "empty", "reask", "bad_key", "quota", "limited", "failed"])
def test_recordings_hold_the_xml_beside_them(name: str):
    """What is read in a review is what is replayed."""
    packed = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["rawData"]
    assert packed == b64encode((FOLDER / f"{name}.xml").read_bytes()).decode()


@pytest.mark.parametrize("case", ["ok", "short"])
def test_organic_results(case: str):
    """Groups keep the order given; one without a document or an address keeps its rank."""
    page = read(CONTRACT[case]["file"])
    assert [[one.rank, one.url, one.title] for one in page.results] == CONTRACT[case]["organic"]


def test_what_comes_with_a_result():
    """Passages are the snippet, else the headline; highlighting is text like any other; dates stay as printed."""
    first, second, third, *_ = read("ok.json").results
    assert first.snippet == "Start with the converter: most leaks & blots begin there."
    assert (first.date, second.date) == ("20260201T000000", None)
    assert second.title == "My new pen leaks into the cap"
    assert third.snippet == "Only a headline"


def test_what_the_page_says_of_itself():
    """The count says whether more follow; a suggested spelling is no correction, a replaced query is one."""
    page = read("ok.json")
    assert (page.engine, page.more, page.cost, page.market_verified) == ("yandex", True, None, False)
    assert (page.searched_for, page.features) == (None, ())
    assert read("short.json").more is False
    assert read("reask.json").searched_for == "leaking pen"


@pytest.mark.parametrize(
    "inner",
    [
        "<results><grouping><page last='x'>0</page></grouping></results><found priority='all'>9</found>",
        "<results><grouping><page last='²'>0</page></grouping></results><found priority='all'>9</found>",
        "<results><grouping/></results>",
        f"<results><grouping><page last='1'/></grouping></results><found priority='all'>{'9' * 5000}</found>",
    ],
)
def test_an_unknown_count_counts_as_more(inner: str):
    """What is no number says nothing."""
    assert parse(ask(), respond(inner)).more is True


def test_no_results_is_an_empty_page():
    """Error 15 says that nothing was found; so does a grouping without groups."""
    page = read("empty.json")
    assert (page.results, page.more) == ((), False)
    assert parse(ask(), respond("<results><grouping/></results>")).results == ()


@pytest.mark.parametrize(
    ("codes", "kind", "passing"),
    [
        ("1 2 18 19 37", FailureKind.UNSUPPORTED, False),
        ("31 33 42 44 48", FailureKind.AUTH, False),
        ("32", FailureKind.QUOTA, False),
        ("55", FailureKind.RATE_LIMIT, False),
        ("20 100 7777", FailureKind.BAD_REPLY, True),
    ],
)
def test_errors_inside_a_200(codes: str, kind: FailureKind, passing: bool):
    """Each documented number has its kind, and the text beside it is quoted without the key."""
    for code in codes.split():
        refusal = refuse(respond(f'<error code="{code}">no {KEY}\n today</error>'))
        assert (refusal.kind, refusal.passing) == (kind, passing)
        assert refusal.message.endswith(f"(code {code}): no *** today")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, FailureKind.UNSUPPORTED),
        (401, FailureKind.AUTH),
        (403, FailureKind.AUTH),
        (429, FailureKind.RATE_LIMIT),
        (503, FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status: int, kind: FailureKind):
    """The gateway's own refusals have their kinds, and its message is quoted."""
    refusal = refuse(answer(json.loads((FOLDER / "denied.json").read_text(encoding="utf-8")), status))
    assert refusal.kind is kind
    assert refusal.message.endswith(": Permission denied")


@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        BOMB.encode("utf-16"),
        '<!DOCTYPE x SYSTEM "file:///etc/hostname"><yandexsearch><response/></yandexsearch>',
        "\ufeff" + BOMB,
        "<!-- <a> -->" + BOMB.partition("?>")[2],
    ],
)
def test_entities_are_refused_and_not_expanded(xml: str | bytes):
    """A document type, however it is written, ends the reading before anything is expanded or opened."""
    assert refuse(pack(xml)).kind is FailureKind.BAD_REPLY


@pytest.mark.parametrize(
    "reply",
    [
        answer({}),
        answer([]),
        answer({"rawData": None}),
        answer({"rawData": "not base64!"}),
        answer({"rawData": "äöü"}),
        pack(b"\xff\xfe\x00"),
        pack(""),
        pack("<yandexsearch><response>"),
        pack("<html><body>Sorry</body></html>"),
        pack("<yandexsearch/>"),
        respond(""),
        respond("<found priority='all'>9</found>"),
        pack('<?xml version="1.0" encoding="no-such"?><a/>'),
        pack("<a>" * 100_000),
        HttpReply(status=200, headers={}, body=b"<html>"),
    ],
)
def test_another_shape_is_no_empty_page(reply: HttpReply):
    """Whatever is not the documented XML is a failure."""
    assert refuse(reply).kind is FailureKind.BAD_REPLY


@given(
    cuts=st.lists(st.integers(0, len(OK)), min_size=2, max_size=6).map(sorted),
    scrap=st.text(max_size=8) | st.sampled_from(["<group/>", "</doc>", "<error/>", "&amp;", "]]>", "<!--"]),
)
def test_damaged_xml_is_read_or_refused(cuts: list[int], scrap: str):
    """Cut and patched XML gives a page with ranks from 1 on, or a failure, and never anything else."""
    pieces = [OK[start:end] for start, end in zip([0, *cuts[1::2]], [*cuts[::2], len(OK)], strict=False)]
    try:
        ranks = [one.rank for one in parse(ask(), pack(scrap.join(pieces).encode("utf-8", "replace"))).results]
    except ApiError:
        ranks = []
    assert ranks == list(range(1, len(ranks) + 1))
