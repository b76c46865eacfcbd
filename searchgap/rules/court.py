"""One brand's point of view: whose each result is, and where that leaves the brand on a search."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from searchgap.model.brand import Brand
from searchgap.model.gap import FeatureVerdict, QueryGap, Standing, Verdict
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.query import Query, SearchRequest
from searchgap.model.serp import Answer, Listing, SerpFeature
from searchgap.rules import scoring
from searchgap.rules.classify import Classifier
from searchgap.rules.roll import Roll

# Looked up once: they are compared with every result, and a name in an enumeration is slow to find.
_OWN, _COMPETITOR, _SPEAKS = OwnerKind.OWN, OwnerKind.COMPETITOR, PresenceLevel.SPEAKS

Readings: TypeAlias = Mapping[tuple[str, str], Presence]
"""What landing pages said, by brand name and address."""

_Seen: TypeAlias = tuple[int | tuple[str, int] | None, ...]  # places, own ranks, the first spoken on, competitors'

_SOMEBODY = Ownership(OwnerKind.OTHER, "", "", "", Confidence.LOW)  # where nobody asks who it is


class Ruling(NamedTuple):
    """The verdicts on one page: a rank and a verdict for each result, and those on its features."""

    ranks: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    features: tuple[FeatureVerdict, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Court:
    """Judges searches from one brand's point of view.

    Attributes:
        brand: whose point of view.
        classifier: tells who owns a result.
        readings: what landing pages said, where they were read.
        listings: the listings that pages of many audits name by number; it may grow but never change.
    """

    brand: Brand
    classifier: Classifier
    readings: Readings = field(default_factory=dict)
    listings: Mapping[int, Listing] = field(default_factory=dict, repr=False)
    _verdicts: dict[Verdict, Verdict] = field(default_factory=dict, repr=False)
    _by_number: dict[int, Verdict] = field(default_factory=dict, repr=False)
    _standings: dict[_Seen, Standing] = field(default_factory=dict, repr=False)

    def judge(self, query: Query, request: SearchRequest, answer: Answer, ruling: Ruling) -> QueryGap:
        """Judge one search that was answered, from the verdicts on its page."""
        ranks, verdicts, features = ruling
        return QueryGap(
            query=query,
            request=request,
            ending=answer,
            standing=self._stand(ranks, zip(ranks, verdicts, strict=True)),
            ranks=ranks,
            verdicts=verdicts,
            features=features,
        )

    def judge_standing(
        self, query: Query, request: SearchRequest, answer: Answer, ranks: tuple[int, ...], numbers: Sequence[int]
    ) -> QueryGap:
        """Judge one search that was answered as to where the competitive set stands, and nothing else on its page.

        Args:
            query: the query.
            request: the search.
            answer: how it ended.
            ranks: the ranks of its results down to the depth asked for.
            numbers: for each of them the number of its listing.
        """
        standing = self.find_standing(ranks, numbers)
        return QueryGap(query=query, request=request, ending=answer, standing=standing, ranks=ranks)

    def find_standing(self, ranks: tuple[int, ...], numbers: Sequence[int]) -> Standing:
        """Where the competitive set stands on a page, given as in `judge_standing`."""
        present = self._roll.call()
        places = [(rank, present[number]) for rank, number in zip(ranks, numbers, strict=True) if number in present]
        return self._stand(ranks, places)

    def _stand(self, ranks: tuple[int, ...], places: Iterable[tuple[int, Verdict]]) -> Standing:
        """Where the competitive set stands, remembered: on most pages it stands as it does on others."""
        own: list[int] = []
        speaking = None
        competitors: dict[str, int] = {}
        for rank, (_, ownership, presence) in places:
            if ownership.kind is _OWN:
                own.append(rank)
            elif ownership.kind is _COMPETITOR:
                competitors.setdefault(ownership.name, rank)
            if presence.level is _SPEAKS:
                speaking = speaking or rank
        of = bisect_right(ranks, scoring.TOP)
        seen = (of, *own, speaking, *competitors.items())
        standing = self._standings.get(seen)
        if standing is None:
            standing = scoring.find_standing(self.brand.name, own, speaking, competitors, of)
            self._standings[seen] = standing
        return standing

    def judge_feature(self, feature: SerpFeature) -> FeatureVerdict:
        """Who owns the links of a feature."""
        owners = (self.classifier.classify(item.url)[1] if item.url else None for item in feature.items)
        return FeatureVerdict(feature.kind, tuple(owners))

    def judge_result(self, url: str, title: str) -> Verdict:
        """The verdict on one result; results judged alike share it."""
        domain, ownership = self.classifier.classify(url, title)
        presence = OWNED if ownership.kind is _OWN else self.readings.get((self.brand.name, url), UNREAD)
        verdict = Verdict(domain, ownership, presence)
        return self._verdicts.setdefault(verdict, verdict)

    def judge_listings(self, numbers: Sequence[int]) -> tuple[Verdict, ...]:
        """The verdicts on listings given by number, remembered: audits of many weeks list the same ones."""
        known = self._by_number
        for number in numbers:
            if number not in known:
                known[number] = self.judge_result(*self.listings[number])
        return tuple(map(known.__getitem__, numbers))

    @cached_property
    def _roll(self) -> Roll:
        return Roll(self.listings, self._find_presence)

    def _find_presence(self, url: str) -> Verdict | None:
        """The verdict on an address that a party owns or on whose page the brand speaks; None for all others."""
        ownership = self.classifier.find_party(url) or _SOMEBODY
        presence = OWNED if ownership.kind is _OWN else self.readings.get((self.brand.name, url), UNREAD)
        return None if ownership is _SOMEBODY and presence.level is not _SPEAKS else Verdict("", ownership, presence)
