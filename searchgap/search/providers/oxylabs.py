"""Oxylabs Web Scraper API: https://developers.oxylabs.io/api-targets/search-engines/google/search/search."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Device, Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.asking import pick_engine
from searchgap.search.reading import (
    address,
    check_reply,
    dig,
    feature,
    objects,
    optional_text,
    organic_rows,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Oxylabs"
_PAGE = 10
_ENGINES = ("google", "bing")
_PARSED = 12000
_OK = 200
_NOT_FINISHED = 204
_TIMED_OUT = 524
_SCRAPE_FAILED = frozenset({612, 613})
_SECONDS = 175.0  # the connection is held up to about 150 while the page is fetched


def build(ask: Ask) -> HttpCall:
    """One page of an engine, scraped and parsed while the connection waits."""
    engine = pick_engine(ask, _NAME, _ENGINES)
    market = ask.request.market
    wanted = {
        "source": f"{engine}_search",
        "query": ask.request.text,
        "parse": True,
        "geo_location": market.location or (market.country or "us").upper(),
        "locale": _locale(market),
        "start_page": ask.page,
        "pages": 1,
        "user_agent_type": "mobile" if market.device is Device.MOBILE else "desktop",
    }
    if engine == "google":
        wanted["context"] = [{"key": "nfpr", "value": True}]
    login = f"{ask.credentials['username']}:{ask.credentials['password']}"
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/v1/queries",
        json=wanted,
        secret_headers={"Authorization": f"Basic {b64encode(login.encode('utf-8', 'replace')).decode()}"},
        timeout=_SECONDS,
    )


def _locale(market: Market) -> str:
    """The interface language with its own region, else with the country."""
    language, *rest = (market.language or "en").lower().split("-")
    region = next((part for part in rest if len(part) == 2), market.country or "us")  # noqa: PLR2004 - ISO 3166-1
    return f"{language}-{region}"


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply: the first result of the job, if it was fetched and parsed."""
    _refuse(ask, reply)
    job = next(organic_rows(_NAME, read_object(reply, _NAME), "results"), None)
    if not job:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without a page")
    _check_job(ask, job)
    content = job.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("results"), dict):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an unparsed page", passing=True)
    found = content["results"]
    rows = [
        (address(row, "url"), text(row, "title"), optional_text(row, "desc"), None)
        for row in organic_rows(_NAME, found, "organic")
    ]
    _check_parsed(content, empty=not rows)
    return Page(
        results=rank_results(rows),
        features=tuple(_read_features(found)),
        engine=ask.request.engine or "google",
        searched_for=_read_correction(ask, found),
        more=_has_more(ask, content),
    )


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A 429 may be the rate or the month, and some statuses are of Oxylabs' own making."""
    words = text(read_refusal(reply), "message")
    if reply.status == 429 and "month" in words.lower():  # noqa: PLR2004 - the statuses of RFC 9110
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the month's results are spent (HTTP 429){quote(ask, words)}")
    if reply.status == 403:  # noqa: PLR2004
        raise ApiError(FailureKind.AUTH, f"{_NAME} gives this account no such source (HTTP 403){quote(ask, words)}")
    if reply.status == _TIMED_OUT:
        raise ApiError(FailureKind.TIMEOUT, f"{_NAME} ran out of time (HTTP 524)", passing=True)
    if reply.status in _SCRAPE_FAILED:
        raise _fail_to_fetch(ask, reply.status, words)
    if reply.status == _NOT_FINISHED:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered before the page was there (HTTP 204)", passing=True)
    check_reply(ask, reply, _NAME, words)


def _fail_to_fetch(ask: Ask, status: object, words: str) -> ApiError:
    message = f"{_NAME} could not fetch the page (status {str(status)[:20]}){quote(ask, words)}"
    return ApiError(FailureKind.BAD_REPLY, message, passing=True)


