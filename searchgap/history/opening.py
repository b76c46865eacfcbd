"""Opens the history file: to write, made where it is missing; to read, never made."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from searchgap.errors import HistoryError
from searchgap.history.migrations import migrate, read_version
from searchgap.history.transaction import reading, writing
from searchgap.history.trouble import primary_code

BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.01


def connect_to_write(path: Path, timeout: float) -> sqlite3.Connection:
    """Opens the file and its folder, made if missing, at today's schema and proven to be writable.

    Raises:
        HistoryError: it is a folder, not ours, or of a newer searchgap.
        sqlite3.Error: it cannot be opened or written.
        OSError: its folder cannot be made.
    """
    _refuse_folder(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path, "mode=rwc", timeout)
    with _closing_on_error(connection):
        migrate(connection, path)
        _switch_to_wal(connection, timeout)
        # A save returns only when the disk has the outcome, so that not even a power cut takes what was paid for.
        # NORMAL would survive a killed process just as well, but a power cut could take everything since the last
        # checkpoint, about a hundred outcomes. Waiting costs 0.2 ms per outcome on an idle SSD and about 4 ms on a
        # busy one, against the 50 ms and more of the search before it.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # Kilobytes. Saving looks up what a request listed before, and that lies all over the file.
        connection.execute("PRAGMA cache_size = -8000")
        # Better to learn that the file is locked or read-only now than after the first search was paid for.
        with writing(connection):
            pass
    return connection


def connect_to_read(path: Path, timeout: float) -> sqlite3.Connection:
    """Opens a file that holds audits; it may be read-only, and so may its folder.

    Raises:
        HistoryError: there is no file or nothing in it, it is a folder, not ours, or of a newer searchgap.
        sqlite3.Error: it cannot be opened or read.
    """
    if not path.exists():
        raise HistoryError(f"there is no history file at {path}", hint="run searchgap audit first")
    _refuse_folder(path)
    try:
        return _connect_to_read(path, "mode=rw", timeout)
    except sqlite3.OperationalError as error:
        # WAL wants two files beside the history. Where they can neither be found nor made, nobody is writing, and the
        # file may be read as if it never changed.
        missing = not path.with_name(f"{path.name}-wal").exists()
        if missing and primary_code(error) in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            return _connect_to_read(path, "mode=ro&immutable=1", timeout)
        raise


def _connect_to_read(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    connection = _connect(path, mode, timeout)
    with _closing_on_error(connection):
        with reading(connection):
            version = read_version(connection, path)
        if version == 0:
            raise HistoryError(f"the history file {path} is empty", hint="run searchgap audit first")
        _bring_up_to_date(connection, path)
        connection.execute("PRAGMA query_only = ON")
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    try:
        migrate(connection, path)
    except sqlite3.OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_READONLY:
            raise
        raise HistoryError(
            f"{path} is of an older searchgap, and read-only, so that it cannot be brought up to date",
            hint="copy it to a folder that is yours, and name the copy with --history",
        ) from error


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise HistoryError(f"{path} is a folder, not a history file", hint="name a file in it with --history")


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _connect(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    # Transactions are begun and ended by `transaction`, never by the driver. An audit writes from a thread of its own.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )


def _switch_to_wal(connection: sqlite3.Connection, timeout: float) -> None:
    """Lets readers read while an audit writes; where WAL is impossible SQLite stays with its rollback journal."""
    deadline = monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite's own timeout does not cover this switch, and two processes may make a new file at once.
            if primary_code(error) != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(_RETRY_SECONDS)
        else:
            return
