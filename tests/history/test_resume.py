"""Interrupted audits are found and finished; audits that still run are left alone."""

from datetime import timedelta

import pytest

from searchgap.errors import HistoryError
from searchgap.history.store import History


def test_an_interrupted_audit_is_resumed_where_it_stopped(history, history_path, make, noon):
    """After an interruption the audit has its plan and its answers, takes more, and can be finished."""
    done, missing = make.request("done"), make.request("missing")
    history.start(make.run("00000001", done, missing))
    history.save("00000001", make.serp(done))
    history.close()
    with History.open(history_path) as reopened:
        assert reopened.unfinished() == "00000001"
        run = reopened.resume("00000001")
        assert (run.plan.requests, list(run.outcomes)) == ((done, missing), [done.key])
        reopened.save("00000001", make.serp(missing))
        reopened.finish("00000001", noon)
        assert reopened.unfinished() is None
        assert list(reopened.load("00000001").outcomes) == [done.key, missing.key]


def test_the_newest_interrupted_audit_is_found(history, history_path, make, noon):
    """Of several interrupted audits the one begun last is found, and finished ones never are."""
    for number, audit_id in enumerate(("00000001", "00000002", "00000003")):
        history.start(make.run(audit_id, started_at=noon + timedelta(days=number)))
    history.finish("00000003", noon + timedelta(days=4))
    history.close()
    with History.open(history_path) as reopened:
        assert reopened.unfinished() == "00000002"


def test_nothing_is_interrupted_in_a_new_history(history):
    """Where no audit was begun, none was interrupted."""
    assert history.unfinished() is None


def test_an_audit_that_still_runs_is_not_interrupted(history_path, spawn):
    """While another process runs an audit nobody can adopt it; killed, it can be resumed at once."""
    runner = spawn(history_path, "0000000a", 1)
    runner.stdin.write("\n")
    runner.stdin.flush()
    said = [runner.stdout.readline().strip() for _ in range(3)]
    assert said[2] == "saved"
    with History.open(history_path) as history:
        assert history.unfinished() is None
        with pytest.raises(HistoryError, match="audit 0000000a is already running"):
            history.resume("0000000a")
        runner.kill()
        runner.wait()
        assert history.unfinished() == "0000000a"
        assert list(history.resume("0000000a").outcomes) == [said[1]]


def test_an_older_interrupted_audit_is_found_behind_a_running_one(history_path, history, make, noon):
    """A running audit does not hide one that was interrupted before it."""
    history.start(make.run("00000001"))
    history.close()
    with History.open(history_path) as running, History.open(history_path) as looking:
        running.start(make.run("00000002", started_at=noon + timedelta(days=1)))
        assert looking.unfinished() == "00000001"


def test_looking_at_a_running_audit_does_not_end_its_claim(history_path, make):
    """However often one process looks, even the one that runs the audit, the audit stays claimed."""
    with History.open(history_path) as running, History.open(history_path) as looking:
        running.start(make.run("00000001"))
        assert [running.unfinished(), looking.unfinished(), looking.unfinished()] == [None, None, None]
        with pytest.raises(HistoryError, match="already running"):
            looking.resume("00000001")


def test_only_one_of_two_resumes_gets_the_audit(history, history_path, make):
    """Two processes that found the same interrupted audit cannot both run it."""
    history.start(make.run("00000001"))
    history.close()
    with History.open(history_path) as first, History.open(history_path) as second:
        assert first.unfinished() == second.unfinished() == "00000001"
        first.resume("00000001")
        with pytest.raises(HistoryError, match="already running") as caught:
            second.resume("00000001")
        assert "wait" in caught.value.hint


def test_a_finished_audit_is_not_resumed(history, make, noon):
    """There is nothing left to do in a finished audit, and refusing leaves it unclaimed."""
    history.start(make.run("00000001"))
    history.finish("00000001", noon)
    for _ in range(2):
        with pytest.raises(HistoryError, match="audit 00000001 is finished"):
            history.resume("00000001")


def test_claims_leave_nothing_behind(history, history_path, make, noon):
    """Finished or interrupted, an audit whose process ended by itself leaves only the history in the folder."""
    history.start(make.run("00000001"))
    history.start(make.run("00000002"))
    history.finish("00000001", noon)
    history.close()
    assert [path.name for path in history_path.parent.iterdir()] == ["history.db"]
