"""Words by which a page says that nothing was found, for engines that do not mark the place where they say it."""

import re

from searchgap.search.serp_html.page import Tree
from searchgap.search.serp_html.reading import text_of

_LONGEST_NOTICE = 200
_PIECES = "h1, h2, h3, h4, p, span, strong, div:not(:has(div))"
_LEADS_ON = 'h2 a[href^="http"], h3 a[href^="http"], a[href^="http"] h2, a[href^="http"] h3, a[href^="http"] cite'


def find_notice(tree: Tree, place: str, words: re.Pattern[str]) -> str | None:
    """The first text that holds some words, outside of scripts.

    Args:
        tree: the page.
        place: selects where to look. Where headings there lead to other pages, there are results, known or not, and
            words decide nothing.
        words: what is searched for.
    """
    for around in tree.css(place):
        if around.css_first(_LEADS_ON) is not None:
            return None
        for piece in around.css(_PIECES):
            text = text_of(piece)[:_LONGEST_NOTICE]
            if words.search(text):
                return text
    return None
