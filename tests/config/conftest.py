"""Configurations written as text, loaded, and their complaints read back."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from searchgap.config.complaints import ConfigError
from searchgap.config.load import load_config
from searchgap.model.config import Config

PROVIDERS = ("recorded", "brave", "searxng", "serper")

FOUNDING = """\
version: 1
search:                         # defaults; every key can be set per brand and per query
  provider: recorded            # a name from `searchgap providers`; a list runs several
  country: us                   # ISO 3166-1 alpha-2
  language: en                  # BCP 47
  location: null                # a place name, for providers that take one
  device: desktop               # desktop | mobile
  depth: 10
providers:                      # optional, per provider
  searxng: {base_url: "http://127.0.0.1:8888", engines: [google]}
  brave:   {rate: 20/s, max_cost: 2.00}     # base_url can be set for every provider
vars:                           # placeholders besides {brand} {product} {competitor}
  workflow: [gtd, bullet journal]
brands:
  - name: Evernote
    also_known_as: [EN]         # other spellings
    products: [Evernote Web]
    domains: [evernote.com]     # registrable domain, host, or host/path prefix
    accounts: [youtube.com/@evernote, x.com/evernote, github.com/evernote, reddit.com/user/evernote]
    voices: ["Evernote Staff"]
    competitors:
      - {name: Notion, domains: [notion.so, notion.com], accounts: [reddit.com/r/Notion]}
    partners: []
    queries:
      - evernote gtd
      - query: "{product} vs {competitor}"
        topic: comparison
        weight: 3
      - "{brand} {workflow}"
owners:
  - {match: notionforums.com, kind: community}
gates:
  min_measured: 0.8
  fail_on: ["coverage < 0.3", "absent > 12", "new_gaps > 0"]
goals:
  - {brand: Evernote, metric: coverage, target: 0.5, by: 2027-03-31}
weights: reciprocal
"""

SMALLEST = """\
version: 1
brands:
  - name: Evernote
    domains: [evernote.com]
    queries: [evernote gtd]
"""


@pytest.fixture
def founding() -> str:
    """A configuration with every section in use."""
    return FOUNDING


@pytest.fixture
def smallest() -> str:
    """The least that is a configuration; five lines, ready to be added to."""
    return SMALLEST


@pytest.fixture
def providers() -> tuple[str, ...]:
    """The providers these tests know."""
    return PROVIDERS


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str | bytes], Config]:
    """Loads a text, or bytes, from a file."""

    def load_text(text: str | bytes) -> Config:
        file = tmp_path / "queries.yaml"
        file.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
        return load_config(file, providers=PROVIDERS)

    return load_text


@pytest.fixture
def complain(load: Callable[[str | bytes], Config], tmp_path: Path) -> Callable[[str | bytes], list[str]]:
    """The lines of the complaints about a text that must not load; the file is called `queries.yaml` in them."""

    def read_complaints(text: str | bytes) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            load(text)
        return caught.value.message.replace(str(tmp_path) + "/", "").splitlines()

    return read_complaints


@pytest.fixture
def tell(complain: Callable[[str | bytes], list[str]], smallest: str) -> Callable[[str], str]:
    """The one complaint about a text that is added to the smallest configuration, from line 6 on."""

    def read_one(added: str) -> str:
        first, *rest = complain(smallest + dedent(added))
        assert all(line.startswith("  ") for line in rest), (first, *rest)
        return first.removeprefix("queries.yaml:")

    return read_one
