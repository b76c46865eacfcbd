"""Saved pages of SearXNG instances, whatever their host."""

import re
from collections.abc import Iterator

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import LinkReader, attribute, clean_text, feature, first_text, text_of

_Items = Iterator[tuple[str, str | None]]

_NO_HOST = re.compile(r"(?!)")
_LINKS = LinkReader(home="", hosts=_NO_HOST, internal=_NO_HOST)
_NOTHING_FOUND = re.compile(
    r"no results|keine Ergebnisse|aucun résultat|ningún resultado|nessun risultato|geen resultaten|ничего не найдено",
    re.IGNORECASE,
)


def _read(tree: Tree, _page: SavedPage) -> Findings:
    cards = tree.css("#urls article.result:not(.result-images)")
    return Findings(
        listings=[listing for card in cards if (listing := _read_card(card))],
        features=_read_features(tree),
        ranked_by=_find_ranking(tree),
    )


def _read_card(card: Node) -> Listing | None:
    link = card.css_first("h3 a[href]")
    url = _LINKS.read(attribute(link, "href"))
    title = text_of(link)
    if not url or not title:
        return None
    date = first_text(card, "time.published_date")
    return Listing(title=title, url=url, snippet=first_text(card, "p.content"), date=date)


def _find_ranking(tree: Tree) -> str | None:
    """The engine behind the page where there is one only; a blend of several is nobody's ranking."""
    names = {text_of(name) for name in tree.css("#urls article.result .engines span")} - {""}
    return names.pop() if len(names) == 1 else None


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    answers = ((text_of(answer), None) for answer in tree.css("#answers .answer"))
    panels = ((text_of(title), None) for title in tree.css("#infoboxes .infobox h2"))
    return (
        *feature(FeatureKind.ANSWER_BOX, answers),
        *feature(FeatureKind.RELATED_SEARCHES, _read_suggestions(tree)),
        *feature(FeatureKind.KNOWLEDGE_PANEL, panels),
    )


def _read_suggestions(tree: Tree) -> _Items:
    for button in tree.css("#suggestions input.suggestion"):
        yield clean_text(attribute(button, "value")).removeprefix("•").strip(), None


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    words = text_of(tree.css_first(".dialog-error"))
    found = _NOTHING_FOUND.search(words)
    return words[:200] if found else None


def _find_block(tree: Tree, page: SavedPage) -> str | None:
    """An instance whose engines all refused says so in the same place in which others say that nothing was found."""
    if "Verifying your request" in page.title:
        return "the instance asks whether a person is searching"
    words = text_of(tree.css_first(".dialog-error"))
    return f"the instance says: {words[:200]}" if words else None


SEARXNG = Engine(
    name="searxng",
    title="SearXNG",
    hosts=_NO_HOST,
    marks="#urls article.result",
    title_ending=re.compile(r" - SearXNG\Z|\A.*Verifying your request\Z"),
    paging=Paging("pageno", first=1, step=None),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
