"""The program: its commands in their groups, and the way in."""

import gc
import sys

import searchgap


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        # Answered before the command line is built, because scripts ask it often.
        sys.stdout.write(f"searchgap {searchgap.__version__}\n")
        return 0
    # Almost everything a command makes lives until it ends, so that looking for garbage finds none and takes an eighth
    # of the time. Calls over the network leave some, and an audit looks for it.
    gc.disable()
    from searchgap.cli.commands import build_app  # noqa: PLC0415 - see above

    result = build_app()(arguments, prog_name="searchgap", standalone_mode=True)
    return int(result or 0)
