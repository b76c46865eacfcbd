"""Documents of an export as rows of a draft: a history of its own, which nobody else sees."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from searchgap.history.answers import checksum, pack_listing, pack_listings, pack_ranks
from searchgap.history.columns import pack_money, pack_text, pack_time
from searchgap.history.documents import dump_features, load_features, load_plan, write_json
from searchgap.history.journal import end_audit, keep_plan, write_audit
from searchgap.history.line_reading import Page, read_json
from searchgap.history.new_rows import NewRows
from searchgap.history.portable import REQUEST, read_amount, read_count, read_flag, read_kind, read_text, read_time
from searchgap.history.requests import build_request, keep_request
from searchgap.model.audit import AuditRun
from searchgap.model.query import Plan

_NEW_OUTCOME = (
    "INSERT INTO outcome (audit, request, attempt,"
    " answer, reused, cost, origin, kind, message, hint, failed_at, http_status)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# Row by row an index takes twice the time; those that pooling needs are made of the whole draft.
WITHOUT_INDEXES = tuple(
    f"DROP INDEX {index}"
    for index in ("listing_by_request", "features_by_request", "answer_by_request", "outcome_by_answer")
)
INDEXES = tuple(f"CREATE INDEX {table}_by_request ON {table} (request)" for table in ("listing", "features", "answer"))
_MOST_WAITING = 200
# How many rows are remembered by what they hold: some 60 MB at the most, and every listing of 6,000 searches.
_ROWS_KEPT = 65_536
_OTHERS_KEPT = 16_384

_list_request = itemgetter(*REQUEST)


class Draft:
    """Takes audits with their journals; what is alike may be kept twice, for pooling finds that out anyway.

    Needs one write transaction around it. Documents that are not what an export holds raise ArithmeticError,
    AttributeError, LookupError, TypeError, ValueError or sqlite3.IntegrityError.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pages = NewRows(connection)
        self._outcomes: list[tuple[Any, ...]] = []
        self._run: AuditRun | None = None
        self._audit = 0
        self._attempts: Counter[int] = Counter()
        self._plan: tuple[object, Plan, int] | None = None
        self._request = lru_cache(_OTHERS_KEPT, typed=True)(self._keep_request)
        self._listing = lru_cache(_ROWS_KEPT)(self._keep_listing)
        self._features = lru_cache(_OTHERS_KEPT)(self._keep_features)
        self._ranks = lru_cache(_OTHERS_KEPT)(_pack_ranks)
        self._amount = lru_cache(_OTHERS_KEPT, typed=True)(_pack_amount)

    def begin_audit(self, document: Mapping[str, Any]) -> None:
        """Takes an audit, whose outcomes come next."""
        plan, number = self._keep_plan(document["plan"])
        self._run = AuditRun(
            id=read_text(document["id"]),
            started_at=read_time(document["started_at"]),
            finished_at=None if document["finished_at"] is None else read_time(document["finished_at"]),
            version=read_text(document["searchgap"]),
            config_digest=read_text(document["config_digest"]),
            plan=plan,
            outcomes={},
        )
        self._audit = write_audit(self._connection, self._run, number)
        self._attempts.clear()

    def add_outcome(self, document: Mapping[str, Any], page: Page | None) -> None:
        """Takes an attempt of the audit begun last."""
        if self._run is None:
            raise ValueError("an outcome without an audit")
        request = self._request(*_list_request(document["request"]))
        facts = self._list_facts(document) if page is None else self._list_answer(request, document, page)
        self._attempts[request] += 1
        self._outcomes.append((self._audit, request, self._attempts[request], *facts))
        if len(self._outcomes) == _MOST_WAITING:
            self._write()

    def end_audit(self) -> None:
        """Completes the audit begun last, if there is one."""
        self._write()
        if self._run is not None and self._run.finished_at is not None:
            end_audit(self._connection, self._audit, self._run.finished_at)
        self._run = None

    def _write(self) -> None:
        self._pages.write()
        self._connection.executemany(_NEW_OUTCOME, self._outcomes)
        self._outcomes.clear()

    def _list_answer(self, request: int, document: Mapping[str, Any], page: Page) -> Sequence[object]:
        """The columns of an attempt that was answered."""
        if document["ending"] != "answered":
            raise ValueError(f"a page on a search that ended as {document['ending']}")
        answer = self._pages.add_answer(
            request,
            pack_text(read_text(document["engine"])),
            pack_time(read_time(document["retrieved_at"])),
            read_flag(document["market_verified"]),
            _pack_words(document["searched_for"]),
            self._features(request, page.features),
            pack_listings([self._listing(request, listing) for _, listing in page.results]),
            self._ranks(tuple([rank for rank, _ in page.results])),
        )
        reused, cost = read_flag(document["reused"]), self._amount(document["cost"])
        origin = _pack_words(document["origin"])
        return answer, reused, None if reused else cost, origin, None, None, None, None, None

    def _list_facts(self, document: Mapping[str, Any]) -> Sequence[object]:
        """The columns of an attempt that was not answered."""
        reason = (
            read_kind(document["kind"]),
            pack_text(read_text(document["message"])),
            _pack_words(document["hint"]),
        )
        match document["ending"]:
            case "failed":
                failed_at, status = pack_time(read_time(document["failed_at"])), document["http_status"]
                cost = self._amount(document["cost"])
                return None, False, cost, None, *reason, failed_at, None if status is None else read_count(status)
            case "not searched":
                return None, False, None, None, *reason, None, None
            case ending:
                raise ValueError(f"no search ends as {ending}")

    def _keep_plan(self, document: object) -> tuple[Plan, int]:
        """A plan and its row; weekly audits mostly have the same one."""
        if self._plan is None or self._plan[0] != document:
            plan = load_plan(write_json(document))
            self._plan = document, plan, keep_plan(self._connection, plan)
        return self._plan[1:]

    def _keep_request(self, *fields: Any) -> int:  # noqa: ANN401 - checked here
        text, provider, *others, depth = fields
        for word in (text, provider):
            read_text(word)
        for word in others:
            _pack_words(word)
        read_count(depth)
        return keep_request(self._connection, build_request(fields))

    def _keep_listing(self, request: int, rest: bytes) -> int:
        document = read_json(b"{" + rest)
        if "rank" in document:
            raise ValueError("a result with two ranks")
        url, title, snippet, date = (document[name] for name in ("url", "title", "snippet", "date"))
        for word in (snippet, date):
            _pack_words(word)
        (number,) = self._pages.add_listings(request, (pack_listing(read_text(url), read_text(title), snippet, date),))
        return number

    def _keep_features(self, request: int, text: bytes) -> int | None:
        features = load_features(write_json(read_json(text)))
        for feature in features:
            for item in feature.items:
                _pack_words(item.text), _pack_words(item.url)
        body = dump_features(features)
        return self._pages.add_features(request, checksum(body), pack_text(body)) if features else None


def _pack_words(value: object) -> str | bytes | None:
    return None if value is None else pack_text(read_text(value))


def _pack_amount(text: str | None) -> str | None:
    return None if text is None else pack_money(read_amount(text))


def _pack_ranks(ranks: tuple[bytes, ...]) -> str | None:
    numbers = [int(rank) for rank in ranks if rank.isdigit()]
    if len(numbers) < len(ranks) or any(first >= second for first, second in pairwise([0, *numbers])):
        raise ValueError(f"{b', '.join(ranks).decode(errors='replace')} are no ranks")
    return pack_ranks(numbers)
