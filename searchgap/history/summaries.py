"""The stored audits in a line each, counted where they lie."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from searchgap.history.columns import select, unpack_money, unpack_text, unpack_time
from searchgap.history.counting import Counts, count_outcomes
from searchgap.model.audit import Cost, Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """A stored audit without its outcomes.

    Attributes:
        id: eight hexadecimal digits.
        started_at: when it began, UTC.
        finished_at: when it ended; None if it was interrupted or is still running.
        version: the searchgap that ran it.
        config_digest: digest of the configuration it ran under.
        tally: how its searches ended, each counted by its current outcome.
        cost: the estimate, and what the providers said they charged, failed attempts included: 0 where nothing was
            asked, None where no provider said.
        brands: names, in the order of the plan.
        providers: names, in the order first wanted.
    """

    id: str
    started_at: datetime
    finished_at: datetime | None
    version: str
    config_digest: str
    tally: Tally
    cost: Cost
    brands: tuple[str, ...]
    providers: tuple[str, ...]


def load_summaries(connection: sqlite3.Connection) -> tuple[AuditSummary, ...]:
    """Every audit, oldest first. Finished ones were counted when they ended, the others are counted now."""
    rows = select(
        connection,
        "SELECT audit.*, planned, brands, providers, estimated_cost"
        " FROM audit JOIN plan ON plan.number = audit.plan ORDER BY started_at, audit.number",
    )
    return tuple(_build_summary(connection, row) for row in rows)


def _build_summary(connection: sqlite3.Connection, row: sqlite3.Row) -> AuditSummary:
    if row["finished_at"] is None:
        counts = count_outcomes(connection, row["number"])
    else:
        counts = Counts(row["measured"], row["failed"], row["reused"], unpack_money(row["charged"]))
    return AuditSummary(
        id=row["id"],
        started_at=unpack_time(row["started_at"]),
        finished_at=unpack_time(row["finished_at"]),
        version=unpack_text(row["version"]),
        config_digest=unpack_text(row["config_digest"]),
        tally=Tally(
            planned=row["planned"],
            measured=counts.measured,
            failed=counts.failed,
            not_searched=row["planned"] - counts.measured - counts.failed,
            reused=counts.reused,
        ),
        cost=Cost(estimated=unpack_money(row["estimated_cost"]), actual=counts.charged),
        brands=tuple(json.loads(unpack_text(row["brands"]))),
        providers=tuple(json.loads(unpack_text(row["providers"]))),
    )
