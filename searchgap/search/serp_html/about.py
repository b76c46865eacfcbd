"""What a saved page tells about itself: its address, the words searched, the market, and how far down it starts."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from searchgap.search.serp_html.files import SavedFile
from searchgap.search.serp_html.page import Engine, Paging, SavedPage, Tree
from searchgap.search.serp_html.reading import attribute, clean_text, text_of

_QUERY_PARAMETERS = ("q", "query", "text", "p")
_SEARCH_BOX = "textarea[name=q], input[name=q], input[name=query], input[name=text], input[name=p]"
_COUNTRY = re.compile(r"(?:country)?([a-z]{2})", re.IGNORECASE)
_COUNTRY_PARAMETERS = ("gl", "cr", "cc")
_MOST_PARAMETERS = 200
_LONGEST_NUMBER = 6


def find_address(file: SavedFile, tree: Tree) -> str | None:
    """The address a page was saved from: from the form of the file, else as the page names it itself."""
    named = (
        file.url or "",
        attribute(tree.css_first("link[rel=canonical]"), "href"),
        attribute(tree.css_first('meta[property="og:url"]'), "content"),
        text_of(tree.css_first("title")),
    )
    return next((url for url in named if url.lower().startswith(("http://", "https://"))), None)


def describe_page(file: SavedFile, tree: Tree, url: str | None, engine: Engine) -> SavedPage:
    """What is known of a page of an engine beside its elements."""
    asked = _read_parameters(url)
    in_address = next((words for name in _QUERY_PARAMETERS if (words := clean_text(asked.get(name, "")))), None)
    title = text_of(tree.css_first("title"))
    market = next((asked[name] for name in ("mkt", "kl") if asked.get(name)), "")
    return SavedPage(
        url=url,
        title=title,
        query=in_address or _find_in_box(tree) or _cut_title(title, engine.title_ending),
        saved_at=file.saved_at,
        language=attribute(tree.css_first("html"), "lang") or asked.get("hl") or None,
        country=_find_country(asked, market, engine.name),
        offset=_find_offset(asked, engine.paging) if in_address else None,
    )


def _read_parameters(url: str | None) -> Mapping[str, str]:
    """The query of an address; the first of equal names counts."""
    try:
        pairs = parse_qsl(urlsplit(url or "").query, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return {}
    return dict(reversed(pairs))


def _find_in_box(tree: Tree) -> str | None:
    boxes = tree.css(_SEARCH_BOX)
    return next((words for box in boxes if (words := text_of(box) or clean_text(attribute(box, "value")))), None)


def _cut_title(title: str, ending: re.Pattern[str]) -> str | None:
    found = ending.search(title)
    return title[: found.start()].strip() or None if found else None


def _find_country(asked: Mapping[str, str], market: str, engine: str) -> str | None:
    """`gl=us`, `cr=countryUS`, `cc=us`, `mkt=en-US`; DuckDuckGo's `kl=uk-en` names the country first.

    Engines also say `uk`, which ISO 3166-1 keeps free for the country that it calls `gb`.
    """
    first, _, last = market.partition("-")
    named = [first if engine == "duckduckgo" else last, *(asked.get(name, "") for name in _COUNTRY_PARAMETERS)]
    country = next((found[1].lower() for text in named if (found := _COUNTRY.fullmatch(text))), None)
    return "gb" if country == "uk" else country


def _find_offset(asked: Mapping[str, str], paging: Paging) -> int | None:
    number = asked.get(paging.parameter, "")
    if not number:
        return 0
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        return None
    pages = max(0, int(number) - paging.first)
    return 0 if not pages else pages * paging.step if paging.step is not None else None
