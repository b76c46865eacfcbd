"""A real HTTP server on loopback that answers as a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

CANARY = "canary-7f3a9c-key"


@dataclass
class Answer:
    """One reply of the server.

    Attributes:
        how: `whole` sends the body; `drip` a byte at a time, forever; `reset` closes the connection before any of it;
            `cut` promises more than it sends.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    how: str = "whole"


@dataclass
class Server:
    """Where the server is, and what it was asked."""

    url: str
    asked: list[web.Request]


async def give(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.how == "reset":
        request.transport.abort()
        return web.Response()
    if answer.how == "cut":
        response = web.StreamResponse(headers={**answer.headers, "Content-Length": str(len(answer.body) + 100)})
        await response.prepare(request)
        await response.write(answer.body)
        request.transport.close()
        return response
    if answer.how == "drip":
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        try:
            while True:
                await response.write(b" ")
                await asyncio.sleep(0.05)
        except (ConnectionError, asyncio.CancelledError):
            return response
    return web.Response(status=answer.status, body=answer.body, headers=answer.headers)


@asynccontextmanager
async def serving(answers: Sequence[Answer]) -> AsyncIterator[Server]:
    """Serve answers in turn on a free port of loopback; the last one is given for ever."""
    asked: list[web.Request] = []

    async def handle(request: web.Request) -> web.StreamResponse:
        await request.read()
        asked.append(request)
        return await give(request, answers[min(len(asked), len(answers)) - 1])

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        yield Server(url=f"http://127.0.0.1:{port}", asked=asked)
    finally:
        await runner.cleanup()


@pytest.fixture
def serve() -> Callable:
    return serving


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def canary() -> str:
    """A key that must show up nowhere."""
    return CANARY
