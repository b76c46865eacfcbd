"""The weekly job of the README, run as it is written: its commands, two weeks in a row, in one folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SECTION = README[README.index("### Every week, by itself") :]
CONFIG = """
version: 1
brands:
  - name: MindManager
    domains: [mindmanager.com, mindjet.com]
    queries: [mindmanager vs freemind]
gates: {min_measured: 0.8, fail_on: ["new_gaps > 0"]}
"""


def block(language: str) -> str:
    """The first block of a language in the section."""
    found = re.search(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def runner(tmp_path: Path):
    """Runs a command line as a runner of GitHub Actions does, and gives its exit code."""
    (tmp_path / "queries.yaml").write_text(CONFIG, encoding="utf-8")
    programs = str(Path(sys.executable).parent)
    environment = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }

    def run(line: str) -> int:
        done = subprocess.run(
            ["/bin/sh", "-ec", line], cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False
        )
        return done.returncode

    return run


def steps_of_workflow() -> list[dict]:
    """The steps that run searchgap, in their order."""
    (job,) = yaml.safe_load(block("yaml"))["jobs"].values()
    return [step for step in job["steps"] if step.get("run", "").startswith("searchgap ")]


def test_the_workflow_runs_week_after_week(runner, tmp_path: Path):
    """Every command of the workflow works; only the first week has nothing to compare with, and says so."""
    steps = steps_of_workflow()
    first = {step["name"]: runner(step["run"]) for step in steps}
    assert first == {"Audit": 0, "Compare with the week before": 2, "Trend": 0}
    assert next(step for step in steps if first[step["name"]])["continue-on-error"] is True
    second = {step["name"]: runner(step["run"]) for step in steps}
    assert set(second.values()) == {0}
    written = {path.name for path in tmp_path.iterdir() if path.suffix in {".md", ".html", ".csv", ".json", ".xml"}}
    assert written == {
        *("report.html", "report.json", "results.csv", "gates.xml", "summary.md"),
        *("moved.html", "moved.csv", "trend.html", "trend.csv"),
    }
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").count("# searchgap audit") == 2
    assert (tmp_path / ".searchgap" / "history.db").exists()


def test_the_cron_line_runs(runner, tmp_path: Path):
    """What stands behind the five fields of the line is a command that works."""
    (line,) = block("sh").strip().splitlines()
    (tmp_path / "audits").mkdir()
    (tmp_path / "queries.yaml").rename(tmp_path / "audits" / "queries.yaml")
    assert runner(line.split(maxsplit=5)[5]) == 0
    assert (tmp_path / "audits" / "report.html").exists()
