"""One number of an audit with its base."""

from dataclasses import dataclass

from searchgap.model.goal import Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric of one brand under one kind of ranking, over the queries of a scope.

    Attributes:
        metric: what is measured.
        brand: whose number it is.
        ranking: what the order of the results means.
        value: the number; None where it has no base, never 0 in its place.
        queries: how many queries of the scope were measured: the base.
        planned: how many queries the scope has, measured or not.
        of: for `places`, how many places were measured; None for every other metric.
        interval: for `coverage`, its Wilson 95 % interval; None without a base and for every other metric.
    """

    metric: Metric
    brand: str
    ranking: str
    value: float | None
    queries: int
    planned: int
    of: int | None = None
    interval: tuple[float, float] | None = None
