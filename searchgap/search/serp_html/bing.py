"""Bing's saved pages, 2021 to 2026."""

import re
from collections.abc import Iterator

from searchgap.model.serp import FeatureKind, SerpFeature
from searchgap.search.serp_html.page import Engine, Findings, Listing, Node, Paging, SavedPage, Tree, UrlSource
from searchgap.search.serp_html.reading import (
    LinkReader,
    attribute,
    clean_text,
    feature,
    first_text,
    read_breadcrumb,
    text_of,
)

_Items = Iterator[tuple[str, str | None]]

_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)?bing\.com")
_LINKS = LinkReader(
    home="https://www.bing.com",
    hosts=_HOSTS,
    internal=re.compile(r"/(?:search|images/search|videos/search|news/search|ck/a|aclick|aclk|alink/link)(?:[?#]|\Z)"),
)
_UNREADABLE = re.compile(r"(?:https?://[^/]*bing\.com)?/ck/a\?", re.IGNORECASE)
_NOT_SNIPPET = frozenset({"news_dt", "algoSlug_icon"})
_SNIPPETS = (".b_caption p", ".b_algoSlug", ".b_paractl", "p")


def _read(tree: Tree, _page: SavedPage) -> Findings:
    cards = tree.css("#b_results > li.b_algo")
    return Findings(
        listings=[listing for card in cards if (listing := _read_card(card))], features=_read_features(tree)
    )


def _read_card(card: Node) -> Listing | None:
    link = card.css_first("h2 a[href]")
    title = _read_title(card, link)
    href = attribute(link, "href")
    url = _LINKS.read(href)
    if not title or not (url or _UNREADABLE.match(href)):
        return None
    date, snippet = _read_snippet(card)
    site_name = first_text(card, ".tptt")
    if url:
        return Listing(title=title, url=url, snippet=snippet, date=date, site_name=site_name)
    shown = read_breadcrumb(text_of(card.css_first("cite")))
    return Listing(
        title=title,
        snippet=snippet,
        date=date,
        site_name=site_name,
        host=shown.host if shown else None,
        url_hint=shown.url if shown else None,
        url_source=UrlSource.BREADCRUMB if shown else UrlSource.NONE,
    )


def _read_title(card: Node, link: Node | None) -> str:
    """The text of the title link; where that is empty, the heading's, else what the link is labelled with."""
    labelled = card.css_first("h2 a[aria-label], a[aria-label]")
    return text_of(link) or first_text(card, "h2") or clean_text(attribute(labelled, "aria-label"))


def _read_snippet(card: Node) -> tuple[str | None, str | None]:
    """The date and the text of a snippet, without the mark between them."""
    date = first_text(card, ".news_dt")
    body = next((found for selector in _SNIPPETS if (found := card.css_first(selector))), None)
    if body is None:
        return date, None
    kept = (child.text() for child in body.iter(include_text=True) if _is_snippet(child))
    return date, clean_text("".join(kept)).removeprefix("·").strip() or None


def _is_snippet(child: Node) -> bool:
    return child.is_text_node or _NOT_SNIPPET.isdisjoint(attribute(child, "class").split())


def _read_features(tree: Tree) -> tuple[SerpFeature, ...]:
    return (
        *feature(FeatureKind.AI_OVERVIEW, _read_summary(tree)),
        *feature(FeatureKind.ANSWER_BOX, _read_answers(tree)),
        *feature(FeatureKind.QUESTIONS, _read_questions(tree)),
        *feature(FeatureKind.RELATED_SEARCHES, ((text_of(link), None) for link in tree.css(".b_rs a[href]"))),
        *feature(FeatureKind.VIDEOS, _read_videos(tree)),
        *feature(FeatureKind.NEWS, _read_news(tree)),
        *feature(FeatureKind.KNOWLEDGE_PANEL, _read_panel(tree)),
        *feature(FeatureKind.ADS, _read_advertisements(tree)),
    )


def _read_summary(tree: Tree) -> _Items:
    """The sources that a generated answer cites."""
    for link in tree.css(".developer_answercard_wrapper a[href], #b_sydConvCont a[href]"):
        if url := _LINKS.read(attribute(link, "href")):
            yield text_of(link), url


def _read_answers(tree: Tree) -> _Items:
    for answer in tree.css("#b_results > li.b_ans"):
        if words := first_text(answer, ".b_focusTextLarge", ".b_xlText", ".b_focusTextMedium"):
            yield words, None


def _read_questions(tree: Tree) -> _Items:
    for question in tree.css('[data-tag="RelatedQnA.Item"]'):
        yield clean_text(attribute(question, "data-query")) or text_of(question.css_first(".b_expansion_text")), None
    for question in tree.css(".df_qntext"):
        yield text_of(question), None


def _read_videos(tree: Tree) -> _Items:
    for link in tree.css("#b_results > li.b_ans a[href]:has(.mc_vtvc_title)"):
        yield text_of(link.css_first(".mc_vtvc_title")), _LINKS.read(attribute(link, "href"))


def _read_news(tree: Tree) -> _Items:
    for link in tree.css("#b_results > li.b_ans .news-card a.title, #b_results > li.b_ans .na_cl a[href]:has(.na_t)"):
        yield text_of(link), _LINKS.read(attribute(link, "href"))


def _read_panel(tree: Tree) -> _Items:
    for title in tree.css("#b_context .b_entityTitle"):
        yield text_of(title), None


def _read_advertisements(tree: Tree) -> _Items:
    """Links lead over Bing's own counter, and the path shown is the advertiser's invention."""
    for advertisement in tree.css("li.b_ad .sb_add"):
        shown = read_breadcrumb(first_text(advertisement, "cite", ".b_adurl") or "")
        yield text_of(advertisement.css_first("h2 a")), f"https://{shown.host}/" if shown else None


def _find_empty(tree: Tree, _page: SavedPage) -> str | None:
    notice = tree.css_first("li.b_no")
    return (first_text(notice, "h1") or text_of(notice) or "Bing found nothing") if notice is not None else None


def _find_block(tree: Tree, _page: SavedPage) -> str | None:
    challenge = tree.css_first('.captcha, .captcha_header, #turnstile-widget, form[action*="/fd/ls/CAPT"]')
    return "Bing asks whether a person is searching" if challenge is not None else None


BING = Engine(
    name="bing",
    title="Bing",
    hosts=_HOSTS,
    marks="ol#b_results, .captcha_header",
    title_ending=re.compile(r" - (?:Search|Bing)\Z"),
    paging=Paging("first", first=1),
    read=_read,
    find_empty=_find_empty,
    find_block=_find_block,
)
