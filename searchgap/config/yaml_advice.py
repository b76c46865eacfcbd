"""A YAML syntax error, in the words of somebody who writes search queries rather than YAML."""

import re
from typing import NamedTuple

import yaml

from searchgap.config.complaints import Complaint, MistakeError, Place

_LINE_END = re.compile(r"\r\n|\r|\n")
_BEFORE_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?(?:- +)*")


class _Cause(NamedTuple):
    """What a user did.

    Attributes:
        said: what the parser says of it, in either of its implementations.
        written: how the line at fault, or the value on it, then begins.
        problem: what to tell the user, `{sign}` being the first of the value.
        example: a line that would be right.
        at_start: whether the place to look at is where the broken thing began, not where it broke.
    """

    said: str
    written: str
    problem: str
    example: str | None = None
    at_start: bool = False


# The first that fits is told.
_CAUSES = (
    _Cause("", r"\s*\t", "is indented with a tab; YAML takes spaces only"),
    _Cause("incompatible", "", "asks for a version of YAML that is not read here: drop the %YAML line"),
    _Cause(
        "mapping values are not allowed",
        "",
        'a ": " stands where none can: text that holds one needs quotes, and a key needs a space after its colon',
        '- "what is gtd: the basics"',
    ),
    _Cause("find expected ':'", "", "a key needs a colon and a space after it", "depth: 10", at_start=True),
    _Cause("quoted scalar .*end of stream", "", "a quote that opens here is never closed", at_start=True),
    _Cause(
        "escape",
        "",
        r"a backslash in double quotes starts an escape: use single quotes, or write \\",
        r"- 'C:\temp missing'",
    ),
    _Cause(
        "flow (?:sequence|mapping)",
        r".*\w\[(?:brand|topic|query) *=",
        "a condition that holds brackets needs quotes",
        'fail_on: ["coverage[topic=comparison] < 0.3"]',
        at_start=True,
    ),
    _Cause(
        "flow (?:sequence|mapping)",
        "",
        "a bracket that opens here is never closed, or a comma is missing",
        "[gtd, to do]",
        at_start=True,
    ),
    _Cause("", r"[{[]", 'text that starts with "{sign}" needs quotes', '- "{product} vs {competitor}"'),
    _Cause("", r"[\"']", "text follows a closing quote: quote all of it or none", """- '"evernote" vs notion'"""),
    _Cause("", r"[*&!|>@`%?]", 'text that starts with "{sign}" needs quotes', '- "@evernote down"'),
    _Cause(
        "expected <block end>|did not find expected", "", "does not line up with the lines above: check its indentation"
    ),
)


def explain(error: Exception, text: str) -> Complaint:
    """The complaint for a text that is no YAML, with what most likely led to it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Complaint(Place(), MistakeError(f"is not valid YAML: {getattr(error, 'reason', error)}"))
    said = " ".join(filter(None, (error.context, error.problem)))
    broke = error.problem_mark.line
    began = error.context_mark.line if error.context_mark else broke
    lines = _LINE_END.split(text)
    line = lines[broke] if broke < len(lines) else ""
    value = _BEFORE_VALUE.sub("", line, count=1)
    for cause in _CAUSES:
        written = re.compile(cause.written)
        if re.search(cause.said, said) and (written.match(value) or written.match(line)):
            place = Place(line=(began if cause.at_start else broke) + 1)
            return Complaint(place, MistakeError(cause.problem.format(sign=value[:1]), example=cause.example))
    return Complaint(Place(line=broke + 1), MistakeError(f"is not valid YAML: {said}"))
