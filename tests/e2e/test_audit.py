"""`searchgap audit` as a user runs it."""

import csv
import io
import json
import os
from pathlib import Path

import pytest


def test_the_founding_audit(searchgap, founding):
    """In a fresh folder the three founding searches run offline, four queries are judged, and nobody is present."""
    ended = searchgap("audit", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    report = ended.report
    assert report["tally"] == {"planned": 3, "measured": 3, "failed": 0, "not_searched": 0, "reused": 0}
    assert [brand["name"] for brand in report["brands"]] == ["Google", "Twitter", "MindManager", "Evernote"]
    gaps = [query for brand in report["brands"] for query in brand["queries"]]
    assert [gap["state"] for gap in gaps] == ["absent"] * 4
    assert [gap["gap_score"] for gap in gaps] == [100] * 4
    assert [[result["rank"] for result in gap["results"]] for gap in gaps] == [list(range(1, 11))] * 4
    assert gaps[2]["leader"] == {"name": "FreeMind", "rank": 1}


def test_the_report_says_that_it_comes_from_a_recording(searchgap, founding):
    """Numbers from a recording are labelled as such, with where and when they were recorded."""
    ended = searchgap("audit")
    assert "recorded 2026-11-22 from stored public web pages" in " ".join(ended.out.split())


def test_output_that_pipes_has_no_escapes(searchgap, founding):
    """In a pipe there is no colour and no control character, and progress leaves no trace."""
    ended = searchgap("audit")
    assert "\x1b" not in ended.out + ended.err
    assert ended.err == ""


def test_four_facts_stay_apart(searchgap, lamplight):
    """Contested, absent and unmeasured are told apart, and the unmeasured query is in no number."""
    report = searchgap("audit", "--format", "json").report
    (brand,) = report["brands"]
    assert [query["state"] for query in brand["queries"]] == ["absent", "contested", "unmeasured"]
    assert brand["coverage"]["queries"] == 2
    assert brand["coverage"]["with_presence"] == 1
    assert brand["places"] == {"own": 1, "of": 4}
    unmeasured = brand["queries"][2]
    assert unmeasured["gap_score"] is None
    assert unmeasured["results"] == []
    assert unmeasured["failure"]["kind"] == "unsupported"


def test_nothing_searched_is_an_error_of_its_own(searchgap, lamplight):
    """When no search is answered the report says so and the exit code is 3."""
    ended = searchgap("audit", "--query", "never recorded", "--format", "json")
    assert ended.code == 3
    assert ended.report["tally"]["measured"] == 0
    assert ended.report["brands"][0]["coverage"]["value"] is None


def test_files_by_suffix(searchgap, founding, tmp_path: Path):
    """Every -o writes a file whose format is told by its suffix, beside the printed report."""
    ended = searchgap("audit", "-o", "all.json", "-o", "rows.csv", "-o", "summary.md", "-o", "plain.txt")
    assert ended.code == 0
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["version"] == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 40
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("#")
    assert "Absent on 4 of 4" in (tmp_path / "plain.txt").read_text(encoding="utf-8")


def test_a_dry_run_leaves_no_trace(searchgap, founding, tmp_path: Path):
    """--dry-run shows the plan, makes no history and searches nothing."""
    ended = searchgap("audit", "--dry-run")
    assert ended.code == 0
    assert "3 searches for 4 queries of 4 brands" in ended.out
    assert not (tmp_path / ".searchgap").exists()


def test_a_recording_replays_to_the_same_report(searchgap, founding, tmp_path: Path):
    """--record keeps an audit's answers so that replaying them gives the same results with the same origin."""
    first = searchgap("audit", "--record", "kept.jsonl", "--format", "json").report
    text = founding.read_text(encoding="utf-8") + "providers: {recorded: {file: kept.jsonl}}\n"
    founding.write_text(text, encoding="utf-8")
    second = searchgap("audit", "--format", "json").report
    assert second["brands"] == first["brands"]


def test_answers_are_reused_by_age(searchgap, lamplight):
    """--max-age takes stored answers instead of searching, marks them, and asks again what had failed."""
    searchgap("audit")
    report = searchgap("audit", "--max-age", "1h", "--format", "json").report
    assert report["tally"] == {"planned": 3, "measured": 2, "failed": 1, "not_searched": 0, "reused": 2}
    assert [query["reused"] for query in report["brands"][0]["queries"]] == [True, True, False]


def test_only_what_is_selected_is_searched(searchgap, founding):
    """--brand limits the audit to a brand and its queries."""
    report = searchgap("audit", "--brand", "Evernote", "--format", "json").report
    assert report["tally"]["planned"] == 1
    assert [brand["name"] for brand in report["brands"]] == ["Evernote"]


def test_a_free_query_goes_to_the_brands_that_have_it(searchgap, founding):
    """--query with the words of a configured query is judged for the brands that configured it, and for no others."""
    report = searchgap("audit", "--query", "evernote GTD", "--format", "json").report
    assert [brand["name"] for brand in report["brands"]] == ["Evernote"]


def test_a_reader_who_leaves_is_no_error(searchgap, founding, tmp_path: Path):
    """`| head` ends the output without a word."""
    import subprocess
    import sys

    done = subprocess.run(
        f'"{sys.executable}" -m searchgap audit --format csv | head -1',
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="a shell of another kind")
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_is_nothing_to_stumble_over(searchgap, founding, tmp_path: Path, closed: str):
    """Who starts the program with standard output or error closed wants to hear nothing there, and the work is done."""
    import subprocess
    import sys

    command = f'"{sys.executable}" -m searchgap audit -o report.json {closed}'
    subprocess.run(command, shell=True, cwd=tmp_path, timeout=60, check=True)
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["tally"]["measured"] == 3


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["audit", "--format", "jsn"], 'error: there is no report format "jsn"\n  hint: did you mean json'),
        (["audit", "-o", "report.doc"], 'the file name "report.doc" does not end in the suffix'),
        (["audit", "-o", "nowhere/report.md"], "the folder of nowhere"),
        (["audit", "--max-age", "soon"], '"soon" is not an age\n  hint: write a number and a unit'),
        (["audit", "--max-cost", "much"], '"much" is not an amount of money'),
        (["audit", "--brand", "Evernoet"], "did you mean Evernote"),
        (["audit", "--provider", "recorder"], "did you mean recorded"),
        (["audit", "--depth", "0"], "--depth"),
        (["audit", "--format", "csv", "--table", "gap"], 'there is no CSV table "gap"'),
        (["audit", "--resume"], "no audit was interrupted"),
        (["audit", "--config", "missing.yaml"], "missing.yaml"),
        (["report", "cafe"], "run searchgap audit first"),
    ],
)
def test_wrong_use_is_explained(searchgap, founding, arguments, complaint):
    """Wrong use ends with exit code 2 (1 for the history), a sentence and a next step, and nothing is searched."""
    ended = searchgap(*arguments)
    assert ended.code == (1 if arguments[0] == "report" else 2)
    assert complaint in ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err
