"""What somebody did about a gap, and what it cost: entered by hand, for no search can see it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that was done.

    Attributes:
        id: eight hexadecimal digits.
        done_on: the day it was done.
        brand: the brand it was done for; None where whoever entered it did not say.
        query: the words of the query it was done about.
        url: the page it was done on; None where it was not done on one.
        what: what was done, in the words of whoever did it.
        hours: working time it took; None where nobody said.
        money: what it cost besides; None where nobody said.
        currency: ISO 4217 code of `money`; None where there is none.
        entered_at: when it was entered, UTC.
    """

    id: str
    done_on: date
    query: str
    what: str
    entered_at: datetime
    brand: str | None = None
    url: str | None = None
    hours: Decimal | None = None
    money: Decimal | None = None
    currency: str | None = None
