"""Exported lines as documents, without parsing what stands on the pages of answers: most of it is known already."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from searchgap.history.documents import write_json

# What an export has around the results and the features of an answer. In JSON no string can hold any of these, for a
# quotation mark in it has a backslash before it.
_RESULTS, _FEATURES, _COST = b',"results":[', b'],"features":', b',"cost":'
_FIRST_RESULT, _NEXT_RESULT = b'{"rank":', b',{"rank":'


class Page(NamedTuple):
    """What stood on the page of an answer.

    Attributes:
        results: of each result the rank and, behind it, the rest of its object, as JSON that was not read yet.
        features: JSON that was not read yet.
    """

    results: Sequence[Sequence[bytes]]
    features: bytes


class Line(NamedTuple):
    """What a line holds.

    Attributes:
        kind: its only key.
        document: what stands under it.
        page: of an answer, what stood on its page instead of what the document says of it; None for other lines.
    """

    kind: str
    document: Mapping[str, Any]
    page: Page | None


class LineReader:
    """Reads lines. Whatever is wrong with one raises LookupError, RecursionError, TypeError or ValueError."""

    def __init__(self) -> None:
        # Takes the place of results and features while the rest is parsed. Where it comes back from under their names
        # it stood where they stood, whatever the line is like: nobody can have written it.
        self._stand_in = secrets.token_hex(16)
        quoted = f'"{self._stand_in}"'
        self._cut = f',"results":{quoted},"features":{quoted}'.encode()

    def read(self, line: bytes) -> Line:
        """What a line holds."""
        results = line.find(_RESULTS)
        features = line.find(_FEATURES, results)
        cost = line.find(_COST, features)
        if min(results, features, cost) >= 0:
            kind, document = _read_object(line[:results] + self._cut + line[cost:])
            if document.get("results") == document.get("features") == self._stand_in:
                places = _split_results(line[results + len(_RESULTS) : features])
                if places is not None:
                    return Line(kind, document, Page(places, line[features + len(_FEATURES) : cost]))
        kind, document = _read_object(line)
        answered = kind == "outcome" and document["ending"] == "answered"
        return Line(kind, document, _find_page(document) if answered else None)


def read_json(text: bytes) -> Any:  # noqa: ANN401 - what is in it is checked by whoever asked
    """A JSON document; numbers that JSON does not have are refused."""
    return _DECODER.decode(text.decode("utf-8", "surrogatepass"))


def _split_results(text: bytes) -> Sequence[Sequence[bytes]] | None:
    """Of each result rank and rest; None where they are not written the way an export writes them."""
    if not text:
        return ()
    if not text.startswith(_FIRST_RESULT):
        return None
    places = [result.split(b",", 1) for result in text[len(_FIRST_RESULT) :].split(_NEXT_RESULT)]
    return places if all(len(place) == 2 for place in places) else None  # noqa: PLR2004 - a rank and a rest


def _find_page(document: Mapping[str, Any]) -> Page:
    """The page of a document that was parsed whole."""
    places = []
    for result in document["results"]:
        rest = {name: value for name, value in result.items() if name != "rank"}
        places.append((str(result["rank"]).encode(), _write_json(rest)[1:]))
    return Page(places, _write_json(document["features"]))


def _read_object(line: bytes) -> tuple[str, Mapping[str, Any]]:
    whole = read_json(line)
    if not isinstance(whole, dict):
        raise TypeError("no object")
    ((kind, document),) = whole.items()
    if not isinstance(document, dict):
        raise TypeError(f"{kind} is no object")
    return kind, document


def _write_json(value: object) -> bytes:
    return write_json(value).encode("utf-8", "surrogatepass")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
