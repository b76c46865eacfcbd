"""Rank-tracker exports: which columns are found, which rows count, and what is no export."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.errors import UsageError
from searchgap.search.rank_csv import read_rank_csv


def read(text: str) -> dict[str, list[tuple[int, str, str]]]:
    return {
        query: [(result.rank, result.url, result.title) for result in results]
        for query, results in read_rank_csv(text, "export.csv")
    }


@pytest.mark.parametrize(
    "headings",
    [
        "query,rank,url,title",
        "Keyword,Position,Landing Page,Page Title",
        "KEYWORDS,Current Position,Current URL,Title",
        "Search term,#Pos,Ranking URL,name",
        '"Search Query","Organic Position","Address","result_title"',
        " Phrase , Rank , Link , Title ",
    ],
)
def test_headings_are_matched_loosely(headings):
    """Case, spaces, quotes and the words of different trackers do not matter."""
    assert read(f"{headings}\nlamp,1,https://a.example/,A\n") == {"lamp": [(1, "https://a.example/", "A")]}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_columns_may_be_parted_by_what_spreadsheets_use(delimiter, ending):
    """Commas, semicolons and tabs part columns, whatever ends a line."""
    rows = (("Date", "URL", "Keyword", "Rank"), ("2026", "https://a.example/?b,c;d", "lamp", "2"))
    text = ending.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + ending
    assert read(text) == {"lamp": [(2, "https://a.example/?b,c;d", "")]}


@pytest.mark.parametrize("spelling", ["3", " 3 ", "#3", "# 3", "3.0", "3.00"])
def test_a_rank_in_its_spellings(spelling):
    """A rank is a number, with a mark before it or nothing behind its point."""
    assert read(f"query,rank,url\nlamp,{spelling},https://a.example/\n") == {"lamp": [(3, "https://a.example/", "")]}


@pytest.mark.parametrize("spelling", ["", "-", "0", "3.5", "-3", ">100", "100+", "n/a", "not found", "12345", "٣"])
def test_what_is_no_rank_was_not_found(spelling):
    """A row without a rank keeps its query, which then has no result of that row."""
    assert read(f"query,rank,url\nlamp,{spelling},https://a.example/\n") == {"lamp": []}


def test_rows_are_gathered_by_query():
    """Results rise by rank whatever the order of rows, holes stay holes, and of two with one rank the first counts."""
    text = (
        "query,rank,url,title\n"
        "lamp,7,https://g.example/,G\n"
        "bulb,1,https://x.example/,X\n"
        "lamp,2,https://b.example/,B\n"
        "lamp,2,https://second.example/,second\n"
        "lamp,9,,no address\n"
        ",1,https://nobody.example/,no query\n"
        "\n"
        "lamp\n"
    )
    assert read(text) == {
        "lamp": [(2, "https://b.example/", "B"), (7, "https://g.example/", "G")],
        "bulb": [(1, "https://x.example/", "X")],
    }


def test_only_line_ends_end_a_line():
    """A cell may hold quotes, delimiters, line breaks and what Unicode calls a line separator."""
    text = (
        'query,rank,url,title\nlamp,1,https://a.example/,"A ""lamp"",\nred"\nlamp,2,https://b.example/,a\u2028b\x0cc\n'
    )
    assert read(text) == {
        "lamp": [(1, "https://a.example/", 'A "lamp",\nred'), (2, "https://b.example/", "a\u2028b\x0cc")]
    }


def test_the_first_of_two_like_columns_counts():
    """A tracker that lists the rank of two days has the first one read."""
    assert read("keyword,url,position,rank\nlamp,https://a.example/,1,8\n") == {"lamp": [(1, "https://a.example/", "")]}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", "query and rank and url"),
        ("\n", "query and rank and url"),
        ("keyword,volume\nlamp,10\n", "rank and url"),
        ("keyword,rank\nlamp,1\n", "url"),
        ("lamp,1,https://a.example/\n", "query and rank and url"),
    ],
)
def test_a_missing_column_is_named(text, missing):
    """What is no export says which columns it lacks, and what they may be called."""
    with pytest.raises(UsageError) as caught:
        read(text)
    assert caught.value.message == f"export.csv has no column for {missing}"
    assert "query,rank,url,title" in caught.value.hint


def test_a_cell_without_end_is_no_csv():
    """A cell of hundreds of thousands of characters is what a lost quote makes."""
    with pytest.raises(UsageError, match=r"export\.csv is no CSV: field larger"):
        read('query,rank,url\n"' + "a" * 200_000)


@given(st.text() | st.text('query,rank;url\t\n\r"#019.-', max_size=80).map("query,rank,url\n".__add__))
def test_any_text_is_read_or_refused(text):
    """Whatever the file holds, there are queries with rising ranks, or a complaint."""
    try:
        found = read(text)
    except UsageError:
        return
    for query, results in found.items():
        ranks = [rank for rank, _, _ in results]
        assert query
        assert ranks == sorted(set(ranks))
        assert all(rank > 0 and url for rank, url, _ in results)
