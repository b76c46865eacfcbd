"""The audit behind every golden report, built in code so that it holds every state a report can meet.

Tests outside this folder load it by path (`runpy.run_path`), because tests are not a package.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from searchgap.model.audit import Audit, AuditRun, BrandAudit, Cost, Tally
from searchgap.model.gap import FeatureVerdict, Leader, QueryGap, Standing, State, Verdict
from searchgap.model.gate import EarlierAudit, GateOutcome, GateReport, GateResult, Obstacle
from searchgap.model.goal import Comparison, Gates, Goal, Metric, Scope, Threshold
from searchgap.model.measure import Measure
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.progress import Doubt, GoalProgress, GoalStart, GoalStatus, Projection
from searchgap.model.query import Market, Plan, Query, SearchRequest
from searchgap.model.score import Coverage, OwnerStanding, Places, RankWeights
from searchgap.model.serp import (
    Answer,
    FailureKind,
    FeatureItem,
    FeatureKind,
    NotSearched,
    OrganicResult,
    SearchFailure,
    SearchOutcome,
    Serp,
    SerpFeature,
)

NOW = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
STARTED = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

HOLDERS = {
    "o": Ownership(OwnerKind.OWN, "Inkwell", "domain", "inkwell.example", Confidence.HIGH),
    "q": Ownership(OwnerKind.COMPETITOR, "Quill", "domain", "quill.example", Confidence.HIGH),
    "p": Ownership(OwnerKind.PARTNER, "Paperhaus", "domain", "paperhaus.example", Confidence.HIGH),
    "c": Ownership(OwnerKind.COMMUNITY, "Deskforum", "catalogue", "deskforum.example", Confidence.HIGH),
    "s": Ownership(OwnerKind.COMMUNITY, "Deskforum", "catalogue", "deskforum.example", Confidence.HIGH),
    "r": Ownership(OwnerKind.COMMUNITY, "Threadly", "catalogue", "threadly.example", Confidence.HIGH),
    "v": Ownership(OwnerKind.VIDEO, "Clipcast", "catalogue", "clipcast.example", Confidence.HIGH),
    "b": Ownership(OwnerKind.BLOG, "annas-desk.example", "host-word", "annas-desk", Confidence.LOW),
    "m": Ownership(OwnerKind.MEDIA, "Daily Nib", "catalogue", "dailynib.example", Confidence.HIGH),
    "w": Ownership(OwnerKind.REVIEW, "ratehub.example", "title-words", "best 10", Confidence.MEDIUM),
    "d": Ownership(OwnerKind.DOCS, "docs.example", "host-word", "docs", Confidence.MEDIUM),
    "x": Ownership(OwnerKind.OTHER, "misc.example", "fallback", "misc.example", Confidence.LOW),
}
SEEN_BY_QUILL = HOLDERS | {
    "o": Ownership(OwnerKind.COMPETITOR, "Inkwell", "domain", "inkwell.example", Confidence.HIGH),
    "q": Ownership(OwnerKind.OWN, "Quill", "domain", "quill.example", Confidence.HIGH),
}
SPEAKS = Presence(level=PresenceLevel.SPEAKS, evidence="answer by Inkwell Support")


def build_golden_audit():
    """Three brands with every state, a shared search, a reused answer, a recording, an empty SERP and failures."""
    shared = answer("inkwell vs quill", "qcrobbvw_r")
    inkwell = sum_up(
        "Inkwell", _judge_inkwell(shared), {"Inkwell": 0.4712345, "Quill": 0.5287655, "Scribe": 0.0}, (0.18761, 0.81239)
    )
    quill = sum_up("Quill", _judge_quill(shared), {"Quill": 0.9962, "Inkwell": 0.0038}, (0.0945, 0.9055))
    late = fail("paperhaus opening hours", FailureKind.TIMEOUT, "the provider did not answer within 20 s", None)
    paperhaus = sum_up("Paperhaus", [judge("Paperhaus", late, State.UNMEASURED)], {"Paperhaus": None})
    return audit_of(inkwell, quill, paperhaus)


def _judge_inkwell(shared):
    questions = (FeatureItem(text="Does ink dry out?"), FeatureItem(url="https://deskforum.example/dry"))
    cited = tuple(FeatureItem(text=f"Source {place}", url=f"https://{place}.example/") for place in ("r", "c", "o"))
    features = (
        SerpFeature(kind=FeatureKind.AI_OVERVIEW, items=cited),
        SerpFeature(kind=FeatureKind.QUESTIONS, items=questions),
        SerpFeature(kind=FeatureKind.ADS),
    )
    best = answer("best fountain pen app", "rcbwvrcmrb", features=features)
    old = {"retrieved_at": NOW - timedelta(days=3), "reused": True, "market_verified": False}
    stains = answer("ink stains on a writing desk, how to remove them", "crqbv", **old)
    versus = {"topic": "comparison", "weight": 3, "best_rank": 4, "leader": Leader(name="Quill", rank=1)}
    leads = {"best_rank": 1, "leader": Leader(name="Inkwell", rank=1)}
    behind = {"topic": "trouble", "weight": 2.5, "leader": Leader(name="Quill", rank=3)}
    return [
        judge("Inkwell", shared, State.CONTESTED, 46, **versus),
        judge("Inkwell", best, State.ABSENT, 100, topic="comparison"),
        judge("Inkwell", answer("inkwell not working", "csrcvdrcxc"), State.SPEAKS, 70, topic="trouble"),
        judge("Inkwell", answer("inkwell login", "oop"), State.OWNED, 0, **leads),
        judge("Inkwell", answer("inkwell export pdf", ""), State.ABSENT, 100, topic="trouble"),
        judge("Inkwell", stains, State.ABSENT, 100, **behind),
        judge("Inkwell", fail("inkwell pricing"), State.UNMEASURED, topic="comparison"),
        judge("Inkwell", skip("inkwell alternatives"), State.UNMEASURED, topic="comparison"),
    ]


def _judge_quill(shared):
    recorded = {"origin": "recorded 2026-11-20 from an invented page", "retrieved_at": STARTED - timedelta(days=2)}
    review = answer("quill review", "crcrbcrcrc", **recorded)
    leads = {"best_rank": 1, "leader": Leader(name="Quill", rank=1)}
    return [
        judge("Quill", shared, State.OWNED, 0, holders=SEEN_BY_QUILL, **leads),
        judge("Quill", review, State.ABSENT, 100, holders=SEEN_BY_QUILL),
        judge("Quill", fail("quill not syncing"), State.UNMEASURED),
    ]


def build_golden_gates():
    """Gates of the golden audit that ended in every way there is, changes counted from an audit a week before."""
    conditions = {
        Threshold(metric=Metric.COVERAGE, comparison=Comparison.LESS, value=0.3): (0.5, None),
        Threshold(metric=Metric.ABSENT, comparison=Comparison.MORE, value=2): (3, None),
        Threshold(metric=Metric.PLACES, comparison=Comparison.LESS, value=3, scope=Scope(brand="Inkwell")): (3, None),
        Threshold(metric=Metric.COVERAGE, comparison=Comparison.LESS, value=0.6, scope=Scope(topic="comparison")): (
            0.5,
            Obstacle.TOO_LITTLE_MEASURED,
        ),
        Threshold(metric=Metric.SHARE_OF_VOICE, comparison=Comparison.LESS, value=0.1): (None, Obstacle.NO_VALUE),
        Threshold(metric=Metric.NEW_GAPS, comparison=Comparison.MORE, value=0): (1, None),
        Threshold(metric=Metric.LOST_PLACES, comparison=Comparison.AT_LEAST, value=2): (None, Obstacle.UNLIKE),
        Threshold(metric=Metric.COVERAGE_DROP, comparison=Comparison.MORE, value=0.1): (None, Obstacle.NOTHING_EARLIER),
        Threshold(metric=Metric.OWNED, comparison=Comparison.EQUAL, value=0, scope=Scope(query='ink, "dry"')): (
            None,
            Obstacle.NOT_SEARCHED,
        ),
    }
    breached = {Metric.ABSENT, Metric.NEW_GAPS}
    results = []
    for threshold, (value, obstacle) in conditions.items():
        ended = GateOutcome.BREACHED if threshold.metric in breached else GateOutcome.MET
        measure = Measure(
            metric=threshold.metric,
            brand="Inkwell",
            ranking="search page",
            value=value,
            queries=6 if value is not None else 0,
            planned=0 if obstacle in {Obstacle.UNLIKE, Obstacle.NOTHING_EARLIER} else 8,
            of=37 if threshold.metric is Metric.PLACES else None,
        )
        results.append(
            GateResult(
                threshold=threshold,
                outcome=GateOutcome.NOT_JUDGED if obstacle else ended,
                measure=None if obstacle is Obstacle.NOT_SEARCHED else measure,
                obstacle=obstacle,
            )
        )
    return GateReport(
        gates=Gates(min_measured=0.6, fail_on=tuple(conditions)),
        results=tuple(results),
        measured=7,
        planned=11,
        earlier=EarlierAudit(id="0f1e2d3c", started_at=STARTED - timedelta(days=7)),
    )


def build_golden_goals():
    """Goals of the golden audit that stand in every way there is, one of them projected."""
    coverage = Goal(metric=Metric.COVERAGE, target=0.75, by=date(2027, 3, 31), brand="Inkwell")
    behind = _progress(coverage, GoalStatus.BEHIND, 0.5, start=0.45, plan=0.5833333, to_go=0.25)
    line = Projection(audits=5, per_week=0.0104, due=0.6916667, reaches=date(2027, 5, 10))
    return (
        replace(behind, projection=line),
        _progress(replace(coverage, metric=Metric.PLACES, target=3), GoalStatus.MET, 3, start=1, plan=2.5, to_go=0.0),
        _progress(
            replace(coverage, metric=Metric.ABSENT, target=1, topic="trouble"),
            GoalStatus.ON_TRACK,
            2,
            start=4,
            plan=2.4,
            to_go=1,
            alike=_measure(Metric.ABSENT, 2),
        ),
        _progress(
            replace(coverage, target=0.5, topic="trouble"),
            GoalStatus.UNPROVEN,
            0.5,
            to_go=0.0,
            doubt=Doubt.SEARCHED_OTHERWISE,
        ),
        _progress(replace(coverage, metric=Metric.GAP_SCORE, target=40), GoalStatus.NOT_YET, 66.54, to_go=26.54),
        _progress(
            replace(coverage, metric=Metric.SHARE_OF_VOICE, target=0.5, by=date(2026, 10, 1)),
            GoalStatus.MISSED,
            0.4712,
            start=0.0021,
            plan=0.5,
            to_go=0.0288,
        ),
        GoalProgress(
            goal=replace(coverage, brand="Paperhaus"),
            brand="Paperhaus",
            ranking="search page",
            status=GoalStatus.UNMEASURED,
        ),
        GoalProgress(
            goal=replace(coverage, brand=None, query='ink, "dry"'),
            brand=None,
            ranking=None,
            status=GoalStatus.UNMEASURED,
        ),
    )


def _progress(goal: Goal, status: GoalStatus, value: float, *, start: float | None = None, **facts) -> GoalProgress:
    """The progress of a goal of Inkwell on the day of the golden audit, started twelve weeks before if at all."""
    since = None if start is None else GoalStart(value=start, on=STARTED.date() - timedelta(weeks=12))
    return GoalProgress(
        goal=goal,
        brand="Inkwell",
        ranking="search page",
        status=status,
        asked_on=STARTED.date(),
        actual=_measure(goal.metric, value),
        on=STARTED.date(),
        start=since,
        **facts,
    )


def _measure(metric: Metric, value: float) -> Measure:
    return Measure(
        metric=metric,
        brand="Inkwell",
        ranking="search page",
        value=value,
        queries=6,
        planned=8,
        of=37 if metric is Metric.PLACES else None,
    )


def ask(text: str) -> SearchRequest:
    """A search for `text`, the same in everything else."""
    return SearchRequest(text=text, provider="bureau", engine="lantern", market=Market(country="us", language="en"))


def answer(text: str, places: str, **facts) -> Serp:
    """A SERP whose places are held as `places` says: a letter of `HOLDERS` per rank, `_` for a rank left out."""
    results = tuple(_list_result(text, rank, holder) for rank, holder in enumerate(places, 1) if holder != "_")
    usual = {"engine": "lantern", "retrieved_at": STARTED, "cost": Decimal("0.001"), "market_verified": True}
    return Serp(request=ask(text), results=results, **usual | facts)


def _list_result(text: str, rank: int, holder: str) -> OrganicResult:
    host = HOLDERS[holder].name.lower().replace(" ", "").removesuffix(".example") + ".example"
    return OrganicResult(
        rank=rank,
        url=f"https://www.{host}/{holder}/{text.replace(' ', '-')}?place={rank}&ref=serp",
        title=f"{text.capitalize()}: \u201cwhat I learned\u201d, part {rank}",
        snippet=f"Somebody wrote about {text}." if rank % 2 else None,
        date="12 Mar 2026" if rank == 1 else None,
    )


def fail(
    text: str,
    kind: FailureKind = FailureKind.RATE_LIMIT,
    message: str = "bureau answered: too many requests (HTTP 429)",
    hint: str | None = "lower the rate in providers.bureau, or try again in a minute",
) -> SearchFailure:
    """A search that was asked and not answered."""
    return SearchFailure(request=ask(text), kind=kind, message=message, hint=hint, failed_at=STARTED)


def skip(text: str) -> NotSearched:
    """A search that was never asked."""
    return NotSearched(
        request=ask(text),
        kind=FailureKind.BUDGET,
        message="the next search would pass --max-cost",
        hint="raise --max-cost and run: searchgap audit --resume",
    )


class Kept(Answer):
    """An answer with the page that an invented history keeps for it."""

    serp: Serp


def keep(serp: Serp) -> Kept:
    """An answer and its page."""
    kept = Kept(*Answer.of(serp))
    kept.serp = serp
    return kept


def judge(brand: str, outcome: SearchOutcome, state: State, score: int | None = None, **facts) -> QueryGap:
    """The judgement of one search for a brand; `facts` are its topic, weight, holders, best rank and leader."""
    request = outcome.request
    results = outcome.results if isinstance(outcome, Serp) else ()
    return QueryGap(
        query=Query(
            brand=brand,
            text=request.text,
            topic=facts.get("topic"),
            weight=facts.get("weight", 1),
            requests=(request,),
        ),
        request=request,
        ending=keep(outcome) if isinstance(outcome, Serp) else outcome,
        standing=_stand(results, facts, state, score),
        ranks=tuple(result.rank for result in results),
        verdicts=tuple(_judge_result(result, facts.get("holders", HOLDERS)) for result in results),
        features=tuple(_judge_feature(feature) for feature in getattr(outcome, "features", ())),
    )


def _stand(results, facts, state: State, score: int | None) -> Standing:
    """Where a search leaves the competitive set: what was told of it, and what its holders add up to."""
    holders = [(result.rank, _holder_of(result, facts.get("holders", HOLDERS))) for result in results]
    parties = {OwnerKind.OWN, OwnerKind.COMPETITOR}
    ranked = {holder.name: rank for rank, holder in reversed(holders) if holder.kind in parties}
    top = [holder.kind for rank, holder in holders if rank <= 10]
    best = facts.get("best_rank"), facts.get("leader"), score, tuple(ranked.items())
    return Standing(state, *best, held=top.count(OwnerKind.OWN), of=len(top))


def _judge_feature(feature: SerpFeature) -> FeatureVerdict:
    """A link to a host called by a letter of `HOLDERS` belongs to that holder, any other to nobody known."""
    nobody = Ownership(OwnerKind.OTHER, "deskforum.example", "unlisted-page", "", Confidence.LOW)
    owners = (HOLDERS.get(item.url.split("/")[2][0], nobody) if item.url else None for item in feature.items)
    return FeatureVerdict(feature.kind, tuple(owners))


def _judge_result(result: OrganicResult, holders: dict[str, Ownership]) -> Verdict:
    _, _, host, holder, _ = result.url.split("/", 4)
    ownership = _holder_of(result, holders)
    presence = OWNED if ownership.kind is OwnerKind.OWN else UNREAD
    return Verdict(host.removeprefix("www."), ownership, SPEAKS if holder == "s" else presence)


def _holder_of(result: OrganicResult, holders: dict[str, Ownership]) -> Ownership:
    return holders[result.url.split("/", 4)[3]]


def sum_up(
    name: str,
    gaps: Sequence[QueryGap],
    voices: dict[str, float | None],
    interval: tuple[float, float] | None = None,
) -> BrandAudit:
    """A brand's part of an audit, counted from its gaps."""
    measured = [gap for gap in gaps if gap.state is not State.UNMEASURED]
    present = sum(gap.state is not State.ABSENT for gap in measured)
    held = [(verdict.ownership, gap.query.text) for gap in measured for verdict in gap.verdicts]
    owners = [
        OwnerStanding(
            name=owner.name,
            kind=owner.kind,
            places=sum(other == owner for other, _ in held),
            queries=len({query for other, query in held if other == owner}),
        )
        for owner in dict.fromkeys(owner for owner, _ in held)
    ]
    value = present / len(measured) if measured else None
    return BrandAudit(
        name=name,
        ranking="search page",
        coverage=Coverage(queries=len(measured), with_presence=present, value=value, interval=interval),
        places=Places(own=sum(owner.kind is OwnerKind.OWN for owner, _ in held), of=len(held)),
        share_of_voice=voices,
        owners=tuple(owners),
        gaps=tuple(gaps),
    )


