"""Qwant's saved pages."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState


def test_organic_cards_are_read_in_order(parse):
    """The title is the link under a heading, else the first with words; a wrapped link is read from the card."""
    assert [(one.rank, one.url, one.title) for one in parse("qwant_results").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://pens.example/", "A newer layout"),
        (3, "https://wrapped.example/a", "Only the card tells"),
        (4, "https://help.qwant.com/", "The engine's own help"),
    ]


def test_the_snippet_stands_beside_the_title(parse):
    """Names of classes are random and decide nothing."""
    snippets = [one.snippet for one in parse("qwant_results").results]
    assert snippets == ["Keep the cap on.", "Newer words.", None, None]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.ADS, [("Ink for less", "https://shop.example/")]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("qwant_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("qwant_empty", PageState.EMPTY, "Nothing for zzqx"),
        ("qwant_abroad", PageState.BLOCKED, "does not answer in the country"),
        ("qwant_challenge", PageState.BLOCKED, "asks whether a person is searching"),
        ("qwant_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("qwant", state, ())
    assert reason in serp.reason
