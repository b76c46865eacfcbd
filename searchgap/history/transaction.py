"""All or nothing: what happens inside one of these blocks is kept together or not at all."""

import sqlite3
from contextlib import AbstractContextManager
from types import TracebackType


def writing(connection: sqlite3.Connection) -> AbstractContextManager[None]:
    """Takes the write lock, keeps everything at the end of the block, undoes everything if the block raises."""
    # IMMEDIATE: a lock asked for at the start is waited for; one asked for halfway may have to fail at once.
    return _Transaction(connection, "BEGIN IMMEDIATE")


def reading(connection: sqlite3.Connection) -> AbstractContextManager[None]:
    """Lets every query in the block see the file as it was at the first one, whatever others write meanwhile."""
    return _Transaction(connection, "BEGIN")


class _Transaction:
    """A class, for one is made for every search that is saved, and a generator would take three times as long."""

    __slots__ = ("_begin", "_connection")

    def __init__(self, connection: sqlite3.Connection, begin: str) -> None:
        self._connection = connection
        self._begin = begin

    def __enter__(self) -> None:
        self._connection.execute(self._begin)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is not None:
            self._roll_back()
            return
        try:
            self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        # SQLite has already rolled back by itself after some errors, such as a full disk.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
