"""Hidden addresses: each step of their recovery, and nothing made up after the last."""

import pytest

from searchgap.search.serp_html.page import UrlSource
from searchgap.search.serp_html.registry import parse_page


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("From the script", (UrlSource.INLINE, "https://full.example/a?b=1", "full.example", None)),
        ("From about this result", (UrlSource.INLINE, "https://about.example/a/b/", "about.example", None)),
        ("From the video card", (UrlSource.VIDEO, "https://video.example/watch?v=3", "video.example", None)),
        ("From the breadcrumb", (UrlSource.BREADCRUMB, None, "crumb.example", "https://crumb.example/guides/vpn")),
        ("From a cut breadcrumb", (UrlSource.BREADCRUMB, None, "long.example", "https://long.example")),
        ("From the site name", (UrlSource.SITE_NAME, None, "www.reddit.com", "https://www.reddit.com/r/vpn")),
        ("From a site name alone", (UrlSource.SITE_NAME, None, "www.quora.com", "https://www.quora.com")),
        ("From nothing", (UrlSource.NONE, None, None, None)),
        ("Not hidden", (UrlSource.LINK, "https://plain.example/", "plain.example", None)),
    ],
)
def test_the_best_known_is_told(parse, title, expected):
    """A full address where the page holds one, else its host and a guess that is marked as one."""
    found = next(one for one in parse("google_wrapped").results if one.title == title)
    assert (found.url_source, found.url, found.host, found.url_hint) == expected


def test_tokens_are_no_identity(parse):
    """Two cards without an address stay two, however alike, and no token is shown."""
    serp = parse("google_wrapped")
    assert [one.title for one in serp.results].count("From nothing") == 2
    assert not any("goto" in (one.url or "") for one in serp.results)


def test_hiding_is_said_once(parse):
    """One hint tells how many addresses are hidden."""
    (hint,) = parse("google_wrapped").hints
    assert hint.startswith("Google hid the addresses of 6 of 10 results")


def test_a_token_is_never_taken_for_an_address(read_bytes):
    """Even where the page's own script repeats the hidden link."""
    page = read_bytes("google_wrapped").replace(b"https://full.example/a?b=1", b"https://www.google.com/goto?url=CAES")
    assert parse_page(page).results[0].url == "https://other.example/"


@pytest.mark.parametrize("code", [b"CgA", b"A", b"ChlodHRw", b"EgRodHRw", b"CoABaHR0cA", b"Cv8B"])
def test_damaged_codes_give_nothing(read_bytes, code):
    """A code that is no protobuf of an address is passed over."""
    page = read_bytes("google_wrapped").replace(b"ChpodHRwczovL2Fib3V0LmV4YW1wbGUvYS9iLw", code)
    assert parse_page(page).results[1].url_source is UrlSource.NONE
