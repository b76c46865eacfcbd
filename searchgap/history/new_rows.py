"""Rows of result pages that wait to be written many at once, under the numbers they will have."""

import sqlite3
from collections.abc import Collection
from itertools import count, islice
from typing import Any, TypeAlias

# Checksum, url, title, snippet and date of a listing, as its row has them.
ListingColumns: TypeAlias = tuple[int, str | bytes, str | bytes, str | bytes | None, str | bytes | None]

_LAST = """
    SELECT (SELECT ifnull(max(number), 0) FROM listing),
           (SELECT ifnull(max(number), 0) FROM features),
           (SELECT ifnull(max(number), 0) FROM answer)
"""
_NEW_LISTING = "INSERT INTO listing (number, request, checksum, url, title, snippet, date) VALUES (?, ?, ?, ?, ?, ?, ?)"
_NEW_FEATURES = "INSERT INTO features (number, request, checksum, body) VALUES (?, ?, ?, ?)"
_NEW_ANSWER = (
    "INSERT INTO answer"
    " (number, request, engine, retrieved_at, market_verified, searched_for, features, listings, ranks)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class NewRows:
    """Listings, features and answers that are on their way into a history.

    Needs one write transaction around it from its making to its last `write`: until then the numbers are only promised.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        listing, features, answer = map(int, connection.execute(_LAST).fetchone())
        self._listing_numbers = count(listing + 1)
        self._features_numbers = count(features + 1)
        self._answer_numbers = count(answer + 1)
        self._listings: list[tuple[Any, ...]] = []
        self._features: list[tuple[Any, ...]] = []
        self._answers: list[tuple[Any, ...]] = []

    def add_listings(self, request: int, listings: Collection[ListingColumns]) -> list[int]:
        """The numbers of new listings of a request."""
        numbers = list(islice(self._listing_numbers, len(listings)))
        self._listings += [(number, request, *columns) for number, columns in zip(numbers, listings, strict=True)]
        return numbers

    def add_features(self, request: int, checksum: int, body: str | bytes) -> int:
        """The number of new features of a request."""
        number = next(self._features_numbers)
        self._features.append((number, request, checksum, body))
        return number

    def add_answer(self, request: int, *columns: object) -> int:
        """The number of a new answer to a request: engine, retrieved_at and so on, in the order of the table."""
        number = next(self._answer_numbers)
        self._answers.append((number, request, *columns))
        return number

    def write(self) -> None:
        """Writes what was added since the last time, parents first."""
        for statement, rows in (
            (_NEW_LISTING, self._listings),
            (_NEW_FEATURES, self._features),
            (_NEW_ANSWER, self._answers),
        ):
            if rows:
                self._connection.executemany(statement, rows)
                rows.clear()
