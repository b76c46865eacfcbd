"""`searchgap history` and `searchgap baseline` as a user runs them: list, prune, export, import, merge."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def audited(searchgap, lamplight) -> list[str]:
    """The ids of two stored audits, oldest first."""
    for _ in range(2):
        assert searchgap("audit").code == 0
    return list_ids(searchgap)


def list_ids(searchgap, *options: str) -> list[str]:
    return [audit["id"] for audit in json.loads(searchgap("history", "--format", "json", *options).out)]


def test_the_bare_name_lists(searchgap, audited):
    """`history`, with or without options, lists the audits; so does its full name."""
    listed = searchgap("history")
    assert listed.code == 0
    assert all(audit_id in listed.out for audit_id in audited)
    assert searchgap("history", "list").out == listed.out


def test_help_names_every_command(searchgap):
    """The help of the group teaches what else can be done with the file."""
    out = searchgap("history", "--help").out
    assert all(name in out for name in ("list", "prune", "export", "import", "merge"))


def test_an_option_in_front_of_a_command_is_refused(searchgap, audited):
    """Another history named before the command is not passed over in silence."""
    ended = searchgap("history", "--history", "other.db", "prune", "--keep", "1")
    assert ended.code == 2
    assert len(list_ids(searchgap)) == 2


def test_a_baseline_is_shown_and_set(searchgap, audited):
    """Before one is chosen nothing is printed but what to do; then its id and moment are."""
    ended = searchgap("baseline")
    assert (ended.code, ended.out) == (0, "")
    assert "baseline set" in ended.err
    assert searchgap("baseline", "set", "previous").code == 0
    assert searchgap("baseline").out.startswith(audited[0])
    shown = json.loads(searchgap("baseline", "show", "--format", "json").out)
    assert (shown["version"], shown["baseline"]) == (1, audited[0])


def test_choosing_a_baseline_makes_no_history(searchgap, lamplight, tmp_path: Path):
    """Where nothing is stored there is nothing to choose, and no file comes into being."""
    assert searchgap("baseline", "set", "latest").code == 1
    assert not (tmp_path / ".searchgap").exists()


def test_prune_keeps_what_it_should(searchgap, audited):
    """The newest stay; a dry run names those that would go and removes none."""
    dry = searchgap("history", "prune", "--keep", "1", "--dry-run")
    assert (dry.code, dry.out.split()) == (0, audited[:1])
    assert list_ids(searchgap) == audited
    ended = searchgap("history", "prune", "--keep", "1")
    assert (ended.code, ended.out) == (0, "")
    assert "removed 1 audit" in ended.err
    assert list_ids(searchgap) == audited[1:]


def test_prune_never_takes_the_baseline(searchgap, audited):
    """However old, the audit that comparisons start from stays."""
    assert searchgap("baseline", "set", audited[0]).code == 0
    assert searchgap("history", "prune", "--before", "2999-01-01").code == 0
    assert list_ids(searchgap) == audited[:1]


@pytest.mark.parametrize(
    "measures",
    [
        [],
        ["--keep", "0"],
        ["--before", "yesterday"],
        ["--before", "2026-02-30"],
        ["--older-than", "1 month"],
        ["--older-than", "99999y"],
    ],
    ids=" ".join,
)
def test_prune_wants_to_know_what_is_old(searchgap, audited, measures):
    """Without a measure, or with one that cannot be understood, nothing is removed."""
    assert searchgap("history", "prune", *measures).code == 2
    assert list_ids(searchgap) == audited


def test_young_audits_are_not_old(searchgap, audited):
    """What is younger than the span stays, and prune says that nothing was to be done."""
    ended = searchgap("history", "prune", "--older-than", "1y")
    assert ended.code == 0
    assert "nothing was removed" in ended.err
    assert list_ids(searchgap) == audited


@pytest.mark.parametrize(("answer", "left"), [("n\n", 2), ("y\n", 1)])
def test_prune_asks_on_a_terminal(searchgap, audited, tmp_path: Path, environment, answer, left):  # noqa: PLR0913, PLR0917 - a terminal, and what is typed
    """On a terminal audits go only after a yes."""
    pty = pytest.importorskip("pty", reason="terminals as Unix has them")
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    command = [sys.executable, "-m", "searchgap", "history", "prune", "--keep", "1"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, stdin=theirs, capture_output=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert b"Remove 1 audit?" in done.stderr
    assert len(list_ids(searchgap)) == left


def test_an_export_is_imported_elsewhere(searchgap, audited, tmp_path: Path):
    """What was exported from one history makes another one that reports the same."""
    assert searchgap("history", "export", "all.jsonl").code == 0
    ended = searchgap("history", "import", "all.jsonl", "--history", "copy.db")
    assert ended.code == 0
    assert "2 audits are new" in ended.err
    assert list_ids(searchgap, "--history", "copy.db") == audited
    ours, theirs = (searchgap("report", "--format", "json", *more).report for more in ([], ["--history", "copy.db"]))
    assert ours == theirs
    piped = searchgap("history", "export", "-")
    assert piped.out == (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    assert searchgap("history", "import", "-", "--history", "third.db", stdin=piped.out).code == 0


def test_histories_are_merged(searchgap, audited):
    """Audits of another runner come in, those both have count once, and merging again changes nothing."""
    assert searchgap("history", "export", "first.jsonl").code == 0
    assert searchgap("history", "import", "first.jsonl", "--history", "runner.db").code == 0
    assert searchgap("audit", "--history", "runner.db").code == 0
    for expected in ("1 audit is new", "0 audits are new, 3 were here already"):
        ended = searchgap("history", "merge", "runner.db")
        assert ended.code == 0
        assert expected in ended.err
    assert len(list_ids(searchgap)) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["export", ".searchgap/history.db"], 2, "the history itself"),
        (["export", "nowhere/all.jsonl"], 1, "folder does not exist"),
        (["export", "all.xml", "--format", "xml"], 2, "jsonl, parquet"),
        (["import", "missing.jsonl"], 2, "cannot read missing.jsonl"),
        (["import", "queries.yaml"], 2, "queries.yaml, line 1"),
        (["import", ".searchgap/history.db"], 2, "history merge"),
        (["merge", ".searchgap/history.db"], 2, "the history itself"),
        (["merge", "queries.yaml"], 1, "is not a history file"),
        (["merge", "missing.db"], 1, "no history file at missing.db"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(searchgap, audited, arguments, code, words):
    """Wrong files and formats are told by name with a next step, and the history stays as it is."""
    ended = searchgap("history", *arguments)
    assert ended.code == code
    assert words in ended.err
    assert "Traceback" not in ended.err
    assert list_ids(searchgap) == audited


def test_a_data_set_is_written_for_other_engines(searchgap, audited, tmp_path: Path):
    """The parquet export is a folder of tables with the queries to start from."""
    pytest.importorskip("pyarrow", reason="the data set is written by an optional library")
    assert searchgap("history", "export", "set", "--format", "parquet").code == 0
    assert (tmp_path / "set" / "queries.sql").is_file()
    assert len(list((tmp_path / "set").glob("results/month=*/part-0.parquet"))) == 1
    assert searchgap("history", "export", "set", "--format", "parquet").code == 2
