"""What a report on effects shows: worded and ordered, so that formats for people only lay it out."""

from dataclasses import dataclass
from typing import NamedTuple

from searchgap.model.effect import EffectReport
from searchgap.report.comparison.rows import Mood


class Finding(NamedTuple):
    """What one search showed.

    Attributes:
        verdict: what was seen before and after, and how far that can be trusted.
        details: what it rests on.
        mood: whether the query moved for the better, beyond noise.
    """

    verdict: str
    details: tuple[str, ...]
    mood: Mood


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBlock:
    """An action and what was seen after it.

    Attributes:
        title: the day, the query and the brand.
        words: the id, what was done, and what it cost.
        address: where, for display; None where it was not done on a page.
        link: the address as it may stand in a link; None where it must not.
        findings: one for each search of the query.
    """

    title: str
    words: str
    address: str | None
    link: str | None
    findings: tuple[Finding, ...]


class Number(NamedTuple):
    """A total, and what it is of."""

    label: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectView:
    """A whole report on effects.

    Attributes:
        headline: what matters most, in a few sentences.
        numbers: the totals.
        blocks: the actions by the day they were done.
        notes: what a reader must know to trust the verdicts.
        report: the facts, for formats that keep them.
    """

    headline: str
    numbers: tuple[Number, ...]
    blocks: tuple[ActionBlock, ...]
    notes: tuple[str, ...]
    report: EffectReport
