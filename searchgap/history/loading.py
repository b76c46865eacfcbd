"""Audits on their way out, exactly as they went in."""

import sqlite3
from pathlib import Path

from searchgap.history.columns import unpack_text, unpack_time
from searchgap.history.documents import load_plan
from searchgap.history.outcomes import StoredOutcomes
from searchgap.model.audit import AuditRun


def load_run(connection: sqlite3.Connection, path: Path, audit: int) -> AuditRun:
    """One audit, whose outcomes are read from the file when they are looked at."""
    row = connection.execute(
        "SELECT id, started_at, finished_at, version, config_digest, body"
        " FROM audit JOIN plan ON plan.number = audit.plan WHERE audit.number = ?",
        (audit,),
    ).fetchone()
    audit_id, started_at, finished_at, version, config_digest, body = row
    plan = load_plan(unpack_text(body))
    outcomes = StoredOutcomes(connection, path, audit, plan)
    outcomes.find()
    return AuditRun(
        id=audit_id,
        started_at=unpack_time(started_at),
        finished_at=unpack_time(finished_at),
        version=unpack_text(version),
        config_digest=unpack_text(config_digest),
        plan=plan,
        outcomes=outcomes,
    )
