"""The table of report formats. To add one: a module with `render(view, layout)` and a line in `_FORMATS`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from searchgap.errors import UsageError
from searchgap.report.base import PLAIN, Layout, ReportFormat
from searchgap.rules.nearest import find_nearest

if TYPE_CHECKING:
    from searchgap.report.rows import ReportView


@dataclass(frozen=True, slots=True)
class _Format:
    """A format whose module, and with it the libraries it needs, is loaded when it first renders."""

    name: str
    suffix: str
    summary: str
    module: str

    def render(self, view: "ReportView", layout: Layout = PLAIN) -> Iterator[str]:
        module = import_module(f"searchgap.report.{self.module}")
        return cast("Iterator[str]", module.render(view, layout))


_FORMATS: tuple[ReportFormat, ...] = (
    _Format("terminal", ".txt", "for reading: headline, queries, owners, biggest gaps", "terminal_report"),
    _Format("json", ".json", "for programs: everything, as `searchgap schema --of report` describes", "json_report"),
    _Format("csv", ".csv", "for spreadsheets: one tidy table, chosen with --table", "csv_report"),
    _Format("markdown", ".md", "for CI job summaries and wikis: tables and links", "markdown_report"),
    _Format("html", ".html", "for mailing and printing: one page with the results of each query", "html_report"),
    _Format("junit", ".xml", "for CI test reports: a test case per gate", "junit"),
)

FORMATS: Mapping[str, ReportFormat] = MappingProxyType({row.name: row for row in _FORMATS})


def find_format(name: str) -> ReportFormat:
    """The format called `name`.

    Raises:
        UsageError: there is none.
    """
    try:
        return FORMATS[name]
    except KeyError:
        hint = suggest(name, FORMATS)
        raise UsageError(f'there is no report format "{name}"', hint=hint) from None


def find_format_of(path: str) -> ReportFormat:
    """The format that the suffix of a file name stands for; letter case does not matter.

    Raises:
        UsageError: the suffix is none of a format.
    """
    for row in _FORMATS:
        if path.lower().endswith(row.suffix):
            return row
    name = path.replace("\\", "/").rpartition("/")[2]
    suffix = "." + name.rpartition(".")[2] if "." in name else name
    hint = suggest(suffix, [row.suffix for row in _FORMATS])
    raise UsageError(f'the file name "{name}" does not end in the suffix of a report format', hint=hint)


def suggest(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest of the known names, where one is close, and all of them."""
    names = list(known)
    nearest = find_nearest(name, names)
    choices = f"choose one of {', '.join(names)}"
    return f"did you mean {nearest}? {choices}" if nearest else choices
