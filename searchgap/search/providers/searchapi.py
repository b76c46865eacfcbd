"""SearchApi (Google, Bing and DuckDuckGo pages): https://www.searchapi.io/docs/google."""

import re
from collections.abc import Iterator
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Device, Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.pace import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, check_status, rank_results
from searchgap.search.asking import bing_market, confirms, duckduckgo_region, google_market, pick_engine
from searchgap.search.reading import (
    address,
    feature,
    objects,
    optional_text,
    organic_rows,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "SearchApi"
_ENGINES = ("google", "bing", "duckduckgo")
_PER_PAGE = 10
_NOTHING_FOUND = re.compile(r"return(?:ed)? any results|no results", re.IGNORECASE)
_SPENT = re.compile(
    r"^(?!.*(?:hour|concurren|too many|rate limit|per (?:second|minute)))"
    r".*(?:run out of|used (?:up|all)|exhausted|credits?\b|quota|monthly)",
    re.IGNORECASE,
)


def build(ask: Ask) -> HttpCall:
    """One page of an engine with the words searched as they are."""
    engine = pick_engine(ask, _NAME, _ENGINES)
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
    """What an engine takes of a market; DuckDuckGo knows neither places nor devices."""
    if engine == "duckduckgo":
        return {"locale": duckduckgo_region(market)}
    names = {"market_code": bing_market(market)} if engine == "bing" else google_market(market)
    place = {"location": market.location} if market.location else {}
    return names | {"device": market.device.value} | place


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; one without results may come as an error, which it is not."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    _refuse_body(ask, body)
    rows = (
        (address(row, "link"), text(row, "title"), optional_text(row, "snippet"), optional_text(row, "date"))
        for row in organic_rows(_NAME, body, "organic_results")
    )
    results = rank_results(rows)
    engine = ask.request.engine or _ENGINES[0]
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
    if engine == "duckduckgo" and (market.location or market.device is not Device.DESKTOP):
        return False
    if isinstance(echo, dict) and "location" in asked and "location_used" in echo:
        asked["location_used"] = asked.pop("location")
    return confirms(echo, asked)


def _read_features(body: dict[str, object]) -> Iterator[SerpFeature]:
    sources = objects(body, "ai_overview", "reference_links")
    cited = ((text(row, "title") or text(row, "source"), address(row, "link")) for row in sources)
    yield from feature(FeatureKind.AI_OVERVIEW, cited)
    box = body.get("answer_box")
    answer = text(box, "answer") or text(box, "snippet") or text(box, "title")
    page = address(box, "link") or address(box, "organic_result", "link")
    yield from feature(FeatureKind.ANSWER_BOX, iter([(answer, page)]))
    questions = ((text(row, "question"), _find_answer(row)) for row in objects(body, "related_questions"))
    yield from feature(FeatureKind.QUESTIONS, questions)
    searches = ((text(row, "query"), "") for row in objects(body, "related_searches"))
    yield from feature(FeatureKind.RELATED_SEARCHES, searches)
    blocks = (
        (FeatureKind.DISCUSSIONS, ("discussions_and_forums", "perspectives")),
        (FeatureKind.VIDEOS, ("inline_videos",)),
        (FeatureKind.NEWS, ("top_stories",)),
        (FeatureKind.ADS, ("ads",)),
    )
    for kind, names in blocks:
        rows = (row for name in names for row in objects(body, name))
        yield from feature(kind, ((text(row, "title"), address(row, "link")) for row in rows))
    panel = body.get("knowledge_graph")
    site = address(panel, "website") or address(panel, "source", "link")
    yield from feature(FeatureKind.KNOWLEDGE_PANEL, iter([(text(panel, "title"), site)]))


def _find_answer(question: dict[str, object]) -> str:
    """The page that answers a question; of several that an AI answer cites, the first."""
    cited = (address(row, "link") for row in objects(question, "reference_links"))
    return address(question, "source", "link") or next(cited, "")


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
        engines=_ENGINES,
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
