"""Reports to standard output and to files."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError
from searchgap.model.audit import Audit
from searchgap.report.base import Layout, ReportFormat
from searchgap.report.csv_tables import CSV_TABLES
from searchgap.report.registry import find_format, find_format_of, suggest
from searchgap.report.view import build_view
from searchgap.report.write import write_report


class Reports:
    """Where a report is to go; made, and complained about, before anything is searched."""

    def __init__(self, session: Session, *, format_name: str, table: str, output: list[Path] | None) -> None:
        if table not in CSV_TABLES:
            raise UsageError(f'there is no CSV table "{table}"', hint=suggest(table, CSV_TABLES))
        self._session = session
        self._table = table
        self._printed = find_format(format_name)
        self._files: list[tuple[Path, ReportFormat]] = [(path, find_format_of(str(path))) for path in output or ()]
        for path, _ in self._files:
            if not path.parent.is_dir():
                raise UsageError(f"the folder of {path} does not exist", hint=f"make it with: mkdir -p {path.parent}")

    def write(self, audit: Audit) -> None:
        """Write the files, then print the report.

        Raises:
            OutputError: a file or standard output cannot be written.
        """
        view = build_view(audit, now=datetime.now(UTC))
        for path, row in self._files:
            write_report(row.render(view, Layout(table=self._table)), str(path))
            self._session.say(f"wrote {path}")
        print_lines(self._printed.render(view, self._session.layout(table=self._table)))
        sys.stdout.flush()
