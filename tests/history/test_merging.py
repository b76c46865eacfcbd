"""Two histories pooled: everything of both, nothing twice, and nothing at all where they contradict each other."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.errors import HistoryError, UsageError
from searchgap.history.merging import merge
from searchgap.history.store import History
from searchgap.model.action import Action


@pytest.fixture
def other_path(tmp_path):
    """Where the history of another runner is."""
    return tmp_path / "other" / "history.db"


def list_rows(path):
    """Every row of a history."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def test_audits_of_both_are_in_the_pool(history_path, other_path, keep_weeks, load_all, check_file):
    """Every audit of both is there, equal to what it was; those both have are there once."""
    ours = keep_weeks(history_path, range(3))
    shutil.copytree(history_path.parent, other_path.parent)
    theirs = keep_weeks(other_path, range(5, 8))
    ours += keep_weeks(history_path, range(3, 5))
    merged = merge(history_path, other_path)
    assert merged.added == ("00000005", "00000006", "00000007")
    assert merged.known == ("00000000", "00000001", "00000002")
    assert load_all(history_path) == ours + theirs
    assert check_file(history_path) == []


def test_a_history_is_made_where_there_was_none(history_path, other_path, keep_weeks, load_all):
    """Merging into a file that does not exist makes an equal history, summaries included."""
    runs = keep_weeks(other_path, range(3))
    merge(history_path, other_path)
    assert load_all(history_path) == runs
    with History.open_existing(history_path) as ours, History.open_existing(other_path) as theirs:
        assert ours.audits() == theirs.audits()


def test_merging_twice_changes_nothing(history_path, other_path, keep_weeks):
    """The second time every audit and action is known, and no row is new."""
    keep_weeks(history_path, range(2))
    keep_weeks(other_path, range(2, 5))
    merge(history_path, other_path)
    rows = list_rows(history_path)
    merged = merge(history_path, other_path)
    assert (merged.added, merged.extended, merged.actions) == ((), (), 0)
    assert list_rows(history_path) == rows


def test_the_other_history_stays_as_it_is(history_path, other_path, keep_weeks):
    """Not a byte of the other file is changed."""
    keep_weeks(other_path, range(2))
    content = other_path.read_bytes()
    merge(history_path, other_path)
    assert other_path.read_bytes() == content


def test_a_page_both_fetched_alike_is_kept_once(history_path, other_path, make, peek):
    """Two audits that played the same recording share its page after they were pooled."""
    request = make.request()
    for audit_id, path in (("00000001", history_path), ("00000002", other_path)):
        with History.open(path) as history:
            history.start(make.run(audit_id, make.request(audit_id), request))
            history.save(audit_id, make.serp(request))
    merge(history_path, other_path)
    assert peek("SELECT count(*), count(DISTINCT answer) FROM outcome") == [(2, 1)]


@pytest.mark.parametrize("resumed_in", ["ours", "theirs"])
def test_the_longer_journal_of_an_audit_counts(history_path, other_path, make, load_all, resumed_in):
    """An audit interrupted in one file and finished in the other is whole in the pool, whichever way it goes."""
    first, second = make.request("first"), make.request("second")
    with History.open(history_path) as history:
        history.start(make.run("00000001", first, second))
        history.save("00000001", make.failure(first))
    shutil.copytree(history_path.parent, other_path.parent)
    resumed = history_path if resumed_in == "ours" else other_path
    with History.open(resumed) as history:
        run = history.resume("00000001")
        history.save_all(run.id, (make.serp(first), make.serp(second)))
        history.finish(run.id, run.started_at + timedelta(hours=1))
        summaries = history.audits()
    merged = merge(history_path, other_path)
    assert (merged.extended, merged.known)[resumed_in == "ours"] == ("00000001",)
    (run,) = load_all(history_path)
    assert run.outcomes == {first.key: make.serp(first), second.key: make.serp(second)}
    with History.open_existing(history_path) as history:
        assert history.audits() == summaries


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE audit SET started_at = started_at + 1", "its beginning"),
        ("UPDATE audit SET finished_at = finished_at + 1", "its end"),
        ("UPDATE audit SET config_digest = 'f'", "its configuration"),
        ("UPDATE plan SET digest = x'00'", "its plan"),
        ("UPDATE listing SET title = 'another'", "what its searches came back with"),
        ("UPDATE features SET body = '[]'", "what its searches came back with"),
        ("UPDATE answer SET ranks = '[3]' WHERE number = 2", "what its searches came back with"),
        ("UPDATE outcome SET cost = '9' WHERE answer = 1", "what its searches came back with"),
        ("DELETE FROM outcome WHERE answer = 1", "what its searches came back with"),
    ],
)
def test_contradictions_are_refused(history_path, other_path, keep_weeks, change, words):
    """Where both have an audit and differ in it, nothing is merged and the sentence says in what."""
    keep_weeks(history_path, range(1))
    shutil.copytree(history_path.parent, other_path.parent)
    keep_weeks(other_path, range(1, 3))
    with closing(sqlite3.connect(other_path, isolation_level=None)) as connection:
        connection.execute(change)
    rows = list_rows(history_path)
    with pytest.raises(HistoryError, match=f"both have an audit 00000000, but differ in .*{words}"):
        merge(history_path, other_path)
    assert list_rows(history_path) == rows


