"""Yandex's saved pages, in any of its countries."""

import re
from collections.abc import Iterator, Sequence

from searchgap.model.serp import FeatureKind, SerpFeature
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

_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*(?:yandex\.(?:[a-z]{2,3}|com?\.[a-z]{2})|ya\.ru)")
_LINKS = LinkReader(
    home="https://yandex.com",
    hosts=_HOSTS,
    internal=re.compile(
        r"/(?:search|images/search|video/(?:search|preview)|clck|count|an/count|showcaptcha)(?:[/?#]|\Z)"
    ),
)
_CARDS = ":is(li.serp-item, li[data-fast])"
# Advertisements are made like organic cards, but for a label or a counter in them.
_PAID_CARDS = '.serp-adv-item, [data-fast-name="direct"]'
_PAID_MARKS = '.AdvLabel, .AdvCounter, .serp-adv__counter, a[href*="//yabs.yandex."]'
_ANSWERS = '[data-fast-name="neuro_answer"], .serp-item__futuris-snippet'
_CHALLENGE = '.CheckboxCaptcha, .AdvancedCaptcha, form[action^="/checkcaptcha"]'
_NOTHING_FOUND = re.compile(r"Ничего не (?:нашли|найдено|нашлось)|Nothing found|No results found", re.IGNORECASE)


def _read(tree: Tree, _page: SavedPage) -> Findings:
    paid = identities([tree], _PAID_CARDS)
    answers = identities([tree], _ANSWERS)
    organic, sold = [], []
    for card in tree.css(_CARDS):
        if is_within(card, paid) or card.css_first(_PAID_MARKS) is not None:
            sold.append(card)
        elif not is_within(card, answers):
            organic.append(card)
    return Findings(
        listings=[listing for card in organic if (listing := _read_card(card))],
        features=_read_features(tree, sold),
    )


def _read_card(card: Node) -> Listing | None:
    link = card.css_first("a.OrganicTitle-Link")
    url = _LINKS.read(attribute(link, "href"))
    title = _read_title(link)
    if not url or not title:
        return None
    return Listing(title=title, url=url, snippet=first_text(card, ".OrganicTextContentSpan"))


def _read_title(link: Node | None) -> str:
    return (first_text(link, "h2") or text_of(link)) if link is not None else ""


def _read_features(tree: Tree, sold: Sequence[Node]) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.AI_OVERVIEW, _read_answer(tree)),
        *feature(FeatureKind.ADS, _read_advertisements(sold)),
    )


def _read_answer(tree: Tree) -> _Items:
    """The sources a generated answer cites."""
    for answer in tree.css(_ANSWERS):
        for link in answer.css("a[href]"):
            url = _LINKS.read(attribute(link, "href"))
            if url and (words := text_of(link)):
                yield words, url


def _read_advertisements(sold: Sequence[Node]) -> _Items:
    for card in sold:
        link = card.css_first("a.OrganicTitle-Link")
        yield _read_title(link), _LINKS.read(attribute(link, "href"))


def _find_empty(tree: Tree, page: SavedPage) -> str | None:
    notice = tree.css_first("div.EmptySearchResults")
    if notice is not None:
        return first_text(notice, ".EmptySearchResults-Title") or "Yandex found nothing"
    ending = YANDEX.title_ending.search(page.title)
    words = _NOTHING_FOUND.search(ending[0]) if ending else None
    return words[0] if words else None


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    path = (page.url or "").partition("?")[0]
    asks = "/showcaptcha" in path or tree.css_first(_CHALLENGE) is not None or "not a robot" in page.title
    return "Yandex asks whether a person is searching" if asks else None


YANDEX = Engine(
    name="yandex",
    title="Yandex",
    hosts=_HOSTS,
    marks=f"li.serp-item, a.OrganicTitle-Link, div.EmptySearchResults, {_CHALLENGE}",
    title_ending=re.compile(r" \u2014 (?:Яндекс|Yandex)\b[^\u2014]*\Z|\AAre you not a robot\?"),
    paging=Paging("p", step=10),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
