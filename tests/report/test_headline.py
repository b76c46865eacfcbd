"""The headline says where the brands are absent, and never counts what was not measured."""

import pytest

from searchgap.model.gap import Leader, State
from searchgap.report.headline import word_headline


def gap(golden, number, state, leader=None):
    score = {State.ABSENT: 100, State.OWNED: 0}.get(state, 50)
    outcome = golden.fail(f"query {number}") if state is State.UNMEASURED else golden.answer(f"query {number}", "cr")
    leader = Leader(name=leader, rank=1) if leader else None
    return golden.judge("Inkwell", outcome, state, None if state is State.UNMEASURED else score, leader=leader)


def brand(golden, name, *states):
    gaps = [
        gap(golden, number, *(state if isinstance(state, tuple) else (state,))) for number, state in enumerate(states)
    ]
    return golden.sum_up(name, gaps, {name: 0.0})


ABSENT, OWNED, SPEAKS, UNMEASURED = State.ABSENT, State.OWNED, State.SPEAKS, State.UNMEASURED


@pytest.mark.parametrize(
    ("states", "headline"),
    [
        ([ABSENT], "Inkwell is absent from 1 of 1 measured query; no competitor ranks there either."),
        ([ABSENT, OWNED], "Inkwell is absent from 1 of 2 measured queries; no competitor ranks there either."),
        ([(ABSENT, "Quill")], "Inkwell is absent from 1 of 1 measured query; Quill leads there."),
        (
            [(ABSENT, "Quill"), (ABSENT, "Scribe"), (ABSENT, "Quill")],
            "Inkwell is absent from 3 of 3 measured queries; Quill leads on 2 of them.",
        ),
        ([OWNED, SPEAKS], "Inkwell is in the conversation on 2 of 2 measured queries and leads on 1."),
        (
            [OWNED, UNMEASURED],
            "Inkwell is in the conversation on 1 of 1 measured query and leads on 1. 1 query was not measured.",
        ),
        ([UNMEASURED, UNMEASURED], "Nothing was measured: 2 queries without an answer."),
    ],
)
def test_headline_of_one_brand(golden, states, headline):
    """One brand's headline counts its absences and names who leads there."""
    assert word_headline([brand(golden, "Inkwell", *states)]) == headline


def test_headline_of_brands_that_are_absent_everywhere(golden):
    """Where nobody is present, everybody is named; a brand without a measurement is not accused."""
    brands = [brand(golden, name, ABSENT) for name in ("Inkwell", "Quill")] + [brand(golden, "Scribe", UNMEASURED)]
    assert word_headline(brands) == (
        "Absent on 2 of 2 measured queries: nobody from Inkwell or Quill is in the conversation. "
        "1 query was not measured."
    )


def test_headline_of_several_brands_puts_the_worst_first(golden):
    """Several brands are listed by how often they are absent."""
    brands = [
        brand(golden, "Inkwell", ABSENT, OWNED),
        brand(golden, "Quill", ABSENT, ABSENT),
        brand(golden, "Scribe", OWNED),
    ]
    assert word_headline(brands) == "Absent on 3 of 5 measured queries: Quill 2 of 2, Inkwell 1 of 2, Scribe 0 of 1."


def test_headline_of_brands_that_are_all_present(golden):
    """When no brand is absent anywhere, that is the news."""
    brands = [brand(golden, name, OWNED, SPEAKS) for name in ("Inkwell", "Quill")]
    assert word_headline(brands) == "Every brand is in the conversation on each of 4 measured queries."


def test_headline_of_many_brands_is_short(golden):
    """An agency's dozens of brands do not fill the screen."""
    brands = [brand(golden, f"Brand {number}", ABSENT) for number in range(40)]
    headline = word_headline(brands)
    assert headline.endswith(
        "nobody from Brand 0, Brand 1, Brand 2, Brand 3 or 36 other brands is in the conversation."
    )


def test_headline_of_nothing_is_said_plainly():
    """An audit of no brand has a headline too."""
    assert word_headline([]) == "Nothing was measured: 0 queries without an answer."


def test_headline_is_cleaned(golden):
    """A hostile name does no harm in the sentence everybody reads first."""
    assert word_headline([brand(golden, "Ink\x1b[31mwell\u202e", ABSENT)]).startswith("Inkwell is absent")
