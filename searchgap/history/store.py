"""The history file's face: keeps every outcome the moment it arrives, and gives audits and answers back."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from searchgap.errors import HistoryError
from searchgap.history.actions import add_action, drop_action, is_known, load_actions
from searchgap.history.baseline import keep_baseline, load_baseline
from searchgap.history.claim import Claim, claim_path, is_claimed
from searchgap.history.columns import pack_time, unpack_time
from searchgap.history.journal import add_audit, add_outcomes, end_audit
from searchgap.history.loading import load_run
from searchgap.history.opening import BUSY_SECONDS, connect_to_read, connect_to_write
from searchgap.history.outcomes import StoredOutcomes, load_newest_answer
from searchgap.history.requests import find_request
from searchgap.history.selector import Stored, select_audit
from searchgap.history.series import Series
from searchgap.history.summaries import AuditSummary, load_summaries
from searchgap.history.transaction import reading, writing
from searchgap.history.trouble import doubting, explaining
from searchgap.model.action import Action
from searchgap.model.audit import AuditRun
from searchgap.model.serp import SearchOutcome, Serp


class History:
    """The audits of one history file: facts as they arrived, never verdicts.

    Use it as a context manager, from one thread at a time. Every method raises HistoryError when the file is locked for
    longer than the timeout, read-only, damaged or full. What `save` returned from survives a killed process and a power
    cut.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._claims: dict[str, Claim] = {}

    @classmethod
    def open(cls, path: Path, *, timeout: float = BUSY_SECONDS) -> Self:
        """Opens a history to write to, made with its folder where it is missing.

        Args:
            path: the file.
            timeout: seconds to wait for another process that is writing.

        Raises:
            HistoryError: it cannot be written, is not a history file, or is of a newer searchgap.
        """
        with explaining(path):
            return cls(path, connect_to_write(path, timeout))

    @classmethod
    def open_existing(cls, path: Path, *, timeout: float = BUSY_SECONDS) -> Self:
        """Opens a history to read from; nothing is made, and the file and its folder may be read-only.

        Args:
            path: the file.
            timeout: seconds to wait for another process.

        Raises:
            HistoryError: there is none, it cannot be read, is not a history file, or is of a newer searchgap.
        """
        with explaining(path):
            return cls(path, connect_to_read(path, timeout))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file and of the audits it was running; harmless when repeated."""
        for claim in self._claims.values():
            claim.release()
        self._claims.clear()
        with explaining(self._path):
            self._connection.close()

    def start(self, run: AuditRun) -> None:
        """Keeps that an audit began, and claims it until it is finished or this history is closed.

        Args:
            run: the audit; its outcomes and its end are kept by `save` and `finish`, not here.

        Raises:
            HistoryError: there is an audit of this id.
        """
        with self._claiming(run.id), self._writing():
            if self._connection.execute("SELECT 1 FROM audit WHERE id = ?", (run.id,)).fetchone():
                raise HistoryError(f"there already is an audit {run.id} in {self._path}", hint="run the audit again")
            add_audit(self._connection, run)

    def resume(self, audit_id: str) -> AuditRun:
        """Claims an interrupted audit, and gives what it has so far.

        Raises:
            HistoryError: there is no such audit, it is finished, or another process is running it.
        """
        with self._claiming(audit_id), self._reading():
            return load_run(self._connection, self._path, self._expect_open(audit_id))

    def save(self, audit_id: str, outcome: SearchOutcome) -> None:
        """Keeps what a search came back with; it is on the disk when this returns.

        A reused answer refers to the page it was taken from and costs nothing, whatever its `cost` says.

        Raises:
            HistoryError: there is no such audit, or it is finished.
        """
        self.save_all(audit_id, (outcome,))

    def save_all(self, audit_id: str, outcomes: Iterable[SearchOutcome]) -> None:
        """Keeps many outcomes at once, all or none: for those that need no search, such as reused answers.

        Raises:
            HistoryError: there is no such audit, or it is finished.
        """
        with explaining(self._path), writing(self._connection):
            add_outcomes(self._connection, self._expect_open(audit_id), outcomes)

    def finish(self, audit_id: str, finished_at: datetime) -> None:
        """Keeps that an audit reached its end, and gives up the claim on it.

        Raises:
            HistoryError: there is no such audit, or it is finished.
        """
        with self._writing():
            end_audit(self._connection, self._expect_open(audit_id), finished_at)
        if audit_id in self._claims:
            self._claims.pop(audit_id).release()

    def load(self, audit_id: str) -> AuditRun:
        """The whole audit, finished or not. Of several outcomes of a request it has the current one.

        That is the latest answer; without one the latest failure; without one the latest reason not to search. They are
        read when they are looked at, while this history is open.

        Raises:
            HistoryError: there is no such audit.
        """
        with self._reading():
            return load_run(self._connection, self._path, self._expect(audit_id))

    def outcomes(self, run: AuditRun) -> Mapping[str, SearchOutcome]:
        """What a run has come back with by now; see `load`."""
        with self._reading():
            return StoredOutcomes(self._connection, self._path, self._expect(run.id), run.plan)

    def series(self) -> Series:
        """A reader for many audits at once."""
        return Series(self._connection, self._path)

    def find_answer(self, request_key: str, not_before: datetime) -> Serp | None:
        """The newest answer to a request retrieved no earlier than `not_before`, from any audit; never a failure.

        It comes marked as reused, with its first `retrieved_at` and `origin`, and without cost: the money was spent in
        the audit that asked.
        """
        earliest = pack_time(not_before)
        with self._reading():
            request = find_request(self._connection, request_key)
            return None if request is None else load_newest_answer(self._connection, request, earliest)

    def unfinished(self) -> str | None:
        """The newest interrupted audit; one that a living process is still running is not interrupted."""
        with self._reading():
            rows = self._connection.execute(
                "SELECT id FROM audit WHERE finished_at IS NULL ORDER BY started_at DESC, number DESC"
            )
            return next((audit_id for (audit_id,) in rows if not is_claimed(claim_path(self._path, audit_id))), None)

    def audits(self) -> tuple[AuditSummary, ...]:
        """Every audit, finished or not, oldest first."""
        with self._reading():
            return load_summaries(self._connection)

    def resolve(self, selector: str) -> str:
        """The id of the audit meant by an id, a unique prefix, `latest`, `previous` or a day (`YYYY-MM-DD`).

        Raises:
            HistoryError: no audit is stored.
            UsageError: no stored audit is meant, or several are.
        """
        with self._reading():
            rows = self._connection.execute("SELECT id, started_at FROM audit ORDER BY started_at, number").fetchall()
            stored: list[Stored] = [(audit_id, unpack_time(started_at)) for audit_id, started_at in rows]
        if not stored:
            raise HistoryError(f"no audit is stored in {self._path}", hint="run searchgap audit first")
        return select_audit(selector, stored)

    def baseline(self) -> str | None:
        """The audit that comparisons start from; None where none was chosen."""
        with self._reading():
            return load_baseline(self._connection)

    def set_baseline(self, audit_id: str) -> None:
        """Makes an audit the one that comparisons start from, in place of any other.

        Raises:
            HistoryError: there is no such audit.
        """
        with self._writing():
            keep_baseline(self._connection, self._expect(audit_id), datetime.now(UTC))

    def add_action(self, action: Action) -> None:
        """Keeps what was done about a gap; see `add_actions`."""
        self.add_actions((action,))

    def add_actions(self, actions: Iterable[Action]) -> None:
        """Keeps what was done about gaps, all of it or nothing; harmless when repeated.

        Raises:
            HistoryError: another action has the id of one.
        """
        with self._writing():
            for action in actions:
                if not add_action(self._connection, action) and not is_known(self._connection, action):
                    raise HistoryError(f"another action has the id {action.id}", hint="add it again under a new id")

    def remove_action(self, action_id: str) -> None:
        """Takes an action out of the log; harmless when repeated. An export or another file may still have it."""
        with self._writing():
            drop_action(self._connection, action_id)

    def actions(self) -> tuple[Action, ...]:
        """Everything that was done, by day; on one day in the order of entry."""
        with self._reading():
            return tuple(load_actions(self._connection))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with explaining(self._path), writing(self._connection):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with explaining(self._path), doubting(self._path), reading(self._connection):
            yield

    @contextmanager
    def _claiming(self, audit_id: str) -> Iterator[None]:
        """Claims an audit for as long as this history is open, unless the block raises."""
        with explaining(self._path):
            claim = Claim.take(claim_path(self._path, audit_id))
        if claim is None:
            raise HistoryError(
                f"audit {audit_id} is already running",
                hint="wait until it has finished; only an interrupted one resumes",
            )
        try:
            yield
        except BaseException:
            claim.release()
            raise
        self._claims[audit_id] = claim

    def _expect(self, audit_id: str) -> int:
        row = self._connection.execute("SELECT number FROM audit WHERE id = ?", (audit_id,)).fetchone()
        if row is None:
            raise HistoryError(
                f"there is no audit {audit_id} in {self._path}", hint="list the stored ones with: searchgap history"
            )
        return int(row[0])

    def _expect_open(self, audit_id: str) -> int:
        still_open = "SELECT number FROM audit WHERE id = ? AND finished_at IS NULL"
        row = self._connection.execute(still_open, (audit_id,)).fetchone()
        if row is None:
            self._expect(audit_id)
            raise HistoryError(f"audit {audit_id} is finished", hint="start a new one with: searchgap audit")
        return int(row[0])
