"""Ecosia's saved pages."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import parse_page


def test_organic_cards_are_read_in_order(parse):
    """The help page that every card links first is no result, and a card that has not loaded is none."""
    assert [(one.rank, one.url, one.title) for one in parse("ecosia_results").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://blog.ecosia.org/", "The engine's own blog"),
    ]


def test_the_page_says_whose_results_they_are(parse):
    """Every card names the provider."""
    serp = parse("ecosia_results")
    assert (serp.ranked_by, serp.results[0].snippet) == ("google", "Keep the cap on.")


def test_two_providers_are_nobody_s_ranking(read_bytes):
    """A blend has no single name."""
    serp = parse_page(read_bytes("ecosia_results").replace(b'provider="GOOGLE"', b'provider="BING"', 1))
    assert serp.ranked_by is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.VIDEOS, [("Saving a pen", "https://video.example/1")]),
        (FeatureKind.KNOWLEDGE_PANEL, [("Ink", "https://wiki.example/ink")]),
        (FeatureKind.ADS, [("Ink for less", None)]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("ecosia_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("ecosia_empty", PageState.EMPTY, "we found nothing for"),
        ("ecosia_challenge", PageState.BLOCKED, "asks whether a person is searching"),
        ("ecosia_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("ecosia", state, ())
    assert reason in serp.reason
