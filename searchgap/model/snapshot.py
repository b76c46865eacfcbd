"""A judged audit with the addresses on its pages: what comparisons over time are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchgap.model.audit import Audit
from searchgap.model.serp import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One audit as it is compared with others.

    Attributes:
        audit: the audit, judged under today's rules like every other it is compared with.
        pages: by request key, for every search that was measured, the listings of its organic results in the order of
            their ranks, down to the depth asked for; they pair with the `ranks` and `verdicts` of a gap.
    """

    audit: Audit
    pages: Mapping[str, tuple[Listing, ...]] = field(repr=False)
