"""What the formats of a trend that people read have in common: the lines of a series, cut to the room there is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searchgap.report.trend.rows import BrandTrend, CurveRow, SeriesRow
from searchgap.report.trend.sparkline import draw_changes, draw_sparkline
from searchgap.report.words import word_count

MOST_BRANDS = 30
_MOST_TOPICS = 20
_MOST_CHANGES = 6


class Line(NamedTuple):
    """A curve under its name.

    Attributes:
        label: what it is.
        words: its last value; "" for a plan.
        curve: the curve as drawn.
    """

    label: str
    words: str
    curve: str


def list_lines(row: SeriesRow, room: int) -> Iterator[Line]:
    """The lines of a series: for each metric as measured, over the same searches, and as a goal has planned it."""
    for number, curve in enumerate(row.curves):
        yield draw_line(curve, room)
        if row.same:
            yield draw_line(row.same[number], room)
        if any(value is not None for value in curve.plan):
            yield Line("goal's plan", "", draw_sparkline(curve.plan[-room:], curve.top))
    if row.changes:
        changes = draw_changes((point.added, point.dropped) for point in row.series.points[-room:])
        yield Line("list changed", _word_changes(row.changes), changes)


def draw_line(curve: CurveRow, room: int) -> Line:
    """The last points of a curve that there is room for."""
    return Line(curve.label, curve.last, draw_sparkline(curve.values[-room:], curve.top))


def list_topics(brand: BrandTrend, room: int) -> tuple[Sequence[Line], str | None]:
    """The first metric of each topic, and how many topics are not shown."""
    shown, left = cut_topics(brand)
    return [draw_line(row.curves[0], room)._replace(label=row.scope) for row in shown], left


def cut_topics(brand: BrandTrend) -> tuple[Sequence[SeriesRow], str | None]:
    """The topics to show, and how many are not."""
    shown = brand.topics[:_MOST_TOPICS]
    left = len(brand.topics) - len(shown)
    return shown, f"and {word_count(left, 'more topic')}: searchgap trend --format csv" if left else None


def word_room(brand: BrandTrend, room: int) -> str | None:
    """That a curve shows the last audits only, where it does."""
    points = len(brand.main.series.points)
    return f"drawn are the last {room:,} of {points:,} audits" if points > room else None


def _word_changes(changes: Sequence[str]) -> str:
    left = len(changes) - _MOST_CHANGES
    earlier = f"{word_count(left, 'earlier change')}; " if left > 0 else ""
    return earlier + "; ".join(changes[-_MOST_CHANGES:])
