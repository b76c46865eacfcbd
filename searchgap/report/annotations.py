"""Gates as GitHub Actions shows them: workflow commands that put a notice, a warning or an error on the run."""

import re
from collections.abc import Iterable, Iterator

from searchgap.model.gate import GateOutcome
from searchgap.report.gates import GateRow, GatesView

_MOST_OF_A_LEVEL = 10  # what GitHub shows of a step
_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)
_OLD_COMMAND = re.compile(r"##\[")
_BROKEN = {"json": r"#\u0023[", "junit": "#&#35;[", "html": "#&#35;["}


def annotate(gates: GatesView) -> Iterator[str]:
    """A line for each gate that is breached or not judged, or one that says all are met.

    Beyond ten errors or ten warnings, which is what GitHub shows, the last one counts the rest.
    """
    breached = [row for row in gates.rows if row.result is GateOutcome.BREACHED]
    unjudged = [row for row in gates.rows if row.result is GateOutcome.NOT_JUDGED]
    yield from _write_level("error", breached)
    yield from _write_level("warning", [row for row in unjudged if row.fails])
    yield from _write_level("notice", [row for row in unjudged if not row.fails])
    if not breached and not unjudged:
        yield _write_command("notice", gates.words)


def disarm(pieces: Iterable[str], format_name: str) -> Iterator[str]:
    """A printed report in which no line is a workflow command, whatever strangers wrote.

    The runner obeys lines that begin with two colons, and an older form anywhere in a line. What JSON and XML say stays
    the same.
    """
    broken = _BROKEN.get(format_name, "## [")
    for piece in pieces:
        yield _OLD_COMMAND.sub(lambda _: broken, _COMMAND.sub(r"\1: :", piece))


def _write_level(level: str, rows: list[GateRow]) -> Iterator[str]:
    shown = rows if len(rows) <= _MOST_OF_A_LEVEL else rows[: _MOST_OF_A_LEVEL - 1]
    for row in shown:
        whom = f" ({row.whom})" if row.whom else ""
        yield _write_command(level, f"{row.label}{whom}: {row.reason}; {row.found}")
    if len(rows) > len(shown):
        yield _write_command(level, f"and {len(rows) - len(shown):,} more gates like it: see the report")


def _write_command(level: str, message: str) -> str:
    return f"::{level} title=searchgap gate::{message.translate(_ESCAPES)}"
