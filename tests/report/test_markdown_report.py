"""Markdown shows what it is given and nothing else, and fits a job summary."""

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from searchgap.model.gap import State
from searchgap.report.markdown_report import escape, render


def as_html(text):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a | b", "<p>a | b</p>"),
        ("*bold* _em_ ~~no~~ `code`", "<p>*bold* _em_ ~~no~~ `code`</p>"),
        ("[x](https://evil.example)", "<p>[x](https&#58;//evil.example)</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("&lt;b&gt; &copy;", "<p>&amp;lt;b&amp;gt; &amp;copy;</p>"),
        ("![x](y)", "<p>![x](y)</p>"),
        ("<https://evil.example>", "<p>&lt;https&#58;//evil.example&gt;</p>"),
        ("back\\slash \\[", "<p>back\\slash \\[</p>"),
    ],
)
def test_escaped_text_shows_itself(text, html):
    """Markup, HTML, entities and links in strangers' text are shown as they are written."""
    assert as_html(escape(text)).strip() == html.replace("&#58;", ":")


@pytest.mark.parametrize("text", ["@everyone", "see #12", "https://evil.example", "WWW.evil.example", "a@b.example"])
def test_escaped_text_triggers_nothing(text):
    """Mentions, issue references and bare addresses are broken up where a forge would link them."""
    escaped = escape(text)
    assert not {"@e", "@b", "#1", "://", "WWW."} & {
        escaped[place : place + size] for place in range(40) for size in (2, 3, 4)
    }


def test_report_has_the_parts_a_reader_expects(view):
    """The headline, the tally, a part per brand, what failed and the notes are all there."""
    text = "".join(render(view))
    html = as_html(text)
    assert view.headline in html
    assert "11 searches planned: 7 measured (1 reused), 3 failed, 1 not searched" in html
    for heading in ("Inkwell", "Quill", "Paperhaus", "Not measured", "Notes"):
        assert f"<h2>{heading}</h2>" in html
    assert html.count("<h3>Who owns the conversation</h3>") == 2


def test_pages_are_linked(view):
    """The pages that hold a gap are links with their titles."""
    html = as_html("".join(render(view)))
    assert '<a href="https://www.quill.example/q/inkwell-vs-quill?place=1&amp;ref=serp">Inkwell vs quill:' in html


def test_other_addresses_are_not_linked(golden, view_of):
    """An address that is not of the web is shown, not linked."""
    serp = golden.answer("a", "c")
    hostile = replace(serp, results=(replace(serp.results[0], url="javascript:alert(1)", title="click"),))
    judged = golden.judge("Inkwell", serp, State.ABSENT, 100)
    gap = judged._replace(ending=golden.keep(hostile))
    html = as_html("".join(render(view_of(golden.sum_up("Inkwell", [gap], {})))))
    assert "click (javascript:alert(1))" in html
    assert "<a " not in html


def test_long_lists_say_what_is_left_out(golden, view_of):
    """Thousands of queries are cut, with a count and the command that shows them all."""
    gaps = [golden.judge("Inkwell", golden.answer(f"query {number}", "c"), State.ABSENT, 100) for number in range(500)]
    gaps += [golden.judge("Inkwell", golden.fail(f"late {number}"), State.UNMEASURED) for number in range(3)]
    text = "".join(render(view_of(golden.sum_up("Inkwell", gaps, {}))))
    assert (
        "and 473 more queries, 3 of them not measured: searchgap report 1a2b3c4d --format csv --table results" in text
    )
    assert "and 495 more gaps" in text
    assert len(text) < 20_000


def test_report_of_many_brands_fits_a_job_summary(golden, view_of):
    """However many brands there are, the summary stays below a mebibyte, and the notes are still at its end."""
    gaps = [
        golden.judge("Inkwell", golden.answer(f"{'query ' * 15}{number}", "cvbrm"), State.ABSENT, 100)
        for number in range(30)
    ]
    brand = golden.sum_up("Inkwell", gaps, {"Inkwell": None})
    text = "".join(render(view_of(*[replace(brand, name=f"Brand {number}") for number in range(300)])))
    assert 800_000 < len(text.encode()) < 1_048_576
    assert "beyond the size of a job summary" in text
    assert text.rstrip().endswith("an assumption, not a count of visits.")
