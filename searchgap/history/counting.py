"""How the searches of one audit ended and what they cost, counted where they lie."""

import sqlite3
from decimal import Decimal
from typing import NamedTuple

from searchgap.history.columns import unpack_money

# A request counts once, by its current outcome. `latest` carries, in its lowest bit, whether the last attempt that has
# an answer took it from history.
_ENDINGS = """
    SELECT ifnull(sum(measured), 0), ifnull(sum(failed AND NOT measured), 0), ifnull(sum(latest & 1), 0)
    FROM (
        SELECT max(answer IS NOT NULL) AS measured, max(failed_at IS NOT NULL) AS failed,
               max((answer IS NOT NULL) * (attempt * 2 + reused)) AS latest
        FROM outcome WHERE audit = ? GROUP BY request
    )
"""

# Every attempt that was asked, by price: SQL cannot add decimals exactly, but an audit knows only a handful of prices.
_CHARGES = """
    SELECT cost, count(*) FROM outcome
    WHERE audit = ? AND NOT reused AND (answer IS NOT NULL OR failed_at IS NOT NULL)
    GROUP BY cost
"""


class Counts(NamedTuple):
    """What an audit comes to.

    Attributes:
        measured: requests with an answer.
        failed: requests that were asked and have none.
        reused: how many of the measured were answered from history.
        charged: US dollars the providers said they charged, failed attempts included; 0 where nothing was asked, None
            where no provider said.
    """

    measured: int
    failed: int
    reused: int
    charged: Decimal | None


def count_outcomes(connection: sqlite3.Connection, audit: int) -> Counts:
    """Counts one audit as it stands."""
    measured, failed, reused = connection.execute(_ENDINGS, (audit,)).fetchone()
    charges = [(unpack_money(cost), searches) for cost, searches in connection.execute(_CHARGES, (audit,))]
    stated = [cost * searches for cost, searches in charges if cost is not None]
    charged = sum(stated, Decimal(0)) if stated or not charges else None
    return Counts(measured=measured, failed=failed, reused=reused, charged=charged)
