"""The numbers of an audit: known values, and the properties that hold for every input."""

from datetime import UTC, datetime
from math import isclose

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from searchgap.model.gap import NOT_MEASURED, Leader, QueryGap, Standing, State, Verdict
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.model.page import UNREAD
from searchgap.model.query import Query, SearchRequest
from searchgap.model.score import Coverage, OwnerStanding, Places, RankWeights
from searchgap.model.serp import Answer, FailureKind, NotSearched
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.rules import scoring

OWN = ("Inkwell", OwnerKind.OWN)
QUILL = ("Quill", OwnerKind.COMPETITOR)
SCRIBE = ("Scribe", OwnerKind.COMPETITOR)
PARTNER = ("Paperhaus", OwnerKind.PARTNER)
FORUM = ("Deskforum", OwnerKind.COMMUNITY)
SET = ("Inkwell", "Quill", "Scribe")
RECIPROCAL = RANK_WEIGHTS["reciprocal"]
EQUAL = RANK_WEIGHTS["equal"]

Holders = dict[int, tuple[str, OwnerKind]]
ranks = st.integers(min_value=1, max_value=100)
maybe_ranks = st.none() | ranks
pages = st.dictionaries(ranks, st.sampled_from([OWN, QUILL, SCRIBE, PARTNER, FORUM]), max_size=12)


def stand(holders: Holders) -> Standing:
    """Where holders of places, by rank, leave the competitive set."""
    by_rank = sorted(holders.items())
    rivals = {name: rank for rank, (name, kind) in reversed(by_rank) if kind is OwnerKind.COMPETITOR}
    own = [rank for rank, (_, kind) in by_rank if kind is OwnerKind.OWN]
    places = sum(rank <= scoring.TOP for rank in holders)
    return scoring.find_standing("Inkwell", own, None, rivals, places)


def hold(
    holders: Holders,
    *,
    text: str = "blotting paper",
    weight: float = 1,
    state: State = State.ABSENT,
    provider: str = "bureau",
) -> QueryGap:
    """A measured query whose places are held as told, by rank."""
    request = SearchRequest(text=text, provider=provider)
    verdicts = tuple(
        Verdict(f"place{rank}.example", Ownership(kind, name, "catalogue", "", Confidence.HIGH), UNREAD)
        for rank, (name, kind) in sorted(holders.items())
    )
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    return QueryGap(
        query=Query(brand="Inkwell", text=text, topic=None, weight=weight, requests=(request,)),
        request=request,
        ending=Answer(request=request, engine="lantern", retrieved_at=moment, delivered=len(holders)),
        standing=stand(holders)._replace(state=state),
        ranks=tuple(sorted(holders)),
        verdicts=verdicts,
    )


def miss(*, weight: float = 1) -> QueryGap:
    """A query that was not measured."""
    request = SearchRequest(text="lost", provider="bureau")
    return QueryGap(
        query=Query(brand="Inkwell", text="lost", topic=None, weight=weight, requests=(request,)),
        request=request,
        ending=NotSearched(request=request, kind=FailureKind.BUDGET, message="too dear"),
        standing=NOT_MEASURED,
    )


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 10, 0.0, 27.8),
        (3, 10, 10.8, 60.3),
        (4, 12, 13.8, 60.9),
        (0, 20, 0.0, 16.1),
        (6, 20, 14.5, 51.9),
        (0, 50, 0.0, 7.1),
        (15, 50, 19.1, 43.8),
        (30, 100, 21.9, 39.6),
        (10, 10, 72.2, 100.0),
        (0, 1, 0.0, 79.3),
        (1, 1, 20.7, 100.0),
    ],
)
def test_wilson_interval_has_the_published_values(successes: int, trials: int, low: float, high: float):
    """The interval agrees with published tables to a tenth of a per cent."""
    interval = scoring.wilson_interval(successes, trials)
    assert interval is not None
    assert [round(100 * bound, 1) for bound in interval] == [low, high]


def test_wilson_interval_needs_trials():
    """Without a trial there is no interval, not one from 0 to 1."""
    assert scoring.wilson_interval(0, 0) is None


