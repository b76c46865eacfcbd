"""Gates from the command line: the exit code, the report in every format, and what CI is told."""

import csv
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

OURS, THEIRS, FORUM = "https://lamplight.example/a", "https://glowworm.example/a", "https://forum.example/t/1"


@pytest.fixture
def run(searchgap, configure, tmp_path):
    """Runs an audit over `query: addresses` with gates; a query of None was not recorded."""

    def audit(recorded, *arguments, gates="{}", **environment):
        file = configure({text: urls for text, urls in recorded.items() if urls is not None}, list(recorded))
        file.write_text(f"{file.read_text(encoding='utf-8')}gates: {gates}\n", encoding="utf-8")
        return searchgap("audit", "--format", "json", *arguments, **environment)

    return audit


def ended(report):
    """How each gate of a JSON report ended."""
    return {gate["expression"]: gate["result"] for gate in report["gates"]}


def test_met_gates_end_in_0(run):
    """A gate that is met is told, and changes nothing."""
    done = run({"lamp": [OURS]}, "--gate", gates="{min_measured: 1, fail_on: [absent > 0]}")
    assert (done.code, ended(done.report)) == (0, {"min_measured 1": "met", "absent > 0": "met"})


def test_a_breach_ends_in_10_after_the_report(run):
    """The report is whole on standard output, the breach is said on standard error."""
    done = run({"lamp": [FORUM]}, "--gate", gates="{fail_on: [absent > 0, coverage < 0.5]}")
    assert done.code == 10
    assert done.report["gates"][0] == {
        "expression": "absent > 0",
        "brand": "Lamplight",
        "ranking": "recording",
        "topic": None,
        "query": None,
        "metric": "absent",
        "comparison": ">",
        "threshold": 0,
        "value": 1,
        "base": {"measured": 1, "planned": 1, "places": None},
        "compared_with": None,
        "result": "breached",
        "reason": "1 is above 0",
    }
    assert "gate breached: coverage < 0.5 (Lamplight): 0 is below 0.5" in done.err


def test_too_little_measured_ends_in_4(run):
    """Below `min_measured` nothing breaches and nothing passes; what was measured is said."""
    done = run({"lamp": [FORUM], "lamp noise": None}, "--gate", gates="{min_measured: 0.8, fail_on: [absent > 0]}")
    assert (done.code, set(ended(done.report).values())) == (4, {"not_judged"})
    assert "only 1 of 2 searches measured" in done.err


def test_nothing_measured_ends_in_3(run):
    """Where nothing could be searched that comes first."""
    assert run({"lamp": None}, "--gate", gates="{fail_on: [absent > 0]}").code == 3


def test_without_the_option_gates_are_told_only(run):
    """Configured gates are in the report of every audit; the exit code is left alone."""
    done = run({"lamp": [FORUM]}, gates="{fail_on: [absent > 0]}")
    assert (done.code, ended(done.report)) == (0, {"absent > 0": "breached"})


def test_a_condition_on_the_command_line_is_a_gate(run, searchgap):
    """It is judged beside the configured ones, for an audit and for a stored one."""
    assert run({"lamp": [FORUM]}, "--fail-on", "absent > 1").code == 0
    assert searchgap("report", "--fail-on", "coverage[brand=Lamplight] < 1").code == 10
    assert searchgap("report", "--fail-on", "absent > 0", "--fail-on", "unmeasured > 0").code == 10


def test_new_gaps_count_from_the_audit_before(run, searchgap):
    """The first run fails nothing and says so; the next one is held against it."""
    gates = "{fail_on: [new_gaps > 0, lost_places > 1, coverage_drop > 0.4]}"
    first = run({"lamp": [OURS], "lantern": [OURS, OURS]}, "--gate", gates=gates)
    assert (first.code, set(ended(first.report).values())) == (0, {"not_judged"})
    second = run({"lamp": [OURS], "lantern": [FORUM, THEIRS]}, "--gate", gates=gates)
    assert second.code == 10
    assert [gate["value"] for gate in second.report["gates"]] == [1, 2, 0.5]
    assert {gate["compared_with"] for gate in second.report["gates"]} == {first.report["audit"]["id"]}
    third = run({"lamp": [OURS], "lantern": [FORUM]}, "--gate", gates=gates)
    assert (third.code, [gate["value"] for gate in third.report["gates"]]) == (0, [0, 0, 0])
    searchgap("baseline", "set", first.report["audit"]["id"])
    again = searchgap("report", "--gate", "--format", "json")
    assert (again.code, [gate["value"] for gate in again.report["gates"]]) == (10, [1, 2, 0.5])


def test_a_smaller_audit_between_does_not_hide_a_loss(run):
    """Changes are counted from the audit that made most of the searches, not from the last little one."""
    gates = "{fail_on: [new_gaps > 0]}"
    run({"lamp": [OURS], "lantern": [OURS]}, gates=gates)
    run({"lamp": [OURS]}, gates=gates)
    assert run({"lamp": [OURS], "lantern": [FORUM]}, "--gate", gates=gates).code == 10


