"""Gates as rows: numbers with their base, reasons in words, the worst first."""

from dataclasses import replace

import pytest

from searchgap.model.gate import GateOutcome, GateReport, GateResult, Obstacle
from searchgap.model.goal import Comparison, Gates, Metric, Threshold
from searchgap.model.measure import Measure
from searchgap.report.gates import build_gates
from searchgap.report.registry import find_format


@pytest.fixture(scope="module")
def gates(golden):
    """The golden gates as rows."""
    return build_gates(golden.build_golden_gates(), "1a2b3c4d")


def result(value, threshold=0.3, metric=Metric.COVERAGE, obstacle=None, **facts):
    """One condition that breaches, unless something stands in its way."""
    usual = {"brand": "Inkwell", "ranking": "search page", "queries": 6, "planned": 8}
    return GateResult(
        threshold=Threshold(metric=metric, comparison=Comparison.LESS, value=threshold),
        outcome=GateOutcome.NOT_JUDGED if obstacle else GateOutcome.BREACHED,
        measure=Measure(metric=metric, value=value, **usual | facts),
        obstacle=obstacle,
    )


def rows_of(*results, **facts):
    """The rows of a report on these results."""
    usual = {"gates": Gates(), "measured": 7, "planned": 11}
    return build_gates(GateReport(results=results, **usual | facts), "1a2b3c4d").rows


def test_the_whole_is_told_in_a_sentence(gates):
    """How many gates ended how, the worst first, and since when changes count."""
    assert gates.words == "10 gates: 2 breached, 5 not judged, 3 met"
    assert gates.compared == "Changes are counted from audit 0f1e2d3c, 2026-11-15 10:00 UTC."
    assert gates.outcome is GateOutcome.BREACHED
    assert [row.result for row in gates.worst_first] == sorted(
        (row.result for row in gates.rows), key=["breached", "not_judged", "met"].index
    )


def test_min_measured_stands_first(gates):
    """How much was measured is a row of its own: its value is a share, its base are searches."""
    row = gates.rows[0]
    assert (row.expression, row.value, row.measured, row.planned) == ("min_measured 0.6", 0.6364, 7, 11)


def test_too_little_is_said_with_what_was_measured():
    """Below `min_measured` the row gives the numbers, and it fails."""
    (row,) = rows_of(gates=Gates(min_measured=0.8))
    assert row.reason == "only 7 of 11 searches measured: too little to judge any gate"
    assert (row.result, row.fails) == (GateOutcome.NOT_JUDGED, True)


def test_only_a_missing_earlier_audit_fails_nothing(gates):
    """Of what is not judged, all fails but changes without anything earlier."""
    excused = [row.expression for row in gates.rows if row.result is GateOutcome.NOT_JUDGED and not row.fails]
    assert excused == ["coverage_drop > 0.1"]


def test_a_value_is_not_rounded_onto_its_threshold():
    """A coverage just below 0.3 does not read as 0.3."""
    assert rows_of(result(0.29999))[0].reason == "0.29999 is below 0.3"
    assert rows_of(result(0.212345))[0].reason == "0.2123 is below 0.3"


@pytest.mark.parametrize(
    ("metric", "queries", "reason"),
    [
        (Metric.COVERAGE, 0, "nothing was measured"),
        (Metric.SHARE_OF_VOICE, 4, "nobody of the competitive set ranks"),
        (Metric.PLACES, 4, "no result was delivered"),
        (Metric.NEW_GAPS, 0, "no query was measured in both audits"),
    ],
)
def test_a_number_without_a_base_says_why(metric, queries, reason):
    """There is a reason for every None."""
    row = rows_of(result(None, metric=metric, queries=queries, obstacle=Obstacle.NO_VALUE))[0]
    assert (row.value, row.reason) == (None, reason)


def test_a_first_run_is_told_what_changes_will_be_counted_from():
    """Without an earlier audit the sentence names the command that fixes this one as the baseline."""
    report = GateReport(
        gates=Gates(),
        results=(result(None, metric=Metric.NEW_GAPS, obstacle=Obstacle.NOTHING_EARLIER, planned=0),),
        measured=7,
        planned=11,
    )
    gates = build_gates(report, "1a2b3c4d")
    assert gates.compared.endswith("searchgap baseline set 1a2b3c4d")
    assert gates.rows[0].reason == "there is no audit to compare with yet"
    assert gates.outcome is GateOutcome.MET


def test_rankings_are_named_where_there_are_several():
    """A brand stands in two rows; what sets them apart is said."""
    rows = rows_of(result(0.1), result(0.2, ranking="own index"))
    assert [row.whom for row in rows] == ["Inkwell (search page)", "Inkwell (own index)"]


def test_many_gates_are_cut_and_counted(golden, view):
    """What people read shows the worst twenty, and names the command for the rest."""
    many = replace(view, gates=build_gates(golden_report(25), "1a2b3c4d"))
    for name in ("terminal", "markdown"):
        text = "".join(find_format(name).render(many))
        assert text.count("is below 0.3") == 20
        assert "and 5 more gates: searchgap report 1a2b3c4d" in text


def golden_report(number):
    """A report of so many breached gates."""
    results = tuple(result(0.1, brand=f"Brand {one}") for one in range(number))
    return GateReport(gates=Gates(), results=results, measured=7, planned=11)
