"""Floors rise by themselves and sink only by name; the command does both from anywhere."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ownership_floors import accept_drops, cut, find_drops, raise_floors, read_floors, write_floors

HERE = Path(__file__).parent
NAMES = st.sampled_from(
    [f"ours.{source}.{key}" for source in ("collected", "constructed") for key in ("a", "recall.b")]
)
SHARES = st.dictionaries(NAMES, st.floats(min_value=0, max_value=1))
FLOORS = SHARES.map(lambda shares: {name: cut(share) for name, share in shares.items()})


@given(FLOORS, SHARES)
def test_raising_never_lowers(floors, figures):
    """Every floor stays or rises, every figure has one, and what was below before is below still."""
    raised = raise_floors(floors, figures)
    assert all(raised[name] >= floor for name, floor in floors.items())
    assert raised.keys() == floors.keys() | figures.keys()
    assert find_drops(raised, figures) == find_drops(floors, figures)


@given(FLOORS, SHARES)
def test_accepted_drops_are_drops_no_more(floors, figures):
    """With every drop accepted nothing is below its floor, and no other floor has moved."""
    drops = find_drops(floors, figures)
    accepted = accept_drops(floors, figures, drops)
    assert find_drops(accepted, figures) == {}
    assert {name: floor for name, floor in floors.items() if name not in drops}.items() <= accepted.items()


@given(FLOORS)
def test_floors_survive_the_file(tmp_path_factory, floors):
    """What is written is read again."""
    file = tmp_path_factory.mktemp("floors") / "floors.toml"
    write_floors(floors, file)
    assert read_floors(file) == floors


@given(st.fractions(min_value=0, max_value=1))
def test_an_unmoved_figure_is_never_below_its_floor(figure):
    """A floor lies at most a thousandth under the figure it was cut from, and never above it."""
    floor = cut(float(figure))
    assert float(figure) - 0.001 <= floor <= float(figure) + 1e-8
    assert find_drops({"ours.collected.a": floor}, {"ours.collected.a": float(figure)}) == {}


def test_a_figure_without_a_base_has_dropped():
    """A class that is never given any more has lost its precision, and the floor goes only when that is accepted."""
    floors, figures = {"ours.collected.precision.docs": 0.9}, {"ours.collected.strict": 0.8}
    assert find_drops(floors, figures) == {"ours.collected.precision.docs": (0.9, None)}
    assert accept_drops(floors, figures, ["ours.collected.precision.docs"]) == {}


def test_sets_that_were_not_measured_keep_their_floors():
    """Where a labelled file is missing, nothing is said of it."""
    assert find_drops({"shared.collected.strict": 0.9}, {"ours.collected.strict": 0.8}) == {}


def test_only_a_drop_can_be_accepted():
    """A name that is above its floor, or has none, is refused."""
    with pytest.raises(ValueError, match=r"ours\.collected\.strict is not below a floor"):
        accept_drops({"ours.collected.strict": 0.8}, {"ours.collected.strict": 0.8}, ["ours.collected.strict"])


@pytest.fixture
def gate(tmp_path):
    """Runs a copy of the gate from another directory, without the ground truth beside it."""
    folder = tmp_path / "checkout" / "tests" / "quality"
    folder.mkdir(parents=True)
    for file in ["floors.toml", "ownership.csv", *(path.name for path in HERE.glob("ownership_*.py"))]:
        shutil.copy(HERE / file, folder)

    def run(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, str(folder / "ownership_gate.py"), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    run.floors = folder / "floors.toml"
    return run


def test_the_command_reports_and_passes(gate):
    """As the checkout stands, every set is printed and no figure is below its floor."""
    done = gate()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("== ours, constructed ==\n")
    assert done.stderr == "0 figures below their floors\n"


def test_a_drop_fails_until_it_is_accepted_by_name(gate):
    """The exit status is 1, raising does not help, and accepting tells the old floor and the new."""
    floors = read_floors(gate.floors)
    write_floors(floors | {"ours.constructed.blind.strict": 0.999}, gate.floors)
    first = gate("--raise")
    assert first.returncode == 1
    assert "below its floor: ours.constructed.blind.strict  0.999 -> " in first.stderr
    assert read_floors(gate.floors)["ours.constructed.blind.strict"] == 0.999
    second = gate("--accept-drop", "ours.constructed.blind.strict")
    assert second.returncode == 0
    assert "floor: ours.constructed.blind.strict  0.999 -> " in second.stderr
    assert read_floors(gate.floors)["ours.constructed.blind.strict"] < 0.999


def test_raising_lifts_what_rose_and_keeps_the_rest(gate):
    """A floor that lies deep comes up to its figure; those of files that are not there stay as they are."""
    floors = read_floors(gate.floors)
    write_floors(floors | {"ours.constructed.strict": 0.1, "shared.collected.strict": 0.99}, gate.floors)
    assert gate("--raise").returncode == 0
    raised = read_floors(gate.floors)
    assert raised["ours.constructed.strict"] >= floors["ours.constructed.strict"]
    assert raised["shared.collected.strict"] == 0.99


def test_misses_and_figures_can_be_asked_for(gate):
    """`--misses` lists rows with label and verdict; `--json` prints the figures of further files too."""
    further = gate.floors.with_name("ownership.csv")
    assert " taken for " in gate("--misses").stdout
    figures = json.loads(gate("--json", str(further)).stdout)
    assert figures["ownership.csv.constructed.strict"] == figures["ours.constructed.strict"]


@pytest.mark.parametrize("arguments", [["missing.csv"], ["--accept-drop", "ours.constructed.nothing"]])
def test_what_cannot_be_read_or_accepted_is_refused(gate, arguments):
    """The exit status is 2, and one line says why."""
    done = gate(*arguments)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("ownership_gate.py: error: ")
    assert "Traceback" not in done.stderr
