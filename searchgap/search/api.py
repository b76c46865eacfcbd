"""What a search API is to searchgap: how to ask it, and how to read its answer. Nothing here travels.

To add a provider: a file in `searchgap/search/providers/` with a pure pair of functions, `build` and `parse`, an `Api`
that names them, and a line in `searchgap/search/registry.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from searchgap.model.provider import Option, ProviderSpec
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, OrganicResult, SerpFeature
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What an adapter is asked to build a call for.

    Attributes:
        request: the search.
        base_url: where the API is, without a slash at its end.
        credentials: values by the name the API's `credentials` give them, such as `key`; never shown.
        options: further settings of the provider from the configuration.
        page: which page of results, from 1.
    """

    request: SearchRequest
    base_url: str
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    options: Mapping[str, Option] = field(default_factory=dict)
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of results as the API gave it.

    Attributes:
        results: organic results in the order given, ranks from 1 on every page.
        features: what else was on the page.
        engine: whose ranking it is; None for the one asked for.
        cost: US dollars the API says it charged; None where it does not say.
        searched_for: the words that were searched instead, where the API changed them.
        market_verified: whether the API said that it searched the market asked for.
        more: whether there may be another page.
    """

    results: tuple[OrganicResult, ...]
    features: tuple[SerpFeature, ...] = ()
    engine: str | None = None
    cost: Decimal | None = None
    searched_for: str | None = None
    market_verified: bool = False
    more: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """The answer is not ready: make this call after so many seconds. It costs nothing."""

    call: HttpCall
    seconds: float


class ApiError(Exception):
    """The API refused, failed, or answered something that is not what it documents.

    Attributes:
        kind: which of these.
        message: what happened, in one sentence without secrets.
        hint: the next step, or None for the usual one of the kind.
        retry_after: seconds the API asked to wait.
        passing: whether the same call may succeed soon (a 5xx).
        charged: whether the API charges for it all the same.
        of_engine: whether only the engine asked for refused, so that others may still be asked for at this API.
    """

    def __init__(  # noqa: PLR0913 - all but the first two are rare and named
        self,
        kind: FailureKind,
        message: str,
        *,
        hint: str | None = None,
        retry_after: float | None = None,
        passing: bool = False,
        charged: bool = False,
        of_engine: bool = False,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.hint = hint
        self.retry_after = retry_after
        self.passing = passing
        self.charged = charged
        self.of_engine = of_engine


Parsed: TypeAlias = Page | Later


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A search API.

    Attributes:
        spec: what is known of it before it is asked.
        base_url: where it is unless the user says otherwise.
        build: the call for an ask.
        parse: the page in a reply, or what to call next. Raises ApiError, and nothing else on any reply.
        ask_depth: how many results a call asks, and pays, for.
        rate: what it allows.
        credentials: for each name in `Ask.credentials` the environment variables it is read from, first one set wins.
        optional_credentials: names of those that may be missing.
    """

    spec: ProviderSpec
    base_url: str
    build: Callable[[Ask], HttpCall]
    parse: Callable[[Ask, HttpReply], Parsed]
    ask_depth: Callable[[Ask], int] = lambda ask: ask.request.depth
    rate: RateLimit = field(default_factory=RateLimit)
    credentials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional_credentials: frozenset[str] = frozenset()


def check_status(reply: HttpReply, name: str) -> None:
    """Raise what a status means by itself; a status below 300 means nothing by itself.

    Args:
        reply: the reply.
        name: how the provider is called in messages.

    Raises:
        ApiError: the status is 300 or more.
    """
    status = reply.status
    if status < 300:  # noqa: PLR2004 - the statuses of RFC 9110
        return
    kind = _KINDS.get(status, FailureKind.BAD_REPLY)
    what = _WORDS.get(kind, f"answered with HTTP {status}")
    raise ApiError(
        kind,
        f"{name} {what} (HTTP {status})" if kind in _WORDS else f"{name} {what}",
        retry_after=_seconds(reply.headers.get("retry-after")),
        passing=status >= 500,  # noqa: PLR2004
    )


_KINDS = {
    400: FailureKind.UNSUPPORTED,
    401: FailureKind.AUTH,
    402: FailureKind.QUOTA,
    403: FailureKind.AUTH,
    404: FailureKind.BAD_REPLY,
    407: FailureKind.BLOCKED,
    422: FailureKind.UNSUPPORTED,
    429: FailureKind.RATE_LIMIT,
}
_WORDS = {
    FailureKind.UNSUPPORTED: "refused the request as invalid",
    FailureKind.AUTH: "refused the key",
    FailureKind.QUOTA: "says the account is spent",
    FailureKind.BLOCKED: "blocked the request",
    FailureKind.RATE_LIMIT: "says that it was asked too often",
}


def _seconds(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None


def rank_results(rows: Iterable[tuple[str, str, str | None, str | None]]) -> tuple[OrganicResult, ...]:
    """Results from rows of address, title, snippet and date, ranked from 1 in the order given.

    A row without an address keeps its rank, so that nobody below it moves up.
    """
    return tuple(
        OrganicResult(rank=rank, url=url, title=title, snippet=snippet, date=date)
        for rank, (url, title, snippet, date) in enumerate(rows, start=1)
    )
