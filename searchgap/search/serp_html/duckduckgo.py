"""DuckDuckGo's saved pages: the normal one, the one without scripts (html) and the one of tables (lite)."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import (
    LinkReader,
    attribute,
    clean_text,
    feature,
    first_text,
    identities,
    is_within,
    text_of,
    text_or_none,
)

_Items = Iterator[tuple[str, str | None]]

_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)?duckduckgo\.com")
_LINKS = LinkReader(
    home="https://duckduckgo.com", hosts=_HOSTS, internal=re.compile(r"/?\?|/(?:y\.js|l/?|html/?|lite/?)\?")
)
# The advertiser's host, plain or once more escaped inside the redirect.
_ADVERTISER = re.compile(r"ad_domain(?:=|%3D)([\w.-]+)", re.IGNORECASE)
_ADVERTISEMENTS = '[data-layout="ad"], [data-testid="ad"], .result--ad, .result-sponsored'
_CHALLENGE = '.anomaly-modal__title, form[action*="anomaly.js"]'
_NOTICE = '.no-results, [data-testid="no-results"], [data-layout="no-results"]'


def _read(tree: Tree, _page: SavedPage) -> Findings:
    paid = identities([tree], _ADVERTISEMENTS)
    listings = [*_read_normal(tree, paid), *_read_html(tree, paid), *_read_lite(tree, paid)]
    return Findings(listings=listings, features=_read_features(tree))


def _read_normal(tree: Tree, paid: frozenset[int]) -> Iterator[Listing]:
    """The first links of a card filter by site; the title has a mark of its own."""
    for card in tree.css('article[data-testid="result"]'):
        link = card.css_first('a[data-testid="result-title-a"]')
        url = _LINKS.read(attribute(link, "href"))
        title = text_of(link)
        if url and title and not is_within(card, paid):
            date, snippet = _read_snippet(card.css_first('[data-result="snippet"]'))
            yield Listing(title=title, url=url, snippet=snippet, date=date)


def _read_snippet(snippet: Node | None) -> tuple[str | None, str | None]:
    """Where the words are held in two pieces, the first is a date; names of classes are random."""
    words = snippet.css_first("div > span") if snippet is not None else None
    match list(words.iter()) if words is not None else []:
        case [date, rest] if date.tag == rest.tag == "span":
            return text_or_none(date), text_or_none(rest)
    return None, text_or_none(snippet)


def _read_html(tree: Tree, paid: frozenset[int]) -> Iterator[Listing]:
    for card in tree.css(":is(#links .result, .web-result)"):
        link = card.css_first(".result__title a.result__a")
        url = _LINKS.read(attribute(link, "href"))
        title = text_of(link)
        if url and title and not is_within(card, paid):
            date = first_text(card, ".result__extras__url > .result__url ~ span")
            yield Listing(title=title, url=url, snippet=first_text(card, ".result__snippet"), date=date)


def _read_lite(tree: Tree, paid: frozenset[int]) -> Iterator[Listing]:
    """A result is a few rows of a table; its snippet is the one before the next link, and may be missing."""
    rows = tree.css("tr :is(a.result-link, td.result-snippet)")
    for link, after in zip_longest(rows, rows[1:]):
        url = _LINKS.read(attribute(link, "href"))
        title = text_of(link)
        if link.tag == "a" and url and title and not is_within(link, paid):
            snippet = text_or_none(after) if after is not None and after.tag == "td" else None
            yield Listing(title=title, url=url, snippet=snippet)


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.AI_OVERVIEW, _read_module(tree, "wikinlp")),
        *feature(FeatureKind.ANSWER_BOX, ((text_of(answer), None) for answer in tree.css("#zero_click_abstract"))),
        *feature(FeatureKind.RELATED_SEARCHES, _read_related(tree)),
        *feature(FeatureKind.VIDEOS, _read_module(tree, "videos")),
        *feature(FeatureKind.NEWS, _read_module(tree, "news")),
        *feature(FeatureKind.KNOWLEDGE_PANEL, _read_panel(tree)),
        *feature(FeatureKind.ADS, _read_advertisements(tree)),
    )


def _read_module(tree: Tree, layout: str) -> _Items:
    """Where the links of a box among the results lead."""
    for link in tree.css(f'[data-layout="{layout}"] a[href]'):
        if url := _LINKS.read(attribute(link, "href")):
            yield first_text(link, "h2", "h3") or text_of(link) or clean_text(attribute(link, "title")), url


def _read_related(tree: Tree) -> _Items:
    for link in tree.css('[data-layout="related_searches"] a[href]'):
        yield text_of(link), None


def _read_panel(tree: Tree) -> _Items:
    for box in tree.css('[data-layout="about"]'):
        source = next((url for link in box.css("a[href]") if (url := _LINKS.read(attribute(link, "href")))), None)
        yield first_text(box, "h2", ".module__title", ".module__title__sub") or "", source


def _read_advertisements(tree: Tree) -> _Items:
    for box in tree.css(_ADVERTISEMENTS):
        for link in box.css('a[data-testid="result-title-a"], .result__title a, a.result-link'):
            advertiser = _ADVERTISER.search(attribute(link, "href"))
            yield text_of(link), f"https://{advertiser[1].lower()}/" if advertiser else None


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    notice = tree.css_first(_NOTICE)
    return (text_of(notice) or "DuckDuckGo found nothing") if notice is not None else None


def _find_block(tree: Tree, _page: SavedPage) -> str | None:
    return "DuckDuckGo asks whether a person is searching" if tree.css_first(_CHALLENGE) is not None else None


DUCKDUCKGO = Engine(
    name="duckduckgo",
    title="DuckDuckGo",
    hosts=_HOSTS,
    marks=f'#links .result__a, td > a.result-link, article[data-testid="result"], {_CHALLENGE}',
    title_ending=re.compile(r" at DuckDuckGo\Z"),
    paging=Paging("s"),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
