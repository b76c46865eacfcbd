"""Yahoo's saved pages: breadcrumb above the title link, inside it, or redirects under a label."""

import html
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
    host_of,
    identities,
    is_within,
    text_of,
)

_Items = Iterator[tuple[str, str | None]]

# Redirects of advertisements lead on to Bing's counter.
_LINKS = LinkReader(
    home="https://search.yahoo.com",
    hosts=re.compile(r"(?:[a-z0-9-]+\.)*search\.yahoo\.com|(?:www\.)?bing\.com"),
    internal=re.compile(r"/(?:search|local|aclick|aclk|_ylt=)"),
)
_CARDS = ":is(div.algo-sr, div.relsrch.algo)"
_ADVERTISEMENTS = ".ads, .searchCenterTopAds, .searchCenterBottomAds"
_CONSENT_HOST = re.compile(r"(?:guce|consent)\.yahoo\.com")
_EMPHASIS = re.compile(r"</?(?:b|i|em|strong|wbr)\b[^>]{0,200}>", re.IGNORECASE)
_NOTHING_FOUND = re.compile(
    "We did not find (?:any )?results for|keine (?:Such)?Ergebnisse (?:gefunden|für)|aucun résultat"
    "|No (?:hemos )?encontra(?:do|mos) (?:ningún )?resultados?|Nessun risultato|Não encontramos resultados",
    re.IGNORECASE,
)


def _read(tree: Tree, _page: SavedPage) -> Findings:
    paid = identities([tree], _ADVERTISEMENTS)
    cards = [card for card in tree.css(_CARDS) if not is_within(card, paid)]
    return Findings(
        listings=[listing for card in cards if (listing := _read_card(card))], features=_read_features(tree)
    )


def _read_card(card: Node) -> Listing | None:
    around = card.css_first(".compTitle > a[href]:has(h3)")
    link = around or card.css_first(".compTitle h3 a[href]")
    url = _LINKS.read(attribute(link, "href"))
    title = text_of(around.css_first("h3")) if around is not None else _read_title(link)
    if not url or not title:
        return None
    return Listing(title=title, url=url, snippet=first_text(card, ".compText"))


def _read_title(link: Node | None) -> str:
    """What the link is labelled with, else its text without the breadcrumb, which is held in pieces of its own."""
    label = html.unescape(_EMPHASIS.sub("", attribute(link, "aria-label")))
    if link is None or label:
        return clean_text(label)
    own = "".join(child.text() for child in link.iter(include_text=True) if child.tag != "span")
    return clean_text(own) or text_of(link)


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.QUESTIONS, ((text_of(one), None) for one in tree.css(".bingrelqa .ttl-l"))),
        *feature(FeatureKind.RELATED_SEARCHES, ((text_of(one), None) for one in tree.css(".AlsoTry a[href]"))),
        *feature(FeatureKind.VIDEOS, ((text_of(one), None) for one in tree.css(".dd.Video .s-card-hl"))),
        *feature(FeatureKind.ADS, _read_advertisements(tree)),
    )


def _read_advertisements(tree: Tree) -> _Items:
    for box in tree.css(_ADVERTISEMENTS):
        for link in box.css(".compTitle > a:has(h3), .compTitle h3 a"):
            yield first_text(link, "h3") or _read_title(link), _LINKS.read(attribute(link, "href"))


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    """By its mark, or by words: the mark is not on every page."""
    notice = tree.css_first("#web .zrp")
    if notice is not None:
        return text_of(notice)[:200] or "Yahoo found nothing"
    return find_notice(tree, "#web", _NOTHING_FOUND)


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    asks = tree.css_first('form.consent-form, form[action*="consent.yahoo.com"], form[action*="guce.yahoo.com"]')
    if asks is not None or _CONSENT_HOST.fullmatch(host_of(page.url or "") or ""):
        return "Yahoo asks for consent before it shows results"
    if tree.css_first("#web, #results") is None:
        return "Yahoo sent a page without a place for results"
    return None


YAHOO = Engine(
    name="yahoo",
    title="Yahoo",
    hosts=re.compile(r"(?:[a-z0-9-]+\.)*(?:search|guce|consent)\.yahoo\.com"),
    marks=f'{_CARDS}, form[action*="consent.yahoo.com"], form[action*="guce.yahoo.com"]',
    title_ending=re.compile(r" [-\u2013] (?=[^-\u2013]*\bYahoo\b)[^-\u2013]{,60}\Z"),
    paging=Paging("b", first=1),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
