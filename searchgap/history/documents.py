"""What is read whole or not at all, as JSON documents: plans, and the features of a result page."""

import json
from typing import Any

from searchgap.history.columns import pack_money, unpack_money
from searchgap.history.requests import build_request, list_fields
from searchgap.model.brand import Brand, Party
from searchgap.model.query import Plan, Query
from searchgap.model.serp import FeatureItem, FeatureKind, SerpFeature

# Compact, and with every character as it is: escaped, two lone surrogates would be read back as one character.
write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump_plan(plan: Plan) -> str:
    """The plan as JSON; the same plan always gives the same text."""
    places = {request.key: place for place, request in enumerate(plan.requests)}
    return write_json(
        {
            "estimated_cost": pack_money(plan.estimated_cost),
            "brands": [_dump_brand(brand) for brand in plan.brands],
            "requests": [list_fields(request) for request in plan.requests],
            "queries": [
                [
                    query.brand,
                    query.text,
                    query.topic,
                    query.weight,
                    [places[request.key] for request in query.requests],
                ]
                for query in plan.queries
            ],
        }
    )


def load_plan(text: str) -> Plan:
    """The plan `dump_plan` was given; its queries share its requests."""
    document = json.loads(text)
    requests = tuple(build_request(fields) for fields in document["requests"])
    return Plan(
        brands=tuple(_load_brand(fields) for fields in document["brands"]),
        queries=tuple(
            Query(brand=brand, text=text, topic=topic, weight=weight, requests=tuple(requests[at] for at in places))
            for brand, text, topic, weight, places in document["queries"]
        ),
        requests=requests,
        estimated_cost=unpack_money(document["estimated_cost"]),
    )


def dump_features(features: tuple[SerpFeature, ...]) -> str:
    """The features of a result page as JSON."""
    return write_json([[feature.kind, [[item.text, item.url] for item in feature.items]] for feature in features])


def load_features(text: str) -> tuple[SerpFeature, ...]:
    """The features `dump_features` was given."""
    return tuple(
        SerpFeature(kind=FeatureKind(kind), items=tuple(FeatureItem(text=text, url=url) for text, url in items))
        for kind, items in json.loads(text)
    )


def _dump_party(party: Party) -> dict[str, Any]:
    return {"name": party.name, "domains": party.domains, "accounts": party.accounts}


def _dump_brand(brand: Brand) -> dict[str, Any]:
    return _dump_party(brand) | {
        "also_known_as": brand.also_known_as,
        "ambiguous": brand.ambiguous,
        "products": brand.products,
        "voices": brand.voices,
        "competitors": [_dump_party(party) for party in brand.competitors],
        "partners": [_dump_party(party) for party in brand.partners],
    }


def _load_party(fields: dict[str, Any]) -> Party:
    return Party(name=fields["name"], domains=tuple(fields["domains"]), accounts=tuple(fields["accounts"]))


def _load_brand(fields: dict[str, Any]) -> Brand:
    return Brand(
        name=fields["name"],
        domains=tuple(fields["domains"]),
        accounts=tuple(fields["accounts"]),
        also_known_as=tuple(fields["also_known_as"]),
        ambiguous=tuple(fields["ambiguous"]),
        products=tuple(fields["products"]),
        voices=tuple(fields["voices"]),
        competitors=tuple(_load_party(party) for party in fields["competitors"]),
        partners=tuple(_load_party(party) for party in fields["partners"]),
    )
