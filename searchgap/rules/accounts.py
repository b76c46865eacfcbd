"""Accounts on platforms: the addresses that belong to one, compared as the platform compares them."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl

_ENDS = r"(?=[/?#]|\Z)"

# Hosts that are one platform under several names.
SAME_HOST = {
    "x.com": ("x.com", "twitter.com"),
    "twitter.com": ("x.com", "twitter.com"),
    "facebook.com": ("facebook.com", "fb.com"),
    "fb.com": ("facebook.com", "fb.com"),
    "telegram.me": ("t.me", "telegram.me"),
    "t.me": ("t.me", "telegram.me"),
    "threads.net": ("threads.net", "threads.com"),
    "threads.com": ("threads.net", "threads.com"),
    "youtu.be": ("youtube.com", "youtu.be"),
}


class AccountAddress(NamedTuple):
    """A host, and the regular expression of the tails below it, that belong to an account."""

    host: str
    expression: str


def account_addresses(account: str) -> Iterator[AccountAddress]:
    """Every address form of a configured account (`host/path`, perhaps with `?id=`), subdomains included."""
    host, _, rest = account.partition("/")
    host = host.lower()
    for prefix in ("www.", "m.", "mobile.", "old.", "new."):
        host = host.removeprefix(prefix) if host.count(".") > 1 else host
    path, _, query = rest.partition("?")
    for name in SAME_HOST.get(host, (host,)):
        yield AccountAddress(name, _PLATFORMS.get(name, _plain)(path.strip("/"), query))
    yield from _own_hosts(host, path.strip("/"))


def _own_hosts(host: str, path: str) -> Iterator[AccountAddress]:
    """Hosts that a platform gives to an account and to nobody else."""
    handle = path.partition("/")[0].lower()
    if not re.fullmatch(r"@?[a-z0-9][a-z0-9_-]*", handle):
        return
    if host == "github.com" and handle == path.lower():
        yield AccountAddress(f"{handle}.github.io", "")
        yield AccountAddress("raw.githubusercontent.com", _plain(path, ""))
    if host == "medium.com" and handle.startswith("@"):
        yield AccountAddress(f"{handle[1:]}.medium.com", "")


def _plain(path: str, query: str) -> str:
    """The path or anything below it, letter case ignored; where a query is configured, its parameters too."""
    expression = "/" + re.escape(path).replace("@", "(?:@|%40)")
    if not query:
        return expression + _ENDS
    parameters = (re.escape(f"{name}={value}") for name, value in parse_qsl(query))
    return expression + r"/?\?" + "".join(rf"(?=(?:[^#]*&)?{parameter}(?:[&#]|\Z))" for parameter in parameters)


def _reddit(path: str, query: str) -> str:
    """`/user/name` and `/u/name` are one account."""
    kind, _, name = path.partition("/")
    if kind.lower() in {"u", "user"}:
        return rf"/u(?:ser)?/{re.escape(name)}{_ENDS}"
    return _plain(path, query)


def _apple(path: str, query: str) -> str:
    """An app is its number: country and name in front of it vary."""
    found = re.search(r"(?:^|/)id([0-9]+)", path)
    return rf"/(?:[^?#]*/)?id{found.group(1)}(?![0-9])" if found else _plain(path, query)


def _telegram(path: str, query: str) -> str:
    """`/s/name` is the readable page of `/name`."""
    return "(?:/s)?" + _plain(path.removeprefix("s/"), query)


_PLATFORMS: dict[str, Callable[[str, str], str]] = {
    "reddit.com": _reddit,
    "apps.apple.com": _apple,
    "itunes.apple.com": _apple,
    "t.me": _telegram,
    "telegram.me": _telegram,
}
