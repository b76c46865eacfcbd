"""Brave Search's page: what is sent, and where its pages end."""

from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Ask
from searchgap.search.providers.brave_web import BRAVE_WEB, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "brave-web"


def ask_for(*, depth=10, page=1, **market):
    request = SearchRequest(text="lamp flickers", provider="brave-web", market=Market(**market), depth=depth)
    return Ask(request=request, base_url=BRAVE_WEB.base_url, page=page)


def reply(name):
    return HttpReply(status=200, headers={}, body=(RECORDINGS / name).read_bytes())


def test_the_whole_call():
    """A search is one GET without corrections; the market stands in the cookies of the settings."""
    assert build(ask_for(country="de", language="de")) == HttpCall(
        url="https://search.brave.com/search",
        params=(("q", "lamp flickers"), ("source", "web"), ("spellcheck", "0")),
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; searchgap)",
            "Accept": "text/html",
            "Accept-Language": "de-DE,de;q=0.7",
            "Cookie": "safesearch=off; useLocation=0; summarizer=0; country=de; ui_lang=de-de",
        },
    )


@pytest.mark.parametrize(
    ("country", "language", "interface"),
    [
        (None, None, "en-us"),
        ("gb", "en-GB", "en-gb"),
        ("ca", "fr-CA", "fr-fr"),
        ("br", "pt-BR", "pt-br"),
        ("mx", "es", "es"),
        ("jp", "ja", "ja-jp"),
        ("pl", "pl", "en-us"),
    ],
)
def test_the_language_of_the_page(country, language, interface):
    """The nearest of the languages that Brave has its pages in; the header asks for the language itself."""
    headers = build(ask_for(country=country, language=language)).headers
    assert headers["Cookie"].endswith(f"ui_lang={interface}")
    assert headers["Accept-Language"].startswith((language or "en").partition("-")[0])


@pytest.mark.parametrize(("page", "offset"), [(1, None), (2, "1"), (9, "8")])
def test_pages_are_counted_from_the_second(page, offset):
    """The first page names no offset."""
    assert dict(build(ask_for(page=page)).params).get("offset") == offset


@pytest.mark.parametrize(("page", "more"), [(1, True), (8, True), (9, False), (12, False)])
def test_pages_end_before_they_look_like_a_robot_s(page, more):
    """After the ninth page no other is asked for."""
    assert parse(ask_for(page=page), reply("ok.html")).more is more


def test_a_page_of_more_than_ten():
    """Every result of a long page is there where so many were asked for; what stands between takes no rank."""
    page = parse(ask_for(depth=20), reply("ok.html"))
    assert [one.rank for one in page.results] == list(range(1, 13))
    assert page.results[3].date == "March 3, 2026"
    assert page.results[11].url == "https://shop.example/p/77"


def test_results_under_a_dialog_count():
    """Where the challenge lies over results that were sent, they are an answer."""
    assert b"pow-captcha" in reply("short.html").body
    assert len(parse(ask_for(), reply("short.html")).results) == 2
