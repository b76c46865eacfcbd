"""Outcomes are kept as they arrive: nothing is overwritten, nothing twice, and the current one is well defined."""

from dataclasses import replace
from datetime import timedelta

import pytest

from searchgap.errors import HistoryError
from searchgap.history.store import History
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult


@pytest.mark.parametrize(
    ("saved", "current"),
    [
        (("failure", "answer"), 1),
        (("answer", "failure"), 0),
        (("answer", "not searched"), 0),
        (("failure", "not searched"), 0),
        (("not searched", "failure"), 1),
        (("failure", "later failure"), 1),
        (("answer", "later answer"), 1),
        (("not searched", "failure", "answer", "later failure"), 2),
    ],
)
def test_the_current_outcome_is_the_best_then_the_latest(history, make, noon, saved, current):
    """An answer stands before any failure, a failure before a search never made, and of equals the later one."""
    request = make.request()
    later = noon + timedelta(hours=1)
    outcomes = {
        "answer": make.serp(request),
        "later answer": make.serp(request, retrieved_at=later),
        "failure": make.failure(request),
        "later failure": make.failure(request, failed_at=later),
        "not searched": NotSearched(request=request, kind=FailureKind.CANCELLED, message="interrupted"),
    }
    history.start(make.run("00000001", request))
    for name in saved:
        history.save("00000001", outcomes[name])
    assert history.load("00000001").outcomes == {request.key: outcomes[saved[current]]}


def test_every_attempt_stays_in_the_file(history, make, peek):
    """A failure followed by an answer is still there, with its price."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.failure(request))
    history.save("00000001", make.serp(request))
    assert peek("SELECT attempt, kind FROM outcome ORDER BY attempt") == [(1, "timeout"), (2, None)]


def test_a_reused_answer_refers_to_the_page_it_came_from(history, make, noon, peek):
    """Reusing an answer writes no page, no results and no price, and comes back as reused with its first date."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request))
    history.start(make.run("00000002", request))
    history.save("00000002", replace(history.find_answer(request.key, noon), origin="audit 00000001"))
    loaded = history.load("00000002").outcomes[request.key]
    assert peek("SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM hit)") == [(1, 3)]
    assert (loaded.reused, loaded.cost, loaded.retrieved_at, loaded.origin) == (True, None, noon, "audit 00000001")
    assert history.load("00000001").outcomes == {request.key: make.serp(request)}


