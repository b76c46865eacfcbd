"""Yandex's saved pages."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState


def test_organic_cards_are_read_in_order(parse):
    """Advertisements in the markup of organic cards, the generated answer and boxes are left out."""
    assert [(one.rank, one.url, one.title) for one in parse("yandex_results").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://yandex.ru/support/", "The engine's own help"),
    ]


def test_a_card_tells_its_parts(parse):
    """The query is read from the search box."""
    serp = parse("yandex_results")
    assert (serp.query, serp.results[0].snippet) == ("ink dries", "Keep the cap on.")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            FeatureKind.AI_OVERVIEW,
            [("An answer", "https://source.example/"), ("source.example", "https://source.example/ink")],
        ),
        (
            FeatureKind.ADS,
            [
                ("Sold by name", "https://shop.example/1"),
                ("Sold by class", "https://shop.example/2"),
                ("Sold by address", None),
                ("Sold by label", "https://shop.example/3"),
            ],
        ),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("yandex_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("yandex_empty", PageState.EMPTY, "Ничего не нашли"),
        ("yandex_captcha", PageState.BLOCKED, "asks whether a person is searching"),
        ("yandex_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("yandex", state, ())
    assert reason in serp.reason
