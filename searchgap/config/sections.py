"""The sections of `queries.yaml` as pydantic models: each key with its meaning, its type and an example.

Whatever is empty (`competitors:` with all below it commented out) counts as not written.
"""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from searchgap.config.complaints import MistakeError, Place
from searchgap.config.key_types import (
    Account,
    Amount,
    BaseUrl,
    Condition,
    Country,
    Day,
    Depth,
    DeviceName,
    Domain,
    Language,
    Location,
    MetricName,
    OwnerKindName,
    Providers,
    Rate,
    Setting,
    Share,
    Target,
    Text,
    Version,
    Weight,
    Weights,
)
from searchgap.config.scalars import describe
from searchgap.config.yaml_values import Scalar, Table, is_null

# Told to editors; who checks it is `checks`, which knows a list that lost its items to other mistakes.
_AT_LEAST_ONE: dict[str, Any] = {"minItems": 1}


class Section(BaseModel):
    """A mapping of the file."""

    model_config = ConfigDict(extra="forbid")
    may_be_null: ClassVar[frozenset[str]] = frozenset()
    _place: Place = PrivateAttr()

    @property
    def place(self) -> Place:
        """Where the section stands in the file."""
        return self._place

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, read_keys: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ANN401 - anything can stand there
        table = cls._as_table(value)
        section = read_keys({key: kept for key, kept in table.items() if not cls._is_left_out(key, kept)})
        section._place = table.place  # noqa: SLF001 - set where it is declared
        return section

    @classmethod
    def _as_table(cls, value: object) -> Table:
        if isinstance(value, Table):
            return value
        if isinstance(value, Scalar) and is_null(value):
            return Table(value.place)
        raise MistakeError(
            f"must be a mapping with keys such as {', '.join(list(cls.model_fields)[:3])}, not {describe(value)}"
        )

    @classmethod
    def _is_left_out(cls, key: str, value: object) -> bool:
        return is_null(value) and key in cls.model_fields and key not in cls.may_be_null


class SearchSection(Section):
    """How queries are searched; every key can be set for all, per brand and per query, and the inner-most wins."""

    may_be_null = frozenset({"country", "language", "location"})

    provider: Providers | None = Field(
        None,
        description="Who is asked: a name from `searchgap providers`, or a list of several.",
        examples=["brave", ["brave", "serper"]],
    )
    country: Country = Field(None, description="Where the search is made from: ISO 3166-1 alpha-2.", examples=["us"])
    language: Language = Field(None, description="The language searched in: a BCP 47 tag.", examples=["en", "pt-BR"])
    location: Location = Field(
        None, description="A place name, for providers that take one.", examples=["Austin, Texas"]
    )
    device: DeviceName | None = Field(
        None, description="The kind of screen the results are made for, desktop unless said.", examples=["desktop"]
    )
    depth: Depth | None = Field(None, description="How many organic results to ask for, 10 unless said.", examples=[10])


class QuerySection(SearchSection):
    """One query, or a template of many."""

    query: Text = Field(
        description="The words searched. {brand}, {product}, {competitor} and names from `vars` stand for each of "
        "their values in turn; {{ and }} are plain braces.",
        examples=["{product} vs {competitor}"],
    )
    topic: Text | None = Field(None, description="A free label; reports group by it.", examples=["comparison"])
    weight: Weight = Field(1, description="Importance, such as monthly searches; 1 unless said.", examples=[3])
    search: SearchSection | None = Field(None, description="How this query is searched.", examples=[{"country": "de"}])

    @classmethod
    def _as_table(cls, value: object) -> Table:
        if not isinstance(value, Scalar | Table) or is_null(value):
            raise MistakeError(f"must be text or a mapping with the key query, not {describe(value)}")
        if isinstance(value, Scalar):
            table = Table(value.place)
            table.put("query", value, value.place.line)
            return table
        if not value.keys() & cls.model_fields.keys():
            problem = 'must be text or have the key query: text that holds ": " or starts with "{" needs quotes'
            raise MistakeError(problem, example='- "{product} vs {competitor}"')
        return value


class PartySection(Section):
    """Somebody who can own a result."""

    name: Text = Field(description="How reports call them.", examples=["Evernote"])
    domains: tuple[Domain, ...] = Field(
        (),
        description="Registrable domains, hosts or host/path prefixes; subdomains are included.",
        examples=[["evernote.com"]],
    )
    accounts: tuple[Account, ...] = Field(
        (),
        description="Their accounts on platforms, host and path.",
        examples=[["youtube.com/@evernote", "reddit.com/user/evernote"]],
    )