def test_a_reused_answer_never_costs_anything(history, make, peek):
    """The price on an answer marked as reused is not written: it was paid in another audit."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, reused=True))
    assert peek("SELECT reused, cost FROM outcome") == [(1, None)]


def test_a_recording_played_every_week_is_one_page(history, make, peek):
    """The same page with the same date is kept once, however many audits get it from a recording."""
    request = make.request()
    for audit_id in ("00000001", "00000002", "00000003"):
        history.start(make.run(audit_id, request))
        history.save(audit_id, make.serp(request, origin="recording demo.jsonl"))
    assert peek("SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM outcome)") == [(1, 3)]


@pytest.mark.parametrize(
    "difference",
    [
        {"engine": "bing"},
        {"market_verified": True},
        {"searched_for": "acme"},
        {"results": ()},
        {"results": (OrganicResult(rank=1, url="https://other.example/", title="Other"),)},
    ],
)
def test_a_page_that_differs_is_another_page(history, make, difference):
    """Two answers of one moment that differ in anything are kept apart."""
    request = make.request()
    first, second = make.serp(request), make.serp(request, **difference)
    for audit_id, serp in (("00000001", first), ("00000002", second)):
        history.start(make.run(audit_id, request))
        history.save(audit_id, serp)
    assert history.load("00000001").outcomes == {request.key: first}
    assert history.load("00000002").outcomes == {request.key: second}


def test_listings_with_one_checksum_are_told_apart(history, make, peek):
    """Two listings whose checksums agree by accident are two listings."""
    request = make.request()
    # CRC-32 gives both titles, behind this address, the same checksum.
    results = tuple(
        OrganicResult(rank=rank, url="https://a.example/", title=title)
        for rank, title in enumerate(("plumless", "buckeroo"), start=1)
    )
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, results=results))
    assert peek("SELECT count(*), count(DISTINCT checksum) FROM listing") == [(2, 1)]
    assert history.load("00000001").outcomes[request.key].results == results


def test_one_listing_twice_on_a_page_is_kept_once(history, make, peek):
    """An engine that lists the same result at two ranks gives two places and one listing."""
    request = make.request()
    results = tuple(OrganicResult(rank=rank, url="https://a.example/", title="A") for rank in (1, 7))
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, results=results))
    assert peek("SELECT count(*) FROM listing") == [(1,)]
    assert history.load("00000001").outcomes[request.key].results == results


def test_many_outcomes_are_kept_together_or_not_at_all(history, make, noon):
    """If one of many outcomes cannot be kept, none is."""
    good, bad = make.request("good"), make.request("bad")
    nowhere_in_time = make.serp(bad, retrieved_at=noon.replace(tzinfo=None))
    history.start(make.run("00000001", good, bad))
    with pytest.raises(TypeError, match="offset-naive"):
        history.save_all("00000001", (make.serp(good), nowhere_in_time))
    assert history.load("00000001").outcomes == {}


def test_an_outcome_outside_the_plan_is_not_lost(history, make):
    """An answer to a request nobody planned is kept and loaded all the same."""
    unplanned = make.request("unplanned")
    history.start(make.run("00000001"))
    history.save("00000001", make.serp(unplanned))
    assert history.load("00000001").outcomes == {unplanned.key: make.serp(unplanned)}


def test_the_same_plan_is_kept_once(history, make, peek):
    """Weekly audits of one plan share its row; a changed plan gets its own."""
    first, second = make.request("first"), make.request("second")
    for audit_id, requests in (("00000001", (first,)), ("00000002", (first,)), ("00000003", (first, second))):
        history.start(make.run(audit_id, *requests))
    assert peek("SELECT plan FROM audit ORDER BY number") == [(1,), (1,), (2,)]


def test_an_audit_id_is_used_once(history, make):
    """A second audit of the same id is refused, and the first is as it was."""
    run = make.run("00000001", make.request())
    history.start(run)
    history.finish(run.id, run.started_at)
    with pytest.raises(HistoryError, match="already is an audit 00000001"):
        history.start(make.run("00000001"))
    assert history.load("00000001").plan == run.plan


def test_a_finished_audit_takes_nothing_more(history, make, noon):
    """After its end an audit is closed to outcomes and to a second end."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.finish("00000001", noon)
    with pytest.raises(HistoryError, match="audit 00000001 is finished"):
        history.save("00000001", make.serp(request))
    with pytest.raises(HistoryError, match="audit 00000001 is finished"):
        history.finish("00000001", noon)


@pytest.mark.parametrize("act", ["load", "save", "finish", "resume"])
def test_an_unknown_audit_is_named(history, make, noon, act):
    """Whatever is wanted of an audit that is not stored, the error names it and where to look."""
    act_on = {
        "load": lambda: history.load("0000beef"),
        "save": lambda: history.save("0000beef", make.serp(make.request())),
        "finish": lambda: history.finish("0000beef", noon),
        "resume": lambda: history.resume("0000beef"),
    }
    with pytest.raises(HistoryError, match="no audit 0000beef") as caught:
        act_on[act]()
    assert "searchgap history" in caught.value.hint


def test_history_is_loaded_in_a_fixed_number_of_queries(history, make):
    """Loading an audit takes as many queries for a hundred searches as for two."""

    def count_queries(audit_id: str, searches: int) -> int:
        requests = [make.request(f"search {number}") for number in range(searches)]
        history.start(make.run(audit_id, *requests))
        history.save_all(audit_id, map(make.serp, requests))
        queries: list[str] = []
        history._connection.set_trace_callback(queries.append)
        history.load(audit_id)
        history._connection.set_trace_callback(None)
        return len(queries)

    assert count_queries("00000001", 2) == count_queries("00000002", 100)


def test_a_closed_history_closes_again_without_complaint(history_path):
    """Closing twice is harmless."""
    history = History.open(history_path)
    history.close()
    history.close()
    assert history_path.exists()
