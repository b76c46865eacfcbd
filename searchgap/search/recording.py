"""The recording format, version 1: SERPs kept for replay, one JSON object a line, UTF-8.

The first line says what the file is:

    {"format": "searchgap-recording", "version": 1, "origin": "recorded 2026-11-22 from stored public web pages"}

Every further line is one SERP. `query`, `engine`, `retrieved_at` and `results` must be there; every other key may be
left out or null. A null country, language or depth says that it is not known, and such a SERP answers a request for
any. A known depth is how far a SERP answers: it says nothing of what stands below.

    {"query": "evernote gtd", "provider": "brave", "engine": "brave", "country": "us", "language": "en",
     "location": null, "device": "desktop", "market_verified": true, "depth": 10,
     "retrieved_at": "2026-11-22T10:00:00Z", "searched_for": null,
     "results": [{"rank": 1, "url": "https://…", "title": "…", "snippet": "…", "date": null}],
     "features": [{"kind": "questions", "items": [{"text": "…", "url": null}]}]}

Ranks are the engine's, rise strictly and may have holes; nothing is renumbered. Failures are never recorded.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from searchgap.errors import RecordingError
from searchgap.model.query import Device, Market
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature

FORMAT = "searchgap-recording"
VERSION = 1

_LAST_RANK = 1_000_000  # deeper than any SERP, and small enough for every store
_LONGEST_QUOTE = 60
_LONGEST_REASON = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSerp:
    """A SERP as a recording holds it.

    Attributes:
        query: the words that were searched.
        engine: whose ranking it is.
        market: where and for whom, as far as it is known.
        market_verified: whether the provider confirmed that market.
        depth: how many results were asked for; None if it is not known.
        retrieved_at: when the engine answered.
        results: organic results by strictly rising rank.
        features: what else was on the page.
        searched_for: the words that were searched instead, where the provider changed them.
        origin: where and when it was recorded, in words for a reader.
    """

    query: str
    engine: str
    market: Market
    market_verified: bool
    depth: int | None
    retrieved_at: datetime
    results: tuple[OrganicResult, ...]
    features: tuple[SerpFeature, ...]
    searched_for: str | None
    origin: str


def read_recording(lines: Iterable[str], name: str) -> Iterator[RecordedSerp]:
    """The SERPs of a recording.

    Args:
        lines: the lines of the file.
        name: the file's name, for complaints.

    Raises:
        RecordingError: a line is not what the format says; the message names it.
    """
    origin: str | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = _read_object(line)
            if origin is None:
                origin = _read_header(fields)
            else:
                yield _read_serp(fields, origin)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as trouble:
            reason = f"{trouble.args[0]} is missing" if isinstance(trouble, KeyError) else str(trouble)
            raise RecordingError(
                f"{name}, line {number}: {_shorten(reason, _LONGEST_REASON)}",
                hint="record a new one with: searchgap audit --record FILE",
            ) from trouble
    if origin is None:
        raise RecordingError(f"{name} is empty", hint="record a new one with: searchgap audit --record FILE")


def _read_object(line: str) -> Mapping[str, Any]:
    fields = json.loads(line)
    if not isinstance(fields, dict):
        raise TypeError("a line must be a JSON object")
    return fields


def _read_header(fields: Mapping[str, Any]) -> str:
    if fields.get("format") != FORMAT:
        raise ValueError(f'the first line must say "format": "{FORMAT}"')
    version = fields.get("version")
    if type(version) is not int or version != VERSION:
        raise ValueError(f"version {_quote(version)} of the format is not known, only {VERSION}")
    return _text(fields, "origin")


def _read_serp(fields: Mapping[str, Any], origin: str) -> RecordedSerp:
    return RecordedSerp(
        query=_text(fields, "query"),
        engine=_text(fields, "engine"),
        market=Market(
            country=_optional_text(fields, "country"),
            language=_optional_text(fields, "language"),
            location=_optional_text(fields, "location"),
            device=Device(_optional_text(fields, "device") or Device.DESKTOP),
        ),
        market_verified=_read_flag(fields, "market_verified"),
        depth=_read_depth(fields),
        retrieved_at=_read_time(_text(fields, "retrieved_at")),
        results=_read_results(fields),
        features=tuple(map(_read_feature, _rows(fields, "features"))) if fields.get("features") is not None else (),
        searched_for=_optional_text(fields, "searched_for"),
        origin=_optional_text(fields, "origin") or origin,
    )


def _read_flag(fields: Mapping[str, Any], key: str) -> bool:
    value = fields.get(key)
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{key} must be true or false, not {_quote(value)}")
    return bool(value)


def _read_depth(fields: Mapping[str, Any]) -> int | None:
    depth = fields.get("depth")
    if depth is not None and (type(depth) is not int or not 1 <= depth <= _LAST_RANK):
        raise ValueError(f"depth must be a whole number from 1, not {_quote(depth)}")
    return depth


def _read_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_results(fields: Mapping[str, Any]) -> tuple[OrganicResult, ...]:
    results: list[OrganicResult] = []
    above = 0
    for row in _rows(fields, "results"):
        rank = row["rank"]
        if type(rank) is not int or not above < rank <= _LAST_RANK:
            raise ValueError(f"ranks must be whole numbers that rise strictly from 1, not {_quote(rank)} after {above}")
        above = rank
        results.append(
            OrganicResult(
                rank=rank,
                url=_text(row, "url"),
                title=_text(row, "title"),
                snippet=_optional_text(row, "snippet"),
                date=_optional_text(row, "date"),
            )
        )
    return tuple(results)


def _read_feature(row: Mapping[str, Any]) -> SerpFeature:
    items = tuple(
        FeatureItem(text=_optional_text(item, "text"), url=_optional_text(item, "url")) for item in _rows(row, "items")
    )
    return SerpFeature(kind=FeatureKind(_text(row, "kind")), items=items)


def _rows(fields: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = fields[key]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError(f"{key} must be a list of objects, not {_quote(rows)}")
    return rows


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} must be text, not {_quote(value)}")
    return value


def _optional_text(fields: Mapping[str, Any], key: str) -> str | None:
    return None if fields.get(key) is None else _text(fields, key)


def _quote(value: object) -> str:
    return _shorten(json.dumps(value), _LONGEST_QUOTE)


def _shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + "\N{HORIZONTAL ELLIPSIS}"


def write_recording(serps: Iterable[Serp], *, origin: str) -> Iterator[str]:
    """The lines of a recording of answers, in their order."""
    yield _line({"format": FORMAT, "version": VERSION, "origin": origin})
    for serp in serps:
        market = serp.request.market
        yield _line(
            {
                "query": serp.request.text,
                "provider": serp.request.provider,
                "engine": serp.engine,
                "country": market.country,
                "language": market.language,
                "location": market.location,
                "device": market.device,
                "market_verified": serp.market_verified,
                "depth": serp.request.depth,
                "retrieved_at": serp.retrieved_at.isoformat().replace("+00:00", "Z"),
                "searched_for": serp.searched_for,
                "origin": serp.origin,
                "results": [
                    {"rank": one.rank, "url": one.url, "title": one.title, "snippet": one.snippet, "date": one.date}
                    for one in serp.results
                ],
                "features": [
                    {"kind": feature.kind, "items": [{"text": item.text, "url": item.url} for item in feature.items]}
                    for feature in serp.features
                ],
            }
        )


def _line(fields: Mapping[str, Any]) -> str:
    """Plain ASCII, so that no stranger's text can break a line or the encoding."""
    return json.dumps(fields) + "\n"
