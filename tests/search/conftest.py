"""An invented search API on loopback: the Bureau, whose replies say what a test wants them to say."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web

from searchgap.model.provider import ProviderSettings, ProviderSpec, RankingKind, Surcharge
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, SearchOutcome
from searchgap.net.http import HttpCall, HttpReply
from searchgap.net.limits import RateLimit
from searchgap.search.api import Api, ApiError, Ask, Later, Page, check_status, rank_results
from searchgap.search.api_source import ApiSource
from searchgap.search.base import Opening
from searchgap.search.reading import money

KEY = "canary-52c8e1-key"
NOWHERE = "http://127.0.0.1:1"


def build(ask: Ask) -> HttpCall:
    """The key travels in a header and in the query; a query called `broken` breaks the adapter."""
    if ask.request.text == "broken":
        raise KeyError(ask.request.text)
    return HttpCall(
        url=f"{ask.base_url}/search",
        params=(("q", ask.request.text), ("page", str(ask.page))),
        secret_headers={"X-Key": ask.credentials["key"]},
        secret_params=(("key", ask.credentials["key"]),),
    )


def parse(ask: Ask, reply: HttpReply) -> Page | Later:
    """`kind` refuses, `later` queues, `urls` answers; anything else breaks the adapter."""
    check_status(reply, "The Bureau")
    body = reply.read_json()
    if "kind" in body:
        marks = {name: body.get(name, False) for name in ("charged", "of_engine")}
        raise ApiError(FailureKind(body["kind"]), "The Bureau would rather not", **marks)
    if "later" in body:
        return Later(call=HttpCall(url=f"{ask.base_url}/task"), seconds=body["later"])
    rows = ((url, f"About {url}", None, None) for url in body["urls"])
    return Page(
        results=rank_results(rows), engine=body.get("engine"), cost=money(body, "cost"), more=body.get("more", True)
    )


BUREAU = Api(
    spec=ProviderSpec(
        name="word-bureau",
        title="The Bureau",
        summary="invented",
        ranking=RankingKind.OWN_INDEX,
        engines=("bureau",),
        key_env=("BUREAU_KEY", "BUREAU_OLD_KEY"),
        price=Decimal("0.1"),
    ),
    base_url=NOWHERE,
    build=build,
    parse=parse,
    rate=RateLimit(per_second=2),
    credentials={"key": ("BUREAU_KEY", "BUREAU_OLD_KEY")},
)


@dataclass
class Clock:
    """A clock that only waiting moves, or that stands still."""

    moves: bool = True
    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds if self.moves else 0
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Visit:
    """What came of some searches: outcomes in order, what the server was asked as `path query page`, and the waits."""

    outcomes: Sequence[SearchOutcome]
    asked: Sequence[str]
    waits: Sequence[float]

    @property
    def only(self) -> SearchOutcome:
        (outcome,) = self.outcomes
        return outcome


async def give(request: web.Request, answer: Mapping[str, Any]) -> web.StreamResponse:
    """An answer is a JSON body; `status` and `headers` in it are its own, `how` is `reset` or `hang`."""
    if answer.get("how") == "hang":
        await asyncio.sleep(60)
    if answer.get("how") == "reset":
        request.transport.abort()
    return web.Response(
        status=answer.get("status", 200), headers=answer.get("headers"), text=answer.get("text") or json.dumps(answer)
    )


def ask_for(text: str, depth: int) -> SearchRequest:
    """A search at the Bureau; `engine:words` asks for one of its engines."""
    engine, _, words = text.rpartition(":")
    return SearchRequest(text=words, provider=BUREAU.spec.name, engine=engine or None, depth=depth)


async def visit_bureau(  # noqa: PLR0913 - a test names the few that it is about
    answers: Sequence[Mapping[str, Any]],
    texts: Sequence[str] = ("lamp",),
    *,
    where: str = "configured",
    at_once: bool = False,
    time_passes: bool = True,
    depth: int = 10,
    settings: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    price: Decimal | None = BUREAU.spec.price,
    surcharge: Surcharge | None = None,
    **opening: Any,
) -> Visit:
    """Search texts at a server that gives the answers in turn, the last one for ever."""
    asked: list[str] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        asked.append(" ".join([request.path, *(request.query.get(name, "") for name in ("q", "page"))]).strip())
        return await give(request, answers[min(len(asked), len(answers)) - 1])

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        variables = {"BUREAU_KEY": KEY} if environment is None else dict(environment)
        variables |= {"SEARCHGAP_WORD_BUREAU_BASE_URL": {"variable": url, "configured": NOWHERE}.get(where, "")}
        api = replace(
            BUREAU,
            spec=replace(BUREAU.spec, price=price, surcharge=surcharge),
            base_url=url if where == "default" else BUREAU.base_url,
        )
        chosen = {"base_url": url if where == "configured" else None} | dict(settings or {})
        clock = Clock(time_passes)
        source = ApiSource(
            api,
            Opening(settings=ProviderSettings(name=api.spec.name, **chosen), environment=variables, **opening),
            clock=clock,
            sleep=clock.sleep,
        )
        requests = [ask_for(text, depth) for text in texts]
        if at_once:
            outcomes = await asyncio.gather(*map(source.search, requests))
        else:
            outcomes = [await source.search(request) for request in requests]
        await source.close()
        return Visit(outcomes, asked, clock.waits)
    finally:
        await runner.cleanup()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Visit]:
    """Searches at the Bureau, past whatever proxy this machine has."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments, **more: asyncio.run(visit_bureau(*arguments, **more))


@pytest.fixture
def canary() -> str:
    """The key, which must show up nowhere."""
    return KEY
