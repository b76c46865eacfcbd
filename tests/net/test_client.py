"""The HTTP client: what is sent, what comes back, and what becomes of replies that are wrong."""

import asyncio
import gzip
import tracemalloc

import pytest

from searchgap.model.serp import FailureKind
from searchgap.net.client import LARGEST_REPLY, HttpClient
from searchgap.net.http import HttpCall, HttpReply, NetError

CLOSE = "Connection: close"
GZIP = "Content-Encoding: gzip"
JSON = gzip.compress(b'{"results": []}' * 100)


def run(serve, *answers, path: str = "/search", **call):
    """The server after one call, and its reply or the trouble with it."""

    async def main():
        async with serve(*answers) as server, HttpClient(user_agent="searchgap/test") as client:
            sent = HttpCall(url=call.pop("url", server.url) + path, **call)
            try:
                return server, await client.send(sent)
            except NetError as trouble:
                return server, trouble

    return asyncio.run(main())


def test_what_is_sent(serve, reply):
    """Method, parameters in order, headers and our name travel, secrets among them."""
    server, got = run(
        serve,
        reply(b"ok", CLOSE),
        params=(("q", "füller läuft & tropft"), ("a", "1"), ("a", "2"), ("empty", "")),
        secret_params=(("key", "k+/="),),
        headers={"Accept": "application/json"},
        secret_headers={"X-Key": "secret"},
    )
    (asked,) = server.asked
    line, *headers = asked.splitlines()
    assert line == "GET /search?q=f%C3%BCller+l%C3%A4uft+%26+tropft&a=1&a=2&empty=&key=k%2B/%3D HTTP/1.1"
    assert {"Accept: application/json", "X-Key: secret", "User-Agent: searchgap/test"} <= set(headers)
    assert got == HttpReply(
        status=200, headers={"content-length": "2", "connection": "close"}, body=b"ok", url=f"{server.url}/search"
    )


def test_a_body_as_json_and_as_a_form(serve, reply):
    """JSON and form fields are posted as such."""
    server, _ = run(serve, reply(b"", CLOSE), method="POST", json={"q": "é", "n": 1})
    assert server.asked[0].startswith("POST /search HTTP/1.1")
    assert server.asked[0].endswith('\r\n\r\n{"q": "\\u00e9", "n": 1}')
    server, _ = run(serve, reply(b"", CLOSE), method="POST", form=(("q", "a b"), ("n", "1")))
    assert server.asked[0].endswith("\r\n\r\nq=a+b&n=1")


def test_text_that_is_no_utf_8_is_sent_all_the_same(serve, reply):
    """A query typed in broken bytes breaks no call."""
    _, got = run(serve, reply(b"ok", CLOSE), params=(("q", "a\udcff"),))
    assert got.body == b"ok"


def test_connections_are_reused_and_cookies_are_not_kept(serve, reply):
    """Calls to one host share a connection; what a reply would have us remember is forgotten."""

    async def main():
        async with serve(reply(b"ok", "Set-Cookie: who=you")) as server, HttpClient(user_agent="t") as client:
            for _ in range(3):
                await client.send(HttpCall(url=server.url.replace("127.0.0.1", "localhost")))
            return server

    server = asyncio.run(main())
    assert (server.connections, len(server.asked)) == (1, 3)
    assert "cookie" not in "".join(server.asked).lower()


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_a_reply(serve, reply, status):
    """Nobody is followed: a key must not travel to where a reply says."""
    server, got = run(serve, reply(b"", CLOSE, "Location: /elsewhere", status=status), secret_headers={"X-Key": "k"})
    assert got.status == int(status[:3])
    assert got.headers["location"] == "/elsewhere"
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", ["204 No Content", "404 Not Found", "429 Too Many", "503 Busy", "599 Odd"])
def test_any_status_is_a_reply(serve, reply, status):
    """What a status means is the adapter's to say."""
    _, got = run(serve, reply(b"", CLOSE, status=status))
    assert got.status == int(status[:3])


