"""Entries of the log of actions: made from what was typed or imported, for the brand whose query it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import count

from searchgap.cli.costs import NO_COST, Cost, trim
from searchgap.cli.planning import make_plan
from searchgap.errors import UsageError
from searchgap.history.store import History
from searchgap.model.action import Action
from searchgap.model.config import Config
from searchgap.model.query import Query
from searchgap.report.registry import suggest
from searchgap.report.strangers import flatten_text
from searchgap.rules.nearest import find_nearest
from searchgap.rules.plan import EVERYTHING
from searchgap.rules.template import fold_text

_FARTHEST_EAST = timedelta(hours=14)
_LONGEST = 2000
_WEB = re.compile(r"https?://[^/?#\s]\S*", re.IGNORECASE)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#]\S*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What somebody says was done, not yet in the log; empty text is nothing said.

    Attributes:
        query: the words of the query.
        what: what was done.
        day: ISO 8601; "" for today, in UTC.
        url: the page.
        brand: the brand.
        cost: what it took.
    """

    query: str
    what: str
    day: str = ""
    url: str = ""
    brand: str = ""
    cost: Cost = NO_COST


class Log:
    """The log of a history that is open, on its way to hold more.

    Args:
        stored: the history.
        config: the configuration, if there is one.
    """

    def __init__(self, stored: History, config: Config | None) -> None:
        self._stored = stored
        self._brands = _Brands(config, stored)
        self._known = {action.id: action for action in stored.actions()}
        self._now = datetime.now(UTC)
        self.warnings: dict[str, None] = {}

    def make_entry(self, deed: Deed) -> Action:
        """The entry for what was done, under an id that the same deed always has; `warnings` may grow.

        Raises:
            UsageError: something in it cannot be.
        """
        query = _read_text("query", deed.query)
        brand, warning = self._brands.find(query, deed.brand.strip())
        entry = Action(
            id="",
            done_on=_read_day(deed.day, self._now),
            brand=brand,
            query=query,
            url=_read_address(deed.url),
            what=_read_text("what", deed.what),
            hours=deed.cost.hours,
            money=deed.cost.money,
            currency=deed.cost.currency,
            entered_at=self._now,
        )
        if warning:
            self.warnings[warning] = None
        return self._identify(entry)

    def _identify(self, entry: Action) -> Action:
        """The entry under its id; another number is drawn where a different entry happens to have it."""
        drawn = (draw_id(entry, attempt) for attempt in count())
        action_id = next(one for one in drawn if one not in self._known or self._is_known(one, entry))
        return self._known.get(action_id) or replace(entry, id=action_id)

    def _is_known(self, action_id: str, entry: Action) -> bool:
        return _list_facts(self._known[action_id]) == _list_facts(entry)

    def add(self, entry: Action) -> bool:
        """Keep an entry; whether it is new.

        Raises:
            HistoryError: it cannot be written.
        """
        return self.add_all((entry,)) == 1

    def add_all(self, entries: Iterable[Action]) -> int:
        """Keep entries, all or none; how many of them are new.

        Raises:
            HistoryError: they cannot be written.
        """
        new = {entry.id: entry for entry in entries if entry.id not in self._known}
        self._stored.add_actions(new.values())
        self._known |= new
        return len(new)


def draw_id(entry: Action, attempt: int = 0) -> str:
    """Eight hexadecimal digits made from everything an entry says but the moment it was entered."""
    return blake2b(repr((*_list_facts(entry), attempt)).encode("ascii", "backslashreplace"), digest_size=4).hexdigest()


def _list_facts(entry: Action) -> tuple[str | None, ...]:
    hours, money = (None if number is None else str(trim(number)) for number in (entry.hours, entry.money))
    day = entry.done_on.isoformat()
    return (day, entry.brand, entry.query, entry.url, entry.what, hours, money, entry.currency)


def read_day(text: str) -> date:
    """A day.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f'"{text}" is not a day', hint="write it as year-month-day, such as 2026-11-02") from None


def _read_day(text: str, now: datetime) -> date:
    if not text.strip():
        return now.date()
    day = read_day(text)
    if day > (now + _FARTHEST_EAST).date():
        raise UsageError(f"{day} is still to come", hint="log what was done, on the day it was done")
    return day


def _read_text(name: str, text: str) -> str:
    text = " ".join(flatten_text(text).split())
    if not text:
        raise UsageError(f"the {name} of an action is empty", hint='such as --query "evernote gtd" --what "answered"')
    if len(text) > _LONGEST:
        raise UsageError(f"the {name} of an action is longer than {_LONGEST:,} characters", hint="shorten it")
    return text


def _read_address(text: str) -> str | None:
    text = flatten_text(text).strip()
    if not text:
        return None
    if len(text) <= _LONGEST and _WEB.fullmatch(text):
        return text
    if len(text) <= _LONGEST and _BARE.fullmatch(text):
        return f"https://{text}"
    raise UsageError(f'"{text[:_LONGEST]}" is not an address', hint="such as https://forum.example/t/123")


class _Brands:
    """Whose query it is: as configured, or else as the stored audits have it."""

    def __init__(self, config: Config | None, stored: History) -> None:
        self._names = [brand.name for brand in config.brands] if config else []
        self._configured = _list_owners(make_plan(config, EVERYTHING).queries if config else ())
        self._stored = stored
        self._searched: dict[str, dict[str, str]] | None = None

    def find(self, query: str, named: str) -> tuple[str | None, str | None]:
        """The brand that an action on a query is for, and a warning where there is need of one.

        Raises:
            UsageError: the brand named is not known, or none is named and the query is that of several.
        """
        owners = self._configured.get(fold_text(query)) or self._list_searched().get(fold_text(query), {})
        if named:
            brand = self._find_name(named)
            return brand, None if brand in owners else self._warn(query, brand)
        if len(owners) > 1:
            raise UsageError(
                f'"{query}" is a query of {", ".join(owners)}', hint=f'say whose: --brand "{next(iter(owners))}"'
            )
        if owners:
            return next(iter(owners)), None
        return self._names[0] if len(self._names) == 1 else None, self._warn(query, None)

    def _find_name(self, named: str) -> str:
        searched = (brand for owners in self._list_searched().values() for brand in owners)
        known = {name.casefold(): name for name in (*searched, *self._names)}
        if known and named.casefold() not in known:
            raise UsageError(f'the brand "{named}" is not known', hint=suggest(named, dict.fromkeys(known.values())))
        return known.get(named.casefold(), named)

    def _warn(self, query: str, brand: str | None) -> str:
        asked = {**self._list_searched(), **self._configured}
        texts = [text for owners in asked.values() for who, text in owners.items() if brand in {None, who}]
        whose = f" for {brand}" if brand else ""
        nearest = find_nearest(query, texts)
        advice = f'; did you mean "{nearest}"?' if nearest else ""
        return f'nothing asks for "{query}"{whose}, so no effect can be seen until an audit does{advice}'

    def _list_searched(self) -> dict[str, dict[str, str]]:
        if self._searched is None:
            series = self._stored.series()
            plans = {id(plan): plan for plan in (series.run(audit.id).plan for audit in self._stored.audits())}
            self._searched = _list_owners(query for plan in plans.values() for query in plan.queries)
        return self._searched


def _list_owners(queries: Iterable[Query]) -> dict[str, dict[str, str]]:
    """By the folded text of a query the brands that ask for it, each with the text as it has it."""
    owners: dict[str, dict[str, str]] = {}
    for query in queries:
        owners.setdefault(fold_text(query.text), {})[query.brand] = query.text
    return owners
