"""DuckDuckGo's result page for browsers without scripts: https://html.duckduckgo.com/html/."""

import re
from dataclasses import replace
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.search.api import Api, ApiError, Ask, Page
from searchgap.search.asking import duckduckgo_region
from searchgap.search.providers.web_page import RATE, ask_honestly, read_web_page

_NAME = "DuckDuckGo"
_MOST = 10
_TOO_LONG = 500
_BANG = re.compile(r"(?<!\S)(!\S+)")


def build(ask: Ask) -> HttpCall:
    """The first page of a search. Further pages need a token of the page before, so they are not asked for."""
    if ask.page > 1:
        raise ApiError(FailureKind.UNSUPPORTED, f"{_NAME} gives no further page", hint=f"ask for at most {_MOST}")
    words = _quote_bangs(ask.request.text)
    if len(words) >= _TOO_LONG:
        message = f"{_NAME} takes fewer than {_TOO_LONG} characters, not {len(words)}"
        raise ApiError(FailureKind.UNSUPPORTED, message, hint="shorten the query")
    region = duckduckgo_region(ask.request.market)
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/html/",
        headers=ask_honestly(ask.request.market, {"kl": region}),
        form=(("q", words), ("b", ""), ("kl", region)),
    )


def _quote_bangs(text: str) -> str:
    """The words with each `!word` in quotes, where it would send the search to another site."""
    return _BANG.sub(r"'\1'", text)


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply."""
    page = read_web_page(ask, reply, _NAME, "duckduckgo")
    words = _quote_bangs(ask.request.text)
    return replace(page, more=False, searched_for=words if words != ask.request.text else None)


DUCKDUCKGO_WEB = Api(
    spec=ProviderSpec(
        name="duckduckgo-web",
        title="DuckDuckGo's result page",
        summary="low trust: DuckDuckGo's page itself, read slowly and against its terms; opt-in",
        ranking=RankingKind.SEARCH_PAGE,
        engines=("duckduckgo",),
        price=Decimal(0),
        max_depth=_MOST,
        health="low trust",
        docs_url="https://html.duckduckgo.com/html/",
        card=(
            "Needs no key and is asked only where you name it. Low trust: it reads the page made for people, which may "
            "change or end any day, and DuckDuckGo's terms are against automated use: whether you may is yours to "
            "decide. Slow by design: one search every 2.5 seconds. It says that it is a program and answers no "
            "challenge: from servers, and sometimes from homes, DuckDuckGo blocks it, and then it is not asked again "
            "in that run. Country and language are sent together as a region; it takes no place and no device. At most "
            "ten results, and fewer than 500 characters."
        ),
    ),
    base_url="https://html.duckduckgo.com",
    build=build,
    parse=parse,
    rate=RATE,
)
