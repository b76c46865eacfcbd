"""The terminal report reads well at any width, with and without colour, and keeps addresses whole."""

import re

import pytest
from rich.cells import cell_len

from searchgap.model.gap import State
from searchgap.report.base import Layout
from searchgap.report.terminal_report import render


def lines_of(view, **layout):
    return "".join(render(view, Layout(**layout))).splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_lines_fit_the_width(view, width):
    """Only addresses and commands, which must be copied whole, pass the edge."""
    too_long = [line for line in lines_of(view, width=width) if cell_len(line) > width]
    assert all("https://" in line or "searchgap report" in line for line in too_long)


@pytest.mark.parametrize("width", [-1, 0, 1, 10, 10_000])
def test_absurd_widths_are_survived(view, width):
    """A terminal that lies about its width still gets a report."""
    assert any("Inkwell is" in line or "Absent on" in line for line in lines_of(view, width=width))


@pytest.mark.parametrize("width", [40, 80])
def test_addresses_are_whole(view, width):
    """Every address of the biggest gaps stands on a line of its own, uncut."""
    lines = [line.strip() for line in lines_of(view, width=width)]
    for brand in view.brands:
        for gap in brand.gaps:
            for page in gap.pages:
                assert page.address in lines


def test_states_are_told_without_colour(view):
    """Each state has its own mark and word, so a pipe or a colour-blind reader misses nothing."""
    lines = lines_of(view, width=100)
    for told in ("✓ owned", "~ contested", "» speaks", "✗ absent", "? unmeasured"):
        assert any(line.startswith(told) for line in lines)
    assert "\x1b" not in "".join(lines)


def test_colour_tells_unmeasured_from_absent(view):
    """With colour, absent and unmeasured differ in colour too, and nothing but colour is added."""
    coloured = "\n".join(lines_of(view, width=80, colour=True))
    absent, unmeasured = (re.search(rf"\x1b\[([0-9;]+)m. {state}", coloured)[1] for state in ("absent", "unmeasured"))
    assert absent != unmeasured
    plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()]
    assert plain == lines_of(view, width=80)


def test_ascii_marks_stay_apart(view):
    """Where the stream has ASCII only, our own words and marks are ASCII and still differ."""
    lines = lines_of(view, width=100, ascii_only=True)
    own = [line for line in lines if "learned" not in line]
    assert all(line.isascii() for line in own)
    assert any("O=own X=competitor" in line for line in lines)


def test_narrow_terminals_leave_out_the_strip(view):
    """Below the room it needs, the strip and its legend go, the verdicts stay."""
    text = "\n".join(lines_of(view, width=60))
    assert "top ten" not in text.replace("top-ten", "")
    assert "~ contested" in text


def test_environment_does_not_matter(view, monkeypatch):
    """The same view and layout give the same text whatever the environment says."""
    before = lines_of(view, width=80)
    for name, setting in {"COLUMNS": "20", "FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, setting)
    assert lines_of(view, width=80) == before


def test_markup_of_strangers_is_shown(golden, view_of):
    """Square brackets are shown as written, balanced or not."""
    gaps = [golden.judge("Inkwell", golden.answer("[bold]a[/] [/red] [link=x]", "c"), State.ABSENT, 100)]
    assert any(
        "[bold]a[/] [/red] [link=x]" in line
        for line in lines_of(view_of(golden.sum_up("Inkwell", gaps, {})), width=120)
    )


def test_long_lists_say_what_is_left_out(golden, view_of):
    """Thousands of queries are cut at thirty, with a count and the command that shows them all."""
    gaps = [golden.judge("Inkwell", golden.answer(f"query {number}", "c"), State.ABSENT, 100) for number in range(1000)]
    gaps += [
        golden.judge("Inkwell", golden.fail(f"late {number}", message=str(number)), State.UNMEASURED)
        for number in range(50)
    ]
    lines = lines_of(view_of(golden.sum_up("Inkwell", gaps, {})), width=80)
    assert sum(line.startswith("✗ absent") for line in lines) == 30
    assert (
        "and 1,020 more queries, 50 of them not measured: searchgap report 1a2b3c4d --format csv --table results"
        in lines
    )
    assert "and 40 searches for 40 more reasons: searchgap report 1a2b3c4d --format csv --table results" in lines


def test_several_brands_are_compared_at_the_top(view, view_of, golden):
    """A table compares several brands; one brand needs none."""
    assert any(re.match(r"Quill +1 of 2 measured, 1 not measured +1 +1 of 19 +>99 %", line) for line in lines_of(view))
    alone = golden.sum_up(
        "Inkwell", [golden.judge("Inkwell", golden.answer("a", "c"), State.ABSENT, 100)], {"Inkwell": None}
    )
    assert not any(line.startswith("brand") for line in lines_of(view_of(alone)))
