"""The CSV tables: their columns, which name the base of each number, and how rows are read off the view."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from searchgap.errors import UsageError
from searchgap.model.gap import JudgedResult, State
from searchgap.model.serp import Answer
from searchgap.report.registry import suggest
from searchgap.report.rows import BrandView, GapRow, QueryRow, ReportView

Cell: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Cell, ...]

_PAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A table made for a spreadsheet.

    Attributes:
        name: the value of `--table`.
        summary: one line for help and tables.
        columns: the header row.
        list_rows: the rows under it, each as long as the header.
    """

    name: str
    summary: str
    columns: tuple[str, ...]
    list_rows: Callable[[ReportView], Iterator[Row]]


def find_table(name: str) -> CsvTable:
    """The table called `name`.

    Raises:
        UsageError: there is none.
    """
    try:
        return CSV_TABLES[name]
    except KeyError:
        raise UsageError(f'there is no CSV table "{name}"', hint=suggest(name, CSV_TABLES)) from None


def _list_results(view: ReportView) -> Iterator[Row]:
    for brand in view.brands:
        for row in brand.queries:
            before, after = _read_query(brand, row), (*_read_failure(row), row.remark, view.audit_id)
            results = view.read_page(row.gap).results
            for judged in results:
                yield (*before, *_read_result(judged), *after)
            if not results:
                yield (*before, *_NO_RESULT, *after)


_SEARCH = (
    *("brand", "query", "topic", "weight", "provider"),
    *("engine", "country", "language", "location", "device", "depth"),
)
_STANDING = (
    *("retrieved_at", "reused", "origin", "market_verified"),
    *("state", "best_rank", "leader", "leader_rank", "gap_score"),
)
_RESULT = (
    *("rank", "url", "title", "snippet", "date", "domain"),
    *("owner", "owner_kind", "owner_rule", "owner_evidence", "owner_confidence", "presence", "presence_evidence"),
)
_FAILURE = ("failure_kind", "failure_message", "failure_hint")
_NO_RESULT: Row = (None,) * len(_RESULT)


def _read_query(brand: BrandView, row: QueryRow) -> Row:
    gap = row.gap
    request, market = gap.request, gap.request.market
    answer = gap.ending if isinstance(gap.ending, Answer) else None
    search = (brand.name, gap.query.text, gap.query.topic, row.weight, request.provider)
    engine = answer.engine if answer else request.engine
    place = (engine, market.country, market.language, market.location, market.device.value, request.depth)
    facts = (_say(answer.reused), answer.origin, _say(answer.market_verified)) if answer else (None, None, None)
    return (*search, *place, row.retrieved_at, *facts, gap.state.value, gap.best_rank, *_read_leader(row), gap.score)


def _say(fact: bool) -> str:  # noqa: FBT001 - it words the fact
    return "yes" if fact else "no"


def _read_leader(row: QueryRow) -> Row:
    return (row.gap.leader.name, row.gap.leader.rank) if row.gap.leader else (None, None)


def _read_result(judged: JudgedResult) -> Row:
    result, (domain, owner, presence) = judged.result, judged.verdict
    listing = (result.rank, result.url, result.title, result.snippet, result.date, domain)
    verdict = (owner.name, owner.kind.value, owner.rule, owner.evidence, owner.confidence.value)
    return (*listing, *verdict, presence.level.value, presence.evidence)


def _read_failure(row: QueryRow) -> Row:
    ending = row.gap.ending
    return (None, None, None) if isinstance(ending, Answer) else (ending.kind.value, ending.message, ending.hint)


def _list_gaps(view: ReportView) -> Iterator[Row]:
    for brand in view.brands:
        for gap in brand.gaps:
            row = gap.query
            yield (*_read_query(brand, row), row.priority, *_read_pages(gap))


def _read_pages(gap: GapRow) -> Row:
    cells: list[Cell] = []
    for page in gap.pages[:_PAGES]:
        cells += [page.result.result.rank, page.result.result.url, page.result.verdict.ownership.name]
    return (*cells, *(None,) * (len(_PAGE_COLUMNS) - len(cells)))


_PAGE_COLUMNS = tuple(f"page_{page}_{fact}" for page in range(1, _PAGES + 1) for fact in ("rank", "url", "owner"))


def _list_owners(view: ReportView) -> Iterator[Row]:
    for brand in view.brands:
        for owner in brand.owners:
            counts = (owner.places, brand.places.of, owner.share, owner.queries, brand.coverage.queries)
            yield (brand.name, owner.name, owner.kind, *counts)


