"""Rows of one history file as rows of another, where everything has another number."""

import json
import sqlite3
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from searchgap.history.documents import write_json
from searchgap.history.trouble import doubting, explaining

Attempt: TypeAlias = tuple[Any, ...]
"""Answer, reused, cost, origin, kind, message, hint, failed_at and http_status of a row of the journal."""

_REQUESTS = "SELECT number, key, text, provider, engine, country, language, location, device, depth FROM request"
_NEW_REQUEST = (
    "INSERT INTO request (key, text, provider, engine, country, language, location, device, depth)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_LISTINGS = "SELECT number, checksum, url, title, snippet, date FROM listing WHERE request = ? ORDER BY number"
_NEW_LISTING = "INSERT INTO listing (request, checksum, url, title, snippet, date) VALUES (?, ?, ?, ?, ?, ?)"
_FEATURES = "SELECT number, checksum, body FROM features WHERE request = ? ORDER BY number"
_NEW_FEATURES = "INSERT INTO features (request, checksum, body) VALUES (?, ?, ?)"
_ANSWERS = (
    "SELECT number, engine, retrieved_at, market_verified, searched_for, features, listings, ranks"
    " FROM answer WHERE request = ? ORDER BY number"
)
_NEW_ANSWER = (
    "INSERT INTO answer (request, engine, retrieved_at, market_verified, searched_for, features, listings, ranks)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_JOURNAL = (
    "SELECT request, answer, reused, cost, origin, kind, message, hint, failed_at, http_status"
    " FROM outcome WHERE audit = ? ORDER BY request, attempt"
)
_PLAN = "SELECT digest, body, planned, brands, providers, estimated_cost FROM plan WHERE number = ?"
_NEW_PLAN = (
    "INSERT INTO plan (digest, body, planned, brands, providers, estimated_cost)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)


class RowPool:
    """Gives rows of another history the numbers they have in ours, and writes those that ours has not.

    Trouble with the other file is told by its name.
    """

    def __init__(self, ours: sqlite3.Connection, theirs: sqlite3.Connection, name: Path) -> None:
        self._ours = ours
        self._theirs = theirs
        self._name = name
        self._requests: dict[int, int] = {}
        self._answers: dict[int | None, int | None] = {None: None}

    def take_pages(self) -> None:
        """Takes every request, with all its listings, features and answers."""
        for number, key, *columns in self._read(_REQUESTS):
            self._ours.execute(_NEW_REQUEST, (key, *columns))
            (ours,) = self._ours.execute("SELECT number FROM request WHERE key = ?", (key,)).fetchone()
            self._requests[number] = ours
            listings = self._take_rows(_LISTINGS, _NEW_LISTING, number, ours)
            features = self._take_rows(_FEATURES, _NEW_FEATURES, number, ours)
            self._take_answers(number, ours, listings, features)

    def take_plan(self, number: int) -> int:
        """The number in ours of a plan of theirs."""
        ((digest, *columns),) = self._read(_PLAN, (number,))
        self._ours.execute(_NEW_PLAN, (digest, *columns))
        (ours,) = self._ours.execute("SELECT number FROM plan WHERE digest = ?", (digest,)).fetchone()
        return int(ours)

    def translate_journal(self, audit: int) -> dict[int, list[Attempt]]:
        """By request the attempts of an audit of theirs, in the numbers of ours."""
        with doubting(self._name):
            rows = [
                (self._requests[request], self._answers[answer], *facts)
                for request, answer, *facts in self._read(_JOURNAL, (audit,))
            ]
        return _group(rows)

    def read_journal(self, audit: int) -> dict[int, list[Attempt]]:
        """By request the attempts of an audit of ours."""
        return _group(self._ours.execute(_JOURNAL, (audit,)).fetchall())

    def _take_answers(self, number: int, ours: int, listings: dict[int, int], features: dict[int, int]) -> None:
        known = {row[1:]: row[0] for row in self._ours.execute(_ANSWERS, (ours,))}
        # Files that were one once, such as a history and what a runner made of its copy, mostly agree in their numbers.
        alike = all(theirs == our for theirs, our in listings.items())
        for answer, engine, retrieved_at, verified, searched_for, box, order, ranks in self._read(_ANSWERS, (number,)):
            with doubting(self._name):
                places = order if alike else write_json([listings[listing] for listing in json.loads(order)])
                ours_box = None if box is None else features[box]
            row = (engine, retrieved_at, verified, searched_for, ours_box, places, ranks)
            if row not in known:
                known[row] = self._insert(_NEW_ANSWER, (ours, *row))
            self._answers[answer] = known[row]

    def _take_rows(self, query: str, new: str, number: int, ours: int) -> dict[int, int]:
        known = {row[1:]: row[0] for row in self._ours.execute(query, (ours,))}
        taken = {}
        for theirs, *columns in self._read(query, (number,)):
            row = tuple(columns)
            if row not in known:
                known[row] = self._insert(new, (ours, *row))
            taken[theirs] = known[row]
        return taken

    def _read(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with explaining(self._name):
            return self._theirs.execute(query, values).fetchall()

    def _insert(self, statement: str, row: Sequence[object]) -> int:
        return self._ours.execute(statement, row).lastrowid or 0


def _group(rows: list[tuple[Any, ...]]) -> dict[int, list[Attempt]]:
    """The rows of a journal by request, without it."""
    return {request: [row[1:] for row in attempts] for request, attempts in groupby(rows, key=itemgetter(0))}
