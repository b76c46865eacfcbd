"""Startpage's saved pages: inline data, and elements where that is damaged."""

import pytest

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import parse_page


def test_organic_cards_are_read_in_order(parse):
    """Inline data that is JSON no more counts for nothing; copies in anonymous view are left out."""
    assert [(one.rank, one.url, one.title) for one in parse("startpage_results").results] == [
        (1, "https://notes.example/ink", "Why ink dries"),
        (2, "https://pens.example/", "Of an older page"),
        (3, "https://www.startpage.com/en/about-us", "The engine's own page"),
    ]


def test_inline_data_is_read(parse):
    """Inline data comes before the elements; what is not as expected in it is passed over."""
    assert [(one.rank, one.url, one.title) for one in parse("startpage_inline").results] == [
        (1, "https://notes.example/ink", "Why ink dries & fades"),
        (2, "https://pens.example/", "Pens"),
    ]


def test_a_card_tells_its_parts(parse):
    """From the elements, and from inline data without the markup in it."""
    of_elements, of_data = parse("startpage_results").results[0], parse("startpage_inline").results
    assert (of_elements.snippet, of_elements.site_name) == ("Keep the cap on.", "Notes Example")
    assert [one.snippet for one in of_data] == ["Keep the cap on.", None]


@pytest.mark.parametrize(
    "data",
    ["{", "[]", "{}", '{"render": []}', '{"render": {"presenter": {"regions": {"mainline": {}}}}}', "[" * 100_000],
)
def test_damaged_inline_data_hides_no_elements(data):
    """Whatever stands in its place."""
    page = (
        '<div class="result"><a class="result-title result-link" href="https://a.example/"><h2>A</h2></a></div>'
        f"<script>React.createElement(UIStartpage.AppSerpWeb, {data})</script>"
    )
    assert [one.url for one in parse_page(page.encode()).results] == ["https://a.example/"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FeatureKind.ADS, [("Ink for less", "https://shop.example/")]),
    ],
)
def test_features_are_told_apart(parse, kind, expected):
    """Each kind of box is reported once, with its items."""
    found = [item for one in parse("startpage_results").features if one.kind is kind for item in one.items]
    assert [(item.text, item.url) for item in found] == expected


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("startpage_empty", PageState.EMPTY, "there are no Web results"),
        ("startpage_captcha", PageState.BLOCKED, "asks whether a person is searching"),
        ("startpage_shell", PageState.UNPARSED, "no results were found in it"),
    ],
)
def test_pages_without_results_are_told_apart(parse, name, state, reason):
    """Nothing found, a refusal and a page that has not loaded are three things, each with its reason."""
    serp = parse(name)
    assert (serp.engine, serp.state, serp.results) == ("startpage", state, ())
    assert reason in serp.reason
