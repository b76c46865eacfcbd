"""Two requests are the same search if and only if their keys are equal."""

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.query import Device, Market, Query, SearchRequest, SearchSettings

texts = st.text(max_size=8)
optional_texts = st.none() | texts
requests = st.builds(
    SearchRequest,
    text=texts,
    provider=texts,
    engine=optional_texts,
    market=st.builds(
        Market, country=optional_texts, language=optional_texts, location=optional_texts, device=st.sampled_from(Device)
    ),
    depth=st.integers(1, 100),
)
BASE = SearchRequest(
    text="leaking pen", provider="bureau", engine="lantern", market=Market(country="us", language="en")
)


@given(requests)
def test_a_key_is_made_of_the_facts(request_made: SearchRequest):
    """Equal requests have equal keys: 32 hexadecimal digits, however often they are asked for."""
    copy = replace(request_made, market=replace(request_made.market))
    assert copy == request_made
    assert copy.key == request_made.key == request_made.key
    assert len(copy.key) == 32
    assert int(copy.key, 16) >= 0


@given(one=requests, other=requests)
def test_different_searches_have_different_keys(one: SearchRequest, other: SearchRequest):
    """Keys tell requests apart as equality does."""
    assert (one.key == other.key) == (one == other)


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, text="leaking  pen"),
        replace(BASE, text="Leaking pen"),
        replace(BASE, provider="mill"),
        replace(BASE, engine="torch"),
        replace(BASE, engine=None),
        replace(BASE, engine=""),
        replace(BASE, depth=20),
        replace(BASE, market=Market(country="de", language="en")),
        replace(BASE, market=Market(country=None, language="en")),
        replace(BASE, market=Market(country="us", language=None)),
        replace(BASE, market=Market(country="us", language="en", location="Reno")),
        replace(BASE, market=Market(country="us", language="en", device=Device.MOBILE)),
    ],
)
def test_every_fact_counts(other: SearchRequest):
    """Words, provider, engine, depth and every part of the market make another search."""
    assert other.key != BASE.key


def test_facts_do_not_run_into_each_other():
    """Where one fact ends and the next begins is part of the key."""
    one = SearchRequest(text="pen", provider="bureau", market=Market(country="us", language="en"))
    other = SearchRequest(text="pen", provider="bureau", market=Market(language="us", location="en"))
    assert one.key != other.key


def test_a_key_outlives_the_process():
    """Stored answers are found again: another process, with other hash seeds, gives the same key."""
    code = (
        "from searchgap.model.query import Market, SearchRequest;"
        "print(SearchRequest(text='leaking pen', provider='bureau', engine='lantern',"
        " market=Market(country='us', language='en')).key)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == BASE.key


def test_lone_surrogates_have_a_key():
    """Text that is no valid Unicode is a search like any other."""
    assert SearchRequest(text="\ud800", provider="bureau").key != SearchRequest(text="\udfff", provider="bureau").key


def test_words_are_frozen():
    """Nothing changes after it was made, so that facts can be shared."""
    with pytest.raises(FrozenInstanceError):
        BASE.text = "other"  # type: ignore[misc]
    query = Query(brand="Inkwell", text="leaking pen", topic=None, weight=1, requests=(BASE,))
    with pytest.raises(FrozenInstanceError):
        query.weight = 2  # type: ignore[misc]


def test_settings_that_nobody_made():
    """Without a word from the user, ten results of the recordings are asked for on a desktop."""
    settings = SearchSettings()
    assert (settings.providers, settings.depth) == (("recorded",), 10)
    assert settings.market == Market(country=None, language=None, location=None, device=Device.DESKTOP)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (replace(BASE, engine=None), replace(BASE, engine="\0")),
        (
            replace(BASE, text="a", market=Market(country="b", language="c", location="d\x1fe")),
            replace(BASE, text="a\x1fb", market=Market(country="c", language="d", location="e")),
        ),
    ],
)
def test_no_character_of_a_fact_can_pass_for_a_border(one: SearchRequest, other: SearchRequest):
    """Whatever a text holds, another search has another key."""
    assert one.key != other.key
