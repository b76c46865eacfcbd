"""The log of actions as it is printed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from searchgap.cli.action_csv import write_entries
from searchgap.cli.tables import render_table
from searchgap.model.action import Action
from searchgap.report.base import Layout
from searchgap.report.effect.json_report import shape_action
from searchgap.report.effect.words import word_cost, word_spending
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, SENTENCE_LIMIT, clean_text
from searchgap.report.words import word_count
from searchgap.rules.effect import sum_spending

_COLUMNS = ("id", "done on", "brand", "query", "what", "cost")
_FOLDING = ("brand", "query", "what")


def _lay_out(actions: Sequence[Action], layout: Layout) -> Iterator[str]:
    if not actions:
        return
    rows = (
        (action.id, action.done_on.isoformat(), action.brand, action.query, action.what, _word_cost(action))
        for action in actions
    )
    yield from render_table(_COLUMNS, rows, layout, folding=_FOLDING)
    yield f"\n{word_count(len(actions), 'action')}; spent: {word_spending(sum_spending(actions))}\n"


def _write_json(actions: Sequence[Action], _layout: Layout) -> Iterator[str]:
    yield json.dumps({"version": 1, "actions": list(map(shape_action, actions))}, indent=2) + "\n"


def _write_csv(actions: Sequence[Action], _layout: Layout) -> Iterator[str]:
    return write_entries(actions)


def lay_out_entry(action: Action) -> Iterator[str]:
    """One entry, the address whole, so that it can be copied."""
    brand = f" ({clean_text(action.brand, NAME_LIMIT)})" if action.brand else ""
    cost = _word_cost(action)
    yield f"{action.id}  {action.done_on}  {clean_text(action.query, SENTENCE_LIMIT)}{brand}\n"
    yield f"  {clean_text(action.what, SENTENCE_LIMIT)}{f', {cost}' if cost else ''}\n"
    if action.url:
        yield f"  {clean_text(action.url, ADDRESS_LIMIT)}\n"


def _word_cost(action: Action) -> str | None:
    money = {action.currency: action.money} if action.currency and action.money is not None else {}
    return word_cost(action.hours, money)


LISTS: Mapping[str, Callable[[Sequence[Action], Layout], Iterator[str]]] = {
    "terminal": _lay_out,
    "json": _write_json,
    "csv": _write_csv,
}
"""The value of `--format` to what prints it."""
