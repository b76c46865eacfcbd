"""Addresses seen in an audit → domains and accounts that look like a brand's own and are not configured.

A proposal holds the brand's whole name, alone or with one of the few words that companies put around theirs. Nothing is
proposed for a likeness of letters, for a name with words of praise or complaint, or where the name is somebody else's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand, Party
from searchgap.model.owner import PARTY_KINDS, OwnerKind, Ownership
from searchgap.model.serp import Serp
from searchgap.rules.classify import Classifier
from searchgap.rules.clues import Strength
from searchgap.rules.homes import Home, HomeKey, HomeKind, Likeness, read_home
from searchgap.rules.names import NamePattern, read_names
from searchgap.rules.urls import UrlReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A place that looks like a brand's own. It counts for nothing until the user configures it.

    Attributes:
        brand: the brand's name.
        key: the key of the brand it would be configured under.
        place: what would be written there.
        strength: how much the likeness says.
        reason: what the likeness is, in words.
        seen: how often it was listed in the run.
        url: the first address it was seen under.
    """

    brand: str
    key: HomeKey
    place: str
    strength: Strength
    reason: str
    seen: int
    url: str


@dataclass(slots=True)
class _Sighting:
    home: Home
    url: str
    seen: int = 0


def suggest_homes(
    run: AuditRun, brands: Sequence[Brand], *, classifier_for: Callable[[Brand], Classifier], urls: UrlReader
) -> tuple[Suggestion, ...]:
    """What looks like the brands' own in a run: by brand, domains before accounts, the strongest first.

    Args:
        run: the facts; every brand is looked for in all of them.
        brands: as they are configured today.
        classifier_for: makes the classifier of a brand, which knows what is configured already.
        urls: reads addresses.
    """
    sightings = _read_homes(_list_urls(run), urls)
    found = [suggestion for brand in brands for suggestion in _suggest(brand, brands, classifier_for(brand), sightings)]
    order = {brand.name: place for place, brand in enumerate(brands)}
    found.sort(key=lambda one: (order[one.brand], one.key != HomeKey.DOMAINS, -one.strength, -one.seen, one.place))
    return tuple(found)


def _suggest(
    brand: Brand, brands: Sequence[Brand], classifier: Classifier, sightings: Sequence[_Sighting]
) -> Iterator[Suggestion]:
    names = read_names((brand.name, *brand.also_known_as, *brand.products), brand.ambiguous)
    others = read_names(_names_of_others(brand, brands), ())
    for sighting in sightings:
        home = sighting.home
        likeness = home.resemble(names, brand.domains)
        if likeness is None or _is_of_others(home, likeness, others):
            continue
        if not _is_taken(home, classifier.classify(f"https://{home.text}")[1], names):
            yield Suggestion(
                brand=brand.name,
                key=home.key,
                place=home.text,
                strength=likeness.strength,
                reason=likeness.reason,
                seen=sighting.seen,
                url=sighting.url,
            )


def _list_urls(run: AuditRun) -> Iterator[str]:
    """Addresses of results and of everything else on the pages."""
    for outcome in run.outcomes.values():
        if isinstance(outcome, Serp):
            yield from (result.url for result in outcome.results)
            yield from (item.url for feature in outcome.features for item in feature.items if item.url)


def _read_homes(addresses: Iterable[str], urls: UrlReader) -> tuple[_Sighting, ...]:
    sightings: dict[str, _Sighting] = {}
    for url in addresses:
        home = read_home(urls.read(url))
        if home is not None:
            sightings.setdefault(home.text.casefold(), _Sighting(home, url)).seen += 1
    return tuple(sightings.values())


def _names_of_others(brand: Brand, brands: Sequence[Brand]) -> Iterator[str]:
    parties: list[Party] = [*brand.competitors, *brand.partners]
    for other in brands:
        if other.name != brand.name:
            parties.append(other)
            yield from (*other.also_known_as, *other.products)
    yield from (party.name for party in parties)


def _is_of_others(home: Home, likeness: Likeness, others: Sequence[NamePattern]) -> bool:
    """Whether a home is called by another party's whole name, or names one beside the brand's."""
    return any(other.fits(home.label) or other.occurs_in(likeness.rest) for other in others)


def _is_taken(home: Home, verdict: Ownership, names: Sequence[NamePattern]) -> bool:
    """Whether somebody has said whose it is: the user, or of a site the catalogue, with a name that is not the brand's.

    An account on a competitor's network can still be the brand's.
    """
    if verdict.kind in PARTY_KINDS:
        on_their_ground = home.kind is HomeKind.ACCOUNT and verdict.rule == "domain"
        return verdict.kind is OwnerKind.OWN or not on_their_ground
    if verdict.rule == "catalogue" and home.kind is HomeKind.SITE:
        return not any(name.fits(verdict.name) for name in names)
    return verdict.rule == "owners"
