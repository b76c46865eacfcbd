"""Actions held against stored audits: which audits are read for it, and where the report goes."""

from collections.abc import Iterable, Sequence

from searchgap.cli.acting import read_day
from searchgap.cli.judging import reads_pages
from searchgap.cli.snapshots import Snapshots
from searchgap.errors import UsageError
from searchgap.history.store import History
from searchgap.history.summaries import AuditSummary
from searchgap.model.action import Action
from searchgap.model.config import Config
from searchgap.model.effect import EffectReport, Window
from searchgap.report.registry import suggest
from searchgap.rules.controls import Controls
from searchgap.rules.effect import judge_effects, list_deeds
from searchgap.rules.noise import Noise
from searchgap.rules.template import fold_text
from searchgap.rules.windows import Timeline

_MOST_FOR_NOISE = 20


def choose_actions(log: Sequence[Action], *, since: str | None, brands: Sequence[str]) -> list[Action]:
    """The actions of the log that are asked about.

    Raises:
        UsageError: `since` is no day, or nothing was done for a brand.
    """
    first = read_day(since) if since is not None else None
    known = {action.brand.casefold(): action.brand for action in log if action.brand}
    for brand in brands:
        if brand.casefold() not in known:
            raise UsageError(f'the log has no action for a brand "{brand}"', hint=suggest(brand, known.values()))
    wanted = {brand.casefold() for brand in brands}
    return [
        action
        for action in log
        if (first is None or action.done_on >= first)
        and (not wanted or (action.brand is not None and action.brand.casefold() in wanted))
    ]


def measure_effects(history: History, asked: Sequence[Action], config: Config | None) -> EffectReport:
    """Hold actions against the stored audits, as today's configuration has them.

    Of every audit the queries of the actions are read; whole are read only those on either side of an action, and the
    last ones, which show how queries move by themselves.

    Args:
        history: where the audits are.
        asked: the actions that are asked about, by day.
        config: today's configuration; None to judge by what was stored with the audits.
    """
    log = history.actions()
    audits = history.audits()
    snapshots = Snapshots(history, config)
    timeline = Timeline(reads_pages)
    texts = {fold_text(action.query) for action in asked}
    for audit in audits if texts else ():
        timeline.take(snapshots.part(audit.id, texts))
    windows = {action: timeline.find_windows(action) for action in asked}
    opened = [window for some in windows.values() for window in some]
    controls = Controls(log, opened, reads_pages)
    noise = Noise(parses=reads_pages, deeds=list_deeds(log))
    quiet = _choose_for_noise(audits, opened)
    for audit in audits:
        if audit.id in quiet or audit.id in controls.audits:
            snapshot = snapshots.standing_on_pages(audit.id)
            controls.take(snapshot)
            if audit.id in quiet:
                noise.take(snapshot)
    return judge_effects(windows, log, noise=noise, controls=controls)


def _choose_for_noise(audits: Sequence[AuditSummary], windows: Iterable[Window]) -> frozenset[str]:
    """The last audits that asked a provider whose answers are judged."""
    providers = {window.request.provider for window in windows if window.audits}
    alike = [audit.id for audit in audits if providers & set(audit.providers)]
    return frozenset(alike[-_MOST_FOR_NOISE:])
