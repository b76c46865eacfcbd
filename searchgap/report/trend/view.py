"""From series and goals to the one view that feeds every format: worded and rounded here and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from searchgap.model.goal import Metric, Scope
from searchgap.model.progress import GoalProgress
from searchgap.model.trend import Trend, TrendPoint, TrendSeries
from searchgap.report.goals import GoalRow, build_goals
from searchgap.report.measures import METRIC_WORDS, word_lack, word_measure, word_scope, word_value
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.trend.notes import list_changes, list_notes, word_search, word_span
from searchgap.report.trend.rows import BrandTrend, CurveRow, SeriesRow, TrendView
from searchgap.report.words import round_number, round_share, word_count, word_percent
from searchgap.rules.goals import plan_value

_SHARES = frozenset({Metric.COVERAGE, Metric.SHARE_OF_VOICE})
_HIGHEST_GAP_SCORE = 100.0


def build_trend_view(trend: Trend, progress: Sequence[GoalProgress]) -> TrendView:
    """The view of a trend, with the goals drawn in."""
    goals = dict(zip(progress, build_goals(progress), strict=True))
    apart = len({series.ranking for series in trend.series}) > 1
    rows = tuple(_build_series(series, goals, apart=apart) for series in trend.series)
    moments = {point.audit_id: point.started_at for series in trend.series for point in series.points}
    title = f"searchgap trend, {word_span(tuple(moments.values()))}" if moments else "searchgap trend, no audits"
    return TrendView(
        title=title,
        trend=trend,
        series=rows,
        brands=tuple(_group_by_brand(rows)),
        goals=tuple(goals.values()),
        notes=tuple(list_notes(trend)),
    )


def _group_by_brand(rows: Iterable[SeriesRow]) -> Iterator[BrandTrend]:
    current = (row for row in rows if row.series.current)
    for _, group in groupby(current, key=lambda row: (row.series.brand, row.series.ranking)):
        main, *topics = group
        if main.series.topic is None and main.series.query is None:
            yield BrandTrend(main=main, topics=tuple(topics))
        else:  # topics or queries that were asked for by name stand for themselves
            yield from (BrandTrend(main=row, topics=()) for row in (main, *topics))


def _build_series(series: TrendSeries, goals: dict[GoalProgress, GoalRow], *, apart: bool) -> SeriesRow:
    label = clean_text(series.brand, NAME_LIMIT)
    if apart:
        label += f" ({clean_text(series.ranking, NAME_LIMIT)})"
    scope = word_scope(Scope(topic=series.topic, query=series.query))
    measured, same = [], []
    for metric in series.points[-1].measures:
        curve = _build_curve(series, metric, goals)
        measured.append(curve)
        if series.same:
            same.append(_repeat_curve(series, curve))
    return SeriesRow(
        series=series,
        label=f"{label}: {scope}" if scope else label,
        scope=clean_text(series.topic, NAME_LIMIT) if series.topic is not None else "",
        about=f"{word_span([point.started_at for point in series.points])}, {word_search(series.terms)}",
        curves=tuple(measured),
        same=tuple(same),
        changes=tuple(list_changes(series)),
    )


def _build_curve(series: TrendSeries, metric: Metric, goals: dict[GoalProgress, GoalRow]) -> CurveRow:
    progress = next((one for one in goals if series.current and _is_about(one, series, metric)), None)
    plan = () if progress is None else tuple(_plan_point(progress, point) for point in series.points)
    values = tuple(_round(metric, point.measures[metric].value) for point in series.points)
    highest = max((value for value in (*values, *plan) if value is not None), default=0.0)
    return CurveRow(
        metric=metric,
        label=METRIC_WORDS[metric],
        points=series.points,
        values=values,
        plan=plan,
        goal=None if progress is None else goals[progress],
        top=_HIGHEST_GAP_SCORE if metric is Metric.GAP_SCORE else highest,
        last=_word_last(metric, series.points, comparable=not series.same),
    )


def _repeat_curve(series: TrendSeries, curve: CurveRow) -> CurveRow:
    """The curve over the searches that all audits asked for, on the scale of the one as measured."""
    values = tuple(_round(curve.metric, point.measures[curve.metric].value) for point in series.same)
    highest = max((value for value in values if value is not None), default=0.0)
    return CurveRow(
        metric=curve.metric,
        label=f"same {word_count(series.common, 'search', 'searches')}",
        points=series.same,
        values=values,
        plan=(),
        goal=None,
        top=max(curve.top, highest),
        last=_word_last(curve.metric, series.same, comparable=True),
    )


def _is_about(progress: GoalProgress, series: TrendSeries, metric: Metric) -> bool:
    goal = progress.goal
    about = (progress.brand, progress.ranking, goal.topic, goal.query, goal.metric)
    return about == (series.brand, series.ranking, series.topic, series.query, metric)


def _plan_point(progress: GoalProgress, point: TrendPoint) -> float | None:
    day = point.started_at.date()
    if progress.start is None or day < progress.start.on:
        return None
    return _round(progress.goal.metric, plan_value(progress.goal, progress.start, day))


def _round(metric: Metric, value: float | None) -> float | None:
    if value is None:
        return None
    return round_share(value) if metric in _SHARES else round_number(value)


def _word_last(metric: Metric, points: Sequence[TrendPoint], *, comparable: bool) -> str:
    """The last known value with its base and, where it is not the latest, its day; and what it was at first.

    Args:
        metric: what is measured.
        points: at least one, oldest first.
        comparable: whether the first and the last are about the same searches.
    """
    known = [point for point in points if point.measures[metric].value is not None]
    if not known:
        return word_lack(points[-1].measures[metric])
    first, last = known[0], known[-1]
    measure = last.measures[metric]
    words = word_measure(measure)
    if measure.interval is not None:
        low, high = map(word_percent, measure.interval)
        words += f" (95 % interval {low} to {high})"
    if last is not points[-1]:
        words += f" on {last.started_at:%Y-%m-%d}, not measured since"
    start = first.measures[metric].value
    if first is last or start is None or not comparable:
        return words
    return f"{words}, from {word_value(metric, start)}"
