"""Cards and traces → lines of output."""

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from searchgap.errors import UsageError
from searchgap.model.card import Card, Example, Family
from searchgap.model.owner import PARTY_KINDS, OwnerRule, Ownership
from searchgap.reference.cards import find_cards, list_words, load_cards
from searchgap.report.base import Layout
from searchgap.report.registry import suggest
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, clean_text
from searchgap.rules.clues import Strength
from searchgap.rules.hearing import Hearing
from searchgap.rules.nearest import find_nearest

if TYPE_CHECKING:
    from searchgap.cli.tracing import Trace

_WIDEST_TEXT = 100
_NARROWEST_TEXT = 40
_LABEL = 12
_PLAIN_YAML = re.compile(r"[a-z0-9][a-z0-9./@_-]*[a-z0-9]")
_FAMILY_WORDS = {
    Family.RULE: "rules that decide who owns a result",
    Family.STATE: "states of a query",
    Family.FAILURE: "why a query was not measured",
    Family.KIND: "kinds of owner",
    Family.PRESENCE: "how a brand is present on a page",
    Family.CONFIDENCE: "how sure a verdict is",
    Family.NUMBER: "numbers",
}


def is_address(subject: str) -> bool:
    """Whether an address is meant: words of the program hold neither dots nor slashes."""
    return "." in subject or "/" in subject


def find_word(word: str) -> tuple[Card, ...]:
    """The cards of a word.

    Raises:
        UsageError: the program has no such word.
    """
    cards = find_cards(word)
    if not cards:
        known = [name for names in list_words().values() for name in names]
        nearest = find_nearest(word.replace("_", "-"), known)
        listed = "list all words with: searchgap explain"
        hint = f"did you mean {nearest}? {listed}" if nearest else listed
        raise UsageError(f'there is nothing called "{clean_text(word, NAME_LIMIT)}" to explain', hint=hint)
    return cards


def _lay_out_words(layout: Layout) -> Iterator[str]:
    """Every word under its family."""
    yield "searchgap explain WORD shows a card, searchgap explain URL why an address has its owner.\n"
    for family, words in list_words().items():
        yield f"\n{_FAMILY_WORDS[family]} ({family})\n"
        yield from _fill("  ", ", ".join(words), layout.width)


def _lay_out_cards(cards: Sequence[Card], layout: Layout) -> Iterator[str]:
    for number, card in enumerate(cards):
        if number:
            yield "\n"
        yield f"{card.title[0].upper()}{card.title[1:]} ({card.family} {card.name})\n\n"
        yield from _row("sees" if card.family is Family.RULE else "means", card.means, layout)
        yield from _row("why", card.why, layout)
        yield from _row("formula", card.formula, layout)
        yield from _row("source", card.source, layout)
        yield from _lay_out_example("example", card.example, layout)
        yield from _row("override" if card.then else "next", card.advice, layout)
        yield from _indent(card.paste)
        if card.then:
            yield "\n"
            yield from _lay_out_example("then", card.then, layout)


def _lay_out_example(label: str, example: Example, layout: Layout) -> Iterator[str]:
    if example.given:
        yield from _row(label, "under this configuration", layout)
        yield from _indent(example.given)
        yield "\n"
        label = ""
    lines = [
        example.url,
        example.listed and f'listed as "{example.listed}"',
        example.page and f"saved with {example.page}",
    ]
    lines += ["owners of the results, rank 1 first:", *example.serps] if example.serps else []
    for line in filter(None, (*lines, example.gives)):
        yield from _row(label, line, layout)
        label = ""


def _lay_out_trace(trace: "Trace", layout: Layout) -> Iterator[str]:
    verdict = trace.ownership
    yield f"{verdict.kind:<12} {clean_text(verdict.name, NAME_LIMIT)}\n"
    yield f"{'':<12} by {_word_rule(verdict)}, confidence {verdict.confidence}\n"
    yield f"{'':<12} {clean_text(trace.url, ADDRESS_LIMIT)}\n\n"
    yield from _row("points to", clean_text(trace.points_to or "", ADDRESS_LIMIT), layout)
    yield from _row("seen by", _word_view(trace), layout)
    label = "heard"
    for hearing in trace.heard:
        yield from _row(label, _word_hearing(hearing), layout)
        label = ""
    for card in _cards_of_rule(verdict.rule):
        words = f"{card.title}. {card.means} More: searchgap explain {card.name}"
        yield from _row("rule", f"{card.name}, {words}", layout)
    yield from _row("override", clean_text(trace.override.words, ADDRESS_LIMIT), layout)
    if trace.override.rule:
        yield from _indent(f"owners:\n  - {_write_rule(trace.override.rule)}")


