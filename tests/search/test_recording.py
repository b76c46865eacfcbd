"""Recordings give back what was written, and whatever is not the documented format is named by its line."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.errors import RecordingError
from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature
from searchgap.search.recording import RecordedSerp, read_recording, write_recording

HEADER = {"format": "searchgap-recording", "version": 1, "origin": "recorded by hand"}
RESULT = {"rank": 1, "url": "https://nib.example/", "title": "Nib"}
SERP: dict[str, Any] = {
    "query": "leaking pen",
    "engine": "lantern",
    "retrieved_at": "2026-11-22T10:00:00Z",
    "results": [RESULT],
}

texts = st.text(st.characters(exclude_categories=[]), max_size=12)
optional_texts = st.none() | texts
moments = st.datetimes(timezones=st.just(UTC))
markets = st.builds(
    Market, country=optional_texts, language=optional_texts, location=optional_texts, device=st.sampled_from(Device)
)
requests = st.builds(
    SearchRequest, text=texts, provider=texts, engine=optional_texts, market=markets, depth=st.integers(1, 100)
)
features = st.builds(
    SerpFeature,
    kind=st.sampled_from(FeatureKind),
    items=st.lists(st.builds(FeatureItem, text=optional_texts, url=optional_texts), max_size=3).map(tuple),
)


@st.composite
def result_lists(draw: st.DrawFn) -> tuple[OrganicResult, ...]:
    """Organic results by rising rank, with holes."""
    ranks = sorted(draw(st.sets(st.integers(1, 100), max_size=5)))
    return tuple(
        OrganicResult(
            rank=rank, url=draw(texts), title=draw(texts), snippet=draw(optional_texts), date=draw(optional_texts)
        )
        for rank in ranks
    )


serps = st.builds(
    Serp,
    request=requests,
    engine=texts,
    retrieved_at=moments,
    results=result_lists(),
    features=st.lists(features, max_size=3).map(tuple),
    origin=st.none() | st.text(min_size=1, max_size=12),
    reused=st.booleans(),
    market_verified=st.booleans(),
    searched_for=optional_texts,
)


def write_lines(*rows: object) -> list[str]:
    return [json.dumps(row) for row in rows]


def read_one(**changes: object) -> RecordedSerp:
    """The only SERP of a recording, with some of its keys changed."""
    (serp,) = read_recording(write_lines(HEADER, {**SERP, **changes}), "mine.jsonl")
    return serp


@given(answers=st.lists(serps, max_size=3), origin=texts)
def test_what_is_written_is_read(answers: list[Serp], origin: str):
    """Every fact that a recording holds comes back equal, whatever strangers wrote into it."""
    lines = list(write_recording(answers, origin=origin))
    assert all(line.isascii() and line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert list(read_recording(lines, "mine.jsonl")) == [
        RecordedSerp(
            query=serp.request.text,
            engine=serp.engine,
            market=serp.request.market,
            market_verified=serp.market_verified,
            depth=serp.request.depth,
            retrieved_at=serp.retrieved_at,
            results=serp.results,
            features=serp.features,
            searched_for=serp.searched_for,
            origin=serp.origin or origin,
        )
        for serp in answers
    ]


@given(st.lists(serps, max_size=2))
def test_writing_again_gives_the_same_lines(answers: list[Serp]):
    """The same answers always make the same file."""
    assert list(write_recording(answers, origin="today")) == list(write_recording(answers, origin="today"))


def test_only_four_keys_are_needed():
    """Everything else may be left out, and then is not known."""
    assert read_one() == RecordedSerp(
        query="leaking pen",
        engine="lantern",
        market=Market(country=None, language=None, location=None, device=Device.DESKTOP),
        market_verified=False,
        depth=None,
        retrieved_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        results=(OrganicResult(rank=1, url="https://nib.example/", title="Nib"),),
        features=(),
        searched_for=None,
        origin="recorded by hand",
    )


def test_null_is_the_same_as_left_out():
    """A key without a value says no more than a missing one."""
    keys = (
        "provider",
        "country",
        "language",
        "location",
        "device",
        "depth",
        "features",
        "origin",
        "market_verified",
        "searched_for",
    )
    assert read_one(**dict.fromkeys(keys)) == read_one()


def test_unknown_keys_are_passed_over():
    """A later searchgap may add facts that this one does not need."""
    assert read_one(mood="sunny") == read_one()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T10:00:00Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T11:30:00+01:30", datetime(2026, 11, 22, 10, tzinfo=timezone(timedelta(0)))),
        ("2026-11-22T10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
    ],
)
def test_times_are_utc(text: str, moment: datetime):
    """A time with an offset is turned to UTC, and one without is taken for it."""
    retrieved_at = read_one(retrieved_at=text).retrieved_at
    assert retrieved_at == moment
    assert retrieved_at.tzinfo is UTC


def test_ranks_may_have_holes():
    """Ranks stay the engine's."""
    results = [{**RESULT, "rank": rank} for rank in (2, 3, 7)]
    assert [result.rank for result in read_one(results=results).results] == [2, 3, 7]