class BrandSection(SearchSection, PartySection):
    """A brand, everything that speaks for it, and the queries it is audited on."""

    also_known_as: tuple[Text, ...] = Field((), description="Other spellings of the name.", examples=[["EN"]])
    ambiguous: tuple[Text, ...] = Field(
        (), description="Spellings that are ordinary words and count only in context.", examples=[["EN"]]
    )
    products: tuple[Text, ...] = Field((), description="What {product} stands for.", examples=[["Evernote Web"]])
    voices: tuple[Text, ...] = Field(
        (), description="Author names that speak for the brand on other people's pages.", examples=[["Evernote Staff"]]
    )
    competitors: tuple[PartySection, ...] = Field(
        (), description="What {competitor} stands for.", examples=[[{"name": "Notion", "domains": ["notion.so"]}]]
    )
    partners: tuple[PartySection, ...] = Field(
        (),
        description="Parties whose results are neither ours nor a competitor's.",
        examples=[[{"name": "Zapier", "domains": ["zapier.com"]}]],
    )
    search: SearchSection | None = Field(
        None, description="How this brand's queries are searched.", examples=[{"country": "de"}]
    )
    queries: tuple[QuerySection, ...] = Field(
        json_schema_extra=_AT_LEAST_ONE,
        description="What the brand's users search for: text, or a mapping with the key query.",
        examples=[["evernote gtd", {"query": "{product} vs {competitor}", "topic": "comparison", "weight": 3}]],
    )


class ProviderSection(Section):
    """Settings of one provider; keys not listed here are handed to the provider."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Setting]

    base_url: BaseUrl | None = Field(
        None,
        description="Another address for its API: a gateway, your own instance.",
        examples=["http://127.0.0.1:8888"],
    )
    engines: tuple[Text, ...] = Field((), description="Whose rankings to ask for.", examples=[["google"]])
    rate: Rate | None = Field(None, description="Most searches per time, or per second.", examples=["20/s", "100/min"])
    max_cost: Amount | None = Field(None, description="Most US dollars to spend in one audit.", examples=[2.00])


class OwnerSection(Section):
    """The user's own word on who owns a place."""

    match: Domain = Field(
        description="A registrable domain, host or host/path prefix; subdomains are included.",
        examples=["notionforums.com"],
    )
    kind: OwnerKindName = Field(description="The sort of owner.", examples=["community"])
    name: Text | None = Field(None, description="The owner's name; the domain if left out.", examples=["Notion Forums"])


class GatesSection(Section):
    """When `searchgap audit --gate` fails a CI run."""

    min_measured: Share | None = Field(
        None, description="Share of planned searches that must be measured to judge at all.", examples=[0.8]
    )
    fail_on: tuple[Condition, ...] = Field(
        (),
        description="Conditions that fail the run: a metric, a scope if wanted, one of < <= > >= == !=, and a number.",
        examples=[["coverage < 0.3", "absent[brand=Evernote, topic=comparison] > 12", "new_gaps > 0"]],
    )


class GoalSection(Section):
    """A number to reach by a day; without brand, topic and query it is meant for everything."""

    brand: Text | None = Field(None, description="Only this brand.", examples=["Evernote"])
    topic: Text | None = Field(None, description="Only queries of this topic.", examples=["comparison"])
    query: Text | None = Field(None, description="Only this query.", examples=["evernote gtd"])
    metric: MetricName = Field(description="What is measured.", examples=["coverage"])
    target: Target = Field(description="The value to reach; shares run from 0 to 1.", examples=[0.5])
    by: Day = Field(description="The day it should be reached.", examples=["2027-03-31"])


class FileSection(Section):
    """A whole `queries.yaml`."""

    version: Version = Field(description="The version of this format.", examples=[1])
    search: SearchSection | None = Field(
        None,
        description="How queries are searched.",
        examples=[{"provider": "brave", "country": "us", "language": "en"}],
    )
    providers: dict[str, ProviderSection] = Field(
        {}, description="Settings by provider.", examples=[{"brave": {"rate": "20/s", "max_cost": 2.00}}]
    )
    vars: dict[str, tuple[Text, ...]] = Field(
        {},
        description="Placeholders besides {brand}, {product} and {competitor}, with their values.",
        examples=[{"workflow": ["gtd", "bullet journal"]}],
    )
    brands: tuple[BrandSection, ...] = Field(
        json_schema_extra=_AT_LEAST_ONE,
        description="The brands to audit.",
        examples=[[{"name": "Evernote", "domains": ["evernote.com"], "queries": ["evernote gtd"]}]],
    )
    owners: tuple[OwnerSection, ...] = Field(
        (),
        description="Your own word on who owns a place; it beats the built-in catalogue.",
        examples=[[{"match": "notionforums.com", "kind": "community"}]],
    )
    gates: GatesSection | None = Field(None, description="When a CI run fails.", examples=[{"min_measured": 0.8}])
    goals: tuple[GoalSection, ...] = Field(
        (),
        description="What you want to reach.",
        examples=[[{"brand": "Evernote", "metric": "coverage", "target": 0.5, "by": "2027-03-31"}]],
    )
    weights: Weights | None = Field(
        None,
        description="Rank weights behind share of voice: a table by name, or your own by rank.",
        examples=["reciprocal", {1: 0.3, 2: 0.2}],
    )
