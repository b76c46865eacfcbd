"""Gates on the command line: which there are, what changes are counted from, and the exit code they end in."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from searchgap.cli import github
from searchgap.cli.judging import reads_pages
from searchgap.cli.session import say
from searchgap.cli.snapshots import Snapshots
from searchgap.config.complaints import MistakeError, UnknownNameError
from searchgap.config.conditions import read_condition
from searchgap.errors import UsageError
from searchgap.history.store import History
from searchgap.history.summaries import AuditSummary
from searchgap.model.audit import Audit, AuditRun
from searchgap.model.config import Config
from searchgap.model.gate import EarlierAudit, GateOutcome, GateReport
from searchgap.model.goal import Gates, Scope, Threshold
from searchgap.model.query import Plan, Query
from searchgap.model.snapshot import Snapshot
from searchgap.report.gates import GateRow
from searchgap.report.rows import ReportView
from searchgap.rules.gates import judge_gates, needs_earlier
from searchgap.rules.pairing import pair_alike

TOO_LITTLE_MEASURED = 4
BREACHED = 10

_EXIT_CODES = {
    GateOutcome.MET: None,
    GateOutcome.NOT_JUDGED: TOO_LITTLE_MEASURED,
    GateOutcome.BREACHED: BREACHED,
}
_NAMES: Mapping[str, Callable[[Query], str | None]] = {
    "brand": attrgetter("brand"),
    "topic": attrgetter("topic"),
    "query": attrgetter("text"),
}
_MOST_LOOKED_AT = 20
_MOST_SAID = 10
_HOW_TO = 'add gates to the configuration, or name a condition: --fail-on "coverage < 0.3"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """The gates of one command.

    Attributes:
        gates: those of the configuration, then those of the command line.
        typed: those of the command line.
        decide: whether the exit code tells how they ended.
    """

    gates: Gates
    typed: tuple[Threshold, ...]
    decide: bool

    def check(self, plan: Plan) -> None:
        """Refuse a condition typed about something that is not searched.

        Raises:
            UsageError: its brand, topic or query is not in the plan.
        """
        for threshold in self.typed:
            if unknown := _find_unknown(threshold.scope, plan.queries):
                mistake = UnknownNameError(*unknown)
                raise UsageError(
                    f"--fail-on {threshold.expression}: {mistake.problem}",
                    hint="see what is searched: searchgap queries",
                )

    def judge(self, audit: Audit, history: History, config: Config | None) -> GateReport | None:
        """How the gates ended; None where there are none.

        Raises:
            HistoryError: an earlier audit cannot be read.
        """
        if self.gates == Gates():
            return None
        found = _find_earlier(history, audit.run, self.gates) if needs_earlier(self.gates) else None
        if found is None:
            return judge_gates(self.gates, audit)
        before = Snapshots(history, config).standing(found.id)
        paired = pair_alike(before, Snapshot(audit=audit, pages={}), reads_pages)
        earlier = EarlierAudit(id=found.id, started_at=found.started_at)
        return judge_gates(self.gates, audit, earlier=earlier, paired=paired)

    def conclude(self, view: ReportView) -> int | None:
        """Tell how the gates of a written report ended, to the user or to GitHub, and give the exit code."""
        if not self.decide or view.gates is None:
            return None
        if github.is_running():
            github.print_annotations(view.gates)
        else:
            for line in _list_failing(view.gates.worst_first):
                say(line)
        github.append_summary(view)
        return _EXIT_CODES[view.gates.outcome]


def read_gating(config: Config | None, *, gate: bool, fail_on: list[str] | None) -> Gating:
    """The gates of the configuration with those typed.

    Raises:
        UsageError: a condition cannot be read, or gates are to decide and there are none.
    """
    configured = config.gates if config else Gates()
    typed = tuple(map(_read_condition, fail_on or ()))
    gates = Gates(min_measured=configured.min_measured, fail_on=(*configured.fail_on, *typed))
    if gate and gates == Gates():
        raise UsageError("there are no gates to judge", hint=_HOW_TO)
    return Gating(gates=gates, typed=typed, decide=gate or bool(typed))


def expect_gates(gating: Gating, formats: Collection[str]) -> None:
    """Refuse to write a report that consists of gates where there are none.

    Raises:
        UsageError: it would be empty.
    """
    if "junit" in formats and gating.gates == Gates():
        raise UsageError("a JUnit report holds gates, and there are none", hint=_HOW_TO)


def _read_condition(text: str) -> Threshold:
    try:
        return read_condition(" ".join(text.split()))
    except MistakeError as mistake:
        lines = [f"--fail-on: {mistake.problem}", *(f"      {line}" for line in mistake.excerpt)]
        raise UsageError("\n".join(lines), hint='such as --fail-on "coverage[topic=comparison] < 0.3"') from mistake


def _find_unknown(scope: Scope, queries: Iterable[Query]) -> tuple[str, str, Collection[str]] | None:
    """The first of brand, topic and query that no query has, by kind and name, with those that there are."""
    left = list(queries)
    for kind, read in _NAMES.items():
        wanted = getattr(scope, kind)
        known = list(dict.fromkeys(name for name in map(read, left) if name is not None))
        if wanted is not None and wanted not in known:
            return kind, wanted, known
        left = [query for query in left if wanted in {None, read(query)}]
    return None


def _find_earlier(history: History, run: AuditRun, gates: Gates) -> AuditSummary | None:
    """The baseline if it is earlier; else, of the audits before, the last that planned the most of the same searches.

    Audits of which too little was measured to judge a gate are passed over, unless one is the baseline.
    """
    before = [audit for audit in history.audits() if audit.started_at < run.started_at]
    baseline = history.baseline()
    for audit in before:
        if audit.id == baseline:
            return audit
    measured = [one for one in before if one.tally.measured and gates.can_judge(one.tally.measured, one.tally.planned)]
    wanted = {request.key for request in run.plan.requests}
    series = history.series()
    most, best = 0, None
    for audit in reversed(measured[-_MOST_LOOKED_AT:]):
        shared = sum(request.key in wanted for request in series.run(audit.id).plan.requests)
        if shared > most:
            most, best = shared, audit
        if most == len(wanted):
            break
    return best


def _list_failing(rows: Iterable[GateRow]) -> Iterator[str]:
    failing = [row for row in rows if row.fails]
    for row in failing[:_MOST_SAID]:
        whom = f" ({row.whom})" if row.whom else ""
        yield f"gate {row.result.replace('_', ' ')}: {row.label}{whom}: {row.reason}"
    if len(failing) > _MOST_SAID:
        yield f"and {len(failing) - _MOST_SAID:,} more"
