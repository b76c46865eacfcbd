"""Gates: what breaches, what is met, and what nobody can know."""

import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.gap import State
from searchgap.model.gate import EarlierAudit, GateOutcome, Obstacle
from searchgap.model.goal import Comparison, Gates, Metric, Scope, Threshold
from searchgap.model.snapshot import Snapshot
from searchgap.rules.gates import judge_gates, needs_earlier
from searchgap.rules.pairing import pair_alike

golden = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "golden" / "audit.py")))

MET, BREACHED, NOT_JUDGED = GateOutcome
EARLIER = EarlierAudit(id="0e0e0e0e", started_at=golden.STARTED)


def gate(metric, comparison, value, least=None, **scope):
    """Gates with one condition."""
    threshold = Threshold(metric=metric, comparison=Comparison(comparison), value=value, scope=Scope(**scope))
    return Gates(min_measured=least, fail_on=(threshold,))


def audit_of(queries, brand="Inkwell", **more_brands):
    """An audit of `query: places`, or `query: None` for one that failed; `o` is a place of the brand, `c` is not."""
    return golden.audit_of(
        *(
            golden.sum_up(name, [judge(name, text, places) for text, places in own.items()], {name: 1.0})
            for name, own in {brand: queries, **more_brands}.items()
        )
    )


def judge(brand, text, places):
    text, _, topic = text.partition("/")
    if places is None:
        return golden.judge(brand, golden.fail(text), State.UNMEASURED, topic=topic or None)
    state = State.OWNED if "o" in places else State.ABSENT
    score = 0 if "o" in places else 100
    return golden.judge(brand, golden.answer(text, places), state, score, topic=topic or None)


def compare(gates, before, after):
    """How gates end where changes are counted from an earlier audit."""
    paired = pair_alike(Snapshot(audit=before, pages={}), Snapshot(audit=after, pages={}), lambda _: False)
    return judge_gates(gates, after, earlier=EARLIER, paired=paired)


def one(report):
    """The only result of a report."""
    (result,) = report.results
    return result


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        ("<", BREACHED, MET, MET),
        ("<=", BREACHED, BREACHED, MET),
        (">", MET, MET, BREACHED),
        (">=", MET, BREACHED, BREACHED),
        ("==", MET, BREACHED, MET),
        ("!=", BREACHED, MET, BREACHED),
    ],
)
def test_a_gate_is_breached_where_its_condition_holds(comparison, below, at, above):
    """Three absent queries held against four, three and two, under every comparison."""
    audit = audit_of({"a": "c", "b": "c", "d": "", "e": "o"})
    for threshold, outcome in ((4, below), (3, at), (2, above)):
        report = judge_gates(gate(Metric.ABSENT, comparison, threshold), audit)
        assert (report.outcome, one(report).outcome) == (outcome, outcome)


@given(st.integers(1, 60), st.data())
def test_a_share_on_the_threshold_is_on_it(queries, data):
    """A coverage of 3 of 10 is 0.3: not below it, whatever binary fractions make of it."""
    present = data.draw(st.integers(0, queries))
    audit = audit_of({str(number): "o" if number < present else "c" for number in range(queries)})
    assert judge_gates(gate(Metric.COVERAGE, "<", present / queries), audit).outcome is MET
    assert judge_gates(gate(Metric.COVERAGE, "<=", present / queries), audit).outcome is BREACHED


def test_every_brand_is_judged_by_itself():
    """A condition without a brand is held against each, so that a good one hides no bad one."""
    audit = audit_of({"a": "o", "b": "o"}, Quill={"c": "c"})
    report = judge_gates(gate(Metric.COVERAGE, "<", 0.5), audit)
    assert [(one.measure.brand, one.outcome) for one in report.results] == [("Inkwell", MET), ("Quill", BREACHED)]
    assert one(judge_gates(gate(Metric.COVERAGE, "<", 0.5, brand="Inkwell"), audit)).outcome is MET


