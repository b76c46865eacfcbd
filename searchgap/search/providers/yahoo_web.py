"""Yahoo's result page: https://search.yahoo.com. Its results are Bing's."""

from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Market
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Api, Ask, Page
from searchgap.search.providers.web_page import RATE, ask_honestly, country_of, language_of, read_web_page

_NAME = "Yahoo"
_HOME = "https://search.yahoo.com"
_MOST = 7
_OWN_HOSTS = "ar at au be br ca ch cl co de dk fi fr gr id ie in it mx nl no nz pe ph pl ro se sg th tr ve vn za"
_OTHER_HOSTS = {"es": "espanol", "gb": "uk", "my": "malaysia"}
_LANGUAGES = {"nb": "no", "nn": "no", "zh": "zh_chs"}


def build(ask: Ask) -> HttpCall:
    """One page of seven results. The country is a host, the language a cookie."""
    market = ask.request.market
    params = {"p": ask.request.text}
    if ask.page > 1:
        params |= {"b": str((ask.page - 1) * _MOST + 1), "pz": str(_MOST), "bct": "0", "xargs": "0"}
    else:
        params["iscqry"] = ""
    language = language_of(market)
    settings = f"v=1&vm=p&fl=1&vl=lang_{_LANGUAGES.get(language, language)}&pn=10&rw=new&userset=1"
    return HttpCall(
        url=f"{_address(ask.base_url, market)}/search",
        params=tuple(params.items()),
        headers=ask_honestly(market, {"sB": settings}),
    )


def _address(base_url: str, market: Market) -> str:
    """The country's host, unless the user named an address; Yahoo's main one for a country without its own."""
    country = country_of(market)
    label = _OTHER_HOSTS.get(country) or (country if country in _OWN_HOSTS.split() else None)
    return f"https://{label}.search.yahoo.com" if label and base_url == _HOME else base_url


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply."""
    return read_web_page(ask, reply, _NAME, "yahoo")


YAHOO_WEB = Api(
    spec=ProviderSpec(
        name="yahoo-web",
        title="Yahoo's result page",
        summary="low trust: Yahoo's page itself, with Bing's results, read slowly and against its terms; opt-in",
        ranking=RankingKind.SEARCH_PAGE,
        engines=("yahoo",),
        price=Decimal(0),
        max_depth=_MOST,
        health="low trust",
        docs_url="https://search.yahoo.com",
        card=(
            "Needs no key and is asked only where you name it. Low trust: it reads the page made for people, of which "
            "several layouts are in use and any may change, and Yahoo's terms are against automated use: whether you "
            "may is yours to decide. Slow by design: one search every 2.5 seconds. It says that it is a program and "
            "answers no challenge: a consent page, as in Europe, is blocked, and a check that redirects is a bad "
            "reply. A page holds seven results; --fill asks for a second. The country is a host of Yahoo's and the "
            "language a setting, where Yahoo has one; it takes no place and no device."
        ),
    ),
    base_url=_HOME,
    build=build,
    parse=parse,
    rate=RATE,
)
