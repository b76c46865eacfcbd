"""Exported lines on their way in, checked one by one; `exporting` says what they look like."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from searchgap.errors import UsageError
from searchgap.history.actions import add_action
from searchgap.history.baseline import keep_baseline
from searchgap.history.drafting import INDEXES, WITHOUT_INDEXES, Draft
from searchgap.history.exporting import FORMAT, VERSION
from searchgap.history.line_reading import LineReader
from searchgap.history.merging import Merged, fold
from searchgap.history.migrations import migrate
from searchgap.history.opening import BUSY_SECONDS
from searchgap.history.portable import build_action, read_time
from searchgap.history.transaction import reading, writing
from searchgap.history.trouble import explaining

_AGAIN = "nothing was imported; export it again with: searchgap history export FILE"
_WRONG = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)


def import_lines(path: Path, lines: Iterable[bytes], name: Path, *, timeout: float = BUSY_SECONDS) -> Merged:
    """Writes into the history at `path`, made if missing, what exported lines hold besides; all of it or nothing.

    Args:
        path: the history file.
        lines: what `export_lines` gave.
        name: what the lines are called in messages.
        timeout: seconds to wait for another process.

    Raises:
        UsageError: the lines are not a whole history, or of a newer format.
        HistoryError: the file cannot be written, or the lines contradict it.
    """
    # A database without a name is on disk, and gone when it is closed, however the process ends.
    with explaining(path), closing(sqlite3.connect("", isolation_level=None)) as drafted:
        drafted.execute("PRAGMA journal_mode = OFF")  # nothing of it is ever taken back
        migrate(drafted, name)
        with writing(drafted):
            for statement in WITHOUT_INDEXES:
                drafted.execute(statement)
            _Reading(drafted, name).take(lines)
            for statement in INDEXES:
                drafted.execute(statement)
        with reading(drafted):
            return fold(path, drafted, name, timeout=timeout)


class _Reading:
    """Lines on their way into a draft."""

    def __init__(self, connection: sqlite3.Connection, name: Path) -> None:
        self._connection = connection
        self._name = name
        self._lines = LineReader()
        self._draft = Draft(connection)
        self._baseline: Mapping[str, Any] | None = None

    def take(self, lines: Iterable[bytes]) -> None:
        """Takes every line.

        Raises:
            UsageError: one is wrong or missing; the message says which.
        """
        written, ended = 0, False
        for number, line in enumerate(lines, start=1):
            try:
                ended = self._take_line(number, line, ended=ended)
            except _WRONG as error:
                raise UsageError(
                    f"{self._name}, line {number}, is not what a history export holds ({error})",
                    hint=_AGAIN,
                ) from error
            written = number
        if not ended:
            raise UsageError(f"{self._name} is not a whole history: it stops after line {written}", hint=_AGAIN)

    def _take_line(self, number: int, line: bytes, *, ended: bool) -> bool:
        """Takes one line; whether it was the last."""
        kind, document, page = self._lines.read(line)
        if ended or (kind == FORMAT) != (number == 1):
            raise ValueError(f"{kind} in the wrong place")
        if kind == "outcome":
            self._draft.add_outcome(document, page)
            return False
        self._draft.end_audit()
        if kind == "end":
            if document["lines"] != number - 1:
                raise ValueError(f"{document['lines']} lines should have come before")
            self._choose_baseline()
            return True
        self._take_document(kind, document)
        return False

    def _take_document(self, kind: str, document: Mapping[str, Any]) -> None:
        match kind:
            case "searchgap-history":
                if document["version"] != VERSION:
                    raise ValueError(f"format {document['version']}, this searchgap reads {VERSION}")
                self._baseline = document["baseline"]
            case "audit":
                self._draft.begin_audit(document)
            case "action":
                add_action(self._connection, build_action(document))
            case _:
                raise ValueError(f"{kind} in the wrong place")

    def _choose_baseline(self) -> None:
        if self._baseline is not None:
            chosen = self._connection.execute("SELECT number FROM audit WHERE id = ?", (self._baseline["audit"],))
            (audit,) = chosen.fetchone()
            keep_baseline(self._connection, audit, read_time(self._baseline["set_at"]))
