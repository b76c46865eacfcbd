"""An audit as a page to read, print and mail: the numbers, the biggest gaps, and the results of each query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from searchgap.model.gap import State
from searchgap.report.base import PLAIN, Layout
from searchgap.report.caps import cut_brands, cut_failures, cut_gaps, cut_gates, cut_goals, cut_owners, cut_queries
from searchgap.report.html_page import stream_page
from searchgap.report.queries import build_page
from searchgap.report.rows import BrandView, GapRow, OwnerRow, PageRow, QueryRow, ReportView

_MOST_RESULT_LISTS = 500  # with ten results each a page of some 4 MB, which a phone opens and a mail server takes
_FEWEST_RESULT_LISTS = 5
_MOST_GAPS = 10
_MOST_OWNERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandPart:
    """One brand's part of the page.

    Attributes:
        anchor: the name of the part within the page.
        brand: the brand.
        states: how many queries stand in each state that occurs, with the piece of a bar that stands for them.
        gaps: the biggest gaps.
        gaps_left: what is not shown of them; None where everything is.
        queries: the queries to show with their results, worst first, so that they begin with the gaps.
        queries_left: what is not shown of them; None where everything is.
        owners: the leaderboard.
        owners_left: what is not shown of it; None where everything is.
    """

    anchor: str
    brand: BrandView
    states: tuple["Piece", ...]
    gaps: Sequence[GapRow]
    gaps_left: str | None
    queries: Sequence[QueryRow]
    queries_left: str | None
    owners: Sequence[OwnerRow]
    owners_left: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a bar that stands for all queries; `start` and `width` in per cent of it."""

    state: State
    queries: int
    start: float
    width: float


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:
    """The report as one HTML page; of very many queries, result lists of the worst, and a count of the rest."""
    room = max(_FEWEST_RESULT_LISTS, _MOST_RESULT_LISTS // max(1, len(view.brands)))
    overview, overview_left = cut_brands(view)

    def list_pages(row: QueryRow) -> tuple[PageRow, ...]:
        return tuple(map(build_page, view.read_page(row.gap).results))

    return stream_page(
        "audit",
        layout,
        report=view,
        parts=[_build_part(view, brand, number, room) for number, brand in enumerate(view.brands, 1)],
        overview=len(overview),
        overview_left=overview_left,
        failures=cut_failures(view),
        gates=cut_gates(view, view.gates) if view.gates else None,
        goals=cut_goals(view.goals),
        list_pages=list_pages,
    )


def _build_part(view: ReportView, brand: BrandView, number: int, room: int) -> BrandPart:
    gaps, gaps_left = cut_gaps(view, brand, min(_MOST_GAPS, room))  # each leads to its results
    queries, queries_left = cut_queries(view, brand, room)
    owners, owners_left = cut_owners(view, brand, _MOST_OWNERS)
    return BrandPart(
        anchor=f"brand-{number}",
        brand=brand,
        states=_cut_bar(brand),
        gaps=gaps,
        gaps_left=gaps_left,
        queries=queries,
        queries_left=queries_left,
        owners=owners,
        owners_left=owners_left,
    )


def _cut_bar(brand: BrandView) -> tuple[Piece, ...]:
    total = sum(brand.states.values())
    shown = [(state, queries) for state, queries in brand.states.items() if queries]
    ends = accumulate(queries for _, queries in shown)
    return tuple(
        Piece(
            state=state,
            queries=queries,
            start=round(100 * (end - queries) / total, 2),
            width=round(100 * queries / total, 2),
        )
        for (state, queries), end in zip(shown, ends, strict=True)
    )
