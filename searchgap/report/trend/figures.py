"""The figures behind the curves of a series as a table, the latest audit first."""

from collections.abc import Iterator
from dataclasses import dataclass

from searchgap.report.measures import word_measure
from searchgap.report.trend.rows import CurveRow, SeriesRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A table of figures: the heads of its columns, and rows as long as they are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tabulate_figures(row: SeriesRow, room: int) -> Figures:
    """The last values with their base, as measured and over the searches that all audits made."""
    curves = (*row.curves, *row.same)
    numbers = range(len(row.series.points) - 1, -1, -1)
    return Figures(
        columns=("Audit", "Measured", *(curve.label for curve in row.curves), *_head_same(row), "List changed"),
        rows=tuple(tuple(_list_cells(row, curves, number)) for number in numbers[:room]),
    )


def _head_same(row: SeriesRow) -> Iterator[str]:
    for curve, same in zip(row.curves, row.same, strict=False):
        yield f"{curve.label}, {same.label}"


def _list_cells(row: SeriesRow, curves: tuple[CurveRow, ...], number: int) -> Iterator[str]:
    point = row.series.points[number]
    base = next(iter(point.measures.values()))
    yield f"{point.started_at:%Y-%m-%d} {point.audit_id}"
    yield f"{base.queries:,} of {base.planned:,}"
    for curve in curves:
        yield word_measure(curve.points[number].measures[curve.metric])
    steps = [f"{sign}{count:,}" for sign, count in (("+", point.added), ("-", point.dropped)) if count]
    yield " ".join(steps)
