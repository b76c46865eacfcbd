"""A curve as geometry for a cell of a table: no axes, but the same floor at 0 and the same holes as on a chart."""

from dataclasses import dataclass

from searchgap.report.trend.chart import draw_runs
from searchgap.report.trend.rows import CurveRow
from searchgap.report.trend.scale import Scale
from searchgap.report.trend.shapes import Spot

WIDTH, HEIGHT, EDGE = 160, 32, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A small curve.

    Attributes:
        words: the curve in a sentence, for who does not see it.
        runs: values without a hole between them.
        dots: values that stand alone, and the last one.
    """

    words: str
    runs: tuple[tuple[Spot, ...], ...]
    dots: tuple[Spot, ...]


def draw_spark(curve: CurveRow) -> Spark:
    """The curve from 0 to its top, an audit after the other."""
    across = Scale(low=0, high=len(curve.values) - 1, start=EDGE, end=WIDTH - EDGE)
    upward = Scale(low=0, high=curve.top or 1.0, start=HEIGHT - EDGE, end=EDGE)
    runs = draw_runs(curve.values, [across.place(number) for number in range(len(curve.values))], upward)
    alone = [run[0] for run in runs[:-1] if len(run) == 1]
    return Spark(words=f"{curve.label}: {curve.last}", runs=runs, dots=(*alone, *(run[-1] for run in runs[-1:])))
