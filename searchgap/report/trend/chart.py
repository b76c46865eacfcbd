"""Curves as geometry: where lines, dots, holes, marks and a goal stand in a box."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from searchgap.model.goal import Metric
from searchgap.report.goals import GoalRow
from searchgap.report.measures import word_measure, word_value
from searchgap.report.trend.axis import list_bases, list_changes, list_days, list_holes
from searchgap.report.trend.rows import CurveRow
from searchgap.report.trend.scale import Scale, list_steps
from searchgap.report.trend.shapes import BOX, Aim, Chart, Dot, Spot, Stroke, Tick

_SHARES = frozenset({Metric.COVERAGE, Metric.SHARE_OF_VOICE})
_LOWEST_TOP_OF_SHARES = 0.1
_LOWEST_TOP_OF_COUNTS = 1.0
_MOST_STEPS = 5
_MOST_DOTS = 60
_FARTHEST_GOAL = 2  # times the time of the audits: farther, and they would be squeezed into a corner
_SECONDS = 86_400


def draw_chart(curve: CurveRow, same: CurveRow | None = None) -> Chart:
    """The chart of a curve, with the one over the same searches where there is one."""
    moments = [_count_days(point.started_at) for point in curve.points]
    across = Scale(low=moments[0], high=_find_end(moments, curve.goal), start=BOX.left, end=BOX.right)
    places = [across.place(moment) for moment in moments]
    levels = _list_levels(curve, same)
    upward = Scale(low=0, high=levels[-1], start=BOX.floor, end=BOX.top)
    strokes = [_draw_stroke(curve, places, upward, "measured", "as measured")]
    if same is not None:
        strokes.append(_draw_stroke(same, places, upward, "same", same.label))
    return Chart(
        box=BOX,
        title=curve.label,
        words=_word_chart(curve),
        levels=tuple(Tick(upward.place(level), word_value(curve.metric, level)) for level in levels),
        days=tuple(list_days(curve, across, places)),
        strokes=tuple(strokes),
        band=tuple(_draw_band(curve, places, upward)),
        holes=tuple(list_holes(curve, places)),
        changes=tuple(list_changes(curve, places)),
        bases=tuple(list_bases(curve, places)),
        aim=None if curve.goal is None else _draw_aim(curve.goal, across, upward),
    )


def draw_runs(values: Sequence[float | None], places: Sequence[float], upward: Scale) -> tuple[tuple[Spot, ...], ...]:
    """The values as lines that end at every hole and begin anew behind it."""
    numbered = zip(places, values, strict=True)
    return tuple(
        tuple(Spot(x, upward.place(value)) for x, value in run if value is not None)
        for known, run in groupby(numbered, key=lambda pair: pair[1] is not None)
        if known
    )


def _draw_stroke(curve: CurveRow, places: Sequence[float], upward: Scale, look: str, label: str) -> Stroke:
    runs = draw_runs(curve.values, places, upward)
    alone = {run[0] for run in runs if len(run) == 1}
    last = runs[-1][-1] if runs else None
    everywhere = len(curve.points) <= _MOST_DOTS
    dots = []
    for point, x, value in zip(curve.points, places, curve.values, strict=True):
        if value is None:
            continue
        spot = Spot(x, upward.place(value))
        if everywhere or spot in alone or spot == last:
            dots.append(Dot(*spot, f"{point.started_at:%Y-%m-%d}: {word_measure(point.measures[curve.metric])}"))
    return Stroke(look=look, label=label, runs=runs, dots=tuple(dots))


def _draw_band(curve: CurveRow, places: Sequence[float], upward: Scale) -> Iterator[tuple[Spot, ...]]:
    measures = [point.measures[curve.metric] for point in curve.points]
    numbered = zip(places, (measure.interval for measure in measures), strict=True)
    for known, run in groupby(numbered, key=lambda pair: pair[1] is not None):
        edges = [(x, interval) for x, interval in run if interval is not None] if known else []
        if len(edges) > 1:
            above = [Spot(x, upward.place(high)) for x, (_, high) in edges]
            below = [Spot(x, upward.place(low)) for x, (low, _) in reversed(edges)]
            yield (*above, *below)


def _list_levels(curve: CurveRow, same: CurveRow | None) -> tuple[float, ...]:
    intervals = (point.measures[curve.metric].interval for point in curve.points)
    target = curve.goal.goal.target if curve.goal else 0.0
    tops = [curve.top, target, *(same.values if same else ()), *(interval[1] for interval in intervals if interval)]
    top = max(value for value in tops if value is not None)
    if curve.metric in _SHARES:
        return list_steps(min(1.0, max(top, _LOWEST_TOP_OF_SHARES)), most=_MOST_STEPS)
    return list_steps(max(top, _LOWEST_TOP_OF_COUNTS), most=_MOST_STEPS, least=1)


def _draw_aim(row: GoalRow, across: Scale, upward: Scale) -> Aim:
    y = upward.place(row.goal.target)
    label_y = y - 5 if y > BOX.top + 10 else y + 14
    return Aim(y=y, label_y=label_y, words=row.target_words, way=_draw_way(row, across, upward))


def _draw_way(row: GoalRow, across: Scale, upward: Scale) -> tuple[Spot, ...]:
    """The straight way from the start of a plan to its target, as far as the box shows its days."""
    if row.start is None:
        return ()
    begun, due = date.fromisoformat(row.start.on).toordinal(), row.goal.by.toordinal()
    first, last = max(begun, across.low), min(due, across.high)
    if not begun < due or not first < last:
        return ()
    value = row.start.value
    rise = (row.goal.target - value) / (due - begun)
    return tuple(Spot(across.place(day), upward.place(value + rise * (day - begun))) for day in (first, last))


def _find_end(moments: Sequence[float], row: GoalRow | None) -> float:
    """The last day of the box: that of the goal, unless it is so far away that the audits would be squeezed."""
    last = moments[-1]
    if row is None:
        return last
    due = row.goal.by.toordinal()
    span = last - moments[0]
    return max(last, due) if not span or due - last <= _FARTHEST_GOAL * span else last


def _word_chart(curve: CurveRow) -> str:
    holes = sum(value is None for value in curve.values)
    parts = [curve.last]
    if holes:
        parts.append(f"{holes:,} of {len(curve.values):,} audits without a value")
    if curve.goal:
        parts.append(f"goal {curve.goal.target_words}, {curve.goal.status_words}")
    return "; ".join(parts)


def _count_days(moment: datetime) -> float:
    """The moment in days, as dates are counted."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return moment.toordinal() + seconds / _SECONDS
