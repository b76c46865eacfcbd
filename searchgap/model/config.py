"""The configuration as the rest of the program reads it: validated, typed, without YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from searchgap.model.brand import Brand
from searchgap.model.goal import Gates, Goal
from searchgap.model.owner import OwnerRule
from searchgap.model.provider import ProviderSettings
from searchgap.model.query import QueryTemplate
from searchgap.model.score import RankWeights


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole `queries.yaml`.

    Attributes:
        path: the file it was read from; relative paths inside it start from its folder.
        digest: 16 hexadecimal digits that change when the meaning of the file does.
        brands: in the order of the file; names are unique.
        templates: every brand's queries, in the order of the file.
        variables: placeholder name to its values, besides `{brand}`, `{product}` and `{competitor}`.
        providers: settings by provider name, only for providers the file mentions.
        owner_rules: the user's own word on hosts.
        gates: when a CI run fails.
        goals: what the user wants to reach.
        weights: rank weights behind share of voice.
    """

    path: Path
    digest: str
    brands: tuple[Brand, ...]
    templates: tuple[QueryTemplate, ...]
    variables: Mapping[str, tuple[str, ...]]
    providers: Mapping[str, ProviderSettings]
    owner_rules: tuple[OwnerRule, ...]
    gates: Gates
    goals: tuple[Goal, ...]
    weights: RankWeights
