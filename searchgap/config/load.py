"""`queries.yaml` → configuration: the one way in."""

from collections.abc import Collection
from pathlib import Path

from searchgap.config.build import build_config
from searchgap.config.checks import find_contradictions
from searchgap.config.complaints import ConfigError
from searchgap.config.reading import read_sections
from searchgap.config.source import read_source
from searchgap.config.yaml_reader import read_yaml
from searchgap.model.config import Config


def load_config(path: Path, *, providers: Collection[str]) -> Config:
    """Read a configuration file.

    Args:
        path: the file; complaints show it as given.
        providers: names of the providers there are.

    Raises:
        ConfigError: the file cannot be read or holds mistakes; the message lists all of them.
    """
    tree = read_yaml(read_source(path), path)
    file, complaints, left_out = read_sections(tree, providers)
    if file:
        complaints += tuple(find_contradictions(file, left_out, tree, providers))
    if complaints or not file:
        raise ConfigError(path, complaints)
    return build_config(file, path)
