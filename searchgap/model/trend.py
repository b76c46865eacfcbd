"""The numbers of many audits in the order of time. A hole stays a hole: a measure without a base has no value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from searchgap.model.goal import Metric
from searchgap.model.measure import Measure
from searchgap.model.query import Market


class SearchTerms(NamedTuple):
    """What a search asks for besides its words."""

    provider: str
    engine: str | None
    market: Market
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """What one audit measured.

    Attributes:
        audit_id: the audit.
        started_at: when it began, UTC.
        measures: by metric.
        added: how many searches it asked for that the point before did not; 0 for the first.
        dropped: how many it no longer asked for; 0 for the first.
        reused: how many answers of the audit are older ones, taken from history, so that it repeats what they showed.
    """

    audit_id: str
    started_at: datetime
    measures: Mapping[Metric, Measure]
    added: int = 0
    dropped: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendSeries:
    """Audits that can be held against each other: the same brand and ranking, searched on the same terms.

    Attributes:
        brand: the brand.
        ranking: what the order of the results means.
        topic: the topic the series is limited to.
        query: the query the series is limited to.
        terms: what its searches asked for, each once.
        current: whether the latest audit is in it; another series of the same brand and ranking is older, and unlike.
        points: oldest first, over whatever each audit asked for.
        same: the same audits over the searches that all of them asked for; empty where they all asked for the same.
        common: how many searches all of them asked for.
    """

    brand: str
    ranking: str
    topic: str | None
    query: str | None
    terms: tuple[SearchTerms, ...]
    current: bool
    points: tuple[TrendPoint, ...]
    same: tuple[TrendPoint, ...]
    common: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An audit left out of a brand's series, since it asked for a chosen part of the searches only.

    Attributes:
        audit_id: the audit.
        started_at: when it began, UTC.
        brand: the brand.
        ranking: what the order of the results means.
        searches: how many it asked for.
        of: how many the same configuration has, as another audit shows.
    """

    audit_id: str
    started_at: datetime
    brand: str
    ranking: str
    searches: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Every series of some audits, brands in the order of the latest audit, and the audits that are in none."""

    series: tuple[TrendSeries, ...]
    left_out: tuple[LeftOut, ...]
