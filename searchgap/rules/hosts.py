"""The authority of an address (`user@Host:port`) → its host and registrable domain."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from searchgap.rules.wrappers import Unwrap, find_wrapper

_LONGEST_HOST = 253  # RFC 1035, in characters of the text form
_PORT = re.compile(r":[0-9]*\Z")
_PLAIN = re.compile(r"(?=[a-z0-9.-]*[a-z])(?!.*\.[0-9]+\Z)[a-z0-9]+(?:(?:\.|-+)[a-z0-9]+)*\Z")
_NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#/:<>?@\[\\\]^|%\"]")
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
_DEFAULT_PORTS = (":", ":80", ":443")


class SuffixTable(Protocol):
    """The public suffixes, and the ASCII form of names in other scripts."""

    def registrable_domain(self, host: str) -> str | None:
        """The public suffix of an ASCII host plus one label; None for a bare suffix."""

    def encode(self, host: str) -> str:
        """The ASCII (punycode) form of a lower-case host; ValueError if it has none."""


class Host(NamedTuple):
    """Where an address points.

    Attributes:
        name: lower case, ASCII, without user info, port and trailing dot; "" where there is no host.
        domain: the registrable domain; the host itself for an IP address or a bare public suffix.
        port: the port with its colon, "" for the usual one.
        unwrap: takes the carried address out of a tail, on hosts that redirect, cache or translate.
    """

    name: str
    domain: str
    port: str
    unwrap: Unwrap | None = None


NO_HOST = Host("", "", "")


def read_host(authority: str, suffixes: SuffixTable) -> Host:
    """The host of an authority as a browser would dial it; `NO_HOST` if a browser would refuse it."""
    host = authority.rpartition("@")[2]
    port = ""
    if found := _PORT.search(host):
        port = found.group()
        host = host[: found.start()]
        port = "" if port in _DEFAULT_PORTS else port
    if host.startswith("["):
        return _read_ipv6(host, port)
    host = host.translate(_DOTS).lower()
    if "%" in host:
        host = unquote(host).translate(_DOTS).lower()
    host = host.removesuffix(".")
    if not _PLAIN.match(host):
        return _read_odd(host, port, suffixes)
    return _settle(host, port, suffixes)


def _settle(host: str, port: str, suffixes: SuffixTable) -> Host:
    if len(host) > _LONGEST_HOST:
        return NO_HOST
    return Host(host, suffixes.registrable_domain(host) or host, port, find_wrapper(host))


def _read_odd(host: str, port: str, suffixes: SuffixTable) -> Host:
    if not host.isascii():
        try:
            host = suffixes.encode(host).removesuffix(".")
        except ValueError:
            return NO_HOST
    if not host or _FORBIDDEN.search(host) or ".." in host or host.startswith("."):
        return NO_HOST
    if _NUMERIC_LABEL.match(host.rpartition(".")[2]):
        return _read_ipv4(host, port)
    return _settle(host, port, suffixes)


def _read_ipv4(host: str, port: str) -> Host:
    try:
        address = str(IPv4Address(_ipv4_number(host)))
    except (ValueError, AddressValueError):
        return NO_HOST
    return Host(address, address, port)


def _ipv4_number(host: str) -> int:
    """Browsers also take hexadecimal, octal and shortened IPv4 addresses (WHATWG URL, section 3.5)."""
    parts = host.split(".")
    if len(parts) > 4:  # noqa: PLR2004 - an IPv4 address has four bytes
        raise ValueError(host)
    *leading, last = (_ipv4_part(part) for part in parts)
    if last >> (32 - 8 * len(leading)) or any(part > 255 for part in leading):  # noqa: PLR2004 - a byte
        raise ValueError(host)
    return last + sum(part << (24 - 8 * place) for place, part in enumerate(leading))


def _ipv4_part(part: str) -> int:
    if len(part) > 12:  # noqa: PLR2004 - 2**32 has eleven octal digits and a leading zero
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and len(part) > 1 else 10)


def _read_ipv6(host: str, port: str) -> Host:
    try:
        address = f"[{IPv6Address(host.strip('[]')).compressed}]"
    except AddressValueError:
        return NO_HOST
    return Host(address, address, port)
