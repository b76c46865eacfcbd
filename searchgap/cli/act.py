"""`searchgap act`: the log of what was done about gaps, and what was seen after it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from searchgap.cli.command import Group
from searchgap.cli.options import complete_brand, format_option, output_option
from searchgap.cli.session import Session, print_lines
from searchgap.errors import UsageError
from searchgap.report.formats import EFFECTS

if TYPE_CHECKING:
    from searchgap.cli.acting import Log
    from searchgap.model.action import Action

_FORMATS = ("terminal", "json", "csv")
_MOST_WARNINGS = 5


def list_actions(
    session: Session,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="NAME",
            help="How to print it: terminal, json or csv.",
            autocompletion=lambda: list(_FORMATS),
        ),
    ] = "terminal",
) -> None:
    """List what was done, by day. As csv it can be edited and imported elsewhere."""
    if format_name not in _FORMATS:
        raise UsageError(f'a log has no format "{format_name}"', hint=f"choose one of {', '.join(_FORMATS)}")
    from searchgap.cli.action_lists import LISTS  # noqa: PLC0415 - start-up stays light

    with session.open_existing_history() as stored:
        actions = stored.actions()
    if not actions:
        session.say('nothing is logged yet; log what was done with: searchgap act add --query "…" --what "…"')
    print_lines(LISTS[format_name](actions, session.layout()))


def add_action(
    session: Session,
    query: Annotated[str, typer.Option("--query", metavar="TEXT", help="The query it was done about.")],
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help="What was done, in your words.")],
    url: Annotated[str, typer.Option("--url", metavar="URL", help="The page it was done on.", show_default=False)] = "",
    cost: Annotated[
        list[str] | None,
        typer.Option(
            "--cost",
            metavar="COST",
            help="What it took: time such as 2h or 45m, money such as '40 EUR'; repeatable.",
        ),
    ] = None,
    day: Annotated[
        str,
        typer.Option("--on", metavar="DATE", help="The day it was done; today (UTC) if not named.", show_default=False),
    ] = "",
    brand: Annotated[
        str,
        typer.Option(
            "--brand",
            "-b",
            metavar="NAME",
            help="Whom it was done for; if not named, the brand whose query it is.",
            autocompletion=complete_brand,
            show_default=False,
        ),
    ] = "",
) -> None:
    """Log one thing that was done about a query. What was seen after it: `searchgap act effect`."""
    from searchgap.cli.acting import Deed, Log  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.action_lists import lay_out_entry  # noqa: PLC0415
    from searchgap.cli.costs import read_costs  # noqa: PLC0415

    deed = Deed(query=query, what=what, day=day, url=url, brand=brand, cost=read_costs(cost or ()))
    config = session.load_config_if_any()
    with session.open_history() as stored:
        log = Log(stored, config)
        entry = log.make_entry(deed)
        added = log.add(entry)
    _warn(session, log)
    if not added:
        session.say(f"this is logged already, as {entry.id}")
    print_lines(lay_out_entry(entry))


def import_actions(
    session: Session,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv",
            help="Columns date, query, what, and perhaps url, brand, hours, money, currency; - for standard input.",
        ),
    ],
) -> None:
    """Log every row of a CSV, or none if a line is wrong. A row that is logged already stays one."""
    from searchgap.cli.acting import Log  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.action_csv import read_entries, read_text  # noqa: PLC0415

    text = read_text(source)
    config = session.load_config_if_any()
    with session.open_history() as stored:
        log = Log(stored, config)
        entries = read_entries(text, str(source), log)
        new = log.add_all(entries)
    _warn(session, log)
    were = "1 action is new" if new == 1 else f"{new} actions are new"
    session.say(f"{were}, {len(entries) - new} were logged already")


def remove_action(
    session: Session,
    action_id: Annotated[str, typer.Argument(metavar="ID", help="The id, or the beginning of it.")],
) -> None:
    """Take an action out of the log, and print it, so that it can be added again."""
    from searchgap.cli.action_lists import lay_out_entry  # noqa: PLC0415 - start-up stays light

    with session.open_existing_history() as stored:
        entry = _find_action(stored.actions(), action_id.strip().lower())
    with session.open_history() as stored:
        stored.remove_action(entry.id)
    session.say(f"removed {entry.id}")
    print_lines(lay_out_entry(entry))


def _find_action(actions: "tuple[Action, ...]", beginning: str) -> "Action":
    found = [action for action in actions if beginning and action.id.startswith(beginning)]
    if not found:
        raise UsageError(f'no action has the id "{beginning}"', hint="list them with: searchgap act list")
    if len(found) > 1:
        raise UsageError(
            f'"{beginning}" is the beginning of several ids', hint=f"one of {', '.join(action.id for action in found)}"
        )
    return found[0]


def show_effect(
    session: Session,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only what was done from this day on.")
    ] = None,
    brand: Annotated[
        list[str] | None,
        typer.Option(
            "--brand",
            "-b",
            metavar="NAME",
            help="Only what was done for this brand; repeatable.",
            autocompletion=complete_brand,
        ),
    ] = None,
    format_name: Annotated[str, format_option(EFFECTS.suffixes)] = "terminal",
    output: Annotated[list[Path] | None, output_option(EFFECTS.suffixes.values())] = None,
) -> None:
    """Show where the query of each action stood before and after, beside noise and untouched queries. No searches.

    A move no larger than those of quiet weeks is called noise. Nothing here says that a move came from an action: only
    that it was seen after it, and what queries did meanwhile on which nobody acted.
    """
    from searchgap.cli.effects import choose_actions, measure_effects  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.output import Sheets  # noqa: PLC0415
    from searchgap.report.effect.view import build_effect_view  # noqa: PLC0415

    sheets = Sheets(session, EFFECTS, format_name=format_name, output=output)
    config = session.load_config_if_any()
    with session.open_existing_history() as stored:
        asked = choose_actions(stored.actions(), since=since, brands=brand or ())
        sheets.write(build_effect_view(measure_effects(stored, asked, config)))


def _warn(session: Session, log: "Log") -> None:
    warnings = list(log.warnings)
    for warning in warnings[:_MOST_WARNINGS]:
        session.say(f"warning: {warning}")
    if len(warnings) > _MOST_WARNINGS:
        session.say(f"warning: the same of {len(warnings) - _MOST_WARNINGS} more queries")


ACT = Group(
    help="Log what was done about gaps, and see what happened after it.",
    commands=(
        ("list", list_actions),
        ("add", add_action),
        ("import", import_actions),
        ("remove", remove_action),
        ("effect", show_effect),
    ),
)
