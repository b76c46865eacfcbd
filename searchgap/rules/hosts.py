"""The authority of an address (`user@Host:port`) → its host and registrable domain."""

import re
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from searchgap.rules.wrappers import Unwrap, find_wrapper

_LONGEST_HOST = 253  # RFC 1035, in characters of the text form
_HIGHEST_PORT = 65_535
_PORT = re.compile(r":([0-9]*)\Z")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = r"[^\x00-\x20\x7f#/:<>?@\[\\\]^|%\".]+"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


class SuffixTable(Protocol):
    """The public suffixes, and the ASCII form of names in other scripts."""

    def registrable_domain(self, host: str) -> str | None:
        """The public suffix of an ASCII host plus one label; None for a bare suffix."""

    def encode(self, host: str) -> str:
        """The lower-case ASCII (punycode) form of a host; ValueError if it has none."""


class Host(NamedTuple):
    """Where an address points.

    Attributes:
        name: lower case, ASCII, without user info, port and trailing dot; "" where there is no host.
        domain: the registrable domain; the host itself for an IP address or a bare public suffix.
        port: the port with its colon; "" where none is given.
        unwrap: takes the carried address out of a tail, on hosts that redirect, cache or translate.
    """

    name: str
    domain: str
    port: str
    unwrap: Unwrap | None = None


NO_HOST = Host("", "", "")


def read_host(authority: str, suffixes: SuffixTable) -> Host:
    """The host of an authority as a browser would dial it; `NO_HOST` if a browser would refuse it."""
    try:
        host, port = _split_port(authority.rpartition("@")[2])
        if host.startswith("["):
            address = _read_ipv6(host)
            return Host(address, address, port)
        name = _read_name(host, suffixes)
        if _NUMBER.fullmatch(name.rpartition(".")[2]):
            address = _read_ipv4(name)
            return Host(address, address, port)
    except ValueError:
        return NO_HOST
    return Host(name, suffixes.registrable_domain(name) or name, port, find_wrapper(name))


def _split_port(text: str) -> tuple[str, str]:
    found = _PORT.search(text)
    if found is None:
        return text, ""
    host, digits = text[: found.start()], found.group(1)
    if not digits:
        return host, ""
    port = int(digits)
    if port > _HIGHEST_PORT:
        raise ValueError(text)
    return host, f":{port}"


def _read_name(host: str, suffixes: SuffixTable) -> str:
    if "%" in host:
        host = unquote(host)
    if len(host) > _LONGEST_HOST + 1:
        raise ValueError(host)
    name = (host.lower() if host.isascii() else suffixes.encode(host)).removesuffix(".")
    if len(name) > _LONGEST_HOST or not _NAME.fullmatch(name):
        raise ValueError(host)
    return name


def _read_ipv4(host: str) -> str:
    """Browsers also take hexadecimal, octal and shortened IPv4 addresses (WHATWG URL, section 3.5)."""
    *leading, last = (_read_number(part) for part in host.split("."))
    room = 32 - 8 * len(leading)
    if room <= 0 or last >> room or any(part > 255 for part in leading):  # noqa: PLR2004 - a byte
        raise ValueError(host)
    return str(IPv4Address(last + sum(part << (24 - 8 * place) for place, part in enumerate(leading))))


def _read_number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)


def _read_ipv6(host: str) -> str:
    if "%" in host or not host.endswith("]"):
        raise ValueError(host)
    return f"[{IPv6Address(host[1:-1]).compressed}]"
