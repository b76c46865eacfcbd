"""Old audits on their way out: which ones go, what goes with them, and the room they leave."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from searchgap.errors import HistoryError
from searchgap.history.baseline import load_baseline
from searchgap.history.claim import Claim, claim_path, is_claimed
from searchgap.history.columns import unpack_time
from searchgap.history.opening import BUSY_SECONDS, connect_to_read, connect_to_write
from searchgap.history.selector import Stored
from searchgap.history.transaction import reading, writing
from searchgap.history.trouble import explaining, primary_code

# Children first: each looks at what the ones before it left.
_LEFTOVERS = (
    "DELETE FROM plan WHERE number NOT IN (SELECT plan FROM audit)",
    "DELETE FROM answer WHERE number NOT IN (SELECT answer FROM outcome WHERE answer IS NOT NULL)",
    "DELETE FROM listing WHERE number NOT IN (SELECT listing FROM hit)",
    "DELETE FROM features WHERE number NOT IN (SELECT features FROM answer WHERE features IS NOT NULL)",
    "DELETE FROM request WHERE number NOT IN (SELECT request FROM outcome)",
)

_NO_ROOM_TO_SHRINK = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What removing audits came to.

    Attributes:
        audits: ids of the removed ones, in the order given.
        bytes_before: size of the file before.
        bytes_after: its size now; where the file could not shrink, for want of room on the disk or because another
            process uses it, the room is inside the file and the next audits fill it.
    """

    audits: tuple[str, ...]
    bytes_before: int
    bytes_after: int


def list_old_audits(
    path: Path, *, keep: int | None, before: datetime | None, timeout: float = BUSY_SECONDS
) -> tuple[str, ...]:
    """The audits that are old by every measure given, oldest first; never the baseline, never one that is running.

    Args:
        path: the history file.
        keep: how many of the newest stay whatever their age; None for a measure not used.
        before: the beginning from which on audits stay; None for a measure not used.
        timeout: seconds to wait for another process.

    Raises:
        HistoryError: the file cannot be read.
    """
    with explaining(path), closing(connect_to_read(path, timeout)) as connection, reading(connection):
        rows = connection.execute("SELECT id, started_at, finished_at FROM audit ORDER BY started_at, number")
        stored = [(audit_id, unpack_time(started_at), finished_at) for audit_id, started_at, finished_at in rows]
        baseline = load_baseline(connection)
    running = {audit for audit, _, finished_at in stored if finished_at is None and is_claimed(claim_path(path, audit))}
    old = _select_old([(audit, started_at) for audit, started_at, _ in stored], keep=keep, before=before)
    return tuple(audit for audit in old if audit != baseline and audit not in running)


def prune(path: Path, audit_ids: Iterable[str], *, timeout: float = BUSY_SECONDS) -> Pruned:
    """Removes audits with everything that no other audit refers to, and gives the room back to the disk.

    All go or none. Pages that audits which stay have reused stay with them, and so do all actions.

    Raises:
        HistoryError: one of the audits does not exist, is the baseline or is running; the file cannot be written.
    """
    audits = tuple(audit_ids)
    before = _measure(path)
    with explaining(path), closing(connect_to_write(path, timeout)) as connection:
        # Checked row by row, a features row that goes would have every answer looked at.
        connection.execute("PRAGMA foreign_keys = OFF")
        with _claiming_unfinished(connection, path, audits), writing(connection):
            if load_baseline(connection) in audits:
                raise HistoryError(
                    "the baseline cannot be removed", hint="choose another: searchgap baseline set AUDIT"
                )
            _remove(connection, path, audits)
        _shrink(connection)
    return Pruned(audits=audits, bytes_before=before, bytes_after=_measure(path))


def _select_old(stored: Sequence[Stored], *, keep: int | None, before: datetime | None) -> list[str]:
    beyond = stored if keep is None else stored[: max(len(stored) - keep, 0)]
    return [audit_id for audit_id, started_at in beyond if before is None or started_at < before]


@contextmanager
def _claiming_unfinished(connection: sqlite3.Connection, path: Path, audits: Sequence[str]) -> Iterator[None]:
    """Keeps anybody from resuming what is about to go."""
    unfinished = {audit for (audit,) in connection.execute("SELECT id FROM audit WHERE finished_at IS NULL")}
    with ExitStack() as stack:
        for audit_id in unfinished.intersection(audits):
            claim = Claim.take(claim_path(path, audit_id))
            if claim is None:
                raise HistoryError(f"audit {audit_id} is running", hint="wait until it has finished")
            stack.callback(claim.release)
        yield


def _remove(connection: sqlite3.Connection, path: Path, audits: Sequence[str]) -> None:
    for audit_id in audits:
        row = connection.execute("SELECT number FROM audit WHERE id = ?", (audit_id,)).fetchone()
        if row is None:
            raise HistoryError(
                f"there is no audit {audit_id} in {path}", hint="list the stored ones with: searchgap history"
            )
        connection.execute("DELETE FROM outcome WHERE audit = ?", row)
        connection.execute("DELETE FROM audit WHERE number = ?", row)
    for statement in _LEFTOVERS:
        connection.execute(statement)


def _shrink(connection: sqlite3.Connection) -> None:
    """Gives unused room back, as far as the disk and others who use the file allow."""
    try:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        if primary_code(error) not in _NO_ROOM_TO_SHRINK:
            raise


def _measure(path: Path) -> int:
    """Bytes of the file, and of what SQLite has yet to move into it."""
    beside = path.with_name(f"{path.name}-wal")
    with explaining(path):
        return sum(file.stat().st_size for file in (path, beside) if file.exists())
