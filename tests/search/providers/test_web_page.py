"""What the keyless providers share: honest calls, and replies that are an answer only if the page says so."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import Api, ApiError, Ask, Page
from searchgap.search.providers.brave_web import BRAVE_WEB
from searchgap.search.providers.duckduckgo_web import DUCKDUCKGO_WEB
from searchgap.search.providers.mojeek_web import MOJEEK_WEB
from searchgap.search.providers.yahoo_web import YAHOO_WEB

RECORDINGS = Path(__file__).parents[2] / "recordings"
EVERY_API = pytest.mark.parametrize(
    "api", [DUCKDUCKGO_WEB, BRAVE_WEB, MOJEEK_WEB, YAHOO_WEB], ids=lambda api: api.spec.name
)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FILES = ("ok.html", "short.html", "empty.html", "blocked.html")


def ask_for(api: Api, text: str = "lamp flickers", *, depth: int = 10, page: int = 1, **market) -> Ask:
    request = SearchRequest(text=text, provider=api.spec.name, depth=depth, market=Market(**market))
    return Ask(request=request, base_url=api.base_url, page=page)


def recorded(api: Api, file: str) -> bytes:
    return (RECORDINGS / api.spec.name / file).read_bytes()


def read(api: Api, body: bytes, status: int = 200, *, depth: int = 10, **headers) -> Page:
    return api.parse(ask_for(api, depth=depth), HttpReply(status=status, headers=headers, body=body))


def refuse(api: Api, body: bytes, status: int = 200, **headers) -> ApiError:
    with pytest.raises(ApiError) as caught:
        read(api, body, status, **headers)
    return caught.value


@EVERY_API
def test_it_says_what_it_is(api):
    """The call names searchgap and nothing that only a browser would send; it holds no secret."""
    headers = api.build(ask_for(api, country="de", language="de-AT")).headers
    assert headers["User-Agent"] == "Mozilla/5.0 (compatible; searchgap)"
    assert headers["Accept-Language"] == "de-DE,de;q=0.7"
    assert set(headers) <= {"User-Agent", "Accept", "Accept-Language", "Cookie"}


@EVERY_API
def test_it_is_slow_and_says_that_it_is_not_to_be_trusted(api):
    """One search at a time, not one in two seconds; the table and the card warn before anybody chooses it."""
    assert api.rate.at_once == 1
    assert api.rate.per_second <= 0.5
    assert api.spec.price == 0
    assert not api.credentials
    assert "low trust" in api.spec.summary
    assert "opt-in" in api.spec.summary
    assert "terms" in api.spec.summary
    assert "terms are against automated use" in api.spec.card
    assert "only where you name it" in api.spec.card
    assert "Slow by design" in api.spec.card


@EVERY_API
def test_a_page_is_cut_to_the_depth(api):
    """Fewer results are kept than the page holds where fewer were asked for, the first ones."""
    whole = read(api, recorded(api, "ok.html"))
    assert read(api, recorded(api, "ok.html"), depth=3).results == whole.results[:3]
    assert whole.engine == api.spec.engines[0]


@EVERY_API
def test_an_empty_page_is_a_fact_with_nothing_after_it(api):
    """The engine's own word that nothing was found is an answer."""
    page = read(api, recorded(api, "empty.html"))
    assert (page.results, page.more) == ((), False)


@EVERY_API
@pytest.mark.parametrize("status", [202, 401, 403, 407, 503])
def test_a_status_of_refusal_is_a_block_whatever_the_page(api, status):
    """A refusal is not undone by results beside it, and is not made again at once."""
    trouble = refuse(api, recorded(api, "ok.html"), status)
    assert (trouble.kind, trouble.passing) == (FailureKind.BLOCKED, False)
    assert f"HTTP {status}" in trouble.message
    assert "saved" in trouble.hint


