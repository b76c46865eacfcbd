"""The audit that comparisons start from, as a row and back."""

import sqlite3
from datetime import datetime

from searchgap.history.columns import pack_time


def load_baseline(connection: sqlite3.Connection) -> str | None:
    """The id of the baseline; None where none was chosen."""
    row = connection.execute("SELECT id FROM baseline JOIN audit ON audit.number = baseline.audit").fetchone()
    return None if row is None else str(row[0])


def keep_baseline(connection: sqlite3.Connection, audit: int, set_at: datetime) -> None:
    """Writes that comparisons start from this audit from now on."""
    connection.execute("REPLACE INTO baseline (only, audit, set_at) VALUES (1, ?, ?)", (audit, pack_time(set_at)))
