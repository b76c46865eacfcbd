"""A comparison as JSON, version 1: within a version keys are only added; facts that are not known are null."""

from collections.abc import Iterable, Iterator, Mapping

from searchgap.model.audit import Audit, BrandAudit
from searchgap.model.comparison import (
    BrandComparison,
    CoverageChange,
    Difference,
    ListedResult,
    NoiseBand,
    NoiseBase,
    OwnerChange,
    QueryMove,
    QueryPair,
)
from searchgap.model.gap import QueryGap
from searchgap.model.score import Coverage, Places
from searchgap.model.serp import Answer
from searchgap.report.base import PLAIN, Layout
from searchgap.report.comparison.rows import ComparisonView
from searchgap.report.json_text import write_array, write_object, write_value
from searchgap.report.words import round_number, round_share, stamp_moment
from searchgap.rules.compare import list_states
from searchgap.rules.similarity import PERSISTENCE

VERSION = 1

_Shape = dict[str, object]


def render(view: ComparisonView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The comparison as one JSON object, a query to a line."""
    comparison = view.comparison
    members = {
        "version": write_value(VERSION),
        "before": write_value(_shape_audit(comparison.before)),
        "after": write_value(_shape_audit(comparison.after)),
        "alike": write_value(not comparison.unlike),
        "unlike": write_value(_shape_differences(comparison.unlike)),
        "not_compared": write_value(_shape_differences(comparison.set_apart)),
        "similarity": write_value({"method": "rank-biased overlap, extrapolated", "p": PERSISTENCE}),
        "noise": write_value(_shape_base(comparison.noise)),
        "headline": write_value(view.headline),
        "notes": write_value(view.notes),
        "brands": write_array((_write_brand(brand) for brand in comparison.brands), "  "),
    }
    yield from write_object(members, " ")
    yield "\n"


def _write_brand(brand: BrandComparison) -> Iterator[str]:
    members = {
        "name": write_value(brand.name),
        "ranking": write_value({"before": brand.ranking.before, "after": brand.ranking.after}),
        "measured_in_both": write_value(len(brand.moves)),
        "coverage": write_value(_shape_coverage(brand.coverage)),
        "places": write_value(_shape_places(*brand.places)),
        "share_of_voice": write_value(
            {name: _shape_change(*map(_round, voice)) for name, voice in brand.share_of_voice.items()}
        ),
        "similarity_median": write_value(_round(brand.similarity)),
        "states": write_value(list(_shape_states(brand))),
        "as_reported": write_value(_shape_change(*map(_shape_reported, brand.as_reported))),
        "owners": _write_each(map(_shape_owner, brand.owners)),
        "queries": _write_each(map(_shape_move, brand.moves)),
        "newly_unmeasured": _write_each(map(_shape_pair, brand.newly_unmeasured)),
        "newly_measured": _write_each(map(_shape_pair, brand.newly_measured)),
        "never_measured": _write_each(map(_shape_pair, brand.never_measured)),
        "not_compared": _write_each(map(_shape_pair, brand.apart)),
        "only_after": _write_each(map(_shape_alone, brand.added)),
        "only_before": _write_each(map(_shape_alone, brand.removed)),
    }
    yield from write_object(members, "   ")


def _write_each(shapes: Iterable[_Shape]) -> Iterator[str]:
    return write_array(map(write_value, shapes), "    ")


def _shape_audit(audit: Audit) -> _Shape:
    run = audit.run
    return {
        "id": run.id,
        "started_at": stamp_moment(run.started_at),
        "finished_at": stamp_moment(run.finished_at) if run.finished_at else None,
        "searchgap": run.version,
        "config_digest": run.config_digest,
        "weights": audit.weights.name,
    }


def _shape_change(before: object, after: object) -> _Shape:
    return {"before": before, "after": after}


def _shape_differences(differences: Mapping[Difference, int]) -> list[_Shape]:
    return [{**_shape_difference(difference), "queries": pairs} for difference, pairs in differences.items()]


def _shape_difference(difference: Difference) -> _Shape:
    return {"facet": difference.facet.value, "before": difference.before, "after": difference.after}


def _shape_base(base: NoiseBase) -> _Shape:
    days = base.typical_days
    return {
        "pairs": base.pairs,
        "disturbed_pairs": base.disturbed,
        "lasting_pairs": base.lasting,
        "typical_days": None if days is None else round_number(days),
    }


def _shape_coverage(coverage: CoverageChange) -> _Shape:
    return {
        "before": _shape_share(coverage.before),
        "after": _shape_share(coverage.after),
        "gained": coverage.gained,
        "lost": coverage.lost,
        "test": "mcnemar-exact",
        "p_value": round_number(coverage.chance) or coverage.chance,
    }


def _shape_share(coverage: Coverage) -> _Shape:
    interval = coverage.interval
    return {
        "value": _round(coverage.value),
        "queries": coverage.queries,
        "with_presence": coverage.with_presence,
        "interval": [round_number(end) for end in interval] if interval else None,
    }


def _shape_places(before: Places, after: Places) -> _Shape:
    return _shape_change({"own": before.own, "of": before.of}, {"own": after.own, "of": after.of})


def _shape_states(brand: BrandComparison) -> Iterator[_Shape]:
    for (before, after), queries in sorted(list_states(brand.moves).items()):
        yield {**_shape_change(before.value, after.value), "queries": queries}


def _shape_reported(side: BrandAudit | None) -> _Shape | None:
    if side is None:
        return None
    return {
        "ranking": side.ranking,
        "coverage": _shape_share(side.coverage),
        "places": {"own": side.places.own, "of": side.places.of},
        "share_of_voice": {name: _round(share) for name, share in side.share_of_voice.items()},
    }


def _shape_owner(owner: OwnerChange) -> _Shape:
    return {
        "name": owner.name,
        "kind": owner.kind,
        "places": _shape_change(*owner.places),
        "change": owner.places.after - owner.places.before,
        "queries": _shape_change(*owner.queries),
    }


def _shape_move(move: QueryMove) -> _Shape:
    return {
        **_shape_pair(move),
        "similarity": round_share(move.similarity),
        "standing": move.standing.value,
        "result_list": move.listing.value,
        "noise_band": _shape_band(move.band),
        "same_answer": move.same_answer,
        "entered": list(map(_shape_listing, move.entered)),
        "left": list(map(_shape_listing, move.left)),
    }


def _shape_pair(pair: QueryPair) -> _Shape:
    return {
        **_shape_query(pair.after),
        "before": _shape_standing(pair.before),
        "after": _shape_standing(pair.after),
        "unlike": list(map(_shape_difference, pair.unlike)),
    }


def _shape_alone(gap: QueryGap) -> _Shape:
    return {**_shape_query(gap), **_shape_standing(gap)}


def _shape_query(gap: QueryGap) -> _Shape:
    query, request = gap.query, gap.request
    market = request.market
    return {
        "query": query.text,
        "topic": query.topic,
        "weight": round_number(query.weight),
        "provider": request.provider,
        "engine": gap.ending.engine if isinstance(gap.ending, Answer) else request.engine,
        "country": market.country,
        "language": market.language,
        "location": market.location,
        "device": market.device.value,
        "depth": request.depth,
    }


def _shape_standing(gap: QueryGap) -> _Shape:
    ending = gap.ending
    return {
        "state": gap.state.value,
        "best_rank": gap.best_rank,
        "leader": {"name": gap.leader.name, "rank": gap.leader.rank} if gap.leader else None,
        "gap_score": gap.score,
        "retrieved_at": stamp_moment(ending.retrieved_at) if isinstance(ending, Answer) else None,
        "failure": None if isinstance(ending, Answer) else {"kind": ending.kind.value, "message": ending.message},
    }


def _shape_band(band: NoiseBand | None) -> _Shape | None:
    if band is None:
        return None
    return {
        "rank": band.rank,
        "similarity": round_share(band.similarity),
        "changes_state": band.changes_state,
        "pairs": band.pairs,
        "own": band.own,
        "exceeded_by_chance": round_number(band.exceeded),
    }


def _shape_listing(listing: ListedResult) -> _Shape:
    owner = listing.ownership
    return {"rank": listing.rank, "url": listing.url, "owner": {"kind": owner.kind.value, "name": owner.name}}


def _round(share: float | None) -> float | None:
    return None if share is None else round_share(share)
