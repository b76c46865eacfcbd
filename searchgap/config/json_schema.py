"""JSON Schema of `queries.yaml`, so that editors complete and check it while it is written."""

from typing import Any

from searchgap.config.sections import FileSection

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NULL = {"type": "null"}
_MADE_UP = frozenset({"title", "default"})


def config_schema() -> dict[str, Any]:
    """The schema: every file `load_config` accepts is valid under it, though not every valid file is accepted."""
    schema = FileSection.model_json_schema()
    sections: dict[str, Any] = schema["$defs"]
    # A query may be its bare text, and a provider's settings may all be commented out.
    query = {"anyOf": [sections["QuerySection"]["properties"]["query"], {"$ref": "#/$defs/QuerySection"}]}
    sections["BrandSection"]["properties"]["queries"]["items"] = query
    providers: dict[str, Any] = schema["properties"]["providers"]
    providers["additionalProperties"] = {"anyOf": [providers["additionalProperties"], _NULL]}
    described = {name: _describe_section(section) for name, section in sections.items()}
    return {"$schema": DIALECT, **_describe_section(schema), "$defs": described, "title": "searchgap queries.yaml"}


def _describe_section(section: dict[str, Any]) -> dict[str, Any]:
    required = section.get("required", ())
    keys = {
        key: _strip(described) if key in required else _allow_null(_strip(described))
        for key, described in section["properties"].items()
    }
    return {**_strip(section), "properties": keys}


def _strip(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what pydantic makes up: titles of keys, and null as a default that nobody would write."""
    return {name: value for name, value in schema.items() if name not in _MADE_UP}


def _allow_null(key: dict[str, Any]) -> dict[str, Any]:
    """A key that need not be there may also be there and empty."""
    notes = {name: value for name, value in key.items() if name in {"description", "examples"}}
    types = {name: value for name, value in key.items() if name not in notes}
    choices: list[Any] = types.get("anyOf", [types])
    return {"anyOf": [*(choice for choice in choices if choice != _NULL), _NULL], **notes}
