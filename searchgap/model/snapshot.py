"""A judged audit with the addresses on its pages: what comparisons over time are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from searchgap.model.audit import Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One audit as it is compared with others.

    Attributes:
        audit: the audit, judged under today's rules like every other it is compared with.
        pages: by request key, for every search that was measured, the addresses of its organic results in the order of
            their ranks, down to the depth asked for, each in the form by which two listings are the same address; they
            pair with the `ranks` and `verdicts` of a gap.
        listed: the same addresses as they were listed, where what entered or left a page is to be told.
    """

    audit: Audit
    pages: Mapping[str, tuple[str, ...]] = field(repr=False)
    listed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
