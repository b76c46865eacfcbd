"""Mojeek's result page: https://www.mojeek.com. The API with a key is another provider, `mojeek`."""

from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Api, Ask, Page
from searchgap.search.providers.web_page import RATE, ask_honestly, country_of, language_of, read_web_page

_NAME = "Mojeek"
_MOST = 10


def build(ask: Ask) -> HttpCall:
    """One page of results. The first names no start: to Mojeek an empty or needless parameter is a robot's."""
    market = ask.request.market
    params = {"q": ask.request.text, "safe": "0"}
    if ask.page > 1:
        params["s"] = str((ask.page - 1) * _MOST + 1)
    cookies = {"lb": language_of(market), "arc": country_of(market)}
    return HttpCall(url=f"{ask.base_url}/search", params=tuple(params.items()), headers=ask_honestly(market, cookies))


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply."""
    return read_web_page(ask, reply, _NAME, "mojeek")


MOJEEK_WEB = Api(
    spec=ProviderSpec(
        name="mojeek-web",
        title="Mojeek's result page",
        summary="low trust: Mojeek's page itself, read slowly and against its terms; opt-in",
        ranking=RankingKind.OWN_INDEX,
        engines=("mojeek",),
        price=Decimal(0),
        max_depth=_MOST,
        health="low trust",
        docs_url="https://www.mojeek.com/",
        card=(
            "Needs no key and is asked only where you name it; mojeek is the same small, independent index through an "
            "API with a key. Low trust: it reads the page made for people, which may change or end any day, and "
            "Mojeek's terms are against automated use: whether you may is yours to decide. Slow by design: one search "
            "every 2.5 seconds. It says that it is a program and answers no challenge: servers are mostly refused, and "
            "then the search is blocked. Country and language are sent; it takes no place and no device."
        ),
    ),
    base_url="https://www.mojeek.com",
    build=build,
    parse=parse,
    rate=RATE,
)
