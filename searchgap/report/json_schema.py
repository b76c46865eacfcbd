"""JSON Schema of the JSON report, made from `json_types` and the docstrings under its fields."""

from searchgap.report import json_types


def report_schema() -> dict[str, object]:
    """The schema, draft 2020-12; it allows keys it does not know, as later searchgaps may add some."""
    from pydantic import ConfigDict, TypeAdapter, with_config  # noqa: PLC0415 - heavy, and needed for this alone

    for name, shape in vars(json_types).items():
        if name.endswith("Json"):
            with_config(ConfigDict(use_attribute_docstrings=True))(shape)
    schema = TypeAdapter(json_types.ReportJson).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"searchgap report, version {json_types.VERSION}",
    }
