"""What a reader of a trend must know: what is left out and why, where lists changed, and where nothing was measured."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from searchgap.model.trend import SearchTerms, Trend, TrendSeries
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import word_count, word_list

_MOST_TERMS = 3
_MOST_CHANGES = 5


def word_span(moments: Sequence[datetime]) -> str:
    """How many audits, and their first and last day."""
    first, last = min(moments), max(moments)
    audits = word_count(len(moments), "audit")
    return (
        f"{audits} on {first:%Y-%m-%d}" if len(moments) == 1 else f"{audits} from {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    )


def word_search(terms: Sequence[SearchTerms]) -> str:
    """Who was asked, for which market and how deep."""
    shown = "; ".join(map(_word_terms, terms[:_MOST_TERMS]))
    left = len(terms) - _MOST_TERMS
    return f"searched with {shown}" + (f" and in {left:,} more ways" if left > 0 else "")


def _word_terms(terms: SearchTerms) -> str:
    provider, engine, market, depth = terms
    place = (market.country, market.language, market.location, market.device.value)
    names = [provider + (f" ({engine})" if engine else ""), *filter(None, place), f"depth {depth}"]
    return ", ".join(clean_text(name, NAME_LIMIT) for name in names)


def list_changes(series: TrendSeries) -> Iterator[str]:
    """A sentence for every audit that asked for another list than the one before it."""
    for point in series.points:
        steps = []
        if point.added:
            steps.append(f"{word_count(point.added, 'search', 'searches')} added")
        if point.dropped:
            steps.append(f"{word_count(point.dropped, 'search', 'searches')} dropped")
        if steps:
            yield f"{point.started_at:%Y-%m-%d}: {word_list(steps)}"


def list_notes(trend: Trend) -> Iterator[str]:
    """One sentence for each thing to know, over all series."""
    yield from _list_unlike(trend)
    yield from _list_left_out(trend)
    yield from _list_holes(trend)
    yield from _list_reused(trend)
    if any(series.same for series in trend.series):
        yield (
            "where the list of queries changed, there is a second curve over the same searches; only that one tells a"
            " change of the world from a change of the list"
        )
    yield (
        "a curve starts at 0; an audit that measured nothing of it leaves a hole, a dot where the curve is text, which"
        " is neither 0 nor a loss"
    )


def _list_unlike(trend: Trend) -> Iterator[str]:
    told: set[tuple[str, str, str]] = set()
    for series in trend.series:
        key = series.brand, series.ranking, series.points[-1].audit_id
        if series.current or key in told:
            continue
        told.add(key)
        span = word_span([point.started_at for point in series.points])
        yield (
            f"{clean_text(series.brand, NAME_LIMIT)}: {span} {'is' if len(series.points) == 1 else 'are'} not joined"
            f" with the later ones, {word_search(series.terms)}: see --format json"
        )


def _list_left_out(trend: Trend) -> Iterator[str]:
    brands = dict.fromkeys((one.brand, one.ranking) for one in trend.left_out)
    for brand, ranking in brands:
        some = [one for one in trend.left_out if (one.brand, one.ranking) == (brand, ranking)]
        audits = word_list([f"{one.audit_id} ({one.searches:,} of {one.of:,})" for one in some[:_MOST_CHANGES]])
        left = f" and {len(some) - _MOST_CHANGES:,} more" if len(some) > _MOST_CHANGES else ""
        yield (
            f"{clean_text(brand, NAME_LIMIT)}: left out {word_count(len(some), 'audit')} that asked for a chosen part"
            f" of the searches: {audits}{left}"
        )


def _list_reused(trend: Trend) -> Iterator[str]:
    """Audits that hold older answers, which a curve shows once more."""
    points = {point.audit_id: point for series in trend.series for point in series.points if point.reused}
    oldest_first = sorted(points.values(), key=lambda point: point.started_at)
    some = [f"{point.started_at:%Y-%m-%d} ({point.reused:,})" for point in oldest_first]
    if some:
        left = f" and {len(some) - _MOST_CHANGES:,} more" if len(some) > _MOST_CHANGES else ""
        yield (
            f"answers reused from earlier audits stand in {word_count(len(some), 'audit')} once more, and are no new"
            f" measurement there: {word_list(some[-_MOST_CHANGES:])}{left}"
        )


def _list_holes(trend: Trend) -> Iterator[str]:
    widest: dict[tuple[str, str], TrendSeries] = {}
    for series in trend.series:
        if series.current:
            widest.setdefault((series.brand, series.ranking), series)
    for (brand, _), series in widest.items():
        name = clean_text(brand, NAME_LIMIT)
        bases = [next(iter(point.measures.values())) for point in series.points]
        holes = sum(not base.queries for base in bases)
        thin = sum(0 < base.queries < base.planned / 2 for base in bases)
        if holes:
            yield f"{name}: {word_count(holes, 'audit')} measured nothing"
        if thin:
            yield f"{name}: {word_count(thin, 'audit')} measured less than half of the searches, so look at the base"
