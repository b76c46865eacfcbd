"""The log of actions as CSV: read with loose headings, and written as it is read."""

import csv
import re
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path

from searchgap.cli.acting import Deed, Log
from searchgap.cli.costs import NO_COST, Cost, read_cost, read_currency, trim
from searchgap.errors import UsageError
from searchgap.model.action import Action
from searchgap.report.csv_report import write_rows
from searchgap.report.strangers import SENTENCE_LIMIT, clean_text
from searchgap.report.words import word_count
from searchgap.search.loose_csv import find_columns, find_delimiter

COLUMNS = ("date", "query", "what", "url", "brand", "hours", "money", "currency")

_HEADINGS: Mapping[str, frozenset[str]] = {
    "date": frozenset({"date", "day", "on", "doneon", "done", "when"}),
    "query": frozenset({"query", "keyword", "keywords", "searchterm", "searchquery", "phrase", "term"}),
    "what": frozenset({"what", "action", "activity", "task", "description", "note", "notes", "title"}),
    "url": frozenset({"url", "link", "page", "address", "landingpage"}),
    "brand": frozenset({"brand", "client", "company", "project"}),
    "hours": frozenset({"hours", "hour", "time", "timespent", "worktime", "effort"}),
    "money": frozenset({"money", "amount", "price", "cost", "spend", "spent", "fee"}),
    "currency": frozenset({"currency", "currencycode", "cur"}),
}
_NEEDED = ("date", "query", "what")
_STDIN = Path("-")
_HOURS = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,4})?")
_MONEY = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")
_ARMED = re.compile(r"(^|;)'(?=[\s=+@|\uff1d\uff0b\uff0d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b-])")
_MOST_NAMED = 20


def read_text(source: Path) -> str:
    """The text of a file, or of standard input for `-`.

    Raises:
        UsageError: it cannot be read, or is no text in UTF-8 or UTF-16.
    """
    try:
        content = sys.stdin.buffer.read() if source == _STDIN else source.read_bytes()
        encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
        return content.decode(encoding)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot read {source}: {reason}", hint="name a CSV file of actions") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{source} is no text in UTF-8", hint="save it as CSV, in UTF-8") from error


def read_entries(text: str, name: str, log: Log) -> list[Action]:
    """An entry for every row of a CSV that is not empty.

    Args:
        text: the file, its columns parted by commas, semicolons or tabs.
        name: the file's name, for complaints.
        log: what makes the entries.

    Raises:
        UsageError: a needed column is missing, or lines are wrong; every one of them is named.
    """
    entries, complaints = [], []
    for line, cells in _list_rows(text, name):
        try:
            entries.append(log.make_entry(_read_deed(cells)))
        except UsageError as mistake:
            complaints.append(f"line {line}: {clean_text(mistake.message, SENTENCE_LIMIT)}")
    if complaints:
        shown = complaints[:_MOST_NAMED]
        if len(complaints) > len(shown):
            shown.append(f"and {word_count(len(complaints) - len(shown), 'more line')}")
        raise UsageError(
            "\n  ".join([f"{name} has {word_count(len(complaints), 'wrong line')}; nothing is imported", *shown]),
            hint=f"a line reads like: 2026-11-02,evernote gtd,answered the thread ({', '.join(COLUMNS)})",
        )
    return entries


def write_entries(actions: Iterable[Action]) -> Iterator[str]:
    """The log as a spreadsheet may open it, and as it is imported again."""
    rows = (
        (
            action.done_on.isoformat(),
            action.query,
            action.what,
            action.url,
            action.brand,
            None if action.hours is None else str(trim(action.hours)),
            None if action.money is None else str(action.money),
            action.currency,
            action.id,
        )
        for action in actions
    )
    return write_rows((*COLUMNS, "id"), rows)


def _list_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of every line below the headings that says anything."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=find_delimiter(text))
    try:
        columns = find_columns(next(rows, []), _HEADINGS, needed=_NEEDED, name=name, example=",".join(COLUMNS))
        line = rows.line_num
        for row in rows:
            cells = {field: _disarm(row[place]) for field, place in columns.items() if place < len(row)}
            if any(cells.values()):
                yield line + 1, cells
            line = rows.line_num
    except csv.Error as trouble:
        raise UsageError(f"{name} is no CSV: {trouble}", hint="save it as CSV, in UTF-8") from trouble


def _disarm(cell: str) -> str:
    """The cell without the apostrophes that keep a spreadsheet from calculating."""
    return _ARMED.sub(r"\1", cell.strip())


def _read_deed(cells: Mapping[str, str]) -> Deed:
    day = cells.get("date", "")
    if not day:
        raise UsageError("the date is empty")
    return Deed(
        day=day,
        query=cells.get("query", ""),
        what=cells.get("what", ""),
        url=cells.get("url", ""),
        brand=cells.get("brand", ""),
        cost=_read_cost(cells.get("hours", ""), cells.get("money", ""), cells.get("currency", "")),
    )


def _read_cost(hours: str, money: str, currency: str) -> Cost:
    """The three cells of a cost; hours may be written like a time, and money may bring its currency."""
    spent = _read_money(money, currency) if money else NO_COST
    if not hours:
        return spent
    time = _read_number(hours) if _HOURS.fullmatch(hours) else read_cost(hours).hours
    if time is None:
        raise UsageError(f'"{hours}" is no working time')
    return spent._replace(hours=time)


def _read_money(money: str, currency: str) -> Cost:
    if _MONEY.fullmatch(money):
        if not currency:
            raise UsageError(f"the money {money} has no currency")
        return Cost(money=_read_number(money), currency=read_currency(currency))
    cost = read_cost(money)
    if cost.money is None or (currency and cost.currency != read_currency(currency)):
        raise UsageError(f'"{money} {currency}" is no amount of money')
    return cost


def _read_number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
