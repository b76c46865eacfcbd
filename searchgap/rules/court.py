"""One brand's point of view: whose each result is, and where that leaves the brand on a search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from searchgap.model.brand import Brand
from searchgap.model.gap import FeatureVerdict, QueryGap, Verdict
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.query import Query, SearchRequest
from searchgap.model.serp import Answer, SerpFeature
from searchgap.rules import scoring
from searchgap.rules.classify import Classifier

# Looked up once: they are compared with every result, and a name in an enumeration is slow to find.
_OWN, _COMPETITOR, _SPEAKS = OwnerKind.OWN, OwnerKind.COMPETITOR, PresenceLevel.SPEAKS

Readings: TypeAlias = Mapping[tuple[str, str], Presence]
"""What landing pages said, by brand name and address."""

Listing: TypeAlias = tuple[str, str]
"""The address and the title of a result."""


SOMEBODY = Verdict("", Ownership(OwnerKind.OTHER, "", "", "", Confidence.LOW), UNREAD)
"""The verdict on a listing of which only was asked whether it is a party's, and it is none's; never shown."""


class Ruling(NamedTuple):
    """The verdicts on one page: a rank and a verdict for each result, and those on its features."""

    ranks: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    features: tuple[FeatureVerdict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """Judges searches from one brand's point of view.

    Attributes:
        brand: whose point of view.
        classifier: tells who owns a result.
        readings: what landing pages said, where they were read.
    """

    brand: Brand
    classifier: Classifier
    readings: Readings = field(default_factory=dict)
    _verdicts: dict[Verdict, Verdict] = field(default_factory=dict, repr=False)
    _listings: dict[Listing, Verdict] = field(default_factory=dict, repr=False)
    _parties: dict[Listing, Verdict] = field(default_factory=dict, repr=False)

    def judge(self, query: Query, request: SearchRequest, answer: Answer, ruling: Ruling) -> QueryGap:
        """Judge one search that was answered, from the verdicts on its page."""
        ranks, verdicts, features = ruling
        own = speaking = None
        competitors: dict[str, int] = {}
        for rank, verdict in zip(ranks, verdicts, strict=True):
            if verdict is SOMEBODY:
                continue
            _, ownership, presence = verdict
            if ownership.kind is _OWN:
                own = own or rank
            elif ownership.kind is _COMPETITOR:
                competitors.setdefault(ownership.name, rank)
            if presence.level is _SPEAKS:
                speaking = speaking or rank
        competitor = min(competitors.values(), default=None)
        return QueryGap(
            query=query,
            request=request,
            ending=answer,
            state=scoring.decide_state(own, competitor, speaks=speaking is not None),
            best_rank=own,
            leader=scoring.find_leader(self.brand.name, own, competitors),
            score=scoring.score_gap(own, speaking, competitor),
            ranks=ranks,
            verdicts=verdicts,
            features=features,
        )

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

    def judge_listings(self, listings: Sequence[Listing]) -> tuple[Verdict, ...]:
        """The verdicts on addresses with their titles, remembered: audits of many weeks list the same ones."""
        known = self._listings
        try:
            return tuple(map(known.__getitem__, listings))
        except KeyError:
            known.update((listing, self.judge_result(*listing)) for listing in listings if listing not in known)
            return tuple(map(known.__getitem__, listings))

    def find_parties(self, listings: Sequence[Listing]) -> tuple[Verdict, ...]:
        """Which configured party each listing belongs to, remembered; `SOMEBODY` where it belongs to none.

        A tenth of the work of `judge_listings`, for numbers that only ask where the competitive set ranks.
        """
        known = self._parties
        try:
            return tuple(map(known.__getitem__, listings))
        except KeyError:
            known.update((listing, self._find_party(listing[0])) for listing in listings if listing not in known)
            return tuple(map(known.__getitem__, listings))

    def _find_party(self, url: str) -> Verdict:
        party = self.classifier.find_party(url)
        if party is None:
            return SOMEBODY
        presence = OWNED if party.kind is _OWN else self.readings.get((self.brand.name, url), UNREAD)
        return Verdict("", party, presence)
