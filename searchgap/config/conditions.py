"""Conditions on an audit's numbers, such as `coverage < 0.3`, and the range each number has."""

import math
import re

from searchgap.config.complaints import MistakeError, UnknownNameError, quote
from searchgap.model.goal import Comparison, Metric, Threshold

_PARTS = re.compile(r"(?P<metric>[^<>=!~]*)(?P<comparison>[<>=!~]*)(?P<value>.*)")
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})\s*")
_SHARES = frozenset({Metric.COVERAGE, Metric.SHARE_OF_VOICE, Metric.COVERAGE_DROP})
_HIGHEST_GAP_SCORE = 100
_EXAMPLE = "fail_on: [coverage < 0.3]"

CONDITION_PATTERN = (
    rf"^\s*({'|'.join(Metric)})\s*({'|'.join(Comparison)})\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)\s*$"
)  # fmt: skip


def read_condition(text: str) -> Threshold:
    """`<metric> <comparison> <number>` as a threshold.

    Raises:
        MistakeError: one of the three is missing, unknown or out of range; the excerpt points at it.
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        raise MistakeError("must be one condition on one line", example=_EXAMPLE)
    if not found["comparison"]:
        raise _point(text, found.end("metric"), f"must hold one of {', '.join(Comparison)}")
    metric = read_metric(found["metric"].strip(), example=_EXAMPLE)
    if found["comparison"] not in tuple(Comparison):
        raise _point(text, found.start("comparison"), f"must compare with one of {', '.join(Comparison)}")
    if not _NUMBER.fullmatch(found["value"]):
        problem = "a share is a number from 0 to 1, without %" if "%" in found["value"] else "must end in a number"
        raise _point(text, found.start("value"), problem)
    value = float(found["value"])
    check_range(metric, value, example=_EXAMPLE)
    return Threshold(metric=metric, comparison=Comparison(found["comparison"]), value=value)


def read_metric(text: str, *, example: str | None = None) -> Metric:
    """The name of a number an audit gives.

    Raises:
        MistakeError: an audit gives no such number.
    """
    if text not in tuple(Metric):
        raise UnknownNameError("metric", text, tuple(Metric), example=example)
    return Metric(text)


def check_range(metric: Metric, value: float, *, example: str | None = None) -> None:
    """Refuse a value that the metric can never have.

    Raises:
        MistakeError: the value is out of the metric's range.
    """
    if metric in _SHARES:
        highest = 1.0
    elif metric is Metric.GAP_SCORE:
        highest = _HIGHEST_GAP_SCORE
    else:
        highest = math.inf
    if not 0 <= value <= highest:
        range_ = f"from 0 to {highest:g}" if math.isfinite(highest) else "of 0 or more"
        raise MistakeError(f"{metric} is a number {range_}, not {value:g}", example=example)


def _point(text: str, column: int, problem: str) -> MistakeError:
    """A complaint with the text and a caret under the spot."""
    if len(text) > 80 or not text.isprintable():  # noqa: PLR2004 - what a terminal shows on one line
        return MistakeError(f"{problem}, not {quote(text)}", example=_EXAMPLE)
    gap = len(text[column:]) - len(text[column:].lstrip())
    return MistakeError(problem, example=_EXAMPLE, excerpt=(text, " " * (column + gap) + "^"))
