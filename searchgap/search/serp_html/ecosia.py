"""Ecosia's saved pages."""

import re
from collections.abc import Iterator

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import LinkReader, attribute, feature, first_text, text_of

_Items = Iterator[tuple[str, str | None]]

_HOSTS = re.compile(r"(?:www\.)?ecosia\.org")
_LINKS = LinkReader(
    home="https://www.ecosia.org",
    hosts=_HOSTS,
    internal=re.compile(r"/(?:search|images|videos|news|chat|url|click)(?:[/?#]|\Z)"),
)
_CHALLENGE = 'input[name="cf-turnstile-response"]'


def _read(tree: Tree, _page: SavedPage) -> Findings:
    cards = tree.css('[data-test-id="mainline-result-web"]')
    return Findings(
        listings=[listing for card in cards if (listing := _read_card(card))],
        features=_read_features(tree),
        ranked_by=_find_provider(tree),
    )


def _read_card(card: Node) -> Listing | None:
    """The first links of a card explain where it comes from; the title's has a mark, and so has the address line's."""
    link = card.css_first('a[data-test-id="result-link"]:has([data-test-id="result-title"])') or card.css_first(
        'a[data-test-id="result-link"]'
    )
    url = _LINKS.read(attribute(link, "href"))
    title = first_text(card, '[data-test-id="result-title"]')
    if not url or not title:
        return None
    return Listing(title=title, url=url, snippet=first_text(card, '[data-test-id="result-description"]'))


def _find_provider(tree: Tree) -> str | None:
    """Whose results they are: told on every card, and known only where all agree."""
    marks = tree.css('[data-test-id="mainline-result-web"] [data-test-id="organic-result-feedback"][provider]')
    providers = {attribute(mark, "provider").lower() for mark in marks}
    return providers.pop() if len(providers) == 1 else None


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.RELATED_SEARCHES, _read_related(tree)),
        *feature(FeatureKind.VIDEOS, _read_box(tree, "videosSnippet")),
        *feature(FeatureKind.KNOWLEDGE_PANEL, _read_box(tree, "entity")),
        *feature(FeatureKind.ADS, _read_advertisements(tree)),
    )


def _read_related(tree: Tree) -> _Items:
    for link in tree.css('[data-test-id^="related-queries-link"]'):
        yield text_of(link), None


def _read_box(tree: Tree, kind: str) -> _Items:
    """Where the links of a box among the results lead."""
    for link in tree.css(f'[data-test-id="mainline-result-{kind}"] a[href]'):
        if url := _LINKS.read(attribute(link, "href")):
            yield first_text(link, "h2", "h3") or text_of(link), url


def _read_advertisements(tree: Tree) -> _Items:
    """Those of Google are frames, of which saved pages keep nothing to read."""
    for title in tree.css('[data-test-id="mainline-result-ad"] [data-test-id="result-title"]'):
        yield text_of(title), None


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    notice = tree.css_first('[data-test-id="web-no-results"]')
    if notice is None:
        return None
    return first_text(notice, '[data-test-id="message-tips-message"]') or "Ecosia found nothing"


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    asks = page.title.startswith("Just a moment") or tree.css_first(_CHALLENGE) is not None
    return "Ecosia asks whether a person is searching" if asks else None


ECOSIA = Engine(
    name="ecosia",
    title="Ecosia",
    hosts=_HOSTS,
    marks=f'[data-test-id="mainline"], [data-test-id="mainline-result-web"], {_CHALLENGE}',
    title_ending=re.compile(r" - Ecosia\b[^-]*\Z|\AJust a moment"),
    paging=Paging("p", step=None),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
