"""`searchgap trend` and goals, as a user runs them."""

import json
from pathlib import Path

import jsonschema
import pytest

GOALS = """
goals:
  - {metric: coverage, target: 0.4, by: 2099-12-31}
  - {brand: Lamplight, metric: absent, target: 0, by: 2099-12-31}
"""


@pytest.fixture
def with_goals(lamplight: Path) -> Path:
    """A brand that is present on one of two measured queries, with a goal it meets and one it does not."""
    lamplight.write_text(lamplight.read_text(encoding="utf-8") + GOALS, encoding="utf-8")
    return lamplight


@pytest.mark.usefixtures("with_goals")
def test_a_trend_over_audits(searchgap):
    """After two audits the trend has two points of each metric, with the queries nobody recorded out of the base."""
    assert searchgap("audit").code == 0
    assert searchgap("audit").code == 0
    ended = searchgap("trend", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    (series,) = ended.report["series"]
    assert [(point["coverage"], point["measured"], point["planned"]) for point in series["points"]] == [(0.5, 2, 3)] * 2
    assert [goal["status"] for goal in ended.report["goals"]] == ["met", "not-yet"]


@pytest.mark.usefixtures("with_goals")
def test_an_audit_and_a_report_tell_the_goals(searchgap):
    """Goals stand in the JSON of an audit and of a report on it, as the schema promises, and nothing warns of them."""
    audit = searchgap("audit", "--format", "json")
    assert "goals" not in audit.err
    schema = json.loads(searchgap("schema", "--of", "report").out)
    for ended in (audit, searchgap("report", "--format", "json")):
        jsonschema.validate(ended.report, schema)
        met, open_ = ended.report["goals"]
        assert (met["status"], met["value"], met["base"]["measured"]) == ("met", 0.5, 2)
        assert (open_["status"], open_["value"], open_["to_go"]) == ("not-yet", 1, 1)


@pytest.mark.usefixtures("with_goals")
def test_a_trend_is_written_in_every_format(searchgap, tmp_path: Path):
    """Files get the format their suffix says, whatever is printed."""
    searchgap("audit")
    files = [tmp_path / name for name in ("trend.json", "trend.csv", "trend.md", "trend.txt")]
    ended = searchgap("trend", "--metric", "absent", *(word for file in files for word in ("-o", str(file))))
    assert ended.code == 0
    assert "queries absent" in ended.out
    assert json.loads(files[0].read_text(encoding="utf-8"))["series"][0]["points"][0]["absent"] == 1
    assert files[1].read_text(encoding="utf-8-sig").startswith("brand,")
    assert files[2].read_text(encoding="utf-8").startswith("# searchgap trend")
    assert "queries absent" in files[3].read_text(encoding="utf-8")


@pytest.mark.usefixtures("lamplight")
def test_a_trend_without_audits(searchgap):
    """Before the first audit there is no trend, which is said with the next step."""
    ended = searchgap("trend")
    assert ended.code == 1
    assert "hint:" in ended.err


@pytest.mark.usefixtures("lamplight")
@pytest.mark.parametrize("wrong", [["--metric", "new_gaps"], ["--format", "junit"], ["-o", "trend.xml"]])
def test_what_a_trend_cannot_do_is_refused(searchgap, wrong):
    """Metrics of two audits and formats that trends do not have end with 2."""
    searchgap("audit")
    assert searchgap("trend", *wrong).code == 2


def test_a_goal_must_be_about_one_audit(searchgap, lamplight: Path):
    """A goal about a change between audits is refused where it stands."""
    text = lamplight.read_text(encoding="utf-8")
    lamplight.write_text(text + "goals: [{metric: new_gaps, target: 0, by: 2099-12-31}]\n", encoding="utf-8")
    ended = searchgap("queries")
    assert ended.code == 2
    assert "goals[0].metric: new_gaps compares two audits" in ended.err
