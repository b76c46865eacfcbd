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
