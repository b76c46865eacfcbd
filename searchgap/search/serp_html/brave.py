"""Brave Search's saved pages."""

import re
from collections.abc import Iterator

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.notices import find_notice
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import (
    LinkReader,
    attribute,
    clean_text,
    feature,
    first_text,
    text_of,
    text_or_none,
)

_Items = Iterator[tuple[str, str | None]]

_HOSTS = re.compile(r"search\.brave\.com")
_LINKS = LinkReader(
    home="https://search.brave.com",
    hosts=_HOSTS,
    internal=re.compile(r"/(?:search|images|videos|news|goggles|ask|a/redirect)(?:[?#]|\Z)"),
)
_CHALLENGE = 'button[name="captcha-button"], #pow-captcha-content, a[href*="pow-captcha"]'
_NOTHING_FOUND = re.compile(r"Not many great matches came back|No results found", re.IGNORECASE)
_LONGEST_NOTICE = 200


def _read(tree: Tree, _page: SavedPage) -> Findings:
    cards = tree.css('div.snippet[data-type="web"]')
    return Findings(
        listings=[listing for card in cards if (listing := _read_card(card))],
        features=_read_features(tree),
        hints=_read_notices(tree, found=bool(cards)),
    )


def _read_card(card: Node) -> Listing | None:
    """Links without a host are advertisements."""
    link = card.css_first('a[href^="http"]')
    url = _LINKS.read(attribute(link, "href"))
    title = _read_title(card, link)
    if not url or not title:
        return None
    date, snippet = _read_snippet(card.css_first(".generic-snippet .content"))
    site_name = first_text(card, ".site-name-content > div")
    return Listing(title=title, url=url, snippet=snippet, date=date, site_name=site_name)


def _read_title(card: Node, link: Node | None) -> str:
    heading = card.css_first(".search-snippet-title") or (link.css_first(".title") if link is not None else None)
    return clean_text(attribute(heading, "title")) or text_of(heading)


def _read_snippet(snippet: Node | None) -> tuple[str | None, str | None]:
    """The date a snippet begins with, if any, and its text without that."""
    if snippet is None:
        return None, None
    date = text_of(snippet.css_first(".t-secondary"))
    words = text_of(snippet)
    if not date.endswith("-") or not words.startswith(date):
        return None, words or None
    return date.removesuffix("-").strip() or None, words.removeprefix(date).strip() or None


def _read_notices(tree: Tree, *, found: bool) -> list[str]:
    """What Brave says about having searched for something else, and whether its question lies over the results."""
    hints = []
    if words := text_or_none(tree.css_first("#altered-query")):
        hints.append(f"Brave says above the results: {words[:_LONGEST_NOTICE]}")
    if found and tree.css_first(_CHALLENGE) is not None:
        hints.append("Brave asks over the results whether a person is searching; the results under it were read")
    return hints


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.QUESTIONS, _read_questions(tree)),
        *feature(FeatureKind.RELATED_SEARCHES, _read_related(tree)),
        *feature(FeatureKind.VIDEOS, _read_videos(tree)),
        *feature(FeatureKind.KNOWLEDGE_PANEL, _read_panel(tree)),
        *feature(FeatureKind.ADS, _read_advertisements(tree)),
    )


def _read_questions(tree: Tree) -> _Items:
    for question in tree.css("#faq summary"):
        yield clean_text(attribute(question, "title")) or text_of(question), None


def _read_related(tree: Tree) -> _Items:
    for link in tree.css("a.related-query"):
        yield text_of(link), None


def _read_videos(tree: Tree) -> _Items:
    for link in tree.css('.video-cluster-grid a.enrichment-card-item[href^="http"]'):
        yield first_text(link, ".line-clamp-2", ".enrichment-card-content") or "", _LINKS.read(attribute(link, "href"))


def _read_panel(tree: Tree) -> _Items:
    for title in tree.css("#infobox .infobox-header-title a[href]"):
        yield text_of(title), _LINKS.read(attribute(title, "href"))


def _read_advertisements(tree: Tree) -> _Items:
    for card in tree.css('div.snippet[data-type="ad"]'):
        shown = attribute(card.css_first('a[href^="http"]'), "href")
        yield _read_title(card, card.css_first("a")), _LINKS.read(shown)


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    notice = tree.css_first("#no-results")
    if notice is not None:
        return text_of(notice)[:_LONGEST_NOTICE] or "Brave found nothing"
    return find_notice(tree, "#results, main", _NOTHING_FOUND)


def _find_block(tree: Tree, _page: SavedPage) -> str | None:
    return "Brave asks whether a person is searching" if tree.css_first(_CHALLENGE) is not None else None


BRAVE = Engine(
    name="brave",
    title="Brave Search",
    hosts=_HOSTS,
    marks=f"div.snippet[data-type], {_CHALLENGE}",
    title_ending=re.compile(r" - Brave Search\Z"),
    paging=Paging("offset", step=None),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
