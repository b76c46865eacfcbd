"""Listings from the command line or a CSV → verdicts → lines of output."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from searchgap.cli.judging import make_classifiers
from searchgap.errors import UsageError
from searchgap.model.config import Config
from searchgap.model.owner import OwnerKind, Ownership
from searchgap.model.page import PageSignals
from searchgap.report.base import Layout
from searchgap.report.csv_report import write_rows
from searchgap.report.registry import suggest
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, clean_text
from searchgap.rules.classify import Classifier

__all__ = ["Judge", "chain", "find_layout", "list_urls", "read_csv", "read_page"]

_STDIN = Path("-")
_PARTIES = (OwnerKind.OWN, OwnerKind.COMPETITOR, OwnerKind.PARTNER)


class Listing(NamedTuple):
    """A URL to classify, with what is known of it."""

    url: str
    title: str = ""
    brand: str | None = None
    signals: PageSignals | None = None


class Verdict(NamedTuple):
    """A URL with its registrable domain and its owner."""

    url: str
    domain: str
    owner: Ownership


class Judge:
    """Classifies from one brand's point of view, or where none is named from that of whichever brand has a stake."""

    def __init__(self, config: Config | None, brand: str | None) -> None:
        make = make_classifiers(config)
        self._by_brand = {one.name: make(one) for one in config.brands} if config else {}
        self._all = list(self._by_brand.values()) or [make(None)]
        self._brand = brand
        if brand is not None:
            self._find(brand)

    def classify(self, listing: Listing) -> Verdict:
        """The verdict on one listing.

        Raises:
            UsageError: it names a brand that is not configured.
        """
        brand = listing.brand or self._brand
        classifiers = self._all if brand is None else [self._find(brand)]
        verdicts = [classifier.classify(listing.url, listing.title, listing.signals) for classifier in classifiers]
        for kind in _PARTIES:
            for domain, owner in verdicts:
                if owner.kind is kind:
                    return Verdict(listing.url, domain, owner)
        return Verdict(listing.url, *verdicts[0])

    def _find(self, brand: str) -> Classifier:
        if brand not in self._by_brand:
            raise UsageError(f'the brand "{brand}" is not configured', hint=suggest(brand, self._by_brand))
        return self._by_brand[brand]


def list_urls(urls: Iterable[str], signals: PageSignals | None = None) -> Iterator[Listing]:
    """Listings of URLs of which nothing is known but what their page says it is, where that was read."""
    return (Listing(url, signals=signals) for url in urls)


def read_page(file: Path) -> PageSignals:
    """What a saved page says it is.

    Raises:
        UsageError: the file cannot be read, or is larger than 30 MB.
    """
    from searchgap.pages.signals import read_signals  # noqa: PLC0415 - needed with --page only
    from searchgap.search.serp_html.files import read_file  # noqa: PLC0415 - the same

    try:
        data = sys.stdin.buffer.read() if file == _STDIN else file.read_bytes()
    except OSError as trouble:
        reason = (trouble.strerror or "unknown trouble").lower()
        raise UsageError(f"{file} cannot be read: {reason}", hint="name a page saved from a browser") from trouble
    return read_signals(read_file(data, file.name).markup)


def read_csv(file: Path) -> Iterator[Listing]:
    """Listings of a CSV with a `url` column, and perhaps `brand` and `title`; letter case of headings does not matter.

    Raises:
        UsageError: the file cannot be read or has no such column.
    """
    try:
        with _open(file) as stream:
            rows = csv.reader(stream)
            headings = [heading.strip().casefold() for heading in next(rows, [])]
            if "url" not in headings:
                raise UsageError(
                    f"{file} has no url column", hint="its first line must name the columns, such as: url,brand,title"
                )
            for row in rows:
                cells = dict(zip(headings, row, strict=False))
                if url := cells.get("url", "").strip():
                    yield Listing(url, cells.get("title", ""), cells.get("brand") or None)
    except (OSError, csv.Error) as trouble:
        raise UsageError(f"{file} cannot be read: {trouble}", hint="name a CSV file with a url column") from trouble


def _open(file: Path) -> io.TextIOBase:
    if file == _STDIN:
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace", newline="")
    return file.open(encoding="utf-8-sig", errors="replace", newline="")


def _as_dict(verdict: Verdict) -> dict[str, object]:
    owner = verdict.owner
    return {
        "url": verdict.url,
        "domain": verdict.domain,
        "owner": {
            "kind": owner.kind,
            "name": owner.name,
            "rule": owner.rule,
            "evidence": owner.evidence,
            "confidence": owner.confidence,
        },
    }


def _write_jsonl(verdicts: Iterable[Verdict], _layout: Layout) -> Iterator[str]:
    for verdict in verdicts:
        yield _to_json(verdict) + "\n"


def _write_json(verdicts: Iterable[Verdict], _layout: Layout) -> Iterator[str]:
    before = "["
    for verdict in verdicts:
        yield f"{before}\n  {_to_json(verdict)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _to_json(verdict: Verdict) -> str:
    return json.dumps(_as_dict(verdict))


def _write_csv(verdicts: Iterable[Verdict], _layout: Layout) -> Iterator[str]:
    columns = ("url", "domain", "kind", "name", "rule", "evidence", "confidence")
    return write_rows(columns, ((url, domain, *owner) for url, domain, owner in verdicts))


def _lay_out(verdicts: Iterable[Verdict], _layout: Layout) -> Iterator[str]:
    """Three lines each, the address last and whole, so that it can be copied."""
    for url, _, owner in verdicts:
        yield f"{owner.kind:<12} {clean_text(owner.name, NAME_LIMIT)}\n"
        evidence = f" ({clean_text(owner.evidence, NAME_LIMIT)})" if owner.evidence else ""
        yield f"{'':<12} by {owner.rule}{evidence}, confidence {owner.confidence}\n"
        yield f"{'':<12} {clean_text(url, ADDRESS_LIMIT)}\n"


_LAYOUTS: dict[str, Callable[[Iterable[Verdict], Layout], Iterator[str]]] = {
    "terminal": _lay_out,
    "jsonl": _write_jsonl,
    "json": _write_json,
    "csv": _write_csv,
}


def find_layout(name: str) -> Callable[[Iterable[Verdict], Layout], Iterator[str]]:
    """What lays verdicts out in the format of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in _LAYOUTS:
        raise UsageError(f'verdicts have no format "{name}"', hint=suggest(name, _LAYOUTS))
    return _LAYOUTS[name]