@EVERY_API
@pytest.mark.parametrize(
    "location",
    [
        "https://www.google.example/sorry/index?q=lamp",
        "/sp/captcha",
        "https://engine.example/showcaptcha?retpath=x",
        "/challenge/1",
        "https://consent.yahoo.com/v2/collectConsent?sessionId=1",
        "https://guce.yahoo.com/consent",
    ],
)
def test_a_redirect_to_a_challenge_is_a_block(api, location):
    """Where the search is sent on to a captcha or a consent page, it is blocked."""
    assert refuse(api, b"", 302, location=location).kind is FailureKind.BLOCKED


@EVERY_API
@pytest.mark.parametrize(
    "location", ["https://elsewhere.example/", "/search?q=captcha+challenge", "https://[broken", "", None]
)
def test_any_other_redirect_is_a_bad_reply(api, location):
    """It is not followed, and the words searched, echoed in its query, decide nothing."""
    headers = {} if location is None else {"location": location}
    trouble = refuse(api, b"", 303, **headers)
    assert trouble.kind is FailureKind.BAD_REPLY
    assert "HTTP 303" in trouble.message


@EVERY_API
def test_too_many_searches(api):
    """429 is a rate limit with the wait that is asked for."""
    trouble = refuse(api, b"<title>429</title>", 429, **{"retry-after": "7"})
    assert (trouble.kind, trouble.retry_after) == (FailureKind.RATE_LIMIT, 7)


@EVERY_API
def test_a_server_error_may_pass(api):
    """A failure of the server's own is tried again."""
    trouble = refuse(api, b"oops", 500)
    assert (trouble.kind, trouble.passing) == (FailureKind.BAD_REPLY, True)


@EVERY_API
def test_a_challenge_in_place_of_results_is_a_block(api):
    """A page that asks for something before it shows results is no empty page."""
    trouble = refuse(api, recorded(api, "blocked.html"))
    assert trouble.kind is FailureKind.BLOCKED
    assert "asks" in trouble.message


@EVERY_API
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"results": []}',
        b"[" * 100_000,
        b"<!doctype html><title>Hello</title>",
        b"<html><body><div id='app'></div><script>start()</script></body></html>",
        b"<p>No results? Solve the captcha! Unfortunately, bots use DuckDuckGo too.</p>",
        b"\x1f\x8b" + b"\x00" * 50,
    ],
)
def test_a_page_that_says_nothing_is_a_bad_reply(api, body):
    """Neither results nor the engine's word that there are none: not measured, and not taken for a block."""
    trouble = refuse(api, body)
    assert trouble.kind is FailureKind.BAD_REPLY
    assert trouble.hint


@EVERY_API
def test_a_page_too_large_to_be_read_is_a_bad_reply(api):
    """What unpacks to more than a page ever holds ends in a failure, not in an error of usage."""
    import gzip

    assert refuse(api, gzip.compress(b" " * 30_000_001)).kind is FailureKind.BAD_REPLY


@EVERY_API
@pytest.mark.parametrize("label", ["Shift_JIS", "euc-jp", '"ISO-2022-JP"'])
def test_the_encoding_may_come_with_the_reply(api, label):
    """A page that does not name its encoding itself is read by the one in the header."""
    page = recorded(api, "ok.html").decode()
    page = re.sub(r"<meta[^>]*charset[^>]*>", "", page).replace(" lamp", " ランプ")
    body = page.encode(label.strip('"'), "ignore")
    found = read(api, body, **{"content-type": f"text/html; charset={label}"})
    assert "ランプ" in found.results[0].title
    assert "ランプ" not in read(api, body).results[0].title


def test_another_engine_s_page_is_a_bad_reply():
    """A gateway that answers for somebody else measures nothing."""
    for api, other in ((BRAVE_WEB, MOJEEK_WEB), (MOJEEK_WEB, YAHOO_WEB), (YAHOO_WEB, DUCKDUCKGO_WEB)):
        assert refuse(api, recorded(other, "ok.html")).kind is FailureKind.BAD_REPLY


