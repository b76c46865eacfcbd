"""Rows of one history file as rows of another, where everything has another number."""

import sqlite3
from collections.abc import Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from searchgap.history.new_rows import NewRows
from searchgap.history.trouble import doubting, explaining

Row: TypeAlias = tuple[Any, ...]
Attempt: TypeAlias = tuple[Any, ...]
"""Request, attempt, answer, reused, cost, origin, kind, message, hint, failed_at and http_status: a journal's row."""

_REQUESTS_AT_ONCE = 50
_REQUESTS = "SELECT number, key, text, provider, engine, country, language, location, device, depth FROM request"
_NEW_REQUEST = (
    "INSERT INTO request (key, text, provider, engine, country, language, location, device, depth)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_LISTINGS = "SELECT number, checksum, url, title, snippet, date FROM listing WHERE request = ? ORDER BY number"
_FEATURES = "SELECT number, checksum, body FROM features WHERE request = ? ORDER BY number"
_ANSWERS = (
    "SELECT number, engine, retrieved_at, market_verified, searched_for, features, listings, ranks"
    " FROM answer WHERE request = ? ORDER BY number"
)
_JOURNAL = (
    "SELECT request, attempt, answer, reused, cost, origin, kind, message, hint, failed_at, http_status"
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
        self._pages = NewRows(ours)
        self._requests: dict[int, int] = {}
        self._answers: dict[int | None, int | None] = {None: None}

    def take_pages(self) -> None:
        """Takes every request, with all its listings, features and answers."""
        (newest,) = self._ours.execute("SELECT ifnull(max(number), 0) FROM request").fetchone()
        for taken, (number, key, *columns) in enumerate(self._read(_REQUESTS), start=1):
            self._ours.execute(_NEW_REQUEST, (key, *columns))
            (ours,) = self._ours.execute("SELECT number FROM request WHERE key = ?", (key,)).fetchone()
            self._requests[number] = ours
            self._take_request(number, ours, known=ours <= newest)
            if taken % _REQUESTS_AT_ONCE == 0:
                self._pages.write()
        self._pages.write()

    def take_plan(self, number: int) -> int:
        """The number in ours of a plan of theirs."""
        ((digest, *columns),) = self._read(_PLAN, (number,))
        self._ours.execute(_NEW_PLAN, (digest, *columns))
        (ours,) = self._ours.execute("SELECT number FROM plan WHERE digest = ?", (digest,)).fetchone()
        return int(ours)

    def translate_journal(self, audit: int) -> list[Attempt]:
        """The attempts of an audit of theirs, in the numbers of ours and in their order."""
        requests, answers = self._requests, self._answers
        with doubting(self._name):
            attempts = [
                (requests[request], attempt, answers[answer], *facts)
                for request, attempt, answer, *facts in self._read(_JOURNAL, (audit,))
            ]
        attempts.sort(key=itemgetter(0, 1))
        return attempts

    def read_journal(self, audit: int) -> list[Attempt]:
        """The attempts of an audit of ours."""
        return self._ours.execute(_JOURNAL, (audit,)).fetchall()

    def _take_request(self, number: int, ours: int, *, known: bool) -> None:
        listings = self._take_listings(self._read(_LISTINGS, (number,)), ours, known=known)
        features = self._take_features(self._read(_FEATURES, (number,)), ours)
        answers = {row[1:]: row[0] for row in self._ours.execute(_ANSWERS, (ours,))} if known else {}
        # By text, for that is how an answer has them.
        names = {str(theirs): str(our) for theirs, our in listings.items()} | {"": ""}
        with doubting(self._name):
            theirs = [
                (
                    answer,
                    (*facts, features[box], f"[{','.join([names[one] for one in order[1:-1].split(',')])}]", ranks),
                )
                for answer, *facts, box, order, ranks in self._read(_ANSWERS, (number,))
            ]
        for answer, row in theirs:
            if row not in answers:
                answers[row] = self._pages.add_answer(ours, *row)
            self._answers[answer] = answers[row]

    def _take_listings(self, theirs: list[Row], ours: int, *, known: bool) -> Mapping[int, int]:
        numbers: dict[Row, int] = {}
        if known:
            found = self._ours.execute(_LISTINGS, (ours,)).fetchall()
            # Files that were one once, such as a history and what a runner made of its copy, agree in their numbers.
            if found[: len(theirs)] == theirs:
                return {row[0]: row[0] for row in theirs}
            numbers = {row[1:]: row[0] for row in found}
        new = dict.fromkeys(row[1:] for row in theirs if row[1:] not in numbers)
        numbers |= zip(new, self._pages.add_listings(ours, new), strict=True)
        return {row[0]: numbers[row[1:]] for row in theirs}

    def _take_features(self, theirs: list[Row], ours: int) -> Mapping[int | None, int | None]:
        numbers = {row[1:]: row[0] for row in self._ours.execute(_FEATURES, (ours,))} if theirs else {}
        taken: dict[int | None, int | None] = {None: None}
        for number, *columns in theirs:
            row = tuple(columns)
            if row not in numbers:
                numbers[row] = self._pages.add_features(ours, *row)
            taken[number] = numbers[row]
        return taken

    def _read(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        with explaining(self._name):
            return self._theirs.execute(query, values).fetchall()