@given(trials=st.integers(min_value=1, max_value=100_000), share=st.floats(min_value=0, max_value=1))
def test_wilson_interval_contains_its_share(trials: int, share: float):
    """The interval stays within 0 and 1, contains the share, and touches a bound only where the share does."""
    successes = round(share * trials)
    low, high = scoring.wilson_interval(successes, trials) or (2, -1)
    assert 0 <= low <= successes / trials <= high <= 1
    assert (low == 0) == (successes == 0)
    assert (high == 1) == (successes == trials)


@given(trials=st.integers(min_value=1, max_value=10_000), share=st.floats(min_value=0, max_value=1))
def test_wilson_interval_mirrors(trials: int, share: float):
    """Counting failures instead of successes mirrors the interval."""
    successes = round(share * trials)
    low, high = scoring.wilson_interval(successes, trials) or (2, -1)
    mirrored = scoring.wilson_interval(trials - successes, trials) or (2, -1)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(trials=st.integers(min_value=1, max_value=1000), share=st.floats(min_value=0, max_value=1))
def test_wilson_interval_narrows_with_more_trials(trials: int, share: float):
    """The same share from ten times the trials leaves less doubt."""
    successes = round(share * trials)
    low, high = scoring.wilson_interval(successes, trials) or (2, -1)
    narrow_low, narrow_high = scoring.wilson_interval(10 * successes, 10 * trials) or (2, -1)
    assert narrow_high - narrow_low < high - low


@pytest.mark.parametrize(
    ("states", "queries", "present"),
    [
        ([State.OWNED], 1, 1),
        ([State.CONTESTED], 1, 1),
        ([State.SPEAKS], 1, 1),
        ([State.ABSENT], 1, 0),
        ([State.OWNED, State.ABSENT, State.ABSENT, State.SPEAKS], 4, 2),
    ],
)
def test_coverage_counts_owning_and_speaking(states: list[State], queries: int, present: int):
    """A query is covered where the brand owns a result or speaks on one, whoever ranks above it."""
    coverage = scoring.measure_coverage([hold({}, state=state) for state in states])
    assert coverage == Coverage(
        queries=queries,
        with_presence=present,
        value=present / queries,
        interval=scoring.wilson_interval(present, queries),
    )


@given(
    states=st.lists(st.sampled_from([State.OWNED, State.CONTESTED, State.SPEAKS, State.ABSENT])),
    missed=st.integers(0, 9),
)
def test_unmeasured_queries_leave_coverage_alone(states: list[State], missed: int):
    """However many searches fail, coverage and its base stay what they are."""
    gaps = [hold({}, state=state) for state in states]
    assert scoring.measure_coverage([miss()] * missed + gaps) == scoring.measure_coverage(gaps)


def test_coverage_without_a_base_is_unknown():
    """Where nothing was measured, coverage and its interval are None and never 0."""
    assert scoring.measure_coverage([miss(), miss()]) == Coverage(queries=0, with_presence=0, value=None, interval=None)


def test_places_count_only_the_top_ten():
    """Places below rank 10 count neither as held nor as places."""
    gap = hold({1: FORUM, 2: OWN, 10: OWN, 11: OWN, 12: FORUM})
    assert scoring.count_places([gap]) == Places(own=2, of=3)


def test_places_are_those_that_were_delivered():
    """A short SERP offers fewer places, an empty one and an unmeasured query none."""
    gaps = [hold({1: OWN, 3: QUILL}), hold({}), miss()]
    assert scoring.count_places(gaps) == Places(own=1, of=2)


@pytest.mark.parametrize(
    ("own", "speaking", "competitor", "score"),
    [
        (1, None, None, 0),
        (1, None, 2, 0),
        (1, 5, 9, 0),
        (2, None, None, 50),
        (2, None, 1, 75),
        (2, None, 3, 50),
        (3, None, 1, 89),
        (10, None, None, 90),
        (10, None, 1, 99),
        (100, None, 1, 99),
        (None, 1, None, 50),
        (None, 1, 1, 75),
        (None, 2, None, 75),
        (None, 10, 1, 99),
        (10, 1, None, 50),
        (None, None, None, 100),
        (None, None, 1, 100),
    ],
)
def test_gap_score_table(own: int | None, speaking: int | None, competitor: int | None, score: int):
    """The documented formula, spelled out for the cases that a reader would look up."""
    assert scoring.score_gap(own, speaking, competitor) == score


