"""Qwant's saved pages."""

import re
from collections.abc import Iterator

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.notices import find_notice
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import (
    LinkReader,
    attribute,
    feature,
    first_text,
    identities,
    is_within,
    text_of,
)

_Items = Iterator[tuple[str, str | None]]

_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)?qwant\.com")
_LINKS = LinkReader(
    home="https://www.qwant.com",
    hosts=_HOSTS,
    internal=re.compile(r"/?\?|/(?:redirect|action|impression|search)(?:[/?#]|\Z)"),
)
_ADVERTISEMENTS = '[data-testid="adResult"]'
# Newer and older layouts, surest first.
_TITLE_LINKS = ('a[data-testid="serTitle"]', "h2 a[href]", "a[href]:has(h2)", "a.external")
_CHALLENGE = 'iframe[src*="captcha-delivery.com"], script[src*="captcha-delivery.com"]'
_ABROAD = re.compile(r"not yet available in your country")


def _read(tree: Tree, _page: SavedPage) -> Findings:
    paid = identities([tree], _ADVERTISEMENTS)
    cards = [card for card in tree.css('[data-testid="webResult"]') if not is_within(card, paid)]
    return Findings(
        listings=[listing for card in cards if (listing := _read_card(card))], features=_read_features(tree)
    )


def _read_card(card: Node) -> Listing | None:
    """The link says where a result leads; where it is wrapped, the card does."""
    link = _find_title_link(card)
    url = _LINKS.read(attribute(link, "href")) or _LINKS.read(attribute(card, "domain"))
    title = (first_text(link, "h2", "h3") or text_of(link)) if link is not None else ""
    if not url or not title:
        return None
    return Listing(title=title, url=url, snippet=_read_snippet(card, link))


def _find_title_link(card: Node) -> Node | None:
    """The link that is marked, or has a heading, else the first with words; links around pictures have none."""
    for selector in _TITLE_LINKS:
        for link in card.css(selector):
            if text_of(link):
                return link
    return None


def _read_snippet(card: Node, link: Node | None) -> str | None:
    """The last words of the card, if they stand beside what holds the title; names of classes are random."""
    holder = link.parent.parent if link is not None and link.parent is not None else None
    pieces = list(holder.iter()) if holder is not None and is_within(holder, frozenset({card.mem_id})) else []
    plain = [piece for piece in pieces[1:] if piece.css_first("a[href]") is None]
    return text_of(plain[-1]) or None if plain else None


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.RELATED_SEARCHES, _read_related(tree)),
        *feature(FeatureKind.ADS, _read_advertisements(tree)),
    )


def _read_related(tree: Tree) -> _Items:
    for link in tree.css('[data-testid="relatedSearchLink"]'):
        yield text_of(link), None


def _read_advertisements(tree: Tree) -> _Items:
    for card in tree.css(_ADVERTISEMENTS):
        link = _find_title_link(card)
        yield text_of(link), _LINKS.read(attribute(card, "domain")) or _LINKS.read(attribute(link, "href"))


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    notice = tree.css_first('[data-testid="noResult"]')
    return (text_of(notice)[:200] or "Qwant found nothing") if notice is not None else None


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    if page.title == "Service unavailable" or find_notice(tree, "body", _ABROAD):
        return "Qwant does not answer in the country the page was asked from"
    return "Qwant asks whether a person is searching" if tree.css_first(_CHALLENGE) is not None else None


QWANT = Engine(
    name="qwant",
    title="Qwant",
    hosts=_HOSTS,
    marks='[data-testid="webResult"], [data-testid="containerWeb"]',
    title_ending=re.compile(
        r" [-\u2013] (?=[^-\u2013]*\bQwant\b)[^-\u2013]{,40}\Z|\AService unavailable\Z|\Aqwant\.com\Z"
    ),
    paging=Paging("p", first=1, step=None),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