def test_a_scope_limits_the_queries():
    """Topic and query take in their own queries only, and the base says how many."""
    audit = audit_of({"a/x": "o", "b/x": "o", "c/y": "c", "d/y": None})
    by_topic = one(judge_gates(gate(Metric.COVERAGE, "<", 0.5, topic="y"), audit))
    assert (by_topic.outcome, by_topic.measure.queries, by_topic.measure.planned) == (BREACHED, 1, 2)
    assert one(judge_gates(gate(Metric.COVERAGE, "<", 0.5, query="a"), audit)).outcome is MET


@pytest.mark.parametrize("metric", [metric for metric in Metric if metric is not Metric.UNMEASURED])
@pytest.mark.parametrize("comparison", ["<", ">=", "!="])
def test_without_a_base_nothing_is_met_or_breached(metric, comparison):
    """Where nothing was measured no metric passes and none breaches, under whatever comparison."""
    nothing = audit_of({"a": None})
    result = one(compare(gate(metric, comparison, 0), audit_of({"a": "o"}), nothing))
    assert (result.outcome, result.obstacle, result.measure.value) == (NOT_JUDGED, Obstacle.NO_VALUE, None)


def test_the_number_of_unmeasured_queries_is_always_known():
    """That nothing was measured is itself a number."""
    assert judge_gates(gate(Metric.UNMEASURED, ">", 0), audit_of({"a": None})).outcome is BREACHED


def test_a_scope_that_nothing_falls_into_is_not_judged():
    """A brand, topic or query that this audit did not search passes nothing."""
    report = judge_gates(gate(Metric.ABSENT, ">", 0, topic="nowhere"), audit_of({"a": "o"}))
    assert (one(report).obstacle, one(report).measure, report.outcome) == (Obstacle.NOT_SEARCHED, None, NOT_JUDGED)


def test_too_little_measured_judges_nothing():
    """Below `min_measured` even a condition that holds is no breach; on it, it is."""
    audit = audit_of({"a": "c", "b": "c", "d": None})
    below = judge_gates(gate(Metric.ABSENT, ">", 0, least=0.67), audit)
    assert (below.outcome, one(below).obstacle) == (NOT_JUDGED, Obstacle.TOO_LITTLE_MEASURED)
    assert (below.measured, below.planned, below.enough_measured) == (2, 3, False)
    assert judge_gates(gate(Metric.ABSENT, ">", 0, least=2 / 3), audit).outcome is BREACHED


def test_too_little_measured_within_a_scope_does_not_judge_it():
    """Enough of the audit as a whole is not enough of the queries a condition is about."""
    audit = audit_of({"a/x": "c", "b/x": None, "c/y": "o", "d/y": "o"})
    report = judge_gates(gate(Metric.ABSENT, ">", 0, least=0.75, topic="x"), audit)
    assert (report.enough_measured, one(report).obstacle) == (True, Obstacle.TOO_LITTLE_MEASURED)
    assert judge_gates(gate(Metric.ABSENT, ">", 0, least=0.75, topic="y"), audit).outcome is MET


def test_min_measured_alone_is_a_gate():
    """Without any condition there is still the question whether enough was measured."""
    audit = audit_of({"a": "c", "b": None})
    assert judge_gates(Gates(min_measured=0.5), audit).outcome is MET
    assert judge_gates(Gates(min_measured=0.51), audit).outcome is NOT_JUDGED


def test_a_breach_outweighs_what_is_not_judged():
    """One breached gate breaches the whole, although another could not be judged."""
    conditions = (*gate(Metric.ABSENT, ">", 0).fail_on, *gate(Metric.ABSENT, ">", 0, topic="nowhere").fail_on)
    assert judge_gates(Gates(fail_on=conditions), audit_of({"a": "c"})).outcome is BREACHED


BEFORE = {"kept": "oco", "lost": "oo", "fewer": "ooo", "gained": "c", "failed": "oo", "failing": None, "dropped": "o"}
AFTER = {"kept": "coo", "lost": "cc", "fewer": "occ", "gained": "ooooo", "failed": None, "failing": "c", "new": "c"}