def test_blank_lines_are_passed_over():
    """Blank lines are no SERPs, and count when a line is named."""
    lines = ["", json.dumps(HEADER), "  ", json.dumps(SERP), "\n"]
    assert len(list(read_recording(lines, "mine.jsonl"))) == 1
    with pytest.raises(RecordingError, match="line 5: "):
        list(read_recording([*lines[:4], "{"], "mine.jsonl"))


@pytest.mark.parametrize("lines", [[], ["", " ", "\n"]])
def test_an_empty_file_is_no_recording(lines: list[str]):
    """Nothing at all is a mistake, while a header alone is a recording of nothing."""
    with pytest.raises(RecordingError, match="is empty"):
        list(read_recording(lines, "mine.jsonl"))
    assert list(read_recording(write_lines(HEADER), "mine.jsonl")) == []


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (SERP, 'must say "format"'),
        ({**HEADER, "format": "har"}, 'must say "format"'),
        ({**HEADER, "version": 2}, "version 2 "),
        ({**HEADER, "version": "1"}, 'version "1" '),
        ({**HEADER, "version": True}, "version true "),
        ({"format": "searchgap-recording", "origin": ""}, "version null "),
        ({"format": "searchgap-recording", "version": 1}, "origin is missing"),
        ({**HEADER, "origin": 5}, "origin must be text, not 5"),
        ([HEADER], "must be a JSON object"),
        (None, "must be a JSON object"),
    ],
)
def test_the_first_line_says_what_the_file_is(header: object, reason: str):
    """Another format or version is refused before anything is read."""
    with pytest.raises(RecordingError, match="line 1: ") as caught:
        list(read_recording(write_lines(header, SERP), "mine.jsonl"))
    assert reason in caught.value.message
    assert caught.value.hint


def without(key: str, row: Mapping[str, object] = SERP) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != key}


