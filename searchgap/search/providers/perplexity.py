"""Perplexity Search API: https://docs.perplexity.ai/api-reference/search-post."""

import re
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

_NAME = "Perplexity"
_MOST = 20
_SNIPPET_TOKENS = 256
_TWO_LETTERS = 2
_SPENT = re.compile(r"quota|credits?\b|balance", re.IGNORECASE)


def build(ask: Ask) -> HttpCall:
    """One list of results with short extracts."""
    market = ask.request.market
    body: dict[str, object] = {
        "query": ask.request.text,
        "max_results": min(ask.request.depth, _MOST),
        "max_tokens_per_page": _SNIPPET_TOKENS,
        "country": (market.country or "us").upper(),
    }
    language = (market.language or "en").partition("-")[0].lower()
    if len(language) == _TWO_LETTERS:
        body["search_language_filter"] = [language]
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/search",
        headers={"Accept": "application/json"},
        json=body,
        secret_headers={"Authorization": f"Bearer {ask.credentials['key']}"},
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The list in a reply; there is never a second page."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), list):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results{quote(ask, _complaint(body))}")
    rows = (
        (address(row, "url"), text(row, "title"), optional_text(row, "snippet"), optional_text(row, "date"))
        for row in objects(body, "results")
    )
    return Page(results=rank_results(rows), engine="perplexity", more=False)


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """An account without credit is refused like a key; only the words tell them apart."""
    words = _complaint(read_refusal(reply))
    if reply.status in {401, 403} and _SPENT.search(words):
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the account is spent (HTTP {reply.status}){quote(ask, words)}")
    check_reply(ask, reply, _NAME, words)


def _complaint(body: dict[str, object]) -> str:
    """The words of an error, or of the fields that were refused."""
    pieces = (
        text(body, "error", "type"),
        text(body, "error", "message"),
        text(body, "detail"),
        *(text(row, "msg") for row in objects(body, "detail")),
    )
    return "; ".join(filter(None, pieces))


PERPLEXITY = Api(
    spec=ProviderSpec(
        name="perplexity",
        title="Perplexity Search API",
        summary="search for agents: Perplexity's own index, what its assistant reads",
        ranking=RankingKind.AGENT_RELEVANCE,
        engines=("perplexity",),
        key_env=("PERPLEXITY_API_KEY",),
        price=Decimal("0.005"),
        max_depth=_MOST,
        health="good",
        docs_url="https://docs.perplexity.ai/api-reference/search-post",
        card=(
            "Sign up at https://www.perplexity.ai/account/api, buy credit, make a key and set PERPLEXITY_API_KEY; "
            "there is no free tier, and a search is $5 per 1,000. It takes a country and a language; the language "
            "restricts the results to pages in it. It takes no place and no device. Snippets are extracts of the "
            "pages. The order is Perplexity's relevance for agents, not a search page's."
        ),
    ),
    base_url="https://api.perplexity.ai",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=10, at_once=10),
    credentials={"key": ("PERPLEXITY_API_KEY",)},
)
