"""Results whose owner is only guessed → the places worth a word of the user's, those that hold most first."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from searchgap.model.audit import AuditRun
from searchgap.model.owner import OwnerKind, Ownership
from searchgap.model.serp import OrganicResult, Serp
from searchgap.rules.catalogue import Catalogue
from searchgap.rules.scoring import TOP
from searchgap.rules.urls import UrlReader

# Rules by which somebody has spoken for the very address.
_SPOKEN_FOR = frozenset({"domain", "account", "owners", "catalogue"})
_FIRST_SEGMENT = re.compile(r"/[^/?#\s*]+(?=[/?#]|\Z)")

Classify = Callable[[str, str], tuple[str, Ownership]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclassified:
    """A place on the web that nobody has classified, with what it is taken for.

    Attributes:
        match: its host without `www.`; with the first segment of the path where the catalogue speaks for parts of it.
        places: top-ten places it holds, of every search of the run.
        queries: on how many queries.
        guess: the verdict on most of its results.
        also: other kinds its results were taken for.
        url: the best-ranked of the results it was guessed from.
    """

    match: str
    places: int
    queries: int
    guess: Ownership
    also: tuple[OwnerKind, ...]
    url: str


@dataclass(slots=True)
class _Sighting:
    """What is gathered of one place while results are read."""

    queries: set[str] = field(default_factory=set)
    guesses: Counter[Ownership] = field(default_factory=Counter)
    best: dict[OwnerKind, OrganicResult] = field(default_factory=dict)


def find_unclassified(
    run: AuditRun, *, classify: Classify, catalogue: Catalogue, urls: UrlReader
) -> tuple[Unclassified, ...]:
    """The places of a run that are neither configured nor listed; most places first, then most queries, then by name.

    Args:
        run: the facts; a search that several brands want counts once.
        classify: the verdict on an address and a title, from the point of view of whoever has a stake.
        catalogue: tells which hosts are known in parts.
        urls: reads addresses.
    """
    seen: dict[str, _Sighting] = {}
    for query, result in _list_top(run):
        ownership = classify(result.url, result.title)[1]
        match = None if ownership.rule in _SPOKEN_FOR else _find_match(result.url, catalogue, urls)
        if match is None:
            continue
        sighting = seen.setdefault(match, _Sighting())
        sighting.queries.add(query)
        sighting.guesses[ownership] += 1
        best = sighting.best.setdefault(ownership.kind, result)
        if result.rank < best.rank:
            sighting.best[ownership.kind] = result
    found = (_sum_up(match, sighting) for match, sighting in seen.items())
    return tuple(sorted(found, key=lambda one: (-one.places, -one.queries, one.match)))


def _list_top(run: AuditRun) -> Iterator[tuple[str, OrganicResult]]:
    for outcome in run.outcomes.values():
        if isinstance(outcome, Serp):
            for result in outcome.results:
                if result.rank <= min(TOP, outcome.request.depth):
                    yield outcome.request.text, result


def _find_match(url: str, catalogue: Catalogue, urls: UrlReader) -> str | None:
    """What a line of `owners` should match; None where there is no host, or the catalogue knows all of it.

    The whole host is matched only where that takes nothing from the catalogue.
    """
    address = urls.read(url)
    name = address.host.name
    paths = [entry.path for entry in catalogue.entries(name)]
    if not (name and all(paths)):
        return None
    host = name.removeprefix("www.") if name.count(".") > 1 else name
    segment = _FIRST_SEGMENT.match(address.tail) if paths else None
    return host + segment.group() if segment else host


def _sum_up(match: str, sighting: _Sighting) -> Unclassified:
    kinds: Counter[OwnerKind] = Counter()
    for ownership, count in sighting.guesses.items():
        kinds[ownership.kind] += count
    (kind, _), *others = kinds.most_common()
    guess = next(one for one, _ in sighting.guesses.most_common() if one.kind is kind)
    return Unclassified(
        match=match,
        places=sighting.guesses.total(),
        queries=len(sighting.queries),
        guess=guess,
        also=tuple(other for other, _ in others),
        url=sighting.best[kind].url,
    )
