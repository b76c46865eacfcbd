"""Conditions of the gate: read as they are written, written as they are read, refused with the spot and the reason."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchgap.config.complaints import MistakeError
from searchgap.config.conditions import read_condition
from searchgap.model.goal import EVERYTHING, Comparison, Metric, Scope, Threshold

NUMBERS = {
    Metric.COVERAGE: st.integers(0, 10**6).map(lambda part: part / 10**6),
    Metric.SHARE_OF_VOICE: st.sampled_from([0.0, 0.125, 1.0]),
    Metric.COVERAGE_DROP: st.sampled_from([0.0, 0.05, 1e-15]),
    Metric.GAP_SCORE: st.integers(0, 100).map(float),
}
TEXTS = st.none() | st.text(min_size=1).filter(lambda text: text == text.strip()) | st.sampled_from(['"', "\\", "a]b"])


@st.composite
def thresholds(draw):
    """Any condition that can be written."""
    metric = draw(st.sampled_from(Metric))
    return Threshold(
        metric=metric,
        comparison=draw(st.sampled_from(Comparison)),
        value=draw(NUMBERS.get(metric, st.integers(0, 10**15 - 1).map(float))),
        scope=Scope(brand=draw(TEXTS), topic=draw(TEXTS), query=draw(TEXTS)),
    )


@pytest.mark.parametrize(
    ("text", "metric", "comparison", "value"),
    [
        ("coverage < 0.3", Metric.COVERAGE, Comparison.LESS, 0.3),
        ("coverage<=.3", Metric.COVERAGE, Comparison.AT_MOST, 0.3),
        ("absent > 12", Metric.ABSENT, Comparison.MORE, 12),
        ("new_gaps>=1", Metric.NEW_GAPS, Comparison.AT_LEAST, 1),
        ("gap_score == 100", Metric.GAP_SCORE, Comparison.EQUAL, 100),
        ("  owned   !=   0  ", Metric.OWNED, Comparison.UNEQUAL, 0),
        ("share_of_voice < 1.", Metric.SHARE_OF_VOICE, Comparison.LESS, 1),
    ],
)
def test_a_condition_is_read(text, metric, comparison, value):
    """Any metric, any comparison, any number in range, with or without spaces."""
    assert read_condition(text) == Threshold(metric=metric, comparison=comparison, value=value, scope=EVERYTHING)


@pytest.mark.parametrize(
    ("written", "scope"),
    [
        ("[brand=Evernote]", Scope(brand="Evernote")),
        (" [ topic = how to , brand = Yahoo! ] ", Scope(brand="Yahoo!", topic="how to")),
        ("[query=what's new (2026)?]", Scope(query="what's new (2026)?")),
        ('[query="a, b [c] = \\"d\\" \\\\", topic=e]', Scope(query='a, b [c] = "d" \\', topic="e")),
        ("[brand=Évernote 日本]", Scope(brand="Évernote 日本")),
    ],
)
def test_a_scope_is_read(written, scope):
    """Brand, topic and query limit a condition, in any order, bare or in quotes."""
    assert read_condition(f"coverage{written}< 0.5").scope == scope


@given(thresholds())
@example(Threshold(metric=Metric.COVERAGE, comparison=Comparison.LESS, value=1e-15))
@example(Threshold(metric=Metric.ABSENT, comparison=Comparison.MORE, value=100.0, scope=Scope(brand="brand")))
def test_what_is_written_is_read_back(threshold):
    """A condition as the program writes it means the same condition."""
    assert read_condition(threshold.expression) == threshold


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must begin with a metric, such as coverage"),
        ("< 3", "must begin with a metric, such as coverage"),
        ("coverage", "must compare with one of <, <=, >, >=, ==, !="),
        ("coverage 0.3", "must compare with one of <, <=, >, >=, ==, !="),
        ("coverage => 0.3", "must compare with one of <, <=, >, >=, ==, !="),
        ("coverage <> 0.3", "must compare with one of <, <=, >, >=, ==, !="),
        ("coverage < ", "must end in a number"),
        ("coverage < 0.3 0.4", "must end in a number"),
        ("coverage < 0.3 or absent > 1", "must end in a number"),
        ("coverage < __import__('os')", "must end in a number"),
        ("coverage < nan", "must end in a number"),
        ("absent > 1e3", "must end in a number"),
        ("coverage < 30 %", "a share is a number from 0 to 1, without %"),
        ("coverage < 30", "coverage is a number from 0 to 1, not 30"),
        ("coverage_drop > -0.1", "coverage_drop is a number from 0 to 1, not -0.1"),
        ("absent < -1", "absent is a number of 0 or more, not -1"),
        ("gap_score > 100.5", "gap_score is a number from 0 to 100, not 100.5"),
        ("share of voice < 0.1", 'unknown metric "share of voice", did you mean "share_of_voice"?'),
        ("Coverage < 0.1", 'unknown metric "Coverage", did you mean "coverage"?'),
    ],
)
def test_what_is_no_condition_is_refused(text, problem):
    """Each part that is missing, unknown or impossible has its own words."""
    with pytest.raises(MistakeError) as caught:
        read_condition(text)
    assert caught.value.problem == problem
    assert caught.value.example == "fail_on: [coverage < 0.3]"


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("absent", 6, "must compare with"),
        ("absent 3", 7, "must compare with"),
        ("coverge < 3", 0, 'unknown metric "coverge", did you mean "coverage"?'),
        ("absent[brnd=A] > 3", 7, 'unknown limit "brnd", did you mean "brand"?'),
        ("absent[] > 3", 7, 'unknown limit ""; known: "brand", "topic", "query"'),
        ("absent[brand] > 3", 12, "must say which brand"),
        ("absent[brand=, topic=b] > 3", 13, "must say which brand"),
        ('absent[brand=""] > 3', 13, "must say which brand"),
        ("absent[brand=A, brand=B] > 3", 16, "brand is given twice"),
        ("absent[brand=A > 3", 15, "must go on with , or ] here"),
        ('absent[query=6" pipe] > 3', 14, "must go on with , or ] here"),
        ('absent[query="a] > 3', 13, "the quote must end"),
        ('absent[query="a\\n"] > 3', 13, "the quote must end"),
        ("absent[brand=A]] > 3", 15, "must compare with"),
        ("absent[brand=A] > many", 18, "must end in a number"),
    ],
)
def test_a_caret_points_at_the_spot(text, column, problem):
    """The excerpt is the condition with a caret under where reading it failed."""
    with pytest.raises(MistakeError) as caught:
        read_condition(text)
    assert caught.value.problem.startswith(problem)
    assert caught.value.excerpt == (text, " " * column + "^")


def test_a_caret_stands_right_after_wide_text():
    """Signs that take two columns of a terminal, or none, move the caret as far as they move the text."""
    with pytest.raises(MistakeError) as caught:
        read_condition("absent[brand=日本e\u0301] =")
    assert caught.value.excerpt[1] == " " * len("absent[brand=1234e] ") + "^"


def test_a_long_condition_is_cut_around_the_spot():
    """What is shown of a condition fits a line, and the caret still stands under the spot."""
    with pytest.raises(MistakeError) as caught:
        read_condition(f"absent[query={'x' * 300}, brnd=A, topic={'y' * 300}] > 3")
    line, caret = caught.value.excerpt
    assert len(line) <= 80
    assert line.startswith("…")
    assert line.endswith("…")
    assert line[caret.index("^") :].startswith("brnd=A")


@given(
    st.text(max_size=200)
    | st.text(st.sampled_from('[]=,"\\<>! \n\t\x00\u202e0.a'), max_size=60).map("coverage[brand=".__add__)
)
def test_any_text_is_read_or_refused(text):
    """No text breaks the reader: it is a threshold or a mistake that can be shown on a terminal."""
    try:
        outcome = read_condition(text)
    except MistakeError as mistake:
        outcome = mistake
    assert isinstance(outcome, Threshold) or (outcome.problem and "".join(outcome.excerpt).isprintable())


def test_a_hostile_length_takes_no_time():
    """Reading is linear: a megabyte of any one sign is refused at once."""
    for sign in ' "\\[=,a<9':
        with pytest.raises(MistakeError):
            read_condition(f"coverage[query={sign * 1_000_000}")
