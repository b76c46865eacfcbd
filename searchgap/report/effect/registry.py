"""The formats a report on effects comes in; each is loaded when it first renders."""

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from searchgap.errors import UsageError
from searchgap.report.base import Layout
from searchgap.report.effect.rows import EffectView
from searchgap.report.registry import suggest

EFFECT_FORMATS = {"terminal": ".txt", "json": ".json", "csv": ".csv", "markdown": ".md"}
"""The value of `--format` to the file suffix that means it."""


def check_format(name: str) -> str:
    """The name of a format that it has.

    Raises:
        UsageError: it has no such format.
    """
    if name not in EFFECT_FORMATS:
        raise UsageError(f'a report on effects has no format "{name}"', hint=suggest(name, EFFECT_FORMATS))
    return name


def find_format_of(path: str) -> str:
    """The format that the suffix of a file name stands for.

    Raises:
        UsageError: the suffix is none of a format that it has.
    """
    for name, suffix in EFFECT_FORMATS.items():
        if path.lower().endswith(suffix):
            return name
    file = path.replace("\\", "/").rpartition("/")[2]
    raise UsageError(
        f'the file name "{file}" does not end in the suffix of a format that reports on effects have',
        hint=f"choose one of {', '.join(EFFECT_FORMATS.values())}",
    )


def render(view: EffectView, name: str, layout: Layout) -> Iterator[str]:
    """A report on effects in one of its formats."""
    module = import_module(f"searchgap.report.effect.{name}_report")
    return cast("Iterator[str]", module.render(view, layout))
