"""Startpage's saved pages: the inline data its scripts start from, else the elements, of 2021 to 2026."""

import json
import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

from searchgap.model.serp import FeatureKind
from searchgap.search.serp_html.notices import find_notice
from searchgap.search.serp_html.page import Engine, Findings, Listing, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import (
    LinkReader,
    attribute,
    clean_text,
    feature,
    first_text,
    identities,
    is_within,
    read_scripts,
    text_of,
)

_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*startpage\.com")
_LINKS = LinkReader(
    home="https://www.startpage.com",
    hosts=_HOSTS,
    internal=re.compile(r"/(?:(?:sp|do)/(?:search|dsearch|proxy)|av/proxy|cgi-bin/serveimage)"),
)
_INLINE = re.compile(r"React\.createElement\(\s*UIStartpage\.AppSerpWeb\s*,\s*(?=\{)")
_MAINLINE = ("render", "presenter", "regions", "mainline")
_CARDS = ":is(div.result, .w-gl__result)"
_TITLE_LINKS = ":is(a.result-title.result-link, a.w-gl__result-title)"
_ADVERTISEMENTS = "#sponsored, #gcsa-top, #gcsa-bottom, .gcsa-container"
_NOTICE = ".no-results, .show-results-no-results, #no-results"
_NOTHING_FOUND = re.compile(r"\bno (?:web )?results\b", re.IGNORECASE)


def _read(tree: Tree, _page: SavedPage) -> Findings:
    paid = identities([tree], _ADVERTISEMENTS)
    listings = list(_read_inline(tree)) or list(_read_cards(tree, paid))
    return Findings(listings=listings, features=feature(FeatureKind.ADS, _read_advertisements(tree)))


def _read_inline(tree: Tree) -> Iterator[Listing]:
    """The results in the inline data."""
    for block in _find_blocks(tree):
        if block.get("display_type") == "web-google":
            for result in _dictionaries(block.get("results")):
                url = _LINKS.read(_string(result, "clickUrl"))
                title = _plain(_string(result, "title"))
                if url and title:
                    snippet = _plain(_string(result, "description")) or None
                    yield Listing(title=title, url=url, snippet=snippet)


def _find_blocks(tree: Tree) -> Iterator[Mapping[str, object]]:
    """The blocks of the main column; none where the page was rewritten after it came and is JSON no more."""
    for script in read_scripts(tree, "UIStartpage.AppSerpWeb"):
        if start := _INLINE.search(script):
            try:
                region, _ = json.JSONDecoder().raw_decode(script, start.end())
            except (ValueError, RecursionError):
                continue
            for name in _MAINLINE:
                region = region.get(name) if isinstance(region, dict) else None
            yield from _dictionaries(region)


def _dictionaries(values: object) -> Iterator[Mapping[str, object]]:
    yield from (value for value in values if isinstance(value, dict)) if isinstance(values, list) else ()


def _string(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _plain(markup: str) -> str:
    """The text of a piece of markup."""
    return clean_text(LexborHTMLParser(markup).text()) if markup else ""


def _read_cards(tree: Tree, paid: frozenset[int]) -> Iterator[Listing]:
    """Copies of a result in anonymous view have links of their own, which are left out."""
    for card in tree.css(_CARDS):
        link = card.css_first(_TITLE_LINKS)
        url = _LINKS.read(attribute(link, "href"))
        title = (first_text(link, "h2", "h3") or text_of(link)) if link is not None else ""
        if url and title and not is_within(card, paid):
            snippet = first_text(card, "p.description", ".w-gl__description")
            yield Listing(title=title, url=url, snippet=snippet, site_name=first_text(card, ".wgl-site-title"))


def _read_advertisements(tree: Tree) -> Iterator[tuple[str, str | None]]:
    """Those of Google are frames, of which saved pages keep nothing to read."""
    for box in tree.css(_ADVERTISEMENTS):
        for link in box.css(_TITLE_LINKS):
            yield first_text(link, "h2", "h3") or text_of(link), _LINKS.read(attribute(link, "href"))


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    notice = tree.css_first(_NOTICE)
    if notice is not None:
        return text_of(notice)[:200] or "Startpage found nothing"
    return find_notice(tree, "#main, main", _NOTHING_FOUND)


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    path = (page.url or "").partition("?")[0]
    asks = tree.css_first('form[action*="/sp/captcha"], a[href*="/sp/captcha"]')
    return "Startpage asks whether a person is searching" if "/sp/captcha" in path or asks is not None else None


STARTPAGE = Engine(
    name="startpage",
    title="Startpage",
    hosts=_HOSTS,
    marks='a.result-title.result-link, a.w-gl__result-title, form[action*="/sp/captcha"]',
    title_ending=re.compile(r"\AStartpage\b|\bStartpage Search Results\Z"),
    paging=Paging("page", first=1, step=10),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
