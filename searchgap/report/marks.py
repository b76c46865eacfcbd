"""The marks of states and places: a word or a symbol for each, so that nothing is told by colour alone."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from searchgap.model.gap import State
from searchgap.model.gate import GateOutcome
from searchgap.model.owner import OwnerKind
from searchgap.report.rows import NO_RESULT, SPEAKS, Place

STATE_MARKS: Mapping[State, str] = MappingProxyType(
    {
        State.OWNED: "✓",
        State.CONTESTED: "~",
        State.SPEAKS: "»",
        State.ABSENT: "✗",
        State.UNMEASURED: "?",
    }
)

PLACE_MARKS: Mapping[Place, str] = MappingProxyType(
    {
        OwnerKind.OWN: "●",
        OwnerKind.COMPETITOR: "▲",
        OwnerKind.PARTNER: "◆",
        OwnerKind.COMMUNITY: "c",
        OwnerKind.SOCIAL: "s",
        OwnerKind.VIDEO: "v",
        OwnerKind.REVIEW: "r",
        OwnerKind.MEDIA: "m",
        OwnerKind.BLOG: "b",
        OwnerKind.RETAIL: "$",
        OwnerKind.REFERENCE: "w",
        OwnerKind.DOCS: "d",
        OwnerKind.INSTITUTION: "i",
        OwnerKind.OTHER: "·",
        SPEAKS: "»",
        NO_RESULT: "_",
    }
)

GATE_MARKS: Mapping[GateOutcome, str] = MappingProxyType(
    {GateOutcome.MET: "✓", GateOutcome.BREACHED: "✗", GateOutcome.NOT_JUDGED: "?"}
)

BAR_MARK = "■"


def mark_strip(strip: Iterable[Place]) -> str:
    """The places of a SERP as one mark each, rank one first."""
    return "".join(PLACE_MARKS[place] for place in strip)
