"""Any result URL → where it really points, its host and registrable domain, and a clean form to compare.

Nothing here touches the network, and nothing raises: text that is no web address has no host.
"""

import re
from typing import NamedTuple
from urllib.parse import quote

from searchgap.rules.hosts import NO_HOST, Host, SuffixTable, read_host

_MOST_WRAPPERS = 8
_MOST_HOSTS_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 300
_USUAL_PORTS = {"http": ":80", "https": ":443"}
_EDGES = "".join(map(chr, range(33)))
_BROWSER_DROPS = {9: None, 10: None, 13: None}
# An address without a scheme, as people type it and trackers export it: a full host name, and a path if any.
_BARE_HOST = r"(?:[^\s/\\?#@:.]++\.)+[^\s/\\?#@:.]{2,}+\.?(?::[0-9]*+)?(?:[/\\?#]|\Z)"
_WEB_ADDRESS = re.compile(
    rf"(?:(https?):[/\\]*|[/\\]{{2,}}|(?={_BARE_HOST}))([^/\\?#]*)(.*)", re.ASCII | re.DOTALL | re.IGNORECASE
)
_PATH = re.compile(r"\A[^?#]+")
_PLAIN_TAIL = re.compile(r"/[!$&'()*+,/:;=@\[\]~A-Za-z0-9_.-]*")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_LOWER_ESCAPE = re.compile("%(?:[0-9A-F][a-f]|[a-f][0-9A-Fa-f])")
_TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_")
_TRACKING = frozenset(
    {
        *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "srsltid", "_ga", "_gl"),
        *("fbclid", "mibextid", "igshid", "igsh", "msclkid", "twclid", "ttclid", "li_fat_id", "epik", "rdt_cid"),
        *("yclid", "ysclid", "_openstat", "irclickid", "wickedid", "s_kwcid", "ef_id", "_kx", "mc_cid", "mc_eid"),
        *("_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking", "mkt_tok", "vero_id", "vero_conv"),
        *("oly_enc_id", "oly_anon_id", "pk_campaign", "pk_kwd", "pk_keyword", "pk_source", "pk_medium", "pk_content"),
        *("ved", "sxsrf", "sca_esv", "sca_upv", "usqp", "amp_js_v", "amp_gsa", "ref_src", "ref_url"),
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


NOWHERE = Address("", NO_HOST, "")


class UrlReader:
    """Reads URLs against one table of public suffixes, remembering the hosts it has seen."""

    def __init__(self, suffixes: SuffixTable) -> None:
        self._suffixes = suffixes
        self._hosts: dict[str, Host] = {}
        self._clean_starts: set[str] = set()

    def read(self, url: str) -> Address:
        """Where a URL points; `NOWHERE` for what is no web address, or lies in more than eight wrappers."""
        address = self._split(url)
        return address if address.host.unwrap is None else self._follow(address)

    def clean(self, url: str) -> str:
        """The form by which two listings are the same address: wrappers, tracking and text fragments gone.

        Idempotent. Only what cannot change the page is dropped; `http` and `https`, and `www.` and bare hosts,
        stay apart. Text that points nowhere comes back stripped of blanks and controls at its ends.
        """
        end = url.find("/", 8)
        if url[:end] in self._clean_starts and _PLAIN_TAIL.fullmatch(url, end):
            return url
        scheme, host, tail, _ = self.read(url)
        if not scheme:
            return url.strip(_EDGES)
        start = f"{scheme}://{host.name}{'' if host.port == _USUAL_PORTS[scheme] else host.port}"
        if host.unwrap is None and start == url[:end]:
            if len(self._clean_starts) >= _MOST_HOSTS_REMEMBERED:
                self._clean_starts.clear()
            self._clean_starts.add(start)
        return start + (tail if _PLAIN_TAIL.fullmatch(tail) else _clean_tail(tail))

    def host(self, authority: str) -> Host:
        """The host of an authority, remembered."""
        host = self._hosts.get(authority)
        if host is None:
            host = read_host(authority, self._suffixes)
            if len(self._hosts) >= _MOST_HOSTS_REMEMBERED:
                self._hosts.clear()
            if len(authority) <= _LONGEST_REMEMBERED:
                self._hosts[authority] = host
        return host

    def _split(self, url: str) -> Address:
        text = url.strip(_EDGES)
        if not text.isprintable():
            text = text.translate(_BROWSER_DROPS)
        found = _WEB_ADDRESS.match(text)
        if found is None:
            return NOWHERE
        scheme, authority, tail = found.groups("https")
        host = self.host(authority)
        if not host.name:
            return NOWHERE
        if "\\" in tail:
            tail = _PATH.sub(lambda path: path.group().replace("\\", "/"), tail)
        return Address(scheme.lower(), host, tail)

    def _follow(self, address: Address) -> Address:
        """Take wrappers off until there is none, or the innermost hides its target."""
        for _ in range(_MOST_WRAPPERS + 1):
            inner = address.host.unwrap(address.tail) if address.host.unwrap else None
            target = self._split(inner) if inner else NOWHERE
            if not target.host.name:
                return address
            address = target._replace(wrapped=True)
        return NOWHERE


def _clean_tail(tail: str) -> str:
    before, _, fragment = tail.partition("#")
    path, _, query = before.partition("?")
    kept = "&".join([pair for pair in query.split("&") if pair and not _tracks(pair)])
    route = fragment.partition(":~:")[0] if fragment.startswith(("!", "/")) else ""
    return _clean_escapes((path or "/") + ("?" + kept if kept else "") + ("#" + route if route else ""))


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _clean_escapes(text: str) -> str:
    """Escape what a browser would, and write escapes one way; an escaped character stays escaped."""
    text = quote(text, safe=_SAFE, errors="surrogatepass")
    return _LOWER_ESCAPE.sub(lambda escape: escape.group().upper(), text) if "%" in text else text
