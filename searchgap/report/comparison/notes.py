"""What a reader must know to trust a comparison: what it rests on, what was left out, and what is assumed."""

from collections.abc import Iterator, Mapping

from searchgap.model.comparison import AuditComparison, BrandComparison, Difference, Judgement, NoiseBand, QueryMove
from searchgap.report.comparison.words import word_difference, word_similarity
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import word_count, word_percent
from searchgap.rules.similarity import PERSISTENCE

_FAR = 1.5  # times the usual days between two audits
_DAY = 86_400
_SURE = 0.05


def word_warning(comparison: AuditComparison) -> str | None:
    """That unlike searches were compared on demand, and in what they are unlike."""
    if not comparison.unlike:
        return None
    unlike = _word_differences(comparison.unlike)
    return (
        f"Compared across unlike runs, on demand: {unlike}. A difference may come from that and not from the queries."
    )


def word_notes(comparison: AuditComparison) -> Iterator[str]:
    """Everything that limits the numbers of a comparison."""
    moves = [move for brand in comparison.brands for move in brand.moves]
    yield from _note_order(comparison)
    yield (
        "Each query is compared with itself, and only where both audits measured it; both are judged by today's "
        "domains, owners and weights."
    )
    yield from _note_apart(comparison)
    yield from _note_same_answers(moves)
    yield from _note_noise(comparison, moves)
    for brand in comparison.brands:
        yield from _note_band(brand)
    yield from _note_span(comparison)
    if moves:
        yield (
            f"Similarity is rank-biased overlap, extrapolated, p = {PERSISTENCE}: 0 where two lists share no "
            "address, 1 where they are alike; the first ten ranks weigh most."
        )
    if any(brand.coverage.gained or brand.coverage.lost for brand in comparison.brands):
        yield (
            "The p of a coverage is of McNemar's exact test: how likely so uneven a split of gains and losses would be "
            "if each were as likely as the other."
        )


def _note_order(comparison: AuditComparison) -> Iterator[str]:
    before, after = comparison.before.run, comparison.after.run
    if before.started_at > after.started_at:
        yield f"Audit {before.id}, named first, is the later of the two."
    for run in (before, after):
        if run.finished_at is None:
            yield f"Audit {run.id} was interrupted; what it did not reach is not measured."


def _note_apart(comparison: AuditComparison) -> Iterator[str]:
    if comparison.set_apart:
        yield (
            f"Not compared because the searches are unlike: {_word_differences(comparison.set_apart)}. "
            "To compare them all the same: --force"
        )


def _word_differences(differences: Mapping[Difference, int]) -> str:
    return "; ".join(
        f"{word_difference(difference)} ({word_count(pairs, 'query', 'queries')})"
        for difference, pairs in differences.items()
    )


def _note_same_answers(moves: list[QueryMove]) -> Iterator[str]:
    same = sum(move.same_answer for move in moves)
    if same:
        queries = word_count(len(moves), "query", "queries")
        yield f"One and the same answer in both audits, reused or recorded: {same:,} of {queries}; those cannot move."


def _note_noise(comparison: AuditComparison, moves: list[QueryMove]) -> Iterator[str]:
    base = comparison.noise
    left = ""
    if base.disturbed:
        left += f"; {word_count(base.disturbed, 'pair')} left out because somebody acted on the query in between"
    if base.lasting:
        left += f"; {word_count(base.lasting, 'pair')} left out because the query stayed where it had moved"
    if not base.pairs or base.typical_days is None:
        yield f"No noise band: no search was answered twice before this{left}. So nothing is called noise."
        return
    yield (
        f"Noise is judged by {word_count(base.pairs, 'pair')} of earlier answers to the same search, "
        f"typically {base.typical_days:.3g} days apart{left}."
    )
    banded = [move for move in moves if move.band]
    expected = sum(move.band.exceeded for move in banded if move.band)
    beyond = sum(move.standing is Judgement.BEYOND_NOISE for move in banded)
    if banded:
        yield (
            f"Beyond noise in state or rank: {beyond:,} of {word_count(len(banded), 'query', 'queries')} with a band; "
            f"if nothing had happened, up to {2 * expected:.1f} would be."
        )


def _note_band(brand: BrandComparison) -> Iterator[str]:
    bands = {move.after.request.key: move.band for move in brand.moves if move.band}
    own = sum(band.own for band in bands.values())
    name = clean_text(brand.name, NAME_LIMIT)
    if own:
        yield f"{name}: {word_count(own, 'query has', 'queries have')} a noise band from its own past."
    pooled = next((band for band in bands.values() if not band.own), None)
    if pooled:
        rest = "for the others " if own else ""
        pairs = word_count(pooled.pairs, "pair")
        yield f"{name}: {rest}noise is {_word_band(pooled)}, seen in {pairs} of all its queries."


def _word_band(band: NoiseBand) -> str:
    ranks = f"up to {word_count(band.rank, 'rank')}" if band.rank else "no change of rank"
    states = "a change of state" if band.changes_state else "no change of state"
    similar = (
        f"a similarity down to {word_similarity(band.similarity)}" if band.similarity < 1 else "no other result list"
    )
    words = f"{ranks}, {states} and {similar}"
    if band.exceeded > _SURE:
        words += f" (too few pairs to be sure: {word_percent(band.exceeded)} of quiet moves go beyond it)"
    return words


def _note_span(comparison: AuditComparison) -> Iterator[str]:
    usual = comparison.noise.typical_days
    apart = abs((comparison.after.run.started_at - comparison.before.run.started_at).total_seconds()) / _DAY
    if usual and apart > _FAR * usual:
        yield (
            f"These audits are {apart:.3g} days apart, the pairs behind the noise bands {usual:.3g}: over a longer "
            "time queries also move further by themselves."
        )