@pytest.mark.parametrize(
    ("metric", "value"),
    [(Metric.NEW_GAPS, 1), (Metric.LOST_PLACES, 4), (Metric.COVERAGE_DROP, 0.0)],
)
def test_changes_are_counted_on_what_both_audits_measured(metric, value):
    """Failed, added and removed queries are in no change; places gained elsewhere make up for none lost."""
    result = one(compare(gate(metric, ">", 0), audit_of(BEFORE), audit_of(AFTER)))
    assert (result.measure.value, result.measure.queries, result.measure.planned) == (value, 4, 6)


def test_a_drop_of_coverage_may_be_a_rise():
    """Coverage that rose is a drop below nothing, and breaches no condition on drops."""
    result = one(
        compare(gate(Metric.COVERAGE_DROP, ">", 0), audit_of({"a": "c", "b": "c"}), audit_of({"a": "o", "b": "c"}))
    )
    assert (result.measure.value, result.outcome) == (-0.5, MET)


def test_a_change_is_counted_within_its_scope():
    """A gap that opened on another topic is no new gap of this one."""
    before, after = audit_of({"a/x": "o", "b/y": "o"}), audit_of({"a/x": "o", "b/y": "c"})
    assert compare(gate(Metric.NEW_GAPS, ">", 0, topic="x"), before, after).outcome is MET
    assert compare(gate(Metric.NEW_GAPS, ">", 0, topic="y"), before, after).outcome is BREACHED


def test_few_pairs_are_too_little_measured():
    """A change is judged on the part of the paired searches that both audits measured."""
    before, after = audit_of({"a": None, "b": None, "c": "o"}), audit_of({"a": "c", "b": "c", "c": "c"})
    result = one(compare(gate(Metric.NEW_GAPS, ">", 0, least=0.5), before, after))
    assert (result.obstacle, result.measure.queries) == (Obstacle.TOO_LITTLE_MEASURED, 1)


def test_a_first_run_fails_nothing():
    """Without an earlier audit a change is not judged, and the gates as a whole are met."""
    report = judge_gates(gate(Metric.NEW_GAPS, ">", 0), audit_of({"a": "c"}))
    assert (one(report).outcome, one(report).obstacle) == (NOT_JUDGED, Obstacle.NOTHING_EARLIER)
    assert report.outcome is MET


def test_a_new_brand_fails_nothing():
    """What the earlier audit did not search has not changed; the other brand is judged."""
    report = compare(gate(Metric.NEW_GAPS, ">", 0), audit_of({"a": "o"}), audit_of({"a": "o"}, Quill={"b": "c"}))
    assert [one.obstacle for one in report.results] == [None, Obstacle.NOTHING_EARLIER]
    assert report.outcome is MET


def test_an_unlike_earlier_search_is_not_compared():
    """An answer of another engine says nothing about a change, and that is not passed over."""
    serp = replace(golden.answer("a", "o"), engine="beacon")
    other = golden.judge("Inkwell", serp, State.OWNED, 0)
    before = golden.audit_of(golden.sum_up("Inkwell", [other], {"Inkwell": 1.0}))
    report = compare(gate(Metric.NEW_GAPS, ">", 0), before, audit_of({"a": "c"}))
    assert (one(report).obstacle, report.outcome) == (Obstacle.UNLIKE, NOT_JUDGED)


def test_rankings_are_judged_apart():
    """A brand with two kinds of ranking is held against a condition twice."""
    page = golden.sum_up("Inkwell", [judge("Inkwell", "a", "o")], {"Inkwell": 1.0})
    index = replace(page, ranking="own index")
    report = judge_gates(gate(Metric.COVERAGE, "<", 0.5), golden.audit_of(page, index))
    assert [result.measure.ranking for result in report.results] == ["search page", "own index"]


def test_only_changes_need_an_earlier_audit():
    """An earlier audit is looked for where a condition asks for one."""
    assert {metric for metric in Metric if needs_earlier(gate(metric, ">", 0))} == {
        Metric.NEW_GAPS,
        Metric.LOST_PLACES,
        Metric.COVERAGE_DROP,
    }


