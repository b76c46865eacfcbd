"""Accounts on platforms: the addresses that belong to one, compared as the platform compares them."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

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
    "apps.apple.com": ("apps.apple.com", "itunes.apple.com"),
    "itunes.apple.com": ("apps.apple.com", "itunes.apple.com"),
    "chrome.google.com": ("chrome.google.com", "chromewebstore.google.com"),
    "chromewebstore.google.com": ("chrome.google.com", "chromewebstore.google.com"),
    "old.reddit.com": ("reddit.com",),
    "new.reddit.com": ("reddit.com",),
    "np.reddit.com": ("reddit.com",),
}

_PINTEREST = tuple(
    f"pinterest.{suffix}"
    for suffix in (
        *("com", "de", "fr", "it", "es", "pt", "at", "ch", "se", "dk", "ie", "ca", "nz", "jp", "ph", "cl"),
        *("co.uk", "co.kr", "com.au", "com.mx"),
    )
)
SAME_HOST |= dict.fromkeys(_PINTEREST, _PINTEREST)

# Pages that are an account only together with a query.
_EVERYBODYS = frozenset(
    {
        "facebook.com/profile.php",
        "play.google.com/store/apps/details",
        "play.google.com/store/apps/dev",
        "youtube.com/playlist",
        "youtube.com/watch",
    }
)


class AccountAddress(NamedTuple):
    """A host, and the regular expression of the tails below it, that belong to an account."""

    host: str
    expression: str


def account_addresses(account: str) -> Iterator[AccountAddress]:
    """Every address form of a configured account (`host/path`, perhaps with `?id=`), subdomains included.

    A page that shows whichever account its query names belongs to nobody when it comes without one.
    """
    host, path, query = _split(account)
    if f"{host}/{path}".lower() in _EVERYBODYS and not query:
        return
    for name in SAME_HOST.get(host, (host,)):
        yield AccountAddress(name, _PLATFORMS.get(name, _plain)(path, query))
    yield from _own_hosts(host, path)
    if host == "youtube.com" and path == "watch":
        yield from (AccountAddress("youtu.be", _plain(video, "")) for name, video in parse_qsl(query) if name == "v")


def _split(account: str) -> tuple[str, str, str]:
    """Host, path and query; a short link to a video becomes the long one."""
    host, _, rest = account.partition("/")
    host = host.lower()
    for prefix in ("www.", "m.", "mobile."):
        host = host.removeprefix(prefix) if host.count(".") > 1 else host
    path, _, query = rest.partition("?")
    path = path.strip("/")
    return ("youtube.com", "watch", f"v={path}") if host == "youtu.be" else (host, path, query)


def _own_hosts(host: str, path: str) -> Iterator[AccountAddress]:
    """Hosts that a platform gives to an account and to nobody else; a single page of an account has none."""
    handle = path.lower()
    if not re.fullmatch(r"@?[a-z0-9][a-z0-9_-]*", handle):
        return
    if host == "github.com":
        yield AccountAddress(f"{handle}.github.io", "")
        yield AccountAddress("raw.githubusercontent.com", _plain(path, ""))
    if host == "medium.com" and handle.startswith("@"):
        yield AccountAddress(f"{handle[1:]}.medium.com", "")


def _plain(path: str, query: str) -> str:
    """The path or anything below it, letter case ignored; where a query is configured, its parameters too."""
    expression = "/" + _spell(path)
    if not query:
        return expression + _ENDS
    parameters = (f"{_spell(name)}={_spell(value)}" for name, value in parse_qsl(query))
    return expression + r"/?\?" + "".join(rf"(?=(?:[^#]*&)?{parameter}(?:[&#]|\Z))" for parameter in parameters)


def _spell(text: str) -> str:
    """Every character plain or percent-encoded: addresses come either way."""
    spellings = ((character, quote(character, safe="/", errors="replace")) for character in unquote(text))
    return "".join(
        re.escape(plain) if plain == encoded else f"(?:{re.escape(plain)}|{encoded})" for plain, encoded in spellings
    )


def _github(path: str, query: str) -> str:
    """`/orgs/name` holds the discussions and people of `/name`."""
    return "(?:/orgs)?" + _plain(path.removeprefix("orgs/"), query)


def _reddit(path: str, query: str) -> str:
    """`/user/name` and `/u/name` are one account."""
    kind, _, name = path.partition("/")
    if kind.lower() in {"u", "user"}:
        return rf"/u(?:ser)?/{_spell(name)}{_ENDS}"
    return _plain(path, query)


def _apple(path: str, query: str) -> str:
    """An app is its number: country and name in front of it vary."""
    found = re.search(r"(?:^|/)id([0-9]+)", path)
    return rf"/(?:[^?#]*/)?id{found.group(1)}(?![0-9])" if found else _plain(path, query)


def _youtube(path: str, query: str) -> str:
    """`/c/name` became `/@name`, and stays with the channel; `/user/name` may be another's."""
    kind, slash, name = path.rpartition("/")
    handle = name if kind.lower() == "c" and slash else path.removeprefix("@") if path.startswith("@") else ""
    return f"/(?:@|%40|c/){_spell(handle)}{_ENDS}" if handle and "/" not in handle else _plain(path, query)


def _facebook(path: str, query: str) -> str:
    """`/pg/name` was the desktop's page of `/name`."""
    return "(?:/pg)?" + _plain(path.removeprefix("pg/"), query)


def _chrome_web_store(path: str, query: str) -> str:
    """An extension is its thirty-two letters: host and name in front of it vary."""
    found = re.search(r"(?:^|/)([a-p]{32})(?:/|$)", path)
    return rf"/(?:[^?#]*/)?{found.group(1)}{_ENDS}" if found else _plain(path, query)


def _mozilla_add_on(path: str, query: str) -> str:
    """The language in front of `firefox/addon/name` varies."""
    found = re.search(r"(?:^|/)((?:firefox|android|thunderbird)/.+)", path)
    return rf"/(?:[a-z-]+/)?{_spell(found.group(1))}{_ENDS}" if found else _plain(path, query)


def _telegram(path: str, query: str) -> str:
    """`/s/name` is the readable page of `/name`."""
    return "(?:/s)?" + _plain(path.removeprefix("s/"), query)


_PLATFORMS: dict[str, Callable[[str, str], str]] = {
    "github.com": _github,
    "reddit.com": _reddit,
    "apps.apple.com": _apple,
    "itunes.apple.com": _apple,
    "youtube.com": _youtube,
    "facebook.com": _facebook,
    "fb.com": _facebook,
    "chrome.google.com": _chrome_web_store,
    "chromewebstore.google.com": _chrome_web_store,
    "addons.mozilla.org": _mozilla_add_on,
    "t.me": _telegram,
    "telegram.me": _telegram,
}
