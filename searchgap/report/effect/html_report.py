"""A report on effects as a page for reading, printing and mailing; better and worse are told by words, and coloured."""

from collections.abc import Iterator

from searchgap.report.base import PLAIN, Layout
from searchgap.report.effect.rows import EffectView
from searchgap.report.html_page import stream_page


def render(view: EffectView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report as one HTML page."""
    return stream_page("effect", layout, report=view)
