"""Mojeek Web Search API: https://www.mojeek.com/support/api/search/request_parameters.html."""

from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Page, rank_results
from searchgap.search.reading import (
    address,
    check_reply,
    dig,
    optional_text,
    organic_rows,
    quote,
    read_object,
    read_refusal,
    text,
)

_NAME = "Mojeek"
_MOST = 10  # plans differ above it, and a page cut short unseen would leave a hole before the next one
_BIAS = "10"  # of 100: what Mojeek recommends


def build(ask: Ask) -> HttpCall:
    """One page of results. The key goes in the query, the API takes it nowhere else."""
    market = ask.request.market
    number = min(ask.request.depth, _MOST)
    params = {
        "q": ask.request.text,
        "fmt": "json",
        "t": str(number),
        "rb": (market.country or "us").upper(),
        "rbb": _BIAS,
        "lb": (market.language or "en").partition("-")[0].upper(),
        "lbb": _BIAS,
    }
    if ask.page > 1:
        params["s"] = str((ask.page - 1) * number + 1)
    return HttpCall(
        url=f"{ask.base_url}/search",
        params=tuple(params.items()),
        headers={"Accept": "application/json"},
        secret_params=(("api_key", ask.credentials["key"]),),
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply; its status says whether it is one."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if not text(body, "response", "status") and not isinstance(dig(body, "response", "results"), list):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with neither a status nor results")
    results = rank_results(
        (address(row, "url"), text(row, "title"), optional_text(row, "desc"), optional_text(row, "date"))
        for row in organic_rows(_NAME, body, "response", "results")
    )
    total = dig(body, "response", "head", "results")
    seen = (ask.page - 1) * min(ask.request.depth, _MOST) + len(results)
    return Page(results=results, engine="mojeek", more=not isinstance(total, int) or seen < total)


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """Whatever is not OK says why, often with HTTP 200; the two statuses that mean something go first."""
    words = text(read_refusal(reply), "response", "status")
    if words and words.upper() != "OK" and reply.status not in {403, 429} and reply.status < 500:  # noqa: PLR2004
        raise ApiError(_read_kind(words), f"{_NAME} refused the search (HTTP {reply.status}){quote(ask, words)}")
    check_reply(ask, reply, _NAME, words)


def _read_kind(words: str) -> FailureKind:
    words = words.lower()
    if "key" in words:
        return FailureKind.AUTH
    if "limit" in words or "quota" in words:
        return FailureKind.QUOTA
    return FailureKind.UNSUPPORTED


MOJEEK = Api(
    spec=ProviderSpec(
        name="mojeek",
        title="Mojeek Web Search API",
        summary="Mojeek's own crawl and index from the UK: a small, independent second opinion",
        ranking=RankingKind.OWN_INDEX,
        engines=("mojeek",),
        key_env=("MOJEEK_API_KEY", "MOJEEK_SEARCH_API_KEY"),
        max_depth=_MOST,
        health="good, small",
        docs_url="https://www.mojeek.com/support/api/search/request_parameters.html",
        card=(
            "Ask for a plan or a trial at https://www.mojeek.com/services/search/web-search-api/ and set "
            "MOJEEK_API_KEY. Prices depend on the plan, so searchgap cannot keep a max_cost for it. A key may be tied "
            "to an IP address. Country and language raise results and do not restrict them; it takes no place and no "
            "device. Safe search is as the account has it. Results of one site may be folded into one."
        ),
    ),
    base_url="https://api.mojeek.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=1, at_once=2),
    credentials={"key": ("MOJEEK_API_KEY", "MOJEEK_SEARCH_API_KEY")},
)