def test_features():
    """What stands beside the results is kept, advertisements apart from them."""
    kinds = {api.spec.name: {one.kind for one in read(api, recorded(api, "ok.html")).features} for api in WITH_FEATURES}
    assert kinds == {
        "duckduckgo-web": {FeatureKind.ANSWER_BOX, FeatureKind.ADS},
        "brave-web": {FeatureKind.QUESTIONS, FeatureKind.RELATED_SEARCHES, FeatureKind.ADS},
        "yahoo-web": {FeatureKind.RELATED_SEARCHES, FeatureKind.ADS},
    }


WITH_FEATURES = (DUCKDUCKGO_WEB, BRAVE_WEB, YAHOO_WEB)


def check(api: Api, reply: HttpReply) -> None:
    """Nothing but a page with ranks from 1, or a failure in one short sentence."""
    try:
        page = api.parse(ask_for(api), reply)
    except ApiError as trouble:
        check_sentence(trouble.message)
        return
    assert [one.rank for one in page.results] == list(range(1, len(page.results) + 1))
    assert all(one.title and one.url for one in page.results)


def check_sentence(message: str) -> None:
    assert 0 < len(message) < 320
    assert "\n" not in message


statuses = st.sampled_from([200, 200, 200, 202, 204, 302, 303, 400, 402, 403, 404, 418, 429, 500, 503])
headers = st.dictionaries(st.sampled_from(["location", "retry-after"]), st.text(max_size=30), max_size=2)


@EVERY_API
@MANY
@given(body=st.binary(max_size=200), status=statuses, sent=headers)
def test_any_bytes_are_read_or_refused(api, body, status, sent):
    """No bytes, status or header make reading fail in another way."""
    check(api, HttpReply(status=status, headers=sent, body=body))


@EVERY_API
@MANY
@given(data=st.data())
def test_a_damaged_page_is_read_or_refused(api, data):
    """A page cut, spliced or garbled anywhere keeps its ranks without holes, or is refused."""
    body = recorded(api, data.draw(st.sampled_from(FILES)))
    for _ in range(data.draw(st.integers(1, 5))):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))
        body = body[:start] + data.draw(st.binary(max_size=12) | st.just(body[start:end] * 2)) + body[end:]
    check(api, HttpReply(status=200, headers={}, body=body))


@EVERY_API
@MANY
@given(
    text=st.text(st.characters(exclude_characters="!"), min_size=1, max_size=60),
    market=st.builds(
        Market,
        country=st.none() | st.sampled_from(["us", "gb", "de", "kz", "tw"]),
        language=st.none() | st.sampled_from(["en", "pt-BR", "zh-Hant-TW", "fil", "nb"]),
        location=st.none() | st.text(max_size=10),
        device=st.sampled_from(Device),
    ),
    depth=st.integers(1, 200),
    page=st.integers(1, 12),
)
def test_any_search_is_built(api, text, market, depth, page):
    """Every search becomes the same call again, with the words as they are and headers that can be sent."""
    request = SearchRequest(text=text, provider=api.spec.name, market=market, depth=depth)
    ask = Ask(request=request, base_url="http://127.0.0.1:8080/gate", page=page if api is not DUCKDUCKGO_WEB else 1)
    call = api.build(ask)
    assert call == api.build(ask)
    assert call.url.startswith("http://127.0.0.1:8080/gate/")
    assert text in [value for _, value in (*call.params, *(call.form or ()))]
    assert all(value.isascii() and value.isprintable() for value in call.headers.values())


@EVERY_API
@pytest.mark.parametrize("text", ['c++ & c# 100% "vs" a=b?c;d/e', "größte Lücke 東京 🪔", "a" * 499, "-site:a.example"])
def test_unusual_queries_are_sent_as_they_are(api, text):
    """The words are neither encoded nor changed: that is the client's work."""
    call = api.build(ask_for(api, text))
    assert text in dict(call.form or call.params).values()


@EVERY_API
def test_the_contract_names_every_recording(api):
    """No recording lies about unused."""
    contract = json.loads(recorded(api, "contract.json"))
    named = {case["file"] for case in contract.values() if isinstance(case, dict) and "file" in case}
    assert named == {file.name for file in (RECORDINGS / api.spec.name).glob("*.html")} == set(FILES)
