"""The markup of a landing page → its schema.org types, `og:type` and generators. Nothing is fetched or run.

The few tags that can tell are picked out of the text: an HTML parser takes quadratic time where a page nests its
elements deep, and strangers write these pages.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from searchgap.model.page import PageSignals

_MOST_READ = 3_000_000
_MOST_THINGS = 1000
_MOST_TYPES = 30
_MOST_GENERATORS = 10
_LONGEST_WORD = 100
# What a thing is read for beside itself. A page's comments, offers, videos and reviews are not what the page is.
_LEADS = ("@graph", "mainEntity", "publisher")
# Quotes may hold anything, `>` and `<script>` too. Hostile text stays linear: a quote only swaps states (outside,
# in "", in ''), so that two starts are never in the same one, and whoever is outside at the next `<` gives up there.
_INSIDE = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
# Comments and raw text come first, so that what looks like a tag inside them is passed over.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    rf"|<(?P<raw>script|style|textarea|template)(?P<told>\s{_INSIDE})?>(?P<text>.*?)(?:</(?P=raw)|\Z)"
    rf"|<(?P<name>[a-z][^\s<>]*+)\s(?P<inside>{_INSIDE})>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*(?:=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
_QUOTES = ('"', "'")
_WRAPPING = re.compile(r"<!--|-->|(?://|/\*)?<!\[CDATA\[|(?://|/\*)?\]\]>|\*/")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_TYPE = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)?([A-Za-z]{1,60})/?")


class _Tags(NamedTuple):
    """What can tell: the attributes of meta elements and items, and the texts of JSON-LD."""

    metas: list[dict[str, str]]
    items: list[dict[str, str]]
    scripts: list[str]


def read_signals(markup: bytes | str) -> PageSignals:
    """What a page says it is; of bytes that are not UTF-8 only letters beyond ASCII are lost.

    Types come from JSON-LD and microdata, and only those of the page, of what it is mainly about and of its publisher.
    Only the first three million characters are read. Any input gives an answer.
    """
    text = markup[:_MOST_READ]
    tags = _pick_tags(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
    linked = (name for script in tags.scripts for name in _walk(_parse_script(script)))
    return PageSignals(
        schema_types=_keep_first([*linked, *_read_item_types(tags.items)], _MOST_TYPES),
        og_type=next((word.lower()[:_LONGEST_WORD] for word in _read_metas(tags.metas, "og:type")), None),
        generators=_keep_first(_read_metas(tags.metas, "generator"), _MOST_GENERATORS),
    )


def _pick_tags(text: str) -> _Tags:
    """The tags that can tell, up to `_MOST_THINGS` of each sort."""
    tags = _Tags([], [], [])
    for found in _TAG.finditer(text):
        inside, told = found["inside"], found["told"]
        if inside and found["name"].lower() == "meta":
            _add(tags.metas, inside)
        elif inside and "itemscope" in inside.lower():
            _add(tags.items, inside)
        elif told and len(tags.scripts) < _MOST_THINGS and "ld+json" in told.lower():
            tags.scripts.append(found["text"])
    return tags


def _add(tags: list[dict[str, str]], inside: str) -> None:
    if len(tags) < _MOST_THINGS:
        tags.append(_read_attributes(inside))


def _read_attributes(text: str) -> dict[str, str]:
    """Attributes by name in lower case; of two of a name the first counts, as in browsers."""
    attributes: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), html.unescape(value[1:-1] if value[:1] in _QUOTES else value))
    return attributes


def _read_metas(metas: Iterable[dict[str, str]], name: str) -> Iterator[str]:
    """The contents of the meta elements of a name, whether it is called `name` or `property`."""
    for meta in metas:
        if name in {meta.get("property", "").lower(), meta.get("name", "").lower()}:
            words = " ".join(meta.get("content", "").split())[:_LONGEST_WORD]
            if words:
                yield words


def _parse_script(text: str) -> object:
    """The JSON in a script, wrapped in a comment or with commas too many; None for what is no JSON."""
    for attempt in (text, _TRAILING_COMMA.sub("", _WRAPPING.sub("", text))):
        try:
            parsed: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return parsed
    return None


def _walk(thing: object) -> Iterator[str]:
    """The types of a thing and of those that `_LEADS` lead to, in their order."""
    waiting = [thing]
    for _ in range(_MOST_THINGS):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one[:_MOST_THINGS]))
        elif isinstance(one, dict):
            named = one.get("@type")
            yield from _name_types(named if isinstance(named, list) else [named])
            waiting.extend(one[lead] for lead in reversed(_LEADS) if lead in one)


def _read_item_types(items: Iterable[dict[str, str]]) -> Iterator[str]:
    """The types of microdata items that stand by themselves, or that a page is read for."""
    for item in items:
        if "itemscope" in item and ("itemprop" not in item or not set(_LEADS).isdisjoint(item["itemprop"].split())):
            yield from _name_types(word for word in item.get("itemtype", "").split() if "schema.org/" in word)


def _name_types(types: Iterable[object]) -> Iterator[str]:
    """The names of those that are types of schema.org."""
    for one in types:
        if isinstance(one, str) and (found := _TYPE.fullmatch(one.strip())):
            yield found[1]


def _keep_first(words: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:most]
