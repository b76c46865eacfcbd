"""Yandex Search API: https://yandex.cloud/en/docs/search-api/api-ref/WebSearch/search. Its answer is XML in base64."""

import binascii
from base64 import b64decode
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Device, Market
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import check_reply, quote, read_object, read_refusal, text

_NAME = "Yandex"
_MOST = 100
_NOTHING_FOUND = "15"
_SEARCH_TYPES = {"ru": "RU", "tr": "TR", "kz": "KK", "by": "BE", "uz": "UZ"}
_INTERFACES = frozenset({"ru", "uk", "be", "kk", "tr", "en"})
_REGIONS = {"ru": "225", "ua": "187", "by": "149", "kz": "159", "uz": "171", "tr": "983", "us": "84"}
_USER_AGENTS = {
    Device.DESKTOP: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
    Device.MOBILE: (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 "
        "Safari/604.1"
    ),
}
_INVALID = frozenset({"1", "2", "18", "19", "37"})
_FORBIDDEN = frozenset({"31", "33", "42", "44", "48"})


def build(ask: Ask) -> HttpCall:
    """One page of results, at most one per site as the search page itself has it."""
    market = ask.request.market
    search_type = _SEARCH_TYPES.get(market.country or "us", "COM")
    interface = (market.language or "en").partition("-")[0].lower()
    wanted: dict[str, object] = {
        "query": {
            "searchType": f"SEARCH_TYPE_{search_type}",
            "queryText": ask.request.text,
            "familyMode": "FAMILY_MODE_MODERATE",
            "page": str(ask.page - 1),
            "fixTypoMode": "FIX_TYPO_MODE_OFF",
        },
        "sortSpec": {"sortMode": "SORT_MODE_BY_RELEVANCE", "sortOrder": "SORT_ORDER_DESC"},
        "groupSpec": {
            "groupMode": "GROUP_MODE_DEEP",
            "groupsOnPage": str(min(ask.request.depth, _MOST)),
            "docsInGroup": "1",
        },
        "maxPassages": "3",
        "l10n": f"LOCALIZATION_{interface.upper() if interface in _INTERFACES else 'EN'}",
        "folderId": ask.credentials["folder"],
        "responseFormat": "FORMAT_XML",
        "userAgent": _USER_AGENTS[market.device],
    }
    if region := _region(market):
        wanted["region"] = region
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/v2/web/search",
        json=wanted,
        secret_headers={"Authorization": f"Api-Key {ask.credentials['key']}"},
    )


