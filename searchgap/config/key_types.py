"""The types of keys: how a value is read, and what an editor is told it may be."""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from searchgap.config import conditions, markets, scalars, sites
from searchgap.config.complaints import MistakeError, UnknownNameError, quote
from searchgap.config.yaml_values import Items, Table, is_null
from searchgap.model.goal import Metric, Threshold
from searchgap.model.owner import PARTY_KINDS, OwnerKind
from searchgap.model.query import Device
from searchgap.model.score import RankWeights
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.rules.plan import DEEPEST

FILE_VERSION = 1

_RANK = re.compile(r"[1-9][0-9]?|100")
_RANKS_EXAMPLE = "weights: {1: 0.3, 2: 0.2}"
_OWNER_KINDS = tuple(kind for kind in OwnerKind if kind not in PARTY_KINDS)
_POSITIVE: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0}
_TEXT: dict[str, Any] = {"type": ["string", "number"]}


def _of_word(read: Callable[[str], Any]) -> PlainValidator:
    """Reads a word first, then what the word says."""
    return PlainValidator(lambda value: read(scalars.read_word(value)))


def _or_nothing(read: Callable[[object], str]) -> PlainValidator:
    """Nothing is a value too: an inner section undoes with it what an outer one sets."""
    return PlainValidator(lambda value: None if is_null(value) else read(value))


def _read_version(value: object) -> int:
    if scalars.read_whole_number(value) != FILE_VERSION:
        raise MistakeError(f"must be {FILE_VERSION}, not {scalars.describe(value)}")
    return FILE_VERSION


def _read_providers(value: object, info: ValidationInfo) -> tuple[str, ...]:
    names = value if isinstance(value, Items) else [value]
    if not names:
        raise MistakeError("must name at least one provider")
    providers = tuple(dict.fromkeys(scalars.read_word(name) for name in names))
    known: Collection[str] = info.context or ()
    for provider in providers:
        if provider not in known:
            raise UnknownNameError("provider", provider, known)
    return providers


def _read_owner_kind(kind: str) -> OwnerKind:
    if kind in PARTY_KINDS:
        raise MistakeError(f"must not be {kind}: list the place under its brand instead")
    if kind not in _OWNER_KINDS:
        raise UnknownNameError("kind", kind, _OWNER_KINDS)
    return OwnerKind(kind)


def _read_rank_weights(value: object) -> RankWeights:
    if isinstance(value, Table):
        return _read_own_weights(value)
    if isinstance(value, Items):
        raise MistakeError("must be a name, or a mapping of ranks to weights, not a list")
    name = scalars.read_word(value)
    if name not in RANK_WEIGHTS:
        raise UnknownNameError("table of rank weights", name, RANK_WEIGHTS)
    return RANK_WEIGHTS[name]


def _read_own_weights(table: Table) -> RankWeights:
    weights: dict[int, float] = {}
    for rank, weight in table.items():
        if not _RANK.fullmatch(rank):
            problem = f"must map ranks from 1 to 100 to weights, and {quote(rank)} is no such rank"
            raise MistakeError(problem, example=_RANKS_EXAMPLE)
        try:
            weights[int(rank)] = scalars.read_number_from_0(weight)
        except MistakeError as mistake:
            raise MistakeError(f"rank {rank}: {mistake.problem}", example=_RANKS_EXAMPLE) from None
    if not any(weights.values()):
        raise MistakeError("must give at least one rank a weight above 0", example=_RANKS_EXAMPLE)
    values = tuple(weights.get(rank, 0.0) for rank in range(1, max(weights) + 1))
    return RankWeights(name="custom", values=values, source="the configuration")


Text = Annotated[str, PlainValidator(scalars.read_line), WithJsonSchema(_TEXT)]
Domain = Annotated[str, _of_word(sites.read_domain), WithJsonSchema({"type": "string"})]
Account = Annotated[str, _of_word(sites.read_account), WithJsonSchema({"type": "string", "pattern": "/"})]
BaseUrl = Annotated[
    str, _of_word(sites.read_base_url), WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})
]
Version = Annotated[Literal[1], PlainValidator(_read_version), WithJsonSchema({"const": FILE_VERSION})]
Providers = Annotated[
    tuple[str, ...],
    PlainValidator(_read_providers),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
Country = Annotated[
    str | None,
    _or_nothing(lambda value: markets.read_country(scalars.read_word(value))),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$"}),
]
Language = Annotated[
    str | None,
    _or_nothing(lambda value: markets.read_language(scalars.read_word(value))),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}),
]
Location = Annotated[str | None, _or_nothing(scalars.read_line), WithJsonSchema(_TEXT)]
DeviceName = Annotated[Device, _of_word(markets.read_device), WithJsonSchema({"enum": [*Device]})]
Depth = Annotated[
    int,
    PlainValidator(scalars.read_depth),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": DEEPEST}),
]
Weight = Annotated[float, PlainValidator(scalars.read_weight), WithJsonSchema(_POSITIVE)]
Share = Annotated[
    float, PlainValidator(scalars.read_share), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
Target = Annotated[float, PlainValidator(scalars.read_number_from_0), WithJsonSchema({"type": "number", "minimum": 0})]
Rate = Annotated[
    float,
    PlainValidator(scalars.read_rate),
    WithJsonSchema({"type": ["string", "number"], "exclusiveMinimum": 0, "pattern": "^[0-9.]+ */ *[a-z]+$"}),
]
Amount = Annotated[Decimal, PlainValidator(scalars.read_amount), WithJsonSchema({"type": "number", "minimum": 0})]
# No "type": some YAML readers hand a validator a date, which is no JSON type.
Day = Annotated[
    date,
    PlainValidator(scalars.read_date),
    WithJsonSchema(
        {
            "format": "date",
            "pattern": r"^\d{4}-\d{2}-\d{2}$",
            "not": {"type": ["number", "boolean", "null", "array", "object"]},
        }
    ),
]
# Any in place of `Option`, which refers to itself and which pydantic could not resolve from here.
Setting = Annotated[
    Any,
    PlainValidator(scalars.read_option),
    WithJsonSchema({"type": ["string", "number", "boolean", "null", "array"]}),
]
MetricName = Annotated[Metric, _of_word(conditions.read_metric), WithJsonSchema({"enum": [*Metric]})]
Condition = Annotated[
    Threshold,
    PlainValidator(lambda value: conditions.read_condition(scalars.read_line(value))),
    WithJsonSchema({"type": "string", "pattern": conditions.CONDITION_PATTERN}),
]
OwnerKindName = Annotated[OwnerKind, _of_word(_read_owner_kind), WithJsonSchema({"enum": list(_OWNER_KINDS)})]
Weights = Annotated[
    RankWeights,
    PlainValidator(_read_rank_weights),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(RANK_WEIGHTS)},
                {
                    "type": "object",
                    "propertyNames": {"pattern": f"^({_RANK.pattern})$"},
                    "additionalProperties": {"type": "number", "minimum": 0},
                    "minProperties": 1,
                },
            ]
        }
    ),
]
