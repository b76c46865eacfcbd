"""DuckDuckGo's page without scripts: what is sent, and what it takes."""

from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import ApiError, Ask
from searchgap.search.providers.duckduckgo_web import DUCKDUCKGO_WEB, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "duckduckgo-web"


def ask_for(text="lamp flickers", *, page=1, **market):
    request = SearchRequest(text=text, provider="duckduckgo-web", market=Market(**market))
    return Ask(request=request, base_url=DUCKDUCKGO_WEB.base_url, page=page)


def reply(name):
    return HttpReply(status=200, headers={}, body=(RECORDINGS / name).read_bytes())


def test_the_whole_call():
    """A search is one form, with the region in it and in the cookie that DuckDuckGo keeps it in."""
    assert build(ask_for(country="gb", language="en-GB")) == HttpCall(
        method="POST",
        url="https://html.duckduckgo.com/html/",
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; searchgap)",
            "Accept": "text/html",
            "Accept-Language": "en-GB,en;q=0.7",
            "Cookie": "kl=uk-en",
        },
        form=(("q", "lamp flickers"), ("b", ""), ("kl", "uk-en")),
    )


def test_the_market_is_always_sent():
    """Where nothing is said it is the United States in English."""
    assert dict(build(ask_for()).form)["kl"] == "us-en"


def test_a_further_page_is_refused():
    """Without the token of the page before it would be taken for a robot's, so it is not asked for."""
    with pytest.raises(ApiError) as caught:
        build(ask_for(page=2))
    assert caught.value.kind is FailureKind.UNSUPPORTED
    assert not parse(ask_for(), reply("ok.html")).more


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("!w lamp", "'!w' lamp"),
        ("lamp !g !yt", "lamp '!g' '!yt'"),
        ("lamp! a!b ! c", "lamp! a!b ! c"),
    ],
)
def test_bangs_are_quoted_and_the_change_is_told(text, sent):
    """A word that would send the search to another site is quoted; the report can say what was searched."""
    assert dict(build(ask_for(text)).form)["q"] == sent
    assert parse(ask_for(text), reply("ok.html")).searched_for == (sent if sent != text else None)


@pytest.mark.parametrize("text", ["x" * 500, "!" + "x" * 497])
def test_too_many_characters_are_refused_before_asking(text):
    """What DuckDuckGo does not take is not sent, quotes counted."""
    with pytest.raises(ApiError) as caught:
        build(ask_for(text))
    assert caught.value.kind is FailureKind.UNSUPPORTED
    assert "500 characters" in caught.value.message


def test_links_are_unwrapped():
    """Addresses are those of the sites, decoded once; an advertisement takes no rank."""
    page = parse(ask_for(), reply("ok.html"))
    assert page.results[1].url == "https://forum.example/t/812?page=2&sort=new"
    assert page.results[3].url == "https://daily.example/light/100%25-flicker"
    assert page.results[1].date == "2026-07-16T00:00:00.0000000"
    assert all("duckduckgo.com" not in one.url for one in page.results)
