"""Conditions of the gate: read as they are written, refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.config.complaints import MistakeError
from searchgap.config.conditions import read_condition
from searchgap.model.goal import Comparison, Metric, Threshold


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
    assert read_condition(text) == Threshold(metric=metric, comparison=comparison, value=value)


@given(st.sampled_from(Metric), st.sampled_from(Comparison), st.integers(0, 1))
def test_every_combination_is_read(metric, comparison, value):
    """There is no metric that a comparison does not fit."""
    assert read_condition(f"{metric} {comparison} {value}") == Threshold(
        metric=metric, comparison=comparison, value=value
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must hold one of <, <=, >, >=, ==, !="),
        ("coverage 0.3", "must hold one of <, <=, >, >=, ==, !="),
        ("coverage => 0.3", "must compare with one of <, <=, >, >=, ==, !="),
        ("coverage <> 0.3", "must compare with one of <, <=, >, >=, ==, !="),
        ("coverage < ", "must end in a number"),
        ("coverage < 0.3 0.4", "must end in a number"),
        ("coverage < 0.3 or absent > 1", "must end in a number"),
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


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    """No text breaks the reader: it is a threshold or a mistake."""
    try:
        outcome = read_condition(text)
    except MistakeError as mistake:
        outcome = mistake
    assert isinstance(outcome, Threshold) or outcome.problem
