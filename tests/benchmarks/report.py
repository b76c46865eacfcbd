"""How long reports of 10,000 queries with ten results each take, and how much memory. By hand, as a script.

Each format runs in a process of its own, so that its peak memory, audit and view included, is its own.
"""

import resource
import runpy
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from searchgap.model.gap import State
from searchgap.report.base import Layout
from searchgap.report.csv_tables import CSV_TABLES
from searchgap.report.registry import FORMATS, find_format
from searchgap.report.view import build_view
from searchgap.report.write import write_report

QUERIES = 10_000
GOLDEN = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "audit.py"))


def build_audit():
    """One brand whose queries are measured but for one in fifty."""
    gaps = []
    for number in range(QUERIES):
        text = f"invented problem query number {number}"
        if number % 50 == 0:
            gaps.append(GOLDEN["judge"]("Inkwell", GOLDEN["fail"](text), State.UNMEASURED))
        else:
            gaps.append(
                GOLDEN["judge"]("Inkwell", GOLDEN["answer"](text, "crqbvmwdxc"), State.ABSENT, 100, weight=number)
            )
    return GOLDEN["audit_of"](GOLDEN["sum_up"]("Inkwell", gaps, {"Inkwell": 0.0, "Quill": 1.0}, (0.0, 0.01)))


def measure(name: str, table: str) -> None:
    """Build the view, render it to a file nobody keeps, and say what that took."""
    audit = build_audit()
    before = _peak()
    began = perf_counter()
    view = build_view(audit, now=GOLDEN["NOW"])
    built = perf_counter()
    write_report(find_format(name).render(view, Layout(table=table)), "/dev/null")
    ended = perf_counter()
    took = f"view {built - began:5.2f} s  format {ended - built:5.2f} s"
    print(f"{name:<9}{table:<8} {took}  audit {before:4.0f} MB  peak {_peak():4.0f} MB")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(*sys.argv[1:])
    else:
        for chosen in FORMATS:
            for csv_table in CSV_TABLES if chosen == "csv" else ["results"]:
                subprocess.run([sys.executable, __file__, chosen, csv_table], check=True)
