"""The table of commands. To add one, write its file and give it a line in `COMMANDS`."""

from typing import Annotated

import typer

import searchgap
from searchgap.cli import (
    act,
    audit,
    baseline,
    classify,
    compare,
    explain,
    history,
    init,
    owners,
    parse,
    providers,
    queries,
    report,
    schema,
    trend,
)
from searchgap.cli.command import Command, Group, add_command, add_group

_START, _AUDIT, _LOOK = "Start", "Audit", "Look things up"

COMMANDS: tuple[tuple[str, Command | Group, str], ...] = (
    ("init", init.init, _START),
    ("queries", queries.queries, _START),
    ("audit", audit.audit, _AUDIT),
    ("report", report.report, _AUDIT),
    ("compare", compare.compare, _AUDIT),
    ("trend", trend.trend, _AUDIT),
    ("baseline", baseline.BASELINE, _AUDIT),
    ("history", history.HISTORY, _AUDIT),
    ("act", act.ACT, _AUDIT),
    ("classify", classify.classify, _LOOK),
    ("explain", explain.explain, _LOOK),
    ("owners", owners.owners, _LOOK),
    ("parse", parse.parse, _LOOK),
    ("providers", providers.providers, _LOOK),
    ("schema", schema.schema, _LOOK),
)

_EPILOG = "Start with `searchgap init`, look at the plan with `searchgap queries`, then run `searchgap audit`."


def build_app() -> typer.Typer:
    """The command line with every command in it."""
    app = typer.Typer(
        help="Who owns the first ten results of your problem queries, and where is the company absent?",
        epilog=_EPILOG,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_global_options)
    for name, function, panel in COMMANDS:
        if isinstance(function, Group):
            add_group(app, name, function, panel=panel)
        else:
            add_command(app, name, function, panel=panel)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"searchgap {searchgap.__version__}")
        raise typer.Exit


def _global_options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass
