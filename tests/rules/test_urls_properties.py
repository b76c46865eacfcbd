"""What holds for every text a search could list as a URL, however hostile and however long."""

from time import process_time
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchgap.rules.urls import NOWHERE, UrlReader

PARTS = [
    *("http://", "https://", "HTTP:", "//", "/", "\\", "@", ":", ":443", ":80", ":8080", "[", "]", "::1", "?", "#"),
    *("&", "=", "+", "%", "%00", "%2F", "%2f", "%25", "%3A", "%c3", "%40", ".", "..", "-", "_", "*", " ", "\t", "\n"),
    *("\x00", "\x1f", "\x7f", "\xa0", "\xad", "\ud800", "\udcff", "\u0301", "\u200d", "\u2028", "\u3000", "\uff11"),
    *("\u017f", "é", "ß", "İ", "Σ", "。", "℀", "💩", "例え", "xn--", "xn--r8jz45g", "a", "www.", "co.uk", "github.io"),
    *("evernote.com", "0x7f", "1", "127.0.0.1", "utm_source=x", "gclid", "p=1", "q=", "url=", "u=", "u=a1", "#!", "#/"),
    *(
        "aHR0cHM6Ly9ldmVybm90ZS5jb20v",
        ":~:text=",
        "https://www.google.com/url?",
        "google.de/amp/s/",
        "/RU=",
        "q=cache:",
    ),
    *("https://web.archive.org/web/2020/", "https://archive.ph/", "https://l.facebook.com/l.php?u="),
    *("https://www.bing.com/ck/a?", "https://r.search.yahoo.com/", "https://webcache.googleusercontent.com/search?"),
    *("https://a-com.cdn.ampproject.org/c/s/", "evernote-com", ".translate.goog/", "_x_tr_hp=", "_x_tr_enc=0,1"),
    *("_x_tr_sch=http", "0-", "1-", "--", "javascript:", "mailto:"),
]

nasty_urls = st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=14).map("".join)
any_texts = nasty_urls | st.text() | st.builds("https://{}".format, nasty_urls)


@given(any_texts)
@example("https://www.google.com/url?q=https://ex\ud800ample.com/")
@example("https://www.google.com/url?" + "ved=1&" * 200 + "q=https://evernote.com/")
@example("https://l.facebook.com/l.php?u=" * 9 + "https://evernote.com/#https://archive.ph/https://x.com")
@example("https://evernote.com../")
@example("https://web.archive.org/web/2020/evernote.\u00df")
def test_cleaning_is_idempotent(urls: UrlReader, text: str):
    """A clean form is clean, and points where the URL pointed."""
    clean = urls.clean(text)
    assert urls.clean(clean) == clean
    assert urls.read(clean).host.name == urls.read(text).host.name


@given(any_texts)
def test_any_text_is_read(urls: UrlReader, text: str):
    """Nothing raises; scheme and host come together, and the parts are what their descriptions say."""
    address = urls.read(text)
    if address == NOWHERE:
        assert urls.clean(text) in text
        return
    assert address.scheme in {"http", "https"}
    assert address.host.name
    assert f".{address.host.name}".endswith(f".{address.host.domain}")
    assert not address.tail or address.tail[0] in "/?#"
    assert urls.clean(text).startswith(f"{address.scheme}://{address.host.name}")
    assert urls.clean(text).isascii()


class Parts(NamedTuple):
    """What makes an address this one and no other."""

    scheme: str
    host: str
    port: str
    path: str
    query: tuple[str, ...]
    route: str


class Noise(NamedTuple):
    """What does not."""

    user: str
    upper: bool
    dot: str
    tracking: str
    place: str
    blank: str


parts = st.builds(
    Parts,
    scheme=st.sampled_from(["http", "https"]),
    host=st.sampled_from(["acme.example", "www.acme.example", "acme.co.uk", "127.0.0.1", "xn--r8jz45g.jp"]),
    port=st.sampled_from(["", ":80", ":443", ":8080"]),
    path=st.lists(st.sampled_from(["a", "A", "%2F", "%C3%A9", "~", "", "."]), max_size=3).map(
        lambda segments: "".join(f"/{segment}" for segment in segments)
    ),
    query=st.lists(st.sampled_from(["a=1", "a=2", "b", "b=", "id=%20", "id=+"]), max_size=3).map(tuple),
    route=st.sampled_from(["", "#!a", "#/a"]),
)
noises = st.builds(
    Noise,
    user=st.sampled_from(["", "u@", "u:p@", "evil.example@"]),
    upper=st.booleans(),
    dot=st.sampled_from(["", "."]),
    tracking=st.sampled_from(["", "utm_source=x", "GCLID=1", "fbclid", ""]),
    place=st.sampled_from(["", "#top", "#:~:text=x"]),
    blank=st.sampled_from(["", "\t", "\n"]),
)


