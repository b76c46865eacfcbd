"""Start searchgap as a program: the console script and `python -m searchgap` both arrive here."""

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    from searchgap.cli.app import run  # noqa: PLC0415 - importing this module must start nothing

    sys.exit(run())


if __name__ == "__main__":
    main()
