"""Saved pages of SearXNG instances."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import parse_page


def test_organic_cards_are_read_in_order(parse):
    """Pictures are no results; the host of the instance says nothing."""
    assert [(one.rank, one.url, one.title) for one in parse("searxng_results").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://pens.example/", "Pens"),
    ]


def test_the_engine_behind_the_page_is_told(parse):
    """Where it is one engine only, the ranking is that engine's."""
    serp = parse("searxng_results")
    assert (serp.engine, serp.ranked_by) == ("searxng", "mojeek")
    assert (serp.results[0].date, serp.results[0].snippet) == ("2026-03-03", "Keep the cap on.")


def test_a_blend_is_nobody_s_ranking(read_bytes):
    """A second engine on one card is enough."""
    blend = read_bytes("searxng_results").replace(b"<span>mojeek</span>", b"<span>mojeek</span><span>brave</span>", 1)
    assert parse_page(blend).ranked_by is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.ANSWER_BOX, [("About two years.", None)]),
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.KNOWLEDGE_PANEL, [("Ink", None)]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("searxng_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("searxng_empty", PageState.EMPTY, "No results were found."),
        ("searxng_refused", PageState.BLOCKED, "mojeek (access denied)"),
        ("searxng_check", PageState.BLOCKED, "asks whether a person is searching"),
        ("searxng_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("searxng", state, ())
    assert reason in serp.reason
