"""Kagi Search API, version 1: https://help.kagi.com/kagi/api/search.html."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from searchgap.model.provider import ProviderSpec, RankingKind
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

_NAME = "Kagi"
_LARGEST_LIMIT = 1024
_LAST_PAGE = 10
_SPENT = re.compile(r"usage|quota|credit|balance|billing|spend|funds", re.IGNORECASE)
_RATE = re.compile(r"(?<![a-z])rate|too many", re.IGNORECASE)


def build(ask: Ask) -> HttpCall:
    """One page of results. `limit` only trims: a page holds about twenty whatever it says."""
    return HttpCall(
        method="POST",
        url=f"{ask.base_url}/api/v1/search",
        headers={"Accept": "application/json"},
        json={
            "query": ask.request.text,
            "workflow": "search",
            "limit": min(ask.request.depth, _LARGEST_LIMIT),
            "page": ask.page,
            "filters": {"region": (ask.request.market.country or "us").upper()},
        },
        secret_headers={"Authorization": f"Bearer {ask.credentials['key']}"},
    )


def parse(ask: Ask, reply: HttpReply) -> Page:
    """The page in a reply. Listicles and small-web finds stand in blocks without ranks and stay there."""
    _refuse(ask, reply)
    body = read_object(reply, _NAME)
    if body.get("error") and not dig(body, "data", "search"):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered with an error{quote(ask, _complaint(body))}")
    if not isinstance(body.get("data"), dict):
        raise ApiError(FailureKind.BAD_REPLY, f"{_NAME} answered without results")
    return Page(
        results=rank_results(
            (address(row, "url"), text(row, "title"), optional_text(row, "snippet"), optional_text(row, "time"))
            for row in organic_rows(_NAME, body, "data", "search")
        ),
        features=tuple(_read_features(body)),
        engine="kagi",
        more=ask.page < _LAST_PAGE,
    )


def _read_features(body: dict[str, object]) -> Iterator[SerpFeature]:
    def block(name: str) -> Iterator[dict[str, object]]:
        return objects(body, "data", name)

    yield from feature(
        FeatureKind.QUESTIONS,
        (
            (text(row, "props", "question") or text(row, "title"), address(row, "url"))
            for row in block("adjacent_question")
        ),
    )
    yield from feature(FeatureKind.RELATED_SEARCHES, ((text(row, "title"), "") for row in block("related_search")))
    yield from feature(
        FeatureKind.ANSWER_BOX,
        ((text(row, "snippet") or text(row, "title"), address(row, "url")) for row in block("direct_answer")),
    )
    titled = (
        (FeatureKind.NEWS, chain(block("news"), block("interesting_news"))),
        (FeatureKind.VIDEOS, block("video")),
        (FeatureKind.KNOWLEDGE_PANEL, block("infobox")),
    )
    for kind, rows in titled:
        yield from feature(kind, ((text(row, "title"), address(row, "url")) for row in rows))


def _refuse(ask: Ask, reply: HttpReply) -> None:
    """A 429 is too many searches at once or a spent account; only its words tell."""
    words = _complaint(read_refusal(reply))
    if reply.status == 429 and _SPENT.search(words) and not _RATE.search(words):  # noqa: PLR2004 - see the docstring
        raise ApiError(FailureKind.QUOTA, f"{_NAME} says the account is spent (HTTP 429){quote(ask, words)}")
    check_reply(ask, reply, _NAME, words)


def _complaint(body: dict[str, object]) -> str:
    """What the errors of a reply say: a list of them, or one in the manner of the version before."""
    error = dig(body, "error")
    said = (
        " ".join(filter(None, (text(row, "code"), text(row, "message") or text(row, "msg"))))
        for row in objects(error if isinstance(error, list) else [error])
    )
    return "; ".join(filter(None, said))


KAGI = Api(
    spec=ProviderSpec(
        name="kagi",
        title="Kagi Search API",
        summary="a blend of Kagi's own and other indexes in Kagi's order, without ads",
        ranking=RankingKind.OWN_INDEX,
        engines=("kagi",),
        key_env=("KAGI_API_KEY", "KAGI_SEARCH_API_KEY"),
        price=Decimal("0.012"),
        max_depth=20,
        health="good, v1 is new",
        docs_url="https://help.kagi.com/kagi/api/search.html",
        card=(
            "Open https://kagi.com/api, add a way to pay and make a key for version 1 of the API, then set "
            'KAGI_API_KEY. Switch "Inherit account settings" off on the key: sites blocked or raised in the account '
            "would change the ranks. $12 per 1,000 searches is what others list; look at "
            "https://kagi.com/api/pricing before a large run. A page holds about 20 results. It takes a country as a "
            'filter; it takes no language, place or device. Lists ("the 10 best …") and small-web finds stand in '
            "blocks of their own without ranks, and are not counted among the results."
        ),
    ),
    base_url="https://kagi.com",
    build=build,
    parse=parse,
    rate=RateLimit(per_second=2, at_once=5),
    credentials={"key": ("KAGI_API_KEY", "KAGI_SEARCH_API_KEY")},
)
