"""`searchgap trend`: whether the numbers move, over all stored audits."""

from pathlib import Path
from typing import Annotated

import typer

from searchgap.cli.options import BrandOption, TopicOption, format_option, output_option
from searchgap.cli.session import Session
from searchgap.report.formats import TRENDS

_WHICH = "Which audits"


def trend(
    session: Session,
    brand: BrandOption = None,
    topic: TopicOption = None,
    query: Annotated[
        list[str] | None, typer.Option("--query", metavar="TEXT", help="Follow this query by itself; repeatable.")
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            "-m",
            metavar="NAME",
            help="Follow this metric instead of coverage, places, share_of_voice and gap_score; repeatable.",
        ),
    ] = None,
    last: Annotated[
        int | None, typer.Option("--last", min=1, metavar="N", help="Only the last N audits.", rich_help_panel=_WHICH)
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="Only audits from this day on, such as 2026-09-01.", rich_help_panel=_WHICH
        ),
    ] = None,
    format_name: Annotated[str, format_option(TRENDS.suffixes)] = "terminal",
    output: Annotated[list[Path] | None, output_option(TRENDS.suffixes.values())] = None,
) -> None:
    """Show how the numbers of the stored audits move, brand by brand and topic by topic, with the goals. No searches.

    Only audits that searched alike stand in one curve; an audit that measured nothing is a hole in it. Where the list
    of queries changed, a second curve shows the searches that all of them made.
    """
    from searchgap.cli.output import Sheets  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.trending import choose_audits, follow, read_wish  # noqa: PLC0415

    wish = read_wish(brands=brand, topics=topic, queries=query, metrics=metric)
    sheets = Sheets(session, TRENDS, format_name=format_name, output=output)
    config = session.load_config_if_any()
    with session.open_existing_history() as stored:
        sheets.write(follow(stored, choose_audits(stored, last=last, since=since), wish, config))
