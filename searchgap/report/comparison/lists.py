"""What is told beside the comparison: queries that one audit did not measure, or does not have."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from searchgap.model.comparison import BrandComparison, QueryPair
from searchgap.model.gap import QueryGap
from searchgap.report.comparison.rows import Listed
from searchgap.report.comparison.tables import Captions
from searchgap.report.comparison.words import word_difference, word_failure, word_standing

_MOST_LINES = 10

_Item = TypeVar("_Item")


def build_lists(brand: BrandComparison, captions: Captions) -> Iterator[Listed]:
    """Every list of a brand; one without lines has nothing to tell."""

    def build(title: str, items: Sequence[_Item], word: Callable[[_Item], str]) -> Listed:
        shown, left = captions.cut(items, _MOST_LINES, ("query", "queries"), "queries")
        return Listed(title=f"{title}: {len(items):,}", lines=tuple(map(word, shown)), left=left)

    def word_lost(pair: QueryPair) -> str:
        return f"{captions.name_query(pair.after)}: {word_failure(pair.after)}; was {word_standing(pair.before)}"

    def word_found(pair: QueryPair) -> str:
        return f"{captions.name_query(pair.after)}: {word_standing(pair.after)}; before {word_failure(pair.before)}"

    def word_apart(pair: QueryPair) -> str:
        return f"{captions.name_query(pair.after)}: {'; '.join(map(word_difference, pair.unlike))}"

    def word_alone(gap: QueryGap) -> str:
        return f"{captions.name_query(gap)}: {word_standing(gap)}"

    yield build("Newly not measured, which is neither lost nor absent", brand.newly_unmeasured, word_lost)
    yield build("Newly measured, which is no gain", brand.newly_measured, word_found)
    yield build("Not searched alike and not compared", brand.apart, word_apart)
    yield build("Queries only in the later plan", brand.added, word_alone)
    yield build("Queries only in the earlier plan", brand.removed, word_alone)
