"""Exported lines on their way in, checked one by one; `exporting` says what they look like."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from searchgap.errors import UsageError
from searchgap.history.actions import add_action
from searchgap.history.baseline import keep_baseline
from searchgap.history.documents import load_plan, write_json
from searchgap.history.exporting import FORMAT, VERSION
from searchgap.history.journal import add_audit, add_outcome, end_audit
from searchgap.history.merging import Merged, fold
from searchgap.history.migrations import migrate
from searchgap.history.opening import BUSY_SECONDS
from searchgap.history.portable import build_action, build_outcome, read_time
from searchgap.history.transaction import reading, writing
from searchgap.history.trouble import explaining
from searchgap.model.audit import AuditRun

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
        migrate(drafted, name)
        with writing(drafted):
            _Draft(drafted, name).take(lines)
        with reading(drafted):
            return fold(path, drafted, name, timeout=timeout)


class _Draft:
    """A history that is put together from lines."""

    def __init__(self, connection: sqlite3.Connection, name: Path) -> None:
        self._connection = connection
        self._name = name
        self._audit: int | None = None
        self._finished_at: datetime | None = None
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
        ((kind, document),) = _read_line(line).items()
        if ended or (kind == FORMAT) != (number == 1):
            raise ValueError(f"{kind} in the wrong place")
        if kind != "outcome":
            self._finish_audit()
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
                self._begin_audit(document)
            case "outcome" if self._audit is not None:
                add_outcome(self._connection, self._audit, build_outcome(document))
            case "action":
                add_action(self._connection, build_action(document))
            case _:
                raise ValueError(f"{kind} in the wrong place")

    def _begin_audit(self, document: Mapping[str, Any]) -> None:
        run = AuditRun(
            id=document["id"],
            started_at=read_time(document["started_at"]),
            finished_at=None if document["finished_at"] is None else read_time(document["finished_at"]),
            version=document["searchgap"],
            config_digest=document["config_digest"],
            plan=load_plan(write_json(document["plan"])),
            outcomes={},
        )
        add_audit(self._connection, run)
        (self._audit,) = self._connection.execute("SELECT number FROM audit WHERE id = ?", (run.id,)).fetchone()
        self._finished_at = run.finished_at

    def _finish_audit(self) -> None:
        if self._audit is not None and self._finished_at is not None:
            end_audit(self._connection, self._audit, self._finished_at)
        self._audit = self._finished_at = None

    def _choose_baseline(self) -> None:
        if self._baseline is not None:
            chosen = self._connection.execute("SELECT number FROM audit WHERE id = ?", (self._baseline["audit"],))
            (audit,) = chosen.fetchone()
            keep_baseline(self._connection, audit, read_time(self._baseline["set_at"]))


def _read_line(line: bytes) -> dict[str, Any]:
    document = json.loads(line.decode("utf-8", "surrogatepass"), parse_constant=_refuse_constant)
    if not isinstance(document, dict):
        raise TypeError("no object")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