def test_a_failed_audit_between_is_passed_over(run):
    """An audit too little of which was measured is nothing to count from."""
    gates = "{min_measured: 0.8, fail_on: [new_gaps > 0]}"
    first = run({"lamp": [OURS], "lantern": [OURS]}, gates=gates)
    run({"lamp": [OURS], "lantern": None}, gates=gates)
    third = run({"lamp": [OURS], "lantern": [FORUM]}, "--gate", gates=gates)
    assert (third.code, third.report["gates"][1]["compared_with"]) == (10, first.report["audit"]["id"])


def test_gates_are_in_every_format(run, tmp_path: Path):
    """Text, Markdown, CSV and JUnit name the gate, the number and the verdict."""
    files = ("gates.txt", "gates.md", "gates.csv", "gates.xml")
    outputs = [part for name in files for part in ("-o", name)]
    done = run({"lamp": [FORUM]}, "--gate", "--table", "gates", *outputs, gates="{fail_on: [absent > 0]}")
    text, markdown, table, junit = ((tmp_path / name).read_text(encoding="utf-8-sig") for name in files)
    assert done.code == 10
    assert "✗ breached  absent > 0  Lamplight  1 (1 of 1 query measured)" in text
    assert "| ✗ breached | absent &gt; 0 | Lamplight | 1 (1 of 1 query measured) | 1 is above 0 |" in markdown
    (row,) = csv.DictReader(table.splitlines())
    assert (row["gate"], row["value"], row["result"]) == ("absent > 0", "1", "breached")
    assert ET.fromstring(junit)[0].get("failures") == "1"


def test_github_is_told(run, tmp_path: Path):
    """In a workflow there are annotations on standard error and the report in the job's summary; JSON stays pure."""
    (tmp_path / "summary.md").write_text("before\n", encoding="utf-8")
    workflow = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}
    done = run({"lamp": [FORUM]}, "--gate", gates="{fail_on: [absent > 0]}", **workflow)
    assert done.code == 10
    assert done.report["version"] == 1
    assert "::error title=searchgap gate::absent > 0 (Lamplight): 1 is above 0" in done.err.splitlines()[-1]
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("before\n# searchgap audit ")
    assert "## Gates" in summary


def test_github_is_told_of_gates_only(run, tmp_path: Path):
    """Without --gate nothing is annotated and no summary is written."""
    workflow = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}
    done = run({"lamp": [FORUM]}, gates="{fail_on: [absent > 0]}", **workflow)
    assert "::" not in done.err
    assert not (tmp_path / "summary.md").exists()


def test_a_summary_that_cannot_be_written_fails_nothing(run):
    """Trouble with the summary is a warning; the gates decide."""
    done = run({"lamp": [OURS]}, "--gate", gates="{fail_on: [absent > 0]}", GITHUB_STEP_SUMMARY="no/such/folder.md")
    assert done.code == 0
    assert "warning: the job summary cannot be written: no such file or directory" in done.err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--gate"], "there are no gates to judge\n  hint: add gates to the configuration"),
        (["-o", "gates.xml"], "a JUnit report holds gates, and there are none"),
        (["--format", "junit"], "a JUnit report holds gates, and there are none"),
        (
            ["--fail-on", "coverge < 1"],
            'unknown metric "coverge", did you mean "coverage"?\n      coverge < 1\n      ^\n',
        ),
        (
            ["--fail-on", "absent > 0 or owned < 1"],
            "must end in a number\n      absent > 0 or owned < 1\n               ^\n",
        ),
        (["--fail-on", "absent[brand=Lampligt] > 0"], 'unknown brand "Lampligt", did you mean "Lamplight"?'),
        (
            ["--fail-on", "absent[query=lamp flicker] > 0"],
            'unknown query "lamp flicker", did you mean "lamp flickers"?',
        ),
    ],
)
def test_wrong_gates_are_explained_before_anything_is_searched(searchgap, lamplight, tmp_path, arguments, complaint):
    """They end with exit code 2 and the spot, and no audit is kept."""
    done = searchgap("audit", *arguments)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert not (tmp_path / ".searchgap").exists()


def test_a_brand_left_out_of_an_audit_is_not_judged(searchgap, lamplight: Path):
    """A configured gate on what this audit does not search neither passes nor breaches."""
    text = lamplight.read_text(encoding="utf-8") + "gates: {fail_on: ['absent[query=lamp noise] > 0']}\n"
    lamplight.write_text(text, encoding="utf-8")
    done = searchgap("audit", "--query", "lamp flickers", "--gate", "--format", "json")
    assert (done.code, done.report["gates"][0]["reason"]) == (4, "this audit searched nothing of the kind")
