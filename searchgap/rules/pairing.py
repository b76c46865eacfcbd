"""Which searches of two audits are held against each other: those of the same query, searched alike."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from searchgap.model.audit import BrandAudit
from searchgap.model.comparison import Change, Difference, Facet, QueryPair
from searchgap.model.gap import QueryGap
from searchgap.model.snapshot import Snapshot
from searchgap.rules.likeness import find_differences


@dataclass(slots=True, kw_only=True)
class BrandPairs:
    """The queries of one brand, paired.

    Attributes:
        name: the brand.
        ranking: what the order of the results means, on either side.
        pairs: queries to compare, measured or not, in the order of the later plan.
        apart: queries in both plans that are not to be compared, each with what makes its searches unlike.
        added: queries that only the later plan has.
        removed: queries that only the earlier plan has.
        as_reported: the brand's part of either audit.
    """

    name: str
    ranking: Change[str]
    pairs: list[QueryPair] = field(default_factory=list)
    apart: list[QueryPair] = field(default_factory=list)
    added: list[QueryGap] = field(default_factory=list)
    removed: list[QueryGap] = field(default_factory=list)
    as_reported: Change[BrandAudit | None]


class _Placed(NamedTuple):
    """A judgement that no search of the other audit answers to, and the kind of ranking it is under."""

    ranking: str
    gap: QueryGap


Parses = Callable[[str], bool]
Pairing = Callable[[Snapshot, Snapshot, Parses], list[BrandPairs]]
"""Pairs two audits; the last argument tells of a provider whether its pages are read by this program's parsers."""


def pair_alike(before: Snapshot, after: Snapshot, parses: Parses) -> list[BrandPairs]:
    """Pair the searches that are alike; what is searched in both audits but not alike is set apart."""
    groups = _pair(before, after, parses)
    for group in groups.values():
        group.apart = [pair for pair in group.pairs if pair.unlike]
        group.pairs = [pair for pair in group.pairs if not pair.unlike]
    return _tidy(groups)


def pair_anyhow(before: Snapshot, after: Snapshot, parses: Parses) -> list[BrandPairs]:
    """Pair every query of a brand that both audits have, alike or not; each pair says in what it is unlike."""
    return _tidy(_pair(before, after, parses))


def count_differences(pairs: Iterable[QueryPair]) -> Mapping[Difference, int]:
    """How many pairs each difference concerns, most first."""
    counts = Counter(difference for pair in pairs for difference in pair.unlike)
    return dict(counts.most_common())


_Groups = dict[tuple[str, str, str], BrandPairs]


def _pair(before: Snapshot, after: Snapshot, parses: Parses) -> _Groups:
    versions = (before.audit.run.version, after.audit.run.version)
    earlier = {(brand.name, brand.ranking): brand for brand in before.audit.brands}
    later = {(brand.name, brand.ranking): brand for brand in after.audit.brands}
    groups: _Groups = {}
    lone_before: dict[tuple[str, str], list[_Placed]] = defaultdict(list)
    lone_after: list[_Placed] = []
    for name, ranking in {**later, **earlier}:
        group = groups[name, ranking, ranking] = BrandPairs(
            name=name,
            ranking=Change(ranking, ranking),
            as_reported=Change(earlier.get((name, ranking)), later.get((name, ranking))),
        )
        olds = {gap.request.key: gap for gap in _gaps_of(group.as_reported.before)}
        for gap in _gaps_of(group.as_reported.after):
            old = olds.pop(gap.request.key, None)
            if old is None:
                lone_after.append(_Placed(ranking, gap))
            else:
                unlike = find_differences(old, gap, versions, parses)
                group.pairs.append(QueryPair(before=old, after=gap, unlike=unlike))
        for old in olds.values():
            lone_before[name, old.query.text].append(_Placed(ranking, old))
    _pair_lone(groups, lone_before, lone_after, lambda old, new: find_differences(old, new, versions, parses))
    return groups


def _pair_lone(
    groups: _Groups,
    lone_before: Mapping[tuple[str, str], list[_Placed]],
    lone_after: Iterable[_Placed],
    compare: Callable[[QueryGap, QueryGap], tuple[Difference, ...]],
) -> None:
    """Pair what is left by the words of the query, the least unlike search first; the rest is in one plan only."""
    for ranking, gap in lone_after:
        name = gap.query.brand
        candidates = lone_before.get((name, gap.query.text), [])
        if not candidates:
            groups[name, ranking, ranking].added.append(gap)
            continue
        judged = [(compare(old.gap, gap), old) for old in candidates]
        unlike, old = min(judged, key=lambda one: (one[1].ranking != ranking, len(one[0])))
        candidates.remove(old)
        if old.ranking != ranking:
            unlike = (*unlike, Difference(Facet.RANKING, old.ranking, ranking))
        group = _group_of(groups, name, old.ranking, ranking)
        group.pairs.append(QueryPair(before=old.gap, after=gap, unlike=unlike))
    for (name, _), left in lone_before.items():
        for ranking, gap in left:
            groups[name, ranking, ranking].removed.append(gap)


def _group_of(groups: _Groups, name: str, before: str, after: str) -> BrandPairs:
    if (name, before, after) not in groups:
        reported = Change(groups[name, before, before].as_reported.before, groups[name, after, after].as_reported.after)
        groups[name, before, after] = BrandPairs(name=name, ranking=Change(before, after), as_reported=reported)
    return groups[name, before, after]


def _tidy(groups: _Groups) -> list[BrandPairs]:
    """The groups that hold anything, those of one brand together."""
    order = {name: place for place, name in enumerate(dict.fromkeys(name for name, _, _ in groups))}
    held = [group for group in groups.values() if group.pairs or group.apart or group.added or group.removed]
    return sorted(held, key=lambda group: order[group.name])


def _gaps_of(brand: BrandAudit | None) -> Iterator[QueryGap]:
    yield from brand.gaps if brand else ()