def write_address(facts: Parts, noise: Noise) -> str:
    """An address that says the facts, as a listing might write it."""
    host = (facts.host.upper() if noise.upper else facts.host) + noise.dot
    query = "&".join([*facts.query[:1], *filter(None, [noise.tracking]), *facts.query[1:]])
    fragment = facts.route + noise.place.removeprefix("#") if facts.route and "~" in noise.place else facts.route
    tail = facts.path + ("?" + query if query else "") + (fragment or noise.place)
    return f"{noise.blank}{facts.scheme}:{noise.blank}//{noise.user}{host}{facts.port}{tail}{noise.blank}"


def normalize(facts: Parts) -> Parts:
    """The facts without those two ways to say one thing that a browser knows."""
    usual = {"http": ":80", "https": ":443"}[facts.scheme]
    return facts._replace(port="" if facts.port == usual else facts.port, path=facts.path or "/")


@given(parts, noises, parts, noises)
def test_two_listings_are_one_exactly_when_they_say_the_same(
    urls: UrlReader, one: Parts, one_noise: Noise, other: Parts, other_noise: Noise
):
    """Noise never parts what is one address, and nothing joins two of another scheme, host, port, path or parameter."""
    cleans = urls.clean(write_address(one, one_noise)), urls.clean(write_address(other, other_noise))
    assert (cleans[0] == cleans[1]) == (normalize(one) == normalize(other))


@given(parts, noises, noises)
def test_noise_is_dropped(urls: UrlReader, facts: Parts, one: Noise, other: Noise):
    """The same address, listed in two ways, has one clean form."""
    assert urls.clean(write_address(facts, one)) == urls.clean(write_address(facts, other))


MEGABYTE = 1_000_000
LONG = {
    "path": "https://x.example/" + "a" * MEGABYTE,
    "path to escape": "https://x.example/" + "é/" * (MEGABYTE // 2),
    "surrogates": "https://x.example/" + "\ud800" * MEGABYTE,
    "escapes": "https://x.example/" + "%aa" * (MEGABYTE // 3),
    "backslashes": "https://x.example/" + "\\" * MEGABYTE,
    "line breaks": "https://x.example/" + "\n" * MEGABYTE,
    "parameters": "https://x.example/?" + "&".join(f"p{number}={number}" for number in range(100_000)),
    "tracking": "https://x.example/?" + "utm_source=x&" * 100_000,
    "route": "https://x.example/#!" + ":~:" * (MEGABYTE // 3),
    "host": "https://" + "a" * MEGABYTE,
    "host of accents": "https://a" + "\u0301" * MEGABYTE,
    "host of escapes": "https://" + "%C3%A9" * (MEGABYTE // 6),
    "labels": "https://" + "a." * (MEGABYTE // 2),
    "number": "https://" + "1" * MEGABYTE,
    "numbers": "https://" + "1." * (MEGABYTE // 2),
    "colons": "https://[" + ":" * MEGABYTE + "]",
    "port": "https://x.example:" + "1" * MEGABYTE,
    "user info": "https://" + "u:p@" * (MEGABYTE // 4) + "x.example/",
    "no scheme": "aa." * (MEGABYTE // 3) + "aa@",
    "schemes": "http:" * (MEGABYTE // 5),
    "blanks": " " * MEGABYTE,
    "archived 5,000 times": "https://web.archive.org/web/2020/" * 5_000 + "https://x.example/",
    "redirected 5,000 times": "https://www.google.com/url?q=" * 5_000 + "https://x.example/",
    "escaped for ever": "https://www.google.com/url?q=https://x.example/" + "%25" * (MEGABYTE // 3),
    "parameters of a wrapper": "https://www.google.com/url?" + "a=https://x.example/&" * 50_000,
    "targets of yahoo": "https://r.search.yahoo.com/" + "/RU=" * (MEGABYTE // 4),
    "targets of bing": "https://www.bing.com/ck/a?" + "&u=a1" * (MEGABYTE // 5),
    "caches": "https://webcache.googleusercontent.com/search?" + "&q=cache:" * (MEGABYTE // 9),
    "translation": "https://a-com.translate.goog/?_x_tr_hp=" + "a-" * (MEGABYTE // 2),
    "amp": "https://www.google.com/amp/" + "a." * (MEGABYTE // 2),
}


@pytest.mark.parametrize("url", LONG.values(), ids=LONG)
def test_time_grows_with_length_only(urls: UrlReader, url: str):
    """A megabyte of the worst text is read in well under a second of work; anything quadratic would take minutes."""
    before = process_time()
    clean = urls.clean(url)
    assert urls.clean(clean) == clean
    assert process_time() - before < 5
