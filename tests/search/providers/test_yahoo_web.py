"""Yahoo's page: what is sent, to which of its hosts, and its three layouts."""

from dataclasses import replace
from pathlib import Path

import pytest

from searchgap.model.query import Market, SearchRequest
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Ask
from searchgap.search.providers.yahoo_web import YAHOO_WEB, build, parse

RECORDINGS = Path(__file__).parents[2] / "recordings" / "yahoo-web"


def ask_for(*, page=1, **market):
    request = SearchRequest(text="lamp flickers", provider="yahoo-web", market=Market(**market))
    return Ask(request=request, base_url=YAHOO_WEB.base_url, page=page)


def test_the_whole_call():
    """A search is one GET; the language stands in the cookie of the settings, safe search off."""
    assert build(ask_for()) == HttpCall(
        url="https://search.yahoo.com/search",
        params=(("p", "lamp flickers"), ("iscqry", "")),
        headers={
            "User-Agent": "Mozilla/5.0 (compatible; searchgap)",
            "Accept": "text/html",
            "Accept-Language": "en-US,en;q=0.7",
            "Cookie": "sB=v=1&vm=p&fl=1&vl=lang_en&pn=10&rw=new&userset=1",
        },
    )


@pytest.mark.parametrize(
    ("country", "host"),
    [
        ("us", "search.yahoo.com"),
        ("gb", "uk.search.yahoo.com"),
        ("de", "de.search.yahoo.com"),
        ("ES", "espanol.search.yahoo.com"),
        ("sg", "sg.search.yahoo.com"),
        ("kz", "search.yahoo.com"),
    ],
)
def test_the_country_is_a_host(country, host):
    """A country without a host of its own is asked at the main one."""
    assert build(ask_for(country=country)).url == f"https://{host}/search"


def test_an_address_of_the_user_s_own_stays():
    """A gateway is asked whatever the country."""
    ask = replace(ask_for(country="de"), base_url="http://gateway.example:8080")
    assert build(ask).url == "http://gateway.example:8080/search"


@pytest.mark.parametrize(("language", "code"), [("de-AT", "lang_de"), ("nb", "lang_no"), ("zh-Hans", "lang_zh_chs")])
def test_the_language_is_a_setting(language, code):
    """Languages go by Yahoo's own codes."""
    assert f"&vl={code}&" in build(ask_for(language=language)).headers["Cookie"]


@pytest.mark.parametrize(("page", "start"), [(2, "8"), (3, "15")])
def test_further_pages_hold_seven_each(page, start):
    """A page starts where the one before ended."""
    params = (("p", "lamp flickers"), ("b", start), ("pz", "7"), ("bct", "0"), ("xargs", "0"))
    assert build(ask_for(page=page)).params == params


def test_three_layouts():
    """Titles come without breadcrumbs and addresses without redirects, in each of the layouts in use."""
    page = parse(ask_for(), HttpReply(status=200, headers={}, body=(RECORDINGS / "ok.html").read_bytes()))
    assert [(one.url, one.title) for one in page.results[:3]] == [
        ("https://lampdoctor.example/why-lamps-flicker", "Why a lamp flickers, and how to stop it"),
        ("https://forum.example/t/812?page=2&sort=new", "Lamp flickers after dimmer swap \u2013 forum"),
        ("https://support.glowhaus.example/hc/flicker", "Glowhaus support: my lamp flickers"),
    ]
    assert page.more
