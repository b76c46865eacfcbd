"""Google's result links since mid 2026: `/goto?url=CAES…` hides the address, the rest of the page often tells it."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from json import JSONDecoder
from typing import NamedTuple

from searchgap.search.serp_html.page import Node, Tree, UrlSource
from searchgap.search.serp_html.reading import attribute, read_breadcrumb, read_scripts, text_of

_WRAPPED = re.compile(r"(?:https?:)?(?://(?:[\w-]+\.)*google\.[^/?#]+)?/goto\?", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)
# A script puts facts about each card into `window.W_jd`; the object it puts there is plain JSON.
_INLINE_START = re.compile(r"\bvar m\s*=\s*(?=\{)")
_INLINE_END = re.compile(r"\s*;\s*var a\s*=\s*m\s*;\s*if\s*\(\s*window\.W_jd\b")
_CARD_KEY = '[jsdata^="l7Bhpb;_;"]'
_ABOUT_RESULT = re.compile(r"/search/about-this-result\?(?:[^#]*&)?req=([\w-]+)")
_FIRST_FIELD = 0x0A  # protobuf: field 1, length-delimited
_MORE_BITS = 0x80
# Cards of these sites show counts ("570+ comments") where others show their address.
_SITES = {
    "Reddit": "www.reddit.com",
    "YouTube": "www.youtube.com",
    "Quora": "www.quora.com",
    "Facebook": "www.facebook.com",
    "Instagram": "www.instagram.com",
    "TikTok": "www.tiktok.com",
    "X": "x.com",
    "X (Twitter)": "x.com",
    "LinkedIn": "www.linkedin.com",
    "Medium": "medium.com",
    "Stack Exchange": "stackexchange.com",
    "Stack Overflow": "stackoverflow.com",
}
_SUBREDDIT = re.compile(r"r/\w+")


class Recovered(NamedTuple):
    """What the page tells of a hidden address: all of it, or its host and a guess, or nothing."""

    source: UrlSource
    url: str | None = None
    host: str | None = None
    hint: str | None = None


def is_wrapped(href: str) -> bool:
    """Whether a link hides its address."""
    return _WRAPPED.match(href) is not None


def read_inline_facts(tree: Tree) -> dict[str, object]:
    """What the scripts of a page know of its cards, by key."""
    facts: dict[str, object] = {}
    decoder = JSONDecoder()
    for script in read_scripts(tree, "W_jd"):
        for start in _INLINE_START.finditer(script):
            try:
                found, end = decoder.raw_decode(script, start.end())
            except (ValueError, RecursionError):
                continue
            if _INLINE_END.match(script, end):
                facts |= found
    return facts


def recover_address(card: Node, site_name: str | None, facts: Mapping[str, object]) -> Recovered:
    """The best that a card and the facts of its page tell of a hidden address."""
    row = facts.get(_read_key(card))
    if isinstance(row, list) and (url := _find_in_row(row)):
        return Recovered(UrlSource.INLINE, url)
    if url := next(filter(_is_address, _read_video(card)), None):
        return Recovered(UrlSource.VIDEO, url)
    if shown := read_breadcrumb(text_of(card.css_first("cite"))):
        return Recovered(UrlSource.BREADCRUMB, host=shown.host, hint=shown.url)
    return _read_site_name(site_name or "")


def _read_key(card: Node) -> str:
    """`l7Bhpb;_;KEY`, perhaps followed by a blank and another triple."""
    triple, _, _ = attribute(card.css_first(_CARD_KEY), "jsdata").partition(" ")
    return triple.rpartition(";")[2]


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _WEB_ADDRESS.match(value) is not None and not is_wrapped(value)


def _read_video(card: Node) -> Iterator[str]:
    video = card.css_first("[data-curl], [data-surl]")
    yield from (attribute(video, "data-curl"), attribute(video, "data-surl"))


def _find_in_row(row: Sequence[object]) -> str | None:
    """The first web address in a row, else the one inside a link "about this result"."""
    texts = [value for value in row if isinstance(value, str)]
    about = (found for text in texts if (found := _ABOUT_RESULT.search(text)))
    links = [text for text in texts if _is_address(text) and not _ABOUT_RESULT.search(text)]
    return next(iter(links), None) or next((url for found in about if (url := _decode_request(found[1]))), None)


def _decode_request(code: str) -> str | None:
    """Field 1 of a base64url protobuf, if it is a web address."""
    try:
        message = urlsafe_b64decode(code + "=" * (-len(code) % 4))
        if message[0] != _FIRST_FIELD:
            return None
        length, start = message[1], 2
        if length & _MORE_BITS:
            length, start = length - _MORE_BITS + (message[2] << 7), 3
        url = message[start : start + length].decode()
    except (ValueError, IndexError):
        return None
    return url if _is_address(url) else None


def _read_site_name(text: str) -> Recovered:
    """`Reddit · r/name`."""
    site, _, place = text.partition(" · ")
    host = _SITES.get(site)
    if host is None:
        return Recovered(UrlSource.NONE)
    path = f"/{place}" if site == "Reddit" and _SUBREDDIT.fullmatch(place) else ""
    return Recovered(UrlSource.SITE_NAME, host=host, hint=f"https://{host}{path}")
