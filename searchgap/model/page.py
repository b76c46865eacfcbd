"""What a landing page says of a brand."""

from dataclasses import dataclass
from enum import StrEnum


class PresenceLevel(StrEnum):
    """How a brand is present on a page, strongest first; `unread` is not knowing, never absence."""

    OWNED = "owned"
    SPEAKS = "speaks"
    LINKED = "linked"
    MENTIONED = "mentioned"
    ABSENT = "absent"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A brand's presence on one page, and what shows it."""

    level: PresenceLevel
    evidence: str | None = None


UNREAD = Presence(level=PresenceLevel.UNREAD)
OWNED = Presence(level=PresenceLevel.OWNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSignals:
    """What a page says it is, in words that are made for machines; empty for a page that says nothing.

    Attributes:
        schema_types: names of the schema.org types that the page and its publisher are given, without doubles.
        og_type: the `og:type`, in lower case; None where there is none.
        generators: the programs that say they made it, as written.
    """

    schema_types: tuple[str, ...] = ()
    og_type: str | None = None
    generators: tuple[str, ...] = ()
