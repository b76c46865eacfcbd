"""The noise band: what it is made of, what is left out of it, and how far it can be trusted."""

import random
import runpy
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.rules.noise import ENOUGH, Noise

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, STARTED = BUILT["take_snapshot"], BUILT["STARTED"]
QUERY = "ink dries out"
STILL = "crbvcrbvcr"


def observe(*pages, query=QUERY, deeds=(), parses=lambda _: False, **facts):
    noise = Noise(clean=str.lower, parses=parses, deeds=deeds)
    for number, page in enumerate(pages):
        noise.take(take_snapshot(number, {query: page}, **facts))
    return noise


def band(noise, query=QUERY):
    return noise.band_of("Inkwell", "search page", BUILT["GOLDEN"]["ask"](query).key)


def test_without_a_pair_there_is_no_band():
    """One answer to a search shows nothing of how it moves."""
    assert band(observe("oc")) is None
    assert observe("oc").base().pairs == 0


def test_the_largest_quiet_movement_is_the_band_of_few_pairs():
    """Of fewer than nineteen pairs nothing may be cut off: the largest of each is taken."""
    seen = band(observe("cccocc", "ccoccc", "occccc"))
    assert (seen.rank, seen.pairs, seen.changes_state, seen.own) == (2, 2, False, False)
    assert seen.exceeded == pytest.approx(1 / 3)


def test_not_to_rank_counts_as_the_rank_below_the_depth():
    """To fall out of ten results from rank 8 is a movement of at least three ranks, and a change of state."""
    seen = band(observe("ccccccco", "cccccccc"))
    assert (seen.rank, seen.changes_state) == (3, True)


def test_similarity_is_the_lowest_seen():
    """The band reaches down to the least similar quiet pair."""
    seen = band(observe(STILL, STILL, STILL.upper()))
    assert seen.similarity == pytest.approx(1.0)  # clean folds the case
    seen = band(observe("cr", "cr", "vb"))
    assert seen.similarity == 0


def test_a_failed_search_makes_no_pair_but_its_neighbours_do():
    """The answers around a failure are one after the other."""
    base = observe("oc", None, "co").base()
    assert (base.pairs, base.typical_days) == (1, 14)


@pytest.mark.parametrize(
    ("deed", "pairs"),
    [
        (("Inkwell", QUERY, 3), 0),
        ((None, QUERY, 3), 0),
        (("Inkwell", QUERY.upper() + " ", 3), 0),
        (("Inkwell", QUERY, 0), 0),
        (("Inkwell", QUERY, 7), 0),
        (("Inkwell", QUERY, 8), 1),
        (("Inkwell", QUERY, -1), 1),
        (("Quill", QUERY, 3), 1),
        (("Inkwell", "another query", 3), 1),
    ],
)
def test_a_pair_is_quiet_only_if_nobody_acted_between(deed, pairs):
    """From the day of the one answer to the day of the other, both included, for this brand or for all."""
    brand, query, day = deed
    base = observe("oc", "co", deeds=[(brand, query, (STARTED + timedelta(days=day)).date())]).base()
    assert (base.pairs, base.disturbed) == (pairs, 1 - pairs)


def test_one_answer_seen_twice_is_no_pair():
    """A reused or recorded answer cannot move and must not make the band narrow."""
    assert observe("oc", "oc", retrieved_at=STARTED).base().pairs == 0


def test_answers_of_unlike_engines_make_no_pair():
    """What differs between engines is not noise of one."""
    noise = Noise(clean=str, parses=lambda _: False)
    noise.take(take_snapshot(0, {QUERY: "oc"}, engine="lantern"))
    noise.take(take_snapshot(1, {QUERY: "co"}, engine="torch"))
    assert noise.base().pairs == 0


@pytest.mark.parametrize(("version", "parses", "pairs"), [("0.2.0", True, 0), ("0.1.9", True, 1), ("0.2.0", False, 1)])
def test_another_release_that_reads_pages_makes_no_pair(version, parses, pairs):
    """Only where our own parsers read result pages does a release, major and minor, tell answers apart."""
    noise = Noise(clean=str, parses=lambda _: parses)
    noise.take(take_snapshot(0, {QUERY: "oc"}, version="0.1.0"))
    noise.take(take_snapshot(1, {QUERY: "co"}, version=version))
    assert noise.base().pairs == pairs


def test_a_query_with_nineteen_pairs_has_a_band_of_its_own():
    """A lively query among still ones is held against its own past, the still ones against the brand's."""
    noise = Noise(clean=str, parses=lambda _: False)
    for number in range(ENOUGH + 1):
        noise.take(take_snapshot(number, {QUERY: "ocr" if number % 2 else "cro", "still": STILL}))
    assert (band(noise).rank, band(noise).own, band(noise).pairs) == (2, True, ENOUGH)
    assert band(noise).exceeded == pytest.approx(0.05)
    assert band(noise, "never searched").own is False
    assert band(noise, "never searched").pairs == 2 * ENOUGH


def test_rare_extremes_are_cut_off_where_there_are_many_pairs():
    """Of a hundred pairs the largest five do not widen the band."""
    noise = Noise(clean=str, parses=lambda _: False)
    for number in range(2):
        pages = {f"query {query}": "oc" if query >= 4 or number else "co" for query in range(100)}
        noise.take(take_snapshot(number, pages))
    assert band(noise, "query 0").rank == 0


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_a_band_holds_what_it_says(seed, pairs):
    """At most the stated share of exchangeable quiet pairs, the next one included, lies beyond the band."""
    generator = random.Random(seed)
    ranks = [generator.randrange(1, 11) for _ in range(pairs + 1)]
    noise = observe(*("c" * (rank - 1) + "o" for rank in ranks))
    seen = band(noise)
    moves = [abs(one - other) for one, other in pairwise(ranks)]
    beyond = sum(move > seen.rank for move in moves)
    assert beyond <= max(0, round(seen.exceeded * (pairs + 1)) - 1)


def test_brands_and_rankings_keep_their_own_bands():
    """What one brand's queries do is no noise of another's, nor of another kind of ranking."""
    noise = observe("oc", "co")
    assert noise.band_of("Quill", "search page", "0") is None
    assert noise.band_of("Inkwell", "own index", "0") is None
