"""Brave Search's saved pages."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import parse_page


def test_organic_cards_are_read_in_order(parse):
    """Site links, boxes, the next page and links without a host are left out; ranks have no gaps."""
    assert [(one.rank, one.url, one.title) for one in parse("brave_results").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://pens.example/", "Only the text"),
        (3, "https://search.brave.com/help", "The engine's own help"),
    ]


def test_a_card_tells_its_parts(parse):
    """The date and the mark after it are no part of the snippet."""
    first, second, _ = parse("brave_results").results
    assert (first.date, first.snippet, first.site_name) == ("March 3, 2026", "Keep the cap on.", "Notes Example")
    assert (second.date, second.snippet) == (None, "No date.")


def test_a_changed_query_is_told(parse):
    """As a hint, in the words of the page."""
    assert parse("brave_results").hints == ("Brave says above the results: Showing results for ink dries",)


def test_a_question_over_results_is_a_hint_only(read_bytes):
    """The results under it are read."""
    serp = parse_page(read_bytes("brave_results") + b'<button name="captcha-button">I am no robot</button>')
    assert (serp.state, len(serp.results)) == (PageState.OK, 3)
    assert any("asks over the results" in hint for hint in serp.hints)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.QUESTIONS, [("Does ink go bad?", None)]),
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.VIDEOS, [("Saving a pen", "https://video.example/1")]),
        (FeatureKind.KNOWLEDGE_PANEL, [("Ink", "https://wiki.example/ink")]),
        (FeatureKind.ADS, [("Ink for less", None)]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("brave_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("brave_empty", PageState.EMPTY, "Not many great matches came back for your search"),
        ("brave_challenge", PageState.BLOCKED, "asks whether a person is searching"),
        ("brave_unknown", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("brave", state, ())
    assert reason in serp.reason
