"""SearXNG: the call as documented, engines that did not answer, and ranks of one engine or of the blend."""

import json
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind, FeatureItem, FeatureKind
from searchgap.net.http import HttpReply
from searchgap.search.api import ApiError, Ask, Page
from searchgap.search.providers.searxng import SEARXNG, build, parse

FOLDER = Path(__file__).parents[2] / "recordings" / "searxng"
CONTRACT = json.loads((FOLDER / "contract.json").read_text(encoding="utf-8"))
INSTANCE = "http://127.0.0.1:8888"


def ask(text: str = "leaking pen", *, engine: str | None = None, page: int = 1, base_url: str = INSTANCE, **market):
    request = SearchRequest(text=text, provider="searxng", engine=engine, market=Market(**market))
    return Ask(request=request, base_url=base_url, page=page)


def answer(body: object, status: int = 200) -> HttpReply:
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    return HttpReply(status=status, headers={}, body=content)


def read(file: str, engine: str | None = None) -> Page:
    return parse(ask(engine=engine), HttpReply(status=200, headers={}, body=(FOLDER / file).read_bytes()))


def refuse(reply: HttpReply, engine: str | None = None) -> ApiError:
    with pytest.raises(ApiError) as caught:
        parse(ask(engine=engine), reply)
    return caught.value


def row(name: str, *engines: str, positions: tuple = (1,), **keys: object) -> dict:
    found = {"url": f"https://{name}.example/", "title": name, "engines": engines, "positions": positions}
    return {**found, "template": "default.html", **keys}


def page(*rows: object, silent: object = (), **keys: object) -> HttpReply:
    return answer({"query": "leaking pen", "results": rows, "unresponsive_engines": silent, **keys})


def titles(found: Page) -> list[str]:
    return [one.title for one in found.results]


def test_the_call_for_the_blend():
    """Without an engine the general ones are asked; nothing is secret."""
    call = build(ask(country="at", language="de-DE", page=2))
    assert (call.method, call.url) == ("GET", "http://127.0.0.1:8888/search")
    assert dict(call.params) == {
        "q": "leaking pen",
        "format": "json",
        "language": "de-AT",
        "pageno": "2",
        "safesearch": "0",
        "categories": "general",
    }
    assert call.headers == {"Accept": "application/json", "Accept-Language": "en"}
    assert (call.secret_headers, call.secret_params, call.json, call.form) == ({}, (), None, None)
    assert dict(build(ask(engine="searxng")).params)["categories"] == "general"


def test_the_call_for_one_engine():
    """With an engine no category is named, since its other engines would be asked as well."""
    sent = dict(build(ask(engine="google")).params)
    assert sent["engines"] == "google"
    assert "categories" not in sent
    assert sent["language"] == "en-US"


def test_an_instance_must_be_named():
    """There is no server to fall back to, and the hint shows what to write."""
    assert SEARXNG.base_url == ""
    with pytest.raises(ApiError) as caught:
        build(ask(base_url=SEARXNG.base_url))
    assert caught.value.kind is FailureKind.UNSUPPORTED
    assert "providers: {searxng: {base_url:" in (caught.value.hint or "")


@pytest.mark.parametrize("text", ["c++ & 100% #1?", "a+b", "füller läuft aus", "ペン 漏れ", "x" * 500])
def test_queries_travel_as_they_are(text: str):
    """Nothing in a query is encoded, cut or changed before the client encodes it once."""
    assert dict(build(ask(text)).params)["q"] == text


@pytest.mark.parametrize("case", ["ok", "short"])
def test_organic_results_of_the_blend(case: str):
    """The blend keeps the order given; pictures, facts and rows without an address are not organic."""
    found = read(CONTRACT[case]["file"])
    assert [[one.rank, one.url, one.title] for one in found.results] == CONTRACT[case]["organic"]
    assert found.engine.partition(" without ")[0] == "searxng"


