"""Reports as pages, as a user writes them: one file each, whole and harmless."""

import runpy
from pathlib import Path

import pytest

check_page = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "pages.py"))["check_page"]


def read(file: Path):
    return check_page(file.read_text(encoding="utf-8"))


def test_an_audit_is_printed_and_written_as_a_page(searchgap, founding, tmp_path: Path):
    """What goes to standard output is the page alone, and -o writes the same for a stored audit."""
    printed = searchgap("audit", "--format", "html")
    assert printed.code == 0
    assert searchgap("report", "-o", "report.html").code == 0
    page = check_page(printed.out)
    assert "Absent on 4 of 4 measured queries" in page.words
    assert page.tags.count("details") == 4
    assert page.words == read(tmp_path / "report.html").words


def test_a_page_survives_a_stream_without_unicode(searchgap, founding):
    """Where standard output can encode ASCII only, no character is lost."""
    searchgap("audit")
    plain = searchgap("report", "--format", "html", PYTHONIOENCODING="ascii")
    assert plain.out.isascii()
    assert "✗ absent" in check_page(plain.out).words


@pytest.mark.usefixtures("lamplight")
def test_every_report_over_several_audits_is_a_page(searchgap, tmp_path: Path):
    """Comparisons, trends and effects are written as pages by suffix."""
    for _ in range(2):
        assert searchgap("audit").code == 0
    searchgap("act", "add", "--query", "lamp flickers", "--what", "answered <b>the</b> thread")
    for command, file in ((["compare"], "moved.html"), (["trend"], "trend.html"), (["act", "effect"], "effect.html")):
        assert searchgap(*command, "-o", file).code == 0
    assert "Before:" in read(tmp_path / "moved.html").words
    assert "figure" in read(tmp_path / "trend.html").tags
    assert "answered <b>the</b> thread" in read(tmp_path / "effect.html").words


@pytest.mark.parametrize(
    ("command", "formats", "suffixes"),
    [
        ("report", "one of: terminal, json, csv, markdown, html, junit", ".txt .json .csv .md .html .xml"),
        ("trend", "one of: terminal, json, csv, markdown, html.", ".txt .json .csv .md .html"),
        ("compare", "one of: terminal, json, csv, markdown, html.", ".txt .json .csv .md .html"),
    ],
)
def test_the_help_names_the_formats_there_are(searchgap, command, formats, suffixes):
    """The help of a command lists what its table holds."""
    told = " ".join(searchgap(command, "--help").out.replace("│", " ").split())
    assert formats in told
    assert suffixes in told
