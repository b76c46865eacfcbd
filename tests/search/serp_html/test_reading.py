"""The small readings every engine shares."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from searchgap.model.serp import FeatureItem, FeatureKind, SerpFeature
from searchgap.search.serp_html.reading import (
    LinkReader,
    clean_text,
    feature,
    host_of,
    identities,
    is_within,
    read_breadcrumb,
    text_of,
)

LINKS = LinkReader(
    home="https://www.bing.com", hosts=re.compile(r"(?:www\.)?bing\.com"), internal=re.compile("/(?:search|aclick)")
)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a\n\t b\u00a0c ", "a b c"),
        ("a\u200bb\u2060\ufeff\u00ad", "ab"),
        ("\u200f\u05e2\u05d8\u202c", "\u05e2\u05d8"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("", ""),
    ],
)
def test_text_is_as_a_reader_sees_it(text, clean):
    """Invisible characters go, but not the joiners that words are spelled with."""
    assert clean_text(text) == clean


def test_pieces_are_joined_as_they_are():
    """No space is made up between highlighted pieces."""
    tree = LexborHTMLParser("<h2><b>Ever</b>note <i>\n gtd</i></h2>")
    assert text_of(tree.css_first("h2")) == "Evernote gtd"
    assert not text_of(None)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://a.example/x?y#z", "https://a.example/x?y#z"),
        (" https://a.example/ ", "https://a.example/"),
        ("//a.example/x", "https://a.example/x"),
        ("/ck/a?u=a1aHR0cHM6Ly9hLmV4YW1wbGUv", "https://a.example/"),
        ("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUv&ntb=1", "https://a.example/"),
        ("https://www.bing.com/ck/a?u=a1aHR0cHM6Ly93d3cuYmluZy5jb20vYWNsaWNrP3g", None),
        ("https://www.bing.com/maps", "https://www.bing.com/maps"),
        ("https://www.bing.com/search?q=a", None),
        ("https://web.archive.org/web/2020/https://a.example/", "https://web.archive.org/web/2020/https://a.example/"),
        ("/maps", None),
        ("javascript:void(0)", None),
        ("mailto:a@a.example", None),
        ("#top", None),
        ("https://", None),
        ("", None),
    ],
)
def test_links_lead_out_of_the_engine(href, url):
    """The engine's own redirects are taken off, other sites' addresses stay, and what leads nowhere is dropped."""
    assert LINKS.read(href) == url


@pytest.mark.parametrize(
    ("text", "host", "url"),
    [
        ("https://Shop.example > tools > saws", "shop.example", "https://shop.example/tools/saws"),
        ("http://shop.example", "shop.example", "http://shop.example"),
        ("shop.example/tools/", "shop.example", "https://shop.example/tools"),
        ("www.shop.example > Power Tools", "www.shop.example", "https://www.shop.example"),
        ("https://shop.example > ... > saws", "shop.example", "https://shop.example"),
        ("https://shop.example > saws-for-…", "shop.example", "https://shop.example"),
        ("https://video.example · A Channel", "video.example", "https://video.example"),
    ],
)
def test_breadcrumbs_give_a_host_and_a_guess(text, host, url):
    """The path is left out where a piece is cut or reworded."""
    assert read_breadcrumb(text.replace(" > ", " \u203a ")) == (host, url)


@pytest.mark.parametrize("text", ["", "570+ comments · 5 years ago", "30.1K+ views · 8 months ago", "YouTube", "1.5"])
def test_counts_and_names_are_no_breadcrumbs(text):
    """They begin with no host."""
    assert read_breadcrumb(text) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://A.example:8080/x", "a.example"), ("https://[::1", None), ("", None), ("/x", None)],
)
def test_hosts_of_odd_addresses(url, host):
    """What has no host has none."""
    assert host_of(url) == host


def test_nodes_know_what_they_are_in():
    """A node is within itself and within whatever holds it."""
    tree = LexborHTMLParser("<div class=box><p><a>in</a></p></div><a>out</a>")
    boxes = identities([tree], ".box")
    assert [is_within(node, boxes) for node in tree.css("a, .box")] == [True, True, False]


def test_features_have_items_without_doubles():
    """And without items there is none."""
    items = [("a", None), ("", "https://a.example/"), ("a", ""), ("", None)]
    expected = (FeatureItem(text="a"), FeatureItem(url="https://a.example/"))
    assert feature(FeatureKind.NEWS, items) == (SerpFeature(kind=FeatureKind.NEWS, items=expected),)
    assert feature(FeatureKind.NEWS, [("", "")]) == ()
