"""Two histories pooled: what the other one has and ours has not is written into ours, all of it or nothing."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from searchgap.errors import HistoryError, UsageError
from searchgap.history.actions import add_action, is_known, load_actions
from searchgap.history.claim import claim_path, is_claimed
from searchgap.history.columns import select, unpack_time
from searchgap.history.journal import end_audit
from searchgap.history.opening import BUSY_SECONDS, connect_to_read, connect_to_write
from searchgap.history.pooling import Attempt, RowPool
from searchgap.history.transaction import reading, writing
from searchgap.history.trouble import doubting, explaining

_ID = re.compile("[0-9a-f]{8}", re.ASCII)
_AUDITS = "SELECT audit.*, digest FROM audit JOIN plan ON plan.number = audit.plan"
_NEW_AUDIT = (
    "INSERT INTO audit (id, started_at, finished_at, version, config_digest, plan, measured, failed, reused, charged)"
    " VALUES (:id, :started_at, :finished_at, :version, :config_digest, :plan, :measured, :failed, :reused, :charged)"
)
_NEW_ATTEMPT = (
    "INSERT INTO outcome (audit, request, attempt,"
    " answer, reused, cost, origin, kind, message, hint, failed_at, http_status)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# What two copies of one audit have to agree on, and how it is called.
_FACTS = {
    "started_at": "its beginning",
    "version": "the version that ran it",
    "config_digest": "its configuration",
    "digest": "its plan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What pooling came to.

    Attributes:
        added: ids of the audits that are new here.
        extended: ids of the audits of which the other history knew more, such as one that was resumed there.
        known: ids of the audits that were here already, whole.
        actions: how many actions are new here.
    """

    added: tuple[str, ...]
    extended: tuple[str, ...]
    known: tuple[str, ...]
    actions: int


def merge(path: Path, other: Path, *, timeout: float = BUSY_SECONDS) -> Merged:
    """Writes into the history at `path`, made if missing, what the one at `other` has besides.

    Audits of one id are one audit; where one journal of it goes on after the other, the longer one counts. The baseline
    is taken over where none was chosen. Doing it again changes nothing.

    Raises:
        UsageError: both are the same file.
        HistoryError: one of them cannot be used, or they contradict each other.
    """
    if path.exists() and other.exists() and path.samefile(other):
        raise UsageError(f"{other} is the history itself", hint="name another history file to take audits from")
    if not other.exists():
        raise HistoryError(
            f"there is no history file at {other}",
            hint="name the history file to take audits from, such as one that another runner has left",
        )
    with explaining(other):
        theirs = connect_to_read(other, timeout)
    with closing(theirs), reading(theirs):
        return fold(path, theirs, other, timeout=timeout)


def fold(path: Path, theirs: sqlite3.Connection, name: Path, *, timeout: float = BUSY_SECONDS) -> Merged:
    """Writes into the history at `path` what an open one has besides; see `merge`.

    Args:
        path: the history file, made if missing.
        theirs: the other history.
        name: what the other one is called in messages.
        timeout: seconds to wait for another process.
    """
    with explaining(path):
        ours = connect_to_write(path, timeout)
    with closing(ours), explaining(path):
        # Every row gets its parents' numbers from the pool, and the indexes on them grow all over the place.
        ours.execute("PRAGMA foreign_keys = OFF")
        ours.execute("PRAGMA cache_size = -64000")
        with writing(ours):
            return _Fold(path, ours, theirs, name).run()


