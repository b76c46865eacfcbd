"""The sentences a comparison opens with: what was gained and lost, how much of it is noise, what is not known."""

from searchgap.model.comparison import AuditComparison, BrandComparison, Judgement
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import word_count

_MOST_BRANDS = 4


def word_headline(comparison: AuditComparison) -> str:
    """Gains and losses over the queries measured in both audits; what was not measured is counted apart."""
    brands = [brand for brand in comparison.brands if brand.moves]
    sentences = []
    if not brands:
        sentences.append("No query was measured in both audits, so nothing can be compared.")
    elif len(brands) == 1:
        sentences.append(_word_one(brands[0]))
    else:
        sentences.append(_word_several(brands))
    sentences.extend(filter(None, (_word_noise(brands), _word_unmeasured(comparison))))
    return " ".join(sentences)


def _word_one(brand: BrandComparison) -> str:
    coverage = brand.coverage
    name = clean_text(brand.name, NAME_LIMIT)
    present = f"{coverage.after.with_presence:,} of {word_count(len(brand.moves), 'query', 'queries')}"
    was = f"before on {coverage.before.with_presence:,}"
    split = f"{coverage.gained:,} gained, {coverage.lost:,} lost"
    if not coverage.gained + coverage.lost:
        was, split = "as before", "none gained or lost"
    return f"{name} is present on {present} measured in both audits, {was}: {split}."


def _word_several(brands: list[BrandComparison]) -> str:
    queries = word_count(sum(len(brand.moves) for brand in brands), "query", "queries")
    gained = sum(brand.coverage.gained for brand in brands)
    lost = sum(brand.coverage.lost for brand in brands)
    opening = f"{gained:,} gained and {lost:,} lost of {queries} measured in both audits"
    moved = [brand for brand in brands if brand.coverage.gained or brand.coverage.lost]
    if not moved:
        return f"{opening}."
    moved.sort(key=lambda brand: -(brand.coverage.gained + brand.coverage.lost))
    parts = [
        f"{clean_text(brand.name, NAME_LIMIT)} {brand.coverage.gained:,} gained, {brand.coverage.lost:,} lost"
        for brand in moved[:_MOST_BRANDS]
    ]
    left = len(moved) - len(parts)
    return f"{opening}: {'; '.join(parts)}{f' and {left:,} more brands' if left else ''}."


def _word_noise(brands: list[BrandComparison]) -> str | None:
    moved = [
        move for brand in brands for move in brand.moves if not move.unlike and move.standing is not Judgement.UNCHANGED
    ]
    if not moved:
        return None
    noise = sum(move.standing is Judgement.NOISE for move in moved)
    unknown = sum(move.standing is Judgement.NO_BAND for move in moved)
    queries = word_count(len(moved), "query", "queries")
    if unknown == len(moved):
        return f"{queries} changed state or rank; there is no noise band yet to hold that against."
    words = f"Of {queries} whose state or rank changed, {noise:,} moved within noise"
    return f"{words}, {unknown:,} have no band." if unknown else f"{words}."


def _word_unmeasured(comparison: AuditComparison) -> str | None:
    unmeasured = sum(len(brand.newly_unmeasured) for brand in comparison.brands)
    if not unmeasured:
        return None
    were = word_count(unmeasured, "query was", "queries were")
    return f"{were} measured before and not now, which is no loss."
