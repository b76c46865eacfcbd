"""Recordings as a provider: they answer what they hold, say so when they do not, and never pretend."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from searchgap.errors import RecordingError
from searchgap.model.provider import ProviderSettings
from searchgap.model.query import Device, Market, SearchRequest
from searchgap.model.serp import FailureKind, OrganicResult, SearchFailure, SearchOutcome, Serp
from searchgap.search.base import Opening
from searchgap.search.recorded_source import RECORDED, RecordedSource
from searchgap.search.recording import RecordedSerp, write_recording

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
FOUNDING = ("google apps google talk twitter doesn't work", "mindmanager vs freemind", "evernote gtd")


def record(
    query: str = "leaking pen",
    engine: str = "lantern",
    verified: bool = False,
    depth: int | None = None,
    ranks: tuple[int, ...] = (1,),
    **market: str,
) -> RecordedSerp:
    device = Device(market.pop("device", "desktop"))
    return RecordedSerp(
        query=query,
        engine=engine,
        market=Market(device=device, **market),
        market_verified=verified,
        depth=depth,
        retrieved_at=NOW,
        results=tuple(OrganicResult(rank=rank, url=f"https://{engine}.example/", title="") for rank in ranks),
        features=(),
        searched_for=None,
        origin="recorded by hand",
    )


def ask(text: str = "leaking pen", engine: str | None = None, depth: int = 10, **market: str) -> SearchRequest:
    device = Device(market.pop("device", "desktop"))
    return SearchRequest(
        text=text, provider="recorded", engine=engine, market=Market(device=device, **market), depth=depth
    )


def search(source: RecordedSource, request: SearchRequest) -> SearchOutcome:
    return asyncio.run(source.search(request))


def opening(folder: Path, **options: str) -> Opening:
    return Opening(settings=ProviderSettings(name="recorded", options=MappingProxyType(dict(options))), folder=folder)


def open_founding() -> RecordedSource:
    source = RECORDED.open(opening(Path("nowhere")))
    assert isinstance(source, RecordedSource)
    return source


@pytest.fixture
def open_file(tmp_path: Path) -> Callable[[bytes], RecordedSource]:
    """Opens a recording that holds these bytes, as the configuration would."""

    def open_file(content: bytes) -> RecordedSource:
        (tmp_path / "mine.jsonl").write_bytes(content)
        source = RECORDED.open(opening(tmp_path, file="mine.jsonl"))
        assert isinstance(source, RecordedSource)
        return source

    return open_file


@pytest.mark.parametrize("query", FOUNDING)
def test_the_founding_cases_ship_with_the_package(query: str):
    """Each of the three queries has ten results of rank 1 to 10, dated, free, and open about their origin."""
    outcome = search(open_founding(), ask(query, country="us", language="en"))
    assert isinstance(outcome, Serp)
    assert [result.rank for result in outcome.results] == list(range(1, 11))
    assert all(result.url.startswith(("http://", "https://")) and result.title for result in outcome.results)
    assert len({result.url for result in outcome.results}) == 10
    assert outcome.origin == "recorded 2026-11-22 from stored public web pages"
    assert "google" not in outcome.engine
    assert outcome.retrieved_at == datetime(2026, 11, 22, tzinfo=UTC)
    assert outcome.cost == Decimal(0)
    assert not outcome.market_verified
    assert not outcome.reused


def test_the_founding_cases_are_ten_deep():
    """Nobody knows what stood below the tenth place, so a deeper search of them is not answered."""
    outcome = search(open_founding(), ask("evernote gtd", depth=20))
    assert isinstance(outcome, SearchFailure)
    assert outcome.message == '"evernote gtd" was recorded 10 results deep, not 20'
    assert "--depth 10" in (outcome.hint or "")


def test_the_answer_carries_its_own_request():
    """An answer belongs to the search that was asked, key and all, however it was recorded."""
    request = ask("Evernote  GTD", country="us", language="en", depth=5)
    outcome = search(open_founding(), request)
    assert outcome.request is request
    assert [result.rank for result in outcome.results] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("text", ["leaking pen", "LEAKING Pen", " leaking\t pen ", "leaking\N{NO-BREAK SPACE}pen"])
def test_case_and_gaps_do_not_tell_queries_apart(text: str):
    """Queries are the same to an engine whatever their case and the width of their gaps."""
    assert isinstance(search(RecordedSource([record()]), ask(text)), Serp)


def test_an_unknown_query_is_a_failure():
    """What nobody recorded is unsupported and never an empty SERP; the hint says what is held."""
    outcome = search(RecordedSource([record("blue ink"), record("black ink")]), ask("green ink"))
    assert isinstance(outcome, SearchFailure)
    assert outcome.kind is FailureKind.UNSUPPORTED
    assert outcome.message == 'nobody recorded "green ink"'
    assert outcome.hint == (
        'to search for real choose a provider (searchgap providers); recorded: "blue ink", "black ink"'
    )


def test_a_hint_names_only_a_few():
    """A long recording is not listed whole."""
    outcome = search(RecordedSource([record(f"ink {number}") for number in range(9)]), ask("green ink"))
    assert isinstance(outcome, SearchFailure)
    assert outcome.hint is not None
    assert outcome.hint.endswith('"ink 4" and 4 more')


def test_a_recording_of_nothing_says_so():
    """A header alone holds no query to name."""
    outcome = search(RecordedSource([]), ask())
    assert isinstance(outcome, SearchFailure)
    assert (outcome.hint or "").endswith("recorded: nothing")


@pytest.mark.parametrize(
    ("recorded", "asked", "answers"),
    [
        ({}, {}, True),
        ({}, {"country": "us", "language": "en", "location": "Reno"}, True),
        ({"country": "us"}, {"country": "us"}, True),
        ({"country": "us"}, {"country": "de"}, False),
        ({"language": "en"}, {"language": "de", "country": "us"}, False),
        ({"location": "Reno"}, {"location": "Reno"}, True),
        ({"location": "Reno"}, {"location": "Elko"}, False),
        ({"device": "mobile"}, {"device": "mobile"}, True),
        ({"device": "mobile"}, {"device": "desktop"}, False),
        ({}, {"engine": "lantern"}, True),
        ({}, {"engine": "torch"}, False),
    ],
)
def test_a_recording_answers_what_it_does_not_contradict(
    recorded: dict[str, str], asked: dict[str, str], answers: bool
):
    """What is not known of a recording is no contradiction; another market, engine or device is."""
    outcome = search(RecordedSource([record(**recorded)]), ask(**asked))
    assert isinstance(outcome, Serp) == answers
    if isinstance(outcome, SearchFailure):
        assert outcome.kind is FailureKind.UNSUPPORTED
        assert outcome.message == '"leaking pen" was recorded for another market or engine'
        assert "lantern" in (outcome.hint or "")


TEN = tuple(range(1, 11))


@pytest.mark.parametrize(
    ("recorded", "depth", "ranks"),
    [
        ({"depth": 10, "ranks": TEN}, 10, TEN),
        ({"depth": 10, "ranks": TEN}, 20, None),
        ({"depth": 10, "ranks": (1, 2)}, 20, None),
        ({"depth": 10, "ranks": ()}, 20, None),
        ({"depth": 10, "ranks": ()}, 10, ()),
        ({"depth": 10, "ranks": (*TEN, 14, 20)}, 20, (*TEN, 14, 20)),
        ({"depth": 20, "ranks": (*TEN, 14, 20)}, 10, TEN),
        ({"depth": 20, "ranks": (2, 14)}, 1, None),
        ({"depth": None, "ranks": TEN}, 20, TEN),
        ({"depth": None, "ranks": (11, 12)}, 10, None),
    ],
)
def test_a_recording_answers_as_deep_as_it_was_asked(recorded: dict, depth: int, ranks: tuple[int, ...] | None):
    """What stands below is not known, so a deeper search is not answered, and a shallower one gets no more."""
    outcome = search(RecordedSource([record(**recorded)]), ask(depth=depth))
    if ranks is None:
        assert isinstance(outcome, SearchFailure)
        assert outcome.kind is FailureKind.UNSUPPORTED
        assert "results deep, not" in outcome.message
        assert "--depth" in (outcome.hint or "")
    else:
        assert isinstance(outcome, Serp)
        assert tuple(result.rank for result in outcome.results) == ranks


def test_a_deeper_recording_of_the_query_is_taken():
    """Of several recordings alike the first that reaches deep enough answers; else the deepest is named."""
    source = RecordedSource([record(depth=10), record(depth=30), record(depth=20)])
    assert isinstance(search(source, ask(depth=25)), Serp)
    outcome = search(source, ask(depth=50))
    assert isinstance(outcome, SearchFailure)
    assert outcome.message == '"leaking pen" was recorded 30 results deep, not 50'


def test_the_first_fitting_recording_answers():
    """Several recordings of a query are told apart by what is asked, and otherwise taken in their order."""
    source = RecordedSource([record(engine="torch", country="de"), record(engine="lantern", country="us")])
    for asked, engine in (
        ({"country": "us"}, "lantern"),
        ({"country": "de"}, "torch"),
        ({"engine": "lantern"}, "lantern"),
    ):
        outcome = search(source, ask(**asked))
        assert isinstance(outcome, Serp)
        assert outcome.engine == engine


@pytest.mark.parametrize(
    ("recorded", "asked", "verified"),
    [
        ({"country": "us", "verified": True}, {"country": "us"}, True),
        ({"country": "us", "verified": False}, {"country": "us"}, False),
        ({"verified": True}, {"country": "us"}, False),
        ({"country": "us", "verified": True}, {"country": "us", "location": "Reno"}, False),
    ],
)
def test_a_market_is_verified_only_if_it_was(recorded: dict[str, str], asked: dict[str, str], verified: bool):
    """Replaying confirms no market that was not confirmed when it was recorded, nor one that was not asked then."""
    outcome = search(RecordedSource([record(**recorded)]), ask(**asked))
    assert isinstance(outcome, Serp)
    assert outcome.market_verified is verified


def test_a_recorded_answer_replays_as_it_was(open_file: Callable[[bytes], RecordedSource]):
    """Recording an answer and asking again gives the answer, now free and with its origin."""
    answer = Serp(
        request=ask(country="us"),
        engine="lantern",
        retrieved_at=NOW,
        results=(OrganicResult(rank=2, url="https://nib.example/", title="Nib \N{LINE SEPARATOR}\x85", snippet="x"),),
        cost=Decimal("0.005"),
        market_verified=True,
        searched_for="leaking pens",
    )
    lines = "".join(write_recording([answer], origin="recorded today"))
    outcome = search(open_file(lines.encode()), answer.request)
    assert outcome == replace(answer, cost=Decimal(0), origin="recorded today")


@pytest.mark.parametrize("mark", ["\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}", "\x85"])
def test_only_line_feeds_end_a_line(open_file: Callable[[bytes], RecordedSource], mark: str):
    """A file that another tool wrote without escapes may hold other separators in its texts."""
    header = '{"format": "searchgap-recording", "version": 1, "origin": "by another tool"}'
    serp = f'{{"query": "a{mark}b", "engine": "x", "retrieved_at": "2026-11-22", "results": []}}'
    outcome = search(open_file(f"\ufeff{header}\r\n{serp}\r\n".encode()), ask(f"a{mark}b"))
    assert isinstance(outcome, Serp)
    assert outcome.results == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "mine.jsonl is empty"), (b"\xff\xfe\x00", "cannot be read"), (b"PK\x03\x04", "mine.jsonl, line 1: ")],
)
def test_a_file_that_is_no_recording(open_file: Callable[[bytes], RecordedSource], content: bytes, reason: str):
    """Trouble with the file shows when it is opened, before anything is asked."""
    with pytest.raises(RecordingError) as caught:
        open_file(content)
    assert reason in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("file", ["missing.jsonl", ".", "a\0b", "x" * 5000])
def test_a_file_that_cannot_be_read(tmp_path: Path, file: str):
    """A missing file, a folder and an impossible name are told apart from a wrong format."""
    with pytest.raises(RecordingError) as caught:
        RECORDED.open(opening(tmp_path, file=file))
    assert caught.value.exit_code == 2
    assert "does not exist" in caught.value.message or "cannot be read" in caught.value.message
    assert caught.value.hint


def test_closing_twice_is_harmless():
    """There is nothing to let go of."""
    source = RecordedSource([record()])
    asyncio.run(source.close())
    asyncio.run(source.close())
    assert isinstance(search(source, ask()), Serp)
