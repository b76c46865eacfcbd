"""The year as the installed program tells it."""

import pytest

NEW_GAPS = ("--fail-on", "new_gaps > 0")


@pytest.fixture
def with_minimum(folder, tmp_path):
    """The configuration with gates that judge only where half was measured; gives the options that name it."""
    file = tmp_path / "queries.yaml"
    gates = "gates: {min_measured: 0.5, fail_on: [new_gaps > 0]}\n"
    file.write_text((folder / "queries.yaml").read_text(encoding="utf-8") + gates, encoding="utf-8")
    return "--config", str(file), "--history", str(folder / ".searchgap" / "history.db"), "--gate"


def test_the_trend_has_a_hole_and_two_curves(searchgap, world, year):
    """The JSON has null where nothing was measured, two series, and the growth of the list as ten searches added."""
    ended = searchgap("trend")
    current, former = ended.report["series"]
    values = {int(point["audit"]): point["coverage"] for point in former["points"]}
    assert (ended.code, len(current["points"]), len(former["points"])) == (0, 11, 41)
    assert [week for week, value in values.items() if value is None] == [world.DARK]
    assert 0 not in values.values()
    assert [point["added"] for point in former["points"] if point["added"]] == [10]
    assert former["same_searches"][world.GROWTH - 1]["coverage"] == year.coverage(world.GROWTH, world.AT_FIRST)
    assert ended.report["goals"][1]["status"] == "missed"


def test_the_weeks_around_the_failure_compare(searchgap, world, year):
    """The command tells the coverage of both weeks, and that it rests on all forty queries."""
    ended = searchgap("compare", world.audit_id(10), world.audit_id(13))
    (brand,) = ended.report["brands"]
    sides = [brand["coverage"][side]["value"] for side in ("before", "after")]
    assert (ended.code, brand["measured_in_both"], brand["newly_unmeasured"]) == (0, 40, [])
    assert sides == pytest.approx([year.coverage(10), year.coverage(13)], abs=1e-4)


def test_the_change_of_provider_is_refused(searchgap, world):
    """Across it the command ends in 2 with the reason, and prints no numbers."""
    ended = searchgap("compare", world.audit_id(world.MOVED - 1), world.audit_id(world.MOVED))
    assert (ended.code, ended.report) == (2, None)
    assert "provider serper, then searchapi" in ended.err


def test_the_actions_and_what_a_gap_cost(searchgap, world):
    """The command closes one gap, that of the query that was answered, at the cost of all three actions."""
    report = searchgap("act", "effect").report
    closed = {one["query"] for one in report["actions"] for search in one["searches"] if search.get("gap_closed")}
    assert closed == {world.ANSWERED}
    assert (report["closed"][0]["hours_per_gap"], report["closed"][0]["money_per_gap"]) == ("6.00", {"EUR": "50.00"})


def test_a_projection_is_named_as_one(searchgap, folder):
    """Where the line leads is told as what would come if it went on like this, with the audits it is drawn through."""
    goal = searchgap("trend", "-o", "trend.md").report["goals"][2]
    assert (goal["value"], goal["projection"]["audits"], goal["projection"]["reaches"]) == (0, 8, None)
    assert "if it went on like this (a straight line through the last 8 audits)" in (folder / "trend.md").read_text(
        encoding="utf-8"
    )


def test_a_report_judges_goals_on_the_day_of_its_audit(searchgap, world, year):
    """The report on a week before the change of provider knows nothing of what came later."""
    week = world.MOVED - 1
    goal = searchgap("report", world.audit_id(week)).report["goals"][0]
    assert (goal["status"], goal["list_changed"], goal["projection"]["audits"]) == ("behind", True, 8)
    assert goal["value_over_same_searches"] == pytest.approx(year.coverage(week, world.AT_FIRST), abs=1e-4)
    assert (goal["value"], goal["start"]["value"]) == pytest.approx((year.coverage(week), year.coverage(1)), abs=1e-4)


@pytest.mark.parametrize(("week", "code"), [(11, 4), (12, 0)])
def test_a_failed_week_breaches_no_gate(searchgap, world, week, code):
    """New gaps are not judged where nothing was measured, and counted on what was where little was: never a breach."""
    ended = searchgap("report", world.audit_id(week), *NEW_GAPS)
    (gate,) = ended.report["gates"]
    assert ended.code == code
    assert (gate["value"], gate["base"]["measured"]) == {11: (None, 0), 12: (0, 4)}[week]


@pytest.mark.parametrize("week", [11, 12])
def test_a_failed_week_is_too_little_to_judge(searchgap, world, with_minimum, week):
    """Where half of the searches have to be measured, neither failed week is judged."""
    ended = searchgap("report", world.audit_id(week), *with_minimum)
    assert (ended.code, {gate["result"] for gate in ended.report["gates"]}) == (4, {"not_judged"})


def test_after_the_failure_gaps_count_from_the_last_whole_audit(searchgap, world, year, with_minimum):
    """The first audit after the failure is held against the last before it, with the gaps that are new since."""
    lost = sum(year.is_present(10, text) and not year.is_present(13, text) for text in world.AT_FIRST)
    ended = searchgap("report", world.audit_id(13), *with_minimum)
    gate = ended.report["gates"][1]
    assert (gate["compared_with"], gate["value"], gate["base"]["measured"]) == (world.audit_id(10), lost, 40)


def test_a_change_of_provider_is_no_first_run(searchgap, world):
    """The first audit of another provider has no new gaps to count, which is said for what it is and is no pass."""
    ended = searchgap("report", world.audit_id(world.MOVED), *NEW_GAPS)
    (gate,) = ended.report["gates"]
    assert (ended.code, gate["result"], gate["value"]) == (4, "not_judged", None)
    assert gate["compared_with"] == world.audit_id(world.MOVED - 1)
    assert "searched these words otherwise" in gate["reason"]
