"""Care of the file that is cut short: killed or starved, the history is what it was, and the care can be repeated."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from searchgap.history.exporting import export_lines
from searchgap.history.pruning import prune
from searchgap.history.store import History

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills and starves processes as Unix does")


def take_care(statement, most_bytes, *arguments):
    """Runs care that dies or starves; gives what it said."""
    command = [sys.executable, str(Path(__file__).with_name("die_at.py")), statement, most_bytes, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout.strip()


@pytest.fixture
def two_histories(history_path, tmp_path, keep_weeks):
    """A history, and another one with its export."""
    other, exported = tmp_path / "other.db", tmp_path / "other.jsonl"
    keep_weeks(history_path, range(3))
    keep_weeks(other, range(2, 6))
    exported.write_bytes(b"".join(export_lines(other)))
    return {"prune": "00000001", "merge": other, "import": exported}


@pytest.fixture
def large_others(two_histories, make):
    """The same, and the other one is larger by far."""
    requests = [make.request(f"search {number}") for number in range(400)]
    with History.open(two_histories["merge"]) as other:
        other.start(make.run("0000000a", *requests))
        other.save_all("0000000a", map(make.serp, requests))
    two_histories["import"].write_bytes(b"".join(export_lines(two_histories["merge"])))
    return two_histories


@pytest.mark.parametrize(
    "death",
    [
        ("prune", "DELETE FROM outcome"),
        ("prune", "DELETE FROM listing"),
        ("prune", "DELETE FROM request"),
        ("merge", "INSERT INTO listing"),
        ("merge", "INSERT INTO audit"),
        ("merge", "INSERT INTO outcome"),
        ("import", "INSERT INTO answer"),
        ("import", "INSERT INTO outcome"),
    ],
    ids=" at ".join,
)
def test_killed_care_leaves_the_history_as_it_was(history_path, two_histories, load_all, check_file, death):
    """A process killed in the middle has changed nothing, and doing it again does it."""
    act, statement = death
    before = load_all(history_path)
    assert take_care(statement, "", act, history_path, two_histories[act]) == ""
    assert load_all(history_path) == before
    assert check_file(history_path) == []
    assert take_care("", "", act, history_path, two_histories[act]) == "done"
    assert load_all(history_path) != before
    assert check_file(history_path) == []


def test_killed_while_it_shrinks_the_history_is_pruned(history_path, two_histories, load_all, check_file):
    """A process killed before the file could shrink has removed the audit, and the others are whole."""
    before = load_all(history_path)
    assert take_care("VACUUM", "", "prune", history_path, two_histories["prune"]) == ""
    assert load_all(history_path) == [before[0], before[2]]
    assert check_file(history_path) == []


@pytest.mark.parametrize("act", ["merge", "import"])
def test_a_full_disk_is_told_and_changes_nothing(history_path, large_others, load_all, check_file, act):
    """Where the file may not grow, one sentence says so and the history is what it was."""
    before = load_all(history_path)
    said = take_care("", str(history_path.stat().st_size + 50_000), act, history_path, large_others[act])
    assert said.startswith(f"trouble: the history file {history_path}")
    assert "disk" in said
    assert load_all(history_path) == before
    assert check_file(history_path) == []


def test_a_file_that_cannot_shrink_is_pruned_all_the_same(history_path, keep_weeks, make, load_all):
    """Where there is no room to write the file anew, the audits are gone, and it keeps its size."""
    runs = keep_weeks(history_path, range(1))
    requests = [make.request(f"search {number}") for number in range(400)]
    with History.open(history_path) as history:
        history.start(make.run("0000000a", *requests))
        history.save_all("0000000a", map(make.serp, requests))
    with closing(sqlite3.connect(history_path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM audit").fetchone()
        pruned = prune(history_path, ["0000000a"])
        assert pruned.bytes_after >= pruned.bytes_before
    assert load_all(history_path) == runs
