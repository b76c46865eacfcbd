"""Pages from the templates of this room: one file each, without a script or anything to load, and all text escaped."""

from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from searchgap.report.base import Layout
from searchgap.report.marks import GATE_MARKS, PLACE_MARKS, STATE_MARKS
from searchgap.report.strangers import clean_text
from searchgap.report.words import word_moment

_EVENTS_PER_PIECE = 200


def stream_page(template: str, layout: Layout, **parts: object) -> Iterator[str]:
    """The page that a template makes of its parts, piece by piece, so that no page is ever held whole.

    Args:
        template: the file in the folder of templates, without its suffix.
        layout: where it asks for ASCII, everything else becomes character references, which any encoding can hold.
        parts: what the template names.
    """
    stream = _environment().get_template(f"{template}.html.j2").stream(parts)
    stream.enable_buffering(_EVENTS_PER_PIECE)
    if not layout.ascii_only:
        return stream
    return (piece.encode("ascii", "xmlcharrefreplace").decode("ascii") for piece in stream)


@cache
def _environment() -> Environment:
    """Templates that fail on a name they are not given, and escape whatever they are given."""
    environment = Environment(
        loader=PackageLoader("searchgap.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_show,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(clean=clean_text, count="{:,}".format, moment=word_moment)
    environment.globals.update(state_marks=STATE_MARKS, place_marks=PLACE_MARKS, gate_marks=GATE_MARKS)
    return environment


def _show(value: object) -> object:
    """What is printed for a value: nothing for None, and no text with controls, overrides or invisible characters."""
    if value is None:
        return ""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return clean_text(value, len(value))
    return value
