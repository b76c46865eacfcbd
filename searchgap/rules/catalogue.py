"""The catalogue of known hosts: what an entry says, and which entries speak for a host."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from searchgap.model.owner import OwnerKind

_ENDS = r"(?=[/?#]|\Z)"


class Entry(NamedTuple):
    """One line of the catalogue.

    Attributes:
        host: the host it speaks for, subdomains included.
        path: segments the path must begin with, `*` for any one segment; "" for every path.
        kind: the sort of owner.
        name: the owner's name; "" where every subdomain is an owner of its own.
        tenants: whether only hosts below `host` are meant.
        users: whether other people publish here, even where the host's company is the brand.
    """

    host: str
    path: str
    kind: OwnerKind
    name: str
    tenants: bool = False
    users: bool = False

    @property
    def pattern(self) -> str:
        """The entry as it is written in the catalogue."""
        return ("*." if self.tenants else "") + self.host + self.path

    @property
    def specificity(self) -> tuple[int, int, int]:
        """Deeper hosts before longer paths before fewer wildcards."""
        return (self.host.count(".") + self.tenants, self.path.count("/"), -self.path.count("*"))


def path_expression(path: str) -> str:
    """The regular expression of a path pattern: it matches when a path equals the pattern or continues after it."""
    if not path:
        return ""
    segments = (re.escape(segment).replace(r"\*", "[^/?#]*") for segment in path.strip("/").split("/"))
    return "".join("/" + ("[^/?#]+" if segment == "[^/?#]*" else segment) for segment in segments) + _ENDS


class Catalogue:
    """Entries by host, for look-ups from the full host up to its registrable domain and beyond."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_host: dict[str, list[Entry]] = {}
        for entry in entries:
            by_host.setdefault(entry.host, []).append(entry)
        self._by_host: Mapping[str, list[Entry]] = by_host

    def entries(self, host: str) -> Iterator[Entry]:
        """The entries that speak for a host, most specific first within each host, deepest host first."""
        found: list[Entry] = []
        for parent in parents(host):
            below = parent != host
            found.extend(entry for entry in self._by_host.get(parent, ()) if below or not entry.tenants)
        return iter(sorted(found, key=lambda entry: entry.specificity, reverse=True))

    def __len__(self) -> int:
        return sum(map(len, self._by_host.values()))

    def __iter__(self) -> Iterator[Entry]:
        for entries in self._by_host.values():
            yield from entries


def parents(host: str) -> Iterator[str]:
    """A host and every host above it: `a.b.c`, `b.c`, `c`."""
    while host:
        yield host
        host = host.partition(".")[2]


def tenant_of(host: str, base: str) -> str:
    """The host one label below `base` that `host` belongs to."""
    label = host.removesuffix(base).rstrip(".").rpartition(".")[2]
    return f"{label}.{base}"