def test_organic_results_of_one_engine():
    """An address that the engine lists twice is moved up by the instance, and comes back to its first place."""
    found = read("one_engine.json", engine="brave")
    assert [one.url for one in found.results] == [
        "https://pens.example/leaks",
        "https://forum.inkwell.example/t/4711",
        "https://nibworks.example/help/leaking?utm_source=search&a=1+2",
        "https://video.example/watch?v=Zq1",
    ]
    assert [one.rank for one in found.results] == [1, 2, 3, 4]
    assert found.engine == "brave"


def test_rows_without_a_position_come_last():
    """What tells no position cannot be put before what tells one; otherwise the order given stays."""
    rows = (row("c", "brave", positions=()), row("d", "brave", positions=None), row("a", "brave", positions=(1,)))
    assert titles(parse(ask(engine="brave"), page(*rows, row("b", "brave", positions=(2, "1"))))) == [
        "a",
        "b",
        "c",
        "d",
    ]


def test_what_comes_with_a_result():
    """Content is the snippet, an empty one is none, dates stay as printed."""
    first, _, third, *_ = read("ok.json").results
    assert first.snippet == "Start with the converter: most leaks & blots begin there."
    assert first.date == "2026-02-01T00:00:00"
    assert (third.snippet, third.date) == (None, None)


def test_features():
    """Answers come as text or as objects, info boxes with addresses or an id, suggestions as text."""
    assert {one.kind: one.items for one in read("ok.json").features} == {
        FeatureKind.RELATED_SEARCHES: (FeatureItem(text="pen leaks ink"), FeatureItem(text="pen burping")),
        FeatureKind.ANSWER_BOX: (
            FeatureItem(text="A pen leaks when it is warm."),
            FeatureItem(text="Warm air.", url="https://pens.example/heat"),
        ),
        FeatureKind.KNOWLEDGE_PANEL: (
            FeatureItem(text="Fountain pen", url="https://pens.example/"),
            FeatureItem(text="Ink", url="https://wiki.example/wiki/Ink"),
        ),
    }


def test_words_that_the_instance_takes_as_orders_are_told():
    """A bang or a language code in the query is cut out of it, and the echo shows what was searched."""
    assert parse(ask("!images pen"), page(row("a", "brave"), query="pen")).searched_for == "pen"
    assert parse(ask("leaking  pen"), page(row("a", "brave"))).searched_for is None


@pytest.mark.parametrize("engine", [None, "brave"])
def test_no_results_is_an_empty_page(engine: str | None):
    """Engines that answered and found nothing are a fact, not a failure."""
    found = read("empty.json", engine)
    assert (found.results, found.more) == ((), False)


@pytest.mark.parametrize(
    ("reason", "kind", "passing"),
    [
        ("timeout", FailureKind.TIMEOUT, False),
        ("CAPTCHA", FailureKind.BLOCKED, False),
        ("access denied", FailureKind.BLOCKED, False),
        ("Suspended: too many requests", FailureKind.BLOCKED, False),
        ("Suspended: timeout", FailureKind.BLOCKED, False),
        ("too many requests", FailureKind.RATE_LIMIT, False),
        ("HTTP connection error", FailureKind.NETWORK, False),
        ("network error", FailureKind.NETWORK, False),
        ("proxy error", FailureKind.NETWORK, False),
        ("HTTP error", FailureKind.BAD_REPLY, True),
        ("server API error", FailureKind.BAD_REPLY, True),
        ("parsing error", FailureKind.BAD_REPLY, False),
        ("unexpected crash", FailureKind.BAD_REPLY, False),
        ("Zeitüberschreitung", FailureKind.BAD_REPLY, False),
        ("", FailureKind.BAD_REPLY, False),
    ],
)
def test_an_engine_that_did_not_answer_is_a_failure(reason: str, kind: FailureKind, passing: bool):
    """The reason decides the kind, whether the engine was asked alone or with all; other engines may be asked."""
    for engine in ("google", None):
        refusal = refuse(page(silent=[["google", reason]]), engine)
        assert (refusal.kind, refusal.passing, refusal.of_engine) == (kind, passing, True)
        assert refusal.message == f"no engine of SearXNG answered: google: {reason or 'no reason'}"


