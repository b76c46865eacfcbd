"""Exa Search API: https://exa.ai/docs/reference/search."""

from decimal import Decimal

from searchgap.model.provider import ProviderSpec, RankingKind, Surcharge
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import (
    address,
    check_reply,
    dig,
    money,
    objects,
    optional_text,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Exa"
_MOST = 100
_KINDS = {
    "INVALID_API_KEY": FailureKind.AUTH,
    "NO_MORE_CREDITS": FailureKind.QUOTA,
    "API_KEY_BUDGET_EXCEEDED": FailureKind.QUOTA,
}


def build(ask: Ask) -> HttpCall:
    """One list of results. Highlights are the snippets; they are free for the first ten, whole texts never asked."""
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/search",
        headers={"Accept": "application/json"},
        json={
            "query": ask.request.text,
            "type": "auto",
            "numResults": min(ask.request.depth, _MOST),
            "userLocation": (ask.request.market.country or "us").upper(),
            "contents": {"highlights": True},
        },
        secret_headers={"x-api-key": ask.credentials["key"]},
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The list in a reply; there is never a second page."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if not isinstance(body.get("results"), list):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results{quote(ask, text(body, 'error'))}")
    rows = (
        (address(row, "url"), text(row, "title"), _read_snippet(row), optional_text(row, "publishedDate"))
        for row in objects(body, "results")
    )
    return Page(results=rank_results(rows), engine="exa", cost=money(body, "costDollars", "total"), more=False)


def _read_snippet(row: dict[str, object]) -> str | None:
    highlights = dig(row, "highlights")
    pieces = map(text, highlights) if isinstance(highlights, list) else ()
    return " … ".join(filter(None, pieces)) or None


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """Tags say more than statuses: they come first."""
    said = read_refusal(reply)
    tag = text(said, "tag")
    words = " ".join(filter(None, (tag, text(said, "error"))))
    if kind := _KINDS.get(tag):
        what = "refused the key" if kind is FailureKind.AUTH else "says the account is spent"
        raise ApiError(kind, f"{_NAME} {what} (HTTP {reply.status}){quote(ask, words)}")
    check_reply(ask, reply, _NAME, words)


EXA = Api(
    spec=ProviderSpec(
        name="exa",
        title="Exa Search API",
        summary="search for agents: Exa's own index ordered by meaning, with the exact cost of each call",
        ranking=RankingKind.AGENT_RELEVANCE,
        engines=("exa",),
        key_env=("EXA_API_KEY",),
        price=Decimal("0.007"),
        surcharge=Surcharge(above=10, results=1, price=Decimal("0.001")),
        max_depth=_MOST,
        health="good",
        docs_url="https://exa.ai/docs/reference/search",
        card=(
            "Sign up at https://dashboard.exa.ai, make a key and set EXA_API_KEY; $20 of credit come free once, then "
            "$10 a month. A search is $7 per 1,000 with ten results and $1 per 1,000 more for each further one; every "
            "answer states its cost, and that is what is counted. It takes a country as the user's place; it takes "
            "no language, city or device. The order is Exa's likeness in meaning, not a search page's."
        ),
    ),
    base_url="https://api.exa.ai",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=5, at_once=5),
    credentials={"key": ("EXA_API_KEY",)},
)