HOSTILE = [
    ("{", "line 1 column"),
    ("null", "must be a JSON object"),
    ("[]", "must be a JSON object"),
    ('"text"', "must be a JSON object"),
    ("{} {}", "Extra data"),
    ("[" * 100_000, "recursion"),
    ('{"query": ' * 100_000, "recursion"),
    ('{"rank": ' + "9" * 5000 + "}", "digits"),
    (without("query"), "query is missing"),
    (without("engine"), "engine is missing"),
    (without("retrieved_at"), "retrieved_at is missing"),
    (without("results"), "results is missing"),
    ({**SERP, "query": None}, "query must be text, not null"),
    ({**SERP, "query": ["leaking"]}, 'query must be text, not ["leaking"]'),
    ({**SERP, "engine": 5}, "engine must be text, not 5"),
    ({**SERP, "country": 49}, "country must be text, not 49"),
    ({**SERP, "language": {}}, "language must be text, not {}"),
    ({**SERP, "device": "fridge"}, "'fridge' is not a valid Device"),
    ({**SERP, "device": "fridge" * 1000}, "'fridgefridge"),
    ({**SERP, "device": []}, "device must be text, not []"),
    *(
        ({**SERP, "depth": depth}, "depth must be a whole number from 1, not")
        for depth in (0, -1, 1.5, "10", True, [], 10**30)
    ),
    ({**SERP, "market_verified": 1}, "market_verified must be true or false, not 1"),
    ({**SERP, "market_verified": []}, "market_verified must be true or false, not []"),
    ({**SERP, "searched_for": 1}, "searched_for must be text, not 1"),
    ({**SERP, "origin": 1}, "origin must be text, not 1"),
    ({**SERP, "retrieved_at": "yesterday"}, "'yesterday'"),
    ({**SERP, "retrieved_at": "today" * 1000}, "'todaytoday"),
    ({**SERP, "retrieved_at": 1763805600}, "retrieved_at must be text"),
    ({**SERP, "retrieved_at": "0001-01-01T00:00:00+14:00"}, "out of range"),
    ({**SERP, "results": None}, "results must be a list of objects, not null"),
    ({**SERP, "results": {}}, "results must be a list of objects, not {}"),
    ({**SERP, "results": ""}, 'results must be a list of objects, not ""'),
    ({**SERP, "results": [None]}, "results must be a list of objects, not [null]"),
    ({**SERP, "results": [[1, 2]]}, "results must be a list of objects, not [[1, 2]]"),
    ({**SERP, "results": ["x" * 1000]}, "\N{HORIZONTAL ELLIPSIS}"),
    ({**SERP, "results": [without("url", RESULT)]}, "url is missing"),
    ({**SERP, "results": [without("title", RESULT)]}, "title is missing"),
    ({**SERP, "results": [without("rank", RESULT)]}, "rank is missing"),
    ({**SERP, "results": [{**RESULT, "title": None}]}, "title must be text, not null"),
    ({**SERP, "results": [{**RESULT, "snippet": 3}]}, "snippet must be text, not 3"),
    ({**SERP, "results": [{**RESULT, "rank": 0}]}, "rise strictly from 1, not 0 after 0"),
    ({**SERP, "results": [{**RESULT, "rank": -1}]}, "not -1 after 0"),
    ({**SERP, "results": [{**RESULT, "rank": True}]}, "not true after 0"),
    ({**SERP, "results": [{**RESULT, "rank": 1.0}]}, "not 1.0 after 0"),
    ({**SERP, "results": [{**RESULT, "rank": "1"}]}, 'not "1" after 0'),
    ({**SERP, "results": [{**RESULT, "rank": None}]}, "not null after 0"),
    ({**SERP, "results": [{**RESULT, "rank": float("nan")}]}, "not NaN after 0"),
    ({**SERP, "results": [{**RESULT, "rank": 10**30}]}, "not 1000"),
    ({**SERP, "results": [RESULT, RESULT]}, "not 1 after 1"),
    ({**SERP, "results": [{**RESULT, "rank": 3}, {**RESULT, "rank": 2}]}, "not 2 after 3"),
    ({**SERP, "features": "ads"}, "features must be a list of objects"),
    ({**SERP, "features": [{"items": []}]}, "kind is missing"),
    ({**SERP, "features": [{"kind": "ads"}]}, "items is missing"),
    ({**SERP, "features": [{"kind": "fireworks", "items": []}]}, "'fireworks' is not a valid FeatureKind"),
    ({**SERP, "features": [{"kind": "ads", "items": ["x"]}]}, "items must be a list of objects"),
    ({**SERP, "features": [{"kind": "ads", "items": [{"url": 1}]}]}, "url must be text, not 1"),
]


@pytest.mark.parametrize(("line", "reason"), HOSTILE, ids=[reason for _, reason in HOSTILE])
def test_a_line_that_is_not_the_format_is_named(line: object, reason: str):
    """Whatever a line holds, the complaint names file, line and reason, in one short sentence with a next step."""
    bad = line if isinstance(line, str) else json.dumps(line)
    with pytest.raises(RecordingError) as caught:
        list(read_recording([*write_lines(HEADER, SERP), bad], "mine.jsonl"))
    assert caught.value.message.startswith("mine.jsonl, line 3: ")
    assert reason in caught.value.message
    assert len(caught.value.message) < 200
    assert "--record" in (caught.value.hint or "")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(key=st.sampled_from([*SERP, "country", "device", "features", "market_verified", "origin"]), value=json_values)
def test_no_value_gets_past_as_something_else(key: str, value: object):
    """Any JSON at any key is either read as what it is or refused with a RecordingError."""
    try:
        serp = read_one(**{key: value})
    except RecordingError:
        return
    assert isinstance(serp.market_verified, bool)
    assert isinstance(serp.market.device, Device)
    assert all(isinstance(text, str) for text in (serp.query, serp.engine, serp.origin))


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_lines_without_a_header_are_refused(lines: list[str]):
    """No text makes reading fail in any other way."""
    with pytest.raises(RecordingError, match=r"^mine\.jsonl"):
        list(read_recording(lines, "mine.jsonl"))
