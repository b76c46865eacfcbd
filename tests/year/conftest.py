"""One simulated year in a history file, and the program's own answers about it."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from searchgap.cli.comparing import Choice, compare_stored
from searchgap.cli.snapshots import Snapshots
from searchgap.config.load import load_config
from searchgap.history.store import History
from searchgap.search.registry import PROVIDERS

SEED = 5
WORLD = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "golden" / "year.py")))


@pytest.fixture(scope="session")
def world():
    """The builders of a year, and the names and weeks of its story."""
    return WORLD


@pytest.fixture(scope="session")
def year():
    """What is true of the simulated year."""
    return WORLD.Year(SEED)


@pytest.fixture(scope="session")
def folder(tmp_path_factory, year):
    """A folder with the configuration and the history of the year, where the program looks for them."""
    made = tmp_path_factory.mktemp("year")
    (made / "queries.yaml").write_text(WORLD.CONFIG, encoding="utf-8")
    with History.open(made / ".searchgap" / "history.db") as history:
        WORLD.keep_year(year, history)
    return made


@pytest.fixture(scope="session")
def config(folder):
    """The configuration as the program reads it."""
    return load_config(folder / "queries.yaml", providers=PROVIDERS)


@pytest.fixture(scope="session")
def history(folder):
    """The history of the year, to read from."""
    with History.open_existing(folder / ".searchgap" / "history.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def audits(history, config):
    """Every audit of the year, judged."""
    snapshots = Snapshots(history, config)
    return tuple(snapshots.standing(audit.id) for audit in history.audits())


@pytest.fixture(scope="session")
def compare(history, config):
    """Holds the audit of one week against that of another; what was compared once is remembered."""
    known = {}

    def of(before, after, *, anyhow=False):
        if (before, after, anyhow) not in known:
            choice = Choice.of(history, WORLD.audit_id(before), WORLD.audit_id(after))
            known[before, after, anyhow] = compare_stored(history, choice, config, anyhow=anyhow)
        return known[before, after, anyhow]

    return of


@pytest.fixture
def searchgap(folder):
    """Runs the installed program over the year; gives its exit code, the JSON it printed, and what it said."""

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "searchgap", *arguments, "--format", "json"],
            cwd=folder,
            env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "HOME") if name in os.environ},
            capture_output=True,
            timeout=120,
            check=False,
        )
        out = done.stdout.decode()
        return SimpleNamespace(code=done.returncode, report=json.loads(out) if out else None, err=done.stderr.decode())

    return run
