"""Bright Data SERP API: https://docs.brightdata.com/scraping-automation/serp-api/introduction."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Device, SearchRequest
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

_NAME = "Bright Data"
_PAGE = 10
_ENGINES = ("google", "bing")
_ZONE_HINT = "check the zone (BRIGHTDATA_SERP_ZONE or providers: {brightdata: {zone: NAME}})"
_REASONS = ("x-brd-error", "x-brd-err-msg", "x-brd-error-code", "x-brd-err-code")
_GOOGLE_LANGUAGES = {"zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}
_LONGEST_PLACE = 127


def build(ask: Ask) -> HttpCall:
    """The address of one page of an engine, to be fetched and parsed there."""
    zone = ask.credentials.get("zone") or ask.options.get("zone")
    if not isinstance(zone, str):
        raise ApiError(FailureKind.AUTH, f"{_NAME} needs the name of a zone beside the key", hint=_ZONE_HINT)
    engine = pick_engine(ask, _NAME, _ENGINES)
    wanted = {"zone": zone, "format": "raw"}
    if engine == "bing":
        wanted |= {"url": _bing_address(ask.request, ask.page), "data_format": "parsed_bing"}
    else:
        wanted |= {"url": _google_address(ask.request, ask.page)}
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/request",
        json=wanted,
        secret_headers={"Authorization": f"Bearer {ask.credentials['key']}"},
        timeout=90.0,
    )


def _google_address(request: SearchRequest, page: int) -> str:
    market = request.market
    language = market.language or "en"
    params = {
        "q": request.text,
        "gl": market.country or "us",
        "hl": _GOOGLE_LANGUAGES.get(language.lower(), language),
        "start": str((page - 1) * _PAGE),
        "nfpr": "1",
        "brd_json": "1",
    }
    if market.location:
        params["uule"] = _encode_place(market.location)
    if market.device is Device.MOBILE:
        params["brd_mobile"] = "1"
    return f"https://www.google.com/search?{urlencode(params, errors='replace')}"


def _encode_place(name: str) -> str:
    """A place as Google's `uule` takes it: its canonical name behind the head of a message of the ads service."""
    place = name.encode("utf-8", "replace")[:_LONGEST_PLACE]
    return "w " + urlsafe_b64encode(b"\x08\x02\x10\x20\x22" + bytes([len(place)]) + place).decode().rstrip("=")


def _bing_address(request: SearchRequest, page: int) -> str:
    market = request.market
    language = (market.language or "en").partition("-")[0]
    params = {
        "q": request.text,
        "mkt": f"{language}-{(market.country or 'us').upper()}",
        "first": str((page - 1) * _PAGE + 1),
    }
    if market.device is Device.MOBILE:
        params["brd_mobile"] = "1"
    return f"https://www.bing.com/search?{urlencode(params, errors='replace')}"


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply, bare or wrapped with the status that the engine gave."""
    _refuse(ask, reply)
    body = _unwrap(ask, reply)
    if not any(isinstance(body.get(key), list | dict) for key in ("general", "organic")):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither a page nor results")
    rows = [
        (address(row, "link"), text(row, "title"), optional_text(row, "description"), None)
        for row in organic_rows(_NAME, body, "organic")
    ]
    if not rows and "organic" not in body and dig(body, "general", "results_cnt"):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} counted results and parsed none", passing=True)
    return Page(
        results=rank_results(rows),
        features=tuple(_read_features(body)),
        engine=ask.request.engine or "google",
        searched_for=_read_correction(ask, body),
        more=not isinstance(body.get("pagination"), dict) or bool(dig(body, "pagination", "next_page")),
    )


def _read_correction(ask: Ask, body: dict[str, Any]) -> str | None:
    """What the page says it holds results for, where that is not what was asked."""
    found = text(body, "general", "detected_query")
    return found if found and found.casefold() != text(ask.request.text).casefold() else None


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A 400 may be the zone as well as the address; a reason in the headers is a failure whatever the status."""
    words = _reason(reply.headers) or text(read_refusal(reply), "error") or text(read_refusal(reply), "message")
    try:
        check_reply(ask, reply, _NAME, words)
    except ApiError as refusal:
        if refusal.kind is FailureKind.UNSUPPORTED:
            refusal.hint = _ZONE_HINT
        raise
    if reason := _reason(reply.headers):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} could not fetch the page{quote(ask, reason)}", passing=True)


def _reason(headers: Mapping[str, object]) -> str:
    return next((text(headers.get(name)) for name in _REASONS if headers.get(name)), "")


