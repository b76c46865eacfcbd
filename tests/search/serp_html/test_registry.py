"""Recognising the engine, and the one order in which a page is given its state."""

import re

import pytest

from searchgap.errors import UsageError
from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import ENGINES, find_engine, parse_page

GOOGLE_CARD = '<div id="rso"><div class="g"><a href="https://a.example/"><h3>A</h3></a></div></div>'
BING_CARDS = (
    '<ol id="b_results"><li class="b_algo"><h2><a href="https://b.example/1">B1</a></h2></li>'
    '<li class="b_algo"><h2><a href="https://b.example/2">B2</a></h2></li></ol>'
)


def read(markup: str, engine: str = "auto"):
    return parse_page(markup.encode(), engine=engine)


def test_names_are_unique_and_found():
    """Every engine is found under its name."""
    assert len({engine.name for engine in ENGINES}) == len(ENGINES)
    assert all(find_engine(engine.name) is engine for engine in ENGINES)


def test_an_unknown_engine_is_a_usage_error():
    """The hint names the engines there are."""
    with pytest.raises(UsageError, match='no saved pages of an engine "altavista" can be read') as trouble:
        parse_page(b"", engine="altavista")
    assert "auto, google, bing" in trouble.value.hint


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_hosts_match_whole_hosts(engine):
    """A host that only ends or begins like an engine's is not the engine's."""
    assert not engine.hosts.fullmatch("notes.example")
    assert not re.fullmatch(engine.hosts, f"{engine.name}.com.notes.example")


def test_the_address_decides_first():
    """Marks of another engine count for nothing on a page whose address is known."""
    page = f"<!doctype html><!-- saved from url=(0041)https://www.google.com/search?q=a -->{GOOGLE_CARD}{BING_CARDS}"
    assert read(page).engine == "google"


def test_marks_decide_without_an_address():
    """Where a page bears the marks of two engines, the one with more results wins."""
    assert read(GOOGLE_CARD).engine == "google"
    assert read(GOOGLE_CARD + BING_CARDS).engine == "bing"


def test_the_title_decides_last():
    """It is enough to say whose page this is, not to make it an answer."""
    serp = read("<title>ink - Bing</title>")
    assert (serp.engine, serp.query, serp.state) == ("bing", "ink", PageState.UNPARSED)


def test_other_pages_are_nobody_s():
    """Words in the text decide nothing."""
    serp = read("<title>How to use Google</title><h3><a href='/x'>Google Search</a></h3>")
    assert (serp.engine, serp.state, serp.results, serp.page) == (None, PageState.UNPARSED, (), None)
    assert "not a result page" in serp.reason


def test_a_named_engine_is_taken_at_its_word():
    """Nothing is recognised, only read."""
    assert len(read(GOOGLE_CARD + BING_CARDS, "google").results) == 1
    assert read(GOOGLE_CARD, "bing").state is PageState.UNPARSED


@pytest.mark.parametrize(
    ("markup", "state"),
    [
        (BING_CARDS + '<li class="b_no">nothing</li><div class="captcha"></div>', PageState.OK),
        ('<ol id="b_results"><li class="b_no">nothing</li></ol><div class="captcha"></div>', PageState.EMPTY),
        ('<ol id="b_results"></ol><div class="captcha"></div>', PageState.BLOCKED),
        ('<ol id="b_results"></ol>', PageState.UNPARSED),
    ],
)
def test_results_then_nothing_found_then_refusal(markup, state):
    """The first that is there decides, and what holds none of them is never taken for an answer."""
    serp = read(markup)
    assert serp.state is state
    assert (serp.reason is None) == (state is PageState.OK) == bool(serp.results)


def test_unused_headings_are_counted():
    """A page that is not understood says how much there was to read."""
    serp = read('<ol id="b_results"></ol><h2><a href="https://x.example/">X</a></h2><a href="/y"><h3>Y</h3></a>')
    assert "2 headings with links were found where no results are known to be" in serp.hints


def test_doubles_are_one():
    """The same address without its fragment, under the same title; the fragment of the first stays."""
    cards = "".join(
        f'<li class="b_algo"><h2><a href="{url}">{title}</a></h2></li>'
        for url, title in [
            ("https://a.example/#one", "A"),
            ("https://a.example/#two", "A"),
            ("https://a.example/", "Another"),
            ("https://a.example/x", "A"),
        ]
    )
    results = read(f'<ol id="b_results">{cards}</ol>').results
    assert [(one.rank, one.url) for one in results] == [
        (1, "https://a.example/#one"),
        (2, "https://a.example/"),
        (3, "https://a.example/x"),
    ]
