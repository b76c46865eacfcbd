"""The sentence a report opens with: where the brands are absent, and who is there instead."""

from collections import Counter
from collections.abc import Sequence

from searchgap.model.audit import BrandAudit
from searchgap.model.gap import State
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import word_count, word_list

_MOST_NAMES = 4


def word_headline(brands: Sequence[BrandAudit]) -> str:
    """One or two sentences over all brands; what was not measured is counted apart and never called absent."""
    states = Counter(gap.state for brand in brands for gap in brand.gaps)
    unmeasured = states.pop(State.UNMEASURED, 0)
    measured = sum(states.values())
    if not measured:
        return f"Nothing was measured: {word_count(unmeasured, 'query', 'queries')} without an answer."
    known = [brand for brand in brands if any(gap.state is not State.UNMEASURED for gap in brand.gaps)]
    sentence = _word_one(known[0]) if len(known) == 1 else _word_several(known, states[State.ABSENT], measured)
    if not unmeasured:
        return sentence
    return f"{sentence} {word_count(unmeasured, 'query was', 'queries were')} not measured."


def _word_one(brand: BrandAudit) -> str:
    states = Counter(gap.state for gap in brand.gaps)
    measured = sum(states.values()) - states[State.UNMEASURED]
    absent = states[State.ABSENT]
    name = clean_text(brand.name, NAME_LIMIT)
    queries = f"{absent or measured} of {word_count(measured, 'measured query', 'measured queries')}"
    if not absent:
        return f"{name} is in the conversation on {queries} and leads on {states[State.OWNED]}."
    return f"{name} is absent from {queries}; {_word_leaders(brand, absent)}."


def _word_leaders(brand: BrandAudit, absent: int) -> str:
    leaders = Counter(gap.leader.name for gap in brand.gaps if gap.state is State.ABSENT and gap.leader)
    if not leaders:
        return "no competitor ranks there either"
    name, led = min(leaders.items(), key=lambda item: (-item[1], item[0]))
    where = "there" if led == absent else f"on {led} of them"
    return f"{clean_text(name, NAME_LIMIT)} leads {where}"


def _word_several(brands: Sequence[BrandAudit], absent: int, measured: int) -> str:
    queries = word_count(measured, "measured query", "measured queries")
    names = [clean_text(brand.name, NAME_LIMIT) for brand in brands]
    if not absent:
        return f"Every brand is in the conversation on each of {queries}."
    if absent == measured:
        nobody = word_list(_shorten(names), "or")
        return f"Absent on {absent:,} of {queries}: nobody from {nobody} is in the conversation."
    counts = []
    for name, brand in zip(names, brands, strict=True):
        states = Counter(gap.state for gap in brand.gaps)
        counts.append(
            (states[State.ABSENT], f"{name} {states[State.ABSENT]} of {len(brand.gaps) - states[State.UNMEASURED]}")
        )
    counts.sort(key=lambda count: -count[0])
    return f"Absent on {absent:,} of {queries}: {', '.join(_shorten([words for _, words in counts]))}."


def _shorten(items: list[str]) -> list[str]:
    if len(items) <= _MOST_NAMES + 1:
        return items
    return [*items[:_MOST_NAMES], f"{word_count(len(items) - _MOST_NAMES, 'other brand')}"]
