"""`searchgap schema`: the JSON Schema of the configuration or of the JSON report."""

import json
from typing import Annotated

import typer

from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError


def schema(
    session: Session,  # noqa: ARG001 - every command is given one
    of: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="What to describe: config or report.", autocompletion=lambda: ["config", "report"]
        ),
    ] = "config",
) -> None:
    """Print a JSON Schema: of the configuration, so that editors complete and check it, or of the JSON report."""
    match of:
        case "config":
            from searchgap.config.json_schema import config_schema as describe  # noqa: PLC0415 - only one is needed
        case "report":
            from searchgap.report.json_schema import report_schema as describe  # noqa: PLC0415
        case _:
            raise UsageError(f'there is no schema of "{of}"', hint="choose config or report")
    print_lines([json.dumps(describe(), indent=2) + "\n"])
