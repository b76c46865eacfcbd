"""The dated catalogue of well-known hosts: one text file per kind and region beside this module.

A line is a pattern, at least two spaces, and the owner's name. The pattern is `host[/path]` in lower case:

    reddit.com                 Reddit         the host and its subdomains
    amazon.{com,de}            Amazon         braces list alternatives
    github.com/*/*/issues      GitHub         `*` is one path segment; deeper paths are included
    *.blogspot.com             =              every subdomain but www is an owner of its own
    boards.example             =              a plain host with `=` is called by its registrable domain
    ~sites.google.com          Google Sites   other people publish here, even where Google is the brand

The part of a file's name before the first hyphen is the kind of all its entries.

Building the package writes all lines into one compiled file, because writing tens of thousands of patterns out takes
longer than a whole command should. The files stay what counts: once one of them is edited, they are read instead.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from zlib import crc32

from searchgap.model.owner import OwnerKind
from searchgap.reference.catalogue.compiled import CompiledLines, compile_lines
from searchgap.rules.catalogue import Catalogue, Line, LineTable, host_of

REVIEWED = "2026-11-22"
COMPILED = "compiled.bin"

_BRACES = re.compile(r"\{([^{}]*)\}")


@cache
def load_catalogue() -> Catalogue:
    """Every line of every file, loaded once per process."""
    return Catalogue(load_lines(files(__package__)))


def load_lines(folder: Traversable) -> LineTable:
    """The lines of a folder's files by host: from its compiled file, or from the texts where that does not fit them."""
    sources = _read_sources(folder)
    compiled = CompiledLines.of(_read_compiled(folder), _digest(sources))
    return _parse_texts(sources) if compiled is None else compiled


def compile_folder(folder: Traversable) -> bytes:
    """What a folder's compiled file should hold."""
    sources = _read_sources(folder)
    return compile_lines(_parse_texts(sources), _digest(sources))


def _read_sources(folder: Traversable) -> dict[str, bytes]:
    """What the compiled file is made of: the texts, and the code that decides what becomes of them."""
    sources = {file.name: file for file in folder.iterdir() if file.name.endswith((".txt", ".py"))}
    return {name: sources[name].read_bytes() for name in sorted(sources)}


def _read_compiled(folder: Traversable) -> bytes:
    try:
        return folder.joinpath(COMPILED).read_bytes()
    except OSError:
        return b""


def _digest(sources: Mapping[str, bytes]) -> int:
    digest = 0
    for name, content in sources.items():
        digest = crc32(content, crc32(f"\n{name}\n".encode(), digest))
    return digest


def _parse_texts(sources: Mapping[str, bytes]) -> dict[str, list[Line]]:
    by_host: dict[str, list[Line]] = {}
    for name, content in sources.items():
        if name.endswith(".txt"):
            text = content.decode().replace("\r\n", "\n")
            for line in read_lines(text, kind_of(name)):
                by_host.setdefault(host_of(line[0]), []).append(line)
    return by_host


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
