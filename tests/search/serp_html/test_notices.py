"""Words by which pages say that nothing was found."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from searchgap.search.serp_html.notices import find_notice

WORDS = re.compile("no results")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<main><p>Sorry, no <b>results</b></p></main>", "Sorry, no results"),
        ("<main><div><div>no results here</div></div></main>", "no results here"),
        ("<main><script>'no results'</script><style>/* no results */</style></main>", None),
        ("<p>no results</p><main></main>", None),
        ('<main><h3><a href="https://a.example/">no results</a></h3></main>', None),
        ('<main><p>no results</p><h3><a href="/next">next</a></h3></main>', "no results"),
    ],
)
def test_words_count_only_where_a_reader_sees_them_and_nothing_is_listed(markup, expected):
    """Scripts, other places and titles of unknown results decide nothing."""
    assert find_notice(LexborHTMLParser(markup), "main", WORDS) == expected


def test_long_notices_are_cut():
    """A reason is a sentence."""
    tree = LexborHTMLParser(f"<main><p>no results {'x' * 1000}</p></main>")
    assert len(find_notice(tree, "main", WORDS)) == 200
