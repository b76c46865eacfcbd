"""SearchApi (Google, Bing and DuckDuckGo pages): https://www.searchapi.io/docs/google."""

import re
from collections.abc import Iterator
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, check_status
from searchgap.search.asking import confirms, pick_engine
from searchgap.search.providers.sold_pages import (
    ENGINES,
    find_answer,
    name_market,
    read_answer,
    read_blocks,
    read_overview,
    read_panel,
    read_results,
    takes_market,
)
from searchgap.search.reading import feature, objects, optional_text, quote, read_object, read_refusal, text

_NAME = "SearchApi"
_BLOCKS = {
    FeatureKind.DISCUSSIONS: ("discussions_and_forums", "perspectives"),
    FeatureKind.VIDEOS: ("inline_videos",),
    FeatureKind.NEWS: ("top_stories",),
    FeatureKind.ADS: ("ads",),
}
_PER_PAGE = 10
_NOTHING_FOUND = re.compile(r"return(?:ed)? any results|no results", re.IGNORECASE)
_SPENT = re.compile(
    r"^(?!.*(?:hour|concurren|too many|rate limit|per (?:second|minute)))"
    r".*(?:run out of|used (?:up|all)|exhausted|credits?\b|quota|monthly)",
    re.IGNORECASE,
)


def build(ask: Ask) -> HttpCall:
    """One page of an engine with the words searched as they are."""
    engine = pick_engine(ask, _NAME, ENGINES)
    params = {"engine": engine, "q": ask.request.text, **_market(engine, ask.request.market)}
    if engine == "google":
        params["nfpr"] = "1"
    if engine != "duckduckgo":
        params["page"] = str(ask.page)
    return HttpCall(
        url=f"{ask.base_url}/api/v1/search",
        params=tuple(params.items()),
        secret_headers={"Authorization": f"Bearer {ask.credentials['key']}"},
        timeout=60.0,
    )


def _market(engine: str, market: Market) -> dict[str, str]:
    return name_market(engine, market, bing="market_code", duckduckgo="locale")


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; one without results may come as an error, which it is not."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    _refuse_body(ask, body)
    results = read_results(_NAME, body, "organic_results")
    engine = ask.request.engine or ENGINES[0]
    pages = body.get("pagination")
    last = engine == "duckduckgo" or (isinstance(pages, dict) and not pages.get("next"))
    return Page(
        results=results,
        features=tuple(_read_features(body)),
        engine=engine,
        searched_for=optional_text(body, "search_information", "showing_results_for"),
        market_verified=_is_confirmed(engine, ask.request.market, body),
        more=bool(results) and not last,
    )


def _is_confirmed(engine: str, market: Market, body: dict[str, object]) -> bool:
    asked = _market(engine, market)
    echo = body.get("search_parameters")
    if isinstance(echo, dict) and "location" in asked and "location_used" in echo:
        asked["location_used"] = asked.pop("location")
    return takes_market(engine, market) and confirms(echo, asked)


def _read_features(body: dict[str, object]) -> Iterator[SerpFeature]:
    yield from read_overview(body, "reference_links")
    yield from read_answer(body.get("answer_box"))
    rows = objects(body, "related_questions")
    questions = ((text(row, "question"), find_answer(row, "reference_links", "source", "link")) for row in rows)
    yield from feature(FeatureKind.QUESTIONS, questions)
    searches = ((text(row, "query"), "") for row in objects(body, "related_searches"))
    yield from feature(FeatureKind.RELATED_SEARCHES, searches)
    yield from read_blocks(body, _BLOCKS)
    yield from read_panel(body.get("knowledge_graph"))


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A plan that is used up and searches too quick for it share a status: only the words tell."""
    words = text(read_refusal(reply), "error") if reply.status in {400, 429} else ""
    if reply.status == 400:  # noqa: PLR2004 - the one with the API's reasons
        raise ApiError(FailureKind.UNSUPPORTED, f"{_NAME} refused the request as invalid{quote(ask, words)}")
    if _SPENT.search(words):
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the plan is used up (HTTP 429)")
    check_status(reply, _NAME)


def _refuse_body(ask: Ask, body: dict[str, object]) -> None:
    """An error in a reply of success is one unless it says that nothing was found."""
    error = text(body, "error")
    state = text(body, "search_metadata", "status")
    if _NOTHING_FOUND.search(error):
        return
    if "invalid api key" in error.lower():
        raise ApiError(FailureKind.AUTH, f"{_NAME} refused the key")
    if _SPENT.search(error):
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the plan is used up")
    if (error and state != "Success") or state == "Error":
        said = quote(ask, error)
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an error{said}", passing=state == "Error")
    if not any(isinstance(body.get(key), dict) for key in ("search_metadata", "search_parameters")):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither results nor what it searched")


SEARCHAPI = Api(
    spec=ProviderSpec(
        name="searchapi",
        title="SearchApi",
        summary="Google, Bing and DuckDuckGo pages with most features, at a middle price",
        ranking=RankingKind.SEARCH_PAGE,
        engines=ENGINES,
        key_env=("SEARCHAPI_API_KEY",),
        price=Decimal("0.004"),
        max_depth=_PER_PAGE,
        health="good",
        docs_url="https://www.searchapi.io/docs/google",
        card=(
            "Sign up at https://www.searchapi.io (100 searches free, once), copy the key and set SEARCHAPI_API_KEY. "
            "The price is that of the smallest plan when last seen ($40 a month for 10,000 searches), of which a "
            "fifth can be used in an hour. Takes country, language, location and device. DuckDuckGo takes only its "
            "own pairs of country and language (us-en, ch-fr), neither location nor device, and one page. A page "
            "gives up to 10 results. Failed searches are free. An AI overview that Google loads late costs a second "
            "search and is not asked for."
        ),
    ),
    base_url="https://www.searchapi.io",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=5),
    credentials={"key": ("SEARCHAPI_API_KEY",)},
)
