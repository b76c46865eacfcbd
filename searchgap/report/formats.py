"""The formats of reports over several audits: a table for each, with one module per format in a folder of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import cast

from searchgap.errors import UsageError
from searchgap.report.base import Layout
from searchgap.report.registry import suggest

_EVERY_FORMAT = MappingProxyType(
    {"terminal": ".txt", "json": ".json", "csv": ".csv", "markdown": ".md", "html": ".html"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatTable:
    """The formats of one kind of report.

    Attributes:
        report: what the report is called in messages, such as `a trend`.
        folder: where its formats are: `<name>_report` with a function `render(view, layout)`, loaded when it renders.
        suffixes: by the value of `--format`, the file suffix that means it.
    """

    report: str
    folder: str
    suffixes: Mapping[str, str] = field(default_factory=lambda: _EVERY_FORMAT)

    def check(self, name: str) -> str:
        """The name of a format that there is.

        Raises:
            UsageError: there is no such format.
        """
        if name not in self.suffixes:
            raise UsageError(f'{self.report} has no format "{name}"', hint=suggest(name, self.suffixes))
        return name

    def find_of(self, path: str) -> str:
        """The format that the suffix of a file name stands for; letter case does not matter.

        Raises:
            UsageError: the suffix is none of a format.
        """
        for name, suffix in self.suffixes.items():
            if path.lower().endswith(suffix):
                return name
        file = path.replace("\\", "/").rpartition("/")[2]
        raise UsageError(
            f'the file name "{file}" does not end in the suffix of a format that {self.report} has',
            hint=f"choose one of {', '.join(self.suffixes.values())}",
        )

    def render(self, view: object, name: str, layout: Layout) -> Iterator[str]:
        """A report of this kind in one of its formats."""
        module = import_module(f"searchgap.report.{self.folder}.{name}_report")
        return cast("Iterator[str]", module.render(view, layout))


COMPARISONS = FormatTable(report="a comparison", folder="comparison")
TRENDS = FormatTable(report="a trend", folder="trend")
EFFECTS = FormatTable(report="a report on effects", folder="effect")