@given(own=maybe_ranks, speaking=maybe_ranks, competitor=maybe_ranks)
def test_gap_score_reaches_its_ends_only_exactly(own: int | None, speaking: int | None, competitor: int | None):
    """0 is leading at rank 1, 100 is having nothing, and everything between is between."""
    assume(own is None or own != competitor)
    score = scoring.score_gap(own, speaking, competitor)
    assert 0 <= score <= 100
    assert (score == 0) == (own == 1)
    assert (score == 100) == (own is None and speaking is None)


def worse(rank: int | None) -> int:
    """Ranks in order, with no rank after the last."""
    return rank or 1000


@given(one=maybe_ranks, other=maybe_ranks, speaking=maybe_ranks, competitor=maybe_ranks)
def test_gap_score_never_rises_when_the_brand_climbs(
    one: int | None, other: int | None, speaking: int | None, competitor: int | None
):
    """A better own rank never costs."""
    better, lower = sorted((one, other), key=worse)
    assert scoring.score_gap(better, speaking, competitor) <= scoring.score_gap(lower, speaking, competitor)


@given(one=maybe_ranks, other=maybe_ranks, own=maybe_ranks, competitor=maybe_ranks)
def test_gap_score_never_rises_when_the_brand_speaks_higher_up(
    one: int | None, other: int | None, own: int | None, competitor: int | None
):
    """Speaking on a better-placed page never costs."""
    better, lower = sorted((one, other), key=worse)
    assert scoring.score_gap(own, better, competitor) <= scoring.score_gap(own, lower, competitor)


@given(one=maybe_ranks, other=maybe_ranks, own=maybe_ranks, speaking=maybe_ranks)
def test_gap_score_never_falls_when_a_competitor_climbs(
    one: int | None, other: int | None, own: int | None, speaking: int | None
):
    """A better-placed competitor never makes a gap smaller."""
    better, lower = sorted((one, other), key=worse)
    assert scoring.score_gap(own, speaking, better) >= scoring.score_gap(own, speaking, lower)


@given(rank=ranks, competitor=maybe_ranks)
def test_speaking_counts_less_than_owning(rank: int, competitor: int | None):
    """Owning a rank is never worth less than speaking there; near 100 rounding may make them equal."""
    owning = scoring.score_gap(rank, None, competitor)
    speaking = scoring.score_gap(None, rank, competitor)
    assert owning < speaking or owning == speaking >= 98


@pytest.mark.parametrize(
    ("own", "competitor", "speaks", "state"),
    [
        (None, None, False, State.ABSENT),
        (None, None, True, State.SPEAKS),
        (None, 3, False, State.ABSENT),
        (None, 3, True, State.SPEAKS),
        (3, None, False, State.OWNED),
        (3, None, True, State.OWNED),
        (2, 3, False, State.OWNED),
        (2, 3, True, State.OWNED),
        (4, 3, False, State.CONTESTED),
        (4, 3, True, State.CONTESTED),
    ],
)
def test_state_table(own: int | None, competitor: int | None, speaks: bool, state: State):
    """Owned, contested, speaks and absent for every combination of what is known."""
    assert scoring.decide_state(own, competitor, speaks=speaks) is state


@pytest.mark.parametrize(
    ("own_rank", "competitors", "leader"),
    [
        (None, {}, None),
        (4, {}, Leader(name="Inkwell", rank=4)),
        (None, {"Quill": 3}, Leader(name="Quill", rank=3)),
        (2, {"Quill": 3, "Scribe": 1}, Leader(name="Scribe", rank=1)),
        (2, {"Quill": 3, "Scribe": 4}, Leader(name="Inkwell", rank=2)),
    ],
)
def test_leader_is_the_first_of_the_competitive_set(
    own_rank: int | None, competitors: dict[str, int], leader: Leader | None
):
    """The best rank of brand and competitors leads; where none of them ranks, nobody does."""
    assert scoring.find_leader("Inkwell", own_rank, competitors) == leader


def test_best_ranks_are_those_of_the_competitive_set():
    """Each party keeps its first rank; partners and independent owners have none."""
    standing = stand({1: FORUM, 2: QUILL, 3: OWN, 4: QUILL, 5: PARTNER, 6: OWN, 11: OWN})
    assert dict(standing.best_ranks) == {"Quill": 2, "Inkwell": 3}
    assert (standing.best_rank, standing.held) == (3, 2)