def test_compression_is_undone(serve, reply):
    """A body is what was compressed, and of a repeated header the last counts, whatever its case."""
    _, got = run(serve, reply(JSON, CLOSE, GZIP, "X-Left: 2", "x-left: 1"))
    assert gzip.compress(got.body, mtime=0) == gzip.compress(gzip.decompress(JSON), mtime=0)
    assert got.headers["x-left"] == "1"


BROKEN = {
    "gzip that ends early": lambda reply: reply(JSON[:-12], CLOSE, GZIP),
    "gzip that is none": lambda reply: reply(b"plain text", CLOSE, GZIP),
    "less than promised": lambda reply: reply(b"{", CLOSE, length=500),
    "an encoding nobody asked for": lambda reply: reply(b"?", CLOSE, "Content-Encoding: br"),
    "no HTTP": lambda _: b"SSH-2.0-lamp\r\nConnection: close\r\n\r\n",
    "a chunk of no length": lambda _: (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nno\r\n"
    ),
    "headers without end": lambda reply: reply(b"", CLOSE, "X-Long: " + "a" * 100_000),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_reply_is_none(serve, reply, fault):
    """What is cut off or garbled is never taken for the whole."""
    server, trouble = run(serve, BROKEN[fault](reply))
    assert isinstance(trouble, NetError)
    assert trouble.kind is FailureKind.BAD_REPLY
    assert trouble.message == f"the reply of {server.url[7:]} was cut off or garbled"


def test_a_reply_just_within_the_limit_is_read(serve, reply):
    """Twenty mebibytes are a reply, one byte more is not."""
    _, got = run(serve, reply(bytes(LARGEST_REPLY), CLOSE))
    assert len(got.body) == LARGEST_REPLY
    _, trouble = run(serve, reply(bytes(LARGEST_REPLY + 1), CLOSE))
    assert (trouble.kind, trouble.message) == (FailureKind.BAD_REPLY, "the reply is larger than 20 MiB")


def test_a_bomb_does_not_unfold(serve, reply):
    """A small reply of a gigabyte's size is given up at the limit, without the memory it asks for."""
    bomb = gzip.compress(gzip.compress(bytes(1 << 20)) * 8 + bytes(400 << 20), compresslevel=1)
    tracemalloc.start()
    try:
        _, trouble = run(serve, reply(bomb, CLOSE, GZIP))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert trouble.message == "the reply is larger than 20 MiB"
    assert most < 4 * LARGEST_REPLY


@pytest.mark.parametrize("answer", ["silence", "half a reply"])
def test_the_whole_reply_must_be_there_in_time(serve, reply, answer):
    """Silence and a reply that stops in the middle end at the call's own limit."""
    server, trouble = run(serve, None if answer == "silence" else reply(b"{", length=9), timeout=0.1)
    assert trouble.kind is FailureKind.TIMEOUT
    assert trouble.message == f"{server.url[7:]} did not answer within 0.1 seconds"


def test_a_closed_connection_is_not_tried_again(serve):
    """A call may cost money: the client makes it once, and whoever counts the cost makes it again."""
    server, trouble = run(serve, b"")
    assert trouble.kind is FailureKind.NETWORK
    assert trouble.message.endswith("could not be reached: the connection was closed")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1", "127.0.0.1:1 could not be reached: the connection was refused"),
        ("http://u:hidden@127.0.0.1:1", "127.0.0.1:1 could not be reached: the connection was refused"),
        ("http://127.0.0.1:99999", "no call can be made to 127.0.0.1:99999"),
        ("http://[::1", "no call can be made to the address"),
        ("localhost:8888", "no call can be made to the address"),
        ("ftp://files.example", "no call can be made to files.example"),
        ("http://", "no call can be made to the address"),
        ("", "no call can be made to the address"),
        ("http://a..b", "no call can be made to a..b"),
    ],
)
def test_where_nobody_answers(serve, reply, url, words):
    """A wrong address is trouble with the network, told by host and without a password."""
    server, trouble = run(serve, reply(), url=url)
    assert trouble.kind is FailureKind.NETWORK
    assert trouble.message.startswith(words)
    assert "hidden" not in trouble.message
    assert server.asked == []


