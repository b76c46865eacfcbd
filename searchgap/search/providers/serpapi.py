"""SerpApi (Google, Bing and DuckDuckGo pages): https://serpapi.com/search-api."""

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

_NAME = "SerpApi"
_BLOCKS = {
    FeatureKind.DISCUSSIONS: ("discussions_and_forums", "perspectives"),
    FeatureKind.VIDEOS: ("inline_videos", "short_videos"),
    FeatureKind.NEWS: ("top_stories",),
    FeatureKind.ADS: ("ads",),
}
_PER_PAGE = 10
_NOTHING_FOUND = re.compile(r"returned any results|no results", re.IGNORECASE)
_SPENT = re.compile(r"^(?!.*\bhour).*(?:run out of|used up|exhausted|for the month)", re.IGNORECASE)
_INVALID = frozenset({400, 404, 410})


def build(ask: Ask) -> HttpCall:
    """One page of an engine with the words searched as they are."""
    engine = pick_engine(ask, _NAME, ENGINES)
    skipped = _PER_PAGE * (ask.page - 1)
    params = {"engine": engine, "q": ask.request.text, **_market(engine, ask.request.market)}
    if engine == "google":
        params["nfpr"] = "1"
    if skipped:
        params |= {"first": str(skipped + 1)} if engine == "bing" else {"start": str(skipped)}
    return HttpCall(
        url=f"{ask.base_url}/search.json",
        params=tuple(params.items()),
        secret_params=(("api_key", ask.credentials["key"]),),
        timeout=60.0,
    )


def _market(engine: str, market: Market) -> dict[str, str]:
    return name_market(engine, market, bing="mkt", duckduckgo="kl")


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; one without results comes as an error, which it is not."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    error = text(body, "error")
    empty = bool(_NOTHING_FOUND.search(error))
    if not empty:
        _refuse_body(ask, body, error)
    results = read_results(_NAME, body, "organic_results")
    pages = body.get("serpapi_pagination")
    return Page(
        results=results,
        features=tuple(_read_features(body)),
        engine=ask.request.engine or ENGINES[0],
        searched_for=_read_searched_for(body),
        market_verified=_is_confirmed(ask, body),
        more=bool(results) and not (isinstance(pages, dict) and not pages.get("next")),
    )


def _read_searched_for(body: dict[str, object]) -> str | None:
    """The words searched instead; a fix that is only proposed changes nothing."""
    facts = body.get("search_information")
    state = text(facts, "organic_results_state").lower()
    fix = None if "exact spelling" in state and "fixed" not in state else optional_text(facts, "spelling_fix")
    return optional_text(facts, "showing_results_for") or fix


def _is_confirmed(ask: Ask, body: dict[str, object]) -> bool:
    engine, market = ask.request.engine or ENGINES[0], ask.request.market
    asked = _market(engine, market)
    if "location" in asked:
        asked["location_used"] = asked.pop("location")
    return takes_market(engine, market) and confirms(body.get("search_parameters"), asked)


def _read_features(body: dict[str, object]) -> Iterator[SerpFeature]:
    yield from read_overview(body, "references")
    yield from read_answer(body.get("answer_box"))
    rows = objects(body, "related_questions")
    questions = ((text(row, "question"), find_answer(row, "references", "link")) for row in rows)
    yield from feature(FeatureKind.QUESTIONS, questions)
    yield from feature(FeatureKind.RELATED_SEARCHES, _read_related(body))
    yield from read_blocks(body, _BLOCKS)
    yield from read_panel(body.get("knowledge_graph"))


def _read_related(body: dict[str, object]) -> Iterator[tuple[str, str]]:
    for row in objects(body, "related_searches"):
        yield text(row, "query"), ""
        yield from ((text(item, "query") or text(item, "name"), "") for item in objects(row, "items"))


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """Searches used up and searches too quick for the plan share a status: only the words tell."""
    words = text(read_refusal(reply), "error") if reply.status in _INVALID | {429} else ""
    if reply.status in _INVALID and words:
        raise ApiError(FailureKind.UNSUPPORTED, f"{_NAME} refused the request as invalid{quote(ask, words)}")
    if _SPENT.search(words):
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the plan's searches are used up (HTTP 429)")
    check_status(reply, _NAME)


def _refuse_body(ask: Ask, body: dict[str, object], error: str) -> None:
    """An error can come with a status of success, and so can a search that is not finished."""
    if _SPENT.search(error):
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the plan's searches are used up")
    if "invalid api key" in error.lower():
        raise ApiError(FailureKind.AUTH, f"{_NAME} refused the key")
    state = text(body, "search_metadata", "status")
    unfinished = state in {"Error", "Processing", "Queued"}
    if error or unfinished:
        said = quote(ask, error or f"the search is {state.lower()}")
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an error{said}", passing=unfinished)
    if not any(isinstance(body.get(key), dict) for key in ("search_metadata", "search_parameters")):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither results nor what it searched")


SERPAPI = Api(
    spec=ProviderSpec(
        name="serpapi",
        title="SerpApi",
        summary="Google, Bing and DuckDuckGo pages with the most features; dearest",
        ranking=RankingKind.SEARCH_PAGE,
        engines=ENGINES,
        key_env=("SERPAPI_API_KEY", "SERPAPI_KEY"),
        price=Decimal("0.025"),
        max_depth=_PER_PAGE,
        health="good",
        docs_url="https://serpapi.com/search-api",
        card=(
            "Sign up at https://serpapi.com, copy the key from https://serpapi.com/manage-api-key and set "
            "SERPAPI_API_KEY. The price is that of the smallest plan when last seen ($25 for 1,000 searches); some "
            "searches a month are free. Takes country, language, location and device; set a city as location, or the "
            "place of SerpApi's own machine leaks into Google's pages. DuckDuckGo takes only its own pairs of "
            "country and language (us-en, ch-fr), and neither location nor device. A page gives 8 to 10 results. The "
            "same search within an hour is answered from SerpApi's cache, free. An AI overview that Google loads "
            "late costs a second search and is not asked for."
        ),
    ),
    base_url="https://serpapi.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=5),
    credentials={"key": ("SERPAPI_API_KEY", "SERPAPI_KEY")},
)
