"""Mojeek's saved pages."""

import re

from searchgap.search.serp_html.notices import find_notice
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import LinkReader, attribute, first_text, text_of

_HOSTS = re.compile(r"(?:www\.)?mojeek\.(?:com|co\.uk|de|fr|eu)")
_LINKS = LinkReader(home="https://www.mojeek.com", hosts=_HOSTS, internal=re.compile(r"/search(?:[?#]|\Z)"))
_NOTHING_FOUND = re.compile(r"No (?:pages|results) found", re.IGNORECASE)
_REFUSAL = "automated queries"


def _read(tree: Tree, _page: SavedPage) -> Findings:
    cards = tree.css("ul.results-standard > li")
    return Findings(listings=[listing for card in cards if (listing := _read_card(card))])


def _read_card(card: Node) -> Listing | None:
    """The title of the title link holds the address; older pages put the heading inside the link."""
    link = card.css_first("h2 a.title") or card.css_first("h2 a[href]") or card.css_first("a[href]:has(h2)")
    url = _LINKS.read(attribute(link, "href"))
    title = (first_text(link, "h2") or text_of(link)) if link is not None else ""
    if not url or not title:
        return None
    return Listing(title=title, url=url, snippet=first_text(card, "p.s"))


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    return find_notice(tree, "body", _NOTHING_FOUND)


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    refused = page.title == "Captcha" or _REFUSAL in text_of(tree.body)
    return "Mojeek asks whether a person is searching" if refused else None


MOJEEK = Engine(
    name="mojeek",
    title="Mojeek",
    hosts=_HOSTS,
    marks='ul.results-standard, a[href*="@mojeek.com"], link[href*="mojeek.com/"]',
    title_ending=re.compile(r" - Mojeek Search\Z|\ACaptcha\Z"),
    paging=Paging("s", first=1),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
