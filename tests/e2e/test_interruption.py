"""An audit that is killed or interrupted loses nothing that was answered, and asks nothing twice."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

QUERIES = 4000


@pytest.fixture
def stop_in_the_middle(configure, environment: dict[str, str]) -> Callable[[signal.Signals], subprocess.Popen]:
    """Starts an audit that takes some seconds and sends it a signal once some outcomes are kept."""

    def stop(how: signal.Signals) -> subprocess.Popen:
        names = [f"lamp {number}" for number in range(QUERIES)]
        folder = configure({name: ["https://forum.example/t/1"] for name in names}, names).parent
        running = subprocess.Popen(
            [sys.executable, "-m", "searchgap", "audit", "--verbose"],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        while running.poll() is None and count_outcomes(folder) < 50:
            pass
        running.send_signal(how)
        return running

    return stop


def count_outcomes(folder: Path) -> int:
    file = folder / ".searchgap" / "history.db"
    if not file.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as history:
            return history.execute("SELECT count(*) FROM outcome").fetchone()[0]
    except sqlite3.Error:
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_kill_and_resume(stop_in_the_middle, searchgap, tmp_path: Path):
    """After kill -9 the audit is unfinished, --resume finishes it, and every search has exactly one outcome."""
    running = stop_in_the_middle(signal.SIGKILL)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    kept = count_outcomes(tmp_path)
    assert 50 <= kept < QUERIES
    resumed = searchgap("audit", "--resume", "--format", "json")
    assert resumed.code == 0
    assert f"{kept} of {QUERIES} searches are answered" in resumed.err
    assert resumed.report["tally"]["measured"] == QUERIES
    assert count_outcomes(tmp_path) == QUERIES
    assert searchgap("audit", "--resume").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_interrupt(stop_in_the_middle, searchgap):
    """Ctrl-C ends with 130, says how to go on, and the report of what was answered does not pass for a whole one."""
    running = stop_in_the_middle(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "searchgap audit --resume" in said.decode()
    assert "Traceback" not in said.decode()
    report = searchgap("report", "--format", "json").report
    assert report["audit"]["complete"] is False
    assert report["tally"]["not_searched"] == QUERIES - report["tally"]["measured"] > 0
