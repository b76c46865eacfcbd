"""Who owns what stands beside the organic results: the sources of an AI overview, the threads of a forums block."""

from collections import Counter
from collections.abc import Iterable

from searchgap.model.gap import FeatureVerdict, QueryGap
from searchgap.model.owner import OwnerKind
from searchgap.model.serp import FeatureKind
from searchgap.report.words import word_count

_NAMES = {
    FeatureKind.AI_OVERVIEW: "AI overview",
    FeatureKind.ANSWER_BOX: "answer box",
    FeatureKind.QUESTIONS: "questions",
    FeatureKind.DISCUSSIONS: "discussions and forums",
    FeatureKind.VIDEOS: "videos",
    FeatureKind.NEWS: "news",
    FeatureKind.KNOWLEDGE_PANEL: "knowledge panel",
    FeatureKind.ADS: "ads",
}


def word_features(gaps: Iterable[QueryGap]) -> tuple[str, ...]:
    """A sentence for each sort of feature with links: how often it stood there, and who owns its links.

    A feature that no provider reported may still have been on the page, so none is said to be missing.
    """
    found: dict[FeatureKind, list[FeatureVerdict]] = {}
    for gap in gaps:
        for feature in gap.features:
            found.setdefault(feature.kind, []).append(feature)
    return tuple(
        _word_feature(name, found[kind]) for kind, name in _NAMES.items() if kind in found and _count_links(found[kind])
    )


def _word_feature(name: str, features: list[FeatureVerdict]) -> str:
    owners = _count_links(features)
    links = word_count(owners.total(), "link")
    own = f"{owners[OwnerKind.OWN]} own" if owners[OwnerKind.OWN] else "none of them own"
    others = (f"{count} {kind}" for kind, count in owners.most_common() if kind is not OwnerKind.OWN)
    return f"{name}: reported {word_count(len(features), 'time')}, {links}: {', '.join([own, *others])}"


def _count_links(features: Iterable[FeatureVerdict]) -> Counter[OwnerKind]:
    return Counter(ownership.kind for feature in features for ownership in feature.owners if ownership)
