"""What a reader must know to trust verdicts on effects: what they rest on, and what they do not say."""

from collections.abc import Iterator

from searchgap.model.comparison import Judgement
from searchgap.model.effect import EffectReport, Move, Window
from searchgap.report.words import word_count
from searchgap.rules.effect import SETTLING_DAYS

_FAR = 1.5  # times the usual days between two audits
_SURE = 0.05


def word_notes(report: EffectReport) -> Iterator[str]:
    """Everything that limits what can be read from a report."""
    if not report.effects:
        yield 'Log what was done with: searchgap act add --query "…" --what "…" --cost 2h'
        return
    yield (
        "After is not because: other things happen meanwhile. Untouched queries, those of the same brand, ranking and "
        "provider on which nobody acted between the two measurements, show some of it."
    )
    yield (
        "Before is the last measurement before the day of an action, after the latest one after it, by a like search; "
        "what was measured on the day itself is neither. Both are judged by today's domains, owners and weights."
    )
    moved = [(search.window, search.move) for effect in report.effects for search in effect.searches if search.move]
    yield from _note_noise(report)
    yield from _note_chance(moved)
    yield from _note_span(report, [window for window, _ in moved])
    if report.closings:
        yield (
            "A gap is closed where the brand was absent and is present, beyond noise, and at most one in twenty "
            "untouched queries that were absent too came as far. Several actions on a query close it once, and the "
            "cost per gap closed counts those after which nothing closed too."
        )


def _note_noise(report: EffectReport) -> Iterator[str]:
    base = report.noise
    left = f"{word_count(base.disturbed, 'pair')} left out because somebody acted on the query in between"
    left += f" or in the {SETTLING_DAYS} days before"
    if base.lasting:
        left += f", {base.lasting:,} because the query stayed where it had moved"
    if not base.pairs or base.typical_days is None:
        yield f"No noise band: no search was answered twice while nobody acted ({left})."
        return
    yield (
        f"Noise is judged by {word_count(base.pairs, 'pair')} of answers to the same search, typically "
        f"{base.typical_days:.3g} days apart; {left}."
    )


def _note_chance(moved: list[tuple[Window, Move]]) -> Iterator[str]:
    """How many moves beyond noise chance alone would give, one count for each search and pair of audits."""
    bands = {(window.brand, window.request.key, window.audits): move for window, move in moved if move.band}
    if not bands:
        return
    beyond = sum(move.standing is Judgement.BEYOND_NOISE for move in bands.values())
    expected = 2 * sum(move.band.exceeded for move in bands.values() if move.band)
    yield (
        f"Beyond noise in state or rank: {beyond:,} of {word_count(len(bands), 'search', 'searches')} with a band; if "
        f"nothing had happened, up to {expected:.2g} would be."
    )
    rarest = max(move.band.exceeded for move in bands.values() if move.band)
    if rarest > _SURE:
        yield f"Some bands rest on too few pairs to be sure: {rarest:.0%} of quiet moves go beyond them."


def _note_span(report: EffectReport, windows: list[Window]) -> Iterator[str]:
    usual = report.noise.typical_days
    spans = [(window.after.day - window.before.day).days for window in windows if window.before and window.after]
    if usual and spans and max(spans) > _FAR * usual:
        yield (
            f"Before and after are up to {max(spans):,} days apart, the pairs behind the noise bands {usual:.3g}: over "
            "a longer time queries also move further by themselves, so a move has to stand out from untouched ones too."
        )
