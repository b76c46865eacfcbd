"""Goals as they are worded: plan against actual, holes said as holes, and a projection under its name."""

from dataclasses import replace

import pytest

from searchgap.model.goal import Metric
from searchgap.model.measure import Measure
from searchgap.report.base import Layout
from searchgap.report.goals import PROJECTED, build_goals
from searchgap.report.measures import METRIC_WORDS, word_measure, word_target, word_value
from searchgap.report.registry import find_format


@pytest.mark.parametrize("name", ["terminal", "json", "csv", "markdown"])
def test_every_format_has_the_goals(view, name):
    """Whatever the format, each goal is there with its status and its target day."""
    text = "".join(find_format(name).render(view, Layout(table="goals", width=100)))
    for row in view.goals:
        assert row.status.value in text or row.status_words in text
        assert row.goal.by.isoformat() in text


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_a_projection_is_named_as_such(view, name):
    """What comes if it went on like this is never told without saying so."""
    text = "".join(find_format(name).render(view, Layout(width=200)))
    (line,) = [line for line in text.splitlines() if "2027-05-10" in line]
    assert PROJECTED in line


def test_no_goals_leave_no_trace(view):
    """A report without goals has no section of them."""
    bare = replace(view, goals=())
    for name in ("terminal", "markdown"):
        assert "Goals" not in "".join(find_format(name).render(bare, Layout()))


def test_many_goals_are_cut(golden, view):
    """What does not fit into a report for people is counted, with the command that has it all."""
    many = replace(view, goals=build_goals(golden.build_golden_goals() * 10))
    for name in ("terminal", "markdown"):
        assert "and 60 more goals: searchgap trend" in "".join(find_format(name).render(many, Layout()))


def test_rankings_are_told_apart(golden):
    """Where goals stand under several rankings each says under which."""
    goals = golden.build_golden_goals()
    rows = build_goals([goals[0], replace(goals[0], ranking="own index")])
    assert [row.label for row in rows] == ["Inkwell (search page): coverage", "Inkwell (own index): coverage"]


def test_names_of_strangers_are_cleaned(golden):
    """A topic that commands a terminal is shown without its commands."""
    progress = golden.build_golden_goals()[0]
    (row,) = build_goals([replace(progress, goal=replace(progress.goal, topic="a\x1b[31mb"))])
    assert "\x1b" not in row.label


@pytest.mark.parametrize(
    ("metric", "value", "words"),
    [
        (Metric.COVERAGE, 0.001, "<1 %"),
        (Metric.COVERAGE, 0.999, ">99 %"),
        (Metric.COVERAGE_DROP, -0.2, "-20 %"),
        (Metric.GAP_SCORE, 99.99, "99.9"),
        (Metric.GAP_SCORE, 0.001, "0.1"),
        (Metric.GAP_SCORE, 100, "100"),
        (Metric.ABSENT, 1200, "1,200"),
        (Metric.ABSENT, 2.4, "2.4"),
    ],
)
def test_values_are_not_rounded_to_an_end(metric, value, words):
    """No value is shown as none or all of its range unless it is that."""
    assert word_value(metric, value) == words


def test_targets_are_shown_as_they_were_set():
    """A target is what the user wrote, not a rounding of it."""
    assert word_target(Metric.COVERAGE, 0.335) == "33.5 %"
    assert word_target(Metric.ABSENT, 12) == "12"


@pytest.mark.parametrize(
    ("metric", "value", "queries", "words"),
    [
        (Metric.COVERAGE, 0.5, 4, "50 % of 4 queries"),
        (Metric.PLACES, 3, 4, "3 of 37"),
        (Metric.SHARE_OF_VOICE, 0.5, 4, "50 % over 4 queries"),
        (Metric.UNMEASURED, 2, 4, "2 of 6 queries"),
        (Metric.COVERAGE, None, 0, "not measured"),
        (Metric.SHARE_OF_VOICE, None, 4, "nobody ranks"),
        (Metric.PLACES, None, 4, "no results"),
    ],
)
def test_a_measure_is_told_with_its_base(metric, value, queries, words):
    """Every number names what it rests on, and a hole names its reason."""
    of = 37 if metric is Metric.PLACES else None
    measure = Measure(metric=metric, brand="I", ranking="r", value=value, queries=queries, planned=6, of=of)
    assert word_measure(measure) == words


def test_every_metric_has_words():
    """No metric is shown under its key."""
    assert set(METRIC_WORDS) == set(Metric)
