"""A server on loopback that answers with raw bytes, so that a reply can be as wrong as a test wants it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@dataclass
class Server:
    """Where it is, and each request as it came: its head, and its body behind an empty line."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    connections: int = 0


def reply(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole reply; `length` is what it claims to be long."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def read_request(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next((line[16:] for line in head.splitlines() if line.lower().startswith("content-length: ")), "0")
    return head + (await reader.readexactly(int(length))).decode()


@asynccontextmanager
async def serving(*answers: bytes | None) -> AsyncIterator[Server]:
    """Give answers in turn, the last one for ever; None holds the connection open and says nothing.

    A connection is closed after an answer that says so, or whose body is not as long as it claims.
    """
    served = Server()
    writers: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.connections += 1
        writers.append(writer)
        try:
            while True:
                served.asked.append(await read_request(reader))
                answer = answers[min(len(served.asked), len(answers)) - 1]
                if answer is None:
                    continue
                writer.write(answer)
                await writer.drain()
                if b"Connection: close" in answer or not answer:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    served.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield served
    finally:
        server.close()
        for writer in writers:
            writer.close()
            try:
                await writer.wait_closed()
            except ConnectionError:
                continue
        await server.wait_closed()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine has is none of a test's."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def serve() -> Callable:
    return serving


@pytest.fixture(name="reply")
def reply_maker() -> Callable[..., bytes]:
    return reply
