"""Any result URL → where it really points, its host and registrable domain, and a clean form to compare.

Nothing here touches the network, and nothing raises: text that is no web address has no host.
"""

import re
from typing import NamedTuple
from urllib.parse import quote

from searchgap.rules.hosts import NO_HOST, Host, SuffixTable, read_host

_MOST_WRAPPERS = 8
_MOST_HOSTS_REMEMBERED = 50_000
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?![0-9]+(?:[/?#]|\Z))")
_HOSTLIKE = re.compile(r"[^\s/?#@:]+\.[^\s/?#@:]{2,}")
_BROWSER_DROPS = {9: None, 10: None, 13: None}
_EDGES = "".join(map(chr, range(33)))
_UNSAFE = re.compile(r"[^!#$%&'()*+,/:;=?@\[\]~A-Za-z0-9_.-]+")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "oly_", "vero_", "sca_")
_TRACKING = frozenset(
    {
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "_ga", "_gl"),
        *("fbclid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "wickedid"),
        *("mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking", "mkt_tok", "cmpid"),
        *("ved", "ei", "sxsrf", "usg", "ref_src", "ref_url", "ito"),
    }
)


class Address(NamedTuple):
    """A URL taken apart after wrappers were taken off.

    Attributes:
        scheme: `http` or `https`; "" where there is no host.
        host: where it points.
        tail: path, query and fragment as they came; starts with `/`, `?`, `#` or is empty.
        wrapped: whether a redirect, cache, translation or AMP copy was taken off.
    """

    scheme: str
    host: Host
    tail: str
    wrapped: bool = False


class UrlReader:
    """Reads URLs against one table of public suffixes, remembering the hosts it has seen."""

    def __init__(self, suffixes: SuffixTable) -> None:
        self._suffixes = suffixes
        self._hosts: dict[str, Host] = {}

    def read(self, url: str) -> Address:
        """Where a URL points. A chain of more than eight wrappers is left as it is."""
        first = address = self._split(url)
        for _ in range(_MOST_WRAPPERS):
            inner = address.host.unwrap(address.tail) if address.host.unwrap else None
            if inner is None:
                return address if address is first else address._replace(wrapped=True)
            target = self._split(inner)
            if not target.host.name:
                return address
            address = target
        return first

    def clean(self, url: str) -> str:
        """The form by which two listings are the same address: wrappers, tracking and text fragments gone.

        Idempotent. Only what cannot change the page is dropped; `http` and `https`, and `www.` and bare hosts,
        stay apart. Text that is no web address comes back stripped of controls at its ends.
        """
        address = self.read(url)
        if not address.host.name:
            return url.strip(_EDGES)
        host = address.host
        return f"{address.scheme}://{host.name}{host.port}{_clean_tail(address.tail)}"

    def host(self, authority: str) -> Host:
        """The host of an authority, remembered."""
        host = self._hosts.get(authority)
        if host is None:
            if len(self._hosts) >= _MOST_HOSTS_REMEMBERED:
                self._hosts.clear()
            host = self._hosts[authority] = read_host(authority, self._suffixes)
        return host

    def _split(self, url: str) -> Address:
        text = url.strip(_EDGES).translate(_BROWSER_DROPS)
        scheme, rest = _split_scheme(text)
        if not scheme:
            return Address("", NO_HOST, "")
        head, query_mark, query = _cut(rest, "?#")
        rest = head.replace("\\", "/").lstrip("/") + query_mark + query
        authority, mark, tail = _cut(rest, "/?#")
        return Address(scheme, self.host(authority), mark + tail)


def _cut(text: str, marks: str) -> tuple[str, str, str]:
    """Split at the first of several marks."""
    end = min((place for mark in marks if (place := text.find(mark)) >= 0), default=len(text))
    return text[:end], text[end : end + 1], text[end + 1 :]


def _split_scheme(text: str) -> tuple[str, str]:
    """The scheme and what follows its colon; ("", "") for anything but a web address.

    An address without a scheme (`evernote.com/gtd`), as people type and trackers export it, is read as https.
    """
    if found := _SCHEME.match(text):
        scheme = found.group(1).lower()
        return (scheme, text[found.end() :]) if scheme in {"http", "https"} else ("", "")
    if text.startswith("//") or _HOSTLIKE.match(text):
        return "https", text
    return "", ""


def _clean_tail(tail: str) -> str:
    before, mark, fragment = tail.partition("#")
    path, question, query = before.partition("?")
    path = _clean_escapes(path) or "/"
    kept = "&".join(pair for pair in query.split("&") if pair and not _tracks(pair)) if question else ""
    route = mark + fragment if fragment.startswith(("!", "/")) else ""
    return path + ("?" + _clean_escapes(kept) if kept else "") + _clean_escapes(route)


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _clean_escapes(text: str) -> str:
    """Escape what a browser would, and write escapes one way; an escaped character stays escaped."""
    text = _UNSAFE.sub(lambda found: quote(found.group(), errors="replace"), text)
    return _ESCAPE.sub(lambda found: found.group().upper(), text) if "%" in text else text
