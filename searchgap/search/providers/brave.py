"""Brave Search API (web): https://api-dashboard.search.brave.com/app/documentation/web-search/get-started."""

from collections.abc import Iterator
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind, FeatureKind, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.pace import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, check_status, rank_results
from searchgap.search.reading import address, dig, feature, objects, optional_text, read_object, text

_NAME = "Brave"
_MOST = 20
_LANGUAGES = {"ja": "jp", "pt": "pt-pt", "zh": "zh-hans", "zh-cn": "zh-hans", "zh-tw": "zh-hant"}


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
    headers = {"Accept": "application/json"}
    if market.location:
        headers["X-Loc-City"] = market.location.encode("ascii", "ignore").decode()
    return HttpCall(
        url=f"{ask.base_url}/res/v1/web/search",
        params=tuple(params.items()),
        headers=headers,
        secret_headers={"X-Subscription-Token": ask.credentials["key"]},
    )


def _language(tag: str) -> str:
    tag = tag.lower()
    return _LANGUAGES.get(tag) or (tag if tag in {"pt-br", "en-gb", "zh-hans", "zh-hant"} else tag.partition("-")[0])


def parse(ask: Ask, reply: HttpReply) -> Page:  # noqa: ARG001 - one shape for every provider
    """The page in a reply; a missing block is a block that is not there."""
    _refuse(reply)
    body = read_object(reply, _NAME)
    if body.get("type") == "ErrorResponse":
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an error: {text(body, 'error', 'detail')[:200]}")
    if not isinstance(body.get("query"), dict) and not isinstance(body.get("web"), dict):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither a query nor results")
    rows = (
        (address(row, "url"), text(row, "title"), optional_text(row, "description"), optional_text(row, "page_age"))
        for row in objects(body, "web", "results")
    )
    return Page(
        results=rank_results(rows),
        features=tuple(_read_features(body)),
        engine="brave",
        searched_for=optional_text(body, "query", "altered"),
        more=dig(body, "query", "more_results_available") is not False,
    )


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


def _refuse(reply: HttpReply) -> None:
    """A bad key is a 422 here, and a 429 with nothing left of the month is a spent quota."""
    if reply.status == 422 and b"SUBSCRIPTION_TOKEN_INVALID" in reply.body:  # noqa: PLR2004 - see the docstring
        raise ApiError(FailureKind.AUTH, f"{_NAME} refused the key (HTTP 422)")
    if reply.status == 429:  # noqa: PLR2004
        remaining = _windows(reply.headers.get("x-ratelimit-remaining"))
        if remaining[1:] and remaining[-1] == 0:
            raise ApiError(FailureKind.QUOTA, f"{_NAME} says the month's searches are spent (HTTP 429)")
        reset = _windows(reply.headers.get("x-ratelimit-reset"))
        raise ApiError(
            FailureKind.RATE_LIMIT,
            f"{_NAME} says that it was asked too often (HTTP 429)",
            retry_after=reset[0] if reset else None,
        )
    check_status(reply, _NAME)


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
        docs_url="https://api-dashboard.search.brave.com/app/documentation/web-search/get-started",
        card=(
            "Sign up at https://api-dashboard.search.brave.com, choose the Search plan (a card is asked for; $5 of "
            "credit come free each month, about 1,000 searches), make a key and set BRAVE_API_KEY. Old plans allow "
            "one search a second: set `providers: {brave: {rate: 1/s}}` then."
        ),
    ),
    base_url="https://api.search.brave.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=20, at_once=20),
    credentials={"key": ("BRAVE_API_KEY", "BRAVE_SEARCH_API_KEY")},
)
