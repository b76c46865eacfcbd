"""The formats a trend comes in; each is loaded when it first renders."""

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from searchgap.errors import UsageError
from searchgap.report.base import Layout
from searchgap.report.registry import suggest
from searchgap.report.trend.rows import TrendView

TREND_FORMATS = {"terminal": ".txt", "json": ".json", "csv": ".csv", "markdown": ".md"}
"""The value of `--format` to the file suffix that means it."""


def check_format(name: str) -> str:
    """The name of a format that a trend has.

    Raises:
        UsageError: it has no such format.
    """
    if name not in TREND_FORMATS:
        raise UsageError(f'a trend has no format "{name}"', hint=suggest(name, TREND_FORMATS))
    return name


def find_format_of(path: str) -> str:
    """The format that the suffix of a file name stands for; letter case does not matter.

    Raises:
        UsageError: the suffix is none of a format that a trend has.
    """
    for name, suffix in TREND_FORMATS.items():
        if path.lower().endswith(suffix):
            return name
    file = path.replace("\\", "/").rpartition("/")[2]
    raise UsageError(
        f'the file name "{file}" does not end in the suffix of a format that trends have',
        hint=f"choose one of {', '.join(TREND_FORMATS.values())}",
    )


def render(view: TrendView, name: str, layout: Layout) -> Iterator[str]:
    """A trend in one of its formats."""
    module = import_module(f"searchgap.report.trend.{name}_report")
    return cast("Iterator[str]", module.render(view, layout))