def _word_view(trace: "Trace") -> str:
    """Whose point of view it is, and whether that matters."""
    if trace.brand is None:
        return "nobody: no brand is configured"
    brand = clean_text(trace.brand, NAME_LIMIT)
    stake = trace.ownership.kind in PARTY_KINDS
    return brand if stake else f"{brand}: no place of its own, its competitors or its partners"


def _word_hearing(hearing: Hearing) -> str:
    said = hearing.ownership
    if said is None:
        words = "nothing"
    else:
        strength = f", {hearing.strength.name.lower()}" if hearing.strength else ""
        words = f"{said.kind}, by {_word_rule(said)}{strength}"
    weighed = hearing.strength is not None and hearing.strength is not Strength.STRONG
    mark = " <- weighs most" if weighed else " <- decides"
    return f"{hearing.source}: {words}{mark if hearing.decides else ''}"


def _word_rule(ownership: Ownership) -> str:
    evidence = clean_text(ownership.evidence, NAME_LIMIT)
    return f"{ownership.rule} ({evidence})" if evidence else ownership.rule


def _cards_of_rule(rule: str) -> tuple[Card, ...]:
    card = load_cards(Family.RULE).get(rule)
    return (card,) if card else ()


def _write_rule(rule: OwnerRule) -> str:
    match = rule.match if _PLAIN_YAML.fullmatch(rule.match) else json.dumps(rule.match)
    return f"{{match: {match}, kind: {rule.kind}}}"


def _row(label: str, text: str, layout: Layout) -> Iterator[str]:
    """A text beside its label, filled; nothing for no text."""
    if text:
        yield from _fill(f"  {label:<{_LABEL}}", text, layout.width)


def _fill(start: str, text: str, width: int) -> Iterator[str]:
    lines = textwrap.wrap(
        text,
        max(_NARROWEST_TEXT, min(width, _WIDEST_TEXT)),
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=False,
    )
    yield from (line + "\n" for line in lines)


def _indent(yaml: str) -> Iterator[str]:
    """YAML as it is pasted, apart from the text above it."""
    if yaml:
        yield "\n"
        yield textwrap.indent(yaml, " " * (_LABEL + 4)) + "\n"


def _describe_words(_layout: Layout) -> Iterator[str]:
    yield _to_json({"words": list_words()})


def _describe_cards(cards: Sequence[Card], _layout: Layout) -> Iterator[str]:
    yield _to_json({"cards": [_drop_empty(asdict(card)) for card in cards]})


def _describe_trace(trace: "Trace", _layout: Layout) -> Iterator[str]:
    rule = trace.override.rule
    yield _to_json(
        {
            "url": trace.url,
            "domain": trace.domain,
            "owner": trace.ownership._asdict(),
            "brand": trace.brand,
            "points_to": trace.points_to,
            "heard": [
                {
                    "source": one.source,
                    "owner": one.ownership._asdict() if one.ownership else None,
                    "strength": one.strength.name.lower() if one.strength else None,
                    "decides": one.decides,
                }
                for one in trace.heard
            ],
            "override": {"advice": trace.override.words, "owners": _write_rule(rule) if rule else None},
            "cards": [_drop_empty(asdict(card)) for card in _cards_of_rule(trace.ownership.rule)],
        }
    )


def _drop_empty(value: dict[str, object]) -> dict[str, object]:
    """What is not there as null, also inside examples."""
    return {key: _drop_empty(one) if isinstance(one, dict) else one or None for key, one in value.items()}


def _to_json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


class ExplainLayout(NamedTuple):
    """What lays words, cards and traces out in one format."""

    words: Callable[[Layout], Iterator[str]]
    cards: Callable[[Sequence[Card], Layout], Iterator[str]]
    trace: Callable[["Trace", Layout], Iterator[str]]


_LAYOUTS = {
    "terminal": ExplainLayout(_lay_out_words, _lay_out_cards, _lay_out_trace),
    "json": ExplainLayout(_describe_words, _describe_cards, _describe_trace),
}


def find_layout(name: str) -> ExplainLayout:
    """What lays explanations out in the format of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in _LAYOUTS:
        raise UsageError(f'explanations have no format "{name}"', hint=suggest(name, _LAYOUTS))
    return _LAYOUTS[name]
