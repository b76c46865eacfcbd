"""The dated catalogue of well-known hosts: one text file per kind and region beside this module.

A line is a pattern, at least two spaces, and the owner's name. The pattern is `host[/path]` in lower case:

    reddit.com                 Reddit         the host and its subdomains
    amazon.{com,de}            Amazon         braces list alternatives
    github.com/*/*/issues      GitHub         `*` is one path segment; deeper paths are included
    *.blogspot.com             =              every subdomain is an owner of its own
    ~sites.google.com          Google Sites   other people publish here, even where Google is the brand

The part of a file's name before the first hyphen is the kind of all its entries.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from searchgap.model.owner import OwnerKind
from searchgap.rules.catalogue import Catalogue, Entry

REVIEWED = "2026-11-22"

_BRACES = re.compile(r"\{([^{}]*)\}")


@cache
def load_catalogue() -> Catalogue:
    """Every entry of every file, read once per process."""
    return Catalogue(
        entry
        for file in files(__package__).iterdir()
        if file.name.endswith(".txt")
        for entry in read_entries(file.read_text(encoding="utf-8"), kind_of(file.name))
    )


def kind_of(file_name: str) -> OwnerKind:
    """The kind that a file's entries have: `media-de.txt` holds media."""
    return OwnerKind(re.split(r"[-.]", file_name, maxsplit=1)[0])


def read_entries(text: str, kind: OwnerKind) -> Iterator[Entry]:
    """The entries of one file's text.

    Raises:
        ValueError: a line has no owner's name.
    """
    for line in text.split("\n"):
        if not line or line[0] == "#" or line.isspace():
            continue
        written, gap, name = line.partition("  ")
        if not gap or not name.strip():
            raise ValueError(f"a catalogue line needs a pattern, two spaces and a name, not {line!r}")
        for pattern in expand_braces(written) if "{" in written else (written,):
            yield _read_pattern(pattern, kind, name.strip())


def expand_braces(pattern: str) -> Iterator[str]:
    """`{a,b}.{com,de}` → a.com, a.de, b.com, b.de."""
    found = _BRACES.search(pattern)
    if found is None:
        yield pattern
        return
    for choice in found.group(1).split(","):
        yield from expand_braces(pattern[: found.start()] + choice + pattern[found.end() :])


def _read_pattern(pattern: str, kind: OwnerKind, name: str) -> Entry:
    users = pattern[0] == "~"
    host, slash, path = (pattern[1:] if users else pattern).partition("/")
    tenants = host.startswith("*.")
    return Entry(host[2:] if tenants else host, slash + path, kind, "" if name == "=" else name, tenants, users)
