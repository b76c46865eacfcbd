"""What a saved result page is, what is read out of it, and what an engine must be able to do. Nothing here reads.

To add an engine: a file beside this one with an `Engine`, and a line in `registry.py`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from searchgap.model.serp import SerpFeature

Tree: TypeAlias = LexborHTMLParser
Node: TypeAlias = LexborNode


class PageState(StrEnum):
    """What a page tells. Only `ok` and `empty` are answers; `unparsed` holds neither results nor a known mark."""

    OK = "ok"
    EMPTY = "empty"
    BLOCKED = "blocked"
    UNPARSED = "unparsed"


class UrlSource(StrEnum):
    """Where the address of a result was found, surest first; the last three give no full address."""

    LINK = "link"
    INLINE = "inline"
    VIDEO = "video"
    BREADCRUMB = "breadcrumb"
    SITE_NAME = "site_name"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """What is known of a page beside its elements.

    Attributes:
        url: the address it was saved from; None where the file does not tell.
        title: the text of its title.
        query: the words searched: from the address, the search box or the title, in that order.
        saved_at: when it was saved, where the file tells.
        language: BCP 47 tag of the page.
        country: ISO 3166-1 alpha-2, lower case, as asked for in the address.
        offset: how many organic results the pages before it hold; None where the file does not tell.
    """

    url: str | None = None
    title: str = ""
    query: str | None = None
    saved_at: datetime | None = None
    language: str | None = None
    country: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An organic card before it is given a rank.

    Attributes:
        title: the heading as a reader sees it.
        url: the address, wrappers of the engine taken off; None where the page hides it.
        snippet: the text under the heading.
        date: the date the engine printed, as printed.
        site_name: the name of the site the engine printed.
        host: the host the result leads to where `url` is None; else worked out from `url`.
        url_hint: a guess at the address, made of what is shown; never an address to rely on.
        url_source: where `url`, or else `host`, was found.
    """

    title: str
    url: str | None = None
    snippet: str | None = None
    date: str | None = None
    site_name: str | None = None
    host: str | None = None
    url_hint: str | None = None
    url_source: UrlSource = UrlSource.LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedResult:
    """An organic result of a saved page: a `Listing` and its rank, 1-based, the pages before it included."""

    rank: int
    url: str | None
    title: str
    snippet: str | None
    date: str | None
    site_name: str | None
    host: str | None
    url_hint: str | None
    url_source: UrlSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSerp:
    """A saved page as read.

    Attributes:
        engine: whose page it is; None if it is no page of an engine known here.
        query: the words searched, where the file tells.
        state: what the page tells; `ok` if and only if there are results.
        results: by rising rank without holes.
        features: what else is on the page.
        page: what else the file tells; None if it is no page of an engine known here.
        ranked_by: whose ranking the page says it shows, where that is not the engine's own.
        reason: why there are no results; None with `ok`.
        hints: what a user should know or do about it, in sentences.
    """

    engine: str | None
    query: str | None
    state: PageState
    results: tuple[ParsedResult, ...] = ()
    features: tuple[SerpFeature, ...] = ()
    page: SavedPage | None = None
    ranked_by: str | None = None
    reason: str | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an engine finds on its page.

    Attributes:
        listings: organic cards in document order; doubles may be among them.
        features: what else is on the page.
        ranked_by: whose ranking the page says it shows.
        hints: what a user should know, in sentences.
    """

    listings: Sequence[Listing] = ()
    features: Sequence[SerpFeature] = ()
    ranked_by: str | None = None
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paging:
    """How an address counts pages.

    Attributes:
        parameter: the name in the query of the address.
        first: its value on the first page.
        step: how many results one more stands for; None where pages differ in length.
    """

    parameter: str
    first: int = 0
    step: int | None = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine whose saved pages can be read.

    The order of the tests is kept in one place, `registry.py`: results, then `find_empty`, then `find_block`.

    Attributes:
        name: the value on the command line and in output.
        title: how people call it.
        hosts: matches the whole of its hosts, consent and captcha hosts included.
        marks: a CSS selector of what only its pages have.
        title_ending: matches what it puts behind the query in titles; searched for.
        paging: how its addresses count pages.
        read: the organic cards and features of a page.
        find_empty: the words of a page that says nothing was found; None if it does not say so.
        find_block: what stands in place of results: a captcha, a consent page, a shell; None if nothing known does.
    """

    name: str
    title: str
    hosts: re.Pattern[str]
    marks: str
    title_ending: re.Pattern[str]
    paging: Paging
    read: Callable[[Tree, SavedPage], Findings]
    find_empty: Callable[[Tree, SavedPage], str | None]
    find_block: Callable[[Tree, SavedPage], str | None]