def _unwrap(ask: Ask, reply: HttpReply) -> dict[str, Any]:
    """The parsed page; a reply of `format: json` holds it as text beside the inner status and headers."""
    if reply.body.lstrip()[:1] == b"<":
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an unparsed HTML page", hint=_ZONE_HINT)
    outer = read_object(reply, _NAME)
    if "body" not in outer or "status_code" not in outer:
        return outer
    status = outer["status_code"]
    inner = outer["headers"] if isinstance(outer.get("headers"), dict) else {}
    reason = _reason({str(name).lower(): value for name, value in inner.items()})
    if reason or not isinstance(status, int) or status >= 300:  # noqa: PLR2004 - the statuses of RFC 9110
        words = f"{_NAME} could not fetch the page (inner status {str(status)[:20]}){quote(ask, reason)}"
        raise ApiError(FailureKind.BAD_REPLY, words, passing=True)
    page = outer["body"]
    if isinstance(page, dict):
        return page
    words = page if isinstance(page, str) else ""
    return _unwrap(ask, HttpReply(status=status, headers={}, body=words.encode("utf-8", "replace")))


def _read_features(body: dict[str, Any]) -> Iterator[SerpFeature]:
    questions = objects(body, "people_also_ask")
    yield from feature(
        FeatureKind.QUESTIONS, ((text(row, "question"), address(row, "answer_link")) for row in questions)
    )
    yield from feature(FeatureKind.RELATED_SEARCHES, ((words, "") for words in _read_related(body)))
    blocks = (
        (FeatureKind.AI_OVERVIEW, _cited(body)),
        (FeatureKind.ANSWER_BOX, _blocks(body, "featured_snippet", "featured_snippets")),
        (FeatureKind.DISCUSSIONS, _blocks(body, "perspectives", "discussions_and_forums")),
        (FeatureKind.VIDEOS, _blocks(body, "videos")),
        (FeatureKind.NEWS, _blocks(body, "top_stories")),
        (FeatureKind.KNOWLEDGE_PANEL, _blocks(body, "knowledge", "knowledge_panel")),
        (FeatureKind.ADS, _blocks(body, "top_ads", "bottom_ads", "ads")),
    )
    for kind, rows in blocks:
        yield from feature(kind, ((text(row, "title") or text(row, "name"), address(row, "link")) for row in rows))


def _read_related(body: dict[str, Any]) -> Iterator[str]:
    """Related searches stand in a block by themselves or as items of one."""
    for block in objects(body, "related"):
        yield text(block, "text")
        yield from (text(item, "text") for item in objects(block, "items"))


def _blocks(body: dict[str, Any], *names: str) -> Iterator[dict[str, Any]]:
    """The rows of blocks that come as a list or alone."""
    for name in names:
        block = body.get(name)
        yield from objects([block] if isinstance(block, dict) else block)


def _cited(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The sources of the AI overview, whose addresses go by two names."""
    for overview in _blocks(body, "ai_overview"):
        for row in objects(overview, "references"):
            yield {"title": row.get("title"), "link": row.get("link") or row.get("href")}


BRIGHTDATA = Api(
    spec=ProviderSpec(
        name="brightdata",
        title="Bright Data SERP API",
        summary="Google and Bing pages parsed behind an unblocking proxy, with most features",
        ranking=RankingKind.SEARCH_PAGE,
        engines=_ENGINES,
        key_env=("BRIGHTDATA_API_TOKEN",),
        price=Decimal("0.0015"),
        max_depth=_PAGE,
        health="good",
        docs_url="https://docs.brightdata.com/scraping-automation/serp-api/introduction",
        card=(
            "Make a SERP API zone at https://brightdata.com/cp, set BRIGHTDATA_API_TOKEN and name the zone in "
            "BRIGHTDATA_SERP_ZONE or in the configuration: `providers: {brightdata: {zone: NAME}}`. Country, language "
            "and device are sent; `location` is one of Google's canonical place names, such as `Austin,Texas,United "
            "States`, and Bing takes none. A page often holds four to nine organic results; only successful searches "
            "are billed, unless the zone sends headers or cookies of its own."
        ),
    ),
    base_url="https://api.brightdata.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=10, at_once=20),
    credentials={"key": ("BRIGHTDATA_API_TOKEN",), "zone": ("BRIGHTDATA_SERP_ZONE",)},
    optional_credentials=frozenset({"zone"}),
)
