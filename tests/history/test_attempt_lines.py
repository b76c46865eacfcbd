"""Lines of an export are put together from pieces, and are to the byte what one document per line would give."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchgap.errors import HistoryError
from searchgap.history.exporting import export_lines
from searchgap.history.store import History
from searchgap.model.serp import OrganicResult, SearchFailure, Serp


def write_moment(moment):
    """A moment as an export has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0") + "Z"


def write_amount(amount):
    """Money as an export has it."""
    return None if amount is None else str(amount)


def describe(outcome):
    """The document that the line of an outcome stands for."""
    request, market = outcome.request, outcome.request.market
    asked = {"text": request.text, "provider": request.provider, "engine": request.engine}
    place = {"country": market.country, "language": market.language, "location": market.location}
    document = {"request": asked | place | {"device": market.device.value, "depth": request.depth}}
    if isinstance(outcome, Serp):
        return document | {
            "ending": "answered",
            "engine": outcome.engine,
            "retrieved_at": write_moment(outcome.retrieved_at),
            "results": [
                {"rank": one.rank, "url": one.url, "title": one.title, "snippet": one.snippet, "date": one.date}
                for one in outcome.results
            ],
            "features": [[box.kind.value, [[item.text, item.url] for item in box.items]] for box in outcome.features],
            "cost": write_amount(outcome.cost),
            "origin": outcome.origin,
            "reused": outcome.reused,
            "market_verified": outcome.market_verified,
            "searched_for": outcome.searched_for,
        }
    reason = {"kind": outcome.kind.value, "message": outcome.message, "hint": outcome.hint}
    if isinstance(outcome, SearchFailure):
        facts = {"failed_at": write_moment(outcome.failed_at), "http_status": outcome.http_status}
        return document | {"ending": "failed"} | reason | facts | {"cost": write_amount(outcome.cost)}
    return document | {"ending": "not searched"} | reason


def write_line(outcome):
    """The line of an outcome, made in the plainest way."""
    text = json.dumps({"outcome": describe(outcome)}, ensure_ascii=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8", "surrogatepass")


def read_outcomes(path):
    """The lines of outcomes in an export, by audit."""
    kinds = [(line.split(b'"', 2)[1], line) for line in export_lines(path)]
    groups = groupby(kinds, key=lambda kind: kind[0] == b"outcome")
    return [[line for _, line in group] for is_outcome, group in groups if is_outcome]


@settings(deadline=None, max_examples=60)
@given(drawing=st.data())
def test_pieces_make_the_same_bytes_as_documents(tmp_path_factory, drawing, hostile_runs):
    """Whatever an audit holds, its lines are those of a plain JSON encoder, every attempt in order."""
    run = drawing.draw(hostile_runs)
    path = tmp_path_factory.mktemp("any") / "history.db"
    attempts = [*run.outcomes.values(), *reversed(run.outcomes.values())]
    with History.open(path) as history:
        history.start(run)
        history.save_all(run.id, attempts)
    by_request = [one for request in run.plan.requests for one in attempts if one.request == request]
    assert [line for lines in read_outcomes(path) for line in lines] == [write_line(one) for one in by_request]


def test_weeks_that_share_most_of_their_pages_are_told_apart(history_path, make, noon):
    """Listings, features and requests that come back elsewhere are in the lines they belong to."""
    requests = [make.request(text) for text in ("first", "second")]
    listings = [(f"https://site{n}.example/", f"title {n}") for n in range(6)]
    weeks = []
    with History.open(history_path) as history:
        for week, ranks in enumerate(((1, 2, 3), (3, 5, 9), (1, 2, 3), ())):
            moment = noon + timedelta(weeks=week)
            history.start(make.run(f"{week:08x}", *requests, started_at=moment))
            shifted = listings[week:] + listings[:week]
            results = tuple(
                OrganicResult(rank=rank, url=url, title=title)
                for rank, (url, title) in zip(ranks, shifted, strict=False)
            )
            weeks.append([make.serp(request, results=results, retrieved_at=moment) for request in requests])
            history.save_all(f"{week:08x}", weeks[-1])
    assert read_outcomes(history_path) == [[write_line(serp) for serp in serps] for serps in weeks]


@pytest.mark.parametrize(
    "damage",
    [
        "answer SET listings = '[1,99]'",
        "answer SET listings = '[1,x]'",
        "answer SET listings = ''",
        "answer SET ranks = '[1]'",
        "answer SET ranks = '[1,0,3]'",
        "answer SET ranks = '[1,\"2\",3]'",
        "answer SET retrieved_at = 9e18",
        "features SET body = '[[\"questions\",[[1]]]]'",
        "features SET body = '[[\"bored\",[]]]'",
        "outcome SET cost = 'much' WHERE answer IS NOT NULL",
        "outcome SET kind = 'bored' WHERE answer IS NULL",
        "request SET device = 'toaster'",
        "plan SET body = '{'",
    ],
)
def test_damaged_rows_are_told_and_not_exported(history_path, keep_weeks, damage):
    """Rows that make no sense end the export with the name of the file."""
    keep_weeks(history_path, range(2))
    with closing(sqlite3.connect(history_path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE {damage}")
    with pytest.raises(HistoryError, match=f"{history_path} holds a row this searchgap cannot read"):
        list(export_lines(history_path))