def _list_goals(view: ReportView) -> Iterator[Row]:
    for row in view.goals:
        goal, measure, projection = row.goal, row.measure, row.projection
        base = (measure.queries, measure.planned, measure.of) if measure else (None, None, None)
        start = (row.start.value, row.start.on) if row.start else (None, None)
        path = (projection.due, projection.reaches, projection.audits) if projection else (None, None, None)
        yield (
            *(row.brand, row.ranking, goal.topic, goal.query, goal.metric.value, goal.target, goal.by.isoformat()),
            *(row.status.value, row.value, row.measured_on, *base, *start, row.plan, row.to_go),
            *(("yes" if row.list_changed else "no"), row.alike, row.doubt and row.doubt.value, *path),
            *(view.audit_id, view.started_at),
        )


def _list_summary(view: ReportView) -> Iterator[Row]:
    for brand in view.brands:
        coverage = brand.coverage
        own = next((voice.share for voice in brand.voices if voice.name == brand.name), None)
        rival = next((voice for voice in brand.voices if voice.name != brand.name), None)
        counts = (coverage.with_presence, *(brand.states[state] for state in State if state is not State.UNMEASURED))
        yield (
            *(brand.name, len(brand.queries), coverage.queries, coverage.not_measured),
            *(counts if coverage.queries else (None,) * len(counts)),
            *(coverage.value, *(coverage.interval or (None, None))),
            *(brand.places.own if brand.places.of else None, brand.places.of),
            *(own, rival.name if rival else None, rival.share if rival else None, brand.voice_base, view.weights),
            *(view.audit_id, view.started_at),
        )


def _list_gates(view: ReportView) -> Iterator[Row]:
    for row in view.gates.rows if view.gates else ():
        yield (
            *(row.expression, row.brand, row.ranking, row.topic, row.query, row.metric),
            *(row.value, row.comparison.value, row.threshold, row.measured, row.planned, row.places),
            *(row.result.value, row.reason, row.compared_with, view.audit_id, view.started_at),
        )


_TABLES = (
    CsvTable(
        name="results",
        summary="one row per brand, query, provider and rank; no rank where nothing was measured or nothing ranks",
        columns=(*_SEARCH, *_STANDING, *_RESULT, *_FAILURE, "remark", "audit_id"),
        list_rows=_list_results,
    ),
    CsvTable(
        name="gaps",
        summary="one row per gap, biggest first, with the pages that hold it",
        columns=(*_SEARCH, *_STANDING, "priority", *_PAGE_COLUMNS),
        list_rows=_list_gaps,
    ),
    CsvTable(
        name="owners",
        summary="one row per brand and owner, most top-ten places first",
        columns=(
            *("brand", "owner", "owner_kind"),
            *("places", "measured_places", "share_of_measured_places", "queries", "measured_queries"),
        ),
        list_rows=_list_owners,
    ),
    CsvTable(
        name="goals",
        summary="one row per goal and brand: plan against actual",
        columns=(
            *("brand", "ranking", "topic", "query", "metric", "target", "by", "status", "value", "measured_on"),
            *(
                "measured_queries",
                "planned_queries",
                "measured_places",
                "start",
                "started_on",
                "plan",
                "to_go",
                "list_changed",
                "value_over_same_searches",
                "doubt",
            ),
            *("projected_when_due", "projected_to_reach_on", "projected_from_audits", "audit_id", "started_at"),
        ),
        list_rows=_list_goals,
    ),
    CsvTable(
        name="summary",
        summary="one row per brand: coverage, places and share of voice",
        columns=(
            *("brand", "queries", "measured_queries", "not_measured_queries"),
            *("queries_with_presence", "owned_queries", "contested_queries", "speaks_queries", "absent_queries"),
            *("coverage", "coverage_low", "coverage_high", "own_places", "measured_places"),
            *("share_of_voice", "first_rival", "first_rival_share_of_voice", "share_of_voice_base", "weights"),
            *("audit_id", "started_at"),
        ),
        list_rows=_list_summary,
    ),
    CsvTable(
        name="gates",
        summary="one row per gate and brand: what was found, and whether it breaches",
        columns=(
            *("gate", "brand", "ranking", "topic", "query", "metric", "value", "comparison", "threshold"),
            *("measured", "planned", "measured_places", "result", "reason", "compared_with", "audit_id", "started_at"),
        ),
        list_rows=_list_gates,
    ),
)

CSV_TABLES: Mapping[str, CsvTable] = MappingProxyType({table.name: table for table in _TABLES})
