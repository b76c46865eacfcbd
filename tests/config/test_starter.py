"""A first configuration loads, gives back what was named, and grows by taking comment signs away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.config.build import build_config
from searchgap.config.reading import read_sections
from searchgap.config.starter import write_starter
from searchgap.config.yaml_reader import read_yaml
from searchgap.errors import UsageError
from searchgap.rules.plan import expand_plan

HOSTILE = [
    "O'Brien",
    'the "best" notes',
    "a: b",
    "a #b",
    "#a",
    "- a",
    "[a]",
    "a, b",
    "{{a}}",
    "%a",
    "@a",
    "`a`",
    "!a",
    "&a",
    "*a",
    "? a",
    "| a",
    "> a",
    "\\a\\n",
    "null",
    "true",
    "No",
    "~",
    "1984",
    "1e3",
    "12:30",
    "2024-01-01",
    "=",
    "<<",
    "---",
    "...",
    "\u00e9t\u00e9",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u202egnp",
    "\ufeffa",
    "\ufffe",
    "\U0010ffff",
]


def load(text, path):
    """What a text means, as if it stood in a file."""
    tree = read_yaml(text, path)
    file, complaints, _ = read_sections(tree, ["recorded", "brave", "searxng"])
    assert file
    assert not complaints
    return build_config(file, path)


def words(text):
    return " ".join(text.split())


names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(
    lambda name: name.strip()
)


def test_without_names_it_is_a_whole_example(tmp_path):
    """The invented brand shows products, accounts, voices, competitors, a template, a topic and a weight."""
    config = load(write_starter(provider="brave"), tmp_path)
    brand = config.brands[0]
    assert all((brand.domains, brand.accounts, brand.also_known_as, brand.ambiguous, brand.products, brand.voices))
    assert len(brand.competitors) == 2
    assert config.templates[0].settings.providers == ("brave",)
    queries = expand_plan(config, specs={}).queries
    assert {query.topic for query in queries} == {None, "comparison"}
    assert len(queries) == 3 + 2 * 2


@pytest.mark.parametrize("named", [{}, {"brand": "Acme", "domains": ["acme.example"]}], ids=["example", "named"])
def test_every_commented_line_can_be_used(tmp_path, named):
    """Taking "# " away from all lines that hold a key leaves a configuration that uses every key."""
    text = write_starter(**named)
    used = re.sub(r"^( *)# (?=(  )*(- \{|[a-z_]+: *[^ ]))(?!searchgap)", r"\1", text, flags=re.MULTILINE)
    assert used != text
    config = load(used, tmp_path)
    assert config.templates[0].settings.depth == 20
    assert set(config.providers) == {"brave", "searxng"}
    assert config.owner_rules
    assert config.gates.fail_on
    assert config.goals
    assert config.weights.name == "linear"
    assert config.brands[0].partners


def test_names_are_given_back(tmp_path):
    """Brand, domains, competitors and queries are those that were named, domains in their short form."""
    text = write_starter(
        brand="Acme",
        domains=["https://www.acme.example/", "acme.test"],
        competitors=[("Notion", ["notion.so"]), ("Zim", ["zim.example"]), ("Notion", ["notion.com"])],
        queries=["acme login", "{brand} vs {competitor}"],
    )
    config = load(text, tmp_path)
    brand = config.brands[0]
    assert (brand.name, brand.domains) == ("Acme", ("acme.example", "acme.test"))
    assert [(rival.name, rival.domains) for rival in brand.competitors] == [
        ("Notion", ("notion.so", "notion.com")),
        ("Zim", ("zim.example",)),
    ]
    queries = [query.text for query in expand_plan(config, specs={}).queries]
    assert queries == ["acme login", "Acme vs Notion", "Acme vs Zim"]


def test_without_queries_there_are_usual_ones(tmp_path):
    """Templates that fit every product stand in, with a comparison where there are competitors."""
    alone = load(write_starter(brand="Acme", domains=["acme.example"]), tmp_path)
    compared = load(
        write_starter(brand="Acme", domains=["acme.example"], competitors=[("Zim", ["zim.example"])]), tmp_path
    )
    assert [query.text for query in expand_plan(alone, specs={}).queries] == [
        "Acme not working",
        "Acme alternatives",
        "is Acme worth it",
    ]
    assert expand_plan(compared, specs={}).queries[-1].text == "Acme vs Zim"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names(tmp_path, name):
    """What YAML takes for syntax, numbers or nothing is quoted, and comes back as it was."""
    text = write_starter(
        brand=name, domains=["a.example"], competitors=[(f"{name}!", ["b.example"])], queries=[name, f"{name}?"]
    )
    config = load(text, tmp_path)
    assert config.brands[0].competitive_set == (name, f"{name}!")
    assert [query.text for query in expand_plan(config, specs={}).queries] == [name, f"{name}?"]


@given(brand=names, rival=names, queries=st.lists(names, min_size=1, max_size=4))
def test_any_names_are_given_back(tmp_path_factory, brand, rival, queries):
    """Whatever can be written on one line comes back, runs of white space as one space."""
    rival = f"not {rival}"
    text = write_starter(
        brand=f"my {brand}", domains=["a.example"], competitors=[(rival, ["b.example"])], queries=queries
    )
    config = load(text, tmp_path_factory.getbasetemp())
    assert config.brands[0].competitive_set == (words(f"my {brand}"), words(rival))
    expected = {words(query.casefold()) for query in queries}
    assert {words(query.text.casefold()) for query in expand_plan(config, specs={}).queries} == expected


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"domains": ["a.example"]}, "the brand has no name"),
        ({"brand": "A"}, 'the brand "A" has no domain'),
        ({"brand": "  ", "domains": ["a.example"]}, "brands[0].name: must be text, not empty"),
        ({"brand": "A", "domains": ["localhost"]}, 'a domain must be a full host name with a dot, not "localhost"'),
        (
            {"brand": "A", "domains": ["a.example"], "competitors": [("a", ["b.example"])]},
            'brands[0].competitors[0].name: "a" is already the name of brands[0]',
        ),
        (
            {"brand": "A", "domains": ["a.example"], "competitors": [("B", ["a.example"])]},
            'brands[0].competitors[0].domains[0]: "a.example" already belongs to "A" (brands[0])',
        ),
        (
            {"brand": "A", "domains": ["a.example"], "queries": ["{product} vs x"]},
            'the query "{product} vs x" cannot be searched: {product} stands for nothing: its list is empty',
        ),
    ],
)
def test_what_cannot_be_a_configuration_is_refused(named, message):
    """Names that clash or are missing are refused before anything is written."""
    with pytest.raises(UsageError) as caught:
        write_starter(**named)
    assert caught.value.message == message


@pytest.mark.parametrize("name", ["a\0b", "a\x1b[2J", "\udc80"])
def test_characters_that_no_file_may_hold_are_refused(name):
    """Control characters and broken bytes from a command line are a usage error, not a crash."""
    with pytest.raises(UsageError):
        write_starter(brand=name, domains=["a.example"])


def test_the_text_is_pleasant():
    """No line is too long for a terminal, none ends in white space, and the file ends with its last line."""
    text = write_starter(brand="Acme", domains=["acme.example"])
    assert max(map(len, text.splitlines())) <= 100
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
