"""Hosts → what the catalogue and the configuration say of them, and what they are taken for otherwise."""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from searchgap.cli.classifying import Judge
from searchgap.cli.classifying import Listing as Address
from searchgap.cli.listing import Listing
from searchgap.cli.tables import render_table
from searchgap.cli.triaging import OWNERS_HEAD, write_owner_line
from searchgap.errors import UsageError
from searchgap.model.brand import Brand, Party
from searchgap.model.config import Config
from searchgap.model.owner import PARTY_KINDS, OwnerKind, Ownership
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.report.base import Layout
from searchgap.report.csv_tables import Cell
from searchgap.report.strangers import ADDRESS_LIMIT, NAME_LIMIT, clean_text
from searchgap.rules.accounts import account_addresses
from searchgap.rules.catalogue import Catalogue, Entry, parents
from searchgap.rules.classify import Classifier
from searchgap.rules.urls import UrlReader

_COLUMNS = (
    *("asked", "host", "domain", "source", "brand", "pattern", "kind", "name", "users", "tenants"),
    *("rule", "evidence", "confidence"),
)
_CHOICES = ", ".join(kind for kind in OwnerKind if kind not in PARTY_KINDS)
_INDENT = " " * 4
_NARROWEST = 40
_WIDEST_TEXT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """The user's own word on a host or a part of it; `brand` is None where it is said for all."""

    brand: str | None
    kind: OwnerKind
    name: str | None
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """All that is known of what was asked.

    Attributes:
        asked: the host or URL as it was given.
        match: what a line of `owners` would have for it.
        host: its host, behind wrappers.
        domain: the registrable domain.
        entries: lines of the catalogue that speak for the host, narrowest first.
        words: lines of the configuration that do.
        verdict: who owns it, all things heard.
        otherwise: who would if neither spoke.
    """

    asked: str
    match: str
    host: str
    domain: str
    entries: tuple[Entry, ...]
    words: tuple[_Word, ...]
    verdict: Ownership
    otherwise: Ownership


def look_up_hosts(config: Config | None, asked: Iterable[str]) -> Listing:
    """What is known of each host.

    Args:
        config: the configuration, where one is at hand.
        asked: hosts or URLs.

    Raises:
        UsageError: one of them is no address on the web.
    """
    urls = UrlReader(load_suffixes())
    judge = Judge(config, None)
    stranger = Classifier(brand=None, owner_rules=(), catalogue=Catalogue({}), clues=load_clues(), urls=urls)
    known = [_look_up(text, config, urls, judge, stranger) for text in dict.fromkeys(asked)]

    def lay_out(layout: Layout) -> Iterator[str]:
        for place, one in enumerate(known):
            yield from ["\n"] if place else []
            yield from _lay_out(one, layout)

    return Listing(
        name="hosts",
        head={},
        rows=[_describe(one) for one in known],
        columns=_COLUMNS,
        cells=[cells for one in known for cells in _list_cells(one)],
        lay_out=lay_out,
    )


def _look_up(text: str, config: Config | None, urls: UrlReader, judge: Judge, stranger: Classifier) -> _Known:
    host = urls.read(text).host
    if not host.name:
        raise UsageError(
            f'"{clean_text(text, NAME_LIMIT)}" is no host or URL', hint="such as reddit.com or https://reddit.com/r/gtd"
        )
    return _Known(
        asked=text,
        match=host.name.removeprefix("www.") if host.name.count(".") > 1 else host.name,
        host=host.name,
        domain=host.domain,
        entries=tuple(load_catalogue().entries(host.name)),
        words=tuple(_list_words(config, host.name)) if config else (),
        verdict=judge.classify(Address(text)).owner,
        otherwise=stranger.classify(text)[1],
    )


