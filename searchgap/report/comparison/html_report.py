"""A comparison as a page for reading, printing and mailing; better and worse are told by words, and coloured too."""

from collections.abc import Iterator

from searchgap.report.base import PLAIN, Layout
from searchgap.report.comparison.rows import ComparisonView
from searchgap.report.html_page import stream_page


def render(view: ComparisonView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report as one HTML page."""
    return stream_page("comparison", layout, report=view)
