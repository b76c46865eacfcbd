"""A history as lines of JSON, complete: for backups, for other programs, and for moving to another machine.

UTF-8, one document per line. What a line holds is named by its only key:

    {"searchgap-history": {"version": 1, "searchgap": "0.1.0", "audits": 2, "actions": 1,
                           "baseline": {"audit": "0a1b2c3d", "set_at": "…"}}}
    {"audit": {"id": "0a1b2c3d", "started_at": "…", "finished_at": "…", "searchgap": "…", "config_digest": "…",
               "plan": {…}}}
    {"outcome": {"request": {"text": "…", "provider": "…", …}, "ending": "answered", "results": [{"rank": 1, …}], …}}
    {"outcome": {"request": {…}, "ending": "failed", "kind": "timeout", "failed_at": "…", …}}
    {"action": {"id": "…", "done_on": "2026-11-22", "query": "…", "what": "…", "hours": "2", …}}
    {"end": {"lines": 5}}

The first line says which format it is, the last how many lines came before it, so that a file cut short is noticed.
After an audit come all attempts of its journal, by request and in order. Moments are in UTC, money is decimal text.
A lone surrogate in a stranger's text, which UTF-8 has no form for, is written as its three bytes.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import searchgap
from searchgap.history.actions import load_actions
from searchgap.history.attempt_lines import AttemptLines
from searchgap.history.columns import select, unpack_text, unpack_time
from searchgap.history.documents import write_json
from searchgap.history.opening import BUSY_SECONDS, connect_to_read
from searchgap.history.portable import describe_action, write_time
from searchgap.history.transaction import reading
from searchgap.history.trouble import doubting, explaining

FORMAT = "searchgap-history"
VERSION = 1

_AUDITS = "SELECT audit.*, body FROM audit JOIN plan ON plan.number = audit.plan ORDER BY started_at, audit.number"
_BASELINE = "SELECT id, set_at FROM baseline JOIN audit ON audit.number = baseline.audit"


def export_lines(path: Path, *, timeout: float = BUSY_SECONDS) -> Iterator[bytes]:
    """The whole history at `path`, line by line, as it is when the first line is taken.

    Raises:
        HistoryError: the file cannot be read.
    """
    with (
        explaining(path),
        doubting(path),
        closing(connect_to_read(path, timeout)) as connection,
        reading(connection),
    ):
        written = 0
        for line in _write_lines(connection):
            written += 1
            yield line
        yield _write_line("end", {"lines": written})


def _write_lines(connection: sqlite3.Connection) -> Iterator[bytes]:
    audits = select(connection, _AUDITS).fetchall()
    actions = tuple(load_actions(connection))
    baseline = select(connection, _BASELINE).fetchone()
    yield _write_line(
        FORMAT,
        {
            "version": VERSION,
            "searchgap": searchgap.__version__,
            "audits": len(audits),
            "actions": len(actions),
            "baseline": None if baseline is None else {"audit": baseline["id"], "set_at": _stamp(baseline["set_at"])},
        },
    )
    attempts = AttemptLines(connection)
    for audit in audits:
        yield _write_line(
            "audit",
            {
                "id": audit["id"],
                "started_at": _stamp(audit["started_at"]),
                "finished_at": _stamp(audit["finished_at"]),
                "searchgap": unpack_text(audit["version"]),
                "config_digest": unpack_text(audit["config_digest"]),
                "plan": json.loads(unpack_text(audit["body"])),
            },
        )
        yield from attempts.write(audit["number"])
    for action in actions:
        yield _write_line("action", describe_action(action))


def _stamp(moment: int | None) -> str | None:
    return None if moment is None else write_time(unpack_time(moment))


def _write_line(name: str, document: Mapping[str, Any]) -> bytes:
    return (write_json({name: document}) + "\n").encode("utf-8", "surrogatepass")