def _check_job(ask: Ask, job: dict[str, Any]) -> None:
    """The status of the job stands beside that of the reply."""
    status = job.get("status_code") or _OK
    if str(status) != str(_OK):
        raise _fail_to_fetch(ask, status, text(job, "message"))


def _check_parsed(content: dict[str, Any], *, empty: bool) -> None:
    """A page that was not wholly parsed, or that counts results and lists none, is not an empty one."""
    if not empty:
        return
    status = content.get("parse_status_code") or _PARSED
    if str(status) != str(_PARSED):
        message = f"{_NAME} could not parse the page (status {str(status)[:20]})"
        raise ApiError(FailureKind.BAD_REPLY, message, passing=True)
    found = content["results"]
    counted = found.get("total_results_count") or dig(found, "search_information", "total_results_count")
    if counted and "organic" not in found:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} counted results and parsed none", passing=True)


def _read_correction(ask: Ask, found: dict[str, Any]) -> str | None:
    shown = text(found, "search_information", "showing_results_for")
    return shown if shown and shown.casefold() != text(ask.request.text).casefold() else None


def _has_more(ask: Ask, content: dict[str, Any]) -> bool:
    last = content.get("last_visible_page")
    return not isinstance(last, int) or last > ask.page


def _read_features(found: dict[str, Any]) -> Iterator[SerpFeature]:
    related = dig(found, "related_searches", "related_searches")
    yield from feature(FeatureKind.RELATED_SEARCHES, ((text(words), "") for words in _list(related)))
    questions = _rows(found.get("related_questions"))
    yield from feature(
        FeatureKind.QUESTIONS, ((text(row, "question"), address(row, "source", "url")) for row in questions)
    )
    blocks = (
        (FeatureKind.AI_OVERVIEW, _cited(found)),
        (FeatureKind.ANSWER_BOX, _rows(found.get("featured_snippet"))),
        (FeatureKind.DISCUSSIONS, _rows(found.get("discussions_and_forums"))),
        (FeatureKind.VIDEOS, _rows(found.get("videos"))),
        (FeatureKind.NEWS, _rows(found.get("top_stories"))),
        (FeatureKind.KNOWLEDGE_PANEL, _rows(found.get("knowledge"))),
        (FeatureKind.ADS, _rows(found.get("paid"))),
    )
    for kind, rows in blocks:
        yield from feature(kind, ((text(row, "title"), address(row, "url")) for row in rows))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _rows(block: object) -> Iterator[dict[str, Any]]:
    """The rows of a block: a list, an object with `items`, or one row alone."""
    if isinstance(block, dict):
        yield from objects(block, "items") if "items" in block else iter((block,))
    else:
        yield from objects(block)


def _cited(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The sources of every AI overview on the page."""
    for overview in _rows(found.get("ai_overviews")):
        yield from _rows(overview.get("source_panel"))


OXYLABS = Api(
    spec=ProviderSpec(
        name="oxylabs",
        title="Oxylabs Web Scraper API",
        summary="Google and Bing pages parsed by an enterprise scraper, with most features",
        ranking=RankingKind.SEARCH_PAGE,
        engines=_ENGINES,
        key_env=("OXYLABS_USERNAME",),
        max_depth=_PAGE,
        health="good",
        docs_url="https://developers.oxylabs.io/api-targets/search-engines/google/search/search",
        card=(
            "Make API credentials at https://dashboard.oxylabs.io and set OXYLABS_USERNAME and OXYLABS_PASSWORD. Plans "
            "are monthly, so the price of a search is not known here and a cap on costs cannot be kept. Country, "
            "language and device are sent; `location` replaces the country and is a place such as `California,United "
            "States`. A search takes up to two and a half minutes, and a page holds about ten results."
        ),
    ),
    base_url="https://realtime.oxylabs.io",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=5, at_once=20),
    credentials={"username": ("OXYLABS_USERNAME",), "password": ("OXYLABS_PASSWORD",)},
)