def test_a_header_that_cannot_be_sent_is_not_shown(serve, reply):
    """A key with a line break goes nowhere, and not into the message."""
    server, trouble = run(serve, reply(), secret_headers={"X-Key": "hid\nden"})
    assert trouble.message == f"no call can be made to {server.url[7:]}: its address or a header is not valid"
    assert server.asked == []


def test_a_proxy_of_the_environment_is_used(serve, reply, monkeypatch):
    """A call goes to the proxy with the whole address and the proxy's own password."""

    async def main():
        async with serve(reply(b"ok", CLOSE)) as server, HttpClient(user_agent="t") as client:
            monkeypatch.setenv("http_proxy", server.url.replace("//", "//me:pa%40ss@"))
            monkeypatch.setenv("no_proxy", "direct.example")
            got = await client.send(HttpCall(url="http://nowhere.example/search", params=(("q", "lamp"),)))
            return server, got

    server, got = asyncio.run(main())
    assert got.body == b"ok"
    assert server.asked[0].startswith("GET http://nowhere.example/search?q=lamp HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWU6cGFAc3M=" in server.asked[0]


def test_hosts_that_need_no_proxy(serve, reply, monkeypatch):
    """What NO_PROXY names is asked directly."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    _, got = run(serve, reply(b"ok", CLOSE))
    assert got.body == b"ok"


def test_a_proxy_that_refuses_is_named(serve, reply, monkeypatch):
    """A proxy without scheme is an HTTP one; its refusal is no refusal of the provider's key."""

    async def main():
        refusal = reply(b"", CLOSE, status="407 Proxy Authentication Required")
        async with serve(refusal) as server, HttpClient(user_agent="t") as client:
            monkeypatch.setenv("https_proxy", server.url.removeprefix("http://"))
            with pytest.raises(NetError) as caught:
                await client.send(HttpCall(url="https://nowhere.example/"))
            return server, caught.value

    server, trouble = asyncio.run(main())
    assert trouble.kind is FailureKind.NETWORK
    assert trouble.message == "the proxy did not let the call to nowhere.example through"
    assert server.asked[0].startswith("CONNECT nowhere.example:443 ")


def test_passwords_of_other_programs_are_left_alone(serve, reply, monkeypatch, tmp_path):
    """A `.netrc` with an entry for everybody neither joins nor refuses a call that brings its own key."""
    (tmp_path / "netrc").write_text("default login me password hidden\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server, got = run(serve, reply(b"ok", CLOSE), secret_headers={"Authorization": "Bearer mine"})
    assert got.body == b"ok"
    assert "Authorization: Bearer mine\r\n" in server.asked[0]


def test_a_client_that_sent_nothing_can_be_closed():
    """Closing holds nothing open and may be done twice."""

    async def main() -> None:
        client = HttpClient(user_agent="t")
        await client.close()
        await client.close()

    assert asyncio.run(main()) is None


@pytest.mark.parametrize(("body", "text"), [(b"l\xc3\xa4uft", "läuft"), (b"l\xe4uft", "l\ufffduft")])
def test_text_is_utf_8(body, text):
    """What is no UTF-8 is replaced, not refused."""
    assert HttpReply(status=200, headers={}, body=body).text == text


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"\xff", b"[" * 100_000, b"1" * 10_000])
def test_what_is_no_json(body):
    """Whatever is no JSON is one kind of error."""
    with pytest.raises(ValueError, match=r"."):
        HttpReply(status=200, headers={}, body=body).read_json()
