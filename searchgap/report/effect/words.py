"""How effects are worded, once for every format. They say what was seen after an action, never that it came from it."""

from collections.abc import Mapping
from decimal import Decimal

from searchgap.model.comparison import Judgement
from searchgap.model.effect import Control, Move, SearchEffect, Sighting, Spending, Window
from searchgap.model.gap import QueryGap, State
from searchgap.report.comparison.rows import Mood
from searchgap.report.comparison.words import word_difference, word_similarity, word_standing
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import word_count, word_list

_AN_HOUR = 60
_BEST_FIRST = (State.OWNED, State.CONTESTED, State.SPEAKS, State.ABSENT, State.UNMEASURED)


def word_hours(hours: Decimal) -> str:
    """Working time to the minute, such as `1 h 30 min`."""
    whole, minutes = divmod(round(hours * _AN_HOUR), _AN_HOUR)
    parts = [f"{whole:,} h"] if whole or not minutes else []
    return " ".join([*parts, *([f"{minutes} min"] if minutes else [])])


def word_amount(amount: Decimal, currency: str) -> str:
    """Money in its currency, such as `40 EUR` or `12.50 CHF`; no sign, for some stand for several currencies."""
    number = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{number} {clean_text(currency, NAME_LIMIT)}"


def word_cost(hours: Decimal | None, money: Mapping[str, Decimal]) -> str | None:
    """Working time and money; None where neither is known."""
    amounts = [word_amount(amount, currency) for currency, amount in money.items()]
    return word_list([*([] if hours is None else [word_hours(hours)]), *amounts]) or None


def word_spending(spent: Spending) -> str:
    """What actions cost together, with how many of them that is known of."""
    cost = word_cost(spent.hours, spent.money)
    if cost is None:
        return "not known"
    known = "" if spent.priced == spent.actions else f" (known of {spent.priced:,} of {spent.actions:,} actions)"
    return cost + known


def word_verdict(search: SearchEffect) -> str:
    """What was seen of a query before and after, and how far that can be trusted."""
    window, move = search.window, search.move
    before, after = window.before, window.after
    if before and after and move:
        return f"{_word_move(before.gap, after.gap, move)}{_word_peers(before.gap, move)}{_word_control(move.control)}"
    if after:
        return f"{_word_sighting(after)}; {_word_missing_before(window)}"
    if before:
        return f"{_word_sighting(before)}; not measured since{_word_failed(window)}"
    return f"never measured{_word_failed(window)}"


def _word_move(before: QueryGap, after: QueryGap, move: Move) -> str:
    if move.standing is Judgement.UNCHANGED:
        return f"{word_standing(after)} before and after: state and rank did not move"
    change = f"{word_standing(before)}, then {word_standing(after)}"
    if move.band is None:
        return f"{change}: there is no noise band yet to hold that against, so nothing can be claimed"
    band = f"band of {word_count(move.band.pairs, 'quiet pair')}"
    if move.standing is Judgement.NOISE:
        return f"{change}: moved within noise ({band}), so nothing can be claimed"
    return f"{change}: beyond noise ({band})"


def _word_peers(before: QueryGap, move: Move) -> str:
    """That untouched queries moved as far too, where the move would otherwise stand out."""
    control = move.control
    if move.standing is not Judgement.BEYOND_NOISE or not control.usual:
        return ""
    began = "absent" if before.state is State.ABSENT else "present"
    peers = word_count(control.peers, "untouched query", "untouched queries")
    return f", but {control.as_far:,} of {peers} that began {began} too moved as far, so nothing can be claimed"


def _word_control(control: Control) -> str:
    if not control.queries:
        return "; no untouched query was measured both times"
    queries = word_count(control.queries, "untouched query", "untouched queries")
    return f"; of {queries}, {control.gained:,} gained and {control.lost:,} lost presence meanwhile"


def _word_sighting(sighting: Sighting) -> str:
    return f"{word_standing(sighting.gap)} on {sighting.day}"


def _word_missing_before(window: Window) -> str:
    if not window.unlike:
        return "not measured before the action, so there is nothing to hold that against"
    unlike = "; ".join(map(word_difference, window.unlike))
    return f"measured before the action too, but by an unlike search that is not compared: {unlike}"


def _word_failed(window: Window) -> str:
    if not window.failed:
        return ""
    return f": {word_count(window.failed, 'audit')} after the action asked for it and got no answer"


def list_details(search: SearchEffect) -> tuple[str, ...]:
    """What a verdict rests on."""
    window, move = search.window, search.move
    details = []
    if window.before and window.after and move:
        details.append(
            f"audits {window.before.audit_id} ({window.before.day}) and {window.after.audit_id} ({window.after.day}), "
            f"{clean_text(window.request.provider, NAME_LIMIT)}; similarity of the result lists "
            f"{word_similarity(move.similarity)}{_word_climb(move.control)}"
        )
    if search.shared_with:
        others = word_count(len(search.shared_with), "other action")
        details.append(
            f"{others} on this query between the two measurements ({', '.join(search.shared_with)}): what is seen "
            "here is seen after all of them, and a closed gap counts once"
        )
    return tuple(details)


def _word_climb(control: Control) -> str:
    if control.climb is None:
        return ""
    ranks = f"{abs(control.climb):.1f}"
    if not float(ranks):
        return "; untouched queries kept their rank on average"
    way = "up" if control.climb > 0 else "down"
    return f"; untouched queries moved {ranks} ranks {way} on average"


def find_mood(search: SearchEffect) -> Mood:
    """Whether a query stands better or worse than before, which stands out from noise and untouched queries."""
    before, after, move = search.window.before, search.window.after, search.move
    if not (before and after and move) or not move.stands_out:
        return Mood.NEITHER
    return Mood.BETTER if _place(after.gap) < _place(before.gap) else Mood.WORSE


def _place(gap: QueryGap) -> tuple[int, int]:
    return _BEST_FIRST.index(gap.state), gap.best_rank or gap.request.depth + 1


def word_search(window: Window) -> str:
    """What is searched with, where one query was searched in several ways."""
    request = window.request
    market = request.market
    facets = (
        request.provider,
        request.engine,
        market.country,
        market.language,
        market.location,
        market.device.value,
        f"depth {request.depth}",
    )
    return ", ".join(clean_text(facet, NAME_LIMIT) for facet in facets if facet)
