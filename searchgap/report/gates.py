"""The gates of an audit as rows: what was found, whether it breaches, and why what is not judged is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from searchgap.model.gate import GateOutcome, GateReport, GateResult, Obstacle
from searchgap.model.goal import Comparison, Metric
from searchgap.model.measure import Measure
from searchgap.report.strangers import NAME_LIMIT, SENTENCE_LIMIT, clean_text
from searchgap.report.words import round_number, word_count, word_moment
from searchgap.rules.measures import CHANGES

_HOLDS: Mapping[Comparison, str] = {
    Comparison.LESS: "is below",
    Comparison.AT_MOST: "is not above",
    Comparison.MORE: "is above",
    Comparison.AT_LEAST: "is not below",
    Comparison.EQUAL: "is exactly",
    Comparison.UNEQUAL: "is not",
}
_WORST_FIRST = (GateOutcome.BREACHED, GateOutcome.NOT_JUDGED, GateOutcome.MET)
_MIN_MEASURED = "min_measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One gate, held against one brand under one kind of ranking.

    Attributes:
        expression: the gate as it is written.
        label: the same for display.
        brand: the brand, as judged; None where the gate is about the audit as a whole, or found no brand.
        ranking: what the order of the results means; None where there is no brand.
        whom: the brand for display, with the ranking where the report holds several; "" where there is none.
        topic: the topic it is limited to, or None.
        query: the query it is limited to, or None.
        metric: what is measured.
        comparison: how the value is held against the threshold.
        threshold: what it is held against.
        value: the number; None where there is none.
        measured: how many queries it rests on; for changes those that both audits measured.
        planned: how many queries it is about.
        places: for `places`, how many places were measured; else None.
        compared_with: id of the audit that a change is counted from; None where it is not about a change.
        result: how it ended.
        fails: whether it keeps the gates as a whole from being met.
        found: the number with its base, for a reader.
        reason: why it is breached or not judged; None if it is met.
    """

    expression: str
    label: str
    brand: str | None
    ranking: str | None
    whom: str
    topic: str | None = None
    query: str | None = None
    metric: str
    comparison: Comparison
    threshold: float
    value: float | None
    measured: int
    planned: int
    places: int | None = None
    compared_with: str | None = None
    result: GateOutcome
    fails: bool
    found: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatesView:
    """All gates of an audit.

    Attributes:
        outcome: how they ended as a whole.
        words: the same in a sentence.
        compared: what changes are counted from, in a sentence; None where no gate is about a change.
        rows: in the order of the conditions.
        worst_first: breached, then not judged, then met.
    """

    outcome: GateOutcome
    words: str
    compared: str | None
    rows: tuple[GateRow, ...]
    worst_first: tuple[GateRow, ...]


def build_gates(report: GateReport, audit_id: str) -> GatesView:
    """The rows of a report on gates."""
    apart = len({result.measure.ranking for result in report.results if result.measure}) > 1
    rows = tuple(_build_row(result, report, apart=apart) for result in report.results)
    if report.gates.min_measured is not None:
        rows = (_build_min_measured(report, report.gates.min_measured), *rows)
    return GatesView(
        outcome=report.outcome,
        words=_word_outcome(rows),
        compared=_word_earlier(report, audit_id),
        rows=rows,
        worst_first=tuple(sorted(rows, key=lambda row: _WORST_FIRST.index(row.result))),
    )


def _build_row(result: GateResult, report: GateReport, *, apart: bool) -> GateRow:
    threshold, measure = result.threshold, result.measure
    brand = measure.brand if measure else threshold.scope.brand
    whom = clean_text(brand, NAME_LIMIT) if brand is not None else ""
    if apart and measure:
        whom += f" ({clean_text(measure.ranking, NAME_LIMIT)})"
    value = None if measure is None or measure.value is None else _round_apart(measure.value, threshold.value)
    is_change = threshold.metric in CHANGES
    return GateRow(
        expression=threshold.expression,
        label=clean_text(threshold.expression, SENTENCE_LIMIT),
        brand=brand,
        ranking=measure.ranking if measure else None,
        whom=whom,
        topic=threshold.scope.topic,
        query=threshold.scope.query,
        metric=threshold.metric,
        comparison=threshold.comparison,
        threshold=round_number(threshold.value),
        value=value,
        measured=measure.queries if measure else 0,
        planned=measure.planned if measure else 0,
        places=measure.of if measure else None,
        compared_with=report.earlier.id if is_change and report.earlier else None,
        result=result.outcome,
        fails=result.outcome is not GateOutcome.MET and result.obstacle is not Obstacle.NOTHING_EARLIER,
        found=_word_found(measure, value) if measure else "nothing",
        reason=_word_reason(result, report, value),
    )


