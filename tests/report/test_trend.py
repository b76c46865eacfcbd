"""Reports on a trend: full series for programs, curves for people, and holes that stay holes in all of them.

To accept a changed page, run this file with SEARCHGAP_ACCEPT_GOLDEN=1, read the difference, and commit it.
"""

import csv
import json
import runpy
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from searchgap.errors import UsageError
from searchgap.model.goal import Goal, Metric
from searchgap.report.base import Layout
from searchgap.report.formats import TRENDS
from searchgap.report.trend.sparkline import ASCII_MARKS, draw_changes, draw_sparkline
from searchgap.report.trend.view import build_trend_view
from searchgap.rules.goals import follow_goal
from searchgap.rules.strands import take_samples
from searchgap.rules.trend import TrendWish, build_trend

GOLDEN = Path(__file__).parents[1] / "golden"
check_page = runpy.run_path(str(GOLDEN / "pages.py"))["check_page"]
GOAL = Goal(metric=Metric.COVERAGE, target=1.0, by=date(2026, 3, 2), brand="Inkwell")
TODAY = date(2026, 2, 10)


@pytest.fixture(scope="session")
def view(weekly):
    """Six audits: one of an older provider, a hole, a list that grew, a chosen part left out, and a goal."""
    audits = [
        weekly.audit(0, weekly.brand("Inkwell", "oo oo", provider="agency"), digest="a"),
        weekly.audit(1, weekly.brand("Inkwell", "xx xx"), digest="a"),
        weekly.audit(2, weekly.brand("Inkwell", "? ?"), digest="a"),
        weekly.audit(3, weekly.brand("Inkwell", "oo xx xx xx", topics=("b", "b", "c", "c")), digest="b"),
        weekly.audit(4, weekly.brand("Inkwell", "oo"), digest="b"),
        weekly.audit(5, weekly.brand("Inkwell", "oo xx oo xx", topics=("b", "b", "c", "c")), digest="b"),
    ]
    samples = take_samples(audits)
    return build_trend_view(build_trend(samples, TrendWish()), follow_goal(GOAL, samples, TODAY))


def show(view, name, **layout):
    return "".join(TRENDS.render(view, name, Layout(**layout)))


def test_the_terminal_draws_holes_and_says_why(view):
    """A failed week is a dot in the curve, and the notes say what was left out, apart or changed."""
    text = show(view, "terminal", width=100)
    lines = text.splitlines()
    (coverage,) = [lines[place + 1] for place, line in enumerate(lines) if line.startswith("coverage")]
    assert coverage.split() == ["▁·▄▇"]
    assert "50 % of 4 queries" in text
    assert "1 audit measured nothing" in text
    assert "00000040 (1 of 4)" in text
    assert "not joined with the later ones, searched with agency" in text
    assert "2026-01-26: 2 searches added" in text


def test_the_same_searches_have_a_curve_of_their_own(view):
    """Over the searches that all audits made there is a curve under the one as measured, on its scale."""
    lines = show(view, "terminal", width=100).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("same 2 searches"))
    assert "50 % of 2 queries" in lines[place]
    assert "from 0 %" in lines[place]
    assert lines[place + 1].split() == ["▁·▇▇"]


def test_a_goal_is_drawn_in(view):
    """The plan of a goal stands under the curve it is about, and its status in a section of its own."""
    lines = show(view, "terminal", width=100).splitlines()
    (plan,) = [line.split()[-1] for line in lines if line.startswith("goal's plan")]
    assert plan[0] == "▁"
    assert list(plan) == sorted(plan)
    assert any(line.startswith("behind") for line in lines)


def test_ascii_terminals_get_digits(view):
    """Where blocks cannot be encoded the curve is drawn with digits, and nothing else needs more than ASCII."""
    text = show(view, "terminal", width=60, ascii_only=True)
    assert text.isascii()
    assert "1.47" in text


def test_a_narrow_terminal_shows_the_last_audits(weekly):
    """Curves are cut to the room there is, which is said."""
    audits = [weekly.audit(week, weekly.brand("Inkwell", "oo")) for week in range(60)]
    view = build_trend_view(build_trend(take_samples(audits), TrendWish()), ())
    text = show(view, "terminal", width=60)
    assert "drawn are the last 38 of 60 audits" in text
    assert max(map(len, text.splitlines())) <= 60


def test_json_has_every_series_whole(view):
    """Every audit of every series is there; a hole is null with its base, and the older series is marked."""
    shown = json.loads(show(view, "json"))
    current, *_ = [one for one in shown["series"] if one["current"] and one["topic"] is None]
    assert [point["coverage"] for point in current["points"]] == [0, None, 0.25, 0.5]
    assert [point["coverage"] for point in current["same_searches"]] == [0, None, 0.5, 0.5]
    assert [(point["measured"], point["planned"]) for point in current["points"]] == [(2, 2), (0, 2), (4, 4), (4, 4)]
    assert current["points"][1]["coverage_interval"] is None
    assert [one["points"][0]["coverage"] for one in shown["series"] if not one["current"]] == [1]
    assert {one["topic"] for one in shown["series"]} == {None, "b", "c"}
    assert shown["left_out"][0]["searches"] == 1
    assert shown["goals"][0]["status"] == "behind"


