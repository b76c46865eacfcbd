"""Reports to standard output and to files."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError
from searchgap.model.audit import Audit
from searchgap.model.gate import GateReport
from searchgap.model.progress import GoalProgress
from searchgap.report.base import PLAIN, Layout, ReportFormat
from searchgap.report.formats import FormatTable
from searchgap.report.registry import find_format, find_format_of
from searchgap.report.write import write_report

if TYPE_CHECKING:
    from searchgap.report.rows import ReportView


def check_folders(paths: Iterable[Path]) -> None:
    """Refuse files in folders that do not exist.

    Raises:
        UsageError: there is one.
    """
    for path in paths:
        if not path.parent.is_dir():
            raise UsageError(f"the folder of {path} does not exist", hint=f"make it with: mkdir -p {path.parent}")


class Sheets:
    """Where a report over several audits is to go; made, and complained about, before anything is read."""

    def __init__(
        self,
        session: Session,
        formats: FormatTable,
        *,
        format_name: str,
        output: list[Path] | None,
        table: str = PLAIN.table,
    ) -> None:
        self._session = session
        self._formats = formats
        self._table = table
        self._printed = formats.check(format_name)
        self._files = [(path, formats.find_of(str(path))) for path in output or ()]
        check_folders(path for path, _ in self._files)

    def write(self, view: object) -> None:
        """Write the files, then print the report.

        Raises:
            OutputError: a file or standard output cannot be written.
        """
        for path, name in self._files:
            write_report(self._formats.render(view, name, Layout(table=self._table)), str(path))
            self._session.say(f"wrote {path}")
        print_lines(self._formats.render(view, self._printed, self._session.layout(table=self._table)))
        sys.stdout.flush()


class Reports:
    """Where a report is to go; made, and complained about, before anything is searched."""

    def __init__(self, session: Session, *, format_name: str, table: str, output: list[Path] | None) -> None:
        if table != PLAIN.table:
            import_module("searchgap.report.csv_tables").find_table(table)
        self._session = session
        self._table = table
        self._printed = find_format(format_name)
        self._files: list[tuple[Path, ReportFormat]] = [(path, find_format_of(str(path))) for path in output or ()]
        check_folders(path for path, _ in self._files)

    @property
    def formats(self) -> frozenset[str]:
        """Names of the formats it is to have."""
        return frozenset({self._printed.name, *(row.name for _, row in self._files)})

    def write(self, audit: Audit, gates: GateReport | None = None, goals: Iterable[GoalProgress] = ()) -> "ReportView":
        """Write the files, then print the report; gives what they show.

        Raises:
            OutputError: a file or standard output cannot be written.
        """
        from searchgap.cli import github  # noqa: PLC0415 - an audit loads it while searches wait
        from searchgap.report.annotations import disarm  # noqa: PLC0415
        from searchgap.report.view import build_view  # noqa: PLC0415

        view = build_view(audit, now=datetime.now(UTC), gates=gates, goals=goals)
        for path, row in self._files:
            write_report(row.render(view, Layout(table=self._table)), str(path))
            self._session.say(f"wrote {path}")
        printed = self._printed.render(view, self._session.layout(table=self._table))
        print_lines(disarm(printed, self._printed.name) if github.is_running() else printed)
        sys.stdout.flush()
        return view
