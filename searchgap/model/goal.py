"""What the user wants of the numbers: thresholds for CI and goals over time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Metric(StrEnum):
    """A number an audit gives that a threshold or a goal can name."""

    COVERAGE = "coverage"
    PLACES = "places"
    SHARE_OF_VOICE = "share_of_voice"
    GAP_SCORE = "gap_score"
    OWNED = "owned"
    CONTESTED = "contested"
    SPEAKS = "speaks"
    ABSENT = "absent"
    UNMEASURED = "unmeasured"
    NEW_GAPS = "new_gaps"
    LOST_PLACES = "lost_places"
    COVERAGE_DROP = "coverage_drop"


class Comparison(StrEnum):
    """How a number is held against a threshold."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "=="
    UNEQUAL = "!="


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A condition that breaches the gate when it holds, such as `coverage < 0.3`."""

    metric: Metric
    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """When a CI run fails.

    Attributes:
        min_measured: share of planned searches that must be measured to judge at all, 0 to 1.
        fail_on: conditions, any of which breaches the gate.
    """

    min_measured: float | None = None
    fail_on: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A number the user wants to reach by a day.

    Attributes:
        metric: what is measured.
        target: the value to reach.
        by: the day it should be reached.
        brand: limits the goal to one brand.
        topic: limits the goal to one topic.
        query: limits the goal to one query.
    """

    metric: Metric
    target: float
    by: date
    brand: str | None = None
    topic: str | None = None
    query: str | None = None
