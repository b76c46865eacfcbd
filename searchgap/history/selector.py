"""AUDIT on the command line: an id, a unique prefix of one, `latest`, `previous`, or a day."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeAlias

from searchgap.errors import UsageError

# Id and beginning of a stored audit.
Stored: TypeAlias = tuple[str, datetime]

LATEST = "latest"
PREVIOUS = "previous"

_SHOWN = 5
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def select_audit(selector: str, stored: Sequence[Stored]) -> str:
    """The id a selector stands for.

    An interrupted audit counts like any other: what it measured can be reported.

    Args:
        selector: an id, a unique prefix of one, `latest`, `previous` (the one before it), or a UTC day as YYYY-MM-DD,
            which stands for the last audit begun on or before it.
        stored: every stored audit, oldest first; at least one.

    Raises:
        UsageError: nothing stored answers to the selector, or several ids begin with it.
    """
    wanted = selector.strip().lower()
    if wanted == LATEST:
        return stored[-1][0]
    if wanted == PREVIOUS:
        return _select_previous(stored)
    if _DAY.fullmatch(wanted):
        return _select_by_day(wanted, stored)
    return _select_by_prefix(wanted, stored)


def _select_previous(stored: Sequence[Stored]) -> str:
    if len(stored) == 1:
        raise UsageError(f"there is no audit before {stored[0][0]}, the only one stored", hint=_name_some(stored))
    return stored[-2][0]


def _select_by_day(wanted: str, stored: Sequence[Stored]) -> str:
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        raise UsageError(f"{wanted} is not a day of the calendar", hint="write days as YYYY-MM-DD") from None
    before = [audit_id for audit_id, started_at in stored if started_at.date() <= day]
    if not before:
        raise UsageError(f"no audit was stored on or before {wanted}", hint=_name_some(stored))
    return before[-1]


def _select_by_prefix(wanted: str, stored: Sequence[Stored]) -> str:
    matches = [audit for audit in stored if wanted and audit[0].startswith(wanted)]
    if not matches:
        raise UsageError(f"there is no stored audit {wanted!r}", hint=_name_some(stored))
    if len(matches) > 1:
        raise UsageError(f"{len(matches)} stored audits begin with {wanted!r}", hint=_name_some(matches))
    return matches[0][0]


def _name_some(stored: Sequence[Stored]) -> str:
    """The newest first: they are the ones people mean."""
    shown = [f"{audit_id} ({started_at:%Y-%m-%d})" for audit_id, started_at in reversed(stored[-_SHOWN:])]
    rest = len(stored) - len(shown)
    return f"choose from {', '.join(shown)}" + (
        f" and {rest} older (list them with: searchgap history)" if rest else ""
    )
