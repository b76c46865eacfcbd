"""The list of audits: in order, counted like the audits themselves, with money counted once."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.history.store import History
from searchgap.model.audit import Cost, Tally
from searchgap.model.brand import Brand
from searchgap.model.serp import FailureKind, NotSearched, SearchFailure, Serp


@pytest.mark.parametrize("finished", [False, True])
def test_an_audit_is_summed_up(history, make, noon, finished):
    """A summary has the facts of the audit, its tally, both costs and its names, whether or not it is finished."""
    asked = [make.request("answered", provider="brave"), make.request("failed", provider="brave")]
    never = [make.request("skipped", provider="searxng"), make.request("unreached", provider="searxng")]
    run = make.run("00000001", *asked, *never)
    brands = (Brand(name="Acme"), Brand(name="Ümlaut"))
    run = replace(run, plan=replace(run.plan, brands=brands, estimated_cost=Decimal("0.020")))
    history.start(run)
    history.save(run.id, make.serp(asked[0]))
    history.save(run.id, make.failure(asked[1], cost=Decimal("0.001")))
    history.save(run.id, NotSearched(request=never[0], kind=FailureKind.BUDGET, message="nothing left to spend"))
    if finished:
        history.finish(run.id, noon)
    (summary,) = history.audits()
    assert (summary.id, summary.version, summary.config_digest) == (run.id, run.version, run.config_digest)
    assert (summary.started_at, summary.finished_at) == (noon, noon if finished else None)
    assert summary.tally == Tally(planned=4, measured=1, failed=1, not_searched=2, reused=0)
    assert summary.cost == Cost(estimated=Decimal("0.020"), actual=Decimal("0.006"))
    assert (summary.brands, summary.providers) == (("Acme", "Ümlaut"), ("brave", "searxng"))


def test_audits_are_listed_oldest_first(history, make, noon):
    """The order is that of their beginnings, whatever the order of keeping; equal beginnings keep that."""
    days = {"0000000a": 3, "0000000b": 1, "0000000c": 2, "0000000d": 1}
    for audit_id, day in days.items():
        history.start(make.run(audit_id, started_at=noon + timedelta(days=day)))
    assert [summary.id for summary in history.audits()] == ["0000000b", "0000000d", "0000000c", "0000000a"]


def test_an_empty_history_lists_nothing(history):
    """Before the first audit there is nothing to list."""
    assert history.audits() == ()


def test_reused_answers_are_counted_and_cost_nothing(history, make, noon):
    """The audit that paid shows the cost, the one that reused the answer shows zero."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, cost=Decimal("0.0050")))
    history.start(make.run("00000002", request))
    history.save("00000002", history.find_answer(request.key, noon))
    paid, reused = history.audits()
    assert (paid.tally.reused, str(paid.cost.actual)) == (0, "0.0050")
    assert (reused.tally.measured, reused.tally.reused, reused.cost.actual) == (1, 1, 0)


def test_every_charged_attempt_counts(history, make):
    """A failure that was charged for is part of the cost even after the answer came."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.failure(request, cost=Decimal("0.005")))
    history.save("00000001", make.serp(request, cost=Decimal("0.005")))
    (summary,) = history.audits()
    assert summary.tally == Tally(planned=1, measured=1, failed=0, not_searched=0, reused=0)
    assert summary.cost.actual == Decimal("0.010")


@pytest.mark.parametrize(
    ("costs", "actual"),
    [
        ([], Decimal(0)),
        ([None], None),
        ([None, Decimal("0.1")], Decimal("0.1")),
        ([Decimal(0)], Decimal(0)),
        ([Decimal("0.1")] * 3 + [Decimal("0.2")] * 3, Decimal("0.9")),
    ],
)
def test_an_unknown_cost_is_not_zero(history, make, costs, actual):
    """The cost is exact; it is zero where nothing was asked, and unknown where no provider stated a price."""
    requests = [make.request(f"search {number}") for number in range(len(costs))]
    history.start(make.run("00000001", *requests))
    for request, cost in zip(requests, costs, strict=True):
        history.save("00000001", make.serp(request, cost=cost))
    assert history.audits()[0].cost.actual == actual


@settings(deadline=None, max_examples=40)
@given(drawing=st.data())
def test_a_summary_counts_what_loading_gives(drawing, hostile_runs):
    """For any audit, the tally counted in the file is the tally of the loaded outcomes."""
    run = drawing.draw(hostile_runs)
    with tempfile.TemporaryDirectory() as folder, History.open(Path(folder) / "history.db") as history:
        history.start(run)
        attempts = drawing.draw(st.permutations([*run.outcomes.values(), *run.outcomes.values()]))
        for outcome in attempts:
            history.save(run.id, outcome)
        (interrupted,) = history.audits()
        history.finish(run.id, run.started_at)
        (finished,) = history.audits()
        outcomes = list(history.load(run.id).outcomes.values())
    measured = sum(isinstance(outcome, Serp) for outcome in outcomes)
    failed = sum(isinstance(outcome, SearchFailure) for outcome in outcomes)
    assert interrupted.tally == Tally(
        planned=len(run.plan.requests),
        measured=measured,
        failed=failed,
        not_searched=len(run.plan.requests) - measured - failed,
        reused=sum(isinstance(outcome, Serp) and outcome.reused for outcome in outcomes),
    )
    assert replace(finished, finished_at=None) == interrupted


def test_listing_finished_audits_leaves_the_journal_alone(history, make, noon):
    """The list of finished audits is one query, however many there are."""
    request = make.request()
    for audit_id in ("00000001", "00000002", "00000003"):
        history.start(make.run(audit_id, request))
        history.save(audit_id, make.serp(request))
        history.finish(audit_id, noon)
    queries: list[str] = []
    history._connection.set_trace_callback(queries.append)
    summaries = history.audits()
    history._connection.set_trace_callback(None)
    assert len(summaries) == 3
    assert [query for query in queries if "FROM outcome" in query] == []
