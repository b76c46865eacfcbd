"""Google's saved pages: desktop, phone and without JavaScript, 2021 to 2026."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from searchgap.search.serp_html.google_features import read_features
from searchgap.search.serp_html.google_links import is_wrapped, read_inline_facts, recover_address
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import (
    LinkReader,
    attribute,
    clean_text,
    first_text,
    identities,
    is_within,
    text_of,
)

_HOSTS = re.compile(r"(?:(?:www|m|encrypted|ipv[46]|consent)\.)?google\.(?:com|cat|[a-z]{2}|com?\.[a-z]{2})")
_LINKS = LinkReader(
    home="https://www.google.com",
    hosts=_HOSTS,
    internal=re.compile(r"/(?:search|url|goto|aclk|pagead/aclk|sorry/[a-z]*|setprefs|preferences)(?:[?#]|\Z)"),
)
# Position in the tree decides, not the address: expanded questions hold complete result cards.
_NOT_ORGANIC = (
    ".related-question-pair, g-section-with-header, #tads, #tadsb, #bottomads, [data-text-ad], #botstuff, #rhs, "
    "#k04FTb, block-component, .xpdopen, [data-mcpr], #m-x-content, [data-aimmrs]"
)
_CARD_CLASSES = frozenset({"tF2Cxc", "g", "MjjYud"})
_SNIPPETS = ('[data-sncf="1"] .VwiC3b', ".VwiC3b", ".MUxGbd.yDYNvb")
# Pages for browsers without JavaScript, newer and older; answers to questions are nested in the same markup.
_PLAIN_LINKS = (".egMi0 > a[href]", ".ZINbbc > .kCrYT:first-child > a[href]")
_PLAIN_ANSWERS = ".yStFkb"
_LONGEST_NOTICE = 200
_NOTICES = "#topstuff .mnr-c, #topstuff .card-section, #botstuff .mnr-c, #botstuff .card-section"
_WORDED_NOTICES = f"{_NOTICES}, #topstuff, .mnr-c, .card-section, .BNeawe, .r0bn4c"
_NOTHING_FOUND = re.compile(
    "did not match any documents|keine mit deiner suchanfrage|stimmt mit keine[mn] dokument"
    "|aucun document ne correspond|no se han encontrado resultados|no obtuvo ningún resultado"
    "|não encontrou nenhum documento|não corresponde a nenhum"
    "|non ha prodotto risultati|komt niet overeen met enig|nie została odnaleziona|ничего не найдено"
    "|一致する情報は見つかりませんでした|와 일치하는 검색결과가 없습니다|找不到和您查询的|hiçbir arama sonucu",
    re.IGNORECASE,
)


def _read(tree: Tree, _page: SavedPage) -> Findings:
    links = _find_links(tree)
    if not links:
        return Findings(listings=_read_plain(tree), features=read_features(tree, _LINKS, frozenset()))
    wrapped = any(is_wrapped(attribute(link, "href")) for link in links)
    facts = read_inline_facts(tree) if wrapped else {}
    cards = _find_cards(links)
    listings = [listing for link, card in zip(links, cards, strict=True) if (listing := _read_card(link, card, facts))]
    return Findings(
        listings=listings,
        features=read_features(tree, _LINKS, frozenset(card.mem_id for card in cards)),
        hints=(*_describe_hidden(listings), *_read_notices(tree)),
    )


def _find_links(tree: Tree) -> list[Node]:
    """The title links of organic cards. Phones show no `h3`, and on desktops other headings would let boxes in."""
    columns = tree.css("#rso") or tree.css("#search")
    boxes = identities(columns, _NOT_ORGANIC)
    links = (
        [link for column in columns for link in column.css(selector)]
        for selector in ("a[href]:has(h3)", 'a[href]:has([role="heading"])')
    )
    return [link for link in next(filter(None, links), []) if not is_within(link, boxes)]


def _find_cards(links: Sequence[Node]) -> list[Node]:
    """The cards of title links; a link stands for itself where its card holds others too, so that nothing is mixed."""
    cards = [_find_card(link) for link in links]
    held = Counter(card.mem_id for card in cards)
    return [card if held[card.mem_id] == 1 else link for link, card in zip(links, cards, strict=True)]


def _find_card(link: Node) -> Node:
    """The element around a title link that holds its snippet; the link itself where nothing marks one."""
    at = link.parent
    while at is not None and at.is_element_node and at.id != "rso":
        if "data-hveid" in at.attrs or not _CARD_CLASSES.isdisjoint(attribute(at, "class").split()):
            return at
        at = at.parent
    return link


def _read_card(link: Node, card: Node, facts: Mapping[str, object]) -> Listing | None:
    href = attribute(link, "href")
    url = _LINKS.read(href)
    if url is None and not is_wrapped(href):
        return None
    title = first_text(link, "h3", '[role="heading"]')
    if not title:
        return None
    date, snippet = _read_snippet(next((body for one in _SNIPPETS if (body := card.css_first(one))), None))
    site_name = first_text(card, ".VuuXrf")
    if url is not None:
        return Listing(title=title, url=url, snippet=snippet, date=date, site_name=site_name)
    found = recover_address(card, site_name, facts)
    return Listing(
        title=title,
        url=found.url,
        snippet=snippet,
        date=date,
        site_name=site_name,
        host=found.host,
        url_hint=found.hint,
        url_source=found.source,
    )


def _read_snippet(snippet: Node | None) -> tuple[str | None, str | None]:
    """The date a snippet begins with, if any, and its text without that and without the link to read more."""
    if snippet is None:
        return None, None
    pieces = [child.text() for child in snippet.iter(include_text=True) if child.tag != "a"]
    start = next((place for place, piece in enumerate(pieces) if piece.strip()), 0)
    first = clean_text("".join(pieces[: start + 1]))
    if not first.endswith("—"):
        return None, clean_text("".join(pieces)) or None
    date = first.removesuffix("—").strip()
    # Scholarly works begin with authors, year and citations instead.
    return None if " · " in date else date or None, clean_text("".join(pieces[start + 1 :])) or None


def _read_plain(tree: Tree) -> list[Listing]:
    """The organic cards of a page for browsers without JavaScript."""
    answers = identities([tree], _PLAIN_ANSWERS)
    links = next((found for selector in _PLAIN_LINKS if (found := tree.css(selector))), [])
    listings = []
    for link in links:
        url = _LINKS.read(attribute(link, "href"))
        title = first_text(link, "h3", ".vvjwJb")
        if url and title and not is_within(link, answers):
            card = link.parent and link.parent.parent
            snippet = first_text(card, ".s3v9rd .s3v9rd", ".s3v9rd") if card else None
            listings.append(Listing(title=title, url=url, snippet=snippet))
    return listings


def _describe_hidden(listings: Sequence[Listing]) -> list[str]:
    hidden = sum(one.url is None for one in listings)
    if not hidden:
        return []
    advice = "the hosts were taken from the shown breadcrumbs and site names"
    return [f"Google hid the addresses of {hidden} of {len(listings)} results; {advice}"]


def _read_notices(tree: Tree) -> list[str]:
    """What Google says about having searched for something else."""
    words = (text_of(tree.css_first("#topstuff")), text_of(tree.css_first("#fprsl")))
    return [f"Google says above the results: {text[:_LONGEST_NOTICE]}" for text in words if text]


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    """The notice in place of results: by the query in it and the advice listed under it, or by its words."""
    for notice in tree.css(_NOTICES):
        if notice.css_first("em") is not None and notice.css_first("ul li") is not None:
            return first_text(notice, '[role="heading"]', "p") or text_of(notice)[:_LONGEST_NOTICE]
    texts = (text_of(notice) for notice in tree.css(_WORDED_NOTICES))
    return next((text[:_LONGEST_NOTICE] for text in texts if _NOTHING_FOUND.search(text)), None)


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    url = page.url or ""
    if "/sorry/" in url.partition("?")[0] or tree.css_first("form#captcha-form, .g-recaptcha") is not None:
        return "Google asks whether a person is searching"
    if url.startswith("https://consent.google.") or tree.css_first('form[action*="consent.google"]') is not None:
        return "Google asks for consent before it shows results"
    return None


GOOGLE = Engine(
    name="google",
    title="Google",
    hosts=_HOSTS,
    marks='#rso, div#search[data-async-context], .egMi0, [jsname="UWckNb"], form#captcha-form, '
    'form[action*="consent.google"]',
    title_ending=re.compile(r" [-\u2013] (?=[^-\u2013]*\bGoogle\b)[^-\u2013]{,40}\Z"),
    paging=Paging("start"),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
