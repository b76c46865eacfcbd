"""Who owns a result: the verdict with its rule, its evidence and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class OwnerKind(StrEnum):
    """What sort of owner a result has. Ownership comes first; only an independent owner gets a kind of site."""

    OWN = "own"
    COMPETITOR = "competitor"
    PARTNER = "partner"
    COMMUNITY = "community"
    SOCIAL = "social"
    VIDEO = "video"
    REVIEW = "review"
    MEDIA = "media"
    BLOG = "blog"
    RETAIL = "retail"
    REFERENCE = "reference"
    DOCS = "docs"
    INSTITUTION = "institution"
    OTHER = "other"


PARTY_KINDS = frozenset({OwnerKind.OWN, OwnerKind.COMPETITOR, OwnerKind.PARTNER})


class Confidence(StrEnum):
    """How sure a verdict is: `high` is stated by the user or the catalogue, `low` is a guess."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Ownership(NamedTuple):
    """The verdict on one result: a named tuple, because an audit makes a hundred thousand of them.

    Attributes:
        kind: the sort of owner.
        name: who it is: the party's name, the platform's, or the registrable domain.
        rule: the id of the rule that decided.
        evidence: what in the address or the title matched.
        confidence: how sure the rule is.
    """

    kind: OwnerKind
    name: str
    rule: str
    evidence: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRule:
    """The user's own word on a host, from `owners` in the configuration.

    Attributes:
        match: a registrable domain, host or host/path prefix; subdomains are included.
        kind: the kind it gets.
        name: the owner's name; None for the registrable domain.
    """

    match: str
    kind: OwnerKind
    name: str | None = None
