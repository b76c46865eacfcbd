"""An audit from the command line: started or resumed, watched, kept, judged and reported."""

import asyncio
import gc
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import searchgap
from searchgap.auditor import Auditor, Limits, Progress
from searchgap.cli.command import INTERRUPTED
from searchgap.cli.gating import Gating
from searchgap.cli.output import Reports
from searchgap.cli.planning import make_plan
from searchgap.cli.progress import show_progress
from searchgap.cli.session import Session, say
from searchgap.errors import UsageError
from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.config import Config
from searchgap.model.provider import ProviderSettings
from searchgap.model.query import Plan
from searchgap.model.serp import SearchOutcome, Serp
from searchgap.report.write import write_report
from searchgap.rules.plan import Selection
from searchgap.search.base import Opening, SerpSource
from searchgap.search.budget import Budget
from searchgap.search.recording import write_recording
from searchgap.search.registry import find_provider

if TYPE_CHECKING:
    from searchgap.rules.judge import Judge

NOTHING_SEARCHED = 3

_AGE = re.compile(r"([0-9]+)\s*(m|h|d|w)\Z")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LONGEST_AGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What a run may spend.

    Attributes:
        max_cost: most US dollars; None without a cap.
        fill: whether further pages may be asked for where one holds fewer results than asked for.
    """

    max_cost: Decimal | None
    fill: bool


def read_limits(*, max_age: str | None, concurrency: int) -> Limits:
    """How a run goes, from what was typed.

    Raises:
        UsageError: the age cannot be understood.
    """
    return Limits(concurrency=concurrency, max_age=None if max_age is None else _read_age(max_age))


def read_spending(*, max_cost: str | None, fill: bool) -> Spending:
    """What a run may spend, from what was typed.

    Raises:
        UsageError: the amount cannot be understood.
    """
    return Spending(max_cost=None if max_cost is None else _read_money(max_cost), fill=fill)


def _read_age(text: str) -> timedelta:
    found = _AGE.match(text.strip().lower())
    if found is None or int(found.group(1)) > _LONGEST_AGE:
        raise UsageError(f'"{text}" is not an age', hint="write a number and a unit: 30m, 12h, 7d or 2w")
    return timedelta(**{_UNITS[found.group(2)]: int(found.group(1))})


def _read_money(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip().removeprefix("$"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise UsageError(f'"{text}" is not an amount of money', hint="write US dollars, such as --max-cost 2.50")
    return amount


class _Hearing:
    """Judges outcomes as they are kept, while other searches wait for the network, and lets somebody watch."""

    def __init__(self, progress: Progress, plan: Plan, config: Config) -> None:
        self._progress = progress
        self._plan = plan
        self._config = config
        self._heard: list[SearchOutcome] = []
        self._judge: Judge | None = None
        self._loading = Thread(target=_load_what_follows, daemon=True)
        self._loading.start()

    def start(self, planned: int) -> None:
        """A run of so many searches begins."""
        self._progress.start(planned)

    def advance(self, outcome: SearchOutcome) -> None:
        """One search is over; it is judged as soon as what that takes is loaded."""
        self._progress.advance(outcome)
        self._heard.append(outcome)
        if not self._loading.is_alive():
            self.end()

    def end(self) -> "Judge":
        """The judge, who has taken everything heard."""
        from searchgap.cli.judging import Bench  # noqa: PLC0415 - loaded while searches wait

        self._loading.join()
        self._judge = self._judge or Bench(self._config).judge_of(self._plan)
        for outcome in self._heard:
            self._judge.take(outcome)
        self._heard.clear()
        return self._judge


def _load_what_follows() -> None:
    """Everything that is needed after the searches; it takes as long as a search or two."""
    for name in ("searchgap.cli.concluding", "searchgap.report.view", "searchgap.report.terminal_report"):
        import_module(name)
    import_module("searchgap.cli.judging").load_tables()


class Run:
    """One audit of one session."""

    def __init__(self, session: Session, config: Config, limits: Limits, spending: Spending, gating: Gating) -> None:
        self._session = session
        self._config = config
        self._limits = limits
        self._spending = spending
        self._gating = gating

    def start(self, selection: Selection, reports: Reports, record: Path | None) -> int | None:
        """Run a new audit and return the exit code."""
        plan = make_plan(self._config, selection)
        self._gating.check(plan)
        sources = self._open_sources(plan)
        run = AuditRun(
            id=secrets.token_hex(4),
            started_at=_now(),
            finished_at=None,
            version=searchgap.__version__,
            config_digest=self._config.digest,
            plan=plan,
            outcomes={},
        )
        with self._session.open_history() as history:
            history.start(run)
            return self._run(run, history, sources, reports, record)

    def resume(self, reports: Reports, record: Path | None) -> int | None:
        """Finish the last interrupted audit and return the exit code."""
        with self._session.open_history() as history:
            audit_id = history.unfinished()
            if audit_id is None:
                raise UsageError("no audit was interrupted", hint="start a new one with: searchgap audit")
            run = history.resume(audit_id)
            self._gating.check(run.plan)
            answered = sum(isinstance(outcome, Serp) for outcome in run.outcomes.values())
            self._session.say(f"resuming audit {run.id}: {answered} of {len(run.plan.requests)} searches are answered")
            return self._run(run, history, self._open_sources(run.plan), reports, record)

    def _run(
        self,
        run: AuditRun,
        history: History,
        sources: Mapping[str, SerpSource],
        reports: Reports,
        record: Path | None,
    ) -> int | None:
        with show_progress(self._session) as progress:
            hearing = _Hearing(progress, run.plan, self._config)
            auditor = Auditor(history=history, sources=sources, clock=_now, progress=hearing)
            gc.enable()  # failed calls leave garbage that holds on to itself
            gc.set_threshold(50_000, 20, 20)
            try:
                finished = asyncio.run(auditor.run(run, self._limits))
            except KeyboardInterrupt:
                say(f"interrupted: what was answered is kept in {self._session.history_file()}")
                say("  hint: finish it with: searchgap audit --resume")
                return INTERRUPTED
        if record is not None:
            in_order = (finished.outcomes.get(request.key) for request in finished.plan.requests)
            serps = (outcome for outcome in in_order if isinstance(outcome, Serp))
            origin = f"recorded {finished.started_at:%Y-%m-%d} with searchgap {finished.version}"
            write_report(write_recording(serps, origin=origin), str(record))
            self._session.say(f"wrote {record}")
        from searchgap.cli.concluding import conclude  # noqa: PLC0415 - loaded while searches wait

        audit = hearing.end().sum_up(finished)
        decided = conclude(audit, history, self._config, self._gating, reports)
        return decided if audit.tally.measured else NOTHING_SEARCHED

    def _open_sources(self, plan: Plan) -> Mapping[str, SerpSource]:
        """A source for every provider of a plan; trouble with a setting shows here, before anything is spent."""
        names = dict.fromkeys(request.provider for request in plan.requests)
        settings = {name: self._config.providers.get(name) or ProviderSettings(name=name) for name in names}
        for name in names:
            if (spec := find_provider(name).spec).sunset:
                self._session.say(f"warning: {spec.title} ends on {spec.sunset}; choose another: searchgap providers")
        budget = Budget(self._spending.max_cost, {name: one.max_cost for name, one in settings.items()})
        return {
            name: find_provider(name).open(
                Opening(
                    settings=settings[name],
                    folder=self._config.path.parent,
                    environment=os.environ,
                    budget=budget,
                    fill=self._spending.fill,
                )
            )
            for name in names
        }


def _now() -> datetime:
    return datetime.now(UTC)
