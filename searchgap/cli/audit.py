"""`searchgap audit`: search, classify, judge, keep, print."""

from pathlib import Path
from typing import Annotated

import typer

from searchgap.cli.options import (
    BrandOption,
    CountryOption,
    DepthOption,
    FailOnOption,
    FormatOption,
    GateOption,
    LanguageOption,
    OutputOption,
    ProviderOption,
    QueryOption,
    TableOption,
    TopicOption,
    select,
)
from searchgap.cli.session import Session

_RUN = "How it runs"


def audit(
    session: Session,
    provider: ProviderOption = None,
    brand: BrandOption = None,
    topic: TopicOption = None,
    query: QueryOption = None,
    depth: DepthOption = None,
    country: CountryOption = None,
    language: LanguageOption = None,
    max_age: Annotated[
        str | None,
        typer.Option(metavar="AGE", help="Reuse stored answers no older than this: 7d, 12h.", rich_help_panel=_RUN),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Finish the last interrupted audit.", rich_help_panel=_RUN)
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan and its cost; search nothing.", rich_help_panel=_RUN)
    ] = False,
    max_cost: Annotated[
        str | None, typer.Option(metavar="USD", help="Spend no more than this, by list price.", rich_help_panel=_RUN)
    ] = None,
    fill: Annotated[
        bool,
        typer.Option(
            "--fill", help="Pay for a further page where one holds fewer results than asked for.", rich_help_panel=_RUN
        ),
    ] = False,
    concurrency: Annotated[
        int, typer.Option(min=1, max=500, metavar="N", help="Searches under way at once.", rich_help_panel=_RUN)
    ] = 10,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the answers as a recording.", rich_help_panel=_RUN)
    ] = None,
    format_name: FormatOption = "terminal",
    table: TableOption = "results",
    output: OutputOption = None,
    gate: GateOption = False,
    fail_on: FailOnOption = None,
) -> int | None:
    """Search the problem queries, tell who owns each result, and print where the company is absent.

    Every answer is kept in the history file the moment it arrives, so nothing is paid for twice.
    """
    selection = select(
        provider=provider, brand=brand, topic=topic, query=query, depth=depth, country=country, language=language
    )
    if dry_run:
        from searchgap.cli.planning import make_plan, print_plan  # noqa: PLC0415 - start-up stays light

        print_plan(session, make_plan(session.load_config(), selection), format_name)
        return None
    from searchgap.cli.gating import expect_gates, read_gating  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.output import Reports  # noqa: PLC0415
    from searchgap.cli.running import Run, read_limits, read_spending  # noqa: PLC0415

    limits = read_limits(max_age=max_age, concurrency=concurrency)
    spending = read_spending(max_cost=max_cost, fill=fill)
    reports = Reports(session, format_name=format_name, table=table, output=output)
    config = session.load_config()
    gating = read_gating(config, gate=gate, fail_on=fail_on)
    expect_gates(gating, reports.formats)
    run = Run(session, config, limits, spending, gating)
    return run.resume(reports, record) if resume else run.start(selection, reports, record)
