"""Brings a history file to the schema of this searchgap, one version at a time, each in one transaction."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from searchgap.errors import HistoryError
from searchgap.history.schema import FIRST_SCHEMA
from searchgap.history.second_schema import SECOND_SCHEMA
from searchgap.history.transaction import reading, writing

# "gap?" in ASCII, in the header of every file we make: a database without it is not ours to change.
APPLICATION_ID = 0x6761703F

# One entry per schema version, oldest first; `PRAGMA user_version` says how many of them a file has been through.
# A published entry is never edited. To change the schema, add an entry here, a line below, and a frozen copy of the
# schema it leads to in the tests.
#
#   1  plan, audit, request, listing, features, answer, hit, outcome
#   2  action, baseline; answer holds its listings, hit is a view
MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST_SCHEMA, SECOND_SCHEMA)


def read_version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of the file, 0 for one that is still empty.

    Needs a transaction around it: between two of its questions another process may make the file.

    Raises:
        HistoryError: the file is a database of another program.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id == APPLICATION_ID:
        return int(version)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application_id, version, tables) == (0, 0, 0):
        return 0
    raise HistoryError(
        f"{path} is a database of another program, not a history file",
        hint="name another file with --history; this one was left as it is",
    )


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Applies what the file has not been through yet; whatever stops it leaves the last version that was reached.

    Raises:
        HistoryError: the file was made by a newer searchgap, or by another program.
        sqlite3.Error: the file cannot be written.
    """
    newest = len(migrations)
    with reading(connection):
        reached = read_version(connection, path)
    if reached > newest:
        raise HistoryError(
            f"{path} was made by a newer searchgap: its schema is {reached}, this one knows schemas up to {newest}",
            hint="upgrade searchgap, or name another file with --history",
        )
    for version in range(reached + 1, newest + 1):
        with writing(connection):
            # Asked again inside the transaction: another process may be migrating the same file.
            if read_version(connection, path) < version:
                for statement in migrations[version - 1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {version}")
