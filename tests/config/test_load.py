"""A configuration file becomes exactly what it says."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from searchgap.model.brand import Brand, Party
from searchgap.model.goal import Comparison, Gates, Goal, Metric, Threshold
from searchgap.model.owner import OwnerKind, OwnerRule
from searchgap.model.provider import ProviderSettings
from searchgap.model.query import Device, Market, SearchSettings
from searchgap.reference.rank_weights import RANK_WEIGHTS


def test_every_section_of_a_file_is_read(load, founding):
    """Each key of a file that uses all of them lands where the model says."""
    config = load(founding)
    assert config.brands == (
        Brand(
            name="Evernote",
            also_known_as=("EN",),
            products=("Evernote Web",),
            domains=("evernote.com",),
            accounts=(
                "youtube.com/@evernote",
                "x.com/evernote",
                "github.com/evernote",
                "reddit.com/user/evernote",
            ),
            voices=("Evernote Staff",),
            competitors=(Party(name="Notion", domains=("notion.so", "notion.com"), accounts=("reddit.com/r/Notion",)),),
        ),
    )
    assert [(line.text, line.topic, line.weight) for line in config.templates] == [
        ("evernote gtd", None, 1),
        ("{product} vs {competitor}", "comparison", 3),
        ("{brand} {workflow}", None, 1),
    ]
    assert {line.settings for line in config.templates} == {
        SearchSettings(providers=("recorded",), market=Market(country="us", language="en"), depth=10)
    }
    assert config.variables == {"workflow": ("gtd", "bullet journal")}
    assert config.providers == {
        "searxng": ProviderSettings(name="searxng", base_url="http://127.0.0.1:8888", engines=("google",)),
        "brave": ProviderSettings(name="brave", rate=20, max_cost=Decimal("2.00")),
    }
    assert config.owner_rules == (OwnerRule(match="notionforums.com", kind=OwnerKind.COMMUNITY),)
    assert config.gates == Gates(
        min_measured=0.8,
        fail_on=(
            Threshold(metric=Metric.COVERAGE, comparison=Comparison.LESS, value=0.3),
            Threshold(metric=Metric.ABSENT, comparison=Comparison.MORE, value=12),
            Threshold(metric=Metric.NEW_GAPS, comparison=Comparison.MORE, value=0),
        ),
    )
    assert config.goals == (Goal(brand="Evernote", metric=Metric.COVERAGE, target=0.5, by=date(2027, 3, 31)),)
    assert config.weights is RANK_WEIGHTS["reciprocal"]


def test_what_is_left_out_has_its_default(load, smallest):
    """Three keys of a brand are enough; all else is the documented default."""
    config = load(smallest)
    assert config.templates[0].settings == SearchSettings()
    assert (config.templates[0].topic, config.templates[0].weight) == (None, 1)
    assert (config.variables, config.providers, config.owner_rules, config.goals) == ({}, {}, (), ())
    assert config.gates == Gates()
    assert config.weights is RANK_WEIGHTS["reciprocal"]


def test_what_is_empty_counts_as_left_out(load, smallest):
    """Keys whose values are commented out do no harm, and do not change what the file means."""
    text = smallest.replace("domains:", "products:\n    competitors: ~\n    search:\n    topic_:\n    domains:")
    text = text.replace("    topic_:\n", "")
    empty = text + "search:\nproviders:\n  brave:\nvars:\nowners: null\ngates:\ngoals:\nweights:\n"
    assert load(empty).digest == load(smallest + "providers: {brave: {}}\n").digest


def test_the_inner_most_setting_wins(load):
    """A query's own keys beat its brand's, which beat the file's; a search block and bare keys are the same."""
    config = load("""\
        version: 1
        search: {provider: [recorded, brave], country: us, language: en, location: Berlin, depth: 20, device: mobile}
        brands:
          - name: Evernote
            domains: [evernote.com]
            country: de
            search: {language: de}
            queries:
              - plain
              - {query: bare, country: fr, depth: 5}
              - query: in a block
                search: {provider: brave, device: desktop}
              - {query: undone, country: null, location: ~}
        """)
    settings = {line.text: line.settings for line in config.templates}
    usual = Market(country="de", language="de", location="Berlin", device=Device.MOBILE)
    assert settings["plain"] == SearchSettings(providers=("recorded", "brave"), market=usual, depth=20)
    assert (settings["bare"].market.country, settings["bare"].depth) == ("fr", 5)
    assert settings["in a block"].providers == ("brave",)
    assert settings["in a block"].market.device is Device.DESKTOP
    assert (settings["undone"].market.country, settings["undone"].market.location) == (None, None)
    assert settings["undone"].market.language == "de"


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "1984",
        "2048.5",
        "12:30",
        "2024-01-01",
        "1_000",
        "0x10",
        "1e3",
        ".5",
        "=",
        "<<x",
        "a#b",
        "c++",
    ],
)
def test_text_is_what_the_user_wrote(load, smallest, written):
    """What other readers of YAML take for a truth value, number, time or date is text where text is meant."""
    text = smallest.replace("evernote gtd", written).replace("name: Evernote", f"name: {written}")
    config = load(text)
    assert (config.brands[0].name, config.templates[0].text) == (written, written)


