"""`searchgap history`: the stored audits, and the care of the file they are in."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from searchgap.cli.command import Group
from searchgap.cli.exchange import export_history, import_history, merge_history
from searchgap.cli.prune import prune_history
from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from searchgap.history.summaries import AuditSummary

_FORMATS = ("terminal", "json")
_COLUMNS = ("id", "started (UTC)", "measured", "cost", "providers", "brands")


FormatOption = Annotated[str, typer.Option("--format", "-f", metavar="NAME", help="How to print it: terminal or json.")]


def list_audits(session: Session, format_name: FormatOption = "terminal") -> None:
    """List the stored audits, oldest first. Print one with `searchgap report ID`."""
    check_format(format_name)
    with session.open_existing_history() as stored:
        audits = stored.audits()
    if format_name == "json":
        print_lines([json.dumps([_describe(audit) for audit in audits], indent=2) + "\n"])
        return
    from searchgap.cli.tables import render_table  # noqa: PLC0415 - start-up stays light

    print_lines(render_table(_COLUMNS, _rows(audits), session.layout(), folding=("providers", "brands")))


def check_format(name: str) -> None:
    """Complain of a format that lists of audits do not have.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in _FORMATS:
        raise UsageError(f'a history has no format "{name}"', hint=f"choose one of {', '.join(_FORMATS)}")


def _rows(audits: tuple["AuditSummary", ...]) -> Iterator[tuple[object, ...]]:
    for audit in audits:
        measured = f"{audit.tally.measured} of {audit.tally.planned}"
        yield (
            audit.id,
            f"{audit.started_at:%Y-%m-%d %H:%M}",
            measured if audit.finished_at else f"{measured}, interrupted",
            None if audit.cost.actual is None else f"${audit.cost.actual}",
            ", ".join(audit.providers),
            ", ".join(audit.brands),
        )


def _describe(audit: "AuditSummary") -> dict[str, object]:
    tally, cost = audit.tally, audit.cost
    return {
        "id": audit.id,
        "started_at": _stamp(audit.started_at),
        "finished_at": _stamp(audit.finished_at),
        "searchgap": audit.version,
        "config_digest": audit.config_digest,
        "brands": list(audit.brands),
        "providers": list(audit.providers),
        "tally": {
            "planned": tally.planned,
            "measured": tally.measured,
            "failed": tally.failed,
            "not_searched": tally.not_searched,
            "reused": tally.reused,
        },
        "cost": {"estimated": _amount(cost.estimated), "actual": _amount(cost.actual), "currency": "USD"},
    }


def _stamp(moment: "datetime | None") -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def _amount(money: "Decimal | None") -> str | None:
    return None if money is None else str(money)


HISTORY = Group(
    help="List the stored audits, or take care of the file they are in.",
    commands=(
        ("list", list_audits),
        ("prune", prune_history),
        ("export", export_history),
        ("import", import_history),
        ("merge", merge_history),
    ),
)
