"""How the searches of a run ended, and what they cost."""

from collections.abc import Iterable
from decimal import Decimal

from searchgap.model.audit import Tally
from searchgap.model.serp import Answer, Ending, NotSearched, SearchFailure


def count_endings(endings: Iterable[Ending]) -> Tally:
    """How the planned searches ended."""
    planned = measured = failed = reused = 0
    for ending in endings:
        planned += 1
        if isinstance(ending, Answer):
            measured += 1
            reused += ending.reused
        else:
            failed += isinstance(ending, SearchFailure)
    return Tally(
        planned=planned, measured=measured, failed=failed, not_searched=planned - measured - failed, reused=reused
    )


def sum_charges(endings: Iterable[Ending]) -> Decimal | None:
    """US dollars spent: nothing for what was reused or never asked, unknown where one search's charge is."""
    total: Decimal | None = Decimal(0)
    for ending in endings:
        if isinstance(ending, NotSearched) or (isinstance(ending, Answer) and ending.reused):
            continue
        total = None if total is None or ending.cost is None else total + ending.cost
    return total
