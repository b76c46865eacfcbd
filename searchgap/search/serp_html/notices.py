"""Words by which a page says that nothing was found, for engines that do not mark the place where they say it."""

import re
from collections.abc import Iterator

from searchgap.search.serp_html.page import Node, Tree
from searchgap.search.serp_html.reading import clean_text

_LONGEST_NOTICE = 200
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_INLINE = frozenset({"a", "b", "em", "i", "mark", "span", "strong"})
_LEADS_ON = 'h2 a[href^="http"], h3 a[href^="http"], a[href^="http"] h2, a[href^="http"] h3, a[href^="http"] cite'


def find_notice(tree: Tree, place: str, words: re.Pattern[str]) -> str | None:
    """The first text that holds some words, outside of scripts.

    Args:
        tree: the page.
        place: selects where to look. Where headings there lead to other pages, there are results, known or not, and
            words decide nothing.
        words: what is searched for.
    """
    around = tree.css_first(place)
    if around is None or around.css_first(_LEADS_ON) is not None:
        return None
    return next((text[:_LONGEST_NOTICE] for text in _read_pieces(around) if words.search(text)), None)


def _read_pieces(around: Node) -> Iterator[str]:
    """What a reader sees, from one block to the next; in one pass, for pages may be nested without end."""
    piece: list[str] = []
    for node in around.traverse(include_text=True):
        if node.is_text_node:
            if node.parent is not None and node.parent.tag not in _UNSEEN:
                piece.append(node.text_content or "")
        elif node.tag not in _INLINE:
            yield clean_text("".join(piece))
            piece.clear()
    yield clean_text("".join(piece))
