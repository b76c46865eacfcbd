"""Saved files → SERPs → lines of output."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from searchgap.errors import UsageError
from searchgap.report.base import Layout
from searchgap.report.registry import suggest
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, QUERY_LIMIT, SENTENCE_LIMIT, TITLE_LIMIT, clean_text
from searchgap.search.saved_files import SavedSerp, read_saved

Found: TypeAlias = Sequence[tuple[Path, Sequence[SavedSerp]]]


def read_file(file: Path, engine: str) -> Iterator[SavedSerp]:
    """The SERPs in a file.

    Raises:
        UsageError: it cannot be read, or the engine is not known.
    """
    try:
        data = file.read_bytes()
    except OSError as trouble:
        reason = (trouble.strerror or "unknown trouble").lower()
        raise UsageError(f"{file} cannot be read: {reason}", hint="name a saved page or reply") from trouble
    return read_saved(data, file.name, engine=engine)


def _describe(serp: SavedSerp) -> dict[str, object]:
    return {
        "engine": serp.engine,
        "query": serp.query,
        "state": serp.state,
        "results": [
            {
                "rank": one.rank,
                "url": None if one.rank in serp.hidden else one.url or None,
                "title": one.title,
                "snippet": one.snippet,
            }
            for one in serp.results
        ],
        "features": [
            {"kind": feature.kind, "items": [{"text": item.text, "url": item.url} for item in feature.items]}
            for feature in serp.features
        ],
        "reason": serp.reason,
        "hints": list(serp.hints),
    }


def _write_json(found: Found, _layout: Layout) -> Iterator[str]:
    """One object for one page, an array for several."""
    serps = [_describe(serp) for _, serps in found for serp in serps]
    single = len(serps) == 1 and len(found) == 1
    yield json.dumps(serps[0] if single else serps, indent=1) + "\n"


def _write_jsonl(found: Found, _layout: Layout) -> Iterator[str]:
    for file, serps in found:
        for serp in serps:
            yield json.dumps({"file": str(file), **_describe(serp)}) + "\n"


def _lay_out(found: Found, _layout: Layout) -> Iterator[str]:
    for file, serps in found:
        for serp in serps:
            query = f'"{clean_text(serp.query, QUERY_LIMIT)}"' if serp.query else "query unknown"
            engine = clean_text(serp.engine, NAME_LIMIT) if serp.engine else "engine unknown"
            reason = f" ({clean_text(serp.reason, TITLE_LIMIT)})" if serp.reason else ""
            yield f"{file.name}: {engine}, {query}: {serp.state}{reason}\n"
            for one in serp.results:
                yield f"  {one.rank:>3}  {clean_text(one.title, TITLE_LIMIT)}\n"
                hidden = " (the page hides the rest of the address)" if one.rank in serp.hidden else ""
                yield f"       {clean_text(one.url, ADDRESS_LIMIT) or 'address unknown'}{hidden}\n"
            for hint in serp.hints:
                yield f"  hint: {clean_text(hint, SENTENCE_LIMIT)}\n"


_LAYOUTS: dict[str, Callable[[Found, Layout], Iterator[str]]] = {
    "terminal": _lay_out,
    "json": _write_json,
    "jsonl": _write_jsonl,
}


def find_layout(name: str) -> Callable[[Found, Layout], Iterator[str]]:
    """What lays SERPs out in the format of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in _LAYOUTS:
        raise UsageError(f'parsed pages have no format "{name}"', hint=suggest(name, _LAYOUTS))
    return _LAYOUTS[name]
