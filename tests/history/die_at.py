"""Takes care of a history in a process of its own that dies, or starves, on the way.

    python die_at.py STATEMENT BYTES prune HISTORY AUDIT_ID
    python die_at.py STATEMENT BYTES merge HISTORY OTHER
    python die_at.py STATEMENT BYTES import HISTORY EXPORTED

Kills itself, as `kill -9` would, when it is about to run an SQL statement that begins with STATEMENT, and may write no
file of more than BYTES; an empty argument means never and any. Trouble with the history is said as `trouble: …`.
"""

import os
import signal
import sqlite3
import sys
from pathlib import Path

from searchgap.errors import HistoryError
from searchgap.history import opening
from searchgap.history.importing import import_lines
from searchgap.history.merging import merge
from searchgap.history.pruning import prune


def main(statement: str, most_bytes: str, act: str, path: str, argument: str) -> None:
    if most_bytes:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(most_bytes), int(most_bytes)))

    class Mortal(sqlite3.Connection):
        """A connection whose process dies at the statement."""

        def __init__(self, *arguments: object, **settings: object) -> None:
            super().__init__(*arguments, **settings)
            if statement:
                self.set_trace_callback(die_at)

    def die_at(about_to_run: str) -> None:
        if about_to_run.startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    connect = sqlite3.connect
    opening.sqlite3.connect = lambda *given, **settings: connect(*given, **settings, factory=Mortal)
    match act:
        case "prune":
            prune(Path(path), [argument])
        case "merge":
            merge(Path(path), Path(argument))
        case "import":
            with Path(argument).open("rb") as lines:
                import_lines(Path(path), lines, Path(argument))
    print("done", flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except HistoryError as error:
        print(f"trouble: {error.message}", flush=True)
