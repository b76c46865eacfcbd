"""Drives any search API over the network: keys, pace, retries, money, further pages; and turns trouble into values."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from math import inf
from time import monotonic

import searchgap
from searchgap.model.provider import Option
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult, SearchFailure, SearchOutcome, Serp
from searchgap.net.breaker import Breaker
from searchgap.net.client import HttpClient
from searchgap.net.http import HttpCall, NetError
from searchgap.net.limits import RateLimit
from searchgap.net.pace import Pace
from searchgap.net.retry import read_retry_after, wait_before_retry
from searchgap.rules.prices import price_search
from searchgap.search.api import Api, ApiError, Ask, Later, Page
from searchgap.search.base import Opening
from searchgap.search.budget import BudgetError

_USER_AGENT = f"searchgap/{searchgap.__version__}"
_MOST_PAGES = 3
_UNLIMITED = 1000
_LONGEST_TASK = 3600.0  # seconds that a queued task may take
# A call that was sent may be charged whether or not its reply arrived whole; only the provider knows.
_MAYBE_CHARGED = frozenset({FailureKind.TIMEOUT, FailureKind.BAD_REPLY})
_ON_THE_WAY = frozenset({FailureKind.NETWORK, FailureKind.TIMEOUT, FailureKind.RATE_LIMIT})

_HINTS = {
    FailureKind.AUTH: "check {key}, or choose another provider with --provider",
    FailureKind.QUOTA: "top the account up, or choose another provider with --provider",
    FailureKind.RATE_LIMIT: "lower its rate in the configuration, such as providers: {{{name}: {{rate: 1/s}}}}",
    FailureKind.BLOCKED: "wait, or choose another provider with --provider",
    FailureKind.TIMEOUT: "try again later; answered searches are not asked again with --max-age",
    FailureKind.NETWORK: "check the connection and the base_url of {name}",
    FailureKind.BAD_REPLY: "check the base_url of {name}; if it is right, its API has changed",
    FailureKind.UNSUPPORTED: "look at what {name} takes with: searchgap providers {name}",
}


class ApiSource:
    """Answers searches by asking one API."""

    def __init__(
        self,
        api: Api,
        opening: Opening,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        name = api.spec.name
        settings = opening.settings
        variable = f"SEARCHGAP_{name.upper().replace('-', '_')}_BASE_URL"
        self._api = api
        self._name = name
        own_url = settings.base_url or opening.environment.get(variable)
        self._base_url = (own_url or api.base_url).rstrip("/")
        self._options = settings.options
        self._timeout = _read_seconds(settings.options.get("timeout"))
        self._clock = clock
        self._sleep = sleep
        self._credentials = find_credentials(api, opening.environment)
        self._missing = missing_credentials(api, self._credentials)
        self._budget = opening.budget
        self._fill = opening.fill
        # What the provider allows says nothing of an instance, a gateway or a test server of the user's own.
        allowed = RateLimit(at_once=_UNLIMITED) if own_url else api.rate
        rate = allowed if settings.rate is None else RateLimit(per_second=settings.rate, at_once=allowed.at_once)
        self._pace = Pace(rate, clock=clock, sleep=sleep)
        self._breaker = Breaker(name)
        self._engine_breakers: dict[str | None, Breaker] = {}
        self._client = HttpClient(user_agent=_USER_AGENT)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def search(self, request: SearchRequest) -> SearchOutcome:
        """Ask the API; a refusal, a failure and a cap that is reached are outcomes like any other."""
        if self._missing:
            how = f"get a key (searchgap providers {self._name}) and set the variable"
            return _not_searched(request, FailureKind.AUTH, f"{self._missing} is not set", how)
        of_engine = self._find_breaker(request.engine)
        for breaker in (self._breaker, of_engine):
            if breaker.tripped_by is not None:
                return _not_searched(request, breaker.tripped_by, breaker.reason or "", breaker.hint)
        answers = {breaker: breaker.answers for breaker in (self._breaker, of_engine)}
        attempt = _Attempt()
        try:
            serp = await self._search(request, attempt)
        except BudgetError as trouble:
            return _not_searched(
                request, FailureKind.BUDGET, str(trouble), "raise --max-cost or the provider's max_cost"
            )
        except ApiError as trouble:
            hint = trouble.hint or self._hint(trouble.kind)
            breaker = of_engine if trouble.of_engine else self._breaker
            breaker.fail(trouble.kind, hint, answers_before=answers[breaker])
            return SearchFailure(
                request=request,
                kind=trouble.kind,
                message=trouble.message,
                hint=hint,
                failed_at=datetime.now(UTC),
                http_status=attempt.status,
                cost=attempt.cost,
            )
        self._breaker.succeed()
        of_engine.succeed()
        return serp

    def _find_breaker(self, engine: str | None) -> Breaker:
        """The breaker of an engine behind the API; None is the one that is asked where none is named."""
        name = self._name if engine is None else f"{engine} of {self._name}"
        return self._engine_breakers.setdefault(engine, Breaker(name))

    async def _search(self, request: SearchRequest, attempt: "_Attempt") -> Serp:
        """The first page, and with fill the pages after it until there are as many results as asked for.

        Pages end where they end; what they hold beyond the depth asked for is left out.
        """
        first = await self._ask(request, 1, attempt)
        results = list(first.results)
        page = first
        number = 1
        while self._fill and page.more and page.results and len(results) < request.depth and number < _MOST_PAGES:
            number += 1
            try:
                page = await self._ask(request, number, attempt)
            except (ApiError, BudgetError):
                break  # what was answered stands; fewer results than asked for are a fact
            if page.engine != first.engine:
                break  # the rest of another ranking is none of this one
            results = _append(results, page.results)
        return Serp(
            request=request,
            engine=first.engine or request.engine or self._name,
            retrieved_at=datetime.now(UTC),
            results=tuple(results[: request.depth]),
            features=first.features,
            cost=attempt.cost,
            searched_for=first.searched_for,
            market_verified=first.market_verified,
        )

    async def _ask(self, request: SearchRequest, number: int, attempt: "_Attempt") -> Page:
        """One page, asked as often as its failures allow."""
        ask = Ask(
            request=request,
            base_url=self._base_url,
            credentials=self._credentials,
            options=self._options,
            page=number,
        )
        call = self._build(ask)
        made = 0
        price = price_search(self._api.spec, request.text, self._api.ask_depth(ask))
        self._budget.reserve(self._name, price)
        while True:
            made += 1
            try:
                page = await self._finish(ask, call, attempt)
            except ApiError as trouble:
                self._charge(attempt, price, price if trouble.charged else Decimal(0))
                wait = wait_before_retry(
                    made,
                    trouble.kind,
                    passing=trouble.passing,
                    retry_after=trouble.retry_after,
                    chance=random.random(),  # noqa: S311 - it spreads waits, it guards nothing
                )
                if wait is None:
                    raise
                try:
                    self._budget.reserve(self._name, price)
                except BudgetError:
                    raise trouble from None  # it was asked and not answered, which is not the same as not asked
                if trouble.kind is FailureKind.RATE_LIMIT:
                    self._pace.hold(wait)
                await self._sleep(wait)
            else:
                self._charge(attempt, price, price if page.cost is None else page.cost)
                return page

    def _build(self, ask: Ask) -> HttpCall:
        try:
            return self._api.build(ask)
        except ApiError:
            raise
        except Exception as trouble:  # as in `_call`
            message = f"no call of {self._name} could be made for it ({type(trouble).__name__})"
            raise ApiError(FailureKind.UNSUPPORTED, message) from trouble

    async def _finish(self, ask: Ask, call: HttpCall, attempt: "_Attempt") -> Page:
        """Make a call, and those that the API asks for until its answer is ready."""
        parsed = await self._call(ask, call, attempt)
        deadline = self._clock() + _LONGEST_TASK
        while isinstance(parsed, Later):
            if self._clock() + parsed.seconds > deadline:
                message = f"{self._name} did not finish the task in time"
                # A new task would be charged anew, and is not worth more patience than this one had.
                raise ApiError(FailureKind.TIMEOUT, message, charged=True, retry_after=inf)
            await self._sleep(parsed.seconds)
            parsed = await self._poll(ask, parsed, attempt)
        return parsed

    async def _poll(self, ask: Ask, later: Later, attempt: "_Attempt") -> Page | Later:
        """Ask for a task under way. Where the way there fails it is asked for again, not posted and paid anew."""
        try:
            return await self._call(ask, later.call, attempt)
        except ApiError as trouble:
            if trouble.kind in _ON_THE_WAY:
                return later
            raise

    async def _call(self, ask: Ask, call: HttpCall, attempt: "_Attempt") -> Page | Later:
        try:
            async with self._pace.turn():
                reply = await self._client.send(call if self._timeout is None else replace(call, timeout=self._timeout))
        except NetError as trouble:
            attempt.status = None
            raise ApiError(trouble.kind, trouble.message, charged=trouble.kind in _MAYBE_CHARGED) from trouble
        attempt.status = reply.status
        try:
            return self._api.parse(ask, reply)
        except ApiError as trouble:
            if trouble.retry_after is None:
                trouble.retry_after = read_retry_after(reply.headers.get("retry-after"), datetime.now(UTC))
            raise
        except Exception as trouble:  # an adapter of somebody else's must not end the audit
            message = f"the reply of {self._name} could not be read ({type(trouble).__name__})"
            raise ApiError(FailureKind.BAD_REPLY, message, charged=True) from trouble

    def _charge(self, attempt: "_Attempt", price: Decimal | None, charged: Decimal | None) -> None:
        """Count what an attempt cost in place of what was set aside for it."""
        self._budget.settle(self._name, price, charged or Decimal(0))
        attempt.charge(charged)

    def _hint(self, kind: FailureKind) -> str | None:
        key = " or ".join(self._api.spec.key_env) or "the account"
        return _HINTS[kind].format(name=self._name, key=key) if kind in _HINTS else None


class _Attempt:
    """What became known while one search was made: the last status, and what it cost so far."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.cost: Decimal | None = Decimal(0)

    def charge(self, amount: Decimal | None) -> None:
        """Add an amount; once one is not known, neither is the sum."""
        self.cost = None if amount is None or self.cost is None else self.cost + amount


