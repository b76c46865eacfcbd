"""The log of what was done about gaps, as rows and back."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from searchgap.history.columns import pack_money, pack_text, pack_time, select, unpack_money, unpack_text, unpack_time
from searchgap.model.action import Action


def add_action(connection: sqlite3.Connection, action: Action) -> bool:
    """Writes an action unless one of its id is there; whether it was written."""
    done = connection.execute(
        "INSERT INTO action (id, done_on, brand, query, url, what, hours, money, currency, entered_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            action.id,
            action.done_on.isoformat(),
            pack_text(action.brand),
            pack_text(action.query),
            pack_text(action.url),
            pack_text(action.what),
            pack_money(action.hours),
            pack_money(action.money),
            action.currency,
            pack_time(action.entered_at),
        ),
    )
    return done.rowcount == 1


def drop_action(connection: sqlite3.Connection, action_id: str) -> None:
    """Takes an action out of the log."""
    connection.execute("DELETE FROM action WHERE id = ?", (action_id,))


def is_known(connection: sqlite3.Connection, action: Action) -> bool:
    """Whether the log has an action; the moment of entry may differ, since two people may enter one deed."""
    known = load_action(connection, action.id)
    return known is not None and replace(known, entered_at=action.entered_at) == action


def load_action(connection: sqlite3.Connection, action_id: str) -> Action | None:
    """The action of an id, if there is one."""
    row = select(connection, "SELECT * FROM action WHERE id = ?", (action_id,)).fetchone()
    return None if row is None else _build_action(row)


def load_actions(connection: sqlite3.Connection) -> Iterator[Action]:
    """Every action by the day it was done, and on one day in the order of entry."""
    return map(_build_action, select(connection, "SELECT * FROM action ORDER BY done_on, entered_at, id"))


def _build_action(row: sqlite3.Row) -> Action:
    return Action(
        id=row["id"],
        done_on=date.fromisoformat(row["done_on"]),
        brand=unpack_text(row["brand"]),
        query=unpack_text(row["query"]),
        url=unpack_text(row["url"]),
        what=unpack_text(row["what"]),
        hours=unpack_money(row["hours"]),
        money=unpack_money(row["money"]),
        currency=row["currency"],
        entered_at=unpack_time(row["entered_at"]),
    )
