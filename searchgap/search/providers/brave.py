"""Brave Search API (web): https://api-dashboard.search.brave.com/app/documentation/web-search/get-started."""

from collections.abc import Iterator
from decimal import Decimal
from unicodedata import normalize

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Market
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
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

_NAME = "Brave"
_MOST = 20
_LAST_PAGE = 10
_LONGEST_RESET = 31 * 86_400.0
_LANGUAGES = {
    "ja": "jp",
    "no": "nb",
    "pt": "pt-pt",
    "pt-br": "pt-br",
    "en-gb": "en-gb",
    "zh": "zh-hans",
    "zh-hant": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-tw": "zh-hant",
}


def build(ask: Ask) -> HttpCall:
    """One page of web results with the words searched as they are."""
    market = ask.request.market
    params = {
        "q": ask.request.text,
        "count": str(min(ask.request.depth, _MOST)),
        "offset": str(ask.page - 1),
        "country": (market.country or "us").upper(),
        "search_lang": _language(market.language or "en"),
        "spellcheck": "false",
        "text_decorations": "false",
    }
    return HttpCall(
        url=f"{ask.base_url}/res/v1/web/search",
        params=tuple(params.items()),
        headers={"Accept": "application/json"} | _locate(market),
        secret_headers={"X-Subscription-Token": ask.credentials["key"]},
    )


def _language(tag: str) -> str:
    """Brave's own code of a language: that of the first two parts of the tag where there is one, else of the first."""
    language, _, rest = tag.lower().partition("-")
    return _LANGUAGES.get(f"{language}-{rest.partition('-')[0]}") or _LANGUAGES.get(language, language)


def _locate(market: Market) -> dict[str, str]:
    """Headers for a place such as `Zürich` or `Austin,Texas,United States`; a header holds ASCII letters only."""
    if not market.location:
        return {}
    city, *rest = (_spell(part) for part in market.location.split(","))
    state = rest[0] if len(rest) > 1 else ""
    headers = {"X-Loc-City": city, "X-Loc-State-Name": state, "X-Loc-Country": (market.country or "us").upper()}
    return {name: value for name, value in headers.items() if value}


def _spell(place: str) -> str:
    letters = normalize("NFKD", place).encode("ascii", "ignore").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in letters).split())


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; a missing block is a block that is not there."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if body.get("type") == "ErrorResponse":
        words = quote(ask, text(body, "error", "detail"))
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an error{words}")
    if not isinstance(body.get("query"), dict) and not isinstance(body.get("web"), dict):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither a query nor results")
    rows = (
        (address(row, "url"), text(row, "title"), optional_text(row, "description"), optional_text(row, "page_age"))
        for row in organic_rows(_NAME, body, "web", "results")
    )
    return Page(
        results=rank_results(rows),
        features=tuple(_read_features(body)),
        engine="brave",
        searched_for=_read_correction(ask, body),
        more=ask.page < _LAST_PAGE and dig(body, "query", "more_results_available") is not False,
    )


def _read_correction(ask: Ask, body: dict[str, object]) -> str | None:
    altered = text(body, "query", "altered")
    return altered if altered and altered != text(ask.request.text) else None


def _read_features(body: dict[str, object]) -> Iterator[SerpFeature]:
    blocks = (
        (FeatureKind.DISCUSSIONS, "discussions", "title"),
        (FeatureKind.QUESTIONS, "faq", "question"),
        (FeatureKind.NEWS, "news", "title"),
        (FeatureKind.VIDEOS, "videos", "title"),
        (FeatureKind.KNOWLEDGE_PANEL, "infobox", "title"),
    )
    for kind, block, words in blocks:
        yield from feature(kind, ((text(row, words), address(row, "url")) for row in objects(body, block, "results")))


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A bad key is a 422 here, and a 429 with nothing left of the month is a spent quota."""
    error = read_refusal(reply)
    code = text(error, "error", "code")
    words = text(error, "error", "detail")
    if reply.status == 422 and code == "SUBSCRIPTION_TOKEN_INVALID":  # noqa: PLR2004 - see the docstring
        raise ApiError(FailureKind.AUTH, f"{_NAME} refused the key (HTTP 422)")
    if code == "OPTION_NOT_IN_PLAN":
        message = (
            f"{_NAME} says that the plan of the key does not include this (HTTP {reply.status}){quote(ask, words)}"
        )
        raise ApiError(FailureKind.AUTH, message)
    if reply.status == 429:  # noqa: PLR2004
        remaining = _windows(reply.headers.get("x-ratelimit-remaining"))
        if code == "QUOTA_LIMITED" or (remaining[1:] and remaining[-1] <= 0):
            raise ApiError(FailureKind.QUOTA, f"{_NAME} says the month's searches are spent (HTTP 429)")
        reset = _windows(reply.headers.get("x-ratelimit-reset"))
        raise ApiError(
            FailureKind.RATE_LIMIT,
            f"{_NAME} says that it was asked too often (HTTP 429)",
            retry_after=reset[0] if reset and 0 <= reset[0] <= _LONGEST_RESET else None,
        )
    check_reply(ask, reply, _NAME, words)


def _windows(header: str | None) -> list[float]:
    """The numbers of a header with one per window: the second first, the month last."""
    try:
        return [float(part) for part in (header or "").split(",") if part.strip()]
    except ValueError:
        return []


BRAVE = Api(
    spec=ProviderSpec(
        name="brave",
        title="Brave Search API",
        summary="Brave's own index: cheap, self-serve, with forum clusters",
        ranking=RankingKind.OWN_INDEX,
        engines=("brave",),
        key_env=("BRAVE_API_KEY", "BRAVE_SEARCH_API_KEY"),
        price=Decimal("0.005"),
        max_depth=_MOST,
        health="good",
        docs_url="https://api-dashboard.search.brave.com/app/documentation/web-search/get-started",
        card=(
            "Sign up at https://api-dashboard.search.brave.com, choose the Search plan (a card is asked for; $5 of "
            "credit come free each month, about 1,000 searches), make a key and set BRAVE_API_KEY. Old plans allow "
            "one search a second: set `providers: {brave: {rate: 1/s}}` then. Country, language and location are sent; "
            "about 37 countries are known and others are refused. There is no device. Queries end at 400 characters "
            "or 50 words."
        ),
    ),
    base_url="https://api.search.brave.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=20, at_once=20),
    credentials={"key": ("BRAVE_API_KEY", "BRAVE_SEARCH_API_KEY")},
)
