"""Verdicts on single moves: unchanged, noise, beyond noise, or without a band; and what is told of them together."""

import runpy
from pathlib import Path

import pytest

from searchgap.model.comparison import Change, Judgement, NoiseBand
from searchgap.model.gap import State
from searchgap.rules.compare import UnlikeRunsError, compare, judge_listing, judge_standing, list_states
from searchgap.rules.noise import Movement, Noise
from searchgap.rules.pairing import pair_anyhow

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, STARTED = BUILT["take_snapshot"], BUILT["STARTED"]
SearchRequest = BUILT["GOLDEN"]["SearchRequest"]
UNCHANGED, NOISE, BEYOND, NO_BAND = Judgement
STILL = NoiseBand(changes_state=False, rank=2, similarity=0.8, pairs=20, own=True, exceeded=0.05)
LIVELY = NoiseBand(changes_state=True, rank=2, similarity=0.8, pairs=20, own=True, exceeded=0.05)


def compared(before, after, *earlier, **options):
    noise = Noise(parses=lambda _: False)
    for snapshot in earlier:
        noise.take(snapshot)
    return compare(before, after, noise=noise, **options).brands[0]


@pytest.mark.parametrize(
    ("state", "rank", "band", "verdict"),
    [
        (0, 0, STILL, UNCHANGED),
        (0, 0, None, UNCHANGED),
        (0, 2, STILL, NOISE),
        (0, 3, STILL, BEYOND),
        (0, 3, LIVELY, BEYOND),
        (1, 0, STILL, BEYOND),
        (1, 0, LIVELY, NOISE),
        (1, 2, STILL, BEYOND),
        (1, 2, LIVELY, NOISE),
        (1, 3, LIVELY, BEYOND),
        (1, 0, None, NO_BAND),
        (0, 1, None, NO_BAND),
    ],
)
def test_state_and_rank_are_noise_only_together(state, rank, band, verdict):
    """A move is noise where its change of state and its ranks both lie within the band, the edge included."""
    assert judge_standing(Movement(state, rank, 0.0), band) is verdict


@pytest.mark.parametrize(
    ("similarity", "band", "verdict"),
    [
        (1.0, STILL, UNCHANGED),
        (1.0, None, UNCHANGED),
        (0.99, STILL, NOISE),
        (0.8, STILL, NOISE),
        (0.79, STILL, BEYOND),
        (0.79, None, NO_BAND),
    ],
)
def test_a_result_list_is_noise_down_to_the_edge(similarity, band, verdict):
    """A list that is as alike as the least alike quiet ones is noise, one that is less is not."""
    assert judge_listing(Movement(0, 0, 1 - similarity), band) is verdict


@pytest.mark.parametrize(
    ("moments", "pages", "same"),
    [
        ((STARTED, STARTED), ("oc", "oc"), True),
        ((STARTED, STARTED), ("oc", "co"), False),
        ((STARTED, None), ("oc", "oc"), False),
    ],
)
def test_one_answer_is_one_moment_and_one_page(moments, pages, same):
    """Two audits hold the same answer if it came at one moment with one list; a list that came again is news."""
    snapshots = [
        take_snapshot(week, {"ink": pages[week]}, **({"retrieved_at": moments[week]} if moments[week] else {}))
        for week in (0, 1)
    ]
    assert compared(*snapshots).moves[0].same_answer is same


def test_between_unlike_searches_nothing_is_noise():
    """Where unlike searches are held against each other on demand no band is used, though there is one."""
    earlier = [take_snapshot(week, {"ink": page}) for week, page in enumerate(("oc", "co", "oc"))]
    deeper = take_snapshot(3, {"ink": "co"}, ask=lambda text: SearchRequest(text=text, provider="bureau", depth=20))
    (move,) = compared(earlier[-1], deeper, *earlier, pairing=pair_anyhow).moves
    assert (move.band, move.standing, move.listing) == (None, NO_BAND, NO_BAND)
    (alike,) = compared(earlier[-1], take_snapshot(3, {"ink": "co"}), *earlier).moves
    assert (alike.standing, alike.listing) == (NOISE, NOISE)


def test_states_are_counted_from_each_to_each():
    """Every move is counted once, the unchanged ones under their state."""
    before = {"a": "oc", "b": "oc", "c": "cr", "d": "cr"}
    after = {"a": "cr", "b": "cr", "c": "cr", "d": "oc"}
    brand = compared(take_snapshot(0, before), take_snapshot(1, after))
    owned, absent = State.OWNED, State.ABSENT
    assert list_states(brand.moves) == {Change(owned, absent): 2, Change(absent, absent): 1, Change(absent, owned): 1}


def test_owners_come_by_what_they_gained_or_lost():
    """The greatest change comes first, of equals who holds more, of equals the name."""
    before = {"a": "oovvcb"}
    after = {"a": "vvvvrb"}
    assert [tuple(owner.places) for owner in compared(take_snapshot(0, before), take_snapshot(1, after)).owners] == [
        (2, 4),
        (2, 0),
        (1, 0),
        (0, 1),
        (1, 1),
    ]


def test_a_renamed_brand_is_said():
    """Audits without a common brand are refused with the names of both sides."""
    with pytest.raises(UnlikeRunsError, match="no brand in common: Inkwell, then Inkwell Inc"):
        compared(take_snapshot(0, {"a": "oc"}), take_snapshot(1, {"a": "oc"}, brand="Inkwell Inc"))
