"""What a report on a comparison shows: worded, sorted and cut tables that formats for people only lay out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from searchgap.model.comparison import AuditComparison


class Mood(StrEnum):
    """What a row means for the brand."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


class Row(NamedTuple):
    """The cells of a table row, and its mood."""

    cells: tuple[str, ...]
    mood: Mood = Mood.NEITHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table under its heading.

    Attributes:
        title: the heading; "" for none.
        columns: the heads of the columns.
        rows: each as long as `columns`.
        folding: places of the columns that may fold where there is little room; the others stay whole.
        left: what is not shown, and where it is; None where everything is.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    folding: tuple[int, ...] = (0,)
    left: str | None = None


class ListedPage(NamedTuple):
    """A result that entered or left.

    Attributes:
        words: what happened, at which rank, and who owns it.
        address: the address for display.
        link: the address as it may stand in a link; None where it must not.
        mood: whether it is the brand's own that came or went.
    """

    words: str
    address: str
    link: str | None
    mood: Mood


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """A query with the results that entered and left its list."""

    label: str
    words: str
    pages: tuple[ListedPage, ...]
    left: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list of sentences under its heading."""

    title: str
    lines: tuple[str, ...]
    left: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSection:
    """One brand's part of the report, in the order it is read.

    Attributes:
        label: the brand, with the kind of ranking where the report holds several.
        tables: its numbers, changed states, movers and owners; tables without rows are left out.
        turnovers: the queries whose result lists changed, most important first.
        turnovers_left: what is not shown of them; None where everything is.
        lists: what could not be compared; lists without lines are left out.
    """

    label: str
    tables: tuple[Table, ...]
    turnovers: tuple[Turnover, ...]
    turnovers_left: str | None
    lists: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """A whole report on a comparison.

    Attributes:
        title: which audits.
        before: the earlier audit and when it began.
        after: the later one.
        headline: what matters most, in a few sentences.
        warning: that unlike searches are compared, and in what they are unlike; None where all are alike.
        brands: in plan order.
        notes: what a reader must know to trust the numbers.
        comparison: the facts, for formats that keep them.
    """

    title: str
    before: str
    after: str
    headline: str
    warning: str | None
    brands: tuple[BrandSection, ...]
    notes: tuple[str, ...]
    comparison: AuditComparison
