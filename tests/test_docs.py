"""The README says what the program does: its tables are compared with the program's own."""

import re
from pathlib import Path

import pytest

from searchgap.cli.commands import COMMANDS
from searchgap.cli.concluding import BREACHED, TOO_LITTLE_MEASURED
from searchgap.cli.running import NOTHING_SEARCHED
from searchgap.config.load import load_config
from searchgap.model.gap import State
from searchgap.model.owner import OwnerKind
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.report.csv_tables import CSV_TABLES
from searchgap.report.registry import FORMATS
from searchgap.search.registry import PROVIDERS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    """What stands between the marks of that name."""
    found = re.search(rf"<!-- {name} -->(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found, f"the README has no part marked {name}"
    return found.group(1)


def rows(name: str) -> list[list[str]]:
    """The cells of the table marked so, without its two head lines."""
    lines = [line for line in section(name).splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def firsts(name: str) -> list[str]:
    return [row[0].strip().strip("`") for row in rows(name)]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_first_two_shell_blocks_are_single_commands():
    """One line installs and runs the main job, one installs and runs the tests."""
    run, test = blocks("sh")[:2]
    assert run.strip().endswith(".venv/bin/searchgap audit")
    assert test.strip().endswith(".venv/bin/pytest")
    assert len(run.strip().splitlines()) == len(test.strip().splitlines()) == 1


def test_states_are_those_of_the_program():
    """Every state is explained, and none that does not exist."""
    assert firsts("states") == [state.value for state in State]


def test_owner_kinds_are_those_of_the_program():
    """Every kind of owner is explained, in the program's order."""
    assert firsts("kinds") == [kind.value for kind in OwnerKind]


def test_rank_weights_are_those_of_the_program():
    """Every named table of rank weights can be found in the README."""
    assert re.findall(r"`([\w-]+)`", section("weights")) == sorted(RANK_WEIGHTS)


def test_commands_are_those_of_the_program():
    """Every command is in the table, in the order of the help."""
    assert firsts("commands") == [name for name, _, _ in COMMANDS]


def test_formats_are_those_of_the_program():
    """Name, suffix and summary of every format are the program's own."""
    assert [tuple(row) for row in rows("formats")] == [(row.name, row.suffix, row.summary) for row in FORMATS.values()]


def test_csv_tables_are_those_of_the_program():
    """Every CSV table is explained."""
    assert sorted(firsts("tables")) == sorted(CSV_TABLES)


def test_providers_are_those_of_the_program():
    """Name, kind of ranking and summary of every provider are the program's own."""
    told = [(row[0], row[1], row[4]) for row in rows("providers")]
    assert told == [(one.spec.name, one.spec.ranking, one.spec.summary) for one in PROVIDERS.values()]


def test_exit_codes_are_those_of_the_program():
    """The codes a script can meet are listed, and no others."""
    codes = [0, 1, 2, NOTHING_SEARCHED, TOO_LITTLE_MEASURED, BREACHED, 130]
    assert list(map(int, firsts("exit codes"))) == codes


def test_the_example_configuration_loads(tmp_path: Path):
    """What the README shows as a configuration is one."""
    file = tmp_path / "queries.yaml"
    file.write_text(blocks("yaml")[0], encoding="utf-8")
    config = load_config(file, providers=PROVIDERS)
    assert [brand.name for brand in config.brands] == ["Evernote"]
    assert len(config.templates) == 3


@pytest.mark.parametrize("name", ["startup", "urls", "store", "year", "report", "whole_run", "saved_pages"])
def test_benchmarks_named_in_the_readme_exist(name: str):
    """A benchmark that the README names can be run."""
    assert f"tests/benchmarks/{name}.py" in README
    assert (Path(__file__).parent / "benchmarks" / f"{name}.py").is_file()
