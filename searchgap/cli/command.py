"""How functions become commands, alone or in groups: the common options, and errors as words and exit codes."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from searchgap.cli.session import DEFAULT_CONFIG, Session, colour_wanted, say
from searchgap.errors import SearchgapError

INTERRUPTED = 130

Command = Callable[..., int | None]

_COMMON = "Everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Commands under one name.

    Attributes:
        help: what they are about.
        commands: by name; the bare name of the group does the first.
    """

    help: str
    commands: tuple[tuple[str, Command], ...]


class _GroupWithFirst(TyperGroup):
    """Takes a line that names none of its commands for the first of them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer hides where its type is from
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else [*list(self.commands)[:1], *args])


def _common_options(
    config: Annotated[
        Path, typer.Option("--config", "-c", metavar="FILE", help="The configuration.", rich_help_panel=_COMMON)
    ] = DEFAULT_CONFIG,
    history: Annotated[
        Path | None,
        typer.Option(
            "--history",
            metavar="FILE",
            envvar="SEARCHGAP_HISTORY",
            help="The history file; .searchgap/history.db beside the configuration if not named.",
            show_default=False,
            rich_help_panel=_COMMON,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but errors.", rich_help_panel=_COMMON)
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more on standard error.", rich_help_panel=_COMMON)
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Use no colour.", rich_help_panel=_COMMON)] = False,
) -> Session:
    return Session(
        config_path=config,
        history_path=history,
        quiet=quiet,
        verbose=verbose,
        colour=not no_color and colour_wanted(),
    )


_COMMON_PARAMETERS = tuple(inspect.signature(_common_options).parameters.values())


def add_group(app: typer.Typer, name: str, group: Group, *, panel: str) -> None:
    """Make the group a command whose own commands follow its name."""
    inner = typer.Typer(cls=_GroupWithFirst, context_settings={"help_option_names": ["--help", "-h"]})
    for own_name, function in group.commands:
        add_command(inner, own_name, function, panel="Commands")
    app.add_typer(inner, name=name, help=group.help, rich_help_panel=panel)


def add_command(app: typer.Typer, name: str, function: Command, *, panel: str) -> None:
    """Make `function(session, …)` a command whose further parameters are its own options.

    It returns its exit code, or None for 0. A `SearchgapError` it raises is said on standard error.
    """
    own = tuple(inspect.signature(function).parameters.values())[1:]

    @functools.wraps(function)
    def run(**arguments: Any) -> None:  # noqa: ANN401 - whatever the options of the command are
        common = {parameter.name: arguments.pop(parameter.name) for parameter in _COMMON_PARAMETERS}
        session = _common_options(**common)
        raise typer.Exit(_run_safely(functools.partial(function, session, **arguments), session) or 0)

    parameters = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in (*own, *_COMMON_PARAMETERS)]
    del run.__wrapped__  # or the signature below would not be looked at
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # as inspect documents it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app.command(name, rich_help_panel=panel)(run)


def _run_safely(command: Callable[[], int | None], session: Session) -> int | None:
    try:
        return command()
    except SearchgapError as error:
        say(f"error: {error.message}")
        if error.hint:
            say(f"  hint: {error.hint}")
        return error.exit_code
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except Exception as error:
        if session.verbose:
            raise
        say(f"error: searchgap failed unexpectedly: {type(error).__name__}: {error}")
        say("  hint: run it again with --verbose and report what it prints")
        return 1
