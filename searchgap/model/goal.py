"""What the user wants of the numbers: thresholds for CI and goals over time."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

_PLAIN = re.compile(r"\w+(?:[ .'&/+-]\w+)*")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which queries a number is about: those of a brand, of a topic, or of one text; None does not limit it."""

    brand: str | None = None
    topic: str | None = None
    query: str | None = None


EVERYTHING = Scope()


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
    """A condition that breaches the gate when it holds, such as `coverage < 0.3`.

    Attributes:
        metric: what is measured.
        comparison: how it is held against the value.
        value: what it is held against.
        scope: limits the queries.
    """

    metric: Metric
    comparison: Comparison
    value: float
    scope: Scope = EVERYTHING

    @property
    def expression(self) -> str:
        """The condition as it is written in a configuration, such as `coverage[topic=comparison] < 0.3`."""
        limits = {"brand": self.scope.brand, "topic": self.scope.topic, "query": self.scope.query}
        written = ", ".join(f"{name}={_write_text(text)}" for name, text in limits.items() if text is not None)
        scope = f"[{written}]" if written else ""
        return f"{self.metric}{scope} {self.comparison} {Decimal(repr(self.value)).normalize():f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """When a CI run fails.

    Attributes:
        min_measured: share of planned searches that must be measured to judge at all, 0 to 1.
        fail_on: conditions, any of which breaches the gate.
    """

    min_measured: float | None = None
    fail_on: tuple[Threshold, ...] = ()

    def can_judge(self, measured: int, planned: int) -> bool:
        """Whether as large a part of the planned searches was measured as `min_measured` asks for."""
        return self.min_measured is None or (planned > 0 and measured / planned >= self.min_measured)


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

    @property
    def scope(self) -> Scope:
        """Which queries the goal is about."""
        return Scope(brand=self.brand, topic=self.topic, query=self.query)


def _write_text(text: str) -> str:
    """Text as a condition holds it: in quotes where a sign in it could mean something."""
    if _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
