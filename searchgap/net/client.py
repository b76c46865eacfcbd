"""The HTTP client: connections reused, redirects not followed, sizes and times capped.

It is aiohttp's own API: beside httpx over the same transport it starts a tenth of a second sooner, takes half the
processor time per call, and writes no addresses to the log.
"""

import asyncio
import zlib
from functools import lru_cache
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from searchgap.model.serp import FailureKind
from searchgap.net.http import HttpCall, HttpReply, NetError

LARGEST_REPLY = 20 * 1024 * 1024  # result pages of 3 MB are real; what is larger is not one
_CHUNK = 64 * 1024
_CONNECT_SECONDS = 10.0
_GZIP = 16  # what zlib wants added for gzip's own header and checksum


class HttpClient:
    """Sends calls over connections that stay open. Proxies come from the usual environment variables."""

    def __init__(self, *, user_agent: str) -> None:
        self._user_agent = user_agent
        self._session: aiohttp.ClientSession | None = None
        # The environment is read once for each site, which takes longer than everything else before a call.
        self._find_proxy = lru_cache(_find_proxy)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, call: HttpCall) -> HttpReply:
        """The reply to a call, whatever its status.

        Raises:
            NetError: there was none, or it was cut off, too large, or not what its headers say.
        """
        host = _name_host(call.url)
        try:
            return await self._send(call)
        except TimeoutError as trouble:
            raise NetError(FailureKind.TIMEOUT, f"{host} did not answer within {call.timeout:g} seconds") from trouble
        except aiohttp.ClientHttpProxyError as trouble:
            raise NetError(FailureKind.NETWORK, f"the proxy did not let the call to {host} through") from trouble
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError, zlib.error) as trouble:
            raise NetError(FailureKind.BAD_REPLY, f"the reply of {host} was cut off or garbled") from trouble
        except (aiohttp.NonHttpUrlClientError, ValueError) as trouble:
            message = f"no call can be made to {host}: its address or a header is not valid"
            raise NetError(FailureKind.NETWORK, message) from trouble
        except (aiohttp.ClientError, OSError) as trouble:
            raise NetError(FailureKind.NETWORK, f"{host} could not be reached: {_word(trouble)}") from trouble

    async def _send(self, call: HttpCall) -> HttpReply:
        async with self._open().request(
            call.method,
            call.url,
            params=[*call.params, *call.secret_params],
            headers={**call.headers, **call.secret_headers},
            json=call.json,
            data=None if call.form is None else dict(call.form),
            proxy=self._find_proxy(*_split_site(call.url)),
            timeout=aiohttp.ClientTimeout(total=call.timeout, connect=_CONNECT_SECONDS),
            allow_redirects=False,
        ) as reply:
            packed = bytearray()
            async for chunk in reply.content.iter_chunked(_CHUNK):
                packed += chunk
                _check_size(packed)
            headers = {name.lower(): value for name, value in reply.headers.items()}
            body = _unpack(bytes(packed), headers.get("content-encoding", "identity").lower())
            return HttpReply(status=reply.status, headers=headers, body=body, url=call.url)

    def _open(self) -> aiohttp.ClientSession:
        """One session for the life of the client, made where an event loop runs. Pace is kept elsewhere."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip"},
                auto_decompress=False,  # it would take a gzip that ends early for the whole
            )
            # A call may cost money, so it is made again only by those who count it.
            self._session._retry_connection = False  # noqa: SLF001 - there is no other way, and a test holds it
        return self._session


def _check_size(body: bytes | bytearray) -> None:
    if len(body) > LARGEST_REPLY:
        raise NetError(FailureKind.BAD_REPLY, f"the reply is larger than {LARGEST_REPLY >> 20} MiB")


def _unpack(packed: bytes, encoding: str) -> bytes:
    """What a body is without its compression, gzip or none.

    Raises:
        NetError: it is too large.
        zlib.error: it is compressed otherwise, or ends early.
    """
    if encoding == "identity" or not packed:
        return packed
    if encoding not in {"gzip", "x-gzip"}:
        raise zlib.error(f"nobody asked for {encoding}")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | _GZIP)
    body = unpacker.decompress(packed, LARGEST_REPLY + 1)
    _check_size(body)
    if not unpacker.eof:
        raise zlib.error("it ends early")
    return body


def _name_host(url: str) -> str:
    """The host and port in an address, without a name and password before them."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "the address"
    except ValueError:
        return "the address"


def _split_site(url: str) -> tuple[str, str]:
    """Scheme and host of an address."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or ""


def _find_proxy(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a site.

    aiohttp would look it up itself, but then takes passwords out of `~/.netrc` too, which refuses calls with a key.
    """
    proxy = getproxies().get(scheme)
    if not proxy or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _word(trouble: Exception) -> str:
    """The reason in words that hold no address: the system's own, or the name of the error."""
    cause = getattr(trouble, "os_error", trouble)
    if isinstance(cause, asyncio.IncompleteReadError | ConnectionResetError | aiohttp.ServerDisconnectedError):
        return "the connection was closed"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection was refused"
    return (getattr(cause, "strerror", None) or type(cause).__name__).lower()
