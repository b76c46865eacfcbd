"""How a metric and its value are worded, for trends, goals and gates alike."""

from collections.abc import Mapping
from types import MappingProxyType

from searchgap.model.goal import Metric, Scope
from searchgap.model.measure import Measure
from searchgap.report.strangers import NAME_LIMIT, QUERY_LIMIT, clean_text
from searchgap.report.words import word_count, word_percent

METRIC_WORDS: Mapping[Metric, str] = MappingProxyType(
    {
        Metric.COVERAGE: "coverage",
        Metric.PLACES: "top-ten places",
        Metric.SHARE_OF_VOICE: "share of voice",
        Metric.GAP_SCORE: "mean gap score",
        Metric.OWNED: "queries owned",
        Metric.CONTESTED: "queries contested",
        Metric.SPEAKS: "queries spoken on",
        Metric.ABSENT: "queries absent",
        Metric.UNMEASURED: "queries not measured",
        Metric.NEW_GAPS: "new gaps",
        Metric.LOST_PLACES: "places lost",
        Metric.COVERAGE_DROP: "drop of coverage",
    }
)

_SHARES = frozenset({Metric.COVERAGE, Metric.SHARE_OF_VOICE, Metric.COVERAGE_DROP})
_MOST_SCORE = 100


def word_value(metric: Metric, value: float) -> str:
    """A metric's value for a reader; never rounded to an end of its range unless it stands there."""
    if metric in _SHARES:
        return word_percent(value) if value >= 0 else f"-{word_percent(-value)}"
    if metric is Metric.GAP_SCORE:
        rounded = min(max(round(value, 1), 0.1), 99.9) if 0 < value < _MOST_SCORE else value
        return f"{rounded:g}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def word_target(metric: Metric, target: float) -> str:
    """A target or a threshold for a reader, exactly as it was set."""
    return f"{round(target * 100, 6):g} %" if metric in _SHARES else f"{target:,g}"


def word_measure(measure: Measure) -> str:
    """A measured value with its base, such as `30 % of 40 queries`, or why there is none."""
    if measure.value is None:
        return word_lack(measure)
    value = word_value(measure.metric, measure.value)
    match measure.metric:
        case Metric.PLACES:
            return f"{value} of {measure.of:,}"
        case Metric.UNMEASURED:
            return f"{value} of {word_count(measure.planned, 'query', 'queries')}"
        case Metric.SHARE_OF_VOICE | Metric.GAP_SCORE | Metric.COVERAGE_DROP:
            return f"{value} over {word_count(measure.queries, 'query', 'queries')}"
        case _:
            return f"{value} of {word_count(measure.queries, 'query', 'queries')}"


def word_lack(measure: Measure) -> str:
    """Why a measure has no value."""
    if not measure.queries:
        return "not measured"
    return "nobody ranks" if measure.metric is Metric.SHARE_OF_VOICE else "no results"


def word_scope(scope: Scope) -> str | None:
    """What a number is limited to within a brand, such as `topic comparison`; None where it is not."""
    parts = []
    if scope.topic is not None:
        parts.append(f"topic {clean_text(scope.topic, NAME_LIMIT)}")
    if scope.query is not None:
        parts.append(f'query "{clean_text(scope.query, QUERY_LIMIT)}"')
    return ", ".join(parts) or None
