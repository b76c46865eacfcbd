"""The format table finds a format by name or by file name, and loads nothing before it is needed."""

import subprocess
import sys

import pytest

from searchgap.errors import UsageError
from searchgap.report.registry import FORMATS, find_format, find_format_of


@pytest.mark.parametrize("name", FORMATS)
def test_format_is_found_by_name_and_suffix(name):
    """Each row is found by its name and by a file name in any letter case."""
    row = find_format(name)
    assert row.name == name
    assert row.summary
    assert find_format_of(f"reports/weekly{row.suffix.upper()}") is row


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("jsno", "did you mean json? choose one of terminal, json, csv, markdown, html, junit"),
        ("JSON", "did you mean json? choose one of terminal, json, csv, markdown, html, junit"),
        ("spreadsheet", "choose one of terminal, json, csv, markdown, html, junit"),
    ],
)
def test_unknown_format_is_refused_with_a_hint(name, hint):
    """A name that is none is answered with the closest one and all of them."""
    with pytest.raises(UsageError, match=f'no report format "{name}"') as refusal:
        find_format(name)
    assert refusal.value.hint == hint


@pytest.mark.parametrize(
    ("path", "shown", "start"),
    [
        ("out/report.markdown", "report.markdown", "choose one of"),
        ("gaps.cvs", "gaps.cvs", "did you mean .csv?"),
        ("archive.v2/report", "report", "choose one of"),
        ("", "", "choose one of"),
    ],
)
def test_unknown_suffix_is_refused_with_a_hint(path, shown, start):
    """A file name whose suffix is none of a format is refused, and the folder's dots do not count."""
    with pytest.raises(UsageError, match=f'file name "{shown}"') as refusal:
        find_format_of(path)
    assert refusal.value.hint.startswith(start)


def test_importing_the_table_loads_no_library():
    """Start-up pays for no format: neither rich nor Jinja nor pydantic is loaded with the table or the view."""
    program = (
        "import sys, searchgap.report.registry, searchgap.report.view, searchgap.report.write;"
        "print(sorted({'rich', 'jinja2', 'pydantic', 'typing_extensions'} & set(sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
