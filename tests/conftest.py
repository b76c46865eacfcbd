"""What holds for every test, and a real metasearch server for those that ask one.

The server is Debian's searx over small indexes of invented pages: it speaks SearXNG's JSON and needs no internet.
`apt-get install --no-install-recommends searx` brings it; without it the tests that need it are skipped.
"""

import gzip
import os
import runpy
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import settings

# A busy machine is slow, not wrong.
settings.register_profile("searchgap", deadline=None)
settings.load_profile("searchgap")

SEARX = Path("/usr/bin/searx-run")
SEARX_EXAMPLES = Path("/usr/share/doc/searx/examples")
BY_RELEVANCE = "SELECT title, url, content FROM docs WHERE docs MATCH :query ORDER BY rank"


@dataclass(frozen=True)
class Searx:
    """A running server, and the folder of its indexes; an engine is called as its index."""

    url: str
    folder: Path

    def listed(self, engine: str, query: str, page: int = 1) -> list[str]:
        """The addresses that an engine's index gives for a query, asked without the server."""
        with closing(sqlite3.connect(self.folder / f"{engine}.db")) as index:
            rows = index.execute(f"{BY_RELEVANCE} LIMIT 10 OFFSET :start", {"query": query, "start": 10 * (page - 1)})
            return [url for _, url, _ in rows]

    def add(self, engine: str, *pages: tuple[str, str, str]) -> None:
        """Put pages of title, address and text into an engine's index."""
        with closing(sqlite3.connect(self.folder / f"{engine}.db")) as index, index:
            index.execute("CREATE VIRTUAL TABLE IF NOT EXISTS docs USING fts5(title, url UNINDEXED, content)")
            index.executemany("INSERT INTO docs VALUES (?, ?, ?)", pages)


def write_searx_settings(searx: Searx, engines: list[dict]) -> Path:
    """Settings of the package's own example, with these engines in place of those that need the internet."""
    packed = SEARX_EXAMPLES / "settings.yml.gz"
    example = (
        gzip.decompress(packed.read_bytes()) if packed.exists() else (SEARX_EXAMPLES / "settings.yml").read_bytes()
    )
    whole = yaml.safe_load(example)
    port = int(searx.url.rpartition(":")[2])
    whole["server"] |= {"port": port, "bind_address": "127.0.0.1", "secret_key": "invented", "method": "GET"}
    whole["search"]["formats"] = ["html", "json"]
    usual = {"engine": "sqlite", "disabled": False, "result_template": "default.html", "timeout": 5.0}
    whole["engines"] = [
        {
            **usual,
            "shortcut": engine["name"][:2],
            "categories": "general",
            "query_str": BY_RELEVANCE,
            "database": str(searx.folder / f"{engine.get('index', engine['name'])}.db"),
            **{key: value for key, value in engine.items() if key != "index"},
        }
        for engine in engines
    ]
    file = searx.folder / "settings.yml"
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")
    return file


@contextmanager
def serving_searx(folder: Path, indexes: Mapping[str, list[tuple[str, str, str]]], *others: dict) -> Iterator[Searx]:
    """A server on a free port of loopback, with an engine for each index; stopped by its own process id.

    Args:
        folder: where its files go.
        indexes: pages of title, address and text, by the name of the engine.
        others: further engines as in the server's settings, `index` naming the index that they search.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        searx = Searx(url=f"http://127.0.0.1:{free.getsockname()[1]}", folder=folder)
    for name, pages in indexes.items():
        searx.add(name, *pages)
    file = write_searx_settings(searx, [*({"name": name} for name in indexes), *others])
    with subprocess.Popen(
        [SEARX],
        env={**os.environ, "SEARX_SETTINGS_PATH": str(file), "PYTHONUNBUFFERED": "1"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert any("Running on" in line for line in server.stderr), "the server ended before it answered"
        drain = threading.Thread(target=server.stderr.read)
        drain.start()
        try:
            yield searx
        finally:
            server.terminate()
            drain.join()


@pytest.fixture(scope="session")
def serve_searx() -> Callable:
    """Starts the server."""
    if not (SEARX.exists() and any(SEARX_EXAMPLES.glob("settings.yml*"))):
        pytest.skip("searx or its example settings are not installed")
    return serving_searx


@pytest.fixture(scope="session")
def weekly() -> SimpleNamespace:
    """The builders of invented audits week by week: `audit`, `brand` and their constants."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "golden" / "weeks.py")))
