"""The vocabularies are closed and spelled as reports spell them, and small derived facts hold."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.brand import Brand, Party
from searchgap.model.gap import NOT_MEASURED, QueryGap, Standing, State
from searchgap.model.owner import PARTY_KINDS, Confidence, OwnerKind
from searchgap.model.page import OWNED, UNREAD, PresenceLevel
from searchgap.model.query import Query, SearchRequest
from searchgap.model.score import RankWeights
from searchgap.model.serp import FailureKind, SearchFailure


@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [
        (State, "owned contested speaks absent unmeasured"),
        (
            OwnerKind,
            "own competitor partner community social video review media blog retail reference docs institution other",
        ),
        (Confidence, "high medium low"),
        (PresenceLevel, "owned speaks linked mentioned absent unread"),
        (FailureKind, "auth quota rate-limit blocked timeout network bad-reply unsupported budget cancelled"),
    ],
)
def test_vocabularies_are_the_promised_ones(vocabulary: type[StrEnum], words: str):
    """Users' scripts read these words; none is missing, added or spelled otherwise."""
    assert [str(word) for word in vocabulary] == words.split()


def test_parties_are_the_kinds_that_come_before_kinds_of_sites():
    """Own, competitor and partner are who somebody is; every other kind is what a site is."""
    assert {"own", "competitor", "partner"} == PARTY_KINDS


def test_known_presences():
    """Not having read a page is a level of its own and no absence."""
    assert (OWNED.level, OWNED.evidence) == (PresenceLevel.OWNED, None)
    assert (UNREAD.level, UNREAD.evidence) == (PresenceLevel.UNREAD, None)


def test_the_competitive_set_starts_with_the_brand():
    """The brand and its competitors in their order, without partners."""
    brand = Brand(
        name="Inkwell",
        competitors=(Party(name="Quill"), Party(name="Scribe")),
        partners=(Party(name="Paperhaus"),),
    )
    assert brand.competitive_set == ("Inkwell", "Quill", "Scribe")
    assert Brand(name="Inkwell").competitive_set == ("Inkwell",)


@given(values=st.lists(st.floats(0, 100), max_size=12).map(tuple), rank=st.integers(-3, 20))
def test_ranks_beyond_the_table_weigh_nothing(values: tuple[float, ...], rank: int):
    """Rank 1 has the first weight, and what is no rank or lies below the table has none."""
    weights = RankWeights(name="custom", values=values, source="ours")
    assert weights.weigh(rank) == (values[rank - 1] if 1 <= rank <= len(values) else 0)


@pytest.mark.parametrize(("score", "weight", "priority"), [(100, 1, 100), (40, 2.5, 100), (0, 9, 0), (None, 9, 0)])
def test_priority_is_score_times_weight(score: int | None, weight: float, priority: float):
    """Important queries come first; what was not measured has no priority."""
    request = SearchRequest(text="leaking pen", provider="bureau")
    gap = QueryGap(
        query=Query(brand="Inkwell", text="leaking pen", topic=None, weight=weight, requests=(request,)),
        request=request,
        ending=SearchFailure(
            request=request,
            kind=FailureKind.TIMEOUT,
            message="no answer",
            hint=None,
            failed_at=datetime(2026, 11, 22, tzinfo=UTC),
        ),
        standing=NOT_MEASURED if score is None else Standing(State.ABSENT, score=score),
    )
    assert gap.priority == priority
