r"""The grammar of conditions on an audit's numbers, such as `coverage[topic=comparison] < 0.3`.

condition  = metric [ "[" limit { "," limit } "]" ] comparison number
limit      = ( "brand" | "topic" | "query" ) "=" text
text       = any signs but [ ] , " = < >   or   any signs in quotes, where " and \ are written \" and \\
comparison = "<" | "<=" | ">" | ">=" | "==" | "!="
"""

import math
import re
from typing import NoReturn

from searchgap.config.complaints import MistakeError, UnknownNameError, point_at, quote
from searchgap.model.goal import EVERYTHING, Comparison, Metric, Scope, Threshold

_BLANK = re.compile(r"\s*")
_METRIC = re.compile(r"[^\[\]<>=!~]*")
_NAME = re.compile(r'[^\[\],"=<>]*')
_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
_ESCAPED = re.compile(r'\\(["\\])')
_COMPARISON = re.compile(r"[<>=!~]*")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(?=\s*\Z)")
_LIMITS = ("brand", "topic", "query")
_SHARES = frozenset({Metric.COVERAGE, Metric.SHARE_OF_VOICE, Metric.COVERAGE_DROP})
_HIGHEST_GAP_SCORE = 100
_EXAMPLE = "fail_on: [coverage < 0.3]"
_SCOPE_EXAMPLE = 'fail_on: ["coverage[brand=Evernote, topic=comparison] < 0.3"]'

_LIMIT_PATTERN = rf'\s*({"|".join(_LIMITS)})\s*=\s*("([^"\\]|\\["\\])+"\s*|[^\[\],"=<>]+)'
CONDITION_PATTERN = (
    rf"^\s*({'|'.join(Metric)})\s*(\[{_LIMIT_PATTERN}(,{_LIMIT_PATTERN}){{0,2}}\]\s*)?"
    rf"({'|'.join(Comparison)})\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)\s*$"
)


def read_condition(text: str) -> Threshold:
    """A condition as a threshold.

    Raises:
        MistakeError: a part of it is missing, unknown or out of range; the excerpt points at it.
    """
    return _Reader(text).read()


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


class _Reader:
    """Reads a condition from left to right; every part begins where the one before ended."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def read(self) -> Threshold:
        metric = self._read_metric()
        scope = self._read_scope() if self._take_sign("[") else EVERYTHING
        comparison = self._read_comparison()
        value = self._read_number()
        check_range(metric, value, example=_EXAMPLE)
        return Threshold(metric=metric, comparison=comparison, value=value, scope=scope)

    def _read_metric(self) -> Metric:
        start, name = self._take(_METRIC)
        if name in tuple(Metric):
            return Metric(name)
        first, _, rest = name.partition(" ")
        if first in tuple(Metric):
            self._refuse(f"must compare with one of {', '.join(Comparison)}", start + name.index(rest.lstrip()))
        if not name:
            self._refuse("must begin with a metric, such as coverage", start)
        raise UnknownNameError("metric", name, tuple(Metric), example=_EXAMPLE, excerpt=point_at(self._text, start))

    def _read_scope(self) -> Scope:
        limits: dict[str, str] = {}
        while True:
            start, name = self._take(_NAME)
            if name not in _LIMITS:
                raise UnknownNameError(
                    "limit", name, _LIMITS, example=_SCOPE_EXAMPLE, excerpt=point_at(self._text, start)
                )
            if name in limits:
                self._refuse(f"{name} is given twice", start)
            if not self._take_sign("="):
                self._refuse(f"must say which {name}: {name}=…", self._at, example=_SCOPE_EXAMPLE)
            limits[name] = self._read_text(name)
            if self._take_sign("]"):
                return Scope(**limits)
            if not self._take_sign(","):
                problem = "must go on with , or ] here: text that holds one of [ ] , = < > stands in double quotes"
                self._refuse(problem, self._at, example=_SCOPE_EXAMPLE)

    def _read_text(self, name: str) -> str:
        start = self._skip_blanks()
        if self._text.startswith('"', start):
            quoted = _QUOTED.match(self._text, start)
            if quoted is None:
                self._refuse('the quote must end: " and \\ within it are written \\" and \\\\', start)
            self._at = quoted.end()
            text = _ESCAPED.sub(r"\1", quoted[1])
        else:
            _, text = self._take(_NAME)
        if not text:
            self._refuse(f"must say which {name}: {name}=…", start, example=_SCOPE_EXAMPLE)
        return text

    def _read_comparison(self) -> Comparison:
        start, sign = self._take(_COMPARISON)
        if sign not in tuple(Comparison):
            self._refuse(f"must compare with one of {', '.join(Comparison)}", start)
        return Comparison(sign)

    def _read_number(self) -> float:
        start = self._skip_blanks()
        number = _NUMBER.match(self._text, start)
        if number is None:
            has_percent = "%" in self._text[start:]
            self._refuse("a share is a number from 0 to 1, without %" if has_percent else "must end in a number", start)
        return float(number[0])

    def _skip_blanks(self) -> int:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _take(self, pattern: re.Pattern[str]) -> tuple[int, str]:
        """Where the next part begins, and the part without white space around it."""
        start = self._skip_blanks()
        found = pattern.match(self._text, start)
        self._at = found.end() if found else start
        return start, self._text[start : self._at].rstrip()

    def _take_sign(self, sign: str) -> bool:
        found = self._text.startswith(sign, self._skip_blanks())
        self._at += len(sign) if found else 0
        return found

    def _refuse(self, problem: str, column: int, *, example: str = _EXAMPLE) -> NoReturn:
        excerpt = point_at(self._text, column)
        raise MistakeError(
            problem if excerpt else f"{problem}, not {quote(self._text)}", example=example, excerpt=excerpt
        )
