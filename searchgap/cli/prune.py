"""`searchgap history prune`: old audits go, and the file shrinks."""

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError

if TYPE_CHECKING:
    from searchgap.history.pruning import Pruned

_SPAN = re.compile(r"([0-9]{1,5})\s*(d|w|y)")
_DAYS = {"d": 1, "w": 7, "y": 365}


def prune_history(
    session: Session,
    keep: Annotated[
        int | None, typer.Option("--keep", min=1, metavar="N", help="Keep the N newest audits.", show_default=False)
    ] = None,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="DATE", help="Remove audits begun before that day.", show_default=False),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than", metavar="SPAN", help="Remove audits older than 90d, 26w or 1y.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask on a terminal.")] = False,
) -> None:
    """Remove old audits and give their room back to the disk.

    With several options an audit goes only if it is old by each of them. The baseline stays, and so do audits that are
    running, pages that later audits have reused, and all actions.
    """
    if keep is None and before is None and older_than is None:
        raise UsageError(
            "nothing says which audits are old", hint="such as --keep 52, --before 2026-01-01 or --older-than 1y"
        )
    limits = [
        *([] if before is None else [_read_day(before)]),
        *([] if older_than is None else [_read_age(older_than)]),
    ]
    from searchgap.history.pruning import list_old_audits, prune  # noqa: PLC0415 - brings the database

    path = session.history_file()
    old = list_old_audits(path, keep=keep, before=min(limits, default=None))
    if dry_run:
        print_lines(f"{audit_id}\n" for audit_id in old)
        session.say(f"{_count(len(old))} would be removed")
    elif not old:
        session.say("no audit is that old; nothing was removed")
    elif yes or not sys.stdin.isatty() or typer.confirm(f"Remove {_count(len(old))}?", err=True):
        session.say(_word(prune(path, old)))
    else:
        session.say("nothing was removed")


def _read_day(text: str) -> datetime:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise UsageError(f'"{text}" is not a day', hint="write it as YYYY-MM-DD, such as 2026-01-01") from None


def _read_age(text: str) -> datetime:
    found = _SPAN.fullmatch(text.strip().lower())
    now = datetime.now(UTC)
    try:
        span = None if found is None else timedelta(days=int(found.group(1)) * _DAYS[found.group(2)])
        return now - span if span is not None else _refuse_span(text)
    except OverflowError:
        return _refuse_span(text)


def _refuse_span(text: str) -> datetime:
    raise UsageError(f'"{text}" is not a span of time', hint="write a number and a unit: 90d, 26w or 1y")


def _word(pruned: "Pruned") -> str:
    freed = pruned.bytes_before - pruned.bytes_after
    size = f"the file is {_megabytes(pruned.bytes_after)} MB now"
    room = f"{_megabytes(freed)} MB were freed" if freed > 0 else "the next audits use the room they leave in it"
    return f"removed {_count(len(pruned.audits))}; {size}, {room}"


def _count(audits: int) -> str:
    return "1 audit" if audits == 1 else f"{audits} audits"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}"
