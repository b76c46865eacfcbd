"""Start searchgap as a program: the console script and `python -m searchgap` both arrive here."""

import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    from searchgap.cli.app import run  # noqa: PLC0415 - importing this module must start nothing

    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us, who wants to hear nothing there
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    try:
        code: object = run()
    except SystemExit as ended:
        code = ended.code
    _leave(code if isinstance(code, int) else int(code is not None))


def _leave(code: int) -> NoReturn:
    """End the process once everything is written.

    Files and databases are closed by whoever opened them. To take down what is left piece by piece, as the interpreter
    would, is a tenth of the work of a command that reads many audits.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            pass  # a reader who has gone wants no more
        except (OSError, ValueError):
            code = code or 1
    os._exit(code)


if __name__ == "__main__":
    main()
