"""From a report on effects to the one view that feeds every format."""

from collections.abc import Iterator

from searchgap.model.action import Action
from searchgap.model.effect import ActionEffect, Closing, EffectReport, SearchEffect
from searchgap.report.comparison.rows import Mood
from searchgap.report.effect.notes import word_notes
from searchgap.report.effect.rows import ActionBlock, EffectView, Finding, Number
from searchgap.report.effect.words import (
    find_mood,
    list_details,
    word_cost,
    word_search,
    word_spending,
    word_verdict,
)
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, QUERY_LIMIT, SENTENCE_LIMIT, clean_text, link_address
from searchgap.report.words import word_count

_NEVER = "no stored audit asked for this query"


def build_effect_view(report: EffectReport) -> EffectView:
    """The view of a report on effects."""
    return EffectView(
        headline=_word_headline(report),
        numbers=tuple(_list_numbers(report)),
        blocks=tuple(map(_build_block, report.effects)),
        notes=tuple(word_notes(report)),
        report=report,
    )


def _word_headline(report: EffectReport) -> str:
    if not report.effects:
        return "No action is logged."
    actions = word_count(len(report.effects), "action")
    if not report.closings:
        return f"{actions} logged; no query of theirs was measured alike before and after."
    closings = "; ".join(_word_closing(closing, several=len(report.closings) > 1) for closing in report.closings)
    return f"After {actions}: {closings}."


def _word_closing(closing: Closing, *, several: bool) -> str:
    gaps = word_count(closing.closed, "gap") if closing.closed else "no gap"
    words = f"{gaps} closed, of {word_count(closing.judged, 'query', 'queries')} measured before and after"
    if closing.unproven:
        words += f" ({closing.unproven:,} more closed without a noise band to hold that against)"
    return f"{clean_text(closing.ranking, NAME_LIMIT)}: {words}" if several else words


def _list_numbers(report: EffectReport) -> Iterator[Number]:
    if not report.effects:
        return
    yield Number("spent", word_spending(report.spent))
    for closing in report.closings:
        label = "per gap closed"
        if len(report.closings) > 1:
            label += f" ({clean_text(closing.ranking, NAME_LIMIT)})"
        each = word_cost(closing.hours_each, closing.money_each)
        if not closing.closed:
            yield Number(label, "no gap closed yet")
        elif each is None:
            yield Number(label, "not known, for no action says what it cost")
        else:
            spent = closing.spent
            known = "" if spent.priced == spent.actions else f", known of {spent.priced:,}"
            yield Number(label, f"{each} (over {word_count(spent.actions, 'action')} on queries judged{known})")


def _build_block(effect: ActionEffect) -> ActionBlock:
    action = effect.action
    brand = f" ({clean_text(action.brand, NAME_LIMIT)})" if action.brand else ""
    return ActionBlock(
        title=f"{action.done_on}  {clean_text(action.query, QUERY_LIMIT)}{brand}",
        words=f"{action.id}: {clean_text(action.what, SENTENCE_LIMIT)}, {_word_cost(action)}",
        address=clean_text(action.url, ADDRESS_LIMIT) if action.url else None,
        link=link_address(action.url) if action.url else None,
        findings=tuple(_list_findings(effect)) or (Finding(_NEVER, (), Mood.NEITHER),),
    )


def _word_cost(action: Action) -> str:
    money = {action.currency: action.money} if action.currency and action.money is not None else {}
    return word_cost(action.hours, money) or "cost not known"


def _list_findings(effect: ActionEffect) -> Iterator[Finding]:
    several = len(effect.searches) > 1
    for search in effect.searches:
        verdict = word_verdict(search)
        if several:
            verdict = f"{_name_search(search, effect.action)}: {verdict}"
        yield Finding(verdict, list_details(search), find_mood(search))


def _name_search(search: SearchEffect, action: Action) -> str:
    brand = "" if action.brand else f"{clean_text(search.window.brand, NAME_LIMIT)}, "
    return brand + word_search(search.window)
