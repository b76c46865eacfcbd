"""A report on effects for a spreadsheet: a row for every action and search of its query."""

from collections.abc import Iterator

from searchgap.model.action import Action
from searchgap.model.effect import Move, SearchEffect, Sighting
from searchgap.report.base import PLAIN, Layout
from searchgap.report.csv_report import write_rows
from searchgap.report.csv_tables import Row
from searchgap.report.effect.rows import EffectView
from searchgap.report.effect.words import word_verdict
from searchgap.report.words import round_number, round_share, stamp_moment, write_money

_ACTION = ("id", "date", "query", "what", "url", "brand", "hours", "money", "currency")
_SEARCH = ("searched_for_brand", "ranking", "provider", "engine", "country", "language", "location", "device", "depth")
_SIDE = ("audit", "retrieved_at", "state", "best_rank", "gap_score")
_MOVE = (
    *("standing", "result_list", "similarity", "band_pairs", "band_own", "band_rank", "band_changes_state"),
    *("control_queries", "control_gained", "control_lost", "control_mean_ranks_up"),
    *("control_peers", "control_peers_as_far", "stands_out"),
)
_COLUMNS = (
    *_ACTION,
    *_SEARCH,
    *(f"{name}_before" for name in _SIDE),
    *(f"{name}_after" for name in _SIDE),
    *_MOVE,
    *("gap_closed", "shared_with", "unanswered_after", "verdict"),
)


def render(view: EffectView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one table
    """The table."""
    return write_rows(_COLUMNS, _list_rows(view))


def _list_rows(view: EffectView) -> Iterator[Row]:
    for effect in view.report.effects:
        action = _read_action(effect.action)
        for search in effect.searches:
            yield (*action, *_read_search(search))
        if not effect.searches:
            yield (*action, *(None for _ in _COLUMNS[len(_ACTION) :]))


def _read_action(action: Action) -> Row:
    done = (action.id, action.done_on.isoformat(), action.query, action.what, action.url, action.brand)
    return (*done, write_money(action.hours), write_money(action.money), action.currency)


def _read_search(search: SearchEffect) -> Row:
    window = search.window
    request = window.request
    market = request.market
    return (
        *(window.brand, window.ranking, request.provider, request.engine),
        *(market.country, market.language, market.location, market.device.value, request.depth),
        *_read_side(window.before),
        *_read_side(window.after),
        *_read_move(search.move),
        search.closed if search.move else None,
        " ".join(search.shared_with) or None,
        window.failed,
        word_verdict(search),
    )


def _read_side(sighting: Sighting | None) -> Row:
    if sighting is None:
        return (None,) * len(_SIDE)
    gap = sighting.gap
    retrieved = stamp_moment(sighting.answer.retrieved_at)
    return (sighting.audit_id, retrieved, gap.state.value, gap.best_rank, gap.score)


def _read_move(move: Move | None) -> Row:
    if move is None:
        return (None,) * len(_MOVE)
    band, control = move.band, move.control
    return (
        *(move.standing.value, move.listing.value, round_share(move.similarity)),
        *((band.pairs, band.own, band.rank, band.changes_state) if band else (None,) * 4),
        *(control.queries, control.gained, control.lost),
        None if control.climb is None else round_number(control.climb),
        *(control.peers, control.as_far, move.stands_out),
    )
