"""Whole reports, compared byte for byte with the files in tests/golden.

To accept changed reports, run this file with SEARCHGAP_ACCEPT_GOLDEN=1, read the difference, and commit it.
"""

from pathlib import Path

import pytest

from searchgap.report.base import Layout
from searchgap.report.csv_tables import CSV_TABLES
from searchgap.report.registry import FORMATS, find_format

GOLDEN = Path(__file__).parents[1] / "golden"

REPORTS = {
    "report.json": ("json", Layout()),
    "report.md": ("markdown", Layout()),
    "report.html": ("html", Layout()),
    "report.xml": ("junit", Layout()),
    "terminal_80.txt": ("terminal", Layout(width=80)),
    "terminal_80_colour.txt": ("terminal", Layout(width=80, colour=True)),
    "terminal_120.txt": ("terminal", Layout(width=120)),
    "terminal_60_ascii.txt": ("terminal", Layout(width=60, ascii_only=True)),
    **{f"{table}.csv": ("csv", Layout(table=table)) for table in CSV_TABLES},
}


@pytest.mark.parametrize("file", REPORTS)
def test_report_is_the_golden_one(file, view, expect_golden):
    """Every format lays the golden audit out exactly as its accepted file shows."""
    name, layout = REPORTS[file]
    expect_golden(file, "".join(find_format(name).render(view, layout)))


def test_every_format_has_a_golden_report():
    """No format is left without an accepted file."""
    assert {name for name, _ in REPORTS.values()} == set(FORMATS)