def outcomes_of(gaps: Iterable[QueryGap]) -> dict[str, SearchOutcome]:
    """What the searches behind these judgements came back with, pages and all."""
    return {gap.request.key: gap.ending.serp if isinstance(gap.ending, Kept) else gap.ending for gap in gaps}


def audit_of(*brands: BrandAudit, **facts) -> Audit:
    """An audit of these brands whose tally is counted; `facts` replace those of its run."""
    gaps = [gap for brand in brands for gap in brand.gaps]
    outcomes = outcomes_of(gaps)
    requests = tuple(outcome.request for outcome in outcomes.values())
    run = {
        "id": "1a2b3c4d",
        "started_at": STARTED,
        "finished_at": STARTED + timedelta(seconds=42),
        "version": "0.1.0",
        "config_digest": "00112233aabbccdd",
        "plan": Plan(brands=(), queries=tuple(gap.query for gap in gaps), requests=requests),
        "outcomes": outcomes,
    }
    return Audit(
        run=AuditRun(**run | facts),
        weights=RankWeights(
            name="survey-2024", values=(0.4, 0.2, 0.1), source="an invented survey", dated=date(2024, 6, 30)
        ),
        tally=Tally(
            planned=len(outcomes),
            measured=sum(isinstance(outcome, Serp) for outcome in outcomes.values()),
            failed=sum(isinstance(outcome, SearchFailure) for outcome in outcomes.values()),
            not_searched=sum(isinstance(outcome, NotSearched) for outcome in outcomes.values()),
            reused=sum(isinstance(outcome, Serp) and outcome.reused for outcome in outcomes.values()),
        ),
        cost=Cost(estimated=Decimal("0.012"), actual=Decimal("0.007")),
        brands=brands,
    )