def _region(market: Market) -> str | None:
    """The id of a Yandex region: the user's own, else that of the country where it is known."""
    if market.location and market.location.isdecimal():
        return market.location
    return _REGIONS.get(market.country or "us")


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; that nothing was found is an error element with a number of its own."""
    check_reply(ask, reply, _NAME, text(read_refusal(reply), "message"))
    response = _read_response(read_object(reply, _NAME))
    error = response.find("error")
    if error is not None and error.get("code") != _NOTHING_FOUND:
        raise _read_error(ask, error)
    if error is not None:
        return Page(results=(), engine="yandex", searched_for=_read_correction(response), more=False)
    grouping = response.find("results/grouping")
    if grouping is None:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither results nor an error")
    return Page(
        results=rank_results(_read_group(group) for group in grouping.iterfind("group")),
        engine="yandex",
        searched_for=_read_correction(response),
        more=_has_more(response, grouping),
    )


def _read_response(body: dict[str, Any]) -> Element:
    """The `response` element of the XML inside a reply.

    Entities are refused rather than expanded: the answers of Yandex declare none, and a few lines of them can grow
    to gigabytes.
    """
    packed = body.get("rawData")
    if not isinstance(packed, str):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without rawData")
    try:
        xml = b64decode(packed, validate=True).decode("utf-8-sig")
    except (binascii.Error, ValueError) as trouble:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with rawData that is no text in base64") from trouble
    if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with XML that declares a document type")
    try:
        response = fromstring(xml).find("response")  # noqa: S314 - see the docstring
    except (ParseError, ValueError, LookupError) as trouble:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with broken XML") from trouble
    if response is None:
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with XML that is no search response")
    return response


def _read_error(ask: Ask, error: Element) -> ApiError:
    """What an error element means; the codes that are not told apart here may pass."""
    code = error.get("code", "")[:20]
    words = quote(ask, _words(error))
    if code in _INVALID:
        return ApiError(FailureKind.UNSUPPORTED, f"{_NAME} refused the search as invalid (code {code}){words}")
    if code in _FORBIDDEN:
        return ApiError(FailureKind.AUTH, f"{_NAME} refused the key, folder or address (code {code}){words}")
    if code == "32":
        return ApiError(FailureKind.QUOTA, f"{_NAME} says the day's searches are spent (code 32){words}")
    if code == "55":
        return ApiError(FailureKind.RATE_LIMIT, f"{_NAME} says that it was asked too often (code 55){words}")
    return ApiError(FailureKind.BAD_REPLY, f"{_NAME} failed (code {code}){words}", passing=True)


def _read_group(group: Element) -> tuple[str, str, str | None, str | None]:
    """The row of a group: its first document."""
    document = group.find("doc")
    if document is None:
        return "", "", None, None
    passages = " ".join(filter(None, map(_words, document.iterfind("passages/passage"))))
    snippet = passages or _words(document.find("headline")) or None
    url = (document.findtext("url") or "").strip()
    return url, _words(document.find("title")), snippet, document.findtext("modtime") or None


def _words(element: Element | None) -> str:
    """The text of an element with that of the highlighting inside it."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _read_correction(response: Element) -> str | None:
    """What was searched instead; a `misspell` is a suggestion only."""
    return _words(response.find("reask/text")) or None


def _has_more(response: Element, grouping: Element) -> bool:
    """Whether results are left beyond the last on the page; unknown counts as yes."""
    page = grouping.find("page")
    last = "" if page is None else page.get("last", "")
    found = next(_totals(response), "")
    if not (_is_count(last) and _is_count(found)):
        return True
    return int(last) < int(found)


def _totals(response: Element) -> Iterator[str]:
    for found in response.iterfind("found"):
        if found.get("priority") == "all":
            yield (found.text or "").strip()


def _is_count(words: str) -> bool:
    return words.isdecimal() and len(words) < 19  # noqa: PLR2004 - as long as a number of 64 bits


YANDEX = Api(
    spec=ProviderSpec(
        name="yandex",
        title="Yandex Search API",
        summary="Yandex's own index: Russia, Turkey, Kazakhstan, Belarus, Uzbekistan and the world",
        ranking=RankingKind.OWN_INDEX,
        engines=("yandex",),
        key_env=("YANDEX_WEB_SEARCH_API_KEY", "YANDEX_API_KEY"),
        price=Decimal("0.004"),
        max_depth=_MOST,
        health="good, needs Yandex Cloud",
        docs_url="https://yandex.cloud/en/docs/search-api/api-ref/WebSearch/search",
        card=(
            "In Yandex Cloud give a service account the role search-api.executor, make it an API key, and set "
            "YANDEX_WEB_SEARCH_API_KEY and YANDEX_FOLDER_ID. The country chooses the search (ru, tr, kz, by, uz, else "
            "international) and, where known, the region; `location` takes the number of a Yandex region instead. The "
            "price is that of the day; nights (UTC+3) cost less and 1,000 searches a month are free then. New accounts "
            "may search 1,000 times a day. No features come with the results."
        ),
    ),
    base_url="https://searchapi.api.cloud.yandex.net",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=5, at_once=10),
    credentials={"key": ("YANDEX_WEB_SEARCH_API_KEY", "YANDEX_API_KEY"), "folder": ("YANDEX_FOLDER_ID",)},
)
