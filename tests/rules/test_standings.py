"""Where the competitive set stands is the same whether whole pages are judged or only that is asked."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.brand import Brand, Party
from searchgap.model.gap import State
from searchgap.model.page import Presence, PresenceLevel
from searchgap.model.query import Query, SearchRequest
from searchgap.model.serp import Answer, Listing
from searchgap.rules.court import Court, Ruling

INKWELL = Brand(
    name="Inkwell",
    domains=("inkwell.example",),
    competitors=(Party(name="Quill", domains=("quill.example",)), Party(name="Scribe", domains=("scribe.example",))),
    partners=(Party(name="Blotter", domains=("blotter.example",)),),
)
REQUEST = SearchRequest(text="leaking pen", provider="bureau", depth=20)
QUERY = Query(brand="Inkwell", text="leaking pen", topic=None, weight=1, requests=(REQUEST,))
SPOKEN_ON = "https://forum.example/spoken"
READINGS = {("Inkwell", SPOKEN_ON): Presence(level=PresenceLevel.SPEAKS, evidence="an answer")}
URLS = (
    *(
        "https://inkwell.example/",
        "https://www.inkwell.example/help",
        "https://quill.example/x",
        "https://scribe.example/",
    ),
    *("https://blotter.example/", "https://forum.example/thread", SPOKEN_ON, "https://diary.example/ink", "no address"),
)
LISTINGS = {number: Listing(url, "") for number, url in enumerate(URLS, 100)}


@pytest.fixture(scope="module")
def court(make_classifier):
    """The court of a brand that speaks on one page of somebody else."""
    return Court(brand=INKWELL, classifier=make_classifier(INKWELL), readings=READINGS, listings=LISTINGS)


@given(page=st.dictionaries(st.integers(1, 20), st.sampled_from(sorted(LISTINGS)), max_size=12))
def test_a_standing_is_that_of_the_whole_page(court, page):
    """Whoever holds the ranks: states, ranks, scores and places are those of the verdicts on every result."""
    ranks = tuple(sorted(page))
    numbers = [page[rank] for rank in ranks]
    answer = Answer(request=REQUEST, engine="lantern", retrieved_at=datetime(2026, 11, 22, tzinfo=UTC), delivered=9)
    whole = court.judge(QUERY, REQUEST, answer, Ruling(ranks, court.judge_listings(numbers)))
    assert court.find_standing(ranks, numbers) == whole.standing
    assert court.judge_standing(QUERY, REQUEST, answer, ranks, numbers).standing == whole.standing


def test_speaking_on_a_page_of_others_is_part_of_a_standing(court):
    """Where the brand owns nothing but answers on a result, it speaks; without that result it is absent."""
    spoken = next(number for number, listing in LISTINGS.items() if listing.url == SPOKEN_ON)
    assert court.find_standing((1, 2), [spoken - 1, spoken]).state is State.SPEAKS
    assert court.find_standing((1,), [spoken - 1]).state is State.ABSENT
