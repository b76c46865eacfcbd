"""How soon the program answers, side by side with a small one. Run by hand: `python tests/benchmarks/startup.py`.

Trust the ratios, not the absolutes: every program runs once in each of some interleaved rounds, and is given by the
median of its wall time, process start and end included.
"""

import subprocess
import sys
from pathlib import Path
from shutil import copy, which
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROUNDS = 20
BASELINE = "typer program --help"
CONFIG = Path(__file__).parents[2] / "queries.yaml"
HEAVY = ("httpx", "aiohttp", "selectolax", "asyncio", "xlsxwriter", "openpyxl", "pydantic", "sqlite3", "yaml")
TYPER_PROGRAM = '''\
"""A program of two commands."""

from typing import Annotated

import typer

app = typer.Typer()


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo("two 0.1.0")
        raise typer.Exit


@app.callback()
def options(version: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True)] = False) -> None:
    """Two commands."""


@app.command()
def greet(name: str, polite: bool = False) -> None:
    """Greet somebody."""
    typer.echo(f"Good day, {name}" if polite else f"Hi, {name}")


@app.command()
def count(upto: Annotated[int, typer.Option(help="The last number.")] = 3) -> None:
    """Count."""
    typer.echo(" ".join(map(str, range(1, upto + 1))))


app()
'''
LIST_MODULES = f"""
import sys
from searchgap.cli.app import run
try:
    run(["--help"])
except SystemExit:
    pass
print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
"""


def main() -> None:
    """Prints every program's time, its ratio to the Typer program's, and what `--help` needlessly imports."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        commands = list_commands(folder)
        rounds = [{name: measure(command, folder) for name, command in commands.items()} for _ in range(ROUNDS + 1)]
        modules = subprocess.run(
            [sys.executable, "-c", LIST_MODULES], capture_output=True, text=True, check=True
        ).stderr
    print(f"wall time, median of {ROUNDS} rounds, and ratio to the Typer program's --help in the same round")
    for name in commands:
        # The first round compiles and fills the disk cache.
        times = [each[name] for each in rounds[1:]]
        ratio = median(each[name] / each[BASELINE] for each in rounds[1:])
        print(f"  {name:<24} {median(times) * 1e3:>7.0f} ms {ratio:>6.2f} x")
    print(f"heavy modules after --help: {modules.strip() or 'none'}")


def list_commands(folder: Path) -> dict[str, list[str]]:
    """What is run, by the name it is printed under; httpie only where it is installed."""
    program = folder / "two.py"
    program.write_text(TYPER_PROGRAM, encoding="utf-8")
    copy(CONFIG, folder)
    searchgap, two = [sys.executable, "-m", "searchgap"], [sys.executable, str(program)]
    commands = {
        "empty process": [sys.executable, "-c", ""],
        BASELINE: [*two, "--help"],
        "typer program --version": [*two, "--version"],
        "searchgap --help": [*searchgap, "--help"],
        "searchgap --version": [*searchgap, "--version"],
        "searchgap audit": [*searchgap, "audit"],
    }
    httpie = which("http")
    return commands | ({"http --help": [httpie, "--help"]} if httpie else {})


def measure(command: list[str], folder: Path) -> float:
    """Seconds a run takes in a folder without a history."""
    for file in folder.glob(".searchgap/*"):
        file.unlink()
    began = perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    took = perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return took


if __name__ == "__main__":
    main()