def test_a_running_audit_is_not_written_to_behind_its_back(history_path, other_path, make):
    """An audit that a living process runs here takes nothing from a copy that went on elsewhere."""
    request = make.request()
    with History.open(history_path) as history:
        history.start(make.run("00000001", request))
    shutil.copytree(history_path.parent, other_path.parent)
    with History.open(other_path) as history:
        history.resume("00000001")
        history.save("00000001", make.serp(request))
    with History.open(history_path) as history:
        history.resume("00000001")
        with pytest.raises(HistoryError, match="audit 00000001 is running"):
            merge(history_path, other_path)
        assert history.load("00000001").outcomes == {}


def test_actions_and_the_baseline_are_pooled(history_path, other_path, keep_weeks, noon):
    """Actions of both are there once; a baseline is taken over only where none was chosen."""
    keep_weeks(history_path, range(1))
    keep_weeks(other_path, range(1, 2))
    actions = [
        Action(id=f"{day:08x}", done_on=date(2026, 11, day), query="same", what="answered", entered_at=noon)
        for day in (1, 2, 3)
    ]
    for path, own in ((history_path, actions[:2]), (other_path, actions[1:])):
        with History.open(path) as history:
            for action in own:
                history.add_action(action)
    with History.open(other_path) as history:
        history.set_baseline("00000001")
    assert merge(history_path, other_path).actions == 1
    with History.open(history_path) as history:
        assert history.actions() == tuple(actions)
        assert history.baseline() == "00000001"
        history.set_baseline("00000000")
        merge(history_path, other_path)
        assert history.baseline() == "00000000"


def test_an_action_told_in_two_ways_is_refused(history_path, other_path, keep_weeks, noon):
    """Where both have an action and differ in it, nothing is merged."""
    keep_weeks(other_path, range(1))
    for path, what in ((history_path, "answered"), (other_path, "wrote a page")):
        with History.open(path) as history:
            history.add_action(
                Action(id="0000000a", done_on=date(2026, 11, 1), query="same", what=what, entered_at=noon)
            )
    with pytest.raises(HistoryError, match="both have an action 0000000a"):
        merge(history_path, other_path)
    with History.open(history_path) as history:
        assert history.audits() == ()


def test_a_history_does_not_merge_with_itself(history_path, keep_weeks):
    """The same file under another name is told apart from another history."""
    keep_weeks(history_path, range(1))
    with pytest.raises(UsageError, match="the history itself"):
        merge(history_path, history_path.parent / ".." / history_path.parent.name / history_path.name)


def test_trouble_with_the_other_file_is_told_by_its_name(history_path, other_path, keep_weeks, tmp_path):
    """A damaged row, or an id that would name another file, is told of the file it is in."""
    keep_weeks(history_path, range(1))
    with pytest.raises(HistoryError, match=f"no history file at {tmp_path / 'nowhere.db'}") as caught:
        merge(history_path, tmp_path / "nowhere.db")
    assert "name the history file to take audits from" in caught.value.hint
    for damage, words in (("answer SET listings = '[99]'", "a row"), ("audit SET id = '../../x'", "proper id")):
        shutil.rmtree(other_path.parent, ignore_errors=True)
        keep_weeks(other_path, range(1, 2))
        with closing(sqlite3.connect(other_path, isolation_level=None)) as connection:
            connection.execute(f"UPDATE {damage}")
        with pytest.raises(HistoryError, match=rf"{other_path}.*{words}"):
            merge(history_path, other_path)


@settings(deadline=None, max_examples=30)
@given(drawing=st.data())
def test_any_two_histories_pool_exactly(tmp_path_factory, drawing, hostile_runs, load_all, check_file):
    """Whatever two files hold, the pool holds the audits of both, and pooling again changes nothing."""
    folder = tmp_path_factory.mktemp("any")
    runs = [
        replace(run, id=f"{number:08x}", finished_at=None)
        for number, run in enumerate(drawing.draw(st.tuples(hostile_runs, hostile_runs)))
    ]
    for number, run in enumerate(runs):
        with History.open(folder / f"{number}.db") as history:
            history.start(run)
            history.save_all(run.id, run.outcomes.values())
    merge(folder / "0.db", folder / "1.db")
    assert {run.id: run for run in load_all(folder / "0.db")} == {run.id: run for run in runs}
    rows = list_rows(folder / "0.db")
    merge(folder / "0.db", folder / "1.db")
    assert list_rows(folder / "0.db") == rows
    assert check_file(folder / "0.db") == []


def test_a_deed_entered_twice_is_one(history_path, other_path, keep_weeks, noon):
    """Where both have the same action and only the moment of entry differs, ours stays as it is."""
    keep_weeks(other_path, range(1))
    for path, entered_at in ((history_path, noon), (other_path, noon + timedelta(hours=3))):
        with History.open(path) as history:
            history.add_action(
                Action(id="0000000a", done_on=date(2026, 11, 1), query="same", what="answered", entered_at=entered_at)
            )
    assert merge(history_path, other_path).actions == 0
    with History.open(history_path) as history:
        assert [action.entered_at for action in history.actions()] == [noon]
