"""What comes out of history is what went in, to the last character and microsecond."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.history.store import History
from searchgap.model.query import Device, Market
from searchgap.model.serp import (
    FailureKind,
    FeatureItem,
    FeatureKind,
    NotSearched,
    OrganicResult,
    SearchFailure,
    Serp,
    SerpFeature,
)


@settings(deadline=None, max_examples=60)
@given(drawing=st.data())
def test_any_audit_comes_back_exactly(drawing, hostile_runs):
    """Whatever strangers' text, moments and prices an audit holds, loading it gives an equal audit."""
    run = drawing.draw(hostile_runs)
    with tempfile.TemporaryDirectory() as folder, History.open(Path(folder) / "history.db") as history:
        history.start(run)
        history.save_all(run.id, run.outcomes.values())
        if run.finished_at is not None:
            history.finish(run.id, run.finished_at)
        loaded = history.load(run.id)
        assert loaded == run
    assert str(loaded.plan.estimated_cost) == str(run.plan.estimated_cost)


@settings(deadline=None, max_examples=40)
@given(drawing=st.data())
def test_any_answer_is_found_again_exactly(drawing, hostile_runs):
    """An answer found for reuse is the answer that was kept, without its price."""
    run = drawing.draw(hostile_runs)
    with tempfile.TemporaryDirectory() as folder, History.open(Path(folder) / "history.db") as history:
        history.start(run)
        history.save_all(run.id, run.outcomes.values())
        found = {key: history.find_answer(key, datetime.min.replace(tzinfo=UTC)) for key in run.outcomes}
    assert found == {
        key: replace(outcome, reused=True, cost=None) if isinstance(outcome, Serp) else None
        for key, outcome in run.outcomes.items()
    }


def test_nothing_and_empty_are_kept_apart(history, make):
    """A missing snippet, date, feature or origin stays missing, an empty one stays empty."""
    request = make.request()
    serp = make.serp(
        request,
        results=(
            OrganicResult(rank=1, url="", title="", snippet="", date=""),
            OrganicResult(rank=2, url="", title="", snippet=None, date=None),
            OrganicResult(rank=3, url="", title="", snippet=None, date=""),
        ),
        features=(
            SerpFeature(kind=FeatureKind.ADS),
            SerpFeature(kind=FeatureKind.NEWS, items=(FeatureItem(), FeatureItem(text="", url=""))),
        ),
        origin="",
    )
    history.start(make.run("00000001", request))
    history.save("00000001", serp)
    assert history.load("00000001").outcomes == {request.key: serp}


def test_two_lone_surrogates_do_not_become_one_character(history, make):
    """Half characters side by side stay two, in columns and in JSON alike."""
    halves = "\ud83d\ude00"
    request = make.request(halves, engine=halves, market=Market(location=halves, device=Device.MOBILE))
    serp = make.serp(
        request,
        engine=halves,
        results=(OrganicResult(rank=1, url=halves, title=halves, snippet=halves, date=halves),),
        features=(SerpFeature(kind=FeatureKind.QUESTIONS, items=(FeatureItem(text=halves),)),),
    )
    run = make.run("00000001", request)
    history.start(run)
    history.save("00000001", serp)
    assert history.load("00000001") == replace(run, outcomes={request.key: serp})


@pytest.mark.parametrize("amount", ["0", "0.010", "-0.00", "1E-12", "1E+3", "123456789.123456789"])
def test_prices_keep_every_digit(history, make, amount):
    """A price is written as decimal text, trailing zeros included."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, cost=Decimal(amount)))
    assert str(history.load("00000001").outcomes[request.key].cost) == amount


def test_moments_come_back_in_utc(history, make):
    """A moment told in another time zone comes back as the same moment, told in UTC."""
    request = make.request()
    local = datetime(2026, 11, 16, 1, 30, 0, 1, tzinfo=timezone(timedelta(hours=2)))
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, retrieved_at=local))
    loaded = history.load("00000001").outcomes[request.key].retrieved_at
    assert loaded == local
    assert loaded.isoformat() == "2026-11-15T23:30:00.000001+00:00"


def test_a_loaded_audit_shares_its_requests(history, make):
    """Outcomes, queries and plan of a loaded audit hold one and the same request."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request))
    run = history.load("00000001")
    assert run.outcomes[request.key].request is run.plan.requests[0] is run.plan.queries[0].requests[0]


def test_keys_made_otherwise_do_not_hide_outcomes(history, make, peek):
    """An audit loads whole although its searchgap derived the keys of its requests in another way."""
    first, second = make.request("first"), make.request("second")
    history.start(make.run("00000001", first, second))
    history.save_all("00000001", (make.serp(first), make.failure(second)))
    peek("UPDATE request SET key = randomblob(16)")
    run = history.load("00000001")
    assert run.outcomes == {first.key: make.serp(first), second.key: make.failure(second)}


def test_failures_and_searches_never_made_keep_their_reason(history, make):
    """A failure and a search never made come back as what they are, each with its words."""
    asked, never = make.request("asked"), make.request("never asked")
    failure = make.failure(asked, kind=FailureKind.BLOCKED, hint="slow down", http_status=429, cost=Decimal("0.001"))
    skipped = NotSearched(request=never, kind=FailureKind.BUDGET, message="the budget of $1.00 is spent", hint=None)
    history.start(make.run("00000001", asked, never))
    history.save("00000001", failure)
    history.save("00000001", skipped)
    loaded = history.load("00000001").outcomes
    assert loaded == {asked.key: failure, never.key: skipped}
    assert [type(outcome) for outcome in loaded.values()] == [SearchFailure, NotSearched]
