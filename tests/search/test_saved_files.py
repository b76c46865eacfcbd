"""Files of the user's: pages, replies and exports, told apart, and never an empty success."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.errors import UsageError
from searchgap.search.saved_files import FileState, SavedSerp, read_saved

HERE = Path(__file__).parent
PAGES = HERE / "serp_html" / "pages"
RECORDINGS = HERE.parent / "recordings"
EXPORT = "Keyword;Position;Landing Page\nläuft aus;1;https://a.example/\nbulb;-;\n"
MOJEEK = """\
<!DOCTYPE html>
<!-- saved from url=(0036)https://www.mojeek.com/search?q=lamp+hums -->
<html><head><title>lamp hums - Mojeek Search</title></head><body>
<ul class="results-standard">{cards}</ul></body></html>
"""
CARD = '<li><h2><a class="title" href="https://{host}/">About {host}</a></h2><p class="s">It hums.</p></li>'


def read_one(data: bytes, name: str, engine: str = "auto") -> SavedSerp:
    (serp,) = read_saved(data, name, engine=engine)
    return serp


def test_a_saved_page():
    """A page gives its engine, its words and its results in order."""
    markup = MOJEEK.format(cards=CARD.format(host="a.example") + CARD.format(host="b.example"))
    serp = read_one(markup.encode(), "page.html")
    assert (serp.engine, serp.query, serp.state, serp.reason) == ("mojeek", "lamp hums", FileState.OK, None)
    assert [(one.rank, one.url, one.title, one.snippet) for one in serp.results] == [
        (1, "https://a.example/", "About a.example", "It hums."),
        (2, "https://b.example/", "About b.example", "It hums."),
    ]


@pytest.mark.parametrize(
    ("page", "engine", "state"),
    [
        ("google_desktop", "google", FileState.OK),
        ("google_empty", "google", FileState.EMPTY),
        ("google_captcha", "google", FileState.BLOCKED),
        ("google_consent", "google", FileState.BLOCKED),
        ("google_shell", "google", FileState.UNPARSED),
        ("bing_challenge", "bing", FileState.BLOCKED),
    ],
)
def test_a_page_without_results_says_why(page, engine, state):
    """A captcha, a consent page and a shell are not empty pages, and every page without results has a reason."""
    serp = read_one((PAGES / f"{page}.html").read_bytes(), f"{page}.html")
    assert (serp.engine, serp.state) == (engine, state)
    assert bool(serp.results) is (state is FileState.OK)
    assert bool(serp.reason) is (state is not FileState.OK)


def test_a_hidden_address_is_told_by_its_host():
    """Where the page hides an address the host is enough to tell the owner, and the rank is marked."""
    serp = read_one((PAGES / "google_wrapped.html").read_bytes(), "page.html")
    assert serp.hidden
    for one in serp.results:
        if one.rank in serp.hidden:
            assert one.url == "" or one.url.count("/") == 3
            assert one.url == "" or one.url.endswith("/")


def test_any_other_page_is_unparsed():
    """A page of no engine holds no results, and what to save instead is said."""
    serp = read_one(b"<!doctype html><title>Cake</title><h2><a href='https://a.example/'>A</a></h2>", "cake.html")
    assert (serp.engine, serp.query, serp.state) == (None, None, FileState.UNPARSED)
    assert serp.hints


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n \t"])
@pytest.mark.parametrize("name", ["reply.json", "reply.txt", "reply.html"])
def test_a_reply_is_told_by_its_first_character(before, name):
    """What begins as JSON is a reply, whatever the file is called."""
    serp = read_one(before + (RECORDINGS / "serper" / "ok.json").read_bytes(), name)
    assert (serp.engine, serp.query, len(serp.results)) == ("google", "squeaky door", 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["export.csv", "EXPORT.CSV", "export.tsv"])
def test_an_export_is_told_by_its_name(encoding, name):
    """An export holds a SERP per query, of an engine that it does not tell; marks of encoding are none of it."""
    first, second = read_saved(EXPORT.encode(encoding), name)
    assert (first.engine, first.query, first.state) == (None, "läuft aus", FileState.OK)
    assert [(one.rank, one.url) for one in first.results] == [(1, "https://a.example/")]
    assert (second.query, second.state, second.reason) == (
        "bulb",
        FileState.UNPARSED,
        "the export lists no result for it",
    )


def test_when_a_page_was_saved():
    """The moment comes from the file itself where its form tells it."""
    head = "<!-- Page saved with SingleFile\n url: https://www.mojeek.com/search?q=lamp\n saved date: {date}\n-->"
    date = "Sun Nov 22 2026 10:00:00 GMT+0100 (Central European Standard Time)"
    page = "<!DOCTYPE html>" + head.format(date=date) + MOJEEK.partition("-->")[2]
    assert read_one(page.encode(), "page.html").saved_at == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert read_one(MOJEEK.encode(), "page.html").saved_at is None


@pytest.mark.parametrize(
    ("data", "name", "engine"),
    [
        (b"<html>", "page.html", "altavista"),
        (b"{}", "reply.json", "altavista"),
        (bytes(30_000_001), "page.html", "auto"),
        (gzip.compress(bytes(30_000_001)), "page.html", "auto"),
        (b"a,b\n1,2\n", "export.csv", "auto"),
    ],
)
def test_what_cannot_be_read_is_refused(data, name, engine):
    """An unknown engine, a page too large and an export without columns are complaints with a next step."""
    with pytest.raises(UsageError) as caught:
        list(read_saved(data, name, engine=engine))
    assert caught.value.hint


STARTS = [
    b"",
    b"{",
    b'{"tasks":',
    b"<",
    b"\x1f\x8b",
    b"bplist00",
    b"query,rank,url\n",
    b"\xff\xfe",
    b"MIME-Version: 1.0\n",
]


@given(
    st.sampled_from([*STARTS, *(file.read_bytes()[:9000] for file in sorted(PAGES.glob("*.html")))]),
    st.binary(max_size=200),
    st.sampled_from(["a.html", "a.json", "a.csv", "a.tsv", "a.mhtml", ""]),
    st.sampled_from(["auto", "google", "serper", "mojeek"]),
)
def test_any_bytes_are_read_or_refused(start, rest, name, engine):
    """Whatever a file holds and is called, it gives SERPs whose state fits them, or a complaint."""
    try:
        serps = list(read_saved(start + rest, name, engine=engine))
    except UsageError:
        return
    for serp in serps:
        ranks = [one.rank for one in serp.results]
        assert (serp.state is FileState.OK) is bool(ranks) is (serp.reason is None)
        assert ranks == sorted(set(ranks))
        assert serp.hidden <= set(ranks)
