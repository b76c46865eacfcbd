"""A digest of what a configuration means, whatever the file looks like."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from searchgap.model.config import Config

_NOT_MEANING = frozenset({"path", "digest"})


def digest_meaning(config: Config) -> str:
    """16 hexadecimal digits that stay the same when comments, layout or the order of keys change."""
    meaning = {field.name: getattr(config, field.name) for field in fields(config) if field.name not in _NOT_MEANING}
    meaning["weights"] = (config.weights.name, config.weights.values)
    text = json.dumps(meaning, default=_simplify, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def _simplify(value: Any) -> object:  # noqa: ANN401 - anything a configuration holds and JSON does not
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}
