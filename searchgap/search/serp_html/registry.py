"""The table of engines whose saved pages can be read, and the one place where a page is given its state."""

from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from searchgap.errors import UsageError
from searchgap.search.serp_html.about import describe_page, find_address
from searchgap.search.serp_html.bing import BING
from searchgap.search.serp_html.brave import BRAVE
from searchgap.search.serp_html.depth import is_too_deep
from searchgap.search.serp_html.duckduckgo import DUCKDUCKGO
from searchgap.search.serp_html.ecosia import ECOSIA
from searchgap.search.serp_html.files import read_file
from searchgap.search.serp_html.google import GOOGLE
from searchgap.search.serp_html.mojeek import MOJEEK
from searchgap.search.serp_html.page import (
    Engine,
    Findings,
    Listing,
    PageState,
    ParsedResult,
    ParsedSerp,
    SavedPage,
    Tree,
)
from searchgap.search.serp_html.qwant import QWANT
from searchgap.search.serp_html.reading import host_of, text_of
from searchgap.search.serp_html.searxng import SEARXNG
from searchgap.search.serp_html.startpage import STARTPAGE
from searchgap.search.serp_html.yahoo import YAHOO
from searchgap.search.serp_html.yandex import YANDEX

# In the order of recognition: where a page bears the marks of two, the one with more results wins, then the first.
ENGINES: tuple[Engine, ...] = (
    GOOGLE,
    BING,
    DUCKDUCKGO,
    BRAVE,
    YAHOO,
    STARTPAGE,
    ECOSIA,
    QWANT,
    YANDEX,
    MOJEEK,
    SEARXNG,
)
AUTO = "auto"
_HEADING_LINKS = "h2 a[href], h3 a[href], a[href] h2, a[href] h3"
_UNKNOWN = ParsedSerp(
    engine=None,
    query=None,
    state=PageState.UNPARSED,
    reason="it is not a result page of an engine searchgap knows",
    hints=("save the page of results itself, from the browser, after it has loaded",),
)


def parse_page(data: bytes, *, engine: str = AUTO, name: str = "", charset: str | None = None) -> ParsedSerp:
    """What a saved result page holds. Nothing is fetched and no script is run.

    Args:
        data: the whole file, in any of the forms browsers save.
        engine: the name of an engine, or "auto" to find out.
        name: how the file is called in messages.
        charset: its encoding, where it came with the page; None where only the page may tell.

    Raises:
        UsageError: there is no such engine, or the file is larger than 30 MB.
    """
    chosen = None if engine == AUTO else find_engine(engine)
    file = read_file(data, name, charset)
    if is_too_deep(file.markup):
        return replace(_UNKNOWN, reason="its elements are nested deeper than those of any real page")
    tree = LexborHTMLParser(file.markup)
    url = find_address(file, tree)
    engines = (chosen,) if chosen else recognise(tree, url)
    serps = [_read_as(one, tree, describe_page(file, tree, url, one)) for one in engines]
    return max(serps, key=lambda serp: (len(serp.results), serp.state is not PageState.UNPARSED), default=_UNKNOWN)


def find_engine(name: str) -> Engine:
    """The engine of that name.

    Raises:
        UsageError: there is none.
    """
    for engine in ENGINES:
        if engine.name == name:
            return engine
    names = ", ".join(engine.name for engine in ENGINES)
    raise UsageError(f'no saved pages of an engine "{name}" can be read', hint=f"choose one of: {AUTO}, {names}")


def recognise(tree: Tree, url: str | None) -> Sequence[Engine]:
    """The engines a page may be of: by its address, else by its elements, else by its title."""
    host = host_of(url) if url else None
    if host and (by_host := [engine for engine in ENGINES if engine.hosts.fullmatch(host)]):
        return by_host
    if by_marks := [engine for engine in ENGINES if tree.css_first(engine.marks) is not None]:
        return by_marks
    title = text_of(tree.css_first("title"))
    return [engine for engine in ENGINES if engine.title_ending.search(title)]


def _read_as(engine: Engine, tree: Tree, page: SavedPage) -> ParsedSerp:
    """A page read as one of an engine; words of refusal count only where there are no results."""
    findings = engine.read(tree, page)
    results = _rank(findings.listings, page.offset or 0)
    if results:
        state, reason = PageState.OK, None
    elif words := engine.find_empty(tree, page):
        state, reason = PageState.EMPTY, words
    elif words := engine.find_block(tree, page):
        state, reason = PageState.BLOCKED, words
    else:
        state, reason = PageState.UNPARSED, f"it looks like a page of {engine.title}, and no results were found in it"
    return ParsedSerp(
        engine=engine.name,
        query=page.query,
        state=state,
        results=results,
        features=tuple(findings.features),
        page=page,
        ranked_by=findings.ranked_by,
        reason=reason,
        hints=(*findings.hints, *_advise(state, tree, findings)),
    )


def _advise(state: PageState, tree: Tree, findings: Findings) -> list[str]:
    """What to do about a page without results."""
    if state is PageState.BLOCKED:
        return ["open the search in a browser, answer what it asks, and save the page again"]
    if state is not PageState.UNPARSED:
        return []
    hints = ["save the page again after it has loaded and been scrolled to its end"]
    unused = len({node.mem_id for node in tree.css(_HEADING_LINKS)})
    if unused and not findings.listings:
        hints.append(f"{unused} headings with links were found where no results are known to be")
    return hints


def _rank(listings: Sequence[Listing], offset: int) -> tuple[ParsedResult, ...]:
    """Listings without doubles, counted from the top. A hidden address is nobody's double."""
    seen: set[tuple[str, str]] = set()
    results: list[ParsedResult] = []
    for one in listings:
        if one.url is not None:
            identity = (one.url.partition("#")[0], one.title)
            if identity in seen:
                continue
            seen.add(identity)
        results.append(
            ParsedResult(
                rank=offset + len(results) + 1,
                url=one.url,
                title=one.title,
                snippet=one.snippet,
                date=one.date,
                site_name=one.site_name,
                host=host_of(one.url) if one.url is not None else one.host,
                url_hint=one.url_hint,
                url_source=one.url_source,
            )
        )
    return tuple(results)
