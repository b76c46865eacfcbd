"""An address → its verdict, who was heard on it, and the line of the configuration that overrides it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from searchgap.config.complaints import MistakeError
from searchgap.config.sites import read_domain
from searchgap.errors import UsageError
from searchgap.model.config import Config
from searchgap.model.owner import PARTY_KINDS, OwnerKind, OwnerRule, Ownership
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.report.registry import suggest
from searchgap.rules.hearing import Bench, Hearing
from searchgap.rules.urls import UrlReader

_PARTIES = (OwnerKind.OWN, OwnerKind.COMPETITOR, OwnerKind.PARTNER)
_LONGEST_MATCH = 200


class Override(NamedTuple):
    """How to say otherwise.

    Attributes:
        words: what to do.
        rule: what to add to `owners`; None where that would change nothing.
    """

    words: str
    rule: OwnerRule | None = None


class Trace(NamedTuple):
    """How an address came to its owner.

    Attributes:
        url: the address as it was typed.
        domain: the registrable domain; "" for what is no address.
        brand: from whose point of view; None without a configuration.
        points_to: where a redirect, a cache or a translation leads; None for any other address.
        ownership: the verdict.
        heard: who was heard.
        override: how to say otherwise.
    """

    url: str
    domain: str
    brand: str | None
    points_to: str | None
    ownership: Ownership
    heard: tuple[Hearing, ...]
    override: Override


def trace(url: str, title: str, config: Config | None, brand: str | None) -> Trace:
    """How an address came to its owner, from one brand's point of view or that of whichever brand has a stake.

    Raises:
        UsageError: the brand is not configured.
    """
    bench, ownership = _choose_bench(url, title, config, brand)
    address = bench.urls.read(url)
    heard = bench.hear(url, title)
    return Trace(
        url=url,
        domain=address.host.domain,
        brand=bench.brand.name if bench.brand else None,
        points_to=bench.urls.clean(url) if address.wrapped else None,
        ownership=ownership,
        heard=heard,
        override=_propose(bench, url, title, heard),
    )


def _choose_bench(url: str, title: str, config: Config | None, name: str | None) -> tuple[Bench, Ownership]:
    """The point of view of the brand named; else of the first one whose own, competitor's or partner's it is."""
    bench = Bench(
        brand=None,
        owner_rules=config.owner_rules if config else (),
        catalogue=load_catalogue(),
        clues=load_clues(),
        urls=UrlReader(load_suffixes()),
    )
    brands = config.brands if config else ()
    if name is not None:
        wanted = tuple(brand for brand in brands if brand.name == name)
        if not wanted:
            hint = suggest(name, [brand.name for brand in brands]) if brands else "name a configuration with --config"
            raise UsageError(f'the brand "{name}" is not configured', hint=hint)
        brands = wanted
    views = [replace(bench, brand=brand) for brand in brands] or [bench]
    return min(((view, view.classify(url, title)) for view in views), key=lambda pair: _stake(pair[1]))


def _stake(ownership: Ownership) -> int:
    return _PARTIES.index(ownership.kind) if ownership.kind in PARTY_KINDS else len(_PARTIES)


def _propose(bench: Bench, url: str, title: str, heard: Iterable[Hearing]) -> Override:
    """What changes the verdict; a line for `owners` only where it was tried and does."""
    verdict = bench.classify(url, title)
    address = bench.urls.read(url)
    host = address.host.name.removeprefix("www.")
    if not host:
        return Override("There is nothing to override: it is no address of the web.")
    if verdict.kind in PARTY_KINDS:
        return Override(
            f"`owners` is not asked where a configured {verdict.rule} speaks: take {verdict.evidence} from "
            f"{verdict.name}, or give a narrower place to somebody else."
        )
    match = verdict.evidence if verdict.rule == "owners" else host + _take_path(verdict, address.tail)
    rule = OwnerRule(match=match, kind=_choose_kind(verdict, heard))
    others = tuple(one for one in bench.owner_rules if one.match != match)
    tried = replace(bench, owner_rules=(*others, rule)).classify(url, title)
    if (tried.rule, tried.evidence) != ("owners", match):
        return Override(
            f"`owners` is not asked below a configured domain. If it is the brand's, add {host} to domains."
        )
    if not _can_be_configured(match):
        return Override(f"{host} has no name that the configuration takes.")
    if verdict.rule == "owners":
        return Override("Change your line in `owners`, here to another kind:", rule)
    return Override("Say what it is in `owners`, with the kind that is right:", rule)


def _take_path(verdict: Ownership, tail: str) -> str:
    """As much of a path as the entry that decided looks at, so that one part of a platform is meant and not all."""
    segments = verdict.evidence.count("/") if verdict.rule == "catalogue" else 0
    path = re.split(r"[?#]", tail, maxsplit=1)[0]
    return "".join(re.findall(r"/[^/]+", path)[:segments])


def _choose_kind(verdict: Ownership, heard: Iterable[Hearing]) -> OwnerKind:
    """What somebody else said it is; else anything but what was decided."""
    said = (one.ownership.kind for one in heard if one.ownership)
    others = (kind for kind in said if kind not in PARTY_KINDS and kind is not verdict.kind)
    return next(others, OwnerKind.BLOG if verdict.kind is OwnerKind.OTHER else OwnerKind.OTHER)


def _can_be_configured(match: str) -> bool:
    try:
        return len(match) <= _LONGEST_MATCH and match.isprintable() and read_domain(match) == match
    except MistakeError:
        return False
