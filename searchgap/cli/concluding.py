"""What follows the searches: goals and gates are judged, the report is written, and the exit code is known."""

from collections.abc import Iterable, Iterator

from searchgap.cli import github
from searchgap.cli.following import follow_goals
from searchgap.cli.gating import Gating
from searchgap.cli.judging import reads_pages
from searchgap.cli.output import Reports
from searchgap.cli.session import say
from searchgap.cli.snapshots import Snapshots
from searchgap.history.store import History
from searchgap.history.summaries import AuditSummary
from searchgap.model.audit import Audit, AuditRun
from searchgap.model.config import Config
from searchgap.model.gate import EarlierAudit, GateOutcome, GateReport
from searchgap.model.goal import Gates
from searchgap.model.snapshot import Snapshot
from searchgap.report.gates import GateRow
from searchgap.rules.gates import judge_gates, needs_earlier
from searchgap.rules.pairing import pair_alike

TOO_LITTLE_MEASURED = 4
BREACHED = 10

_EXIT_CODES = {
    GateOutcome.MET: None,
    GateOutcome.NOT_JUDGED: TOO_LITTLE_MEASURED,
    GateOutcome.BREACHED: BREACHED,
}
_MOST_LOOKED_AT = 20
_MOST_SAID = 10


def conclude(audit: Audit, history: History, config: Config | None, gating: Gating, reports: Reports) -> int | None:
    """Judge goals and gates, write the report, and give the exit code that the gates decide.

    Raises:
        HistoryError: an earlier audit cannot be read.
        OutputError: a file or standard output cannot be written.
    """
    gates = _judge_gates(audit, history, config, gating.gates)
    view = reports.write(audit, gates, follow_goals(history, audit, config))
    if not gating.decide or view.gates is None:
        return None
    if github.is_running():
        github.print_annotations(view.gates)
    else:
        for line in _list_failing(view.gates.worst_first):
            say(line)
    github.append_summary(view)
    return _EXIT_CODES[view.gates.outcome]


def _judge_gates(audit: Audit, history: History, config: Config | None, gates: Gates) -> GateReport | None:
    """How the gates ended; None where there are none."""
    if gates == Gates():
        return None
    found = _find_earlier(history, audit.run, gates) if needs_earlier(gates) else None
    if found is None:
        return judge_gates(gates, audit)
    before = Snapshots(history, config).standing_on_pages(found.id)
    paired = pair_alike(before, Snapshot(audit=audit, pages={}), reads_pages)
    return judge_gates(gates, audit, earlier=EarlierAudit(id=found.id, started_at=found.started_at), paired=paired)


def _find_earlier(history: History, run: AuditRun, gates: Gates) -> AuditSummary | None:
    """The baseline if it is earlier; else, of the audits before, the last that planned the most of the same searches.

    Where none planned any, it is the last that searched for one of the same texts: nothing is counted from it, but that
    tells another provider from a first run. Audits of which too little was measured to judge a gate are passed over,
    unless one is the baseline.
    """
    before = [audit for audit in history.audits() if audit.started_at < run.started_at]
    baseline = history.baseline()
    for audit in before:
        if audit.id == baseline:
            return audit
    measured = [one for one in before if one.tally.measured and gates.can_judge(one.tally.measured, one.tally.planned)]
    wanted = {request.key for request in run.plan.requests}
    texts = {request.text for request in run.plan.requests}
    series = history.series()
    most, best = (0, False), None
    for audit in reversed(measured[-_MOST_LOOKED_AT:]):
        requests = series.run(audit.id).plan.requests
        shared = (sum(one.key in wanted for one in requests), any(one.text in texts for one in requests))
        if shared > most:
            most, best = shared, audit
        if most[0] == len(wanted):
            break
    return best


def _list_failing(rows: Iterable[GateRow]) -> Iterator[str]:
    failing = [row for row in rows if row.fails]
    for row in failing[:_MOST_SAID]:
        whom = f" ({row.whom})" if row.whom else ""
        yield f"gate {row.result.replace('_', ' ')}: {row.label}{whom}: {row.reason}"
    if len(failing) > _MOST_SAID:
        yield f"and {len(failing) - _MOST_SAID:,} more"
