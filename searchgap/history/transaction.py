"""All or nothing: what happens inside one of these blocks is kept together or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager


def writing(connection: sqlite3.Connection) -> AbstractContextManager[None]:
    """Takes the write lock, keeps everything at the end of the block, undoes everything if the block raises."""
    # IMMEDIATE: a lock asked for at the start is waited for; one asked for halfway may have to fail at once.
    return _transaction(connection, "BEGIN IMMEDIATE")


def reading(connection: sqlite3.Connection) -> AbstractContextManager[None]:
    """Lets every query in the block see the file as it was at the first one, whatever others write meanwhile."""
    return _transaction(connection, "BEGIN")


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back by itself after some errors, such as a full disk.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
