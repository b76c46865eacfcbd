"""Stored audits as a trend: which ones, what is wanted of them, and where the report goes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from searchgap.cli.following import find_starts
from searchgap.cli.snapshots import Snapshots
from searchgap.errors import HistoryError, UsageError
from searchgap.history.store import History
from searchgap.model.config import Config
from searchgap.model.goal import Metric
from searchgap.model.progress import GoalProgress
from searchgap.report.registry import suggest
from searchgap.report.trend.rows import TrendView
from searchgap.report.trend.view import build_trend_view
from searchgap.rules.goals import follow_goal
from searchgap.rules.measures import STANDING
from searchgap.rules.nearest import find_nearest
from searchgap.rules.strands import Samples, take_samples
from searchgap.rules.trend import HEADLINE, TrendWish, build_trend

_LIST_QUERIES = "list what is searched with: searchgap queries"


def read_wish(
    *, brands: list[str] | None, topics: list[str] | None, queries: list[str] | None, metrics: list[str] | None
) -> TrendWish:
    """What is wanted of a trend, from what was typed.

    Raises:
        UsageError: there is no such metric, or it is none that one audit has.
    """
    names = [metric.value for metric in STANDING]
    for name in metrics or ():
        if name not in names:
            raise UsageError(f'a trend has no metric "{name}"', hint=suggest(name, names))
    return TrendWish(
        brands=tuple(brands or ()),
        topics=tuple(topics or ()),
        queries=tuple(queries or ()),
        metrics=tuple(dict.fromkeys(map(Metric, metrics))) if metrics else HEADLINE,
    )


def choose_audits(history: History, *, last: int | None, since: str | None) -> Sequence[str]:
    """Ids of the stored audits that are looked at, oldest first.

    Raises:
        UsageError: `since` is no day, or no audit is stored from that day on.
        HistoryError: no audit is stored.
    """
    audits = history.audits()
    if not audits:
        raise HistoryError("no audit is stored yet", hint="run searchgap audit first")
    first = _read_day(since) if since is not None else date.min
    chosen = [audit.id for audit in audits if audit.started_at.date() >= first]
    if not chosen:
        latest = audits[-1].started_at.date()
        raise UsageError(f"no audit is stored from {first} on", hint=f"the latest one is of {latest}")
    return chosen[-last:] if last else chosen


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f'"{text}" is not a day', hint="write it as year-month-day, such as 2026-09-01") from None


def follow(history: History, audit_ids: Sequence[str], wish: TrendWish, config: Config | None) -> TrendView:
    """The trend of some stored audits, judged as today's configuration has it.

    Raises:
        UsageError: none of them has anything of what is wanted.
    """
    snapshots = Snapshots(history, config)
    samples = take_samples(map(snapshots.standing, audit_ids))
    trend = build_trend(samples, wish)
    if not trend.series:
        _refuse(samples, wish)
    return build_trend_view(trend, _follow_goals(history, samples, wish, config))


def _follow_goals(
    history: History, samples: Samples, wish: TrendWish, config: Config | None
) -> tuple[GoalProgress, ...]:
    """The goals of the brands that are wanted, each from its start, which may lie before the audits looked at."""
    if config is None or not config.goals:
        return ()
    starts = find_starts(history, samples, config)
    known = {key: [*starts.get(key, ()), *samples.get(key, ())] for key in {**samples, **starts}}
    today = datetime.now(UTC).date()
    followed = (progress for goal in config.goals for progress in follow_goal(goal, known, today))
    looked_at = {(None, None), *samples}
    return tuple(
        progress
        for progress in followed
        if (progress.brand, progress.ranking) in looked_at and (not wish.brands or progress.brand in wish.brands)
    )


def _refuse(samples: Samples, wish: TrendWish) -> None:
    brands = list(dict.fromkeys(brand for brand, _ in samples))
    for name in wish.brands:
        if name not in brands:
            raise UsageError(f'no stored audit has a brand "{name}"', hint=suggest(name, brands))
    topics = {topic: None for some in samples.values() for topic in some[-1].searches.by_topic if topic is not None}
    for topic in wish.topics:
        if topic not in topics:
            hint = suggest(topic, topics) if topics else "give queries a topic in the configuration, and audit again"
            raise UsageError(f'no stored audit has a topic "{topic}"', hint=hint)
    texts = dict.fromkeys(text for some in samples.values() for sample in some for text in sample.searches.by_text)
    for query in wish.queries:
        if query not in texts:
            nearest = find_nearest(query, texts)
            advice = f'did you mean "{nearest}"? ' if nearest else ""
            raise UsageError(f'no stored audit searched "{query}"', hint=f"{advice}{_LIST_QUERIES}")
    raise UsageError("no stored audit searched any of that", hint=_LIST_QUERIES)
