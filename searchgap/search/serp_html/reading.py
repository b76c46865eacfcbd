"""Small readings every engine needs: text, links, features. One tree, no second parse.

Two traps of Lexbor's selectors (3.1): a list `.a, .b` gives a node of both classes twice, and `:is(.a, .b) c` looks at
the parent of `c` alone, where `*:is(.a, .b) c` looks at all that hold it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from searchgap.model.serp import FeatureItem, FeatureKind, SerpFeature
from searchgap.rules.wrappers import find_wrapper
from searchgap.search.serp_html.page import Node, Tree

# Joiners (U+200C, U+200D) stay: Persian words and composed emoji are spelled with them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BREADCRUMB = re.compile(r"(https?://)?((?:[\w-]+\.)+[\w-]{2,})(/\S*)?((?: \u203a [^·]*)?)(?: · .*)?")
_CRUMB = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_CUT = ("...", "\N{HORIZONTAL ELLIPSIS}")
_WEB_ADDRESS = re.compile(r"https?://([^/?#\\\s]+)([^\s]*)", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Text as a reader sees it: invisible characters gone, white space collapsed."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def text_of(node: Node | None) -> str:
    """All text in a node, pieces joined as they are; "" for no node."""
    return clean_text(node.text()) if node is not None else ""


def text_or_none(node: Node | None) -> str | None:
    """The same, None where there is nothing to read."""
    return text_of(node) or None


def attribute(node: Node | None, name: str) -> str:
    """The value of an attribute without white space at its ends; "" where there is none."""
    value = node.attrs.get(name) if node is not None else None
    return value.strip() if value else ""


def first_text(node: Node, *selectors: str) -> str | None:
    """The text of the first selector that finds some inside a node."""
    return next((text for selector in selectors if (text := text_of(node.css_first(selector)))), None)


def identities(roots: Iterable[Tree | Node], selector: str) -> frozenset[int]:
    """The nodes a selector finds under some roots, as the `mem_id` by which they can be asked for."""
    return frozenset(node.mem_id for root in roots for node in root.css(selector))


def is_within(node: Node, containers: frozenset[int]) -> bool:
    """Whether a node is one of some nodes, or inside one of them."""
    at: Node | None = node
    while at is not None:
        if at.mem_id in containers:
            return True
        at = at.parent
    return False


def host_of(url: str) -> str | None:
    """The host of a web address, lower case and without a port; None for anything else."""
    try:
        return urlsplit(url).hostname or None
    except ValueError:
        return None


def read_scripts(tree: Tree, word: str) -> Iterator[str]:
    """The inline scripts that hold a word, as text; nothing evaluates them."""
    yield from (text for script in tree.css("script") if word in (text := script.text()))


class Breadcrumb(NamedTuple):
    """An address as engines show it to readers.

    Attributes:
        host: lower case.
        url: the address it seems to be; a guess, without the path where that is cut or reworded.
    """

    host: str
    url: str


def read_breadcrumb(text: str) -> Breadcrumb | None:
    """What a breadcrumb, or a plain `shop.example/tools`, leads to; None for text that begins with no host."""
    found = _BREADCRUMB.fullmatch(text)
    if found is None:
        return None
    scheme, host, path, crumbs = found.groups("")
    pieces = [path.rstrip("/"), *crumbs.split(_CRUMB)[1:]]
    whole = not any(" " in piece or piece.startswith(_CUT) or piece.endswith(_CUT) for piece in pieces)
    home = (scheme or "https://") + host.lower()
    return Breadcrumb(host.lower(), "/".join([home + pieces[0], *pieces[1:]]) if whole else home)


@dataclass(frozen=True, slots=True)
class LinkReader:
    """Takes an engine's own redirects off the links of its pages.

    Attributes:
        home: what links without a host are relative to, without a slash at the end.
        hosts: matches the whole of the engine's hosts.
        internal: matches the beginning of paths on those hosts that never are results: searches, advertisements.
    """

    home: str
    hosts: re.Pattern[str]
    internal: re.Pattern[str]

    def read(self, href: str) -> str | None:
        """Where a link leads, as the page gives it; None for what leads nowhere, or only on within the engine."""
        href = href.strip()
        relative = href.startswith("/") and not href.startswith("//")
        url = self.home + href if relative else "https:" + href if href.startswith("//") else href
        found = _WEB_ADDRESS.fullmatch(url)
        if found is None:
            return None
        host, tail = found[1].lower(), found[2]
        if not self.hosts.fullmatch(host):
            return url
        unwrap = find_wrapper(host)
        target = unwrap(tail) if unwrap else None
        if target:
            return self._keep_target(target)
        return None if relative or self.internal.match(tail) else url

    def _keep_target(self, target: str) -> str | None:
        """What a redirect carries, unless that is a redirect to an advertisement of the engine itself."""
        found = _WEB_ADDRESS.fullmatch(target)
        if found is None:
            return None
        inside = self.hosts.fullmatch(found[1].lower()) and self.internal.match(found[2])
        return None if inside else target


def feature(kind: FeatureKind, items: Iterable[tuple[str, str | None]]) -> tuple[SerpFeature, ...]:
    """A feature of pairs of text and address without doubles, or nothing where there are no items."""
    found = dict.fromkeys(FeatureItem(text=text or None, url=url or None) for text, url in items if text or url)
    return (SerpFeature(kind=kind, items=tuple(found)),) if found else ()
