"""The noise band: what it is made of, what is left out of it, and how far it can be trusted."""

import random
import runpy
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchgap.rules.noise import ENOUGH, Noise

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, STARTED = BUILT["take_snapshot"], BUILT["STARTED"]
QUERY = "ink dries out"
STILL = "crbvcrbvcr"


def observe(*pages, query=QUERY, deeds=(), parses=lambda _: False, **facts):
    noise = Noise(parses=parses, deeds=deeds)
    for number, page in enumerate(pages):
        noise.take(take_snapshot(number, {query: page}, clean=str.lower, **facts))
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
    noise = Noise(parses=lambda _: False)
    noise.take(take_snapshot(0, {QUERY: "oc"}, engine="lantern"))
    noise.take(take_snapshot(1, {QUERY: "co"}, engine="torch"))
    assert noise.base().pairs == 0


@pytest.mark.parametrize(("version", "parses", "pairs"), [("0.2.0", True, 0), ("0.1.9", True, 1), ("0.2.0", False, 1)])
def test_another_release_that_reads_pages_makes_no_pair(version, parses, pairs):
    """Only where our own parsers read result pages does a release, major and minor, tell answers apart."""
    noise = Noise(parses=lambda _: parses)
    noise.take(take_snapshot(0, {QUERY: "oc"}, version="0.1.0"))
    noise.take(take_snapshot(1, {QUERY: "co"}, version=version))
    assert noise.base().pairs == pairs


def test_a_query_with_nineteen_pairs_has_a_band_of_its_own():
    """A lively query among still ones is held against its own past, the still ones against the brand's."""
    noise = Noise(parses=lambda _: False)
    for number in range(ENOUGH + 1):
        noise.take(take_snapshot(number, {QUERY: "ocr" if number % 2 else "cro", "still": STILL}))
    assert (band(noise).rank, band(noise).own, band(noise).pairs) == (2, True, ENOUGH)
    assert band(noise).exceeded == pytest.approx(0.05)
    assert band(noise, "never searched").own is False
    assert band(noise, "never searched").pairs == 2 * ENOUGH


@pytest.mark.parametrize(("pairs", "moved", "rank"), [(39, 2, 1), (39, 1, 0), (38, 1, 1), (79, 4, 1), (79, 3, 0)])
def test_the_place_of_the_band_among_its_pairs(pairs, moved, rank):
    """Of n pairs it is the k-th smallest movement, k = 0.95 x (n + 1) rounded up: of 39 the largest but one."""
    noise = Noise(parses=lambda _: False)
    for number in range(2):
        noise.take(
            take_snapshot(
                number, {f"query {query}": "co" if number and query < moved else "oc" for query in range(pairs)}
            )
        )
    seen = band(noise, "query 0")
    assert (seen.pairs, seen.rank, seen.exceeded) == (pairs, rank, pytest.approx(1 / 39 if pairs == 38 else 0.05))


def test_a_band_of_changing_states_is_not_narrowed():
    """A query that lay still twice shares the band of a brand whose queries come and go."""
    noise = Noise(parses=lambda _: False)
    for number in range(3):
        noise.take(take_snapshot(number, {QUERY: STILL, "lively": "oc" if number % 2 else "cc"}))
    assert (band(noise).changes_state, band(noise).rank, band(noise).pairs) == (True, 10, 4)


def test_rare_extremes_are_cut_off_where_there_are_many_pairs():
    """Of a hundred pairs the largest five do not widen the band."""
    noise = Noise(parses=lambda _: False)
    for number in range(2):
        pages = {f"query {query}": "oc" if query >= 4 or number else "co" for query in range(100)}
        noise.take(take_snapshot(number, pages))
    assert band(noise, "query 0").rank == 0


@given(st.integers(0, 2**32), st.integers(1, 60))
@example(seed=55, pairs=11)
def test_a_band_holds_what_it_says(seed, pairs):
    """At most the stated share of exchangeable quiet pairs, the next one included, lies beyond the band.

    Chance may order the ranks as a change for good would; those pairs are no quiet ones.
    """
    generator = random.Random(seed)
    ranks = [generator.randrange(1, 11) for _ in range(pairs + 1)]
    noise = observe(*("c" * (rank - 1) + "o" for rank in ranks))
    seen = band(noise)
    moves = [abs(one - other) for one, other in pairwise(ranks)]
    beyond = sum(move > seen.rank for move in moves) - noise.base().lasting
    assert beyond <= max(0, round(seen.exceeded * (seen.pairs + 1)) - 1)


def test_brands_and_rankings_keep_their_own_bands():
    """What one brand's queries do is no noise of another's, nor of another kind of ranking."""
    noise = observe("oc", "co")
    assert noise.band_of("Quill", "search page", "0") is None
    assert noise.band_of("Inkwell", "own index", "0") is None


