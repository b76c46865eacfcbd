"""A trend as a page for reading, printing and mailing: a chart for every metric, its figures, the goals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from searchgap.report.base import PLAIN, Layout
from searchgap.report.caps import cut_goals
from searchgap.report.html_page import stream_page
from searchgap.report.trend.chart import draw_chart
from searchgap.report.trend.figures import Figures, tabulate_figures
from searchgap.report.trend.layout import MOST_BRANDS, cut_topics, word_room
from searchgap.report.trend.rows import BrandTrend, CurveRow, SeriesRow, TrendView
from searchgap.report.trend.shapes import Chart
from searchgap.report.trend.spark import Spark, draw_spark
from searchgap.report.words import word_count

_ROOM = 260  # five years of weekly audits


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandPart:
    """One brand's part of the page.

    Attributes:
        main: its series.
        room: that the last audits only are shown; None where all are.
        charts: one for each metric.
        figures: the table behind them.
        topics: the topics, each with the curve of the first metric.
        topics_left: how many topics are not shown; None where all are.
    """

    main: SeriesRow
    room: str | None
    charts: tuple[Chart, ...]
    figures: Figures
    topics: tuple[tuple[SeriesRow, Spark], ...]
    topics_left: str | None


def render(view: TrendView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report as one HTML page."""
    left = len(view.brands) - MOST_BRANDS
    return stream_page(
        "trend",
        layout,
        report=view,
        parts=map(_build_part, view.brands[:MOST_BRANDS]),
        parts_left=f"and {word_count(left, 'more series', 'more series')}: searchgap trend --format csv"
        if left > 0
        else None,
        goals=cut_goals(view.goals),
    )


def _build_part(brand: BrandTrend) -> BrandPart:
    main = brand.main
    shown, left = cut_topics(brand)
    return BrandPart(
        main=main,
        room=word_room(brand, _ROOM),
        charts=tuple(
            draw_chart(_cut(curve), _cut(main.same[number]) if main.same else None)
            for number, curve in enumerate(main.curves)
        ),
        figures=tabulate_figures(main, _ROOM),
        topics=tuple((row, draw_spark(_cut(row.curves[0]))) for row in shown),
        topics_left=left,
    )


def _cut(curve: CurveRow) -> CurveRow:
    """The last of a curve that there is room for."""
    return replace(curve, points=curve.points[-_ROOM:], values=curve.values[-_ROOM:], plan=curve.plan[-_ROOM:])
