"""How much of a long list the formats for people show, and the sentence that says what is left out and where it is."""

from collections.abc import Sequence
from typing import TypeVar

from searchgap.report.gates import GateRow, GatesView
from searchgap.report.goals import GoalRow
from searchgap.report.rows import BrandView, FailureRow, GapRow, OwnerRow, QueryRow, ReportView
from searchgap.report.words import word_count

_MOST_BRANDS = 30
_MOST_QUERIES = 30
_MOST_OWNERS = 10
_MOST_GAPS = 5
_MOST_REASONS = 10
_MOST_GATES = 20
_MOST_GOALS = 20

_Row = TypeVar("_Row")


def cut_brands(view: ReportView) -> tuple[Sequence[BrandView], str | None]:
    """The brands to compare at the top of a report, and what is left out there."""
    shown, left = _cut(view.brands, _MOST_BRANDS)
    return shown, f"and {word_count(len(left), 'more brand')}: {_name_command(view, 'summary')}" if left else None


def cut_queries(view: ReportView, brand: BrandView, most: int = _MOST_QUERIES) -> tuple[Sequence[QueryRow], str | None]:
    """The brand's queries to show, worst first, and what is left out."""
    shown, left = _cut(brand.worst_first, most)
    if not left:
        return shown, None
    unmeasured = min(len(left), brand.coverage.not_measured)  # they come last
    count = word_count(len(left), "more query", "more queries")
    return shown, f"and {count}, {unmeasured:,} of them not measured: {_name_command(view, 'results')}"


def cut_owners(view: ReportView, brand: BrandView, most: int = _MOST_OWNERS) -> tuple[Sequence[OwnerRow], str | None]:
    """The leaderboard to show, and what is left out."""
    shown, left = _cut(brand.owners, most)
    return shown, f"and {word_count(len(left), 'more owner')}: {_name_command(view, 'owners')}" if left else None


def cut_gaps(view: ReportView, brand: BrandView, most: int = _MOST_GAPS) -> tuple[Sequence[GapRow], str | None]:
    """The biggest gaps, and what is left out."""
    shown, left = _cut(brand.gaps, most)
    return shown, f"and {word_count(len(left), 'more gap')}: {_name_command(view, 'gaps')}" if left else None


def cut_goals(goals: Sequence[GoalRow]) -> tuple[Sequence[GoalRow], str | None]:
    """The goals, in the order of the configuration, and what is left out."""
    shown, left = _cut(goals, _MOST_GOALS)
    return shown, f"and {word_count(len(left), 'more goal')}: searchgap trend --format json" if left else None


def cut_failures(view: ReportView) -> tuple[Sequence[FailureRow], str | None]:
    """The most frequent reasons for not measuring, and what is left out."""
    shown, left = _cut(view.failures, _MOST_REASONS)
    if not left:
        return shown, None
    searches = word_count(sum(row.searches for row in left), "search", "searches")
    return shown, f"and {searches} for {word_count(len(left), 'more reason')}: {_name_command(view, 'results')}"


def cut_gates(view: ReportView, gates: GatesView) -> tuple[Sequence[GateRow], str | None]:
    """The gates, worst first, and what is left out."""
    shown, left = _cut(gates.worst_first, _MOST_GATES)
    return shown, f"and {word_count(len(left), 'more gate')}: {_name_command(view, 'gates')}" if left else None


def _cut(rows: Sequence[_Row], most: int) -> tuple[Sequence[_Row], Sequence[_Row]]:
    return rows[:most], rows[most:]


def _name_command(view: ReportView, table: str) -> str:
    return f"searchgap report {view.audit_id} --format csv --table {table}"
