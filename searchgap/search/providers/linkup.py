"""Linkup Search API: https://docs.linkup.so/pages/documentation/api-reference/endpoint/post-search."""

from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import (
    address,
    check_reply,
    objects,
    optional_text,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Linkup"
_NOTHING_FOUND = "SEARCH_QUERY_NO_RESULT"
_SPENT = frozenset({"INSUFFICIENT_FUNDS_CREDITS", "EXCEED_BUDGET_LIMIT"})


def build(ask: Ask) -> HttpCall:
    """One list of text results; of the market it takes nothing."""
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/v1/search",
        headers={"Accept": "application/json"},
        json={
            "q": ask.request.text,
            "depth": "standard",
            "outputType": "searchResults",
            "maxResults": ask.request.depth,
            "includeImages": False,
        },
        secret_headers={"Authorization": f"Bearer {ask.credentials['key']}"},
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The list in a reply; there is never a second page, and nothing found is an error here that costs nothing."""
    said = read_refusal(reply)
    if text(said, "error", "code") == _NOTHING_FOUND:
        return Page(results=(), engine="linkup", cost=Decimal(0), more=False)
    _refuse(ask, reply, said)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), list):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results{quote(ask, _complaint(body))}")
    rows = (
        (address(row, "url"), text(row, "name"), optional_text(row, "content"), None)
        for row in objects(body, "results")
        if row.get("type") in (None, "text")
    )
    return Page(results=rank_results(rows), engine="linkup", more=False)


def _refuse(ask: Ask, reply: HttpReply, said: dict[str, object]) -> None:
    """A spent account is a 429 here like too many searches: the code tells them apart."""
    words = _complaint(said)
    if text(said, "error", "code") in _SPENT:
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the account is spent (HTTP {reply.status}){quote(ask, words)}")
    check_reply(ask, reply, _NAME, words)


def _complaint(body: dict[str, object]) -> str:
    """The code of an error, its message, and what it says of each field."""
    pieces = (
        text(body, "error", "code"),
        text(body, "error", "message"),
        *(text(row, "message") for row in objects(body, "error", "details")),
    )
    return "; ".join(filter(None, pieces))


LINKUP = Api(
    spec=ProviderSpec(
        name="linkup",
        title="Linkup Search API",
        summary="search for agents from Europe: sources in Linkup's order of relevance, without a market",
        ranking=RankingKind.AGENT_RELEVANCE,
        engines=("linkup",),
        key_env=("LINKUP_API_KEY",),
        price=Decimal("0.005"),
        health="good",
        docs_url="https://docs.linkup.so/pages/documentation/api-reference/endpoint/post-search",
        card=(
            "Sign up at https://app.linkup.so with a professional address ($20 of credit a month, about 4,000 "
            "searches), make a key and set LINKUP_API_KEY; a search is $5 per 1,000, and one that fails or finds "
            "nothing is free. It takes no country, language, place or device: what you set for the market does not "
            "change its answers. Snippets are long extracts. The order is Linkup's relevance for agents, not a search "
            "page's."
        ),
    ),
    base_url="https://api.linkup.so",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=5, at_once=5),
    credentials={"key": ("LINKUP_API_KEY",)},
)
