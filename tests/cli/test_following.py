"""Goals held against a history: where a plan starts, and that as few audits as needed are read for it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from searchgap.cli.following import follow_goals
from searchgap.cli.snapshots import Snapshots
from searchgap.cli.trending import choose_audits, follow, read_wish
from searchgap.errors import HistoryError, UsageError
from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand
from searchgap.model.goal import Goal, Metric
from searchgap.model.progress import Doubt, GoalStatus
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.serp import FailureKind, OrganicResult, SearchFailure, Serp
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.report.goals import build_goals
from searchgap.rules.goals import LOOK_BACK

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)
INKWELL = Brand(name="Inkwell", domains=("inkwell.example",))


def configure(*goals: Goal) -> SimpleNamespace:
    """What the commands read of a configuration."""
    return SimpleNamespace(brands=(INKWELL,), owner_rules=(), weights=RANK_WEIGHTS["reciprocal"], goals=goals)


def goal(target: float = 1.0, **scope) -> Goal:
    return Goal(metric=Metric.COVERAGE, target=target, by=date(2026, 12, 31), **scope)


@pytest.fixture
def history(tmp_path):
    """An empty history file."""
    with History.open(tmp_path / "history.db") as opened:
        yield opened


@pytest.fixture
def keep(history):
    """Keeps the audit of a week: for each query whether Inkwell ranks, or None where the search failed."""

    def build(week: int, *found: bool | None, provider: str = "serper", digest: str = "00112233aabbccdd") -> str:
        started = FIRST + timedelta(weeks=week)
        requests = tuple(SearchRequest(text=f"query {number}", provider=provider) for number in range(len(found)))
        queries = tuple(
            Query(brand="Inkwell", text=request.text, topic=None, weight=1, requests=(request,)) for request in requests
        )
        run = AuditRun(
            id=f"{week:08x}",
            started_at=started,
            finished_at=None,
            version="0.1.0",
            config_digest=digest,
            plan=Plan(brands=(INKWELL,), queries=queries, requests=requests),
            outcomes={},
        )
        history.start(run)
        history.save_all(run.id, [_answer(request, hit, started) for request, hit in zip(requests, found, strict=True)])
        history.finish(run.id, started)
        return run.id

    return build


def _answer(request, hit, moment):
    if hit is None:
        return SearchFailure(request=request, kind=FailureKind.BLOCKED, message="no", hint=None, failed_at=moment)
    host = "inkwell" if hit else "misc"
    result = OrganicResult(rank=1, url=f"https://{host}.example/", title="A page")
    return Serp(request=request, engine="google", retrieved_at=moment, results=(result,))


def progress_of(history, audit_id, *goals):
    """The progress of goals in the report on an audit."""
    snapshot = Snapshots(history, configure()).whole(audit_id)
    return follow_goals(history, snapshot.audit, configure(*goals))


def test_a_report_starts_from_the_first_audit_like_it(history, keep):
    """Plan and actual stand side by side in a report on one audit, since the first like it is looked up."""
    keep(0, False, False)
    keep(1, True, True)
    latest = keep(2, True, False)
    (progress,) = progress_of(history, latest, goal())
    assert (progress.start.value, progress.start.on) == (0, FIRST.date())
    assert progress.actual.value == 0.5
    assert progress.status is GoalStatus.ON_TRACK


def test_a_later_audit_does_not_change_an_old_report(history, keep):
    """A report on an audit looks back from its own day only."""
    first = keep(0, False)
    keep(1, True)
    (progress,) = progress_of(history, first, goal())
    assert (progress.start, progress.status) == (None, GoalStatus.NOT_YET)


def test_holes_and_unlike_audits_are_no_start(history, keep):
    """An audit that failed or asked another provider is passed over; the first that is like it and measured counts."""
    keep(0, True, provider="brave")
    keep(1, None)
    keep(2, False)
    (progress,) = progress_of(history, keep(3, False), goal())
    assert progress.start.on == (FIRST + timedelta(weeks=2)).date()


def test_a_chosen_part_of_the_queries_has_no_plan(history, keep):
    """An audit of some of the queries meets no goal about all of them: the last audit of them all tells."""
    keep(0, False, False)
    (progress,) = progress_of(history, keep(1, True), goal(brand="Inkwell"))
    assert (progress.status, progress.start, progress.actual.value) == (GoalStatus.NOT_YET, None, 0)
    assert (progress.on, progress.asked_on) == (FIRST.date(), FIRST.date() + timedelta(weeks=1))


def test_what_the_audit_did_not_ask_is_not_taken_from_an_older_one(history, keep):
    """A goal about a query that this audit did not search is not measured, whatever an older one found."""
    keep(0, True, True)
    (progress,) = progress_of(history, keep(1, True), goal(query="query 1"))
    assert (progress.status, progress.actual) == (GoalStatus.UNMEASURED, None)


def test_only_few_audits_are_read_for_a_start(history, keep):
    """A goal that nothing measured at first does not make a report read the whole history."""
    for week in range(8):
        keep(week, None)
    for week in range(8, 20):
        keep(week, False)
    (progress,) = progress_of(history, keep(20, False), goal())
    assert progress.start.on == (FIRST + timedelta(weeks=20 - LOOK_BACK + 1)).date()


def test_a_report_projects_like_a_trend(history, keep):
    """The last audits are read for a report too: value, plan and projection are those of the trend up to its day."""
    for week in range(12):
        last = keep(week, week > 3, week > 6, week > 9, False)
    wish = read_wish(brands=None, topics=None, queries=None, metrics=None)
    (told,) = build_goals(progress_of(history, last, goal()))
    (drawn,) = follow(history, choose_audits(history, last=None, since=None), wish, configure(goal())).goals
    assert told.projection == drawn.projection
    assert (told.projection.audits, told.start, told.plan) == (LOOK_BACK, drawn.start, drawn.plan)


def test_a_report_on_a_failed_audit_tells_the_last_value(history, keep):
    """Where nothing was measured the last value known stands with its own day, not the first one."""
    keep(0, True, True)
    keep(1, False, False)
    (progress,) = progress_of(history, keep(2, None, None), goal(0.5))
    assert (progress.actual.value, progress.status) == (0, GoalStatus.BEHIND)
    assert progress.on == (FIRST + timedelta(weeks=1)).date()


@pytest.mark.parametrize("provider", ["searchapi", "brave"])
def test_a_change_of_provider_long_ago_is_remembered(history, keep, provider):
    """What the audits before a change of provider measured is looked up, however many there were since."""
    keep(0, False)
    keep(1, None)
    for week in range(2, 14):
        last = keep(week, True, provider=provider)
    (progress,) = progress_of(history, last, goal(0.5))
    assert (progress.status, progress.doubt) == (GoalStatus.UNPROVEN, Doubt.SEARCHED_OTHERWISE)
    wish = read_wish(brands=None, topics=None, queries=None, metrics=None)
    view = follow(history, choose_audits(history, last=3, since=None), wish, configure(goal(0.5)))
    assert view.goals[-1].doubt is Doubt.SEARCHED_OTHERWISE


def test_without_goals_nothing_is_read(history, keep):
    """A configuration without goals, and none at all, have no progress to tell."""
    snapshot = Snapshots(history, configure()).whole(keep(0, True))
    assert follow_goals(history, snapshot.audit, None) == ()
    assert follow_goals(history, snapshot.audit, configure()) == ()


def test_a_short_trend_keeps_the_start_of_its_goals(history, keep):
    """The plan of a goal does not depend on how many audits are looked at."""
    for week in range(5):
        keep(week, week > 2, False)
    wish = read_wish(brands=None, topics=None, queries=None, metrics=None)
    starts = []
    for last in (2, None):
        view = follow(history, choose_audits(history, last=last, since=None), wish, configure(goal()))
        starts.append(view.goals[0].start)
        assert len(view.series[0].series.points) == (last or 5)
    assert starts[0] == starts[1] == (0, "2026-01-05")


def test_audits_are_chosen_from_the_end_and_from_a_day(history, keep):
    """The last N and those since a day are counted on what is stored."""
    ids = [keep(week, True) for week in range(4)]
    assert choose_audits(history, last=2, since=None) == ids[2:]
    assert choose_audits(history, last=None, since="2026-01-12") == ids[1:]
    assert choose_audits(history, last=1, since="2026-01-12") == ids[3:]
    with pytest.raises(UsageError, match="no audit is stored from 2027-01-01 on"):
        choose_audits(history, last=None, since="2027-01-01")
    with pytest.raises(UsageError, match='"soon" is not a day'):
        choose_audits(history, last=None, since="soon")


def test_an_empty_history_has_no_trend(history):
    """Without an audit there is nothing to choose from."""
    with pytest.raises(HistoryError, match="no audit is stored yet"):
        choose_audits(history, last=None, since=None)


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"brands": ["Inkwel"]}, 'no stored audit has a brand "Inkwel"'),
        ({"topics": ["trouble"]}, 'no stored audit has a topic "trouble"'),
        ({"queries": ["query 9"]}, 'no stored audit searched "query 9"'),
    ],
)
def test_what_was_never_asked_is_refused(history, keep, wish, complaint):
    """A brand, topic or query that no audit has is said, instead of an empty trend."""
    keep(0, True)
    nothing = dict.fromkeys(("brands", "topics", "queries", "metrics"))
    with pytest.raises(UsageError, match=complaint):
        follow(history, ["00000000"], read_wish(**{**nothing, **wish}), configure())


@pytest.mark.parametrize("name", ["new_gaps", "covrage"])
def test_metrics_of_one_audit_only(name):
    """A metric that compares two audits, or that is none, is refused with those a trend has."""
    with pytest.raises(UsageError, match=f'a trend has no metric "{name}"') as refused:
        read_wish(brands=None, topics=None, queries=None, metrics=[name])
    assert "coverage" in refused.value.hint
