"""The results that entered and left, for the queries that matter most."""

from collections.abc import Iterator

from searchgap.model.comparison import BrandComparison, Judgement, ListedResult, QueryMove
from searchgap.model.owner import OwnerKind
from searchgap.report.comparison.rows import ListedPage, Mood, Turnover
from searchgap.report.comparison.tables import Captions, weigh_move
from searchgap.report.comparison.words import word_judgement, word_similarity
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, clean_text, link_address
from searchgap.report.words import word_count

_MOST_QUERIES = 5
_MOST_PAGES = 6


def build_turnovers(brand: BrandComparison, captions: Captions) -> tuple[tuple[Turnover, ...], str | None]:
    """Queries whose result lists changed: beyond noise first, then by what they are worth and how much changed."""
    changed = sorted((move for move in brand.moves if move.entered or move.left), key=_order_turnover)
    shown, left = captions.cut(changed, _MOST_QUERIES, ("query", "queries"), "results")
    return tuple(_build_turnover(move, captions) for move in shown), left


def _order_turnover(move: QueryMove) -> tuple[bool, float, float, float]:
    return move.listing is Judgement.NOISE, -weigh_move(move), -move.after.query.weight, move.similarity


def _build_turnover(move: QueryMove, captions: Captions) -> Turnover:
    pages = list(_list_pages(move))
    more = len(pages) - _MOST_PAGES
    return Turnover(
        label=captions.name_query(move.after),
        words=f"similarity {word_similarity(move.similarity)}, {word_judgement(move.listing, move)}",
        pages=tuple(pages[:_MOST_PAGES]),
        left=f"and {word_count(more, 'more result')}" if more > 0 else None,
    )


def _list_pages(move: QueryMove) -> Iterator[ListedPage]:
    for listing in move.entered:
        yield _build_page(f"entered at rank {listing.rank}", listing, Mood.BETTER)
    for listing in move.left:
        yield _build_page(f"left from rank {listing.rank}", listing, Mood.WORSE)


def _build_page(what: str, listing: ListedResult, mood: Mood) -> ListedPage:
    owner = listing.ownership
    return ListedPage(
        words=f"{what}: {clean_text(owner.name, NAME_LIMIT)} ({owner.kind})",
        address=clean_text(listing.url, ADDRESS_LIMIT),
        link=link_address(listing.url),
        mood=mood if owner.kind is OwnerKind.OWN else Mood.NEITHER,
    )
