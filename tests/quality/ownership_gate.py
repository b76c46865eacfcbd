"""How well owners are told apart, and whether that is worse than it was.

    python tests/quality/ownership_gate.py                     report and check; exit status 1 after a drop
    python tests/quality/ownership_gate.py FILE.csv ...        report further labelled files too
    python tests/quality/ownership_gate.py --misses            list the wrong rows
    python tests/quality/ownership_gate.py --json              the figures alone
    python tests/quality/ownership_gate.py --raise             lift the floors to what is reached now
    python tests/quality/ownership_gate.py --accept-drop NAME  let one floor down

Run by hand as a script; `test_ownership_floor.py` holds the floors in the suite.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ownership_floors import accept_drops, find_drops, raise_floors, read_floors, write_floors
from ownership_score import OUR_FILE, SHARED_FILE, SetScore, figures_of, measure_file
from ownership_tables import describe, describe_misses, show

PINNED_FILES = {"ours": OUR_FILE, "shared": SHARED_FILE}


def measure_pinned() -> dict[str, dict[str, SetScore]]:
    """The scores of the files that have floors, where they are there."""
    return {name: measure_file(path) for name, path in PINNED_FILES.items() if path.exists()}


def name_figures(measured: Mapping[str, Mapping[str, SetScore]]) -> dict[str, float]:
    """Every figure of the measured files by its full name, such as `ours.constructed.recall.blog`."""
    return {
        f"{file}.{source}.{name}": figure
        for file, sets in measured.items()
        for source, scores in sets.items()
        for name, figure in figures_of(scores).items()
    }


def describe_drops(drops: Mapping[str, tuple[float, float | None]]) -> Iterator[str]:
    """The figures below their floors."""
    for name, (floor, figure) in drops.items():
        yield f"below its floor: {name}  {floor:.3f} -> {'without a base' if figure is None else f'{figure:.4f}'}"


def describe_changes(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[str]:
    """The floors that move."""
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield f"floor: {name}  {show(old.get(name))} -> {show(new.get(name))}"


def make_parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    parser = argparse.ArgumentParser(description="Measure how well owners are told apart, and hold it to its floors.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.csv", help="further labelled files to report")
    parser.add_argument("--misses", action="store_true", help="list the rows that are wrong, for each set")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift floors to the figures reached")
    parser.add_argument(
        "--accept-drop",
        action="append",
        default=[],
        metavar="NAME",
        help="let one floor down to its figure; may be given again",
    )
    return parser


def print_reports(measured: Mapping[str, Mapping[str, SetScore]], *, misses: bool) -> None:
    """Print a report of every set, with its wrong rows if they are wanted."""
    for file, sets in measured.items():
        for source, scores in sets.items():
            print(f"== {file}, {source} ==", *describe(scores), "", sep="\n")
            if misses:
                print(*describe_misses(scores.full), "", sep="\n")


def move_floors(floors: dict[str, float], figures: dict[str, float], *, accepted: list[str], lift: bool) -> dict:
    """Write the floors that are to move, tell of them, and give back those that hold now."""
    moved = accept_drops(floors, figures, accepted)
    if lift:
        moved = raise_floors(moved, figures)
    if moved != floors:
        write_floors(moved)
        print(*describe_changes(floors, moved), sep="\n", file=sys.stderr)
    return moved


def main(arguments: list[str]) -> int:
    """Report, move floors, check them; 1 if a figure lies below its floor, 2 for what cannot be read or accepted."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    pinned = measure_pinned()
    figures = name_figures(pinned)
    try:
        further = {path.name: measure_file(path) for path in options.files}
        floors = move_floors(read_floors(), figures, accepted=options.accept_drop, lift=options.lift)
    except (OSError, ValueError) as trouble:
        parser.error(str(trouble))
    if options.json:
        print(json.dumps(figures | name_figures(further), indent=2))
    else:
        print_reports({**pinned, **further}, misses=options.misses)
    drops = find_drops(floors, figures)
    print(*describe_drops(drops), f"{len(drops)} figures below their floors", sep="\n", file=sys.stderr)
    return 1 if drops else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
