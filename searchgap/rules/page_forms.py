"""The form of a page's path: what a tail looks like before any of its words is read."""

import re
from enum import StrEnum

_LONG_SLUG = 3  # hyphens
_DEEP = 2  # folders
_LONGEST_HOME = 12
_HOME = re.compile(r"/*(?:(?:index|default|home)(?:\.[a-z]+)?|[a-z]{2}(?:[-_][a-z]{2})?)?/?\Z")
_DOCUMENTS = (".pdf", ".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsx")
_AMP_PATH = re.compile(r"[/.]amp(?:\.html?)?(?:/|\Z)")
_AMP_QUERY = re.compile(r"[?&](?:amp(?:[=&#]|\Z)|output(?:type)?=amp)", re.IGNORECASE)
_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_DATED = re.compile(
    rf"/(?:19[89][0-9]|20[0-4][0-9])(?:[-/_]?{_MONTH}[-/_]?(?P<day>{_DAY})(?![0-9])|[-/_]{_MONTH}(?=[-/_])|/)"
)
_LONG_NUMBER = re.compile("[0-9]{5}")
_ESCAPED_SLUG = re.compile("(?:%[0-9a-f]{2}){12}")


class PageForm(StrEnum):
    """What a path looks like."""

    HOME = "home page"
    DOCUMENT = "document"
    AMP = "accelerated page"
    DATED_DAY = "path with a date"
    DATED = "dated path"
    NUMBERED_ARTICLE = "numbered article"
    ROOT_ARTICLE = "article at the root"
    SECTION_ARTICLE = "article in a section"
    NUMBER = "number"
    QUERY = "query"
    SHORT = "short path"
    SHORT_WORDS = "short path of words"
    DEEP = "long path"


DATED_FORMS = frozenset({PageForm.DATED_DAY, PageForm.DATED})


def read_form(path: str, query: str) -> PageForm:
    """The form of a path in lower case with its query; the first that fits."""
    if len(path) <= _LONGEST_HOME and not query and _HOME.match(path):
        return PageForm.HOME
    if "amp" in path and _AMP_PATH.search(path):
        return PageForm.AMP
    if ("/20" in path or "/19" in path) and (dated := _DATED.search(path)):
        return PageForm.DATED_DAY if dated.group("day") else PageForm.DATED
    before, _, last = path.removesuffix("/").rpartition("/")
    if _is_long(last):
        if _LONG_NUMBER.search(path):
            return PageForm.NUMBERED_ARTICLE
        return PageForm.SECTION_ARTICLE if before else PageForm.ROOT_ARTICLE
    return _read_last(before, last, query) or _read_length(before, last, query)


def _read_last(before: str, last: str, query: str) -> PageForm | None:
    """What the last segment and the query say, where they are no headline."""
    if "amp" in query and _AMP_QUERY.search(f"?{query}"):
        return PageForm.AMP
    if "-" in before and _LONG_NUMBER.search(f"{before}/{last}") and any(map(_is_long, before.split("/"))):
        return PageForm.NUMBERED_ARTICLE
    name, dot, _ = last.partition(".")
    if dot and last.endswith(_DOCUMENTS):
        return PageForm.DOCUMENT
    return PageForm.NUMBER if name[-3:].isdigit() else None


def _read_length(before: str, last: str, query: str) -> PageForm:
    if query:
        return PageForm.QUERY
    if before.count("/") >= _DEEP:
        return PageForm.DEEP
    return PageForm.SHORT_WORDS if "-" in last or "_" in last else PageForm.SHORT


def _is_long(segment: str) -> bool:
    """Whether a segment reads like a headline: several words, or as many bytes of another script."""
    return (
        segment.count("-") >= _LONG_SLUG
        or segment.count("_") >= _LONG_SLUG
        or ("%" in segment and _ESCAPED_SLUG.search(segment) is not None)
    )
