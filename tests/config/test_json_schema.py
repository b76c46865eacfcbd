"""The schema that editors use agrees with what the program accepts."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from searchgap.config.json_schema import config_schema
from searchgap.config.sections import FileSection
from searchgap.config.starter import write_starter
from searchgap.config.yaml_reader import read_yaml
from searchgap.config.yaml_values import Items, Table, resolve

ACCEPTED = {
    "numbers as text": """\
version: 1
brands: [{name: 1984, domains: [a.example], products: [2048, 1.5], queries: [7, {query: 3}]}]
""",
    "empty sections": """\
version: 1
search:
providers: {brave: }
vars: ~
goals:
weights: null
brands: [{name: A, accounts: [x.com/a], domains: , search: , queries: [{query: a, topic: , country: ~}]}]
""",
    "every form": """\
version: 1
search: {provider: [brave, serper], country: DE, language: zh-Hans, location: 7, depth: 100}
providers: {brave: {rate: 0.5, max_cost: 0, base_url: 'HTTPS://a.example/v1', zone: [a, [1]], x: ~, y: true}}
vars: {w: [], v: [a, 1]}
weights: {1: 0.3, 100: 0}
gates: {min_measured: 1, fail_on: [' absent>=.5 ', 'coverage[brand=A]<1', 'owned [ query = "b" , topic=t ] == 2']}
brands: [{name: A, domains: [a.example], queries: ['{{x}}', {query: b, topic: t, search: {device: mobile}}]}]
goals: [{metric: owned, target: 1, by: '2027-03-31', brand: A, query: b}]
owners: [{match: b.example/x, kind: docs, name: 9}]
""",
}


def as_json(value):
    """The values of a file as a reader of YAML 1.2 hands them to a validator."""
    if isinstance(value, Table):
        return {key: as_json(item) for key, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, Items) else resolve(value)


@pytest.fixture(scope="module")
def validator():
    """The schema at work."""
    schema = config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_the_founding_file_is_valid(validator, founding):
    """Under YAML 1.2, which editors read, and under YAML 1.1, which turns the day of a goal into a date."""
    assert not list(validator.iter_errors(as_json(read_yaml(founding, Path("queries.yaml")))))
    assert not list(validator.iter_errors(yaml.safe_load(founding)))


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_what_loads_is_valid(validator, load, text):
    """Every form the program accepts is a form the editor accepts."""
    assert load(text).brands
    assert not list(validator.iter_errors(as_json(read_yaml(text, Path("queries.yaml")))))


def test_a_starter_is_valid(validator):
    """The file that init writes is clean in an editor."""
    assert not list(validator.iter_errors(yaml.safe_load(write_starter())))


@pytest.mark.parametrize(
    "added",
    [
        "serach: {}",
        "search: {contry: us}",
        "search: {depth: 0}",
        "search: {country: Germany}",
        "search: {device: phone}",
        "search: {provider: []}",
        "vars: {a: b}",
        "owners: [{match: a.example, kind: own}]",
        "owners: [{match: a.example}]",
        "gates: {min_measured: 2}",
        "gates: {fail_on: [covrage < 1]}",
        "gates: {fail_on: ['coverage[brnd=A] < 1']}",
        "gates: {fail_on: ['coverage[brand=A < 1']}",
        "gates: {fail_on: ['coverage[brand=] < 1']}",
        "goals: [{metric: coverage, target: 1, by: soon}]",
        "goals: [{metric: coverage, target: 1, by: 5}]",
        "weights: recipocal",
        "weights: {0: 1}",
        "providers: {brave: {rate: fast}}",
        "providers: {brave: {base_url: localhost}}",
    ],
)
def test_an_editor_sees_mistakes(validator, tell, smallest, added):
    """What the program refuses for its form an editor underlines."""
    assert tell(added)
    assert not validator.is_valid(as_json(read_yaml(smallest + added, Path("queries.yaml"))))


def test_every_key_is_explained(validator):
    """Each key of each section has a description, and examples that are valid."""
    schema = validator.schema
    for name, section in {"the file": schema, **schema["$defs"]}.items():
        assert section["description"], name
        for key, described in section["properties"].items():
            assert described["description"], (name, key)
            assert described["examples"], (name, key)
            one_key = validator.evolve(schema={**described, "$defs": schema["$defs"]})
            assert all(map(one_key.is_valid, described["examples"])), (name, key)


def test_the_schema_says_what_it_is():
    """It names its dialect and has no address of its own; every section of the file is in it."""
    schema = config_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "searchgap queries.yaml"
    assert "$id" not in schema
    assert set(schema["properties"]) == set(FileSection.model_fields)
    assert schema["required"] == ["version", "brands"]
    assert schema["additionalProperties"] is False
