"""Brave Search's result page: https://search.brave.com. The API with a key is another provider, `brave`."""

from dataclasses import replace
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Market
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Api, Ask, Page
from searchgap.search.providers.web_page import RATE, ask_honestly, country_of, language_of, read_web_page

_NAME = "Brave Search"
_MOST = 20
_LAST_PAGE = 9
_INTERFACES = {"de": "de-de", "en": "en-us", "es": "es", "fr": "fr-fr", "ja": "ja-jp", "pt": "pt-br"}


def build(ask: Ask) -> HttpCall:
    """One page of web results with the words searched as they are. The market goes in cookies, as settings do."""
    market = ask.request.market
    params = {"q": ask.request.text, "source": "web", "spellcheck": "0"}
    if ask.page > 1:
        params["offset"] = str(ask.page - 1)
    cookies = {
        "safesearch": "off",
        "useLocation": "0",
        "summarizer": "0",
        "country": country_of(market),
        "ui_lang": _interface(market),
    }
    return HttpCall(url=f"{ask.base_url}/search", params=tuple(params.items()), headers=ask_honestly(market, cookies))


def _interface(market: Market) -> str:
    """The nearest language that Brave has its pages in."""
    language = language_of(market)
    return "en-gb" if (language, country_of(market)) == ("en", "gb") else _INTERFACES.get(language, "en-us")


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply. Where a challenge lies over whole results, those were sent all the same."""
    page = read_web_page(ask, reply, _NAME, "brave")
    return replace(page, more=page.more and ask.page < _LAST_PAGE)


BRAVE_WEB = Api(
    spec=ProviderSpec(
        name="brave-web",
        title="Brave Search's result page",
        summary="low trust: Brave Search's page itself, read slowly and against its terms; opt-in",
        ranking=RankingKind.OWN_INDEX,
        engines=("brave",),
        price=Decimal(0),
        max_depth=_MOST,
        health="low trust",
        docs_url="https://search.brave.com/",
        card=(
            "Needs no key and is asked only where you name it; brave is the same index through an API with a key. Low "
            "trust: it reads the page made for people, which may change or end any day, and Brave's terms are against "
            "automated use: whether you may is yours to decide. Slow by design: one search every 2.5 seconds. It says "
            "that it is a program and answers no challenge: where Brave asks for one, above all of servers, the search "
            "is blocked. Country and language are sent; a language other than English, French, German, Japanese, "
            "Portuguese or Spanish is asked for by header only. It takes no place and no device."
        ),
    ),
    base_url="https://search.brave.com",
    build=build,
    parse=parse,
    rate=RATE,
)
