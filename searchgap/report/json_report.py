"""The JSON report: everything an audit knows, streamed query by query, in the shape `json_types` promises."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from searchgap.model.gap import JudgedFeature, JudgedItem, JudgedPage, JudgedResult
from searchgap.model.owner import Ownership
from searchgap.model.serp import Answer
from searchgap.report.base import PLAIN, Layout
from searchgap.report.json_types import (
    VERSION,
    AuditJson,
    CoverageJson,
    FailureJson,
    FeatureItemJson,
    FeatureJson,
    OwnerJson,
    OwnerStandingJson,
    PlacesJson,
    QueryJson,
    ResultJson,
    TallyJson,
)
from searchgap.report.rows import BrandView, CoverageRow, QueryRow, ReportView

_UNSEEN = re.compile(  # legal in JSON, but a terminal obeys it, an editor hides it, or UTF-8 has no bytes for it
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as one JSON object."""
    members = {
        "version": _write(VERSION),
        "audit": _write(_shape_audit(view)),
        "tally": _write(_shape_tally(view)),
        "notes": _write(view.notes),
        "brands": _write_array((_write_brand(view, brand) for brand in view.brands), "  "),
        "gates": _write([]),
        "goals": _write([]),
    }
    yield from _write_object(members, " ")
    yield "\n"


def _write(value: object) -> Iterator[str]:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    yield text if text.isascii() and "\x7f" not in text else _UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return "\\ufffd" if "\ud800" <= character <= "\udfff" else json.dumps(character)[1:-1]


def _write_object(members: Mapping[str, Iterable[str]], indent: str) -> Iterator[str]:
    opening = "{"
    for name, value in members.items():
        yield f'{opening}"{name}": '
        yield from value
        opening = f",\n{indent}"
    yield "}"


def _write_array(items: Iterable[Iterable[str]], indent: str) -> Iterator[str]:
    opening = f"[\n{indent}"
    closing = "[]"
    for item in items:
        yield opening
        yield from item
        opening = f",\n{indent}"
        closing = "]"
    yield closing


def _write_brand(view: ReportView, brand: BrandView) -> Iterator[str]:
    yield from _write_object(
        {
            "name": _write(brand.name),
            "ranking": _write(brand.ranking),
            "coverage": _write(_shape_coverage(brand.coverage)),
            "places": _write(PlacesJson(own=brand.places.own, of=brand.places.of)),
            "share_of_voice": _write({voice.name: voice.share for voice in brand.voices}),
            "owners": _write_array((_write(owner) for owner in _shape_owners(brand)), "    "),
            "queries": _write_array((_write(query) for query in _shape_queries(view, brand)), "    "),
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


def _shape_failure(row: QueryRow) -> FailureJson | None:
    ending = row.gap.ending
    if isinstance(ending, Answer):
        return None
    return {"kind": ending.kind, "message": ending.message, "hint": ending.hint}