class _Fold:
    """One history on its way into another, inside one transaction."""

    def __init__(self, path: Path, ours: sqlite3.Connection, theirs: sqlite3.Connection, name: Path) -> None:
        self._path = path
        self._ours = ours
        self._theirs = theirs
        self._name = name
        self._added: list[str] = []
        self._extended: list[str] = []
        self._known: list[str] = []

    def run(self) -> Merged:
        pool = RowPool(self._ours, self._theirs, self._name)
        pool.take_pages()
        with explaining(self._name):
            audits = select(self._theirs, f"{_AUDITS} ORDER BY audit.number").fetchall()
        for audit in audits:
            self._take_audit(audit, pool)
        self._take_baseline()
        return Merged(
            added=tuple(self._added),
            extended=tuple(self._extended),
            known=tuple(self._known),
            actions=self._take_actions(),
        )

    def _take_audit(self, audit: sqlite3.Row, pool: RowPool) -> None:
        if not (isinstance(audit["id"], str) and _ID.fullmatch(audit["id"])):
            raise HistoryError(f"{self._name} holds an audit without a proper id", hint="restore a copy of it")
        journal = pool.translate_journal(audit["number"])
        ours = select(self._ours, f"{_AUDITS} WHERE id = ?", (audit["id"],)).fetchone()
        if ours is None:
            row = dict(audit) | {"plan": pool.take_plan(audit["plan"])}
            self._write(self._ours.execute(_NEW_AUDIT, row).lastrowid or 0, journal)
            self._added.append(audit["id"])
        else:
            self._extend(audit, ours, journal, pool.read_journal(ours["number"]))

    def _extend(self, audit: sqlite3.Row, ours: sqlite3.Row, journal: list[Attempt], known: list[Attempt]) -> None:
        self._compare(audit, ours, journal, known)
        more = _list_beyond(journal, known)
        ends = audit["finished_at"] is not None and ours["finished_at"] is None
        if not more and not ends:
            self._known.append(audit["id"])
            return
        if is_claimed(claim_path(self._path, audit["id"])):
            raise HistoryError(f"audit {audit['id']} is running", hint="wait until it has finished, then merge again")
        self._write(ours["number"], more)
        if ends:
            end_audit(self._ours, ours["number"], unpack_time(audit["finished_at"]))
        self._extended.append(audit["id"])

    def _compare(self, audit: sqlite3.Row, ours: sqlite3.Row, journal: list[Attempt], known: list[Attempt]) -> None:
        """Raises HistoryError where the two journals of an audit cannot both be true."""
        differing = [words for column, words in _FACTS.items() if audit[column] != ours[column]]
        if None not in (audit["finished_at"], ours["finished_at"]) and audit["finished_at"] != ours["finished_at"]:
            differing.append("its end")
        # An attempt is the same in both journals, or only one of them has it; and to a finished one nothing is added.
        if journal != known and (
            _differ(journal, known)
            or (ours["finished_at"] is not None and _list_beyond(journal, known))
            or (audit["finished_at"] is not None and _list_beyond(known, journal))
        ):
            differing.append("what its searches came back with")
        if differing:
            raise HistoryError(
                f"{self._path} and {self._name} both have an audit {audit['id']}, but differ in {', '.join(differing)}",
                hint="nothing was merged; find out which of the two is right, and prune that audit from the other",
            )

    def _write(self, audit: int, attempts: list[Attempt]) -> None:
        self._ours.executemany(_NEW_ATTEMPT, [(audit, *attempt) for attempt in attempts])

    def _take_baseline(self) -> None:
        with explaining(self._name):
            chosen = self._theirs.execute(
                "SELECT id, set_at FROM baseline JOIN audit ON audit.number = baseline.audit"
            ).fetchone()
        if chosen is not None:
            self._ours.execute(
                "INSERT INTO baseline (only, audit, set_at) SELECT 1, number, ?2 FROM audit WHERE id = ?1"
                " ON CONFLICT DO NOTHING",
                chosen,
            )

    def _take_actions(self) -> int:
        with explaining(self._name), doubting(self._name):
            actions = tuple(load_actions(self._theirs))
        taken = 0
        for action in actions:
            if add_action(self._ours, action):
                taken += 1
            elif not is_known(self._ours, action):
                raise HistoryError(
                    f"{self._path} and {self._name} both have an action {action.id}, but differ in it",
                    hint="nothing was merged; find out which of the two is right",
                )
        return taken


def _differ(journal: list[Attempt], known: list[Attempt]) -> bool:
    """Whether an attempt that both journals have is not the same in both."""
    facts = {attempt[:2]: attempt for attempt in known}
    return any(facts.get(attempt[:2], attempt) != attempt for attempt in journal)


def _list_beyond(journal: list[Attempt], known: list[Attempt]) -> list[Attempt]:
    """The attempts that the other journal has not."""
    if journal == known:
        return []
    numbers = {attempt[:2] for attempt in known}
    return [attempt for attempt in journal if attempt[:2] not in numbers]