def _build_min_measured(report: GateReport, least: float) -> GateRow:
    measured = report.measured / report.planned if report.planned else None
    expression = f"{_MIN_MEASURED} {round_number(least)}"
    base = f"{report.measured:,} of {word_count(report.planned, 'search', 'searches')} measured"
    return GateRow(
        expression=expression,
        label=expression,
        brand=None,
        ranking=None,
        whom="",
        metric=_MIN_MEASURED,
        comparison=Comparison.AT_LEAST,
        threshold=round_number(least),
        value=None if measured is None else _round_apart(measured, least),
        measured=report.measured,
        planned=report.planned,
        result=GateOutcome.MET if report.enough_measured else GateOutcome.NOT_JUDGED,
        fails=not report.enough_measured,
        found=base,
        reason=None if report.enough_measured else f"only {base}: too little to judge any gate",
    )


def _round_apart(value: float, threshold: float) -> float:
    """The value to four decimals, or whole where rounding would put it on a threshold that it is not on."""
    rounded = round_number(value)
    return value if rounded == threshold != value else rounded


def _word_found(measure: Measure, value: float | None) -> str:
    if not measure.planned:
        return "nothing to compare"
    base = f"{measure.queries:,} of {word_count(measure.planned, 'query', 'queries')} measured"
    if measure.metric in CHANGES:
        base += " in both audits"
    if value is None:
        return base
    places = f" of {measure.of:,} places" if measure.of is not None else ""
    return f"{value:,}{places} ({base})"


def _word_reason(result: GateResult, report: GateReport, value: float | None) -> str | None:
    if result.outcome is GateOutcome.MET:
        return None
    if result.obstacle is None:
        threshold = result.threshold
        return f"{value:,} {_HOLDS[threshold.comparison]} {round_number(threshold.value):,}"
    return _word_obstacle(result.obstacle, result, report)


def _word_obstacle(obstacle: Obstacle, result: GateResult, report: GateReport) -> str:
    earlier = f"audit {report.earlier.id}" if report.earlier else None
    match obstacle:
        case Obstacle.TOO_LITTLE_MEASURED:
            words = f"too little was measured: {_MIN_MEASURED} is {round_number(report.gates.min_measured or 0)}"
        case Obstacle.NO_VALUE:
            words = _word_no_value(result.threshold.metric, result.measure)
        case Obstacle.NOT_SEARCHED:
            words = "this audit searched nothing of the kind"
        case Obstacle.UNLIKE:
            words = f"{earlier} searched these words otherwise: see searchgap compare, then set another baseline"
        case Obstacle.NOTHING_EARLIER:
            lack = "did not search these words for this brand"
            words = f"{earlier} {lack}" if earlier else "there is no audit to compare with yet"
        case _:
            assert_never(obstacle)
    return words


def _word_no_value(metric: Metric, measure: Measure | None) -> str:
    if metric in CHANGES:
        return "no query was measured in both audits"
    if measure is None or not measure.queries:
        return "nothing was measured"
    return "no result was delivered" if metric is Metric.PLACES else "nobody of the competitive set ranks"


def _word_outcome(rows: tuple[GateRow, ...]) -> str:
    counts = {outcome: sum(row.result is outcome for row in rows) for outcome in _WORST_FIRST}
    words = ", ".join(f"{count:,} {outcome.replace('_', ' ')}" for outcome, count in counts.items() if count)
    return f"{word_count(len(rows), 'gate')}: {words}" if rows else "no gates"


def _word_earlier(report: GateReport, audit_id: str) -> str | None:
    if report.earlier is not None:
        return f"Changes are counted from audit {report.earlier.id}, {word_moment(report.earlier.started_at)}."
    if any(result.threshold.metric in CHANGES for result in report.results):
        return (
            "Changes are counted from the next audit on, against the one before it;"
            f" to keep counting from this one: searchgap baseline set {audit_id}"
        )
    return None
