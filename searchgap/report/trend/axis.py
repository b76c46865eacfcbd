"""What stands along the days of a chart: their labels, the holes, changes of the list, and the base of every audit."""

from collections.abc import Iterator, Sequence

from searchgap.report.measures import word_measure
from searchgap.report.trend.rows import CurveRow
from searchgap.report.trend.scale import Scale
from searchgap.report.trend.shapes import BOX, Bar, Stripe, Tick

_WIDEST_SLOT, _NARROWEST_SLOT = 14.0, 1.0
_SLOT_SHARE = 0.75
_ROOM_OF_A_DAY = 78
_HALF_A_DAY = 34
_DAYS_TRIED = 5


def list_days(curve: CurveRow, across: Scale, places: Sequence[float]) -> Iterator[Tick]:
    """The first and the last audit, the day of a goal, and audits between them where there is room."""
    points = curve.points
    chosen = [0, len(points) - 1, *(number * len(points) // _DAYS_TRIED for number in range(1, _DAYS_TRIED))]
    wanted = [(places[number], f"{points[number].started_at:%Y-%m-%d}") for number in chosen]
    if curve.goal and across.high == curve.goal.goal.by.toordinal():
        wanted.insert(1, (across.place(across.high), f"{curve.goal.goal.by:%Y-%m-%d}"))
    taken: list[float] = []
    for x, words in wanted:
        middle = min(max(x, BOX.left + _HALF_A_DAY), BOX.right - _HALF_A_DAY)
        if all(abs(middle - other) >= _ROOM_OF_A_DAY for other in taken):
            taken.append(middle)
            yield Tick(x, words, _anchor(x))


def list_holes(curve: CurveRow, places: Sequence[float]) -> Iterator[Stripe]:
    """The audits without a value, and why."""
    slot = _find_slot(places)
    for point, x, value in zip(curve.points, places, curve.values, strict=True):
        if value is None:
            words = f"{point.started_at:%Y-%m-%d}: {word_measure(point.measures[curve.metric])}"
            yield Stripe(*_fit_slot(x, slot), words)


def list_changes(curve: CurveRow, places: Sequence[float]) -> Iterator[Tick]:
    """The audits that asked for another list than the one before, and by how many searches."""
    for point, x in zip(curve.points, places, strict=True):
        steps = [f"+{point.added:,}"] if point.added else []
        if point.dropped:
            steps.append(f"-{point.dropped:,}")
        if steps:
            yield Tick(x, " ".join(steps), _anchor(x))


def list_bases(curve: CurveRow, places: Sequence[float]) -> Iterator[Bar]:
    """How much each audit planned and measured, the largest plan as high as the strip."""
    slot = _find_slot(places)
    measures = [point.measures[curve.metric] for point in curve.points]
    height = Scale(
        low=0, high=max(1, *(measure.planned for measure in measures)), start=0, end=BOX.base_floor - BOX.base_top
    )
    for point, x, measure in zip(curve.points, places, measures, strict=True):
        words = f"{point.started_at:%Y-%m-%d}: {measure.queries:,} of {measure.planned:,} measured"
        yield Bar(*_fit_slot(x, slot), height.place(measure.planned), height.place(measure.queries), words)


def _anchor(x: float) -> str:
    if x < BOX.left + _HALF_A_DAY:
        return "start"
    return "end" if x > BOX.right - _HALF_A_DAY else "middle"


def _find_slot(places: Sequence[float]) -> float:
    """How wide a mark for one audit may be so that neighbours that lie evenly stay apart."""
    apart = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else _WIDEST_SLOT
    return min(_WIDEST_SLOT, max(_NARROWEST_SLOT, round(_SLOT_SHARE * apart, 1)))


def _fit_slot(x: float, slot: float) -> tuple[float, float]:
    """The left edge and the width of a slot around `x`, moved into the box where it would stand out."""
    return round(min(max(x - slot / 2, BOX.left), BOX.right - slot), 1), slot
