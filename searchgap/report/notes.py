"""What a reader must know to trust the numbers: where and when answers come from, what is missing or assumed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from searchgap.model.audit import Audit
from searchgap.model.query import Market
from searchgap.model.score import RankWeights
from searchgap.model.serp import Answer, Ending, NotSearched, SearchFailure
from searchgap.report.rows import FailureRow
from searchgap.report.strangers import NAME_LIMIT, QUERY_LIMIT, SENTENCE_LIMIT, clean_text
from searchgap.report.words import word_ages, word_count

_MOST_QUERIES = 3
_MOST_ORIGINS = 3
_PARTIAL_BLEND = "searxng without "


def word_notes(audit: Audit, searches: Sequence[Ending], now: datetime) -> tuple[str, ...]:
    """Everything that limits the numbers of `audit`; `searches` are its distinct searches, ages are taken at `now`."""
    answers = [search for search in searches if isinstance(search, Answer)]
    return (
        *_note_interruption(audit),
        *_note_origins(answers, now),
        *_note_reuse(answers, now),
        *_note_empty(answers),
        *_note_short(answers),
        *_note_changed_words(answers),
        *_note_partial_blends(answers),
        *_note_markets(answers),
        *_note_sharing(audit, searches),
        *_note_providers(audit),
        _note_weights(audit.weights),
    )


def list_failures(searches: Sequence[Ending]) -> tuple[FailureRow, ...]:
    """Distinct reasons for which searches were not measured, most searches first."""
    reasons = defaultdict(list)
    for search in searches:
        if not isinstance(search, Answer):
            ending = "not searched" if isinstance(search, NotSearched) else "failed"
            reasons[ending, search.request.provider, search.kind, search.message, search.hint].append(search)
    rows = []
    for (ending, provider, kind, message, hint), concerned in reasons.items():
        asked = f"{len(concerned):,} {ending} ({clean_text(provider, NAME_LIMIT)}, {kind.value})"
        rows.append(
            FailureRow(
                searches=len(concerned),
                sentence=f"{asked}: {clean_text(message, SENTENCE_LIMIT).rstrip('.')}",
                hint=clean_text(hint, SENTENCE_LIMIT).rstrip(".") if hint else None,
                queries=_word_queries(concerned),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.searches))


def _word_queries(searches: Sequence[SearchFailure | NotSearched]) -> str:
    texts = [clean_text(search.request.text, QUERY_LIMIT) for search in islice(searches, _MOST_QUERIES)]
    left = len(searches) - len(texts)
    return ", ".join(texts) + (f" and {left:,} more" if left else "")


def _note_interruption(audit: Audit) -> Iterator[str]:
    if audit.run.finished_at is None:
        yield "This audit was interrupted. To finish it: searchgap audit --resume"


def _note_origins(answers: Sequence[Answer], now: datetime) -> Iterator[str]:
    """Answers that were not asked of a live engine are said to be so, by where they came from."""
    origins = defaultdict(list)
    for answer in answers:
        if answer.origin is not None:
            origins[answer.origin].append(answer.retrieved_at)
    by_answers = sorted(origins.items(), key=lambda origin: -len(origin[1]))
    for origin, moments in by_answers[:_MOST_ORIGINS]:
        source = f"{clean_text(origin, SENTENCE_LIMIT)}, {word_ages(moments, now)}"
        if len(moments) == len(answers):
            yield f"These numbers come from a recording: {source}."
        else:
            yield f"From a recording: {_word_part(moments, answers)} ({source})."
    left = [moment for _, moments in by_answers[_MOST_ORIGINS:] for moment in moments]
    if left:
        yield f"From other recordings: {_word_part(left, answers)}, {word_ages(left, now)}."


def _note_reuse(answers: Sequence[Answer], now: datetime) -> Iterator[str]:
    reused = [answer.retrieved_at for answer in answers if answer.reused]
    if reused:
        yield f"Reused from history: {_word_part(reused, answers)}, {word_ages(reused, now)}."


def _note_empty(answers: Sequence[Answer]) -> Iterator[str]:
    empty = [answer for answer in answers if not answer.delivered]
    if empty:
        yield f"Without a single result: {_word_part(empty, answers)}; that is measured, and the brand is absent there."


def _note_short(answers: Sequence[Answer]) -> Iterator[str]:
    short = [answer for answer in answers if 0 < answer.delivered < answer.request.depth]
    if short:
        fewest = min(answer.delivered for answer in short)
        yield f"Fewer results than asked for: {_word_part(short, answers)}, as few as {fewest}; places count what came."


def _note_changed_words(answers: Sequence[Answer]) -> Iterator[str]:
    changed = [answer for answer in answers if answer.searched_for is not None]
    if changed:
        pairs = ", ".join(map(_word_change, changed[:_MOST_QUERIES]))
        yield f"The provider searched other words: {_word_part(changed, answers)} ({pairs})."


def _word_change(answer: Answer) -> str:
    asked, searched = (clean_text(text or "", QUERY_LIMIT) for text in (answer.request.text, answer.searched_for))
    return f'"{searched}" for "{asked}"'


def _note_partial_blends(answers: Sequence[Answer]) -> Iterator[str]:
    partial = [answer for answer in answers if answer.engine.startswith(_PARTIAL_BLEND)]
    if partial:
        names = list(dict.fromkeys(clean_text(answer.engine, NAME_LIMIT) for answer in partial))
        which = ", ".join(names[:_MOST_ORIGINS])
        part = _word_part(partial, answers)
        yield f"Some engines did not answer: {part} ({which}); each blend is a ranking of its own."


def _note_markets(answers: Sequence[Answer]) -> Iterator[str]:
    unverified = [answer for answer in answers if _names_place(answer.request.market) and not answer.market_verified]
    if unverified:
        yield f"Market (country, language) not confirmed by the provider: {_word_part(unverified, answers)}."


def _note_sharing(audit: Audit, searches: Sequence[Ending]) -> Iterator[str]:
    judged = sum(len(brand.gaps) for brand in audit.brands)
    if judged > len(searches):
        made = word_count(len(searches), "search", "searches")
        yield f"{judged:,} queries of brands are {made}: a search that brands share is made once and judged for each."


def _note_providers(audit: Audit) -> Iterator[str]:
    """Where several searches answer one query under one kind of ranking, what is counted are searches."""
    counted = [(len({gap.query.text for gap in brand.gaps}), len(brand.gaps)) for brand in audit.brands]
    several = [(queries, searches) for queries, searches in counted if searches > queries]
    if several:
        queries, searches = (sum(column) for column in zip(*several, strict=True))
        yield (
            f"{word_count(queries, 'query is', 'queries are')} asked in several ways, and every answer counts: "
            f"{searches:,} in all. They are alike, so that the interval of coverage is narrower than it should be."
        )


def _note_weights(weights: RankWeights) -> str:
    source = clean_text(weights.source, SENTENCE_LIMIT)
    dated = f", of {weights.dated.isoformat()}" if weights.dated else ""
    name = clean_text(weights.name, NAME_LIMIT)
    return f'Share of voice rests on the rank weights "{name}" ({source}{dated}): an assumption, not a count of visits.'


def _names_place(market: Market) -> bool:
    return any((market.country, market.language, market.location))


def _word_part(part: Sequence[object], answers: Sequence[Answer]) -> str:
    return f"{len(part):,} of {word_count(len(answers), 'answer')}"
