"""A history as lines: complete on the way out, checked on the way in."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.errors import HistoryError, UsageError
from searchgap.history.exporting import export_lines
from searchgap.history.importing import import_lines
from searchgap.history.store import History
from searchgap.model.action import Action

NAME = Path("export.jsonl")


@pytest.fixture
def lines(history_path, keep_weeks, noon):
    """The lines of a history of two audits, an action and a baseline."""
    keep_weeks(history_path, range(2))
    with History.open(history_path) as history:
        history.set_baseline("00000001")
        history.add_action(
            Action(
                id="0000000a",
                done_on=date(2026, 11, 20),
                query="same",
                what="answered",
                entered_at=noon,
                hours=Decimal("1.50"),
            )
        )
    return list(export_lines(history_path))


def test_what_was_exported_is_imported_whole(history_path, lines, tmp_path, load_all, check_file):
    """A new history made of the lines is equal to the old one: audits, every attempt, actions and baseline."""
    copy = tmp_path / "copy.db"
    merged = import_lines(copy, lines, NAME)
    assert (merged.added, merged.actions) == (("00000000", "00000001"), 1)
    assert load_all(copy) == load_all(history_path)
    assert list(export_lines(copy)) == lines
    with History.open_existing(history_path) as old, History.open_existing(copy) as new:
        assert (new.audits(), new.actions(), new.baseline()) == (old.audits(), old.actions(), "00000001")
    assert check_file(copy) == []


def test_importing_twice_changes_nothing(history_path, lines):
    """Lines of what is here already add nothing."""
    merged = import_lines(history_path, lines, NAME)
    assert (merged.added, merged.extended, merged.actions) == ((), (), 0)
    assert list(export_lines(history_path)) == lines


def test_the_format_is_as_documented(lines):
    """Every line is one JSON object of one key; the first names the format, the last counts the others."""
    documents = [json.loads(line) for line in lines]
    assert [next(iter(document)) for document in documents] == [
        "searchgap-history",
        *(["audit"] + ["outcome"] * 4) * 2,
        "action",
        "end",
    ]
    assert documents[0]["searchgap-history"] | {"searchgap": "any"} == {
        "version": 1,
        "searchgap": "any",
        "audits": 2,
        "actions": 1,
        "baseline": documents[0]["searchgap-history"]["baseline"],
    }
    assert documents[-1] == {"end": {"lines": len(lines) - 1}}
    answered = next(one["outcome"] for one in documents if one.get("outcome", {}).get("ending") == "answered")
    assert set(answered) >= {"request", "engine", "retrieved_at", "results", "features", "cost", "origin", "reused"}
    assert set(answered["results"][0]) == {"rank", "url", "title", "snippet", "date"}


def change(lines, kind, /, **fields):
    """The lines with other fields in the first document of a kind."""
    changed = list(lines)
    at = next(at for at, line in enumerate(lines) if kind in json.loads(line))
    changed[at] = json.dumps({kind: json.loads(lines[at])[kind] | fields}).encode()
    return changed


BREAKS = {
    "empty": lambda lines: lines[:0],
    "no first line": lambda lines: lines[1:],
    "cut between lines": lambda lines: lines[:-1],
    "cut within a line": lambda lines: [*lines[:-3], lines[-3][:20]],
    "a line missing": lambda lines: lines[:2] + lines[3:],
    "more after the end": lambda lines: [*lines, lines[1]],
    "twice the same audit": lambda lines: [*lines[:-1], lines[1], lines[-1]],
    "no JSON": lambda lines: [lines[0], b"\xff\xfe\n", *lines[1:]],
    "no object": lambda lines: [lines[0], b"[]\n", *lines[1:]],
    "an array for ever": lambda lines: [lines[0], b"[" * 100_000, *lines[1:]],
    "an unknown kind": lambda lines: [lines[0], b'{"surprise": {}}\n', *lines[1:]],
    "an outcome before its audit": lambda lines: [lines[0], lines[2], *lines[1:]],
    "a newer format": lambda lines: change(lines, "searchgap-history", version=2),
    "a baseline nobody has": lambda lines: change(lines, "searchgap-history", baseline={"audit": "x", "set_at": "y"}),
    "a naive moment": lambda lines: change(lines, "audit", started_at="2026-11-16T12:00:00"),
    "a plan that is none": lambda lines: change(lines, "audit", plan={"brands": 1}),
    "an endless price": lambda lines: change(lines, "outcome", cost="Infinity"),
    "an unknown ending": lambda lines: change(lines, "outcome", ending="bored"),
    "an unknown failure": lambda lines: change(lines, "outcome", kind="bored"),
    "words that are a number": lambda lines: change(lines, "outcome", message=5),
    "a status that is a list": lambda lines: change(lines, "outcome", http_status=[1]),
    "a day that is none": lambda lines: change(lines, "action", done_on="someday"),
}


@pytest.mark.parametrize("damage", BREAKS)
def test_wrong_lines_are_refused_whole(lines, tmp_path, damage):
    """Lines that are cut, wrong or of another format are one sentence, and no history is made of a part of them."""
    path = tmp_path / "copy.db"
    with pytest.raises(UsageError, match=r"export\.jsonl") as caught:
        import_lines(path, BREAKS[damage](lines), NAME)
    assert "nothing was imported" in caught.value.hint
    assert not path.exists()


def test_an_id_that_would_name_another_file_is_refused(lines, tmp_path):
    """An audit's id is eight hexadecimal digits or the lines are not ours."""
    with pytest.raises(HistoryError, match="proper id"):
        import_lines(tmp_path / "copy.db", change(lines, "audit", id="../../etc"), NAME)


def test_lines_that_contradict_the_history_are_refused(history_path, lines):
    """An audit told otherwise than it is kept changes nothing."""
    with pytest.raises(HistoryError, match="differ in its configuration"):
        import_lines(history_path, change(lines, "audit", config_digest="f"), NAME)
    assert list(export_lines(history_path)) == lines


@settings(deadline=None, max_examples=50)
@given(drawing=st.data())
def test_any_history_survives_the_journey(tmp_path_factory, drawing, hostile_runs, load_all):
    """Whatever an audit holds, lone surrogates included, export and import give it back equal."""
    run = drawing.draw(hostile_runs)
    folder = tmp_path_factory.mktemp("any")
    with History.open(folder / "old.db") as history:
        history.start(run)
        history.save_all(run.id, [*run.outcomes.values(), *run.outcomes.values()])
        if run.finished_at is not None:
            history.finish(run.id, run.finished_at)
    lines = list(export_lines(folder / "old.db"))
    import_lines(folder / "new.db", lines, NAME)
    assert load_all(folder / "new.db") == [replace(run, outcomes=dict(run.outcomes))]
    assert list(export_lines(folder / "new.db")) == lines
