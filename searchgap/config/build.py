"""Sections without mistakes → the configuration as the rest of the program reads it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from searchgap.config.digest import digest_meaning
from searchgap.config.sections import (
    BrandSection,
    FileSection,
    GoalSection,
    PartySection,
    ProviderSection,
    SearchSection,
)
from searchgap.model.brand import Brand, Party
from searchgap.model.config import Config
from searchgap.model.goal import Gates, Goal
from searchgap.model.owner import OwnerRule
from searchgap.model.provider import ProviderSettings
from searchgap.model.query import Market, QueryTemplate, SearchSettings
from searchgap.reference.rank_weights import RANK_WEIGHTS

_DEFAULT = SearchSettings()
_DEFAULT_WEIGHTS = RANK_WEIGHTS["reciprocal"]


def build_config(file: FileSection, path: Path) -> Config:
    """The configuration a file means."""
    gates = file.gates
    config = Config(
        path=path,
        digest="",
        brands=tuple(map(build_brand, file.brands)),
        templates=tuple(_build_templates(file)),
        variables=MappingProxyType(file.vars),
        providers=MappingProxyType({name: _build_provider(name, file.providers[name]) for name in file.providers}),
        owner_rules=tuple(OwnerRule(match=owner.match, kind=owner.kind, name=owner.name) for owner in file.owners),
        gates=Gates(min_measured=gates.min_measured, fail_on=gates.fail_on) if gates else Gates(),
        goals=tuple(
            Goal(
                metric=goal.metric, target=goal.target, by=goal.by, brand=goal.brand, topic=goal.topic, query=goal.query
            )
            for goal in file.goals
        ),
        weights=file.weights or _DEFAULT_WEIGHTS,
    )
    return replace(config, digest=digest_meaning(config))


def build_brand(section: BrandSection) -> Brand:
    """A brand with its parties."""
    return Brand(
        name=section.name,
        domains=_unique(section.domains),
        accounts=_unique(section.accounts),
        also_known_as=_unique(section.also_known_as),
        ambiguous=_unique(section.ambiguous),
        products=_unique(section.products),
        voices=_unique(section.voices),
        competitors=tuple(map(_build_party, section.competitors)),
        partners=tuple(map(_build_party, section.partners)),
    )


def _build_party(section: PartySection) -> Party:
    return Party(name=section.name, domains=_unique(section.domains), accounts=_unique(section.accounts))


def _build_goal(section: GoalSection) -> Goal:
    return Goal(
        metric=section.metric,
        target=section.target,
        by=section.by,
        brand=section.brand,
        topic=section.topic,
        query=section.query,
    )


def _unique(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _build_provider(name: str, section: ProviderSection) -> ProviderSettings:
    return ProviderSettings(
        name=name,
        base_url=section.base_url,
        engines=_unique(section.engines),
        rate=section.rate,
        max_cost=section.max_cost,
        options=MappingProxyType(section.model_extra or {}),
    )


def _build_templates(file: FileSection) -> Iterator[QueryTemplate]:
    for brand in file.brands:
        usual = _build_settings(file.search, brand.search, brand)
        for query in brand.queries:
            says_nothing = query.search is None and not query.model_fields_set & SearchSection.model_fields.keys()
            settings = usual if says_nothing else _build_settings(file.search, brand.search, brand, query.search, query)
            yield QueryTemplate(
                brand=brand.name, text=query.query, topic=query.topic, weight=query.weight, settings=settings
            )


def _build_settings(*sections: SearchSection | None) -> SearchSettings:
    """What several sections say of a search; the inner-most, named last, wins."""
    given = {
        key: getattr(section, key)
        for section in sections
        if section
        for key in SearchSection.model_fields.keys() & section.model_fields_set
    }
    return SearchSettings(
        providers=given.get("provider", _DEFAULT.providers),
        market=Market(
            country=given.get("country"),
            language=given.get("language"),
            location=given.get("location"),
            device=given.get("device", _DEFAULT.market.device),
        ),
        depth=given.get("depth", _DEFAULT.depth),
    )
