"""The JSON report: everything an audit knows, streamed query by query, in the shape `json_types` promises."""

from collections.abc import Iterator

from searchgap.model.gap import JudgedFeature, JudgedItem, JudgedPage, JudgedResult
from searchgap.model.owner import Ownership
from searchgap.model.serp import Answer
from searchgap.report.base import PLAIN, Layout
from searchgap.report.goals import GoalRow
from searchgap.report.json_text import write_array, write_object, write_value
from searchgap.report.json_types import (
    VERSION,
    AuditJson,
    CoverageJson,
    FailureJson,
    FeatureItemJson,
    FeatureJson,
    GateJson,
    GoalJson,
    OwnerJson,
    OwnerStandingJson,
    PlacesJson,
    QueryJson,
    ResultJson,
    TallyJson,
)
from searchgap.report.rows import BrandView, CoverageRow, QueryRow, ReportView


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as one JSON object."""
    members = {
        "version": write_value(VERSION),
        "audit": write_value(_shape_audit(view)),
        "tally": write_value(_shape_tally(view)),
        "notes": write_value(view.notes),
        "brands": write_array((_write_brand(view, brand) for brand in view.brands), "  "),
        "gates": write_array((write_value(gate) for gate in _shape_gates(view)), "  "),
        "goals": write_array((write_value(shape_goal(row)) for row in view.goals), "  "),
    }
    yield from write_object(members, " ")
    yield "\n"


def _write_brand(view: ReportView, brand: BrandView) -> Iterator[str]:
    yield from write_object(
        {
            "name": write_value(brand.name),
            "ranking": write_value(brand.ranking),
            "coverage": write_value(_shape_coverage(brand.coverage)),
            "places": write_value(PlacesJson(own=brand.places.own, of=brand.places.of)),
            "share_of_voice": write_value({voice.name: voice.share for voice in brand.voices}),
            "owners": write_array((write_value(owner) for owner in _shape_owners(brand)), "    "),
            "queries": write_array((write_value(query) for query in _shape_queries(view, brand)), "    "),
        },
        "   ",
    )


def _shape_audit(view: ReportView) -> AuditJson:
    return {
        "id": view.audit_id,
        "started_at": view.started_at,
        "finished_at": view.finished_at,
        "searchgap": view.version,
        "config_digest": view.config_digest,
        "weights": view.weights,
        "complete": view.finished_at is not None,
        "cost": {"estimated": view.cost.estimated, "actual": view.cost.actual, "currency": "USD"},
    }


def _shape_tally(view: ReportView) -> TallyJson:
    tally = view.tally
    return {
        "planned": tally.planned,
        "measured": tally.measured,
        "failed": tally.failed,
        "not_searched": tally.not_searched,
        "reused": tally.reused,
    }


def _shape_coverage(coverage: CoverageRow) -> CoverageJson:
    return {
        "value": coverage.value,
        "queries": coverage.queries,
        "with_presence": coverage.with_presence,
        "interval": coverage.interval,
    }


def _shape_owners(brand: BrandView) -> Iterator[OwnerStandingJson]:
    for owner in brand.owners:
        yield {"name": owner.name, "kind": owner.kind, "places": owner.places, "queries": owner.queries}


def _shape_queries(view: ReportView, brand: BrandView) -> Iterator[QueryJson]:
    for row in brand.queries:
        yield _shape_query(row, view.read_page(row.gap))


def _shape_query(row: QueryRow, page: JudgedPage) -> QueryJson:
    gap = row.gap
    request, market = gap.request, gap.request.market
    answer = gap.ending if isinstance(gap.ending, Answer) else None
    return {
        "query": gap.query.text,
        "topic": gap.query.topic,
        "weight": row.weight,
        "provider": request.provider,
        "engine": answer.engine if answer else request.engine,
        "country": market.country,
        "language": market.language,
        "location": market.location,
        "device": market.device,
        "depth": request.depth,
        "market_verified": answer.market_verified if answer else None,
        "searched_for": answer.searched_for if answer else None,
        "retrieved_at": row.retrieved_at,
        "origin": answer.origin if answer else None,
        "reused": answer is not None and answer.reused,
        "state": gap.state,
        "best_rank": gap.best_rank,
        "leader": {"name": gap.leader.name, "rank": gap.leader.rank} if gap.leader else None,
        "gap_score": gap.score,
        "results": [_shape_result(judged) for judged in page.results],
        "features": [_shape_feature(feature) for feature in page.features],
        "failure": _shape_failure(row),
    }


def _shape_result(judged: JudgedResult) -> ResultJson:
    result, verdict = judged.result, judged.verdict
    return {
        "rank": result.rank,
        "url": result.url,
        "title": result.title or None,
        "snippet": result.snippet,
        "date": result.date,
        "domain": verdict.domain or None,
        "owner": _shape_owner(verdict.ownership),
        "presence": {"level": verdict.presence.level, "evidence": verdict.presence.evidence},
    }


def _shape_owner(owner: Ownership) -> OwnerJson:
    return {
        "kind": owner.kind,
        "name": owner.name,
        "rule": owner.rule,
        "evidence": owner.evidence or None,
        "confidence": owner.confidence,
    }


def _shape_feature(feature: JudgedFeature) -> FeatureJson:
    return {"kind": feature.kind, "items": [_shape_item(judged) for judged in feature.items]}


def _shape_item(judged: JudgedItem) -> FeatureItemJson:
    owner = None if judged.ownership is None else _shape_owner(judged.ownership)
    return {"text": judged.item.text, "url": judged.item.url, "owner": owner}


def shape_goal(row: GoalRow) -> GoalJson:
    """A goal as JSON, the same in every report."""
    measure, projection = row.measure, row.projection
    return {
        "brand": row.brand,
        "ranking": row.ranking,
        "topic": row.goal.topic,
        "query": row.goal.query,
        "metric": row.goal.metric,
        "target": row.goal.target,
        "by": row.goal.by.isoformat(),
        "status": row.status,
        "value": row.value,
        "base": {"measured": measure.queries, "planned": measure.planned, "places": measure.of} if measure else None,
        "measured_on": row.measured_on,
        "start": None if row.start is None else {"value": row.start.value, "on": row.start.on},
        "plan": row.plan,
        "to_go": row.to_go,
        "list_changed": row.list_changed,
        "value_over_same_searches": row.alike,
        "doubt": row.doubt,
        "projection": None
        if projection is None
        else {
            "audits": projection.audits,
            "per_week": projection.per_week,
            "due": projection.due,
            "reaches": projection.reaches,
        },
    }


def _shape_gates(view: ReportView) -> Iterator[GateJson]:
    for row in view.gates.rows if view.gates else ():
        yield {
            "expression": row.expression,
            "brand": row.brand,
            "ranking": row.ranking,
            "topic": row.topic,
            "query": row.query,
            "metric": row.metric,
            "comparison": row.comparison,
            "threshold": row.threshold,
            "value": row.value,
            "base": {"measured": row.measured, "planned": row.planned, "places": row.places},
            "compared_with": row.compared_with,
            "result": row.result,
            "reason": row.reason,
        }


def _shape_failure(row: QueryRow) -> FailureJson | None:
    ending = row.gap.ending
    if isinstance(ending, Answer):
        return None
    return {"kind": ending.kind, "message": ending.message, "hint": ending.hint}
