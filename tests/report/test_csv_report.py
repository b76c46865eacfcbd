"""CSV tables open as they are in a spreadsheet, and nothing in them calculates."""

import csv
import io
from dataclasses import replace

import pytest

from searchgap.errors import UsageError
from searchgap.model.gap import State
from searchgap.report.csv_report import render_csv
from searchgap.report.csv_tables import CSV_TABLES, find_table


def read(view, table="results"):
    text = "".join(render_csv(view, table))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def cell_of(golden, view_of, **facts):
    serp = golden.answer("a", "c")
    gap = golden.judge("Inkwell", replace(serp, results=(replace(serp.results[0], **facts),)), State.ABSENT, 100)
    (row,) = read(view_of(golden.sum_up("Inkwell", [gap], {})))
    return row[next(iter(facts))]


def test_results_have_a_row_per_rank(view):
    """The long table has a row for each brand, query and rank, with facts and verdict."""
    rows = [row for row in read(view) if row["query"] == "inkwell vs quill"]
    assert [row["rank"] for row in rows if row["brand"] == "Inkwell"] == ["1", "2", "3", "4", "5", "6", "7", "8", "10"]
    assert {row["state"] for row in rows if row["brand"] == "Quill"} == {"owned"}
    assert rows[0]["owner_kind"] == "competitor"
    assert rows[0]["weight"] == "3"


def test_unmeasured_query_has_a_row_without_a_rank(view):
    """A failed search keeps its row: no rank, its state and its reason."""
    (row,) = (row for row in read(view) if row["query"] == "inkwell pricing")
    assert (row["rank"], row["url"], row["gap_score"], row["reused"]) == ("", "", "", "")
    assert (row["state"], row["failure_kind"], row["remark"]) == ("unmeasured", "rate-limit", "failed: rate-limit")


def test_empty_page_has_a_row_without_a_rank(view):
    """A page without results keeps its row too, and it is measured."""
    (row,) = (row for row in read(view) if row["query"] == "inkwell export pdf")
    assert (row["rank"], row["state"], row["gap_score"], row["remark"]) == ("", "absent", "100", "no results")
    assert row["failure_kind"] == ""


def test_old_answers_show_their_day(view):
    """A reused or recorded answer is told by its time and its origin."""
    rows = {row["query"]: row for row in read(view)}
    stains = rows["ink stains on a writing desk, how to remove them"]
    assert (stains["retrieved_at"], stains["reused"], stains["market_verified"]) == (
        "2026-11-19T13:30:00Z",
        "yes",
        "no",
    )
    assert rows["quill review"]["origin"] == "recorded 2026-11-20 from an invented page"


def test_gaps_are_sorted_and_name_their_pages(view):
    """The gaps table has gaps only, biggest first, with the pages that hold them."""
    rows = [row for row in read(view, "gaps") if row["brand"] == "Inkwell"]
    assert [row["priority"] for row in rows] == ["250", "138", "100", "100", "70"]
    assert rows[1]["page_1_owner"] == "Quill"
    assert rows[3]["page_1_url"] == ""
    assert "unmeasured" not in {row["state"] for row in rows}


def test_owners_have_their_base(view):
    """The owners table has places and the places they are a share of."""
    first = read(view, "owners")[0]
    assert (first["owner"], first["places"], first["measured_places"]) == ("Deskforum", "9", "37")
    assert (first["share_of_measured_places"], first["measured_queries"]) == ("0.2432", "6")


def test_summary_leaves_empty_what_was_not_measured(view):
    """A brand without a measurement has empty cells, not zeros."""
    inkwell, _, paperhaus = read(view, "summary")
    assert (inkwell["queries"], inkwell["measured_queries"], inkwell["not_measured_queries"]) == ("8", "6", "2")
    assert (inkwell["first_rival"], inkwell["first_rival_share_of_voice"]) == ("Quill", "0.5288")
    empty = ("absent_queries", "queries_with_presence", "coverage", "coverage_low", "own_places", "share_of_voice")
    assert [paperhaus[column] for column in empty] == [""] * len(empty)
    assert paperhaus["not_measured_queries"] == "1"


def test_lines_end_as_the_standard_says(view):
    """Every record ends in CR LF, and no other line break is in the file."""
    text = "".join(render_csv(view))
    assert text.count("\r\n") == text.count("\n") == text.count("\r")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "|", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66"])
@pytest.mark.parametrize("lead", ["", " ", "\t", "\r\n", "\u00a0", "\u200b", "\ufeff", "\x00", "\x1b[0m"])
def test_cells_cannot_start_a_formula(golden, view_of, start, lead):
    """A formula character at the start, or behind anything a spreadsheet skips, gets an apostrophe."""
    assert cell_of(golden, view_of, title=f"{lead}{start}1+1").startswith("'")


@pytest.mark.parametrize("harmless", ["it's = fine", "a-b", "C++", "user@host", "5 > 3"])
def test_other_cells_are_left_alone(golden, view_of, harmless):
    """The same characters inside a cell change nothing."""
    assert cell_of(golden, view_of, title=harmless) == harmless


def test_cells_cannot_start_a_formula_behind_a_semicolon(golden, view_of):
    """Where semicolons separate cells, what follows one is a start too; a smile is not a formula."""
    assert cell_of(golden, view_of, title="a; =HYPERLINK(1)") == "a;' =HYPERLINK(1)"
    assert cell_of(golden, view_of, title="nice ;-)") == "nice ;-)"


def test_cells_are_one_line_without_controls(golden, view_of):
    """Line breaks become spaces, NUL and escapes vanish, and what no spreadsheet holds is cut."""
    assert cell_of(golden, view_of, title="a\r\nb\x00c\x1b[31md\u202e") == "a bcd"
    assert len(cell_of(golden, view_of, snippet="x" * 100_000)) == 32_767


def test_numbers_stay_numbers(view):
    """Only text is disarmed: numeric cells read back as numbers."""
    for row in read(view, "owners"):
        assert float(row["share_of_measured_places"]) > 0


def test_unknown_table_is_refused_with_a_suggestion():
    """A mistyped table name is answered with the right one."""
    with pytest.raises(UsageError, match='no CSV table "sumary"') as refusal:
        find_table("sumary")
    assert refusal.value.hint == "did you mean summary? choose one of results, gaps, owners, goals, summary, gates"


@pytest.mark.parametrize("table", CSV_TABLES)
def test_rows_are_as_long_as_the_header(view, table):
    """Every row fills exactly the columns its header names, and no column is named twice."""
    columns = CSV_TABLES[table].columns
    assert len(set(columns)) == len(columns)
    assert {len(row) for row in CSV_TABLES[table].list_rows(view)} == {len(columns)}
