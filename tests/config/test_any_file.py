"""Whatever a file holds, loading it ends in a configuration or in complaints that can be shown."""

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchgap.config import yaml_reader
from searchgap.config.complaints import ConfigError
from searchgap.config.json_schema import config_schema
from searchgap.config.load import load_config
from searchgap.config.sections import (
    BrandSection,
    FileSection,
    GatesSection,
    GoalSection,
    OwnerSection,
    PartySection,
    ProviderSection,
    QuerySection,
)
from searchgap.model.config import Config
from searchgap.rules.plan import expand_plan

PROVIDERS = ("recorded", "brave")
MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
VALIDATOR = jsonschema.Draft202012Validator(config_schema())

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(
        ["us", "en", "brave", "{brand}", "{v} {product}", "a.example", "x.com/a", "coverage < 0.3", "20/s"]
    ),
)
SECTIONS = (
    FileSection,
    BrandSection,
    PartySection,
    QuerySection,
    ProviderSection,
    OwnerSection,
    GatesSection,
    GoalSection,
)
KEYS = sorted({key for section in SECTIONS for key in section.model_fields} | {"brave", "v", "1", "<<"})

keys = st.text(max_size=10) | st.sampled_from(KEYS)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5), max_leaves=30
)
queries = st.lists(st.one_of(st.sampled_from(["a", "{brand} b", "{v} c", "A"]), values), min_size=1, max_size=5)
brand = st.fixed_dictionaries(
    {"name": st.sampled_from(["A", "B", 7]), "domains": st.just(["a.example"]), "queries": queries},
    optional={"products": values, "competitors": values, "search": values, "depth": values, "country": values},
)
almost_right = st.fixed_dictionaries(
    {"version": st.just(1), "brands": st.lists(brand, min_size=1, max_size=3)},
    optional={
        "search": values,
        "vars": st.just({"v": ["x", "y"]}) | values,
        "providers": values,
        "owners": values,
        "gates": values,
        "goals": values,
        "weights": values,
    },
)


@pytest.fixture
def file(tmp_path):
    """Where the content under test is put."""
    return tmp_path / "queries.yaml"


def attempt(file, content):
    """The configuration of a content, or the complaints about it."""
    file.write_bytes(content)
    try:
        return load_config(file, providers=PROVIDERS)
    except ConfigError as error:
        return error


def is_settled(outcome):
    """Whether it is a configuration with something to search, or complaints that can be shown."""
    if isinstance(outcome, Config):
        return bool(outcome.brands and outcome.templates and outcome.digest)
    return bool(outcome.complaints and outcome.message.encode())


@MANY
@given(content=st.binary(max_size=300))
def test_any_bytes(file, content):
    """Bytes without any form are refused or, by chance, read."""
    assert is_settled(attempt(file, content))


@MANY
@given(text=st.text(st.sampled_from("ab:- \n\t[]{}\"'#&*!|>%@`?,<.0\u00e9\U0001f600\x00\x85\u2028\ufeff"), max_size=80))
def test_any_text_of_yaml_signs(file, text):
    """Text that is dense with syntax is refused by both parsers of YAML."""
    assert is_settled(attempt(file, text.encode()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
        assert is_settled(attempt(file, text.encode()))


@MANY
@given(value=values)
def test_any_values(file, value):
    """Any shape of values under any keys is refused or read."""
    assert is_settled(attempt(file, yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "surrogatepass")))


@MANY
@given(value=almost_right)
def test_almost_right_files(file, value):
    """What is read of a file that is nearly right expands to a plan, and the file is valid under the schema."""
    outcome = attempt(file, yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "surrogatepass"))
    assert is_settled(outcome)
    if isinstance(outcome, Config):
        assert expand_plan(outcome, specs={}).queries
        VALIDATOR.validate(yaml.safe_load(file.read_text(encoding="utf-8")))


@MANY
@given(start=st.integers(0, 1200), length=st.integers(0, 40), put=st.binary(max_size=10))
def test_a_damaged_file(file, founding, start, length, put):
    """A good file with a piece cut out and another put in is refused or read."""
    content = founding.encode()
    assert is_settled(attempt(file, content[:start] + put + content[start + length :]))