def test_too_little_of_the_audit_judges_no_part_of_it():
    """Where less than `min_measured` of the whole audit was measured, a brand all of which was is not judged either."""
    audit = audit_of({"a": "o", "b": "c"}, Quill={"c": None, "d": None, "e": None})
    report = judge_gates(gate(Metric.ABSENT, ">", 0, 0.5, brand="Inkwell"), audit)
    assert (one(report).outcome, one(report).obstacle) == (NOT_JUDGED, Obstacle.TOO_LITTLE_MEASURED)
    report = judge_gates(gate(Metric.ABSENT, ">", 0, 0.5, topic="unheard of"), audit)
    assert one(report).obstacle is Obstacle.NOT_SEARCHED


def test_how_much_failed_is_judged_where_much_failed():
    """A gate on what was not measured is judged within a scope of which too little was measured for others."""
    audit = audit_of({"a/t": None, "b": "o", "c": "o", "d": "o", "e": "o"})
    assert one(judge_gates(gate(Metric.UNMEASURED, ">", 0, 0.8, topic="t"), audit)).outcome is BREACHED


def test_what_stays_absent_is_no_new_gap():
    """Only a query on which the brand was present can be a new gap."""
    before, after = audit_of({"a": "c", "b": "o", "c": "o"}), audit_of({"a": "c", "b": "o", "c": "c"})
    assert one(compare(gate(Metric.NEW_GAPS, ">", 5), before, after)).measure.value == 1


def test_places_below_the_tenth_are_not_lost():
    """A result that sank from rank 10 to rank 11 lost a top-ten place, one that left rank 11 did not."""
    before, after = audit_of({"a": "c" * 9 + "o", "b": "c" * 10 + "o"}), audit_of({"a": "c" * 10 + "o", "b": "c" * 11})
    assert one(compare(gate(Metric.LOST_PLACES, ">", 5), before, after)).measure.value == 1


def test_brands_that_share_a_query_have_their_own_changes():
    """The same search wanted by two brands is a new gap of the one that lost it, and of nobody else."""
    before, after = audit_of({"a": "o"}, Quill={"a": "o"}), audit_of({"a": "c"}, Quill={"a": "o"})
    found = {
        result.measure.brand: result.measure for result in compare(gate(Metric.NEW_GAPS, ">", 5), before, after).results
    }
    assert {name: (measure.value, measure.planned) for name, measure in found.items()} == {
        "Inkwell": (1, 1),
        "Quill": (0, 1),
    }


def test_a_change_is_judged_for_the_brands_it_is_about():
    """A change limited to a brand, or to a topic that one brand has, is judged for that brand alone."""
    before, after = audit_of({"a/t": "o"}, Quill={"b": "o"}), audit_of({"a/t": "o"}, Quill={"b": "c"})
    for scope in ({"brand": "Inkwell"}, {"topic": "t"}):
        assert one(compare(gate(Metric.NEW_GAPS, ">", 0, **scope), before, after)).measure.brand == "Inkwell"


def test_rankings_have_their_own_changes():
    """What is lost under one kind of ranking is not lost under another that asked for the same words."""
    before, after = audit_of({"a": "o"}), audit_of({"a": "c"})
    both = [
        replace(audit, brands=(*audit.brands, replace(before.brands[0], ranking="own index")))
        for audit in (before, after)
    ]
    values = [result.measure.value for result in compare(gate(Metric.NEW_GAPS, ">", 5), *both).results]
    assert values == [1, 0]


@pytest.mark.parametrize("changes_first", [True, False])
def test_one_change_among_conditions_needs_an_earlier_audit(changes_first):
    """An earlier audit is looked for as soon as any condition is about a change."""
    conditions = (*gate(Metric.NEW_GAPS, ">", 0).fail_on, *gate(Metric.ABSENT, ">", 0).fail_on)
    assert needs_earlier(Gates(fail_on=conditions if changes_first else conditions[::-1]))
