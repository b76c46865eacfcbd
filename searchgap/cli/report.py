"""`searchgap report`: a stored audit again, under today's rules."""

from searchgap.cli.options import AuditArgument, FormatOption, OutputOption, TableOption
from searchgap.cli.session import Session


def report(
    session: Session,
    audit: AuditArgument = "latest",
    format_name: FormatOption = "terminal",
    table: TableOption = "results",
    output: OutputOption = None,
) -> None:
    """Print a stored audit in any format. Nothing is searched.

    Facts are stored, verdicts are not: domains, competitors, owners and weights count as they are configured today.
    """
    from searchgap.cli.judging import judge_today  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.output import Reports  # noqa: PLC0415

    config = session.load_config_if_any()
    reports = Reports(session, format_name=format_name, table=table, output=output)
    with session.open_existing_history() as stored:
        reports.write(judge_today(stored.load(stored.resolve(audit)), config))
