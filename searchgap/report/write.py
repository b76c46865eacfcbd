"""The one place that writes reports: a file whole or not at all, or standard output."""

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from searchgap.errors import OutputError

STDOUT = "-"

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_report(chunks: Iterable[str | bytes], target: str, *, encoding: str = "utf-8") -> None:
    """Write the chunks to the file `target`, or to standard output for `-`; line ends and bytes stay as they are.

    A file appears under its name only when it is complete; on any trouble what stood there before still stands.
    Characters that the encoding does not have are written as question marks.

    Raises:
        OutputError: it could not be written; the hint says what to do.
        BrokenPipeError: the reader of standard output has gone.
    """
    pieces = (chunk if isinstance(chunk, bytes) else chunk.encode(encoding, "replace") for chunk in chunks)
    if target == STDOUT:
        _write_stdout(pieces)
        return
    path = Path(os.path.realpath(target))
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            _write_through(path, pieces)
        else:
            _replace_file(path, pieces)
    except OSError as error:
        raise OutputError(f"cannot write the report to {target}: {_word(error)}", hint=_advise(error, path)) from error


def _write_stdout(pieces: Iterable[bytes]) -> None:
    sys.stdout.flush()
    stream = sys.stdout.buffer
    try:
        stream.writelines(pieces)
        stream.flush()
    except OSError as error:
        _abandon_stdout()
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(
            f"cannot write the report to standard output: {_word(error)}", hint=_advise(error, None)
        ) from error


def _abandon_stdout() -> None:
    """Lead what is still buffered nowhere, or the interpreter would fail on it again at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _write_through(path: Path, pieces: Iterable[bytes]) -> None:
    """Write to a device or a pipe, which cannot be replaced."""
    with path.open("wb") as stream:
        stream.writelines(pieces)


def _replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    mode = _check_target(path)
    draft = path.parent / f".searchgap-{secrets.token_hex(6)}.tmp"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            draft.chmod(mode)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _check_target(path: Path) -> int | None:
    """The permissions of the file to be replaced, None if there is none.

    Raises:
        OSError: it is a folder, or write-protected.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not path.exists():
        return None
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(path.stat().st_mode)


def _word(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "its folder does not exist"
    if isinstance(error, NotADirectoryError):
        return "a part of its path is a file, not a folder"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    if isinstance(error, PermissionError):
        return "permission denied"
    if error.errno in _NO_ROOM:
        return "no room left"
    return (error.strerror or "unknown trouble").lower()


def _advise(error: OSError, path: Path | None) -> str:
    if isinstance(error, FileNotFoundError) and path:
        return f"create the folder first: mkdir -p {path.parent}"
    if isinstance(error, IsADirectoryError) and path:
        return f"name a file in it, such as {path / 'report.md'}"
    if isinstance(error, PermissionError):
        return "choose another place, or close the program that has the file open"
    if error.errno in _NO_ROOM:
        return "free some space on the disk, or choose another place"
    return "choose another place"
