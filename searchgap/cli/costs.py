"""What a cost is written like: `2h`, `45m`, `€40`, `12.50 USD`."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from searchgap.errors import UsageError
from searchgap.rules.nearest import find_nearest

EXAMPLES = "such as 2h, 45m, 1h30m, €40 or '12.50 USD'"

_SYMBOLS = {
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "₴": "UAH",
}
# ISO 4217, money that is in use.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV
WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
_CURRENCIES = frozenset(_CODES.split())

_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,2})?|[.,][0-9]{1,2}"  # no thousands: 1.200 is one thing here and another there
_PLAIN = re.compile(_NUMBER)
_HOURS, _MINUTES = r"(?:h|hrs?|hours?)", r"(?:m|mins?|minutes?)"
_TIME = re.compile(rf"(?:(?P<hours>{_NUMBER})\s*{_HOURS})?\s*(?:(?P<minutes>{_NUMBER})\s*{_MINUTES})?", re.IGNORECASE)
_MARK = r"[A-Za-z]{3}|[^\w\s.,+-]|US\$"
_MONEY = re.compile(rf"(?P<before>{_MARK})?\s*(?P<amount>{_NUMBER})\s*(?P<after>{_MARK})?", re.IGNORECASE)
_AN_HOUR = 60
_FINEST = Decimal("0.0001")


class Cost(NamedTuple):
    """What an action took: working time, money, or both; None is not known, never nothing."""

    hours: Decimal | None = None
    money: Decimal | None = None
    currency: str | None = None


NO_COST = Cost()


def read_costs(texts: Iterable[str]) -> Cost:
    """What several costs come to; times add up, and so does money of one currency.

    Raises:
        UsageError: one of them is no cost, or they are in several currencies.
    """
    total = NO_COST
    for text in texts:
        cost = read_cost(text)
        if total.currency and cost.currency and total.currency != cost.currency:
            raise UsageError(
                f"an action has costs in one currency, not in {total.currency} and {cost.currency}",
                hint="log it as two actions, or change one of the amounts",
            )
        total = Cost(_add(total.hours, cost.hours), _add(total.money, cost.money), total.currency or cost.currency)
    return total


def read_cost(text: str) -> Cost:
    """One cost.

    Raises:
        UsageError: it is none; the hint says how one is written.
    """
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text):
        raise UsageError(
            f'the cost "{text}" does not say of what',
            hint=f"write {text}h, {text}m, €{text} or '${text}' (in single quotes, for a shell takes the $ away)",
        )
    if text and (found := _TIME.fullmatch(text)):
        hours, minutes = (_read_number(found[part] or "0") for part in ("hours", "minutes"))
        return Cost(hours=trim(hours + minutes / _AN_HOUR))
    if found := _MONEY.fullmatch(text):
        marks = [mark for mark in (found["before"], found["after"]) if mark]
        if len(marks) == 1:
            return Cost(money=_read_number(found["amount"]), currency=read_currency(marks[0]))
    raise UsageError(f'"{text}" is not a cost', hint=f"write working time or money, {EXAMPLES}")


def read_currency(mark: str) -> str:
    """The ISO 4217 code of a code in any letter case, or of a sign that only one currency has.

    Raises:
        UsageError: it stands for no currency, or for several.
    """
    code = _SYMBOLS.get(mark.upper(), mark.upper())
    if code in _CURRENCIES:
        return code
    nearest = find_nearest(mark, sorted(_CURRENCIES))
    hint = f"did you mean {nearest}? " if nearest else ""
    raise UsageError(f'"{mark}" is not a currency known here', hint=f"{hint}write its ISO code, such as '40 EUR'")


def trim(number: Decimal) -> Decimal:
    """The number to four decimals, without zeros at the end."""
    return Decimal(format(number.quantize(_FINEST).normalize(), "f"))


def _read_number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _add(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other
