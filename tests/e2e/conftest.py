"""The installed program in a subprocess, with a clean environment, in a folder of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "HOME", "LANG")

CONFIG = """\
version: 1
providers:
  recorded: {file: recording.jsonl}
brands:
  - name: Lamplight
    domains: [lamplight.example]
    competitors: [{name: Glowworm, domains: [glowworm.example]}]
    queries: QUERIES
"""


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict:
        return json.loads(self.out)


@pytest.fixture
def environment() -> dict[str, str]:
    """What the program sees of the environment: nothing that could change what it says."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def searchgap(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Ended]:
    """Runs the program in an empty folder and tells how it ended."""

    def run(*arguments: str, stdin: str = "", **more: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "searchgap", *arguments],
            cwd=tmp_path,
            env={**environment, **more},
            input=stdin.encode(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def founding(tmp_path: Path) -> Path:
    """The top-level configuration, in the folder the program runs in."""
    text = (ROOT / "queries.yaml").read_text(encoding="utf-8")
    file = tmp_path / "queries.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def configure(tmp_path: Path) -> Callable[[dict[str, list[str]], list[str]], Path]:
    """Writes a recording, given as query → addresses in the order of their ranks, and a configuration over it."""

    def write(recorded: dict[str, list[str]], queries: list[str]) -> Path:
        header = {"format": "searchgap-recording", "version": 1, "origin": "recorded for a test"}
        serps = [
            {
                "query": query,
                "engine": "invented",
                "retrieved_at": datetime.now(UTC).isoformat(),
                "results": [
                    {"rank": rank, "url": url, "title": f"Result {rank}"} for rank, url in enumerate(urls, start=1)
                ],
            }
            for query, urls in recorded.items()
        ]
        text = "".join(json.dumps(line) + "\n" for line in [header, *serps])
        (tmp_path / "recording.jsonl").write_text(text, encoding="utf-8")
        file = tmp_path / "queries.yaml"
        file.write_text(CONFIG.replace("QUERIES", json.dumps(queries)), encoding="utf-8")
        return file

    return write


@pytest.fixture
def lamplight(configure) -> Path:
    """A brand that is absent on one query, contested on another, and whose third query nobody recorded."""
    recorded = {
        "lamp flickers": ["https://forum.example/t/1", "https://news.example/flicker"],
        "lamp or glowworm": ["https://glowworm.example/", "https://lamplight.example/versus"],
    }
    return configure(recorded, [*recorded, "lamp noise"])