def test_share_of_voice_weighs_best_ranks_and_queries():
    """A query of weight 3 counts three times, and only the best rank of a party counts at all."""
    gaps = [hold({1: QUILL, 2: OWN, 3: OWN}, weight=3), hold({1: OWN, 4: SCRIBE})]
    shares = scoring.measure_share_of_voice(gaps, SET, RECIPROCAL)
    assert shares == pytest.approx({"Inkwell": 2.5 / 5.75, "Quill": 3 / 5.75, "Scribe": 0.25 / 5.75})


def test_share_of_voice_follows_the_rank_weights():
    """The same ranks are shared out by whatever table is chosen, one of the user's own included."""
    gaps = [hold({1: QUILL, 2: OWN})]
    own = RankWeights(name="custom", values=(0.9, 0.1), source="ours")
    assert scoring.measure_share_of_voice(gaps, SET, EQUAL)["Inkwell"] == pytest.approx(0.5)
    assert scoring.measure_share_of_voice(gaps, SET, RECIPROCAL)["Inkwell"] == pytest.approx(1 / 3)
    assert scoring.measure_share_of_voice(gaps, SET, own)["Inkwell"] == pytest.approx(0.1)


def test_share_of_voice_without_anybody_is_unknown():
    """Where nobody of the set ranks within the table there is nothing to share: None, not 0."""
    nobody = {"Inkwell": None, "Quill": None, "Scribe": None}
    for gaps in ([], [miss()], [hold({})], [hold({1: FORUM, 2: PARTNER})], [hold({11: OWN})]):
        assert scoring.measure_share_of_voice(gaps, SET, RECIPROCAL) == nobody


@given(
    places=st.lists(st.tuples(pages, st.floats(min_value=0.01, max_value=1e6)), max_size=6),
    table=st.sampled_from(sorted(RANK_WEIGHTS)),
    missed=st.integers(0, 3),
)
def test_share_of_voice_adds_up_to_one(places: list[tuple[Holders, float]], table: str, missed: int):
    """Parts lie between 0 and 1 and add up to 1, or all are None; unmeasured queries change nothing."""
    gaps = [hold(holders, weight=weight) for holders, weight in places]
    shares = scoring.measure_share_of_voice([*gaps, *[miss(weight=7)] * missed], SET, RANK_WEIGHTS[table])
    assert shares == scoring.measure_share_of_voice(gaps, SET, RANK_WEIGHTS[table])
    known = [share for share in shares.values() if share is not None]
    assert tuple(shares) == SET
    assert len(known) in {0, len(SET)}
    assert not known or isclose(sum(known), 1, rel_tol=1e-9)
    assert all(0 <= share <= 1 for share in known)


def test_leaderboard_order():
    """Most places first, then most queries, then by name; only the top ten counts."""
    gaps = [
        hold({1: FORUM, 2: FORUM, 3: QUILL, 4: SCRIBE, 11: SCRIBE}, text="one"),
        hold({1: QUILL, 2: OWN}, text="two"),
        miss(),
    ]
    assert scoring.rank_owners(gaps) == (
        OwnerStanding(name="Quill", kind="competitor", places=2, queries=2),
        OwnerStanding(name="Deskforum", kind="community", places=2, queries=1),
        OwnerStanding(name="Inkwell", kind="own", places=1, queries=1),
        OwnerStanding(name="Scribe", kind="competitor", places=1, queries=1),
    )


def test_leaderboard_counts_a_query_once():
    """A query asked of two providers gives places twice but is one query."""
    gaps = [hold({1: FORUM}, text="one", provider=provider) for provider in ("bureau", "mill")]
    assert scoring.rank_owners(gaps) == (OwnerStanding(name="Deskforum", kind="community", places=2, queries=1),)


@given(st.lists(pages, max_size=6))
def test_leaderboard_shares_out_every_place(places: list[Holders]):
    """The owners' places add up to all places, and the brand's row says what the places say."""
    gaps = [hold(holders, text=str(number)) for number, holders in enumerate(places)]
    standings = scoring.rank_owners(gaps)
    total = scoring.count_places(gaps)
    assert sum(owner.places for owner in standings) == total.of
    assert sum(owner.places for owner in standings if owner.kind == "own") == total.own
    assert all(1 <= owner.queries <= owner.places for owner in standings)
    assert list(standings) == sorted(standings, key=lambda one: (-one.places, -one.queries, one.name, one.kind))
