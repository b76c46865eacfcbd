"""Google Custom Search JSON API, for those who still have it: https://developers.google.com/custom-search/v1/overview."""

from datetime import date
from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import Device, Market
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.asking import confirms, google_market
from searchgap.search.reading import (
    address,
    check_reply,
    dig,
    objects,
    optional_text,
    organic_rows,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Google Custom Search"
_MOST = 10
_LAST_RANK = 100  # nothing is answered beyond it
_KEYS = frozenset({"kind", "queries", "searchInformation", "items"})


def build(ask: Ask) -> HttpCall:
    """Up to ten results. The key and the engine's id go in the query, the API takes them nowhere else."""
    number = min(ask.request.depth, _MOST)
    params = {
        "q": ask.request.text,
        "num": str(number),
        "start": str((ask.page - 1) * number + 1),
        **google_market(ask.request.market),
    }
    return HttpCall(
        url=f"{ask.base_url}/customsearch/v1",
        params=tuple(params.items()),
        headers={"Accept": "application/json"},
        secret_params=(("key", ask.credentials["key"]), ("cx", ask.credentials["engine"])),
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; without `items` nothing was found. Promotions are the engine owner's, not organic."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if body.get("error"):
        raise ApiError(
            FailureKind.BAD_REPLY, f"{_NAME} answered with an error{quote(ask, text(body, 'error', 'message'))}"
        )
    if _KEYS.isdisjoint(body):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither a query nor results")
    rows = (
        (address(row, "link"), text(row, "title"), optional_text(row, "snippet"), _read_date(row))
        for row in organic_rows(_NAME, body, "items")
    )
    return Page(
        results=rank_results(rows),
        engine="google_cse",
        searched_for=optional_text(body, "spelling", "correctedQuery"),
        market_verified=_is_market(ask.request.market, next(objects(body, "queries", "request"), {})),
        more=_has_more(ask, body),
    )


def _read_date(row: dict[str, object]) -> str | None:
    return optional_text(next(objects(row, "pagemap", "metatags"), {}), "article:published_time")


def _is_market(market: Market, echo: dict[str, object]) -> bool:
    """Whether the reply repeats what was sent, and nothing was asked for that cannot be sent."""
    return confirms(echo, google_market(market)) and market.location is None and market.device is Device.DESKTOP


def _has_more(ask: Ask, body: dict[str, object]) -> bool:
    last = (ask.page + 1) * min(ask.request.depth, _MOST)
    return bool(dig(body, "queries", "nextPage")) and last <= _LAST_RANK


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A bad key is a 400 here, and a 429 about the day is a spent quota."""
    words = text(read_refusal(reply), "error", "message")
    if reply.status == 400 and (b"API_KEY_INVALID" in reply.body or "API key" in words):  # noqa: PLR2004 - above
        raise ApiError(FailureKind.AUTH, f"{_NAME} refused the key (HTTP 400){quote(ask, words)}")
    if reply.status == 429 and "per day" in words.lower():  # noqa: PLR2004
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the day's searches are spent (HTTP 429){quote(ask, words)}")
    check_reply(ask, reply, _NAME, words)


GOOGLE_CSE = Api(
    spec=ProviderSpec(
        name="google_cse",
        title="Google Custom Search JSON API",
        summary="a part of Google's index in an order of its own; closed to new customers, ends 2027-01-01",
        ranking=RankingKind.OWN_INDEX,
        engines=("google_cse",),
        key_env=("GOOGLE_API_KEY", "GOOGLE_PSE_API_KEY"),
        price=Decimal("0.005"),
        max_depth=_MOST,
        sunset=date(2027, 1, 1),
        health="closed to new customers",
        docs_url="https://developers.google.com/custom-search/v1/overview",
        card=(
            "Only for those who have it already: Google takes no new customers and ends it on 2027-01-01. Set "
            "GOOGLE_API_KEY (or GOOGLE_PSE_API_KEY) and the id of a search engine in GOOGLE_CSE_ID (or "
            "GOOGLE_PSE_ENGINE_ID); an engine that does not search the entire web answers from its own sites only. "
            "100 searches a day are free, then $5 per 1,000, at most 10,000 a day. It takes a country and a language, "
            "no place and no device, and never goes beyond rank 100. Its order is not that of the Google page: take "
            "a provider of search pages for that."
        ),
    ),
    base_url="https://www.googleapis.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=1.5, at_once=10),
    credentials={
        "key": ("GOOGLE_API_KEY", "GOOGLE_PSE_API_KEY"),
        "engine": ("GOOGLE_CSE_ID", "GOOGLE_PSE_ENGINE_ID"),
    },
)
