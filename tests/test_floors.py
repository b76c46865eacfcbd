"""The house: imports point down, rooms on one floor do not know each other, and libraries stay in their homes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchgap

PACKAGE = Path(searchgap.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = {
    "__init__": 0,
    "errors": 0,
    "model": 0,
    "rules": 1,
    "reference": 2,
    "config": 3,
    "history": 3,
    "net": 3,
    "report": 3,
    "pages": 4,
    "search": 4,
    "auditor": 5,
    "cli": 6,
    "__main__": 7,
}

HOMES = {
    "aiohttp": {"net"},
    "hatchling": {"reference/build_hook.py"},
    "jinja2": {"report/html_page.py"},
    "pyarrow": {"history"},
    "pydantic": {"config", "report/json_schema.py"},
    "publicsuffixlist": {"reference"},
    "selectolax": {"search"},
    "rich": {
        "cli",
        "report/terminal_report.py",
        "report/comparison/terminal_report.py",
        "report/effect/terminal_report.py",
        "report/trend/terminal_report.py",
    },
    "sqlite3": {"history"},
    "typer": {"cli"},
    "yaml": {"config"},
}

STANDARD_LIBRARY_ONLY = {"model", "rules", "errors", "__init__"}


def room_of(module: Path) -> str:
    """The room a module is in, or its own name where it stands beside the rooms."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(module: Path) -> Iterator[str]:
    """Every module that one imports, absolute and relative, at the top and inside functions."""
    inside = ["searchgap", *module.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = inside[: len(inside) - node.level + 1] if node.level else []
            name = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{name}.{one.name}" for one in node.names) if name == "searchgap" else [name]


def identify(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def test_every_room_has_a_floor():
    """A new room must be given a floor before anything can be said of its imports."""
    assert {room_of(module) for module in MODULES} == set(FLOORS)


@pytest.mark.parametrize("module", MODULES, ids=identify)
def test_imports_point_down(module: Path):
    """No module imports from a higher floor, nor from another room on its own."""
    room = room_of(module)
    for name in imports_of(module):
        if name.split(".")[0] != "searchgap":
            continue
        target = [*name.split("."), "__init__"][1]
        target = target if target in FLOORS else "__init__"
        allowed = target == room or FLOORS[target] < FLOORS[room] or FLOORS[target] == 0
        assert allowed, f"{identify(module)} (floor {FLOORS[room]}) imports {name} (floor {FLOORS[target]})"


@pytest.mark.parametrize("module", MODULES, ids=identify)
def test_libraries_stay_in_their_homes(module: Path):
    """A library is imported in its own room only, so that it can be replaced there."""
    for name in imports_of(module):
        homes = HOMES.get(name.split(".")[0], {room_of(module)})
        assert homes & {room_of(module), identify(module)}, f"{identify(module)} imports {name}"


@pytest.mark.parametrize("module", [one for one in MODULES if room_of(one) in STANDARD_LIBRARY_ONLY], ids=identify)
def test_the_ground_floors_need_the_standard_library_only(module: Path):
    """Words and decisions import nothing that would have to be installed."""
    import sys

    for name in imports_of(module):
        assert name.split(".")[0] in sys.stdlib_module_names | {"searchgap"}, f"{identify(module)} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=identify)
def test_importing_does_nothing(module: Path):
    """At the top of a module stand definitions: no call that opens, reads, prints or looks at the environment."""
    forbidden = {"open", "print", "getenv", "read_text", "read_bytes", "basicConfig", "entry_points", "connect"}
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef | ast.If):
            continue
        calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
        names = {getattr(call, "attr", getattr(call, "id", "")) for call in calls}
        assert not names & forbidden, f"{identify(module)} calls {names & forbidden} on import"