def test_an_engine_that_did_not_answer_is_a_failure_even_beside_results():
    """Results of others, or stray ones, do not make up for the engine asked for."""
    refusal = refuse(page(row("a", "brave"), silent=[["google", "CAPTCHA"]]), "google")
    assert refusal.kind is FailureKind.BLOCKED
    assert "google" in refusal.message


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        ("unexpected crash", "look at its log"),
        ("parsing error", "look at its log"),
        ("timeout", "raise the engine's timeout"),
        ("network error", "can reach the engine"),
        ("too many requests", "lower the rate"),
        ("CAPTCHA", "wait"),
        ("Suspended: access denied", "wait"),
    ],
)
def test_the_hint_fits_the_reason(reason: str, step: str):
    """An engine that crashed is no captcha, and none of these is the address of the instance or its API."""
    hint = refuse(page(silent=[["google", reason]]), "google").hint or ""
    assert step in hint
    assert "base_url" not in hint


@pytest.mark.parametrize(
    ("silent", "engine"),
    [
        ([], "searxng"),
        ([["google", "CAPTCHA"]], "searxng without google"),
        ([["qwant", "timeout"], ["bing", ""]], "searxng without bing, qwant"),
        ([[name, "timeout"] for name in "edcba"], "searxng without a, b, c and 2 more"),
    ],
)
def test_results_of_some_engines_are_a_blend_of_those(silent: list, engine: str):
    """Whatever answered is the blend, and the ranking is told by the engines that it lacks."""
    found = parse(ask(), page(row("a", "brave"), silent=silent))
    assert (titles(found), found.engine) == (["a"], engine)


@pytest.mark.parametrize(
    "reply",
    [
        page(row("a", "brave"), row("b", "mojeek")),
        page(row("a", "gogle", "brave")),
        page(row("a", engine="brave")),
        page(silent=[["brave", "timeout"]]),
    ],
)
def test_engines_that_were_not_asked_for_are_a_failure(reply: HttpReply):
    """An unknown name is ignored by the instance, which then asks all others: their ranks are not the engine's."""
    refusal = refuse(reply, "gogle")
    assert refusal.kind is FailureKind.UNSUPPORTED
    assert "brave" in refusal.message
    assert "/config" in (refusal.hint or "")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (302, "", FailureKind.BAD_REPLY),
        (400, {"error": "Invalid value"}, FailureKind.UNSUPPORTED),
        (403, "<title>403 Forbidden</title>", FailureKind.BLOCKED),
        (404, "<title>404</title>", FailureKind.BAD_REPLY),
        (429, "Too Many Requests", FailureKind.RATE_LIMIT),
        (500, {"error": "search error"}, FailureKind.BAD_REPLY),
        (200, "<!doctype html>", FailureKind.BAD_REPLY),
        (200, {"error": "No query"}, FailureKind.BAD_REPLY),
        (200, {}, FailureKind.BAD_REPLY),
        (200, [], FailureKind.BAD_REPLY),
        (200, {"results": {"0": {}}}, FailureKind.BAD_REPLY),
        (200, {"results": None}, FailureKind.BAD_REPLY),
    ],
)
def test_refusals(status: int, body: object, kind: FailureKind):
    """Each refusal has its kind; another shape is never an empty page."""
    assert refuse(answer(body, status)).kind is kind


@pytest.mark.parametrize("reply", [answer("Forbidden", 403), answer("\n<html>Verifying your request</html>")])
def test_json_switched_off_is_explained(reply: HttpReply):
    """The usual reason for a 403 or a page is a setting, and the hint names it."""
    assert "json to search.formats" in (refuse(reply).hint or "")


def test_a_refusal_quotes_the_instance():
    """What the instance says is wrong ends our sentence."""
    refusal = refuse(answer({"error": 'Invalid value "q1" for parameter language'}, 400))
    assert refusal.message.endswith('(HTTP 400): Invalid value "q1" for parameter language')
