"""Bing's saved pages: what is organic, what is a feature, and what stands in place of results."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState, UrlSource


def test_organic_cards_are_read_in_order(parse):
    """Advertisements, answers, messages, site links and the next page are left out; the engine's own pages stay."""
    assert [(one.rank, one.url, one.title) for one in parse("bing_results").results] == [
        (11, "https://pens.example/dry?a=b", "Why ink dries out"),
        (12, "https://ink.example/faq", "Ink questions"),
        (13, "https://label.example/", "Only a label"),
        (14, None, "Of an unknown version"),
        (15, None, "Of nothing"),
        (16, "https://www.bing.com/maps", "The engine's own maps"),
    ]


def test_a_card_tells_its_parts(parse):
    """The date and the mark after it are no part of the snippet."""
    first = parse("bing_results").results[0]
    assert (first.date, first.snippet, first.site_name) == ("Aug 15, 2025", "Keep the cap on.", "Pens Example")


def test_unreadable_redirects_fall_back_on_the_breadcrumb(parse):
    """A redirect of an unknown version is never shown as the address."""
    unknown, nothing = parse("bing_results").results[3:5]
    assert (unknown.url_source, unknown.host) == (UrlSource.BREADCRUMB, "crumb.example")
    assert unknown.url_hint == "https://crumb.example/ink/dry"
    assert (nothing.url_source, nothing.host, nothing.url_hint) == (UrlSource.NONE, None, None)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.ANSWER_BOX, [("about two years", None)]),
        (FeatureKind.QUESTIONS, [("Does ink go bad?", None), ("How long does ink last?", None)]),
        (FeatureKind.RELATED_SEARCHES, [("ink cap", None)]),
        (FeatureKind.VIDEOS, [("Saving a pen", "https://video.example/1")]),
        (FeatureKind.NEWS, [("Ink in the news", "https://paper.example/ink")]),
        (FeatureKind.KNOWLEDGE_PANEL, [("Ink", None)]),
        (FeatureKind.ADS, [("Ink for less", "https://shop.example/")]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("bing_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


def test_what_the_page_tells_about_itself(parse):
    """The address is the one the page names itself."""
    serp = parse("bing_results")
    assert (serp.engine, serp.query, serp.page.country, serp.page.offset) == ("bing", "ink dries out", "gb", 10)


def test_an_empty_page_is_known_by_its_structure(parse):
    """In any language."""
    serp = parse("bing_empty")
    assert (serp.state, serp.query, serp.reason) == (PageState.EMPTY, "zzqqx", "Aucun résultat pour zzqqx")


def test_a_challenge_with_an_ordinary_title_is_blocked(parse):
    """Only the marks of the challenge tell it from a page of results."""
    serp = parse("bing_challenge")
    assert (serp.engine, serp.state, serp.query) == ("bing", PageState.BLOCKED, "ink")