def _list_words(config: Config, host: str) -> Iterator[_Word]:
    """Lines of the configuration about a host, a host above it, or accounts on it."""
    above = set(parents(host))
    for brand in config.brands:
        for kind, party in _list_parties(brand):
            for domain in party.domains:
                if domain.partition("/")[0] in above:
                    yield _Word(brand=brand.name, kind=kind, name=party.name, match=domain)
            for account in party.accounts:
                if any(address.host in above for address in account_addresses(account)):
                    yield _Word(brand=brand.name, kind=kind, name=party.name, match=account)
    for rule in config.owner_rules:
        if rule.match.partition("/")[0] in above:
            yield _Word(brand=None, kind=rule.kind, name=rule.name, match=rule.match)


def _list_parties(brand: Brand) -> Iterator[tuple[OwnerKind, Party]]:
    yield OwnerKind.OWN, brand
    yield from ((OwnerKind.COMPETITOR, party) for party in brand.competitors)
    yield from ((OwnerKind.PARTNER, party) for party in brand.partners)


def _lay_out(known: _Known, layout: Layout) -> Iterator[str]:
    inner = replace(layout, width=max(layout.width - len(_INDENT), _NARROWEST))
    behind = f", of {known.domain}" if known.domain != known.host else ""
    yield f"{clean_text(known.host, ADDRESS_LIMIT)}{behind}\n"
    yield f"  now            {_tell(known.verdict)}\n"
    yield f"  otherwise      {_tell(known.otherwise)}\n"
    if known.words:
        yield "  configuration\n"
        rows = ((word.match, word.kind, word.name, word.brand) for word in known.words)
        for line in render_table(("match", "kind", "name", "brand"), rows, inner, folding=("match", "name", "brand")):
            yield _INDENT + line
    if known.entries:
        yield "  catalogue, narrowest first\n"
        lines = ((one.pattern, one.kind, one.name or None, _list_marks(one)) for one in known.entries)
        columns = ("pattern", "kind", "name", "marks")
        for line in render_table(columns, lines, inner, folding=("pattern", "name", "marks")):
            yield _INDENT + line
    else:
        yield "  catalogue      does not list it\n"
    if not known.entries and not known.words:
        text = f"To say whose it is, paste this into the configuration, with the kind it is: {_CHOICES}."
        yield textwrap.fill(text, min(layout.width, _WIDEST_TEXT)) + "\n\n"
        yield OWNERS_HEAD
        yield write_owner_line(known.match, known.otherwise.kind, f"guessed by {known.otherwise.rule}")


def _tell(verdict: Ownership) -> str:
    name = f" ({clean_text(verdict.name, NAME_LIMIT)})" if verdict.name else ""
    evidence = f" {clean_text(verdict.evidence, NAME_LIMIT)}" if verdict.evidence else ""
    return f"{verdict.kind}{name} by {verdict.rule}{evidence}, confidence {verdict.confidence}"


def _list_marks(entry: Entry) -> str | None:
    marks = (("others publish there", entry.users), ("each subdomain apart", entry.tenants))
    return ", ".join(mark for mark, holds in marks if holds) or None


def _list_cells(known: _Known) -> Iterator[tuple[Cell, ...]]:
    place = (known.asked, known.host, known.domain)
    for source, verdict in (("now", known.verdict), ("otherwise", known.otherwise)):
        facts = (verdict.rule, verdict.evidence, verdict.confidence)
        yield (*place, source, None, None, verdict.kind, verdict.name, None, None, *facts)
    for word in known.words:
        yield (*place, "configuration", word.brand, word.match, word.kind, word.name, *(None,) * 5)
    for one in known.entries:
        marks = ("yes" if one.users else "no", "yes" if one.tenants else "no")
        yield (*place, "catalogue", None, one.pattern, one.kind, one.name or None, *marks, *(None,) * 3)


def _describe(known: _Known) -> dict[str, object]:
    return {
        "asked": known.asked,
        "host": known.host,
        "domain": known.domain,
        "now": known.verdict._asdict(),
        "otherwise": known.otherwise._asdict(),
        "configuration": [
            {"brand": word.brand, "match": word.match, "kind": word.kind, "name": word.name} for word in known.words
        ],
        "catalogue": [
            {
                "pattern": one.pattern,
                "kind": one.kind,
                "name": one.name or None,
                "users": one.users,
                "tenants": one.tenants,
            }
            for one in known.entries
        ],
    }
