"""The log of actions: entries, ids that fold what is the same, and CSV there and back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchgap.cli.acting import Deed, Log
from searchgap.cli.action_csv import read_entries, read_text, write_entries
from searchgap.cli.costs import Cost
from searchgap.errors import UsageError
from searchgap.history.store import History

HEAD = "date,query,what,url,brand,hours,money,currency\n"
DEED = Deed(query="evernote gtd", what="answered the thread", day="2026-11-02", url="https://forum.example/t/1")


@pytest.fixture
def stored(tmp_path):
    """An empty history, open."""
    with History.open(tmp_path / "history.db") as history:
        yield history


@pytest.fixture
def log(stored):
    """The log of an empty history, without a configuration."""
    return Log(stored, None)


def read(text, log):
    return read_entries(text, "actions.csv", log)


def test_the_same_deed_always_has_the_same_id(stored, log):
    """What is entered twice is one entry, however its numbers are written; what differs in anything is another."""
    entry = log.make_entry(DEED)
    assert log.add(entry)
    assert not log.add(log.make_entry(replace(DEED, query=" evernote  gtd ")))
    assert log.make_entry(replace(DEED, url="")).id != entry.id
    assert not Log(stored, None).add(Log(stored, None).make_entry(DEED))
    assert stored.actions() == (entry,)


def test_an_entry_that_draws_a_taken_id_draws_another(log, monkeypatch):
    """Two different deeds never share an id, even where their digests begin alike."""
    drawn = "searchgap.cli.acting.draw_id"
    monkeypatch.setattr(drawn, lambda _entry, attempt=0: f"{attempt:08x}")
    first = log.make_entry(DEED)
    log.add(first)
    other = log.make_entry(Deed(query="another", what="wrote a page", day="2026-11-02"))
    assert (first.id, other.id) == ("00000000", "00000001")


@pytest.mark.parametrize(
    ("deed", "complaint"),
    [
        (Deed(query=" ", what="x"), "the query of an action is empty"),
        (Deed(query="x", what="\t"), "the what of an action is empty"),
        (Deed(query="x", what="y" * 2001), "longer than 2,000 characters"),
        (Deed(query="x", what="y", day="2.11.2026"), '"2.11.2026" is not a day'),
        (Deed(query="x", what="y", day="9999-01-01"), "still to come"),
        (Deed(query="x", what="y", url="the forum"), "is not an address"),
        (Deed(query="x", what="y", url="javascript:alert(1)"), "is not an address"),
    ],
)
def test_what_cannot_be_is_refused(log, deed, complaint):
    """A day to come, an address that is none, and empty words are complained of."""
    with pytest.raises(UsageError, match=complaint):
        log.make_entry(deed)


def test_the_day_is_today_unless_it_is_named(log):
    """An action without a day was done today; tomorrow somewhere on earth may be today."""
    now = datetime.now(UTC)
    assert log.make_entry(Deed(query="x", what="y")).done_on in {now.date(), datetime.now(UTC).date()}
    latest = (now + timedelta(hours=13, minutes=30)).date()
    assert log.make_entry(Deed(query="x", what="y", day=latest.isoformat())).done_on == latest


def test_a_bare_host_becomes_an_address(log):
    """An address without its scheme is taken for the web."""
    assert log.make_entry(Deed(query="x", what="y", url="forum.example/t/1")).url == "https://forum.example/t/1"


def test_csv_is_read_with_loose_headings(log):
    """Other words for the columns, semicolons and a decimal comma are understood."""
    (entry,) = read("Done on;Keyword;Action;Link;Time spent;Amount;Currency\n2026-11-02;ink;wrote;;1,5;40;eur\n", log)
    assert (entry.done_on, entry.query, entry.what, entry.url) == (date(2026, 11, 2), "ink", "wrote", None)
    assert (entry.hours, entry.money, entry.currency) == (Decimal("1.5"), Decimal(40), "EUR")


@pytest.mark.parametrize(
    ("hours", "money", "currency", "cost"),
    [
        ("2", "", "", Cost(hours=Decimal(2))),
        ("1h30m", "", "", Cost(hours=Decimal("1.5"))),
        ("", "€40", "", Cost(money=Decimal(40), currency="EUR")),
        ("", "40", "$", Cost(money=Decimal(40), currency="USD")),
        ("", "", "", Cost()),
        ("", "", "EUR", Cost()),
    ],
)
def test_csv_costs(log, hours, money, currency, cost):
    """Hours may be written like a time, and money may bring its currency."""
    (entry,) = read(f"{HEAD}2026-11-02,ink,wrote,,,{hours},{money},{currency}\n", log)
    assert Cost(entry.hours, entry.money, entry.currency) == cost


def test_every_wrong_line_is_named_and_nothing_is_kept(stored, log):
    """A file with wrong lines is refused as a whole, and each of them is told by its number in the file."""
    text = HEAD + (
        "2026-11-02,ink,wrote,,,2,,\n"
        '2026-11-02,ink,"two\nlines",,,2,,\n'
        "yesterday,ink,wrote,,,,,\n"
        "\n"
        "2026-11-02,,wrote,,,,,\n"
        "2026-11-02,ink,wrote,,,€2,,\n"
        "2026-11-02,ink,wrote,,,,40,\n"
        "2026-11-02,ink,wrote,,,,1.200,EUR\n"
        "2026-11-02,ink,wrote,,,,€40,USD\n"
        ",ink,wrote,,,,,\n"
    )
    with pytest.raises(UsageError) as trouble:
        read(text, log)
    numbers = [line.split(":")[0].strip() for line in trouble.value.message.splitlines()[1:]]
    assert numbers == [f"line {number}" for number in (5, 7, 8, 9, 10, 11, 12)]
    assert stored.actions() == ()


def test_a_file_without_the_columns_is_refused(log):
    """What is missing is named, with a first line that would do."""
    with pytest.raises(UsageError, match="no column for date and what"):
        read("query,rank\nink,3\n", log)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    """Bytes in another encoding, and a file that is not there, are complaints."""
    file = tmp_path / "actions.csv"
    with pytest.raises(UsageError, match="no such file"):
        read_text(file)
    file.write_bytes("date;query;what\n2026-11-02;käse;x\n".encode("cp1252"))
    with pytest.raises(UsageError, match="UTF-8"):
        read_text(file)
    file.write_bytes("date;query;what\n".encode("utf-16"))
    assert read_text(file) == "date;query;what\n"


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="'"), min_size=1, max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(WORDS, WORDS, st.sampled_from(["", "2h", "50m"]), st.decimals(0, 9999, places=2) | st.none()),
        max_size=5,
    )
)
def test_what_is_listed_as_csv_is_imported_as_the_same(stored, rows):
    """A listed log folds into itself, with cells in it that a spreadsheet would calculate."""
    log = Log(stored, None)
    for query, what, hours, money in rows:
        cost = Cost(hours=Decimal(len(hours)), money=money, currency=None if money is None else "EUR")
        try:
            log.add(log.make_entry(Deed(query=query, what=what, day="2026-11-02", cost=cost)))
        except UsageError:  # nothing is left of words that are all invisible
            continue
    listed = "".join(write_entries(stored.actions())).removeprefix("\ufeff")
    again = Log(stored, None)
    assert [entry.id for entry in read(listed, again)] == [action.id for action in stored.actions()]
