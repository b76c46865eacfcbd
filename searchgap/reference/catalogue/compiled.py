"""The compiled catalogue: all lines in one piece of bytes, in which a host's lines are found without reading the rest.

It is two checksums, of what it was made from and of all that follows; where each bucket begins and the last one ends;
and the buckets. A bucket holds the hosts whose checksum leads there, each between two bytes that UTF-8 has no use for
and followed by its lines: kind, pattern and name with two spaces between them, as no pattern has two spaces.
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from struct import Struct
from typing import Self
from zlib import crc32

from searchgap.model.owner import OwnerKind
from searchgap.rules.catalogue import Line

_CHECKSUMS = Struct("<II")
_BOUNDS = Struct("<II")
_BOUND = Struct("<I")
_BUCKETS = 4096
_FIRST_BUCKET = _CHECKSUMS.size + (_BUCKETS + 1) * _BOUND.size
_BEFORE_HOST = b"\xff"
_AFTER_HOST = b"\xfe"


class CompiledLines:
    """The line table in a compiled file; a host's lines are read anew whenever they are asked for."""

    def __init__(self, compiled: bytes) -> None:
        self._compiled = compiled

    @classmethod
    def of(cls, compiled: bytes, digest: int) -> Self | None:
        """The lines of a compiled file; None where it is damaged or was made from something else.

        Args:
            compiled: all of the file.
            digest: the checksum of what it should have been made from.
        """
        if len(compiled) < _FIRST_BUCKET:
            return None
        found = _CHECKSUMS.unpack_from(compiled)
        return cls(compiled) if found == (digest, crc32(memoryview(compiled)[_CHECKSUMS.size :])) else None

    def get(self, host: str, /) -> list[Line] | None:
        """The lines about a host itself; None where there are none."""
        name = _encode(host)
        start, end = _BOUNDS.unpack_from(self._compiled, _CHECKSUMS.size + _bucket(name) * _BOUND.size)
        key = _BEFORE_HOST + name + _AFTER_HOST
        found = self._compiled.find(key, start, end)
        if found < 0:
            return None
        found += len(key)
        following = self._compiled.find(_BEFORE_HOST, found, end)
        return _read_lines(self._compiled[found : end if following < 0 else following])

    def values(self) -> Iterator[list[Line]]:
        """The lines of each host."""
        for host_and_lines in self._compiled[_FIRST_BUCKET:].split(_BEFORE_HOST)[1:]:
            yield _read_lines(host_and_lines.partition(_AFTER_HOST)[2])


def compile_lines(by_host: Mapping[str, list[Line]], digest: int) -> bytes:
    """The compiled form of lines by host, marked with the checksum of what they were read from."""
    buckets = [bytearray() for _ in range(_BUCKETS)]
    for host, lines in by_host.items():
        name = _encode(host)
        buckets[_bucket(name)] += _BEFORE_HOST + name + _AFTER_HOST + _write_lines(lines)
    bounds = accumulate(map(len, buckets), initial=_FIRST_BUCKET)
    content = b"".join([*map(_BOUND.pack, bounds), *buckets])
    return _CHECKSUMS.pack(digest, crc32(content)) + content


def _encode(host: str) -> bytes:
    """A host as bytes; strangers' hosts may hold what UTF-8 cannot say."""
    return host.encode("utf-8", "surrogatepass")


def _bucket(name: bytes) -> int:
    return crc32(name) % _BUCKETS


def _write_lines(lines: list[Line]) -> bytes:
    return "\n".join(f"{kind}  {pattern}  {name}" for pattern, kind, name in lines).encode()


def _read_lines(content: bytes) -> list[Line]:
    rows = (line.split("  ", 2) for line in content.decode().split("\n"))
    return [(pattern, OwnerKind(kind), name) for kind, pattern, name in rows]
