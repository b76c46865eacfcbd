"""The recording format, version 1: SERPs kept for replay, one JSON object a line, UTF-8.

The first line says what the file is:

    {"format": "searchgap-recording", "version": 1, "origin": "recorded 2026-11-22 from stored public web pages"}

Every further line is one SERP. `query`, `engine`, `retrieved_at` and `results` must be there; every other key may be
left out or null. A null country or language says that it is not known, and such a SERP answers a request for any.

    {"query": "evernote gtd", "provider": "brave", "engine": "brave", "country": "us", "language": "en",
     "location": null, "device": "desktop", "depth": 10, "retrieved_at": "2026-11-22T10:00:00Z",
     "results": [{"rank": 1, "url": "https://…", "title": "…", "snippet": "…", "date": null}],
     "features": [{"kind": "questions", "items": [{"text": "…", "url": null}]}]}

Ranks are the engine's, rise strictly and may have holes; nothing is renumbered. Failures are never recorded.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from searchgap.errors import RecordingError
from searchgap.model.query import Device, Market
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature

FORMAT = "searchgap-recording"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSerp:
    """A SERP as a recording holds it.

    Attributes:
        query: the words that were searched.
        engine: whose ranking it is.
        market: where and for whom, as far as it is known.
        retrieved_at: when the engine answered.
        results: organic results by strictly rising rank.
        features: what else was on the page.
        origin: where and when it was recorded, in words for a reader.
    """

    query: str
    engine: str
    market: Market
    retrieved_at: datetime
    results: tuple[OrganicResult, ...]
    features: tuple[SerpFeature, ...]
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
        except (ValueError, KeyError, TypeError, RecursionError) as trouble:
            reason = f"{trouble.args[0]} is missing" if isinstance(trouble, KeyError) else str(trouble)
            raise RecordingError(
                f"{name}, line {number}: {reason}", hint="record a new one with: searchgap audit --record FILE"
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
    if fields.get("version") != VERSION:
        raise ValueError(f"version {fields.get('version')} of the format is not known, only {VERSION}")
    return _text(fields, "origin")


def _read_serp(fields: Mapping[str, Any], origin: str) -> RecordedSerp:
    return RecordedSerp(
        query=_text(fields, "query"),
        engine=_text(fields, "engine"),
        market=Market(
            country=_optional_text(fields, "country"),
            language=_optional_text(fields, "language"),
            location=_optional_text(fields, "location"),
            device=Device(fields.get("device") or Device.DESKTOP),
        ),
        retrieved_at=_read_time(_text(fields, "retrieved_at")),
        results=_read_results(fields["results"]),
        features=tuple(_read_feature(feature) for feature in fields.get("features") or ()),
        origin=_optional_text(fields, "origin") or origin,
    )


def _read_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_results(rows: list[Mapping[str, Any]]) -> tuple[OrganicResult, ...]:
    results = tuple(
        OrganicResult(
            rank=row["rank"],
            url=_text(row, "url"),
            title=_text(row, "title"),
            snippet=_optional_text(row, "snippet"),
            date=_optional_text(row, "date"),
        )
        for row in rows
    )
    above = 0
    for result in results:
        if type(result.rank) is not int or result.rank <= above:
            raise ValueError(f"ranks must be whole numbers that rise strictly from 1, not {result.rank} after {above}")
        above = result.rank
    return results


def _read_feature(row: Mapping[str, Any]) -> SerpFeature:
    items = tuple(
        FeatureItem(text=_optional_text(item, "text"), url=_optional_text(item, "url")) for item in row["items"]
    )
    return SerpFeature(kind=FeatureKind(row["kind"]), items=items)


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} must be text, not {json.dumps(value)[:60]}")
    return value


def _optional_text(fields: Mapping[str, Any], key: str) -> str | None:
    return None if fields.get(key) is None else _text(fields, key)


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
                "depth": serp.request.depth,
                "retrieved_at": serp.retrieved_at.isoformat().replace("+00:00", "Z"),
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
