"""Recorded SERPs as a provider: the founding cases that ship with the package, or a file of one's own."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from math import inf

from searchgap.errors import RecordingError
from searchgap.model.provider import ProviderSpec, RankingKind
from searchgap.model.query import SearchRequest
from searchgap.model.serp import FailureKind, SearchFailure, SearchOutcome, Serp
from searchgap.search.base import Opening, Provider
from searchgap.search.recording import RecordedSerp, read_recording

_MOST_SHOWN = 5


class RecordedSource:
    """Answers from recorded SERPs, each with the day it was recorded; a query nobody recorded is a failure."""

    def __init__(self, serps: Iterable[RecordedSerp]) -> None:
        self._by_query: dict[str, list[RecordedSerp]] = {}
        for serp in serps:
            self._by_query.setdefault(fold_query(serp.query), []).append(serp)

    async def search(self, request: SearchRequest) -> SearchOutcome:
        """The first recorded SERP of the query that does not contradict the request, as deep as it asks."""
        recorded = self._by_query.get(fold_query(request.text), [])
        alike = [serp for serp in recorded if _is_alike(serp, request)]
        serp = next((serp for serp in alike if _covers(serp, request.depth)), None)
        if serp is None:
            return self._refuse(request, alike, recorded)
        return Serp(
            request=request,
            engine=serp.engine,
            retrieved_at=serp.retrieved_at,
            results=tuple(result for result in serp.results if result.rank <= request.depth),
            features=serp.features,
            cost=Decimal(0),
            origin=serp.origin,
            searched_for=serp.searched_for,
            market_verified=serp.market_verified and serp.market == request.market,
        )

    async def close(self) -> None:
        """Nothing is held open."""

    def _refuse(
        self, request: SearchRequest, shallow: list[RecordedSerp], elsewhere: list[RecordedSerp]
    ) -> SearchFailure:
        if shallow:
            deepest = max(map(_find_reach, shallow))
            message = f'"{request.text}" was recorded {deepest} results deep, not {request.depth}'
            hint = f"ask for as many with --depth {deepest}, or record it anew with: searchgap audit --record FILE"
        elif elsewhere:
            message = f'"{request.text}" was recorded for another market or engine'
            hint = f"it was recorded for {_enumerate(map(_describe, elsewhere))}"
        else:
            message = f'nobody recorded "{request.text}"'
            names = (f'"{recorded[0].query}"' for recorded in self._by_query.values())
            held = _enumerate(names) or "nothing"
            hint = f"to search for real choose a provider (searchgap providers); recorded: {held}"
        return SearchFailure(
            request=request,
            kind=FailureKind.UNSUPPORTED,
            message=message,
            hint=hint,
            failed_at=datetime.now(UTC),
            cost=Decimal(0),
        )


def fold_query(query: str) -> str:
    """Engines tell neither letter case nor the width of a gap apart."""
    return " ".join(query.casefold().split())


def _find_reach(serp: RecordedSerp) -> float:
    """How deep a recording answers: as deep as was asked or came; whatever is asked where that is not known."""
    last = serp.results[-1].rank if serp.results else 0
    return inf if serp.depth is None else max(serp.depth, last)


def _covers(serp: RecordedSerp, depth: int) -> bool:
    """Whether a recording tells what stands down to a depth: one that only begins below tells nothing of it."""
    first = serp.results[0].rank if serp.results else 1
    return first <= depth <= _find_reach(serp)


def _is_alike(serp: RecordedSerp, request: SearchRequest) -> bool:
    """Whether nothing that is known of a recording contradicts the market and the engine asked for."""
    known, wanted = serp.market, request.market
    pairs = (
        (serp.engine, request.engine),
        (known.country, wanted.country),
        (known.language, wanted.language),
        (known.location, wanted.location),
        (known.device, wanted.device),
    )
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _describe(serp: RecordedSerp) -> str:
    market = serp.market
    facts = (serp.engine, market.country, market.language, market.location, market.device)
    return " ".join(fact for fact in facts if fact)


def _enumerate(texts: Iterable[str]) -> str:
    """The first few, and how many there are besides."""
    shown = list(texts)
    more = f" and {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
    return ", ".join(shown[:_MOST_SHOWN]) + more


def _open(opening: Opening) -> RecordedSource:
    file = opening.settings.options.get("file")
    if file is None:
        founding = files("searchgap.search").joinpath("founding_cases.jsonl")
        return _read(founding.read_text(encoding="utf-8"), founding.name)
    path = opening.folder / str(file)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as trouble:
        raise RecordingError(
            f"the recording {path} does not exist", hint="set providers: recorded: file: in the configuration"
        ) from trouble
    except (OSError, ValueError) as trouble:
        reason = trouble.strerror if isinstance(trouble, OSError) else trouble
        raise RecordingError(
            f"the recording {path} cannot be read: {reason}",
            hint="record a new one with: searchgap audit --record FILE",
        ) from trouble
    return _read(text, path.name)


def _read(text: str, name: str) -> RecordedSource:
    # Not `splitlines`: it also splits at line separators, which a title may hold.
    return RecordedSource(read_recording(text.split("\n"), name))


RECORDED = Provider(
    spec=ProviderSpec(
        name="recorded",
        title="Recordings",
        summary="replays recorded SERPs, offline and free: the founding cases, or a file made with --record",
        ranking=RankingKind.RECORDING,
        engines=(),
        price=Decimal(0),
        card=(
            "Needs no key. Without settings it answers the three founding queries from the recording that ships with "
            "searchgap. To replay your own, make one with `searchgap audit --record my.jsonl` and set "
            "`providers: {recorded: {file: my.jsonl}}`; the path starts from the folder of the configuration. A "
            "recording answers no deeper than it was asked."
        ),
    ),
    open=_open,
)
