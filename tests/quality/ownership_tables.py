"""The report on labelled results: accuracy, sides, classes, confidence, rules and brands, as lines of text."""

from collections.abc import Iterable, Iterator

from ownership_score import SIDES, Judgement, Score, SetScore

from searchgap.model.owner import PARTY_KINDS, Confidence, OwnerKind

MEASURES = ("strict", "tolerant", "clear")
WORST_BRANDS = 5
_NORMAL_95 = 1.96


def describe(scores: SetScore) -> Iterator[str]:
    """The lines of a report on one set of rows."""
    yield from describe_totals(scores)
    yield ""
    yield from describe_sides(scores.full)
    yield ""
    yield from describe_kinds(scores.full)
    yield ""
    yield "by class, every host of the file taken out of the catalogue"
    yield from describe_kinds(scores.blind)
    yield ""
    yield from describe_confidence(scores)
    yield ""
    yield from describe_rules(scores.full)
    yield ""
    yield from describe_brands(scores)


def describe_totals(scores: SetScore) -> Iterator[str]:
    """Accuracy over all rows, and over those whose host the catalogue lists or not."""
    full, blind = scores
    independent = full.where(_is_independent)
    parts = [
        ("all", full),
        ("  host listed", full.where(_is_listed)),
        ("  host not listed", full.where(_is_not_listed)),
        ("independent", independent),
        ("  host listed", independent.where(_is_listed)),
        ("  host not listed", independent.where(_is_not_listed)),
        ("blind: all", blind),
        ("blind: independent", blind.where(_is_independent)),
    ]
    yield from lay_out(("rows", "count", *MEASURES), ((name, *_accuracy(part)) for name, part in parts))
    yield "blind: every host of the file taken out of the catalogue"


def _is_independent(one: Judgement) -> bool:
    return one.result.label not in PARTY_KINDS


def _is_listed(one: Judgement) -> bool:
    return one.listed


def _is_not_listed(one: Judgement) -> bool:
    return not one.listed


def _accuracy(score: Score) -> tuple[object, ...]:
    return len(score.judgements), *(getattr(score, measure) for measure in MEASURES)


def describe_sides(score: Score) -> Iterator[str]:
    """Own, competitor and independent against each other."""
    yield from lay_out(
        ("side", "labelled", *(f"as {side}" for side in SIDES), "precision", "recall", "false"),
        (_side_row(score, side) for side in SIDES),
    )


def _side_row(score: Score, side: str) -> tuple[object, ...]:
    given = [one.side_given for one in score.judgements if one.side == side]
    shares = (score.side_precision(side), score.side_recall(side))
    return side, len(given), *map(given.count, SIDES), *shares, score.falsely(side)


def describe_kinds(score: Score) -> Iterator[str]:
    """Precision and recall of each class, strict and tolerant."""
    rows = ((kind, score.labelled(kind), score.given(kind)) for kind in OwnerKind)
    yield from lay_out(
        ("class", "labelled", "recall", "tolerant", "given", "precision", "tolerant"),
        (
            (kind, *_accuracy(labelled)[:3], *_accuracy(given)[:3])
            for kind, labelled, given in rows
            if labelled.judgements or given.judgements
        ),
    )


def describe_confidence(scores: SetScore) -> Iterator[str]:
    """How often verdicts of each confidence are right."""
    parts = [
        (level, *(score.where(lambda one, level=level: one.verdict.confidence is level) for score in scores))
        for level in Confidence
    ]
    yield from lay_out(
        ("confidence", "count", *MEASURES, "blind count", *MEASURES),
        ((level, *_accuracy(full), *_accuracy(blind)) for level, full, blind in parts),
    )


def describe_rules(score: Score) -> Iterator[str]:
    """How many rows each rule decided, and how often it was right."""
    rules = {one.verdict.rule: None for one in score.judgements}
    parts = {rule: score.where(lambda one, rule=rule: one.verdict.rule == rule) for rule in rules}
    by_size = sorted(parts.items(), key=lambda item: -len(item[1].judgements))
    yield from lay_out(("rule", "decided", *MEASURES), ((rule, *_accuracy(part)) for rule, part in by_size))


def describe_brands(scores: SetScore) -> Iterator[str]:
    """How much accuracy differs from brand to brand, and so how far as many rows of other brands may lie from these."""
    brands = scores.full.by_brand()
    yield f"{len(brands)} brands; other brands: where as many rows of as many other brands fall, 95 times of 100"
    parts = [("", scores.full), ("blind ", scores.blind)]
    yield from lay_out(
        ("measure", "all rows", "mean brand", "std error", "other brands"),
        (_spread(label, score, measure) for label, score in parts for measure in MEASURES),
    )
    worst = sorted(brands.items(), key=lambda item: (item[1].tolerant or 0, -len(item[1].judgements)))[:WORST_BRANDS]
    yield from lay_out(("worst brands", "count", *MEASURES), ((name, *_accuracy(part)) for name, part in worst))


def _spread(label: str, score: Score, measure: str) -> tuple[object, ...]:
    """Two halves drawn alike differ by the root of two of one half's standard error."""
    figure, error = getattr(score, measure), score.standard_error(measure)
    shares = [found for part in score.by_brand().values() if (found := getattr(part, measure)) is not None]
    mean = sum(shares) / len(shares) if shares else None
    if figure is None or error is None:
        return label + measure, figure, mean, None, None
    reach = _NORMAL_95 * 2**0.5 * error
    return label + measure, figure, mean, error, f"{max(0, figure - reach):.2f}-{min(1, figure + reach):.2f}"


def lay_out(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table as lines: the first column to the left, the others to the right; `-` where a share has no base."""
    cells = [list(header), *([show(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *others in cells:
        padded = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *padded])


def show(cell: object) -> str:
    """A cell as text: shares to three decimals, `-` for none."""
    if cell is None:
        return "-"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def describe_misses(score: Score) -> Iterator[str]:
    """The rows that nobody would defend, with what decided them."""
    for one in score.misses:
        labels = "|".join([one.result.label, *sorted(one.result.also_ok)])
        decided = f"{one.verdict.rule}: {one.verdict.evidence}"
        yield f"{labels} taken for {one.verdict.kind} ({decided})  {one.result.url!r}  {one.result.title!r}"
