"""Marginalia Search API: https://about.marginalia-search.com/article/api/."""

from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import address, check_reply, optional_text, organic_rows, quote, read_object, text

_NAME = "Marginalia"
_MOST = 100
_SHARED_KEY = "public"


def build(ask: Ask) -> HttpCall:
    """One page of results; without a key the shared one is used."""
    language = (ask.request.market.language or "en").partition("-")[0].lower()
    params = {
        "query": ask.request.text,
        "count": str(min(ask.request.depth, _MOST)),
        "dc": "2",
        "page": str(ask.page),
        "nsfw": "1",
        "lang": language,
    }
    return HttpCall(
        url=f"{ask.base_url}/search",
        params=tuple(params.items()),
        headers={"Accept": "application/json"},
        secret_headers={"API-Key": ask.credentials.get("key", _SHARED_KEY)},
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), list):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results")
    rows = (
        (address(row, "url"), text(row, "title"), optional_text(row, "description"), None)
        for row in organic_rows(_NAME, body, "results")
    )
    pages = body.get("pages")
    return Page(results=rank_results(rows), engine="marginalia", more=not isinstance(pages, int) or pages > ask.page)


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """What is wrong stands in the body, in plain words."""
    words = text(reply.text[:1000])
    match reply.status:
        case 400 if "API-Key" in words:
            raise ApiError(FailureKind.AUTH, f"{_NAME} was asked without a key (HTTP 400)")
        case 429 if "Daily" in words or "Billable" in words:
            raise ApiError(FailureKind.QUOTA, f"{_NAME} says the searches of the key are spent{quote(ask, words)}")
        case 503:
            raise ApiError(FailureKind.RATE_LIMIT, f"{_NAME} says that it was asked too often (HTTP 503)")
        case 504:
            raise ApiError(FailureKind.TIMEOUT, f"{_NAME}'s index ran out of time (HTTP 504)", passing=True)
        case _:
            check_reply(ask, reply, _NAME, words)


MARGINALIA = Api(
    spec=ProviderSpec(
        name="marginalia",
        title="Marginalia Search API",
        summary="a small index of text-heavy, non-commercial sites: free, and a different web",
        ranking=RankingKind.OWN_INDEX,
        engines=("marginalia",),
        key_env=("MARGINALIA_API_KEY",),
        price=Decimal(0),
        max_depth=_MOST,
        health="good, niche",
        docs_url="https://about.marginalia-search.com/article/api/",
        card=(
            "Free for non-commercial use: ask for a key at https://about.marginalia-search.com/article/api/ and set "
            "MARGINALIA_API_KEY; without one the shared key `public` is used, which is often exhausted. It takes a "
            "language, but no country, location or device. Results are licensed CC-BY-NC-SA 4.0."
        ),
    ),
    base_url="https://api2.marginalia-search.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=1, at_once=1),
    credentials={"key": ("MARGINALIA_API_KEY",)},
    optional_credentials=frozenset({"key"}),
)
