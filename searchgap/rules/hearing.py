"""How a verdict came about: what each source says of an address by itself, in the order in which they are heard."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from searchgap.model.brand import Brand
from searchgap.model.owner import PARTY_KINDS, OwnerRule, Ownership
from searchgap.rules.catalogue import Catalogue
from searchgap.rules.classify import Classifier
from searchgap.rules.clues import Clue, ClueTables, Strength
from searchgap.rules.urls import Address, UrlReader

_NO_CATALOGUE = Catalogue({})


class Source(StrEnum):
    """Who can say something of an address, in the order of their word."""

    PARTIES = "domains and accounts"
    OWNERS = "owners"
    CATALOGUE = "catalogue"
    HOST = "host"
    PATH = "path"
    SLUG = "slug"
    TITLE = "title"
    OTHERWISE = "otherwise"


class Hearing(NamedTuple):
    """What one source said.

    Attributes:
        source: who was heard.
        ownership: what it says by itself; None where it says nothing.
        strength: how much a word says; None for a source that is believed whatever it says.
        decides: whether the verdict is its.
    """

    source: Source
    ownership: Ownership | None
    strength: Strength | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """All that a verdict rests on.

    Attributes:
        brand: whose point of view; None for nobody's.
        owner_rules: the user's own word on hosts.
        catalogue: the known hosts.
        clues: the words that say something.
        urls: reads addresses.
    """

    brand: Brand | None
    owner_rules: tuple[OwnerRule, ...]
    catalogue: Catalogue
    clues: ClueTables
    urls: UrlReader

    def classify(self, url: str, title: str = "") -> Ownership:
        """The verdict."""
        classifier = Classifier(
            brand=self.brand,
            owner_rules=self.owner_rules,
            catalogue=self.catalogue,
            clues=self.clues,
            urls=self.urls,
        )
        return classifier.classify(url, title)[1]

    def hear(self, url: str, title: str) -> tuple[Hearing, ...]:
        """Everybody who was heard, down to the one who decided; nobody for what is no address."""
        verdict = self.classify(url, title)
        address = self.urls.read(url)
        if not address.host.name:
            return ()
        claims = list(self._hear_claims(url))
        for number, claim in enumerate(claims):
            if claim.ownership == verdict:
                return (*claims[:number], claim._replace(decides=True))
        heard = [*claims, *self._hear_clues(address, title)]
        deciding = next((one for one in heard if _is_verdict(one, verdict)), None)
        if deciding is None:
            return (*heard, Hearing(Source.OTHERWISE, verdict, decides=True))
        return tuple(one._replace(decides=one is deciding) for one in heard)

    def _hear_claims(self, url: str) -> Iterator[Hearing]:
        """Those who name hosts and paths. A source is heard by what changes when it is asked alone."""
        silent = replace(self, brand=None, owner_rules=(), catalogue=_NO_CATALOGUE)
        silence = silent.classify(url)
        parties = replace(silent, brand=self.brand).classify(url)
        yield Hearing(Source.PARTIES, parties if parties.kind in PARTY_KINDS else None)
        owners = replace(silent, owner_rules=self.owner_rules).classify(url)
        yield Hearing(Source.OWNERS, owners if owners != silence else None)
        known = replace(silent, catalogue=self.catalogue).classify(url)
        yield Hearing(Source.CATALOGUE, known if known != silence else None)

    def _hear_clues(self, address: Address, title: str) -> Iterator[Hearing]:
        """The words of an address; slug and title are asked where neither host nor path settles it."""
        host = self.clues.read_host(address.host.name, address.host.domain)
        yield _hear_clue(Source.HOST, host, address)
        if host is not None and host.strength is Strength.STRONG:
            return
        path = self.clues.read_path(address.tail)
        yield _hear_clue(Source.PATH, path, address)
        if path is not None and path.strength is Strength.STRONG:
            return
        yield _hear_clue(Source.SLUG, self.clues.read_slug(address.tail), address)
        if title:
            yield _hear_clue(Source.TITLE, self.clues.read_title(title), address)


def _is_verdict(hearing: Hearing, verdict: Ownership) -> bool:
    said = hearing.ownership
    return said is not None and (said.kind, said.rule, said.evidence) == (verdict.kind, verdict.rule, verdict.evidence)


def _hear_clue(source: Source, clue: Clue | None, address: Address) -> Hearing:
    if clue is None:
        return Hearing(source, None)
    domain = address.host.domain
    return Hearing(source, Ownership(clue.kind, domain, clue.rule, clue.word, clue.strength.confidence), clue.strength)
