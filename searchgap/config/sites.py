"""Places on the web as the configuration writes them: domains, accounts on platforms, addresses of APIs."""

import re
from urllib.parse import parse_qsl, urlsplit

from searchgap.config.complaints import MistakeError, quote
from searchgap.reference.suffixes import load_suffixes

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?://|[^0-9/])", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_LONGEST_HOST = 253
_PLATFORM_PREFIXES = ("www.", "m.", "mobile.")
_DOMAIN_EXAMPLE = "evernote.com"
_ACCOUNT_EXAMPLE = "youtube.com/@evernote"


def read_domain(text: str) -> str:
    """A registrable domain, host or host/path prefix: without scheme and `www.`, host in lower-case ASCII.

    Raises:
        MistakeError: the text names no place on the web, or more than one.
    """
    host, path, rest = _split(text, _DOMAIN_EXAMPLE)
    if rest:
        raise MistakeError(f"must end before {quote(rest[0])}, not {quote(text)}", example=host + path)
    return _drop_prefix(host, ("www.",)) + path.rstrip("/")


def read_account(text: str) -> str:
    """An account on a platform as `host/path`: without scheme, `www.` and `m.`, the path as it was given.

    Of a query only `id` stays: app stores and old profiles are told apart by it.

    Raises:
        MistakeError: the text is not the address of an account.
    """
    if text.startswith("@"):
        raise MistakeError(f"must name the platform too, not only {quote(text)}", example=f"youtube.com/{text}")
    host, path, rest = _split(text, _ACCOUNT_EXAMPLE)
    if not path.strip("/"):
        problem = f"must be an account on a platform, not the whole host {quote(text)}: a site of its own is a domain"
        raise MistakeError(problem, example=_ACCOUNT_EXAMPLE)
    query = rest.partition("#")[0].removeprefix("?")
    identity = [value for name, value in parse_qsl(query) if name == "id" and value.isprintable()]
    return _drop_prefix(host, _PLATFORM_PREFIXES) + path.rstrip("/") + (f"?id={identity[0]}" if identity else "")


def read_base_url(text: str) -> str:
    """The http(s) address an API is reached under, without trailing slashes.

    Raises:
        MistakeError: it is not such an address, or carries credentials or parameters, which the message never repeats.
    """
    shown = "this" if set(text) & set("@?#") else quote(text)
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        raise MistakeError(f"must be an http or https address, not {shown}") from None
    if "@" in text:
        raise MistakeError("must not hold a user name or password: keys are read from the environment")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_right or " " in text:
        raise MistakeError(f"must be an http or https address, not {shown}")
    if parts.query or parts.fragment:
        raise MistakeError("must end before the ? or #: parameters are added by the provider")
    return text.rstrip("/?#")


def _split(text: str, example: str) -> tuple[str, str, str]:
    """Host, path, and query with fragment of an address with or without a scheme."""
    if "*" in text:
        raise MistakeError(f'must be without "*", not {quote(text)}: subdomains are included anyway', example=example)
    if any(character.isspace() for character in text):
        raise MistakeError(f"must be one address without spaces, not {quote(text)}", example=example)
    bare = _SCHEME.sub("", text, count=1)
    if bare == text and _OTHER_SCHEME.match(text):
        raise MistakeError(f"must be an address on the web, not {quote(text)}", example=example)
    end = min((place for mark in "?#" if (place := bare.find(mark)) >= 0), default=len(bare))
    authority, slash, path = bare[:end].partition("/")
    return _read_host(authority, text, example), slash + path, bare[end:]


def _read_host(authority: str, text: str, example: str) -> str:
    host = authority.lower().removesuffix(".")
    if "@" in host:
        raise MistakeError(
            "must be a host name, not an e-mail address or a login", example=host.rpartition("@")[2] or example
        )
    if ":" in host and not host.startswith("["):
        raise MistakeError(f"must be without a port, not {quote(text)}", example=host.partition(":")[0] or example)
    if not host.isascii() and len(host) <= _LONGEST_HOST:
        try:
            host = load_suffixes().encode(host)
        except ValueError:
            raise MistakeError(f"must be a host name, not {quote(text)}", example=example) from None
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise MistakeError(f"must be a host name, not {quote(text)}", example=example)
    if len(labels) == 1:
        raise MistakeError(f"must be a full host name with a dot, not {quote(text)}", example=example)
    return host


def _drop_prefix(host: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if host.startswith(prefix) and host.count(".") > 1:
            return host[len(prefix) :]
    return host
