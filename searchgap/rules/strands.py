"""Which audits can stand in one series: the same brand and ranking, every shared query searched on the same terms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from searchgap.model.audit import Audit
from searchgap.model.gap import QueryGap
from searchgap.model.goal import EVERYTHING, Scope
from searchgap.model.standing import AuditStanding, BrandStanding, QueryStanding
from searchgap.model.trend import SearchTerms
from searchgap.rules.measures import Sums, add_up, takes_in
from searchgap.rules.standings import stand

_Gap: TypeAlias = QueryGap | QueryStanding


class SearchList:
    """What a brand's part of an audit asked for: its searches by query, whatever came of them."""

    def __init__(self, gaps: Iterable[_Gap]) -> None:
        by_text: dict[str, tuple[str, ...]] = {}
        by_topic: dict[str | None, set[str]] = {}
        terms: dict[SearchTerms, None] = {}
        for gap in gaps:
            request, text = gap.request, gap.query.text
            by_text[text] = (*by_text[text], request.key) if text in by_text else (request.key,)
            by_topic.setdefault(gap.query.topic, set()).add(request.key)
            terms[SearchTerms(request.provider, request.engine, request.market, request.depth)] = None
        self.by_text: Mapping[str, frozenset[str]] = {text: frozenset(keys) for text, keys in by_text.items()}
        self.by_topic: Mapping[str | None, frozenset[str]] = {
            topic: frozenset(keys) for topic, keys in by_topic.items()
        }
        self.terms = tuple(terms)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all its requests."""
        return frozenset().union(*self.by_topic.values())

    def keys_of(self, scope: Scope) -> frozenset[str]:
        """The keys of the requests for what a scope takes in; the scope's own brand is not looked at."""
        keys = self.keys if scope.topic is None else self.by_topic.get(scope.topic, frozenset())
        return keys if scope.query is None else keys & self.by_text.get(scope.query, frozenset())

    def is_like(self, other: "SearchList") -> bool:
        """Whether the two share a query, and searched all they share on the same terms."""
        if other is self:
            return True
        shared = self.by_text.keys() & other.by_text.keys()
        return bool(shared) and all(self.by_text[text] == other.by_text[text] for text in shared)


