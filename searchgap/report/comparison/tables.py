"""The tables of one brand: its numbers twice, the states and ranks that changed, and who gained and lost places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from searchgap.model.audit import BrandAudit
from searchgap.model.comparison import BrandComparison, Change, CoverageChange, Judgement, OwnerChange, QueryMove
from searchgap.model.gap import QueryGap, State
from searchgap.model.owner import OwnerKind
from searchgap.model.score import Coverage, Places
from searchgap.report.comparison.rows import Mood, Row, Table
from searchgap.report.comparison.words import (
    SURE,
    find_mood,
    word_chance,
    word_judgement,
    word_points,
    word_ranks,
    word_similarity,
    word_step,
)
from searchgap.report.queries import Searches
from searchgap.report.strangers import NAME_LIMIT, QUERY_LIMIT, clean_text
from searchgap.report.words import word_count, word_percent

_MOST_STATES = 30
_MOST_MOVERS = 15
_MOST_OWNERS = 15

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """How queries are called, and where the whole of a list is.

    Attributes:
        searches: tells the searches of a query apart.
        command: prints the CSV tables, but for the name of the table.
    """

    searches: Searches
    command: str

    def name_query(self, gap: QueryGap) -> str:
        """A query, with what sets its search apart from the others."""
        label = clean_text(gap.query.text, QUERY_LIMIT)
        where = self.searches.tell_apart(gap.request)
        return f"{label} ({where})" if where else label

    def cut(
        self, items: Sequence[_Item], most: int, noun: tuple[str, str], table: str
    ) -> tuple[Sequence[_Item], str | None]:
        """The first of the items, and what is left out."""
        if len(items) <= most:
            return items, None
        more = word_count(len(items) - most, f"more {noun[0]}", f"more {noun[1]}")
        return items[:most], f"and {more}: {self.command} --table {table}"


def build_tables(brand: BrandComparison, captions: Captions) -> Iterator[Table]:
    """Every table of a brand; one without rows has nothing to tell."""
    if brand.moves:
        yield _tabulate_numbers(brand)
    yield _tabulate_reported(brand)
    yield _tabulate_states(brand, captions)
    yield _tabulate_ranks(brand, captions)
    yield _tabulate_owners(brand, captions)


def order_moves(moves: Iterable[QueryMove]) -> list[QueryMove]:
    """Noise last; then by what the change of the gap score is worth, then in plan order."""
    return sorted(moves, key=lambda move: (move.standing is Judgement.NOISE, -weigh_move(move)))


def weigh_move(move: QueryMove) -> float:
    """The change of the gap score times the query's weight, without its sign."""
    return abs((move.after.score or 0) - (move.before.score or 0)) * move.after.query.weight


def _tabulate_numbers(brand: BrandComparison) -> Table:
    base = word_count(len(brand.moves), "query", "queries")
    coverage = brand.coverage
    own = Change(brand.places.before.own, brand.places.after.own)
    rows = [
        Row(("present on", *map(_word_presence, (coverage.before, coverage.after)), _word_split(coverage))),
        Row(("coverage", *map(_word_coverage, (coverage.before, coverage.after)), _word_trial(coverage))),
        Row(("top-ten places", *map(_word_places, brand.places), word_step(own.after - own.before))),
    ]
    if voice := brand.share_of_voice.get(brand.name):
        rows.append(Row(("share of voice", *map(_word_share, voice), word_points(*voice))))
    if brand.similarity is not None:
        rows.append(Row(("result lists", "", "", f"median similarity {word_similarity(brand.similarity)}")))
    return Table(
        title="", columns=(f"{base} measured in both", "before", "after", "change"), rows=tuple(rows), folding=(0, 3)
    )


def _word_presence(coverage: Coverage) -> str:
    return f"{coverage.with_presence:,} of {coverage.queries:,}"


def _word_coverage(coverage: Coverage) -> str:
    return "nothing measured" if coverage.value is None else word_percent(coverage.value)


