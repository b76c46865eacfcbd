"""Mojeek's saved pages."""

import pytest

from searchgap.search.serp_html.page import PageState


def test_organic_cards_are_read_in_order(parse):
    """A second hit of a site is a result too; the next page is none, and ranks begin where the address says."""
    assert [(one.rank, one.url, one.title) for one in parse("mojeek_results").results] == [
        (11, "https://notes.example/ink", "Why ink dries"),
        (12, "https://notes.example/caps", "Caps"),
        (13, "https://pens.example/", "Of an older page"),
        (14, "https://www.mojeek.com/about/", "The engine's own page"),
    ]


def test_snippets_stay_with_their_cards(parse):
    """A card without one has none."""
    assert [one.snippet for one in parse("mojeek_results").results] == ["Keep the cap on.", None, "Older words.", None]


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("mojeek_empty", PageState.EMPTY, "No pages found matching: zzqx"),
        ("mojeek_captcha", PageState.BLOCKED, "asks whether a person is searching"),
        ("mojeek_refused", PageState.BLOCKED, "asks whether a person is searching"),
        ("mojeek_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("mojeek", state, ())
    assert reason in serp.reason