def ranks(*numbers):
    """Pages on which the brand has these ranks; 0 for none."""
    return ["c" * (number - 1) + "o" if number else "c" for number in numbers]


@pytest.mark.parametrize(
    ("seen", "lasting"),
    [
        ([0, 0, 0, 0, 2, 2, 2, 2], 1),
        ([2, 2, 2, 2, 0, 0, 0, 0], 1),
        ([3, 4, 3, 4, 1, 2, 1, 2], 1),
        ([1, 2, 1, 2, 3, 4, 3, 4], 1),
        ([0, 0, 0, 2, 2, 2, 2], 0),
        ([0, 0, 0, 0, 2, 2, 2], 0),
        ([0, 0, 0, 0, 2, 2, 2, 2, 0], 0),
        ([0, 2, 0, 0, 0, 2, 2, 2, 2], 0),
        ([3, 3, 3, 2, 2, 1, 1, 1], 0),
        ([1, 1, 1, 2, 3, 2, 3, 3], 0),
        ([3, 3, 2, 3, 2, 1, 1, 1], 0),
        ([2, 2, 2, 2, 2, 2, 2, 2], 0),
    ],
)
def test_what_moved_and_stayed_is_no_noise(seen, lasting):
    """Where every rank before is better or worse than every one after, four and more a side, the pair is not quiet."""
    noise = observe(*ranks(*seen))
    assert (noise.base().pairs, noise.base().lasting) == (len(seen) - 1 - lasting, lasting)
    if lasting:
        assert (band(noise).rank, band(noise).changes_state) == (1 if 4 in seen else 0, False)


def test_what_stayed_elsewhere_is_no_noise_of_other_queries():
    """A query that improved for good makes no later move of another query of the brand look like noise."""
    noise = Noise(parses=lambda _: False)
    for number in range(8):
        noise.take(take_snapshot(number, {QUERY: "oc" if number > 3 else "cc", "still": STILL}))
    assert (band(noise, "still").rank, band(noise, "still").pairs) == (0, 13)


def test_answers_around_an_action_are_no_sides_of_each_other():
    """What stays from an action on is judged by the answers since: a later move that stays is not quiet either."""
    deed = ("Inkwell", QUERY, (STARTED + timedelta(weeks=1)).date())
    noise = observe(*ranks(1, 1, 0, 0, 0, 0, 2, 2, 2, 2), deeds=[deed])
    assert (noise.base().disturbed, noise.base().lasting, band(noise).rank) == (2, 1, 0)


def test_answers_of_another_engine_begin_anew():
    """Ranks of one engine are no side of those of another."""
    noise = Noise(parses=lambda _: False)
    for number, page in enumerate(ranks(*[0] * 4, *[2] * 4, *[0] * 4)):
        noise.take(take_snapshot(number, {QUERY: page}, engine="torch" if number > 7 else "lantern"))
    assert (noise.base().pairs, noise.base().lasting) == (9, 1)


@pytest.mark.parametrize(
    ("seen", "rank", "state"),
    [
        ([0, 9, 0], 2, True),
        ([0, 9, 0, 7, 0], 4, True),
        ([3, 5, 3, 4], 2, False),
        ([3, 3, 3, 9], 0, False),
        ([0, 0, 2], 0, False),
        ([3], 0, False),
    ],
)
def test_a_band_is_widened_to_what_a_query_moved_twice(seen, rank, state):
    """One that comes and goes among still ones is held against its own second largest movement, never the largest."""
    noise = Noise(parses=lambda _: False)
    pages = ranks(*seen)
    for number, page in enumerate(pages):
        noise.take(take_snapshot(number, {QUERY: page} | {f"still {other}": STILL for other in range(40)}))
    noise.take(take_snapshot(len(pages), {f"still {other}": STILL for other in range(40)}))
    widened, plain = band(noise), band(noise, "still 0")
    assert (plain.rank, plain.changes_state, plain.similarity) == (0, False, 1)
    assert (widened.rank, widened.changes_state, widened.own) == (rank, state, False)
    assert (widened.pairs, widened.exceeded) == (plain.pairs, plain.exceeded)


def test_a_band_is_widened_to_the_least_similar_lists_but_one():
    """What entered once leaves the similarity of the band alone; what entered twice lowers it, by the lesser time."""
    noise = Noise(parses=lambda _: False)
    for number, page in enumerate(["crbv", "crbv", "CRBV", "CRBv", "CRBv"]):
        noise.take(take_snapshot(number, {QUERY: page} | {f"still {other}": STILL for other in range(40)}))
    assert 0 < band(noise).similarity < 1
    assert band(noise, "still 0").similarity == 1
