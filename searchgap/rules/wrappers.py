"""Links that only carry another address: redirects of engines, AMP caches, cached, archived and translated copies.

To add one, write a function from the tail of an address (path, query, fragment) to the address carried, or use
`_parameter`, and give it a line in `_BY_HOST`.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote

Unwrap = Callable[[str], str | None]

_LONGEST_QUERY = 20_000
_MOST_PARAMETERS = 100
_GOOGLE = re.compile(r"(?:www\.|m\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})\Z")
_YAHOO_TARGET = re.compile(r"/RU=([^/]+)(?:/|\Z)")
_ARCHIVED = re.compile(r"/web/[0-9]{1,14}(?:[a-z]{2}_)?\*?/(.+)", re.DOTALL)
_AMP_CACHE = re.compile(r"/(?:[acirvw]/)?(s/)?([^/]+\.[^/]+.*)", re.DOTALL)
_CACHED_ID = re.compile(r"\A[A-Za-z0-9_-]{12}:")


def find_wrapper(host: str) -> Unwrap | None:
    """What takes the carried address out of a tail of this host; None if the host never wraps."""
    if _GOOGLE.match(host):
        return _unwrap_google
    if host.endswith(".translate.goog"):
        return lambda tail: _unwrap_translate_host(host, tail)
    while "." in host:
        if rule := _BY_HOST.get(host):
            return rule
        host = host.partition(".")[2]
    return None


def _parameter(*names: str) -> Unwrap:
    """A wrapper that carries its target in a query parameter."""

    def read(tail: str) -> str | None:
        query = tail.partition("?")[2].partition("#")[0]
        if not query or len(query) > _LONGEST_QUERY:
            return None
        try:
            pairs = dict(reversed(parse_qsl(query, max_num_fields=_MOST_PARAMETERS, errors="surrogateescape")))
        except ValueError:
            return None
        return next((_web(pairs[name]) for name in names if name in pairs), None)

    return read


def _web(text: str) -> str | None:
    """The text if it is a web address, so that a search for words is never taken for a target."""
    return text if text[:8].lower().startswith(("http://", "https://")) else None


def _at(*prefixes: str) -> Callable[[Unwrap], Unwrap]:
    """Limit a wrapper to paths."""

    def limit(rule: Unwrap) -> Unwrap:
        return lambda tail: rule(tail) if tail.startswith(prefixes) else None

    return limit


_google_redirect = _at("/url?", "/goto?", "/imgres?")(_parameter("q", "url", "imgrefurl"))


def _unwrap_google(tail: str) -> str | None:
    if tail.startswith("/amp/"):
        return _unwrap_amp(tail[4:])
    return _google_redirect(tail)


def _unwrap_amp(tail: str) -> str | None:
    """`/s/host/path` carries an https address, `/host/path` an http one; a letter for the content type may lead."""
    found = _AMP_CACHE.match(tail)
    if found is None:
        return None
    return ("https://" if found.group(1) else "http://") + found.group(2)


def _unwrap_bing(tail: str) -> str | None:
    """`/ck/a?…&u=a1…`: two characters of version, then base64 without padding."""
    if not tail.startswith("/ck/a"):
        return None
    found = re.search(r"[?&]u=a1([A-Za-z0-9_-]+)", tail)
    if found is None:
        return None
    code = found.group(1)
    try:
        return _web(urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode())
    except (Base64Error, UnicodeDecodeError):
        return None


def _unwrap_yahoo(tail: str) -> str | None:
    found = _YAHOO_TARGET.search(tail)
    return _web(unquote(found.group(1))) if found else None


def _unwrap_archive(tail: str) -> str | None:
    found = _ARCHIVED.match(tail)
    if found is None:
        return None
    target = found.group(1)
    return _web(target) or ("http://" + target if "://" not in target else None)


def _unwrap_google_cache(tail: str) -> str | None:
    """`/search?q=cache:[id:]address words`."""
    found = re.search(r"[?&]q=cache(?::|%3A)([^&#+]+)", tail, re.IGNORECASE)
    if found is None:
        return None
    target = _CACHED_ID.sub("", unquote(found.group(1)).split(" ")[0])
    return _web(target) or ("http://" + target if "." in target and "://" not in target else None)


def _unwrap_translate_host(host: str, tail: str) -> str | None:
    """`evernote-com.translate.goog`: dots are hyphens and hyphens are doubled."""
    name = host.removesuffix(".translate.goog")
    if "." in name:
        return None
    name = name.replace("--", "\x00").replace("-", ".").replace("\x00", "-")
    path, question, query = tail.partition("?")
    kept = "&".join(pair for pair in query.split("&") if not pair.startswith("_x_tr_"))
    return f"https://{name}{path}{question if kept else ''}{kept}"


_BY_HOST: dict[str, Unwrap] = {
    "translate.google.com": _at("/translate")(_parameter("u")),
    "translate.googleusercontent.com": _at("/translate")(_parameter("u")),
    "webcache.googleusercontent.com": _unwrap_google_cache,
    "ampproject.org": _unwrap_amp,
    "bing-amp.com": _unwrap_amp,
    "bing.com": _unwrap_bing,
    "duckduckgo.com": _at("/l/?", "/l?")(_parameter("uddg")),
    "r.search.yahoo.com": _unwrap_yahoo,
    "search.yahoo.com": _unwrap_yahoo,
    "cc.bingj.com": _parameter("u"),
    "web.archive.org": _unwrap_archive,
    "archive.org": _unwrap_archive,
    "l.facebook.com": _at("/l.php")(_parameter("u")),
    "lm.facebook.com": _at("/l.php")(_parameter("u")),
    "l.instagram.com": _parameter("u"),
    "out.reddit.com": _parameter("url"),
    "youtube.com": _at("/redirect?")(_parameter("q")),
    "linkedin.com": _at("/redir/redirect?", "/safety/go?")(_parameter("url")),
    "translate.yandex.com": _at("/translate")(_parameter("url")),
    "yandexwebcache.net": _parameter("url"),
    "ecosia.org": _at("/url?")(_parameter("url", "u")),
    "startpage.com": _at("/do/proxy?")(_parameter("u")),
}
