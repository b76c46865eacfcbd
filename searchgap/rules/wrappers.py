"""Links that only carry another address: redirects of engines, AMP caches, cached, archived and translated copies.

To add one, write a function from the tail of an address (path, query, fragment) to the address carried, or use
`_parameter`, and give it a line in `_BY_HOST`.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable

Unwrap = Callable[[str], str | None]

_ASCII_ESCAPE = re.compile("%[0-7][0-9A-Fa-f]")
_GOOGLE = re.compile(r"(?:[a-z0-9-]+\.)*google\.(?:com|cat|[a-z]{2}|com?\.[a-z]{2})\Z")
_BING_TARGET = re.compile(r"[?&]u=a1([A-Za-z0-9_-]+)")
_YAHOO_TARGET = re.compile(r"/RU=([^/]+)")
_ARCHIVED = re.compile(r"/web/(?:[0-9]{1,14}(?:[a-z]{2}_|\*)?/|\*/|(?=https?:))(.+)", re.DOTALL)
_EMBEDDED = re.compile(r"/(https?:/.+)", re.DOTALL)
_CACHED = re.compile(r"[?&]q=cache(?::|%3A)(?:[\w-]{12}(?::|%3A))?([^&#+ ]+)", re.ASCII | re.IGNORECASE)
_SCHEME = re.compile("https?:", re.IGNORECASE | re.ASCII)
_HOST = re.compile(r"[^/?#:]*\.")
_TRANSLATE_HOST = ".translate.goog"
_TRANSLATED_LABEL = re.compile("[a-z0-9-]+")
_LONE_HYPHEN = re.compile(r"\b-\b", re.ASCII)


def find_wrapper(host: str) -> Unwrap | None:
    """What takes the carried address out of a tail of this host; None if the host never wraps."""
    if _GOOGLE.match(host):
        return _unwrap_google
    if host.endswith(_TRANSLATE_HOST):
        return _translated_host(host.removesuffix(_TRANSLATE_HOST))
    while "." in host:
        if rule := _BY_HOST.get(host):
            return rule
        host = host.partition(".")[2]
    return None


def _parameter(*names: str) -> Unwrap:
    """A wrapper that carries its target in a query parameter: the first of several that holds a web address."""

    def read(tail: str) -> str | None:
        values = _read_query(tail)
        targets = (_web(_decode(values[name].replace("+", " "))) for name in names if name in values)
        return next((target for target in targets if target), None)

    return read


def _read_query(tail: str) -> dict[str, str]:
    """The parameters of a query, values as they came; the first of equal names counts."""
    query = tail.partition("#")[0].partition("?")[2]
    pairs = (pair.partition("=") for pair in reversed(query.split("&")))
    return {name: value for name, _, value in pairs}


def _decode(text: str) -> str:
    """Undo one layer of escapes; those of other bytes than ASCII mean the same in the address carried."""
    return _ASCII_ESCAPE.sub(lambda found: chr(int(found.group()[1:], 16)), text)


def _web(text: str) -> str | None:
    """The text if it is a web address, so that a search for words is never taken for a target."""
    return text if text[:8].lower().startswith(("http://", "https://")) else None


def _complete(text: str) -> str | None:
    """The text as a web address: caches and archives may leave out the scheme."""
    if _SCHEME.match(text):
        return text
    return f"https://{text}" if _HOST.match(text) else None


def _at(*prefixes: str) -> Callable[[Unwrap], Unwrap]:
    """Limit a wrapper to paths."""

    def limit(rule: Unwrap) -> Unwrap:
        return lambda tail: rule(tail) if tail.startswith(prefixes) else None

    return limit


def _either(first: Unwrap, second: Unwrap) -> Unwrap:
    """Two wrappers on one host."""
    return lambda tail: first(tail) or second(tail)


def _amp(kinds: str) -> Unwrap:
    """`/kind/s/host/path` carries an https address, `/kind/host/path` an http one."""
    expression = re.compile(rf"/(?:{kinds})/(s/)?([^/?#]+\.[^/?#]+.*)", re.DOTALL)

    def read(tail: str) -> str | None:
        found = expression.match(tail)
        return found and ("https://" if found.group(1) else "http://") + found.group(2)

    return read


def _unwrap_bing(tail: str) -> str | None:
    """`/ck/a?…&u=a1…`: two characters of version, then base64 without padding."""
    found = _BING_TARGET.search(tail)
    if found is None:
        return None
    code = found.group(1)
    try:
        return _web(urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode())
    except (Base64Error, UnicodeDecodeError):
        return None


def _unwrap_yahoo(tail: str) -> str | None:
    found = _YAHOO_TARGET.search(tail)
    return found and _web(_decode(found.group(1)))


def _unwrap_archive(tail: str) -> str | None:
    found = _ARCHIVED.match(tail)
    return found and _complete(found.group(1))


def _unwrap_embedded(tail: str) -> str | None:
    """An address written out in the path of another."""
    found = _EMBEDDED.search(tail)
    return found and found.group(1)


def _unwrap_google_cache(tail: str) -> str | None:
    """`/search?q=cache:[id:]address words`."""
    found = _CACHED.search(tail)
    return found and _complete(_decode(found.group(1)).partition(" ")[0])


def _translated_host(label: str) -> Unwrap:
    """`evernote-com.translate.goog`: dots are hyphens, hyphens are doubled, and parameters mark the exceptions.

    See https://developers.google.com/search/docs/appearance/ad-network-and-translation.
    """

    def read(tail: str) -> str | None:
        settings = _read_query(tail)
        marks = _decode(settings.get("_x_tr_enc", "")).split(",")
        name = settings.get("_x_tr_hp", "") + label
        name = name.removeprefix("1-") if "1" in marks else name
        punycode = "0" in marks and name.startswith("0-")
        name = name.removeprefix("0-") if punycode else name
        if not _TRANSLATED_LABEL.fullmatch(name):
            return None
        host = ("xn--" if punycode else "") + _LONE_HYPHEN.sub(".", name).replace("--", "-")
        scheme = "http" if settings.get("_x_tr_sch") == "http" else "https"
        return f"{scheme}://{host}{_drop_settings(tail)}"

    return read


def _drop_settings(tail: str) -> str:
    """A tail without the parameters of the translation."""
    before, mark, fragment = tail.partition("#")
    path, _, query = before.partition("?")
    kept = "&".join(pair for pair in query.split("&") if not pair.startswith("_x_tr_"))
    return path + ("?" + kept if kept else "") + mark + fragment


_unwrap_google = _either(
    _at("/url?", "/goto?", "/imgres?", "/aclk?", "/interstitial?", "/translate?", "/translate_")(
        _parameter("url", "imgrefurl", "adurl", "u", "q")
    ),
    _amp("amp"),
)
_unwrap_amp_cache = _amp("[acirvw]|ii|wp|mbv")
_BY_HOST: dict[str, Unwrap] = {
    "translate.googleusercontent.com": _at("/translate")(_parameter("u")),
    "webcache.googleusercontent.com": _unwrap_google_cache,
    "cdn.ampproject.org": _unwrap_amp_cache,
    "bing-amp.com": _unwrap_amp_cache,
    "bing.com": _either(_at("/ck/a?")(_unwrap_bing), _amp("amp")),
    "cc.bingj.com": _parameter("u"),
    "microsofttranslator.com": _parameter("a"),
    "translatetheweb.com": _parameter("a"),
    "duckduckgo.com": _at("/l/?", "/l?")(_parameter("uddg")),
    "search.yahoo.com": _unwrap_yahoo,
    "search.aol.com": _unwrap_yahoo,
    "ecosia.org": _at("/url?")(_parameter("url", "u")),
    "startpage.com": _at("/do/proxy?")(_parameter("u")),
    "translate.yandex.com": _at("/translate?")(_parameter("url")),
    "translate.yandex.ru": _at("/translate?")(_parameter("url")),
    "yandexwebcache.net": _parameter("url"),
    "archive.org": _unwrap_archive,
    "archive.today": _unwrap_embedded,
    "archive.is": _unwrap_embedded,
    "archive.ph": _unwrap_embedded,
    "archive.li": _unwrap_embedded,
    "archive.md": _unwrap_embedded,
    "archive.vn": _unwrap_embedded,
    "archive.fo": _unwrap_embedded,
    "arquivo.pt": _unwrap_embedded,
    "wayback.archive-it.org": _unwrap_embedded,
    "webarchive.nationalarchives.gov.uk": _unwrap_embedded,
    "facebook.com": _at("/l.php?", "/flx/warn/?")(_parameter("u")),
    "l.instagram.com": _parameter("u"),
    "l.threads.com": _parameter("u"),
    "l.threads.net": _parameter("u"),
    "linkedin.com": _at("/redir/redirect?", "/safety/go?")(_parameter("url")),
    "out.reddit.com": _parameter("url"),
    "youtube.com": _at("/redirect?")(_parameter("q")),
}
