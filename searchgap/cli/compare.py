"""`searchgap compare`: one stored audit held against another."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from searchgap.cli.options import complete_audit, format_option, output_option
from searchgap.cli.session import Session
from searchgap.report.formats import COMPARISONS

_TABLES = ("queries", "owners", "results", "summary")
_AUDIT = "an id, the beginning of one, latest, previous, baseline, or a date (the last audit on or before it)"


def compare(
    session: Session,
    before: Annotated[
        str | None,
        typer.Argument(
            metavar="BEFORE",
            help=f"The earlier audit: {_AUDIT}; if not named, the baseline, or previous where none is set.",
            autocompletion=complete_audit,
        ),
    ] = None,
    after: Annotated[
        str,
        typer.Argument(metavar="AFTER", help="The later audit, named like BEFORE.", autocompletion=complete_audit),
    ] = "latest",
    force: Annotated[
        bool, typer.Option("--force", help="Compare what can be compared of unlike runs, and mark it.")
    ] = False,
    format_name: Annotated[str, format_option(COMPARISONS.suffixes)] = "terminal",
    table: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Which CSV table: queries, owners, results or summary.",
            autocompletion=lambda: list(_TABLES),
            rich_help_panel="Output",
        ),
    ] = "queries",
    output: Annotated[list[Path] | None, output_option(COMPARISONS.suffixes.values())] = None,
) -> None:
    """Show what changed between two stored audits: states, ranks, places and results. Nothing is searched.

    Every query is compared with itself, and only where both audits measured it. A change no larger than those between
    earlier audits in which nobody acted is called noise. Unlike runs (provider, engine, market, depth) are refused.
    """
    from searchgap.cli.comparing import Choice, compare_stored  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.output import Sheets  # noqa: PLC0415
    from searchgap.report.comparison.csv_report import find_comparison_table  # noqa: PLC0415
    from searchgap.report.comparison.view import build_comparison_view  # noqa: PLC0415

    find_comparison_table(table)
    sheets = Sheets(session, COMPARISONS, format_name=format_name, table=table, output=output)
    config = session.load_config_if_any()
    with session.open_existing_history() as stored:
        choice = Choice.of(stored, before, after)
        comparison = compare_stored(stored, choice, config, anyhow=force)
        sheets.write(build_comparison_view(comparison, now=datetime.now(UTC)))
