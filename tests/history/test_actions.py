"""What was done, and where comparisons start: kept once, given back in order."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from searchgap.errors import HistoryError
from searchgap.history.store import History
from searchgap.model.action import Action


def make_action(action_id, noon, **fields):
    """An action about which little was said."""
    ordinary = {"done_on": date(2026, 11, 16), "query": "acme gtd", "what": "answered the thread", "entered_at": noon}
    return Action(id=action_id, **(ordinary | fields))


def test_an_action_comes_back_exactly(history, noon):
    """Everything that was said of an action is kept, and what nobody said stays unsaid."""
    little = make_action("00000001", noon)
    much = make_action(
        "00000002",
        noon,
        done_on=date(2026, 11, 17),
        brand="Acme",
        url="https://forum.example/\ud83d",
        hours=Decimal("1.50"),
        money=Decimal("40.00"),
        currency="EUR",
        entered_at=noon + timedelta(microseconds=1),
    )
    history.add_action(much)
    history.add_action(little)
    assert history.actions() == (little, much)
    assert [str(history.actions()[1].hours), str(history.actions()[1].money)] == ["1.50", "40.00"]


def test_actions_come_by_day_then_by_entry(history, noon):
    """The order is that of doing, whatever the order of entering; on one day it is that of entering."""
    days = {"0000000a": (17, 1), "0000000b": (16, 2), "0000000c": (16, 1)}
    for action_id, (day, hours) in days.items():
        entered_at = noon + timedelta(hours=hours)
        history.add_action(make_action(action_id, noon, done_on=date(2026, 11, day), entered_at=entered_at))
    assert [action.id for action in history.actions()] == ["0000000c", "0000000b", "0000000a"]


def test_an_action_is_kept_once(history, noon):
    """The same action again changes nothing; another one under its id is refused."""
    history.add_action(make_action("00000001", noon))
    history.add_action(make_action("00000001", noon))
    with pytest.raises(HistoryError, match="another action has the id 00000001"):
        history.add_action(make_action("00000001", noon, what="wrote a page"))
    assert history.actions() == (make_action("00000001", noon),)


def test_actions_are_kept_together_or_not_at_all(history, noon):
    """If one of many actions cannot be kept, none is."""
    history.add_action(make_action("00000002", noon))
    many = [make_action("00000001", noon), make_action("00000002", noon, what="wrote a page")]
    with pytest.raises(HistoryError, match="another action has the id 00000002"):
        history.add_actions(many)
    assert history.actions() == (make_action("00000002", noon),)


def test_there_is_one_baseline_or_none(history, make):
    """No audit is the baseline until one is chosen, and choosing another one replaces it."""
    assert history.baseline() is None
    history.start(make.run("00000001"))
    history.start(make.run("00000002"))
    history.set_baseline("00000001")
    history.set_baseline("00000002")
    assert history.baseline() == "00000002"


def test_what_is_not_stored_is_no_baseline(history, make):
    """An audit that is not stored cannot be chosen, and the one chosen before stays."""
    history.start(make.run("00000001"))
    history.set_baseline("00000001")
    with pytest.raises(HistoryError, match="no audit 00000002"):
        history.set_baseline("00000002")
    assert history.baseline() == "00000001"


def test_a_reader_cannot_change_them(history, history_path, make, noon):
    """A history opened to read takes neither actions nor a baseline."""
    history.start(make.run("00000001"))
    with History.open_existing(history_path) as reading:
        for change in (lambda: reading.set_baseline("00000001"), lambda: reading.add_action(make_action("1", noon))):
            with pytest.raises(HistoryError, match="read-only"):
                change()
        assert (reading.baseline(), reading.actions()) == (None, ())
