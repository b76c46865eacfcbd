"""A comparison as tables for a spreadsheet, chosen by name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from searchgap.errors import UsageError
from searchgap.model.comparison import AuditComparison, BrandComparison, ListedResult, QueryMove, QueryPair
from searchgap.model.gap import QueryGap
from searchgap.model.score import Coverage
from searchgap.model.serp import Answer
from searchgap.report.base import PLAIN, Layout
from searchgap.report.comparison.rows import ComparisonView
from searchgap.report.comparison.words import word_difference
from searchgap.report.csv_report import write_rows
from searchgap.report.csv_tables import Row
from searchgap.report.registry import suggest
from searchgap.report.words import round_number, round_share

_AUDITS = ("before", "after")
_BRAND = ("brand", "ranking_before", "ranking_after")
_SEARCH = (
    *("query", "topic", "weight", "provider", "engine"),
    *("country", "language", "location", "device", "depth"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonTable:
    """A table of a comparison.

    Attributes:
        columns: the header row.
        list_rows: the rows of one brand, each as long as the header but for the two audits before it.
    """

    columns: tuple[str, ...]
    list_rows: Callable[[BrandComparison], Iterator[Row]]


def render(view: ComparisonView, layout: Layout = PLAIN) -> Iterator[str]:
    """The table the layout names.

    Raises:
        UsageError: there is no such table.
    """
    table = find_comparison_table(layout.table)
    return write_rows((*_AUDITS, *_BRAND, *table.columns), _list_rows(view.comparison, table))


def find_comparison_table(name: str) -> ComparisonTable:
    """The table called `name`.

    Raises:
        UsageError: there is none.
    """
    try:
        return COMPARISON_TABLES[name]
    except KeyError:
        hint = suggest(name, COMPARISON_TABLES)
        raise UsageError(f'there is no CSV table "{name}" of a comparison', hint=hint) from None


def _list_rows(comparison: AuditComparison, table: ComparisonTable) -> Iterator[Row]:
    audits = (comparison.before.run.id, comparison.after.run.id)
    for brand in comparison.brands:
        for row in table.list_rows(brand):
            yield (*audits, brand.name, *brand.ranking, *row)


_PAIR = (
    *("compared", "state_before", "state_after", "best_rank_before", "best_rank_after"),
    *("gap_score_before", "gap_score_after", "failure_before", "failure_after", "unlike"),
)
_MOVE = (
    *("similarity", "standing", "result_list", "entered", "left", "same_answer"),
    *("band_rank", "band_similarity", "band_changes_state", "band_pairs", "band_own"),
)
_NO_MOVE: Row = (None,) * len(_MOVE)


def _list_queries(brand: BrandComparison) -> Iterator[Row]:
    for move in brand.moves:
        yield (*_read_pair("yes", move), *_read_move(move))
    named = (
        ("newly unmeasured", brand.newly_unmeasured),
        ("newly measured", brand.newly_measured),
        ("never measured", brand.never_measured),
        ("unlike searches", brand.apart),
    )
    for name, pairs in named:
        for pair in pairs:
            yield (*_read_pair(name, pair), *_NO_MOVE)
    for gap in brand.added:
        yield (*_read_search(gap), "only after", *_read_sides(None, gap), None, *_NO_MOVE)
    for gap in brand.removed:
        yield (*_read_search(gap), "only before", *_read_sides(gap, None), None, *_NO_MOVE)


def _read_pair(compared: str, pair: QueryPair) -> Row:
    unlike = "; ".join(map(word_difference, pair.unlike)) or None
    return (*_read_search(pair.after), compared, *_read_sides(pair.before, pair.after), unlike)


def _read_search(gap: QueryGap) -> Row:
    query, request = gap.query, gap.request
    market = request.market
    engine = gap.ending.engine if isinstance(gap.ending, Answer) else request.engine
    searched = (query.text, query.topic, round_number(query.weight), request.provider, engine)
    return (*searched, market.country, market.language, market.location, market.device.value, request.depth)


def _read_sides(before: QueryGap | None, after: QueryGap | None) -> Row:
    sides = (before, after)
    return (
        *(None if side is None else side.state.value for side in sides),
        *(None if side is None else side.best_rank for side in sides),
        *(None if side is None else side.score for side in sides),
        *(None if side is None or isinstance(side.ending, Answer) else side.ending.kind.value for side in sides),
    )


def _read_move(move: QueryMove) -> Row:
    band = move.band
    told = (
        round_share(move.similarity),
        move.standing.value,
        move.listing.value,
        len(move.entered),
        len(move.left),
        move.same_answer,
    )
    if band is None:
        return (*told, None, None, None, None, None)
    return (*told, band.rank, round_share(band.similarity), band.changes_state, band.pairs, band.own)


def _list_owners(brand: BrandComparison) -> Iterator[Row]:
    of = brand.places
    for owner in brand.owners:
        step = owner.places.after - owner.places.before
        yield (owner.name, owner.kind, *owner.places, step, of.before.of, of.after.of, *owner.queries)


def _list_results(brand: BrandComparison) -> Iterator[Row]:
    for move in brand.moves:
        for what, listings in (("entered", move.entered), ("left", move.left)):
            for listing in listings:
                yield (*_read_search(move.after), what, *_read_listing(listing))


def _read_listing(listing: ListedResult) -> Row:
    return (listing.rank, listing.url, listing.ownership.name, listing.ownership.kind.value)


def _list_summary(brand: BrandComparison) -> Iterator[Row]:
    coverage, places = brand.coverage, brand.places
    voice = brand.share_of_voice.get(brand.name, (None, None))
    yield (
        *(len(brand.moves), len(brand.newly_unmeasured), len(brand.newly_measured), len(brand.never_measured)),
        *(len(brand.apart), len(brand.added), len(brand.removed)),
        *(coverage.before.with_presence, coverage.after.with_presence, coverage.gained, coverage.lost),
        *(_round(coverage.before), _round(coverage.after), round_number(coverage.chance)),
        *(places.before.own, places.after.own, places.before.of, places.after.of),
        *(None if share is None else round_share(share) for share in voice),
        None if brand.similarity is None else round_share(brand.similarity),
    )


def _round(coverage: Coverage) -> float | None:
    return None if coverage.value is None else round_share(coverage.value)


COMPARISON_TABLES: Mapping[str, ComparisonTable] = MappingProxyType(
    {
        "queries": ComparisonTable(columns=(*_SEARCH, *_PAIR, *_MOVE), list_rows=_list_queries),
        "owners": ComparisonTable(
            columns=(
                *("owner", "owner_kind", "places_before", "places_after", "change"),
                *("places_measured_before", "places_measured_after", "queries_before", "queries_after"),
            ),
            list_rows=_list_owners,
        ),
        "results": ComparisonTable(
            columns=(*_SEARCH, "change", "rank", "url", "owner", "owner_kind"), list_rows=_list_results
        ),
        "summary": ComparisonTable(
            columns=(
                *("measured_in_both", "newly_unmeasured", "newly_measured", "never_measured"),
                *("unlike_searches", "only_after", "only_before"),
                *("present_before", "present_after", "gained", "lost"),
                *("coverage_before", "coverage_after", "coverage_p"),
                *("places_before", "places_after", "places_measured_before", "places_measured_after"),
                *("share_of_voice_before", "share_of_voice_after", "similarity_median"),
            ),
            list_rows=_list_summary,
        ),
    }
)
