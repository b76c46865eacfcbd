"""`searchgap baseline`: the audit that comparisons start from."""

import json
from typing import Annotated

import typer

from searchgap.cli.command import Group
from searchgap.cli.history import FormatOption, check_format
from searchgap.cli.options import complete_audit
from searchgap.cli.session import Session, print_lines


def show_baseline(session: Session, format_name: FormatOption = "terminal") -> None:
    """Print the audit that comparisons start from. Choose one with `searchgap baseline set AUDIT`."""
    check_format(format_name)
    with session.open_existing_history() as stored:
        chosen = stored.baseline()
        audit = next((audit for audit in stored.audits() if audit.id == chosen), None)
    if format_name == "json":
        started_at = None if audit is None else audit.started_at.isoformat().replace("+00:00", "Z")
        print_lines([json.dumps({"version": 1, "baseline": chosen, "started_at": started_at}) + "\n"])
    elif audit is None:
        session.say("no baseline is set; choose one with: searchgap baseline set AUDIT")
    else:
        print_lines([f"{audit.id} of {audit.started_at:%Y-%m-%d %H:%M} UTC\n"])


def set_baseline(
    session: Session,
    audit: Annotated[
        str,
        typer.Argument(
            metavar="AUDIT",
            help="An id, the beginning of one, latest, previous, or a date (the last audit on or before it).",
            autocompletion=complete_audit,
        ),
    ],
) -> None:
    """Make AUDIT the one that comparisons start from. It is kept when old audits are pruned."""
    # Looked up first: choosing a baseline must not make a history where there is none.
    with session.open_existing_history() as stored:
        chosen = stored.resolve(audit)
    with session.open_history() as stored:
        stored.set_baseline(chosen)
    session.say(f"comparisons start from audit {chosen}")


BASELINE = Group(
    help="Choose the audit that comparisons start from.", commands=(("show", show_baseline), ("set", set_baseline))
)
