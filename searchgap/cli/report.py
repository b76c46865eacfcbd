"""`searchgap report`: a stored audit again, under today's rules."""

from searchgap.cli.options import AuditArgument, FailOnOption, FormatOption, GateOption, OutputOption, TableOption
from searchgap.cli.session import Session


def report(
    session: Session,
    audit: AuditArgument = "latest",
    format_name: FormatOption = "terminal",
    table: TableOption = "results",
    output: OutputOption = None,
    gate: GateOption = False,
    fail_on: FailOnOption = None,
) -> int | None:
    """Print a stored audit in any format. Nothing is searched.

    Facts are stored, verdicts are not: domains, competitors, owners and weights count as they are configured today.
    """
    from searchgap.cli.concluding import conclude  # noqa: PLC0415 - start-up stays light
    from searchgap.cli.gating import expect_gates, read_gating  # noqa: PLC0415
    from searchgap.cli.judging import judge_today  # noqa: PLC0415
    from searchgap.cli.output import Reports  # noqa: PLC0415

    config = session.load_config_if_any()
    reports = Reports(session, format_name=format_name, table=table, output=output)
    gating = read_gating(config, gate=gate, fail_on=fail_on)
    expect_gates(gating, reports.formats)
    with session.open_existing_history() as stored:
        run = stored.load(stored.resolve(audit))
        gating.check(run.plan)
        return conclude(judge_today(run, config), stored, config, gating, reports)
