"""What every HTML report promises: one whole page that is well-formed, loads nothing and runs nothing.

Tests load this file by path (`runpy.run_path`), because tests are not a package.
"""

import re
from html.parser import HTMLParser
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

VOID = {"br", "meta"}
SHAPES = {"line", "rect", "circle", "polyline", "polygon"}
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer", "h1", "h2", "h3"),
    *("p", "br", "strong", "small", "span", "i", "bdi", "code", "time", "a", "ul", "ol", "li", "dl", "div", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "figure", "figcaption"),
    *("svg", "desc", "text", *SHAPES),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
        "rel",
        "scope",
        "data-head",
        "datetime",
    ),
    *("dir", "role", "aria-hidden", "aria-label", "aria-labelledby", "viewbox", "width", "height", "points"),
    *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "text-anchor"),
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
REL = "noopener noreferrer nofollow"


class Page(HTMLParser):
    """A page read to the letter: every element is closed where it was opened, and nothing is put right.

    Attributes:
        tags: every element in its order.
        ids: every id.
        links: the address of every link.
        words: the text of the page without its style.
    """

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.links, self.named, self._words, self._open = [], [], [], set(), [], []
        self.feed(text)
        self.close()
        assert not self._open, f"never closed: {self._open}"
        self.words = " ".join("".join(self._words).split())

    def handle_starttag(self, tag, attributes):
        assert tag in ELEMENTS, tag
        names = [name for name, _ in attributes]
        assert set(names) <= ATTRIBUTES, names
        assert len(set(names)) == len(names), f"an attribute twice: {names}"
        self.tags.append(tag)
        self._read(tag, dict(attributes))
        if tag not in VOID:
            self._open.append(tag)
        self._words.append(" ")

    def handle_startendtag(self, tag, attributes):
        assert tag in SHAPES, f"<{tag}/> is no way to close it"
        self.handle_starttag(tag, attributes)
        self._open.pop()

    def handle_endtag(self, tag):
        assert self._open[-1] == tag, f"</{tag}> closes <{self._open[-1]}>"
        self._open.pop()
        self._words.append("" if tag in {"bdi", "span", "strong", "a"} else " ")

    def handle_data(self, data):
        if "style" not in self._open:
            self._words.append(data)

    def _read(self, tag, attributes):
        assert all(value is not None for value in attributes.values())
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.named |= {attributes["aria-labelledby"]} if "aria-labelledby" in attributes else set()
        if tag == "a":
            self.links.append(attributes["href"])
            assert attributes["href"].startswith("#") or attributes["rel"] == REL
        if tag == "svg":
            assert ("role" in attributes) != ("aria-hidden" in attributes), "a drawing has a name, or is none"


def check_page(text):
    """Read a report and hold it to everything that any of them promises."""
    page = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert f'content="{POLICY}"' in text
    assert len(set(page.ids)) == len(page.ids), "an id twice"
    assert page.named <= set(page.ids)
    for address in page.links:
        assert re.match("https?://[^/]", address, re.IGNORECASE) or address[1:] in page.ids, address
        assert not re.search(r"[\s\"'<>\\]", address), address
    style = text[text.index("<style>") : text.index("</style>")]
    assert not re.search(r"url\(|@import|expression|&#", style), "a style that loads or was escaped"
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    assert page.tags.count("table") == page.tags.count("caption")
    assert "None" not in page.words.split()
    assert page.tags == _list_tags_of_a_browser(text), "a browser would put it right"
    return page


def _list_tags_of_a_browser(text):
    """The elements as a parser of HTML5 builds them, in their order."""
    root = LexborHTMLParser(text).root
    assert root is not None
    return [node.tag for node in root.traverse(include_text=False) if not node.tag.startswith(("-", "!"))]
