"""JUnit XML: what CI servers make of the gates of an audit."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from searchgap.report.junit import render


@pytest.fixture(scope="module")
def suites(view):
    """The golden audit's gates, parsed back."""
    return ET.fromstring("".join(render(view)))


def cases(suites, tag):
    """The names of the test cases that hold such an element."""
    return [case.get("name") for case in suites.iter("testcase") if case.find(tag) is not None]


def test_an_audit_is_a_suite_and_a_gate_a_case(suites, view):
    """One suite with the audit's id and time, one case for each gate, classed by brand."""
    (suite,) = suites
    assert suite.get("name") == "searchgap audit 1a2b3c4d"
    assert suite.get("timestamp") == "2026-11-22T10:00:00"
    assert [case.get("name") for case in suite.iter("testcase")] == [row.label for row in view.gates.rows]
    assert {case.get("classname") for case in suite.iter("testcase")} == {"searchgap", "searchgap.Inkwell"}


def test_endings_keep_apart(suites):
    """Breached is a failure, not judged an error, without anything earlier skipped, met plain."""
    assert cases(suites, "failure") == ["absent > 2", "new_gaps > 0"]
    assert cases(suites, "skipped") == ["coverage_drop > 0.1"]
    assert cases(suites, "error") == [
        "coverage[topic=comparison] < 0.6",
        "share_of_voice < 0.1",
        "lost_places >= 2",
        'owned[query="ink, \\"dry\\""] == 0',
    ]


def test_counts_are_those_of_the_cases(suites):
    """The numbers on the suite are those a reader would count."""
    (suite,) = suites
    assert {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": 10,
        "failures": 2,
        "errors": 4,
        "skipped": 1,
    }


def test_a_failure_gives_the_number_with_its_base(suites):
    """What was found and why it breaches can be read in the CI server."""
    failure = next(suites.iter("failure"))
    assert (failure.get("message"), failure.text) == ("3 is above 2", "3 (6 of 8 queries measured)")


def test_what_was_not_measured_is_beside_the_cases(suites):
    """The suite's output tells the tally and every query that was not measured."""
    said = suites[0].find("system-out").text
    assert "11 searches planned: 7 measured" in said
    assert "unmeasured: Inkwell: inkwell pricing: failed: rate-limit" in said


def test_without_gates_there_is_an_empty_suite(view):
    """A view without gates still renders as XML."""
    suites = ET.fromstring("".join(render(replace(view, gates=None))))
    assert suites[0].get("tests") == "0"
    assert not list(suites.iter("testcase"))
