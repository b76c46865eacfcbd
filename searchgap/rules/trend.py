"""Audits → series: every metric over time, unlike audits apart, and a changed list of queries told from a change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searchgap.model.goal import EVERYTHING, Metric, Scope
from searchgap.model.trend import LeftOut, Trend, TrendPoint, TrendSeries
from searchgap.rules.measures import Sums
from searchgap.rules.strands import Sample, Samples, Strand, group_alike, part_selections

HEADLINE = (Metric.COVERAGE, Metric.PLACES, Metric.SHARE_OF_VOICE, Metric.GAP_SCORE)
"""The metrics a trend shows where none are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendWish:
    """What a trend is wanted of; nothing named is everything.

    Attributes:
        brands: names of brands.
        topics: topics, each as a series of its own.
        queries: texts of queries, each as a series of its own.
        metrics: metrics that every audit has.
    """

    brands: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = HEADLINE


def build_trend(samples: Samples, wish: TrendWish) -> Trend:
    """Every series of some audits.

    Args:
        samples: the audits, judged under one set of rules.
        wish: what is wanted of them.
    """
    series: list[TrendSeries] = []
    left_out: list[LeftOut] = []
    for (brand, _), some in samples.items():
        if wish.brands and brand not in wish.brands:
            continue
        whole, selections = part_selections(some)
        for strand in group_alike(whole):
            series += _trace(strand, wish)
        left_out += [_leave_out(sample, fuller) for sample, fuller in selections]
    return Trend(series=tuple(series), left_out=tuple(left_out))


def _leave_out(sample: Sample, fuller: Sample) -> LeftOut:
    return LeftOut(
        audit_id=sample.audit.run.id,
        started_at=sample.started_at,
        brand=sample.brand.name,
        ranking=sample.brand.ranking,
        searches=len(sample.searches.keys),
        of=len(fuller.searches.keys),
    )


def _trace(strand: Strand, wish: TrendWish) -> Iterator[TrendSeries]:
    """The series of a strand: the whole brand and its topics, or what was named instead."""
    for scope in _list_scopes(strand, wish):
        asked = [sample for sample in strand.samples if sample.searches.keys_of(scope)]
        if asked:
            yield _build_series(strand, scope, asked, wish.metrics)


def _list_scopes(strand: Strand, wish: TrendWish) -> Iterator[Scope]:
    if wish.queries:
        topics: Sequence[str | None] = wish.topics or (None,)
        yield from (Scope(topic=topic, query=query) for query in wish.queries for topic in topics)
    elif wish.topics:
        yield from (Scope(topic=topic) for topic in wish.topics)
    else:
        yield EVERYTHING
        known = {topic: None for sample in reversed(strand.samples) for topic in sample.searches.by_topic}
        if len(known) > 1:
            yield from (Scope(topic=topic) for topic in known if topic is not None)


def _build_series(strand: Strand, scope: Scope, samples: Sequence[Sample], metrics: Sequence[Metric]) -> TrendSeries:
    lists = [sample.searches.keys_of(scope) for sample in samples]
    common = frozenset.intersection(*set(lists))
    points = []
    before = lists[0]
    for sample, keys in zip(samples, lists, strict=True):
        sums = sample.add_up(scope)
        points.append(_make_point(sample, sums, metrics, added=len(keys - before), dropped=len(before - keys)))
        before = keys
    same: list[TrendPoint] = []
    if common and any(keys != common for keys in lists):
        same = [_make_point(sample, sample.add_up_some(scope, common), metrics) for sample in samples]
    return TrendSeries(
        brand=strand.brand.name,
        ranking=strand.brand.ranking,
        topic=scope.topic,
        query=scope.query,
        terms=samples[-1].searches.terms,
        current=strand.current,
        points=tuple(points),
        same=tuple(same),
        common=len(common),
    )


def _make_point(
    sample: Sample, sums: Sums, metrics: Sequence[Metric], *, added: int = 0, dropped: int = 0
) -> TrendPoint:
    brand = sample.brand
    return TrendPoint(
        audit_id=sample.audit.run.id,
        started_at=sample.started_at,
        measures={metric: sums.measure(metric, brand.name, brand.ranking) for metric in metrics},
        added=added,
        dropped=dropped,
        reused=sample.audit.reused,
    )
