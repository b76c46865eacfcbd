"""Old audits go whole, what others need stays, and the file shrinks."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.errors import HistoryError
from searchgap.history.pruning import list_old_audits, prune
from searchgap.history.store import History


@pytest.mark.parametrize(
    ("measures", "old"),
    [
        ((4, None), []),
        ((9, None), []),
        ((3, None), [0]),
        ((1, None), [0, 1, 2]),
        ((None, 0), []),
        ((None, 2), [0, 1]),
        ((None, 9), [0, 1, 2, 3]),
        ((3, 2), [0]),
        ((1, 1), [0]),
    ],
)
def test_old_is_what_every_measure_calls_old(history_path, keep_weeks, noon, measures, old):
    """Of several measures all have to agree before an audit is old; the order is oldest first."""
    keep_weeks(history_path, range(4))
    keep, weeks = measures
    before = None if weeks is None else noon + timedelta(weeks=weeks)
    found = list_old_audits(history_path, keep=keep, before=before)
    assert found == tuple(f"{week:08x}" for week in old)


def test_the_baseline_and_running_audits_are_never_old(history_path, keep_weeks, make, noon):
    """What comparisons start from and what somebody is running is not old, an interrupted audit is."""
    keep_weeks(history_path, range(2))
    with History.open(history_path) as other:
        other.start(make.run("0000000a", started_at=noon - timedelta(weeks=1)))
    with History.open(history_path) as history:
        history.set_baseline("00000000")
        history.start(make.run("0000000b", started_at=noon - timedelta(weeks=2)))
        everything = noon + timedelta(days=999)
        assert list_old_audits(history_path, keep=None, before=everything) == ("0000000a", "00000001")


def test_what_stays_is_what_it_was(history_path, keep_weeks, load_all, check_file, peek):
    """Removed audits take their pages, words and plans with them; the others are read as before."""
    runs = keep_weeks(history_path, range(6))
    pruned = prune(history_path, ["00000000", "00000002", "00000003"])
    assert pruned.audits == ("00000000", "00000002", "00000003")
    assert load_all(history_path) == [runs[1], runs[4], runs[5]]
    assert check_file(history_path) == []
    counts = {
        table: peek(f"SELECT count(*) FROM {table}")[0][0] for table in ("answer", "listing", "features", "request")
    }
    assert counts == {"answer": 6, "listing": 3 + 3, "features": 3, "request": 3}


def test_a_reused_page_outlives_the_audit_that_paid_for_it(history, history_path, make, noon, load_all):
    """An audit that reused an answer keeps its page and where it came from when the first audit goes."""
    request = make.request()
    history.start(make.run("00000001", request))
    history.save("00000001", make.serp(request, origin="recording demo.jsonl"))
    history.finish("00000001", noon)
    history.start(make.run("00000002", request, started_at=noon + timedelta(days=1)))
    history.save("00000002", history.find_answer(request.key, noon))
    history.finish("00000002", noon)
    history.close()
    prune(history_path, ["00000001"])
    (run,) = load_all(history_path)
    reused = make.serp(request, reused=True, cost=None, origin="recording demo.jsonl")
    assert run.outcomes == {request.key: reused}


def test_nothing_left_is_an_empty_history(history_path, keep_weeks, peek):
    """When every audit goes, no row of one stays, and the next audit can begin."""
    keep_weeks(history_path, range(3))
    prune(history_path, [f"{week:08x}" for week in range(3)])
    tables = ("plan", "audit", "request", "listing", "features", "answer", "outcome")
    assert [peek(f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * len(tables)
    assert len(keep_weeks(history_path, range(1))) == 1


def test_the_room_is_given_back(history_path, keep_weeks, make):
    """The file is smaller by about the share of what went."""
    keep_weeks(history_path, range(1))
    with History.open(history_path) as history:
        requests = [make.request(f"search {number}") for number in range(300)]
        history.start(make.run("0000000a", *requests))
        history.save_all("0000000a", map(make.serp, requests))
    pruned = prune(history_path, ["0000000a"])
    assert pruned.bytes_after == history_path.stat().st_size < pruned.bytes_before / 2


@pytest.mark.parametrize("protect", ["baseline", "running", "unknown"])
def test_all_go_or_none(history_path, keep_weeks, make, load_all, protect):
    """Where one of the audits must stay, nothing is removed, and the sentence says why."""
    runs = keep_weeks(history_path, range(2))
    with History.open(history_path) as history:
        if protect == "baseline":
            history.set_baseline("00000001")
        if protect == "running":
            history.start(make.run("00000002", started_at=runs[1].started_at + timedelta(weeks=9)))
        victims = {"baseline": "00000001", "running": "00000002", "unknown": "ffffffff"}
        with pytest.raises(HistoryError, match={"unknown": "no audit"}.get(protect, protect)):
            prune(history_path, ["00000000", victims[protect]])
    assert load_all(history_path)[: len(runs)] == runs


def test_a_reader_does_not_keep_audits_alive(history_path, keep_weeks, load_all, check_file):
    """While another process reads, audits go all the same; it sees what it saw, and the file is whole afterwards."""
    runs = keep_weeks(history_path, range(3))
    with closing(sqlite3.connect(history_path, isolation_level=None)) as other:
        other.execute("BEGIN")
        seen = other.execute("SELECT count(*) FROM audit").fetchone()
        prune(history_path, ["00000000"])
        assert other.execute("SELECT count(*) FROM audit").fetchone() == seen
    assert load_all(history_path) == runs[1:]
    assert check_file(history_path) == []


@settings(deadline=None, max_examples=30)
@given(drawing=st.data())
def test_pruning_any_audit_leaves_any_other_equal(tmp_path_factory, drawing, hostile_runs, load_all, check_file):
    """Whatever two audits share, removing one does not change the other."""
    path = tmp_path_factory.mktemp("any") / "history.db"
    ids = count()
    runs = [
        replace(run, id=f"{next(ids):08x}", finished_at=None) for run in drawing.draw(st.tuples(*[hostile_runs] * 2))
    ]
    shared = [*runs[0].outcomes.values()]
    with History.open(path) as history:
        for run, outcomes in zip(runs, (shared, [*shared, *runs[1].outcomes.values()]), strict=True):
            history.start(run)
            history.save_all(run.id, outcomes)
        expected = dict(history.load(runs[1].id).outcomes)
    prune(path, [runs[0].id])
    (left,) = load_all(path)
    assert left == replace(runs[1], outcomes=expected)
    assert check_file(path) == []
