"""Finding a stored answer for `--max-age`: the newest one young enough, and never a failure."""

from datetime import timedelta
from decimal import Decimal

import pytest

from searchgap.history.store import History


@pytest.fixture
def aged(history, make, noon):
    """A history with answers of three and of one day before noon, and a failure at noon, in that order of saving."""
    request = make.request()
    outcomes = (
        make.serp(request, retrieved_at=noon - timedelta(days=3), engine="three days old"),
        make.serp(request, retrieved_at=noon - timedelta(days=1), engine="one day old"),
        make.failure(request, failed_at=noon),
    )
    for number, outcome in enumerate(outcomes):
        history.start(make.run(f"{number:08x}", request))
        history.save(f"{number:08x}", outcome)
    return history


@pytest.mark.parametrize(
    ("age", "found"),
    [
        (timedelta(days=7), "one day old"),
        (timedelta(days=1), "one day old"),
        (timedelta(days=1) - timedelta(microseconds=1), None),
        (timedelta(0), None),
    ],
)
def test_the_newest_answer_young_enough_is_found(aged, make, noon, age, found):
    """The newest answer is found as long as it was retrieved no earlier than asked; the failure after it never is."""
    serp = aged.find_answer(make.request().key, noon - age)
    assert (serp.engine if serp else None) == found


def test_age_counts_from_retrieval_not_from_saving(history, make, noon):
    """An old answer saved last does not hide a newer one saved before it."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, engine="new"))
    history.start(make.run("00000002", request))
    history.save("00000002", make.serp(request, engine="old", retrieved_at=noon - timedelta(days=2)))
    assert history.find_answer(request.key, noon - timedelta(days=7)).engine == "new"


def test_of_one_moment_the_last_saved_is_found(history, make, noon):
    """A recording edited between two audits gives two pages of one date; the later one is found."""
    request = make.request()
    for audit_id, engine in (("00000001", "first"), ("00000002", "edited")):
        history.start(make.run(audit_id, request))
        history.save(audit_id, make.serp(request, engine=engine))
    assert history.find_answer(request.key, noon).engine == "edited"


def test_a_found_answer_is_marked_and_free(history, make, noon):
    """It says it is reused, from where it first came, and costs nothing."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, cost=Decimal("0.01"), origin="recording demo.jsonl"))
    found = history.find_answer(request.key, noon)
    assert found == make.serp(request, cost=None, origin="recording demo.jsonl", reused=True)


def test_an_answer_reused_for_weeks_keeps_its_age(history, make, noon):
    """Reusing an answer again and again does not make it younger."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request))
    for audit_id in ("00000002", "00000003"):
        history.start(make.run(audit_id, request))
        history.save(audit_id, history.find_answer(request.key, noon))
    assert history.find_answer(request.key, noon + timedelta(seconds=1)) is None
    assert history.find_answer(request.key, noon).retrieved_at == noon


def test_another_search_is_not_an_answer(history, make, noon):
    """An answer in another depth is no answer to this request, and an unknown request has none."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request))
    assert history.find_answer(make.request(depth=20).key, noon) is None
    assert history.find_answer(make.request("never planned").key, noon) is None


def test_an_answer_of_an_interrupted_audit_is_found(history, history_path, make, noon):
    """What was paid for before an interruption is not paid for again."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request))
    history.close()
    with History.open(history_path) as reopened:
        assert reopened.find_answer(request.key, noon).results == make.serp(request).results


def test_an_answer_from_another_file_can_be_saved_as_reused(history, make):
    """A reused answer this file has never seen is kept whole."""
    request = make.request()
    serp = make.serp(request, reused=True, cost=None)
    history.start(make.run("00000001", request))
    history.save("00000001", serp)
    assert history.load("00000001").outcomes == {request.key: serp}
