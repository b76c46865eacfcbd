"""Processes that die or meet: what was said to be kept is kept, and writers wait for each other."""

import sqlite3
from contextlib import closing

from searchgap.history.store import History


def check_file(path):
    """What SQLite finds wrong with the file: nothing, if all is well."""
    with closing(sqlite3.connect(path)) as connection:
        damage = connection.execute("PRAGMA integrity_check").fetchall()
        return [row for row in damage if row != ("ok",)] + connection.execute("PRAGMA foreign_key_check").fetchall()


def test_what_was_kept_survives_a_kill(history_path, spawn):
    """A process killed without warning in the middle of saving loses nothing it had reported as saved."""
    runner = spawn(history_path, "0000000a", 5000)
    runner.stdin.write("\n")
    runner.stdin.flush()
    said = [runner.stdout.readline().strip() for _ in range(60)]
    runner.kill()
    rest = runner.stdout.read()
    kept = {*said[1:], *rest.split("\n")[:-1]}
    assert 59 <= len(kept) < 5000
    with History.open(history_path) as history:
        assert history.unfinished() == "0000000a"
        outcomes = history.resume("0000000a").outcomes
        assert kept <= outcomes.keys()
        assert len(outcomes) - len(kept) <= 1
        assert all(len(outcome.results) == 10 for outcome in outcomes.values())
    assert check_file(history_path) == []


def test_two_audits_at_once_both_keep_everything(history_path, spawn):
    """Two processes saving to one history wait for each other and lose nothing, even while it is being made."""
    runners = {audit_id: spawn(history_path, audit_id, 150) for audit_id in ("0000000a", "0000000b", "0000000c")}
    for runner in runners.values():
        assert runner.stdout.readline() == "ready\n"
    for runner in runners.values():
        runner.stdin.write("\n\n")
        runner.stdin.flush()
    said = {audit_id: runner.communicate()[0].split() for audit_id, runner in runners.items()}
    with History.open_existing(history_path) as history:
        for audit_id, keys in said.items():
            assert keys[-1] == "saved"
            assert history.load(audit_id).outcomes.keys() == set(keys[:-1])
        assert {summary.tally.measured for summary in history.audits()} == {150}
    assert check_file(history_path) == []


def test_an_audit_is_read_while_it_is_written(history, history_path, make):
    """A reader sees what was kept so far, and does not hold up the writer."""
    first, second = make.request("first"), make.request("second")
    history.start(make.run("00000001", first, second))
    history.save("00000001", make.serp(first))
    with History.open_existing(history_path, timeout=0) as reading:
        assert list(reading.load("00000001").outcomes) == [first.key]
        history.save("00000001", make.serp(second))
        assert list(reading.load("00000001").outcomes) == [first.key, second.key]
