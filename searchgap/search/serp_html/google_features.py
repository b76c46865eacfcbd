"""What Google shows beside the organic results, of the layouts of 2023 to 2026."""

import re
from collections.abc import Iterator

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.page import Node, Tree
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

_OVERVIEW_LINKS = "[data-mcpr] a[href], #m-x-content a[href]"
_ABOUT_OVERVIEWS = re.compile(r"https?://(?:support|policies|www)\.google\.[^/]+/")
_OPENS_IN_TAB = re.compile(r"\. [^.]{1,60}\.\Z")
_ADVERTISEMENTS = "[data-text-ad], a[data-pcu], .pla-unit"
_THREADS = "#rso div.LJ7wUe"
_POSTS = re.compile(
    r"(?:[a-z]+\.)*(?:reddit|quora|facebook|instagram|tiktok|twitter|x|stackexchange|stackoverflow|threads)\.(?:com|net)"
)


def read_features(tree: Tree, links: LinkReader, cards: frozenset[int]) -> tuple[SerpFeature, ...]:
    """The features of a page.

    Args:
        tree: the page.
        links: reads its links.
        cards: the identities of its organic cards.
    """
    return (
        *feature(FeatureKind.AI_OVERVIEW, _read_overview(tree, links)),
        *feature(FeatureKind.ANSWER_BOX, _read_answer(tree, links)),
        *feature(FeatureKind.QUESTIONS, _read_questions(tree)),
        *feature(FeatureKind.RELATED_SEARCHES, _read_related(tree)),
        *_read_sections(tree, links),
        *feature(FeatureKind.VIDEOS, _read_videos(tree, cards)),
        *feature(FeatureKind.KNOWLEDGE_PANEL, _read_panel(tree)),
        *feature(FeatureKind.ADS, _read_advertisements(tree, links)),
    )


def _read_overview(tree: Tree, links: LinkReader) -> _Items:
    """The sources an AI overview cites; every page carries an empty frame of one."""
    seen: set[str] = set()
    for link in tree.css(_OVERVIEW_LINKS):
        url = links.read(attribute(link, "href"))
        if url and url not in seen and not _ABOUT_OVERVIEWS.match(url):
            seen.add(url)
            yield text_of(link) or _OPENS_IN_TAB.sub("", clean_text(attribute(link, "aria-label"))), url


def _read_answer(tree: Tree, links: LinkReader) -> _Items:
    """The featured snippet: its text, and the page it is taken from."""
    for box in tree.css("#rso block-component"):
        source = box.css_first("a[href]:has(h3)")
        if source is not None:
            words = first_text(box, '[data-attrid^="wa:"]', ".hgKElc", "h3")
            yield words or "", links.read(attribute(source, "href"))


def _read_questions(tree: Tree) -> _Items:
    for pair in tree.css(".related-question-pair[data-q]"):
        yield clean_text(attribute(pair, "data-q")), None


def _read_related(tree: Tree) -> _Items:
    """Searches under the results; links to further pages carry `start=`, those in answers belong to the answer."""
    answers = identities([tree], ".related-question-pair")
    for link in tree.css('#botstuff a[class][href*="/search?"]'):
        if "start=" not in attribute(link, "href") and not is_within(link, answers):
            yield text_of(link), None


def _read_sections(tree: Tree, links: LinkReader) -> tuple[SerpFeature, ...]:
    """Rows of cards under a heading: posts and discussions where they lead to such sites, else news."""
    posts = [
        (text_of(thread.css_first('[role="heading"]')), links.read(attribute(thread.css_first("a[href]"), "href")))
        for thread in tree.css(_THREADS)
    ]
    news: list[tuple[str, str | None]] = []
    for section in tree.css("g-section-with-header"):
        items = [
            (text, url)
            for link in section.css('a[href]:has([role="heading"]), a[href]:has(h3)')
            if (url := links.read(attribute(link, "href"))) and (text := first_text(link, '[role="heading"]', "h3"))
        ]
        if any(_POSTS.fullmatch(host_of(url) or "") for _, url in items):
            posts += items
        elif section.css_first("a.WlydOe") is not None:
            news += items
    return (*feature(FeatureKind.DISCUSSIONS, posts), *feature(FeatureKind.NEWS, news))


def _read_videos(tree: Tree, cards: frozenset[int]) -> _Items:
    sections = identities([tree], "g-section-with-header")
    for video in tree.css("[data-curl]"):
        if not is_within(video, cards | sections):
            heading = first_text(video, '[role="heading"] span', '[role="heading"]')
            yield heading or clean_text(attribute(video.css_first("[aria-label]"), "aria-label")), _video_url(video)


def _video_url(video: Node) -> str | None:
    url = attribute(video, "data-curl")
    return url if host_of(url) else None


def _read_panel(tree: Tree) -> _Items:
    """The panel about a thing; a block component of that name only offers one."""
    offers = identities([tree], "block-component")
    for title in tree.css('[data-attrid="title"]'):
        if not is_within(title, offers):
            yield text_of(title), None


def _read_advertisements(tree: Tree, links: LinkReader) -> _Items:
    for advertisement in tree.css(_ADVERTISEMENTS):
        site = advertisement.css_first("[data-pcu]")
        link = advertisement.css_first("a[href]")
        text = first_text(advertisement, '[role="heading"]', "h3", ".pla-unit-title")
        if text:
            yield text, attribute(site, "data-pcu").partition(",")[0] or links.read(attribute(link, "href"))
