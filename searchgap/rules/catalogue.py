"""The catalogue of known hosts: what an entry says, and which entries speak for a host."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, TypeAlias

from searchgap.model.owner import OwnerKind

Line: TypeAlias = tuple[str, OwnerKind, str]

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


class LineTable(Protocol):
    """Lines by host: a dictionary is one."""

    def get(self, host: str, /) -> list[Line] | None:
        """The lines about a host itself, not those about hosts above it; None where there are none."""

    def values(self) -> Iterable[list[Line]]:
        """The lines of each host."""


class Catalogue:
    """Entries by host, for look-ups from the full host up to its registrable domain and beyond.

    Lines are kept as they are written and read when a host is asked for, because an audit meets few of the thousands.

    Args:
        lines: for each host the lines about it, as `pattern`, kind and owner's name (`=` for none).
    """

    def __init__(self, lines: LineTable) -> None:
        self._lines = lines

    def entries(self, host: str) -> Iterator[Entry]:
        """The entries that speak for a host: those of deeper hosts first, then the more specific paths."""
        found: list[Entry] = []
        for parent in parents(host):
            entries = map(read_entry, self._lines.get(parent) or ())
            found.extend(entry for entry in entries if not entry.tenants or host not in {parent, f"www.{parent}"})
        return iter(sorted(found, key=lambda entry: entry.specificity, reverse=True))

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def __iter__(self) -> Iterator[Entry]:
        for lines in self._lines.values():
            yield from map(read_entry, lines)


def host_of(pattern: str) -> str:
    """The host that a pattern speaks for."""
    return pattern.partition("/")[0].removeprefix("~").removeprefix("*.")


def read_entry(line: Line) -> Entry:
    """What a line says."""
    pattern, kind, name = line
    authority, slash, path = pattern.partition("/")
    return Entry(
        host=host_of(pattern),
        path=slash + path,
        kind=kind,
        name="" if name == "=" else name,
        tenants=authority.removeprefix("~").startswith("*."),
        users=authority.startswith("~"),
    )


def parents(host: str) -> Iterator[str]:
    """A host and every host above it: `a.b.c`, `b.c`, `c`."""
    while host:
        yield host
        host = host.partition(".")[2]


def tenant_of(host: str, base: str) -> str:
    """The host one label below `base` that `host` belongs to."""
    label = host.removesuffix(base).rstrip(".").rpartition(".")[2]
    return f"{label}.{base}"
