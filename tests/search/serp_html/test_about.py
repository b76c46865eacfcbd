"""What a page tells about itself, and where it is looked for first."""

import pytest

from searchgap.search.serp_html.registry import parse_page

CARD = '<div id="rso"><div class="g"><a href="https://a.example/"><h3>A</h3></a></div></div>'


def read(head: str = "", body: str = "", url: str = "", lang: str = ""):
    comment = f"<!-- saved from url=(0001){url} -->" if url else ""
    page = f"<!DOCTYPE html>{comment}<html {lang}><head>{head}</head><body>{body}{CARD}</body></html>"
    return parse_page(page.encode())


@pytest.mark.parametrize(
    ("head", "body", "url", "query"),
    [
        (
            "<title>title - Google Search</title>",
            "<textarea name=q>box</textarea>",
            "https://www.google.com/search?q=a+b",
            "a b",
        ),
        ("<title>title - Google Search</title>", "<textarea name=q> box\n </textarea>", "", "box"),
        ("<title>title - Google Search</title>", '<input name="q" value=""><input name="q" value="box">', "", "box"),
        ("<title>a - b - Google Search</title>", "", "", "a - b"),
        ("<title>mot - Recherche Google</title>", "", "", "mot"),
        ("<title>слово - Поиск в Google</title>", "", "", "слово"),
        ("<title>Something else</title>", "", "", None),
        ("", "", "https://www.google.com/search?q=%ff&hl", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_the_query_is_found(head, body, url, query):
    """In the address, else in the search box, else in the title without the engine's ending."""
    assert read(head, body, url).query == query


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://www.google.com/search?q=a">', "https://www.google.com/search?q=a"),
        ('<meta property="og:url" content="https://www.google.com/search?q=a">', "https://www.google.com/search?q=a"),
        ('<link rel="canonical" href="/search?q=a">', None),
        ("", None),
    ],
)
def test_the_address_is_found(head, url):
    """As the page names it itself, if it is an address."""
    assert read(head).page.url == url


@pytest.mark.parametrize(
    ("tail", "offset"),
    [("", 0), ("&start=0", 0), ("&start=20", 20), ("&start=-3", None), ("&start=x", None), ("&start=9999999", None)],
)
def test_the_offset_is_in_the_address(tail, offset):
    """A number that makes no sense is not known."""
    assert read(url=f"https://www.google.com/search?q=a{tail}").page.offset == offset


def test_without_an_address_the_offset_is_not_known():
    """Ranks then count from the top of the page."""
    serp = read()
    assert serp.page.offset is None
    assert [one.rank for one in serp.results] == [1]


@pytest.mark.parametrize(
    ("tail", "country"),
    [
        ("&gl=US", "us"),
        ("&cr=countryDE", "de"),
        ("&mkt=en-GB", "gb"),
        ("&cc=fr&gl=", "fr"),
        ("&gl=usa", None),
        ("&gl=uk", "gb"),
        ("", None),
    ],
)
def test_the_country_is_in_the_address(tail, country):
    """Under the names the engines give it."""
    assert read(url=f"https://www.google.com/search?q=a{tail}").page.country == country


@pytest.mark.parametrize(("region", "country"), [("uk-en", "gb"), ("us-en", "us"), ("de-de", "de"), ("", None)])
def test_a_region_of_duckduckgo_names_the_country_first(region, country):
    """Its `uk` is the country that everybody else calls gb."""
    url = f"https://duckduckgo.com/?q=a&kl={region}"
    serp = parse_page(b"<html></html><!-- saved from url=(0001)" + url.encode() + b" -->", engine="duckduckgo")
    assert serp.page.country == country


def test_the_language_is_the_page_s_own():
    """The one asked for counts where the page has none."""
    url = "https://www.google.com/search?q=a&hl=de"
    assert read(url=url, lang="lang=fr-CH").page.language == "fr-CH"
    assert read(url=url).page.language == "de"
    assert read().page.language is None


def test_odd_addresses_are_survived():
    """An address that cannot be taken apart tells nothing."""
    serp = read(url="https://[www.google.com/search?q=a")
    assert (serp.engine, serp.query) == ("google", None)
