"""The dated catalogue of well-known hosts: one text file per kind and region beside this module.

A line is a pattern, at least two spaces, and the owner's name. The pattern is `host[/path]` in lower case:

    reddit.com                 Reddit         the host and its subdomains
    amazon.{com,de}            Amazon         braces list alternatives
    github.com/*/*/issues      GitHub         `*` is one path segment; deeper paths are included
    *.blogspot.com             =              every subdomain but www is an owner of its own
    boards.example             =              a plain host with `=` is called by its registrable domain
    ~sites.google.com          Google Sites   other people publish here, even where Google is the brand

The part of a file's name before the first hyphen is the kind of all its entries.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from searchgap.model.owner import OwnerKind
from searchgap.rules.catalogue import Catalogue, Line, host_of

REVIEWED = "2026-11-22"

_BRACES = re.compile(r"\{([^{}]*)\}")


@cache
def load_catalogue() -> Catalogue:
    """Every line of every file, read once per process."""
    by_host: dict[str, list[Line]] = {}
    for file in files(__package__).iterdir():
        if file.name.endswith(".txt"):
            for line in read_lines(file.read_text(encoding="utf-8"), kind_of(file.name)):
                by_host.setdefault(host_of(line[0]), []).append(line)
    return Catalogue(by_host)


def kind_of(file_name: str) -> OwnerKind:
    """The kind that a file's entries have: `media-de.txt` holds media."""
    return OwnerKind(re.split(r"[-.]", file_name, maxsplit=1)[0])


def read_lines(text: str, kind: OwnerKind) -> Iterator[Line]:
    """The lines of one file's text, braces written out.

    Raises:
        ValueError: a line has no owner's name.
    """
    for line in text.split("\n"):
        if not line or line[0] == "#":
            continue
        pattern, _, name = line.partition("  ")
        name = name.strip()
        if not name:
            raise ValueError(f"a catalogue line needs a pattern, two spaces and a name, not {line!r}")
        if "{" in pattern:
            for written_out in expand_braces(pattern):
                yield written_out, kind, name
        else:
            yield pattern, kind, name


def expand_braces(pattern: str) -> Iterator[str]:
    """`{a,b}.{com,de}` → a.com, a.de, b.com, b.de."""
    found = _BRACES.search(pattern)
    if found is None:
        yield pattern
        return
    for choice in found.group(1).split(","):
        yield from expand_braces(pattern[: found.start()] + choice + pattern[found.end() :])
