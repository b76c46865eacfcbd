"""A report on effects as JSON, version 1: within a version keys are only added; facts that are not known are null."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from searchgap.model.action import Action
from searchgap.model.comparison import Difference, NoiseBand
from searchgap.model.effect import ActionEffect, Closing, Control, SearchEffect, Sighting, Spending
from searchgap.report.base import PLAIN, Layout
from searchgap.report.effect.rows import EffectView
from searchgap.report.effect.words import word_verdict
from searchgap.report.json_text import write_array, write_object, write_value
from searchgap.report.words import round_number, round_share, stamp_moment, write_money

VERSION = 1

_Shape = dict[str, object]


def render(view: EffectView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as one JSON object, an action to a line."""
    report = view.report
    days = report.noise.typical_days
    members = {
        "version": write_value(VERSION),
        "headline": write_value(view.headline),
        "notes": write_value(view.notes),
        "spent": write_value(_shape_spending(report.spent)),
        "closed": write_value(list(map(_shape_closing, report.closings))),
        "noise": write_value(
            {
                "pairs": report.noise.pairs,
                "disturbed_pairs": report.noise.disturbed,
                "lasting_pairs": report.noise.lasting,
                "typical_days": None if days is None else round_number(days),
            }
        ),
        "actions": write_array((write_value(_shape_effect(effect)) for effect in report.effects), "  "),
    }
    yield from write_object(members, " ")
    yield "\n"


def shape_action(action: Action) -> _Shape:
    """An action as the log holds it."""
    return {
        "id": action.id,
        "done_on": action.done_on.isoformat(),
        "brand": action.brand,
        "query": action.query,
        "url": action.url,
        "what": action.what,
        "hours": write_money(action.hours),
        "money": write_money(action.money),
        "currency": action.currency,
        "entered_at": stamp_moment(action.entered_at),
    }


def _shape_spending(spent: Spending) -> _Shape:
    return {
        "actions": spent.actions,
        "priced": spent.priced,
        "hours": write_money(spent.hours),
        "money": _shape_money(spent.money),
    }


def _shape_money(money: Mapping[str, Decimal]) -> dict[str, str | None]:
    return {currency: write_money(amount) for currency, amount in money.items()}


def _shape_closing(closing: Closing) -> _Shape:
    return {
        "ranking": closing.ranking,
        "queries": closing.judged,
        "gaps_closed": closing.closed,
        "without_band": closing.unproven,
        "spent": _shape_spending(closing.spent),
        "hours_per_gap": write_money(closing.hours_each),
        "money_per_gap": _shape_money(closing.money_each) if closing.closed else None,
    }


def _shape_effect(effect: ActionEffect) -> _Shape:
    return {**shape_action(effect.action), "searches": list(map(_shape_search, effect.searches))}


def _shape_search(search: SearchEffect) -> _Shape:
    window, move = search.window, search.move
    request = window.request
    market = request.market
    return {
        "brand": window.brand,
        "ranking": window.ranking,
        "provider": request.provider,
        "engine": request.engine,
        "country": market.country,
        "language": market.language,
        "location": market.location,
        "device": market.device.value,
        "depth": request.depth,
        "before": _shape_sighting(window.before),
        "after": _shape_sighting(window.after),
        "unanswered_after": window.failed,
        "unlike": list(map(_shape_difference, window.unlike)),
        "standing": move.standing.value if move else None,
        "result_list": move.listing.value if move else None,
        "similarity": round_share(move.similarity) if move else None,
        "noise_band": _shape_band(move.band) if move else None,
        "control": _shape_control(move.control) if move else None,
        "stands_out": move.stands_out if move else None,
        "gap_closed": search.closed if move else None,
        "shared_with": list(search.shared_with),
        "verdict": word_verdict(search),
    }


def _shape_sighting(sighting: Sighting | None) -> _Shape | None:
    if sighting is None:
        return None
    gap = sighting.gap
    return {
        "audit": sighting.audit_id,
        "retrieved_at": stamp_moment(sighting.answer.retrieved_at),
        "engine": sighting.answer.engine,
        "state": gap.state.value,
        "best_rank": gap.best_rank,
        "leader": {"name": gap.leader.name, "rank": gap.leader.rank} if gap.leader else None,
        "gap_score": gap.score,
    }


def _shape_difference(difference: Difference) -> _Shape:
    return {"facet": difference.facet.value, "before": difference.before, "after": difference.after}


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


def _shape_control(control: Control) -> _Shape:
    return {
        "queries": control.queries,
        "gained": control.gained,
        "lost": control.lost,
        "mean_ranks_up": None if control.climb is None else round_number(control.climb),
        "peers": control.peers,
        "peers_as_far": control.as_far,
    }