def _word_split(coverage: CoverageChange) -> str:
    return f"{coverage.gained:,} gained, {coverage.lost:,} lost"


def _word_trial(coverage: CoverageChange) -> str:
    if not coverage.gained + coverage.lost:
        return "none"
    verdict = "more than chance" if coverage.chance < SURE else "may be chance"
    return f"{verdict} ({word_chance(coverage.chance)})"


def _word_places(places: Places) -> str:
    return f"{places.own:,} of {places.of:,}"


def _word_share(share: float | None) -> str:
    return "nobody ranks" if share is None else word_percent(share)


def _tabulate_reported(brand: BrandComparison) -> Table:
    """The numbers as each audit reported them, where they rest on other queries than those compared."""
    sides = brand.as_reported
    rows: tuple[Row, ...] = ()
    if any(side is not None and side.coverage.queries != len(brand.moves) for side in sides):
        rows = (
            Row(("present on", *map(_report_presence, sides))),
            Row(("top-ten places", *(_word_places(side.places) if side else "-" for side in sides))),
            Row(("share of voice", *(_report_voice(brand.name, side) for side in sides))),
        )
    return Table(title="", columns=("as each audit reported it", "before", "after"), rows=rows)


def _report_presence(side: BrandAudit | None) -> str:
    return _word_presence(side.coverage) if side else "-"


def _report_voice(name: str, side: BrandAudit | None) -> str:
    share = side.share_of_voice.get(name) if side else None
    return "-" if share is None else word_percent(share)


def _tabulate_states(brand: BrandComparison, captions: Captions) -> Table:
    changed = order_moves(move for move in brand.moves if move.before.state is not move.after.state)
    shown, left = captions.cut(changed, _MOST_STATES, ("query", "queries"), "queries")
    rows = [
        Row(
            (
                captions.name_query(move.after),
                move.before.state.value,
                move.after.state.value,
                word_ranks(move),
                word_judgement(move.standing, move),
            ),
            _mood_of(move),
        )
        for move in shown
    ]
    columns = ("query", "was", "is", "rank", "noise?")
    return Table(title="States that changed", columns=columns, rows=tuple(rows), left=left)


def _tabulate_ranks(brand: BrandComparison, captions: Captions) -> Table:
    moved = [
        move
        for move in brand.moves
        if move.before.state is move.after.state is not State.ABSENT and move.before.best_rank != move.after.best_rank
    ]
    shown, left = captions.cut(order_moves(moved), _MOST_MOVERS, ("query", "queries"), "queries")
    rows = [
        Row(
            (
                captions.name_query(move.after),
                move.after.state.value,
                word_ranks(move),
                word_judgement(move.standing, move),
            ),
            _mood_of(move),
        )
        for move in shown
    ]
    columns = ("query", "still", "rank", "noise?")
    return Table(title="Ranks that changed", columns=columns, rows=tuple(rows), left=left)


def _mood_of(move: QueryMove) -> Mood:
    return Mood.NEITHER if move.standing is Judgement.NOISE else find_mood(move)


def _tabulate_owners(brand: BrandComparison, captions: Captions) -> Table:
    changed = [owner for owner in brand.owners if owner.places.before != owner.places.after]
    shown, left = captions.cut(changed, _MOST_OWNERS, ("owner", "owners"), "owners")
    of = brand.places
    return Table(
        title="Places gained and lost",
        columns=("owner", "kind", f"of {of.before.of:,}", f"of {of.after.of:,}", "change"),
        rows=tuple(map(_list_owner, shown)),
        left=left,
    )


def _list_owner(owner: OwnerChange) -> Row:
    before, after = owner.places
    aside = ", new" if not before else ", gone" if not after else ""
    mood = Mood.NEITHER
    if owner.kind == OwnerKind.OWN:
        mood = Mood.BETTER if after > before else Mood.WORSE
    cells = (clean_text(owner.name, NAME_LIMIT), owner.kind, f"{before:,}", f"{after:,}")
    return Row((*cells, f"{word_step(after - before)}{aside}"), mood)
