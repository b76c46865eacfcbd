"""You.com Search API: https://documentation.you.com/guides/developer-guide."""

from datetime import UTC
from decimal import Decimal
from email.utils import parsedate_to_datetime

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind, FeatureKind
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

_NAME = "You.com"
_MOST = 100
_LAST_PAGE = 10
_KEYS = ("YDC_API_KEY", "YOUDOTCOM_API_KEY", "YOUCOM_API_KEY", "YOU_API_KEY_AUTH")
_LANGUAGES = {"no": "nb", "pt": "pt-pt", "zh": "zh-hans", "zh-cn": "zh-hans", "zh-hk": "zh-hant", "zh-tw": "zh-hant"}
_WHOLE_TAGS = frozenset({"en-gb", "pt-br", "pt-pt", "zh-hans", "zh-hant"})


def build(ask: Ask) -> HttpCall:
    """One page of results; without a key from the door that needs none."""
    market = ask.request.market
    params = {
        "query": ask.request.text,
        "count": str(min(ask.request.depth, _MOST)),
        "offset": str(ask.page - 1),
        "country": (market.country or "us").upper(),
        "language": _name_language(market.language or "en"),
    }
    key = ask.credentials.get("key")
    return HttpCall(
        url=f"{ask.base_url}/v1/search" if key else f"{ask.base_url}/v1/agents/search",
        params=tuple(params.items()),
        headers={"Accept": "application/json"},
        secret_headers={"X-API-Key": key} if key else {},
    )


def _name_language(tag: str) -> str:
    tag = tag.lower()
    tag = _LANGUAGES.get(tag) or (tag if tag in _WHOLE_TAGS else tag.partition("-")[0])
    return tag.upper()


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; a section without hits is not there."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), dict):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results{quote(ask, _complaint(body))}")
    rows = (
        (address(row, "url"), text(row, "title"), _read_snippet(row), optional_text(row, "page_age"))
        for row in organic_rows(_NAME, body, "results", "web")
    )
    news = ((text(row, "title"), address(row, "url")) for row in objects(body, "results", "news"))
    return Page(
        results=rank_results(rows),
        features=feature(FeatureKind.NEWS, news),
        engine="you",
        cost=None if ask.credentials.get("key") else Decimal(0),
        more=ask.page < _LAST_PAGE,
    )


def _read_snippet(row: dict[str, object]) -> str | None:
    snippets = dig(row, "snippets")
    first = snippets[0] if isinstance(snippets, list) and snippets else None
    return optional_text(row, "description") or optional_text(first)


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A 402 without a key is the day's allowance; a 429 says with its own clock when to come back."""
    words = _complaint(read_refusal(reply))
    if reply.status == 402 and not ask.credentials.get("key"):  # noqa: PLR2004 - see the docstring
        raise ApiError(
            FailureKind.QUOTA,
            f"{_NAME} gives no more searches without a key today (HTTP 402){quote(ask, words)}",
            hint=f"set {_KEYS[0]} (searchgap providers you tells where to get one)",
        )
    if reply.status == 429 and "retry-after" not in reply.headers:  # noqa: PLR2004
        raise ApiError(
            FailureKind.RATE_LIMIT,
            f"{_NAME} says that it was asked too often (HTTP 429){quote(ask, words)}",
            retry_after=_seconds_to_reset(reply),
        )
    check_reply(ask, reply, _NAME, words)


def _complaint(body: dict[str, object]) -> str:
    return text(body, "detail") or text(body, "message")


def _seconds_to_reset(reply: HttpReply) -> float | None:
    """From the moment of the reply to the one its limit begins anew; None where it does not tell both."""
    try:
        reset = float(reply.headers.get("x-ratelimit-reset", ""))
        moment = parsedate_to_datetime(reply.headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return max(0.0, reset - (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


YOU = Api(
    spec=ProviderSpec(
        name="you",
        title="You.com Search API",
        summary="search for agents: You.com's own index; about 100 searches a day without any key",
        ranking=RankingKind.AGENT_RELEVANCE,
        engines=("you",),
        key_env=_KEYS,
        price=Decimal("0.005"),
        max_depth=_MOST,
        health="good",
        docs_url="https://documentation.you.com/guides/developer-guide",
        card=(
            "Works without an account: about 100 searches a day and IP address are free. For more, sign up at "
            "https://you.com/platform ($10 of credit, $90 more once verified), make a key and set YDC_API_KEY; a "
            "search is $5 per 1,000, however many results. It takes some 40 countries and 50 languages; it "
            "takes no place and no device. The order is You.com's relevance for agents, not a search page's."
        ),
    ),
    base_url="https://api.you.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=2, at_once=5),
    credentials={"key": _KEYS},
    optional_credentials=frozenset({"key"}),
)
