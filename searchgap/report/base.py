"""What every format has in common: it lays out a view, and knows no clock, no file and no arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from searchgap.report.rows import ReportView


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the reader wants a report laid out; a format uses what concerns it.

    Attributes:
        width: columns of the terminal.
        colour: whether the terminal shows colour.
        ascii_only: whether marks must be ASCII because the stream cannot encode others.
        table: which of the CSV tables.
    """

    width: int = 80
    colour: bool = False
    ascii_only: bool = False
    table: str = "results"


PLAIN = Layout()


class ReportFormat(Protocol):
    """A row of the format table."""

    @property
    def name(self) -> str:
        """The value of `--format`."""

    @property
    def suffix(self) -> str:
        """The file suffix that means this format, dot included."""

    @property
    def summary(self) -> str:
        """One line for help and tables."""

    def render(self, view: "ReportView", layout: Layout = PLAIN) -> Iterator[str]:
        """The report in pieces that are written one after the other; the same view gives the same text.

        Raises:
            UsageError: the layout asks for something the format does not have.
        """
