"""Serper (Google pages): https://serper.dev/playground."""

from collections.abc import Iterator
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind, Surcharge
from searchgap.model.query import Device, Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, check_status
from searchgap.search.asking import confirms, google_market, pick_engine
from searchgap.search.providers.sold_pages import read_answer, read_blocks, read_panel, read_results
from searchgap.search.reading import (
    address,
    feature,
    money,
    objects,
    optional_text,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Serper"
_ENGINES = ("google",)
_MOST = 100
_ONE_CREDIT = 10  # results; whatever is asked for beyond them is a second credit
_CREDIT = Decimal("0.001")


def build(ask: Ask) -> HttpCall:
    """One page of Google with the words searched as they are."""
    pick_engine(ask, _NAME, _ENGINES)
    request = ask.request
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/search",
        json={
            "q": request.text,
            **_market(request.market),
            "num": min(request.depth, _MOST),
            "page": ask.page,
            "autocorrect": False,
        },
        secret_headers={"X-API-KEY": ask.credentials["key"]},
    )


def _market(market: Market) -> dict[str, str]:
    return google_market(market) | ({"location": market.location} if market.location else {})


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; a page without results has no list of them."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    echo = body.get("searchParameters")
    if not isinstance(echo, dict) and not isinstance(body.get("organic"), list):
        said = quote(ask, text(body, "message"))
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither results nor what it searched{said}")
    results = read_results(_NAME, body, "organic")
    credits_spent = money(body, "credits")
    market = ask.request.market
    return Page(
        results=results,
        features=tuple(_read_features(body)),
        engine=_ENGINES[0],
        cost=None if credits_spent is None else credits_spent * _CREDIT,
        searched_for=optional_text(body, "searchInformation", "showingResultsFor"),
        market_verified=market.device is Device.DESKTOP and confirms(echo, _market(market)),
        more=bool(results),
    )


def _read_features(body: dict[str, object]) -> Iterator[SerpFeature]:
    yield from read_answer(body.get("answerBox"))
    questions = objects(body, "peopleAlsoAsk")
    yield from feature(FeatureKind.QUESTIONS, ((text(row, "question"), address(row, "link")) for row in questions))
    searches = objects(body, "relatedSearches")
    yield from feature(FeatureKind.RELATED_SEARCHES, ((text(row, "query"), address(row, "link")) for row in searches))
    yield from read_blocks(body, {FeatureKind.NEWS: ("topStories",), FeatureKind.VIDEOS: ("videos",)})
    yield from read_panel(body.get("knowledgeGraph"))


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """Spent credits come as an invalid request, or as too many of them: only the words tell."""
    words = text(read_refusal(reply), "message") if reply.status in {400, 429} else ""
    if "credits" in words.lower():
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the credits are spent (HTTP {reply.status})")
    if reply.status == 400:  # noqa: PLR2004 - the one with the API's reasons
        raise ApiError(FailureKind.UNSUPPORTED, f"{_NAME} refused the request as invalid{quote(ask, words)}")
    check_status(reply, _NAME)


SERPER = Api(
    spec=ProviderSpec(
        name="serper",
        title="Serper",
        summary="Google pages, quick and cheap; 2,500 searches free to begin with",
        ranking=RankingKind.SEARCH_PAGE,
        engines=_ENGINES,
        key_env=("SERPER_API_KEY",),
        price=_CREDIT,
        surcharge=Surcharge(above=_ONE_CREDIT, results=_MOST - _ONE_CREDIT, price=_CREDIT),
        max_depth=_MOST,
        health="good",
        docs_url="https://serper.dev/playground",
        card=(
            "Sign up at https://serper.dev (2,500 searches free, no card), copy the key and set SERPER_API_KEY. "
            "Credits are prepaid and last six months: $1 per 1,000 searches in the smallest package, which is what "
            "reports count a credit at. Takes country, language and location, but no device: pages are those of a "
            "desktop. Google gives 7 to 10 results whatever is asked for, and a depth above 10 costs two credits. "
            "AI overviews, ads and forum blocks are not given."
        ),
    ),
    base_url="https://google.serper.dev",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=10),
    credentials={"key": ("SERPER_API_KEY",)},
)
