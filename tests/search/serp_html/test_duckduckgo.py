"""DuckDuckGo's saved pages in their three layouts."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState


def test_organic_cards_are_read_in_order(parse):
    """Links that filter by site, advertisements, boxes and site links are left out."""
    assert [(one.rank, one.url, one.title) for one in parse("duckduckgo_normal").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://duckduckgo.com/about", "The engine's own page"),
    ]


def test_the_page_without_scripts(parse):
    """Redirects are taken off once, and those to advertisements are no results whatever their class."""
    assert [(one.rank, one.url, one.title) for one in parse("duckduckgo_html").results] == [
        (1, "https://notes.example/ink?part=100%25", "Why ink dries"),
        (2, "https://direct.example/", "A direct link"),
    ]


def test_the_page_of_tables(parse):
    """Rows of a table: sponsored ones are left out."""
    assert [(one.rank, one.url, one.title) for one in parse("duckduckgo_lite").results] == [
        (1, "https://bare.example/", "Without a snippet"),
        (2, "https://notes.example/", "Why ink dries"),
    ]


def test_a_snippet_of_the_tables_belongs_to_the_link_before_it(parse):
    """A result without one does not take that of the next."""
    assert [one.snippet for one in parse("duckduckgo_lite").results] == [None, "Keep the cap on."]


@pytest.mark.parametrize(
    ("name", "date"), [("duckduckgo_normal", "Aug 20, 2025"), ("duckduckgo_html", "2025-07-16T00:00:00.0000000")]
)
def test_the_date_is_no_part_of_the_snippet(parse, name, date):
    """It is given as printed."""
    first, second = parse(name).results
    assert (first.date, first.snippet) == (date, "Keep the cap on.")
    assert second.date is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.AI_OVERVIEW, [("Source", "https://source.example/ink")]),
        (FeatureKind.VIDEOS, [("Saving a pen", "https://video.example/1")]),
        (FeatureKind.NEWS, [("Ink in the news", "https://paper.example/ink")]),
        (FeatureKind.KNOWLEDGE_PANEL, [("Ink", "https://wiki.example/ink")]),
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.ADS, [("Ink for less", "https://shop.example/")]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("duckduckgo_normal").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


def test_features_of_the_page_without_scripts(parse):
    """The advertiser's host is read out of the redirect, escaped once or twice."""
    found = {one.kind: [(item.text, item.url) for item in one.items] for one in parse("duckduckgo_html").features}
    assert found == {
        FeatureKind.ANSWER_BOX: [("Ink is a liquid.", None)],
        FeatureKind.ADS: [("Ink for less", "https://shop.example/"), ("Pens", "https://pens.example/")],
    }


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("duckduckgo_empty", PageState.EMPTY, "No results found for zzqx."),
        ("duckduckgo_challenge", PageState.BLOCKED, "asks whether a person is searching"),
        ("duckduckgo_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("duckduckgo", state, ())
    assert reason in serp.reason
