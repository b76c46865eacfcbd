"""Pages that are nested to harm: they are told before they are parsed, which would take minutes."""

import pytest

from searchgap.search.serp_html.depth import is_too_deep
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import parse_page


@pytest.mark.parametrize("opening", [b"<div>", b"<SPAN class=x>", b"<b><i>", b"<x-y>"])
def test_a_page_nested_to_harm_is_not_parsed(opening: bytes):
    """Hundreds of thousands of elements inside each other are an unparsed page with the reason, in no time."""
    serp = parse_page(b"<html><body>" + opening * 200_000, engine="duckduckgo")
    assert (serp.state, serp.results) == (PageState.UNPARSED, ())
    assert serp.reason is not None
    assert "nested deeper" in serp.reason


@pytest.mark.parametrize(
    "markup",
    [
        b"<div><span>a</span></div>" * 50_000,
        b"<p>a" * 100_000,
        b"<ul>" + b"<li>a" * 100_000,
        b"<br>" * 100_000,
        b"</div>" * 100_000,
        b"<div>" * 4_000,
        b"",
    ],
)
def test_long_pages_are_not_deep(markup: bytes):
    """Many elements beside each other, closed or ended by the next, are an ordinary page."""
    assert not is_too_deep(markup)