def find_credentials(api: Api, environment: Mapping[str, str]) -> dict[str, str]:
    """The credentials that are set, each from the first of its variables that is."""
    found = {}
    for name, variables in api.credentials.items():
        values = (environment.get(variable, "").strip() for variable in variables)
        value = next(filter(None, values), None)
        if value is not None:
            found[name] = value
    return found


def missing_credentials(api: Api, found: Mapping[str, str]) -> str | None:
    """Which variable is not set; None if all that are needed are."""
    for name, variables in api.credentials.items():
        if name not in found and name not in api.optional_credentials:
            return " or ".join(variables)
    return None


def _read_seconds(option: Option) -> float | None:
    """The user's own limit on a reply, where one is set."""
    return float(option) if isinstance(option, int | float) and option > 0 else None


def _append(results: list[OrganicResult], more: tuple[OrganicResult, ...]) -> list[OrganicResult]:
    """Further results after those there are, repeats folded, ranks going on."""
    seen = {result.url for result in results if result.url}
    fresh = [result for result in more if result.url not in seen]
    last = results[-1].rank if results else 0
    return results + [replace(result, rank=last + place) for place, result in enumerate(fresh, start=1)]


def _not_searched(request: SearchRequest, kind: FailureKind, message: str, hint: str | None) -> NotSearched:
    return NotSearched(request=request, kind=kind, message=message, hint=hint)
