"""Comparing stored audits: which ones, what earlier ones show of noise, and where the report goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from searchgap.cli.judging import reads_pages
from searchgap.cli.snapshots import Snapshots
from searchgap.errors import UsageError
from searchgap.history.store import History
from searchgap.history.summaries import AuditSummary
from searchgap.model.comparison import AuditComparison
from searchgap.model.config import Config
from searchgap.rules.compare import compare
from searchgap.rules.effect import list_deeds
from searchgap.rules.noise import Noise
from searchgap.rules.pairing import pair_alike, pair_anyhow

_BASELINE = "baseline"
_MOST_EARLIER = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The audits of a comparison.

    Attributes:
        before: id of the earlier one.
        after: id of the later one.
        earlier: ids of audits before the later one that show how queries move by themselves, oldest first.
        order: every id that is needed, oldest first.
    """

    before: str
    after: str
    earlier: tuple[str, ...]
    order: tuple[str, ...]

    @classmethod
    def of(cls, history: History, before: str | None, after: str) -> Self:
        """The audits that the words of a user stand for.

        Raises:
            UsageError: no stored audit is meant, or several are.
            HistoryError: the history cannot be used.
        """
        later = _resolve(history, after)
        earlier = _resolve(history, before) if before else history.baseline() or history.resolve("previous")
        if earlier == later and not before:
            raise UsageError(
                f"the baseline is audit {later} itself, so nothing came after it yet",
                hint="run searchgap audit, or name the earlier audit: searchgap compare previous",
            )
        audits = history.audits()
        quiet = _choose_earlier(audits, {earlier, later})
        needed = {earlier, later, *quiet}
        return cls(
            before=earlier,
            after=later,
            earlier=quiet,
            order=tuple(audit.id for audit in audits if audit.id in needed),
        )


def _resolve(history: History, selector: str) -> str:
    if selector.strip().lower() != _BASELINE:
        return history.resolve(selector)
    chosen = history.baseline()
    if chosen is None:
        raise UsageError("no baseline is set", hint="choose one with: searchgap baseline set AUDIT")
    return chosen


def _choose_earlier(audits: Sequence[AuditSummary], compared: set[str]) -> tuple[str, ...]:
    """The last audits up to the earlier of two that asked a provider of the later one; audits come oldest first.

    Where they are few, audits after it fill up, the nearest first: what moved between the two is what is judged, so
    that it makes a poor measure of how queries move by themselves.
    """
    places = [place for place, audit in enumerate(audits) if audit.id in compared]
    first, last = places[0], places[-1]
    wanted = set(audits[last].providers)
    before, between = (
        [audit.id for audit in some if wanted & set(audit.providers)]
        for some in (audits[: first + 1], audits[first + 1 : last])
    )
    quiet = before[-_MOST_EARLIER:]
    return (*quiet, *between[: _MOST_EARLIER - len(quiet)])


def compare_stored(history: History, choice: Choice, config: Config | None, *, anyhow: bool) -> AuditComparison:
    """Two stored audits held against each other as today's configuration has them.

    Args:
        history: where they are.
        choice: which they are.
        config: today's configuration; None to judge by what was stored with them.
        anyhow: whether unlike searches are compared too.

    Raises:
        UnlikeRunsError: they cannot be compared.
    """
    noise = Noise(parses=reads_pages, deeds=list_deeds(history.actions()))
    held = {}
    snapshots = Snapshots(history, config)
    for audit_id in choice.order:
        compared = audit_id in {choice.before, choice.after}
        # Of audits that only show noise nobody asks who owns the pages of others.
        snapshot = snapshots.whole(audit_id) if compared else snapshots.standing_on_pages(audit_id)
        if audit_id in choice.earlier:
            noise.take(snapshot)
        if compared:
            held[audit_id] = snapshot
    pairing = pair_anyhow if anyhow else pair_alike
    return compare(held[choice.before], held[choice.after], noise=noise, pairing=pairing)
