"""Whether anything moved after an action: its query before and after, beside noise and beside untouched queries.

Only like searches that were measured are held against each other, so neither a failed search, nor another provider,
nor a longer list of queries can look like an effect.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from searchgap.model.action import Action
from searchgap.model.effect import ActionEffect, Closing, EffectReport, Move, SearchEffect, Spending, Window
from searchgap.rules.compare import judge_listing, judge_standing
from searchgap.rules.controls import Controls
from searchgap.rules.noise import Deed, Noise, measure_movement
from searchgap.rules.similarity import rank_biased_overlap
from searchgap.rules.template import fold_text

SETTLING_DAYS = 28
"""For so long after an action its query is not quiet: what may follow from the action must not count as noise."""


def list_deeds(actions: Iterable[Action]) -> list[Deed]:
    """When which query was not left alone: on the day of every action on it, and while it settles."""
    return [
        (action.brand, action.query, day)
        for action in actions
        for day in (action.done_on + timedelta(days=days) for days in range(SETTLING_DAYS + 1))
    ]


def judge_effects(
    windows: Mapping[Action, Sequence[Window]], log: Iterable[Action], *, noise: Noise, controls: Controls
) -> EffectReport:
    """Hold actions against what was measured before and after them.

    Args:
        windows: the actions that are asked about, by the day they were done, with what was measured.
        log: everything that was done.
        noise: how queries move by themselves; it has taken what `list_deeds` tells of the log.
        controls: what untouched queries did between the audits of the windows.
    """
    by_query: dict[str, list[Action]] = {}
    for action in log:
        by_query.setdefault(fold_text(action.query), []).append(action)
    effects = []
    for action, opened in windows.items():
        others = [other for other in by_query.get(fold_text(action.query), ()) if other.id != action.id]
        searches = tuple(_judge(window, others, noise, controls) for window in opened)
        effects.append(ActionEffect(action=action, searches=searches))
    return EffectReport(
        effects=tuple(effects),
        spent=sum_spending(windows),
        closings=tuple(_count_closings(effects)),
        noise=noise.base(),
    )


def _judge(window: Window, others: Iterable[Action], noise: Noise, controls: Controls) -> SearchEffect:
    before, after = window.before, window.after
    if before is None or after is None:
        return SearchEffect(window=window)
    similarity = rank_biased_overlap(before.page, after.page)
    band = noise.band_of(window.brand, window.ranking, window.request.key)
    movement = measure_movement(before.gap, after.gap, similarity)
    return SearchEffect(
        window=window,
        move=Move(
            standing=judge_standing(movement, band),
            listing=judge_listing(movement, band),
            similarity=similarity,
            band=band,
            control=controls.count(window),
        ),
        shared_with=tuple(_find_sharers(others, window.brand, before.day, after.day)),
    )


def _find_sharers(others: Iterable[Action], brand: str, start: date, end: date) -> Iterator[str]:
    return (other.id for other in others if other.brand in {None, brand} and start <= other.done_on <= end)


def sum_spending(actions: Iterable[Action]) -> Spending:
    """What actions cost together; what nobody said is left out, and `priced` tells of it."""
    actions = list(actions)
    hours = [action.hours for action in actions if action.hours is not None]
    money: dict[str, Decimal] = {}
    for action in actions:
        if action.money is not None and action.currency is not None:
            money[action.currency] = money.get(action.currency, Decimal(0)) + action.money
    return Spending(
        actions=len(actions),
        priced=sum(action.hours is not None or action.money is not None for action in actions),
        hours=sum(hours, Decimal(0)) if hours else None,
        money=dict(sorted(money.items())),
    )


class _Judged(NamedTuple):
    """A search that was measured on both sides of an action."""

    brand: str
    action: Action
    search: SearchEffect

    @property
    def query(self) -> tuple[str, str]:
        return self.brand, fold_text(self.action.query)


def _count_closings(effects: Sequence[ActionEffect]) -> Iterator[Closing]:
    """The gaps closed under every ranking; a query counts once, whatever was done about it how often."""
    by_ranking: dict[str, list[_Judged]] = {}
    for effect in effects:
        for search in effect.searches:
            if search.move:
                judged = _Judged(search.window.brand, effect.action, search)
                by_ranking.setdefault(search.window.ranking, []).append(judged)
    for ranking, some in by_ranking.items():
        closed = {one.query for one in some if one.search.closed}
        unproven = {one.query for one in some if one.search.entered and not one.search.banded}
        yield Closing(
            ranking=ranking,
            judged=len({one.query for one in some}),
            closed=len(closed),
            unproven=len(unproven - closed),
            spent=sum_spending(dict.fromkeys(one.action for one in some)),
        )
