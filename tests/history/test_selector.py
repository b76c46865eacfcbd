"""AUDIT on the command line: which stored audit each way of naming one means."""

from datetime import UTC, datetime

import pytest

from searchgap.errors import HistoryError, UsageError
from searchgap.history.selector import select_audit
from searchgap.history.store import History

STORED = (
    ("1a2b3c4d", datetime(2026, 11, 1, 23, 59, 59, tzinfo=UTC)),
    ("1affffff", datetime(2026, 11, 8, 0, 0, tzinfo=UTC)),
    ("20261108", datetime(2026, 11, 8, 18, 30, tzinfo=UTC)),
    ("cafe0000", datetime(2026, 11, 15, 6, 0, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("selector", "audit_id"),
    [
        ("latest", "cafe0000"),
        ("LATEST", "cafe0000"),
        ("previous", "20261108"),
        ("1a2b3c4d", "1a2b3c4d"),
        ("1A2B3C4D", "1a2b3c4d"),
        (" cafe0000 ", "cafe0000"),
        ("1a2", "1a2b3c4d"),
        ("1af", "1affffff"),
        ("c", "cafe0000"),
        ("2026", "20261108"),
        ("2026-11-15", "cafe0000"),
        ("2026-11-14", "20261108"),
        ("2026-11-08", "20261108"),
        ("2026-11-07", "1a2b3c4d"),
        ("2026-11-01", "1a2b3c4d"),
        ("2027-01-01", "cafe0000"),
    ],
)
def test_a_selector_means_one_audit(selector, audit_id):
    """A word, an id, a unique prefix in any case, or a UTC day each stand for exactly one audit."""
    assert select_audit(selector, STORED) == audit_id


@pytest.mark.parametrize(
    ("selector", "message", "named"),
    [
        ("1a", "2 stored audits begin with '1a'", ("1a2b3c4d", "1affffff")),
        ("beef", "no stored audit 'beef'", ("cafe0000", "20261108")),
        ("", "no stored audit ''", ("cafe0000",)),
        ("1a2b3c4d5", "no stored audit '1a2b3c4d5'", ("cafe0000",)),
        ("%", "no stored audit '%'", ("cafe0000",)),
        ("2026-10-31", "no audit was stored on or before 2026-10-31", ("1a2b3c4d",)),
        ("2026-11-31", "2026-11-31 is not a day of the calendar", ("YYYY-MM-DD",)),
        ("\u0662026-11-01", "no stored audit", ("cafe0000",)),
    ],
)
def test_a_selector_that_means_none_or_several_says_what_there_is(selector, message, named):
    """Wrong or ambiguous selectors are wrong usage, and the hint names audits to choose from."""
    with pytest.raises(UsageError, match=message) as caught:
        select_audit(selector, STORED)
    assert all(name in caught.value.hint for name in named)


def test_the_only_audit_has_no_previous():
    """With one audit stored, `previous` names that one instead of guessing."""
    with pytest.raises(UsageError, match="no audit before 1a2b3c4d"):
        select_audit("previous", STORED[:1])


def test_a_long_history_is_not_listed_whole():
    """The hint names the newest few and says how many more there are."""
    stored = [(f"{number:08x}", datetime(2026, 1, 1 + number, tzinfo=UTC)) for number in range(9)]
    with pytest.raises(UsageError, match="no stored audit") as caught:
        select_audit("beef", stored)
    assert "00000008 (2026-01-09)" in caught.value.hint
    assert "4 older" in caught.value.hint
    assert "00000003" not in caught.value.hint


def test_an_interrupted_audit_can_be_the_latest(history, make, noon):
    """An audit that never finished can be named like any other."""
    history.start(make.run("00000001"))
    history.finish("00000001", noon)
    history.start(make.run("00000002"))
    assert (history.resolve("latest"), history.resolve("previous")) == ("00000002", "00000001")


def test_an_empty_history_has_no_audit_to_name(history):
    """Where nothing is stored the way out is an audit, not another selector."""
    with pytest.raises(HistoryError, match="no audit is stored") as caught:
        history.resolve("latest")
    assert "searchgap audit" in caught.value.hint


def test_selectors_work_on_a_history_opened_to_read(history, history_path, make):
    """A report names its audit in a history it may not write to."""
    history.start(make.run("00000001"))
    with History.open_existing(history_path) as reading:
        assert reading.resolve("0") == "00000001"
