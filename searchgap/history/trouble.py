"""What SQLite and the file system complain of, in words for the user."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from searchgap.errors import HistoryError

_ELSEWHERE = "name another file with --history"
_LOCKED = ("is locked by another process", f"wait until the other searchgap has finished, or {_ELSEWHERE}")
_CLOSED = (
    "cannot be opened",
    f"check that it is a file, and that its folder exists and is yours to use, or {_ELSEWHERE}",
)

# Primary result code to what is wrong with the file, and the next step.
_TROUBLE: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_READONLY: ("is read-only", f"make the file and its folder writable, or {_ELSEWHERE}"),
    sqlite3.SQLITE_FULL: (
        "cannot grow, the disk is full",
        "free some space, then finish with: searchgap audit --resume (what was stored before is safe)",
    ),
    sqlite3.SQLITE_IOERR: (
        "cannot be read or written, the disk reports an error",
        f"check the disk and its quota, or {_ELSEWHERE}; what was stored before is safe",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        f"restore a copy of it, or {_ELSEWHERE}; what can still be read is saved by: sqlite3 FILE .recover",
    ),
    sqlite3.SQLITE_NOTADB: ("is not a history file", f"{_ELSEWHERE}; this one was left as it is"),
}

# Mistakes of the program, not trouble with the file.
_BUGS = (sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.NotSupportedError)


class explaining:  # noqa: N801 - reads as the verb it is, like `contextlib.closing`
    """Turns what goes wrong with the file inside the block into a HistoryError that names it."""

    # A class, for there is one around every search that is saved, and a generator would take three times as long.
    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error) and not isinstance(error, _BUGS):
            trouble, hint = _TROUBLE.get(primary_code(error), (f"cannot be used ({error})", _ELSEWHERE))
            raise HistoryError(f"the history file {self._path} {trouble}", hint=hint) from error
        if isinstance(error, OSError):
            reason = (error.strerror or str(error)).lower()
            raise HistoryError(f"the history file {self._path} cannot be reached: {reason}", hint=_CLOSED[1]) from error


def primary_code(error: sqlite3.Error) -> int:
    """The first byte of SQLite's result code, which names the trouble; -1 where Python raised the error itself."""
    code = getattr(error, "sqlite_errorcode", -1)
    return code if code < 0 else code & 0xFF


@contextmanager
def doubting(path: Path) -> Iterator[None]:
    """Turns rows that make no sense into a HistoryError: SQLite itself does not notice a flipped bit in a text."""
    try:
        yield
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise HistoryError(
            f"the history file {path} holds a row this searchgap cannot read ({error})",
            hint=f"upgrade searchgap if a newer one wrote it, otherwise restore a copy, or {_ELSEWHERE}",
        ) from error
