"""What the keyless providers share: an engine's own result page, asked for honestly and read by its saved-page parser.

Failure is recognised here and never worked around: no challenge is answered, no redirect followed, no browser played.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from searchgap.errors import UsageError
from searchgap.model.query import Market
from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import ApiError, Ask, Page, check_status, rank_results

if TYPE_CHECKING:
    from searchgap.search.serp_html.page import ParsedSerp

# One at a time, and no faster than a patient reader.
RATE = RateLimit(per_second=0.4, at_once=1)
_USER_AGENT = "Mozilla/5.0 (compatible; searchgap)"
# 202 is DuckDuckGo's challenge; no engine answers a search with it.
_BLOCKING = frozenset({202, 401, 403, 407, 503})
_REDIRECTS = range(300, 400)
_CHALLENGE = re.compile(r"/sorry/|captcha|challenge|\A(?:consent|guce)\.", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LONGEST_REASON = 200
_BLOCKED_HINT = (
    "wait an hour or more before asking again from this address, or use the provider searxng, saved or one with a key"
)
_UNREAD_HINT = (
    "search in a browser: if that shows results, the page has changed, or programs get another one; the provider saved "
    "reads pages that you save yourself"
)


def ask_honestly(market: Market, cookies: Mapping[str, str]) -> dict[str, str]:
    """Headers that say who asks and for which market.

    Args:
        market: where and for whom; the United States in English where it does not say.
        cookies: settings that the site takes nowhere else.
    """
    language = language_of(market)
    headers = {
        "User-Agent": _USER_AGENT,
        "Accept": "text/html",
        "Accept-Language": f"{language}-{country_of(market).upper()},{language};q=0.7",
    }
    settings = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return headers | ({"Cookie": settings} if settings else {})


def country_of(market: Market) -> str:
    """The country in lower case; `us` where none is named."""
    return (market.country or "us").lower()


def language_of(market: Market) -> str:
    """The language without its region; `en` where none is named."""
    return (market.language or "en").partition("-")[0].lower()


def read_web_page(ask: Ask, reply: HttpReply, name: str, engine: str) -> Page:
    """The page in a reply: status and redirect decide first, then what the page itself tells.

    Args:
        ask: what was asked; results beyond its depth are left out.
        reply: the reply.
        name: how the engine is called in messages.
        engine: its name among those whose pages can be read.

    Raises:
        ApiError: the reply is no answer. `blocked` is a challenge, a consent page or a refusal, `bad-reply` a page
            with neither results nor the engine's own word that there are none.
    """
    _refuse(reply, name)
    serp = _parse(reply, name, engine)
    if serp.state == "blocked":
        raise _blocked(f"{(serp.reason or name)[:_LONGEST_REASON]} (HTTP {reply.status})")
    if serp.state == "unparsed":
        message = f"{name} answered with a page that has neither results nor a word that there are none"
        raise ApiError(FailureKind.BAD_REPLY, message, hint=_UNREAD_HINT)
    rows = ((one.url or "", one.title, one.snippet, one.date) for one in serp.results[: ask.request.depth])
    return Page(results=rank_results(rows), features=serp.features, engine=engine, more=bool(serp.results))


def _refuse(reply: HttpReply, name: str) -> None:
    if reply.status in _BLOCKING:
        raise _blocked(f"{name} refused to answer a program (HTTP {reply.status})")
    if reply.status in _REDIRECTS:
        if _CHALLENGE.search(_place(reply.headers.get("location", ""))):
            raise _blocked(f"{name} sent the search to a challenge or a consent page (HTTP {reply.status})")
        message = f"{name} sent the search elsewhere (HTTP {reply.status})"
        raise ApiError(FailureKind.BAD_REPLY, message, hint=_UNREAD_HINT)
    check_status(reply, name)


def _blocked(message: str) -> ApiError:
    return ApiError(FailureKind.BLOCKED, message, hint=_BLOCKED_HINT)


def _place(location: str) -> str:
    """Host and path of a redirect; its query echoes the words searched and decides nothing."""
    try:
        target = urlsplit(location)
    except ValueError:
        return ""
    return target.netloc + target.path


def _parse(reply: HttpReply, name: str, engine: str) -> "ParsedSerp":
    """The page as read; a refusal counts as one only on a page that can be told to be the engine's."""
    from searchgap.search.serp_html.registry import parse_page  # noqa: PLC0415 - it brings the HTML parser

    found = _CHARSET.search(reply.headers.get("content-type", ""))
    charset = found[1] if found else None
    try:
        serp = parse_page(reply.body, engine=engine, charset=charset)
        if serp.state == "blocked" and parse_page(reply.body, charset=charset).engine != engine:
            raise ApiError(FailureKind.BAD_REPLY, f"{name} answered with a page of somebody else", hint=_UNREAD_HINT)
    except UsageError as trouble:
        raise ApiError(FailureKind.BAD_REPLY, f"{name} answered with more than a page") from trouble
    return serp