def test_csv_has_a_row_for_every_point(view):
    """One row per series, metric and audit; an empty cell where nothing was measured, and the plan of the goal."""
    rows = list(csv.DictReader(StringIO(show(view, "csv").removeprefix("\ufeff"))))
    measured = [row for row in rows if (row["metric"], row["topic"], row["series"]) == ("coverage", "", "current")]
    whole = [row for row in measured if row["queries_counted"] == "as measured"]
    assert [row["value"] for row in whole] == ["0.0", "", "0.25", "0.5"]
    assert [row["goal_plan"] for row in whole] == ["0.0", "0.1429", "0.2857", "0.5714"]
    assert [row["searches_added"] for row in whole] == ["0", "0", "2", "0"]
    assert [row["value"] for row in measured if row["queries_counted"] == "same searches"] == ["0.0", "", "0.5", "0.5"]


def test_markdown_is_a_table_of_curves(view):
    """Metrics, topics, goals and notes are there for a job summary."""
    text = show(view, "markdown")
    assert "| coverage | 50 % of 4 queries" in text
    assert "`▁·▄▇`" in text
    assert "### By topic: coverage" in text
    assert "## Goals" in text


def test_the_page_is_the_golden_one(view, expect_golden):
    """The page is laid out exactly as its accepted file shows."""
    expect_golden("trend.html", show(view, "html"))


def test_the_page_draws_every_metric_and_tells_the_figures(view):
    """There is a chart for each metric with its last value, the hole in words, the goal, and every figure."""
    page = check_page(show(view, "html"))
    (brand,) = view.brands
    assert page.tags.count("figure") == len(brand.main.curves)
    assert all(f"{curve.label} {curve.last}" in page.words for curve in brand.main.curves)
    assert all(f"{row.scope} {row.curves[0].last}" in page.words for row in brand.topics)
    assert all(sentence in page.words for sentence in (view.title, brand.main.about, *brand.main.changes, *view.notes))
    assert "2026-01-19: not measured" in page.words
    assert "goal at least 100 % by 2026-03-02" in page.words
    assert "2026-02-09 00000050 4 of 4 50 % of 4 queries" in page.words
    assert "Goals Plan against actual Status Goal Target Actual Plan behind Inkwell: coverage" in page.words


def test_hundreds_of_audits_are_cut_to_the_last(weekly):
    """A page shows what can be seen, and says how much that is."""
    audits = [weekly.audit(week, weekly.brand("Inkwell", "oo xx")) for week in range(300)]
    view = build_trend_view(build_trend(take_samples(audits), TrendWish()), ())
    page = check_page(show(view, "html"))
    assert "drawn are the last 260 of 300 audits" in page.words
    assert page.words.count("2 of 2 50 % of 2 queries") == 260


def test_strangers_do_nothing_on_a_page(weekly):
    """Names of brands and topics are text on a page too, in tables, charts and captions."""
    brand = weekly.brand(
        "<script>\u202eInk&well", "oo xx", topics=("</style><b onclick=x>", '"><a href="javascript:x">')
    )
    view = build_trend_view(build_trend(take_samples([weekly.audit(0, brand)]), TrendWish()), ())
    page = check_page(show(view, "html"))
    assert "<script>Ink&well" in page.words
    assert '"><a href="javascript:x">' in page.words


def test_strangers_command_no_terminal(weekly):
    """Names in a configuration are shown, never obeyed."""
    brand = weekly.brand("Ink\x1b[2Jwell", "oo xx", topics=("a\x1b[31m", "b|c"))
    view = build_trend_view(build_trend(take_samples([weekly.audit(0, brand)]), TrendWish()), ())
    assert all("\x1b" not in show(view, name) for name in TRENDS.suffixes)
    assert "b\\|c" in show(view, "markdown")


@pytest.mark.parametrize(
    ("values", "top", "drawn"),
    [
        ([0, 0.5, 1], 1, "▁▅█"),
        ([None, 0], 0, "·▁"),
        ([0.52, 0.5, 0.51], 0.52, "███"),
        ([], 1, ""),
        ([2, -1], 1, "█▁"),
    ],
)
def test_curves_start_at_nothing(values, top, drawn):
    """Blocks stand for values from 0, so that a small move looks small; what is not known is a dot."""
    assert draw_sparkline(values, top) == drawn


def test_marks_of_a_changed_list():
    """Added, dropped and both are told apart, in ASCII too."""
    assert draw_changes([(0, 0), (2, 0), (0, 1), (1, 1), (0, 0)]) == " +-±"
    assert draw_changes([(1, 1)]).translate(ASCII_MARKS) == "*"


def test_formats_are_found_by_name_and_suffix():
    """A file name says its format; one that trends do not have is refused with those they have."""
    assert [TRENDS.find_of(f"a/trend{suffix.upper()}") for suffix in TRENDS.suffixes.values()] == list(TRENDS.suffixes)
    with pytest.raises(UsageError, match="does not end in"):
        TRENDS.find_of("gates.xml")
    with pytest.raises(UsageError, match='no format "junit"'):
        TRENDS.check("junit")


def test_reused_answers_are_no_new_measurement(weekly):
    """Audits that hold answers of earlier ones are named with how many, in the notes and in the series."""
    audits = [weekly.audit(week, weekly.brand("Inkwell", "oo xx")) for week in range(8)]
    audits[1:] = [replace(audit, tally=replace(audit.tally, reused=2)) for audit in audits[1:]]
    samples = take_samples(audits)
    view = build_trend_view(build_trend(samples, TrendWish()), ())
    (note,) = [note for note in view.notes if "reused" in note]
    assert note.startswith("answers reused from earlier audits stand in 7 audits once more, and are no new measurement")
    assert note.endswith("2026-02-16 (2) and 2026-02-23 (2) and 2 more")
    points = json.loads(show(view, "json"))["series"][0]["points"]
    assert [point["reused"] for point in points] == [0, *[2] * 7]
    plain = build_trend_view(build_trend(take_samples(audits[:1]), TrendWish()), ())
    assert not any("reused" in note for note in plain.notes)
