"""What the path of a page looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.rules.page_forms import PageForm, read_form


@pytest.mark.parametrize(
    ("path", "query", "form"),
    [
        ("", "", "home page"),
        ("/", "", "home page"),
        ("/index.html", "", "home page"),
        ("/de/", "", "home page"),
        ("/pt-br/", "", "home page"),
        ("/", "q=nibs", "query"),
        ("/nibs", "", "short path"),
        ("/shop/nibs.html", "", "short path"),
        ("/gold-nibs/", "", "short path of words"),
        ("/pens/nibs/gold/broad", "", "long path"),
        ("/pens/files/nibs.pdf", "", "document"),
        ("/why-my-nibs-leak/amp/", "", "accelerated page"),
        ("/pens/nibs.amp.html", "", "accelerated page"),
        ("/pens", "amp", "accelerated page"),
        ("/pens", "ref=1&outputtype=amp", "accelerated page"),
        ("/lamp/camp", "", "short path"),
        ("/2024/05/12/leaks", "", "path with a date"),
        ("/pens/20240512/leaks", "", "path with a date"),
        ("/2024-5-2-leaks", "", "path with a date"),
        ("/2024/05/leaks", "", "dated path"),
        ("/2024/leaks", "", "dated path"),
        ("/2051/leaks", "", "short path"),
        ("/why-my-nibs-leak", "", "article at the root"),
        ("/why_my_nibs_leak.html", "", "article at the root"),
        ("/pens/why-my-nibs-leak/", "", "article in a section"),
        ("/pens/%e3%83%9a%e3%83%b3%e5%85%88%e3%81%8c", "", "article in a section"),
        ("/pens/why-my-nibs-leak-123456.html", "", "numbered article"),
        ("/why-my-nibs-leak/123456", "", "numbered article"),
        ("/pens/1234", "", "number"),
        ("/pens/nib1234.html", "", "number"),
    ],
)
def test_a_path_has_one_form(path: str, query: str, form: str):
    """The first form that fits: front doors, copies, dates, headlines, numbers, and then the length."""
    assert read_form(path, query) == form


@given(path=st.text(), query=st.text())
def test_any_text_has_a_form(path: str, query: str):
    """No text raises."""
    assert read_form(path, query) in PageForm
