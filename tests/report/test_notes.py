"""Notes say what limits the numbers, and only what applies."""

from dataclasses import replace
from datetime import timedelta

from searchgap.model.gap import State
from searchgap.model.serp import FailureKind
from searchgap.report.notes import list_failures

TEN = "c" * 10


def notes_of(golden, view_of, *outcomes, **facts):
    gaps = [golden.judge("Inkwell", outcome, State.ABSENT, 100) for outcome in outcomes]
    return view_of(golden.sum_up("Inkwell", gaps, {"Inkwell": 0.0}), **facts).notes


def test_a_plain_audit_has_one_note(golden, view_of):
    """Fresh, verified, complete answers leave only the assumption behind share of voice to be said."""
    (note,) = notes_of(golden, view_of, golden.answer("a", TEN))
    assert note == (
        'Share of voice rests on the rank weights "survey-2024" (an invented survey, of 2024-06-30): '
        "an assumption, not a count of visits."
    )


def test_a_recording_is_called_one(golden, view_of):
    """Numbers out of a recording say so, with its origin and age."""
    old = {"origin": "recorded 2026-11-20 by hand", "retrieved_at": golden.NOW - timedelta(days=2)}
    notes = notes_of(golden, view_of, golden.answer("a", TEN, **old), golden.answer("b", TEN, **old))
    assert notes[0] == "These numbers come from a recording: recorded 2026-11-20 by hand, 2 days old."


def test_a_partial_recording_says_how_much(golden, view_of):
    """Where only some answers are recorded, their number is told."""
    recorded = golden.answer("a", TEN, origin="recorded by hand")
    notes = notes_of(golden, view_of, recorded, golden.answer("b", TEN))
    assert notes[0] == "From a recording: 1 of 2 answers (recorded by hand, 3 hours old)."


def test_many_recordings_are_summed_up(golden, view_of):
    """However many recordings there are, the notes stay few."""
    answers = [golden.answer(f"query {number}", TEN, origin=f"recorded by {number}") for number in range(50)]
    notes = notes_of(golden, view_of, *answers)
    assert notes[2] == "From a recording: 1 of 50 answers (recorded by 2, 3 hours old)."
    assert notes[3] == "From other recordings: 47 of 50 answers, 3 hours old."
    assert len(notes) == 5


def test_reused_answers_show_their_ages(golden, view_of):
    """Answers out of history are counted with their range of ages."""
    answers = [
        golden.answer(f"query {days}", TEN, reused=True, retrieved_at=golden.NOW - timedelta(days=days))
        for days in (2, 9)
    ]
    assert notes_of(golden, view_of, *answers)[0] == "Reused from history: 2 of 2 answers, 2 days to 9 days old."


def test_an_empty_page_is_measured(golden, view_of):
    """An empty page of results is explained as a fact, not a failure."""
    notes = notes_of(golden, view_of, golden.answer("a", ""))
    assert notes[0].startswith("Without a single result: 1 of 1 answer; that is measured")


def test_an_unverified_market_is_told(golden, view_of):
    """A market the provider did not confirm is told."""
    notes = notes_of(golden, view_of, golden.answer("a", TEN, market_verified=False))
    assert notes[0] == "Market (country, language) not confirmed by the provider: 1 of 1 answer."


def test_an_interrupted_audit_names_the_way_on(golden, view_of):
    """An audit without an end says how to finish it."""
    notes = notes_of(golden, view_of, golden.answer("a", TEN), finished_at=None)
    assert notes[0] == "This audit was interrupted. To finish it: searchgap audit --resume"


def test_shared_searches_are_counted_once(golden, view_of):
    """Two brands that want the same search explain why there are more judgements than searches."""
    shared = golden.answer("inkwell vs quill", "qo" + "c" * 8)
    brands = [golden.sum_up(name, [golden.judge(name, shared, State.ABSENT, 100)], {}) for name in ("Inkwell", "Quill")]
    assert "2 queries of brands are 1 search: a search that brands share is made once" in view_of(*brands).notes[0]


def test_a_query_asked_in_several_ways_is_said_to_count_for_each(golden, view_of):
    """Two providers under one kind of ranking do not make two queries of one, and their answers are alike."""
    serp = golden.answer("inkwell vs quill", "qo" + "c" * 8)
    other = replace(serp, request=replace(serp.request, provider="mill"))
    gaps = [golden.judge("Inkwell", one, State.ABSENT, 100) for one in (serp, other)]
    notes = view_of(golden.sum_up("Inkwell", gaps, {})).notes
    (said,) = (note for note in notes if "in several ways" in note)
    assert said.startswith("1 query is asked in several ways, and every answer counts: 2 in all.")
    alone = view_of(golden.sum_up("Inkwell", gaps[:1], {})).notes
    assert not any("in several ways" in note for note in alone)


def test_failures_are_grouped_by_reason(golden):
    """Each distinct reason is listed once with its count, its hint and some of the queries."""
    searches = [
        golden.fail("late", FailureKind.TIMEOUT, "no answer within 20 s.", None),
        *(golden.fail(f"query {number}") for number in range(5)),
        golden.skip("dear"),
    ]
    first, *others = list_failures(searches)
    assert first.searches == 5
    assert first.sentence == "5 failed (bureau, rate-limit): bureau answered: too many requests (HTTP 429)"
    assert first.hint == "lower the rate in providers.bureau, or try again in a minute"
    assert first.queries == "query 0, query 1, query 2 and 2 more"
    assert [row.sentence for row in others] == [
        "1 failed (bureau, timeout): no answer within 20 s",
        "1 not searched (bureau, budget): the next search would pass --max-cost",
    ]
    assert others[0].hint is None


def test_short_pages_are_told(golden, view_of):
    """Where a provider delivered fewer results than asked for, the base of the places is explained."""
    notes = notes_of(golden, view_of, golden.answer("a", "ccc"), golden.answer("b", TEN))
    assert notes[0] == "Fewer results than asked for: 1 of 2 answers, as few as 3; places count what came."


def test_changed_words_are_told(golden, view_of):
    """Where the provider searched other words than asked for, both are named."""
    notes = notes_of(golden, view_of, golden.answer("evrenote", TEN, searched_for="evernote"))
    assert notes[0] == 'The provider searched other words: 1 of 1 answer ("evernote" for "evrenote").'


def test_an_engine_missing_from_a_blend_is_told(golden, view_of):
    """A blend that an engine did not answer for is measured, and said to be another ranking than the whole blend."""
    partial = golden.answer("a", TEN, engine="searxng without google, startpage")
    notes = notes_of(golden, view_of, partial, golden.answer("b", TEN))
    assert notes[0] == (
        "Some engines did not answer: 1 of 2 answers (searxng without google, startpage); "
        "each blend is a ranking of its own."
    )