class Sample:
    """One brand's part of one audit under one kind of ranking. What several want to know of it is added up once.

    Args:
        audit: the audit.
        brand: the part.
        searches: what it asked for.
    """

    def __init__(self, audit: AuditStanding, brand: BrandStanding, searches: SearchList) -> None:
        self.audit = audit
        self.brand = brand
        self.searches = searches
        self._known: dict[Scope, Sums] = {}
        self._parts: dict[tuple[str | None, frozenset[str]], Sums] = {}

    @property
    def started_at(self) -> datetime:
        """When the audit began, UTC."""
        return self.audit.run.started_at

    def is_selection_of(self, other: "Sample") -> bool:
        """Whether the same configuration was asked for a chosen part of what the other asked for."""
        return (
            self.audit.run.config_digest == other.audit.run.config_digest and self.searches.keys < other.searches.keys
        )

    def add_up(self, scope: Scope) -> Sums:
        """The sums over the queries of a scope; the scope's own brand is not looked at."""
        scope = replace(scope, brand=None)
        if scope not in self._known:
            if scope == EVERYTHING:
                self._known[scope] = self._add_up_topics()
            elif scope.query is None:
                self._known[scope] = self._by_topic[scope.topic]
            else:
                self._known[scope] = self._sum(gap for gap in self.brand.gaps if takes_in(scope, gap.query))
        return self._known[scope]

    def add_up_some(self, scope: Scope, keys: frozenset[str]) -> Sums:
        """The sums over those queries of a scope that are searched under these keys."""
        whole = Sums()
        for topic, own in self.searches.by_topic.items():
            if scope.topic in {None, topic} and (wanted := keys & own):
                whole.add(self._add_up_part(topic, wanted))
        return whole

    def _add_up_part(self, topic: str | None, keys: frozenset[str]) -> Sums:
        if keys == self.searches.by_topic[topic]:
            return self._by_topic[topic]
        if (topic, keys) not in self._parts:
            gaps = (gap for gap in self.brand.gaps if gap.query.topic == topic and gap.request.key in keys)
            self._parts[topic, keys] = self._sum(gaps)
        return self._parts[topic, keys]

    def _add_up_topics(self) -> Sums:
        whole = Sums()
        for sums in self._by_topic.values():
            whole.add(sums)
        return whole

    @cached_property
    def _by_topic(self) -> Mapping[str | None, Sums]:
        gaps: dict[str | None, list[_Gap]] = {}
        for gap in self.brand.gaps:
            gaps.setdefault(gap.query.topic, []).append(gap)
        return {topic: self._sum(some) for topic, some in gaps.items()}

    def _sum(self, gaps: Iterable[_Gap]) -> Sums:
        return add_up(gaps, self.brand.competitive_set, self.audit.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """The samples of one brand and ranking that are like each other, oldest first.

    Attributes:
        samples: at least one.
        current: whether the latest of the brand and ranking is among them.
    """

    samples: tuple[Sample, ...]
    current: bool

    @property
    def brand(self) -> BrandStanding:
        """The latest part, which names the brand and the ranking."""
        return self.samples[-1].brand


Samples: TypeAlias = Mapping[tuple[str, str], Sequence[Sample]]  # by brand name and ranking, oldest first


def take_samples(audits: Iterable[Audit | AuditStanding]) -> Samples:
    """The samples of some audits, in any order given; the brands of the latest audit come first.

    A query counts in all of them with the weight it had last, so that a weight that was edited moves no number.
    """
    weights: dict[tuple[str, str], float] = {}
    lists: dict[tuple[int, str, str], tuple[SearchList, bool]] = {}
    found: dict[tuple[str, str], list[Sample]] = {}
    stood = (stand(audit) if isinstance(audit, Audit) else audit for audit in audits)
    for audit in sorted(stood, key=lambda audit: audit.run.started_at, reverse=True):
        for brand in filter(lambda brand: brand.gaps, audit.brands):
            # Audits of one plan ask for the same; no other plan has its id while they are held here.
            key = id(audit.run.plan), brand.name, brand.ranking
            if key not in lists:
                lists[key] = SearchList(brand.gaps), _are_edited(brand, weights)
            searches, edited = lists[key]
            part = _weigh_as_last(brand, weights) if edited else brand
            found.setdefault((brand.name, brand.ranking), []).append(Sample(audit, part, searches))
    return {key: samples[::-1] for key, samples in found.items()}


def _are_edited(brand: BrandStanding, weights: dict[tuple[str, str], float]) -> bool:
    """Whether a query had another weight than it had last; those not seen yet are remembered."""
    queries = [gap.query for gap in brand.gaps]
    lasting = [weights.setdefault((query.brand, query.text), query.weight) == query.weight for query in queries]
    return not all(lasting)


def _weigh_as_last(brand: BrandStanding, weights: Mapping[tuple[str, str], float]) -> BrandStanding:
    return replace(brand, gaps=tuple(_reweigh(gap, weights[gap.query.brand, gap.query.text]) for gap in brand.gaps))


def _reweigh(gap: _Gap, weight: float) -> _Gap:
    return gap if gap.query.weight == weight else gap._replace(query=replace(gap.query, weight=weight))


def part_selections(samples: Sequence[Sample]) -> tuple[list[Sample], list[tuple[Sample, Sample]]]:
    """The samples that asked for all they could, and each of the others with one that shows it."""
    whole, selections = [], []
    for sample in samples:
        fuller = next((other for other in samples if sample.is_selection_of(other)), None)
        if fuller is None:
            whole.append(sample)
        else:
            selections.append((sample, fuller))
    return whole, selections


def group_alike(samples: Sequence[Sample]) -> tuple[Strand, ...]:
    """Samples of one brand and ranking as strands, the current one first. A strand is as its latest sample is."""
    groups: list[list[Sample]] = []
    for sample in reversed(samples):
        group = next((group for group in groups if group[0].searches.is_like(sample.searches)), None)
        if group is None:
            groups.append([sample])
        else:
            group.append(sample)
    return tuple(Strand(samples=tuple(reversed(group)), current=group is groups[0]) for group in groups)
