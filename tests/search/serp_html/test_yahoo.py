"""Yahoo's saved pages in their three layouts."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState


def test_organic_cards_are_read_in_order(parse):
    """Breadcrumbs are no part of titles, and redirects to Bing's counter are advertisements wherever they stand."""
    assert [(one.rank, one.url, one.title) for one in parse("yahoo_results").results] == [
        (8, "https://notes.example/ink", "Why ink dries"),
        (9, "https://pens.example/faq", "Pens & ink"),
        (10, "https://wrapped.example/a?b=1", "A wrapped List<T>"),
        (11, "https://search.yahoo.com/preferences", "The engine's own page"),
    ]


def test_what_the_page_tells_about_itself(parse):
    """Ranks begin where the address says."""
    serp = parse("yahoo_results")
    assert (serp.engine, serp.query, serp.page.offset) == ("yahoo", "ink dries", 7)
    assert serp.results[0].snippet == "Keep the cap on."


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.QUESTIONS, [("Does ink go bad?", None)]),
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.VIDEOS, [("Saving a pen", None)]),
        (FeatureKind.ADS, [("Ink for less", None)]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("yahoo_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("yahoo_empty", PageState.EMPTY, "We did not find results for: zzqx"),
        ("yahoo_empty_marked", PageState.EMPTY, "Rien."),
        ("yahoo_consent", PageState.BLOCKED, "asks for consent"),
        ("yahoo_refused", PageState.BLOCKED, "without a place for results"),
        ("yahoo_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("yahoo", state, ())
    assert reason in serp.reason
