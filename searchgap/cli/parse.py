"""`searchgap parse`: the organic results in saved result pages and replies."""

from pathlib import Path
from typing import Annotated

import typer

from searchgap.cli.session import Session, print_lines


def parse(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False)],
    engine: Annotated[str, typer.Option(metavar="NAME", help="Whose page or reply it is; auto finds out.")] = "auto",
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="NAME", help="How to print it: terminal, json or jsonl.")
    ] = "terminal",
) -> None:
    """Read the organic results out of result pages saved from a browser, provider replies or rank-tracker CSV.

    Nothing is fetched. A captcha or consent page is blocked, a page without hits is empty, anything else unparsed:
    never an empty success. To audit a folder of such files, use the provider saved.
    """
    from searchgap.cli import parsing  # noqa: PLC0415 - start-up stays light

    layout = parsing.find_layout(format_name)
    found = [(file, list(parsing.read_file(file, engine))) for file in files]
    print_lines(layout(found, session.layout()))
