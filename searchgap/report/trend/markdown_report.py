"""A trend as Markdown for CI job summaries and wikis."""

from collections.abc import Iterable, Iterator

from searchgap.report.base import PLAIN, Layout
from searchgap.report.markdown_report import escape, write_goals
from searchgap.report.trend.layout import MOST_BRANDS, Line, list_lines, list_topics, word_room
from searchgap.report.trend.rows import BrandTrend, TrendView
from searchgap.report.words import word_count

_ROOM = 104  # two years of weekly audits


def render(view: TrendView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as GitHub-flavoured Markdown."""
    yield f"# {escape(view.title)}\n"
    for brand in view.brands[:MOST_BRANDS]:
        yield from _write_brand(brand)
    left = len(view.brands) - MOST_BRANDS
    if left > 0:
        yield f"\nand {word_count(left, 'more series', 'more series')}: searchgap trend --format csv\n"
    yield from write_goals(view.goals)
    yield "\n## Notes\n\n"
    for note in view.notes:
        yield f"- {escape(note)}\n"


def _write_brand(brand: BrandTrend) -> Iterator[str]:
    yield f"\n## {escape(brand.main.label)}\n\n{escape(brand.main.about)}\n"
    if words := word_room(brand, _ROOM):
        yield f"\n{words}\n"
    yield from _write_lines("Metric", list_lines(brand.main, _ROOM))
    if brand.topics:
        yield f"\n### By topic: {escape(brand.main.curves[0].label)}\n"
        lines, left = list_topics(brand, _ROOM)
        yield from _write_lines("Topic", lines)
        if left:
            yield f"\n{escape(left)}\n"


def _write_lines(heading: str, lines: Iterable[Line]) -> Iterator[str]:
    yield f"\n| {heading} | Last | Trend |\n| --- | --- | --- |\n"
    for label, words, curve in lines:
        yield f"| {escape(label)} | {escape(words)} | {f'`{curve}`' if curve.strip() else ''} |\n"