def test_text_is_one_line(load, smallest):
    """Folded, quoted over several lines or padded, a query is its words with single spaces."""
    config = load(
        smallest.replace("[evernote gtd]", "\n      - >\n        evernote\n        gtd\n      - '  evernote   web  '")
    )
    assert [line.text for line in config.templates] == ["evernote gtd", "evernote web"]


def test_norway_needs_no_quotes(load, smallest):
    """The country code `no` is a country, not a refusal."""
    assert load(smallest + "search: {country: no}").templates[0].settings.market.country == "no"


def test_codes_are_written_one_way(load, smallest):
    """Countries are lower case, language tags in their usual case, whatever the user typed."""
    market = load(smallest + "search: {country: DE, language: ZH-hans-cn}").templates[0].settings.market
    assert (market.country, market.language) == ("de", "zh-Hans-CN")


@pytest.mark.parametrize(
    ("written", "per_second"), [("20/s", 20), ("120/min", 2), ("1800/h", 0.5), ("2", 2), ("0.5", 0.5), ("3 / sec", 3)]
)
def test_rates_are_per_second(load, smallest, written, per_second):
    """A rate may be given per second, minute or hour, or as a bare number per second."""
    assert load(smallest + f"providers: {{brave: {{rate: {written}}}}}").providers["brave"].rate == per_second


def test_other_keys_of_a_provider_are_its_options(load, smallest):
    """Values a provider alone understands are kept, typed as YAML 1.2 types them."""
    config = load(smallest + 'providers: {recorded: {file: a.jsonl, n: 3, x: 1.5, y: true, z: ~, t: "3", l: [1, [b]]}}')
    assert dict(config.providers["recorded"].options) == {
        "file": "a.jsonl",
        "n": 3,
        "x": 1.5,
        "y": True,
        "z": None,
        "t": "3",
        "l": (1, ("b",)),
    }


def test_own_rank_weights(load, smallest):
    """Weights by rank become a table in which ranks that are not named weigh nothing."""
    weights = load(smallest + "weights: {1: 0.3, 3: 0.1}").weights
    assert (weights.name, weights.values) == ("custom", (0.3, 0, 0.1))


def test_named_rank_weights(load, smallest):
    """Every table of the reference can be named."""
    for name, table in RANK_WEIGHTS.items():
        assert load(smallest + f"weights: {name}").weights is table


def test_aliases_and_merge_keys_are_written_out(load):
    """Anchors spare repetition: a merged mapping fills in what the merging one does not say."""
    config = load("""\
        version: 1
        brands:
          - &shared
            name: Evernote
            domains: [evernote.com]
            depth: 20
            queries: &asked [gtd, "{brand} web"]
          - <<: *shared
            name: Notion
            domains: [notion.so]
            queries: *asked
        """)
    assert [(line.brand, line.text, line.settings.depth) for line in config.templates] == [
        ("Evernote", "gtd", 20),
        ("Evernote", "{brand} web", 20),
        ("Notion", "gtd", 20),
        ("Notion", "{brand} web", 20),
    ]


def test_duplicates_in_a_list_are_folded(load, smallest):
    """The same domain written in two ways is one domain."""
    text = smallest.replace("[evernote.com]", "[evernote.com, 'https://www.Evernote.com/']")
    assert load(text).brands[0].domains == ("evernote.com",)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xef\xbb\xbf---\r\n", b"%YAML 1.2\n---\n"])
def test_a_byte_order_mark_and_a_document_start_do_no_harm(load, smallest, mark):
    """Files as editors on Windows and YAML purists write them load like any other."""
    assert load(mark + smallest.replace("\n", "\r\n").encode()).brands[0].name == "Evernote"


def test_the_path_is_kept_as_given(load, smallest, tmp_path):
    """Relative paths inside the file start from its folder, so the configuration knows it."""
    assert load(smallest).path == Path(tmp_path / "queries.yaml")
