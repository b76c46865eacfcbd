"""What the runner of GitHub Actions reads: our commands, and none that a stranger wrote."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.gate import GateOutcome, GateReport, GateResult
from searchgap.model.goal import Comparison, Gates, Metric, Scope, Threshold
from searchgap.model.measure import Measure
from searchgap.report.annotations import annotate, disarm
from searchgap.report.gates import build_gates
from searchgap.report.registry import FORMATS


def commands(text):
    """The workflow commands a runner sees in a log: by line start, or by the older sign anywhere."""
    return [line for line in text.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def breached(brand, query=None):
    """A gate of a brand that is breached."""
    return GateResult(
        threshold=Threshold(metric=Metric.ABSENT, comparison=Comparison.MORE, value=0, scope=Scope(query=query)),
        outcome=GateOutcome.BREACHED,
        measure=Measure(metric=Metric.ABSENT, brand=brand, ranking="search page", value=1, queries=1, planned=1),
    )


def gates_of(*results):
    """The rows of these results."""
    return build_gates(GateReport(gates=Gates(), results=results, measured=1, planned=1), "1a2b3c4d")


def test_each_ending_has_its_level(view):
    """Breached is an error, not judged a warning, a first run a notice; what is met is not in the way."""
    lines = list(annotate(view.gates))
    assert lines[0] == "::error title=searchgap gate::absent > 2 (Inkwell): 3 is above 2; 3 (6 of 8 queries measured)"
    assert [line.split()[0] for line in lines] == [*["::error"] * 2, *["::warning"] * 4, "::notice"]


def test_gates_that_are_met_are_one_notice(view):
    """A run without trouble is told in a line."""
    met = replace(view.gates, rows=tuple(row for row in view.gates.rows if row.result is GateOutcome.MET))
    assert len(list(annotate(met))) == 1


def test_no_more_than_the_runner_shows():
    """Of a level ten are shown, and the tenth counts the rest."""
    lines = list(annotate(gates_of(*(breached(f"Brand {number}") for number in range(14)))))
    assert len(lines) == 10
    assert lines[-1] == "::error title=searchgap gate::and 5 more gates like it: see the report"


@given(st.text(max_size=80) | st.lists(st.sampled_from(["\n", "\r", "::", "##[", "%0A", "error", "]"])).map("".join))
def test_no_text_adds_a_command(text):
    """Whatever a brand or a query is called, one gate is one line and one command."""
    (line,) = annotate(gates_of(breached(text, query=text or None)))
    assert line.startswith("::error title=searchgap gate::absent")
    assert len(line.splitlines()) == 1
    assert "%0A" not in line.replace("%250A", "")


HOSTILE = "::add-mask::x ##[error]y \n::error::z\r\n  ::warning::w ###[group]"


@pytest.mark.parametrize("name", FORMATS)
def test_a_printed_report_commands_nothing(golden, view_of, name):
    """A report printed into a log holds no command, although brands, queries and titles are nothing else."""
    gap = golden.judge(HOSTILE, golden.answer(HOSTILE.replace("/", ""), "cc"), golden.State.ABSENT, 100)
    view = view_of(golden.sum_up(HOSTILE, [gap], {HOSTILE: None}))
    assert commands("".join(FORMATS["terminal"].render(view)))
    assert commands("".join(disarm(FORMATS[name].render(view), name))) == []


def test_data_stay_what_they_were():
    """JSON and XML say the same with the commands taken out."""
    assert json.loads("".join(disarm(['{"a": "##[x] ::y"}'], "json"))) == {"a": "##[x] ::y"}
    assert ET.fromstring("".join(disarm(["<a>##[x]</a>"], "junit"))).text == "##[x]"


def test_lines_without_commands_are_untouched():
    """What is no command is printed as it is."""
    text = "a ::b\n # [c]\nstd::string\n"
    assert "".join(disarm([text], "terminal")) == text
