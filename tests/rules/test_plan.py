"""From configuration to plan: every search once, in the order of the file, with its cost."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.errors import UsageError
from searchgap.model.brand import Brand, Party
from searchgap.model.config import Config
from searchgap.model.goal import Gates
from searchgap.model.provider import ProviderSettings, ProviderSpec, RankingKind, Surcharge
from searchgap.model.query import Device, Market, QueryTemplate, SearchSettings
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.rules.plan import MOST_QUERIES, Selection, expand_plan
from searchgap.rules.template import (
    LONGEST_QUERY,
    TemplateError,
    count_queries,
    expand_text,
    find_placeholders,
    fold_text,
)

EVERNOTE = Brand(
    name="Evernote",
    domains=("evernote.com",),
    products=("Evernote Web", "Evernote Mac"),
    competitors=(Party(name="Notion"), Party(name="Zim")),
)
ZIM = Brand(name="Zim", domains=("zim.example",), competitors=(Party(name="Evernote"),))
VALUES = {"brand": ("Evernote",), "a": ("1", "2"), "b": ("x", "y", "z"), "none": ()}
BOTH = "topics select configured queries, and queries replace them"
PRICES = {"recorded": Decimal(0), "brave": Decimal("0.005"), "serper": Decimal("0.001"), "kagi": None}
SPECS = {
    name: ProviderSpec(
        name=name, title=name, summary="invented", ranking=RankingKind.OWN_INDEX, engines=(), price=price
    )
    for name, price in PRICES.items()
}


def line(text, brand="Evernote", **more):
    return QueryTemplate(brand=brand, text=text, **more)


def configure(*templates, brands=(EVERNOTE, ZIM), providers=(), **variables):
    """A configuration of these lines."""
    return Config(
        path=Path("queries.yaml"),
        digest="0" * 16,
        brands=brands,
        templates=templates,
        variables={name: tuple(values) for name, values in variables.items()},
        providers={settings.name: settings for settings in providers},
        owner_rules=(),
        gates=Gates(),
        goals=(),
        weights=RANK_WEIGHTS["reciprocal"],
    )


def texts(plan):
    return [query.text for query in plan.queries]


def expand(config, **selection):
    return expand_plan(config, specs=SPECS, selection=Selection(**selection))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("evernote gtd", ["evernote gtd"]),
        ("{brand} gtd", ["Evernote gtd"]),
        ("{ brand } gtd", ["Evernote gtd"]),
        ("{a}{b}", ["1x", "1y", "1z", "2x", "2y", "2z"]),
        ("{b} {a}", ["x 1", "x 2", "y 1", "y 2", "z 1", "z 2"]),
        ("{a} or {a}", ["1 or 1", "2 or 2"]),
        ("{{a}}", ["{a}"]),
        ("{{{a}}}", ["{1}", "{2}"]),
        ("}}{{", ["}{"]),
        ("", [""]),
    ],
)
def test_a_template_stands_for_every_combination(template, expected):
    """The left-most placeholder varies slowest, one named twice has one value, doubled braces are braces."""
    assert list(expand_text(template, VALUES)) == expected
    assert count_queries(template, VALUES) == len(expected)


def test_values_are_taken_word_for_word():
    """Braces and backslashes in a value mean nothing."""
    assert list(expand_text("{a} down", {"a": ("{b}", "{{x}}", r"\1\g<0>", "}{")})) == [
        "{b} down",
        "{{x}} down",
        r"\1\g<0> down",
        "}{ down",
    ]


@pytest.mark.parametrize(
    ("template", "message", "placeholder"),
    [
        ("{produkt}", "unknown placeholder {produkt}", "produkt"),
        ("{Brand}", "unknown placeholder {Brand}", "Brand"),
        ("{none}", "{none} stands for nothing: its list is empty", "none"),
        ("{brand", "a { is alone", None),
        ("brand}", "a } is alone", None),
        ("{{brand}", "a } is alone", None),
        ("{a{b}}", "a { is alone", None),
        ("{}", "{} names no placeholder", None),
        ("{ }", "{} names no placeholder", None),
    ],
)
def test_what_cannot_be_expanded(template, message, placeholder):
    """The error names the placeholder or the brace in trouble."""
    with pytest.raises(TemplateError) as caught:
        find_placeholders(template, VALUES)
    assert caught.value.message.startswith(message)
    assert caught.value.placeholder == placeholder


def test_a_query_has_a_longest_length():
    """The longest expansion is known without making it."""
    assert count_queries("{a}" * 10, {"a": ("x", "y" * (LONGEST_QUERY // 10))}) == 2
    with pytest.raises(TemplateError, match="expands to a query of 1,010 characters"):
        count_queries("{a}" * 10, {"a": ("x", "y" * (LONGEST_QUERY // 10 + 1))})


def test_order_is_that_of_the_file():
    """Brands, their lines, and the combinations of a line come in the order they were written."""
    plan = expand(
        configure(
            line("{product} vs {competitor}", topic="comparison", weight=3),
            line("zim wiki", "Zim"),
            line("{brand} {w}"),
            w=["gtd", "web"],
        )
    )
    assert texts(plan) == [
        "Evernote Web vs Notion",
        "Evernote Web vs Zim",
        "Evernote Mac vs Notion",
        "Evernote Mac vs Zim",
        "Evernote gtd",
        "Evernote web",
        "zim wiki",
    ]
    assert [(query.topic, query.weight) for query in plan.queries[3:5]] == [("comparison", 3), (None, 1)]
    assert plan.brands == (EVERNOTE, ZIM)


def test_duplicates_of_a_brand_are_folded():
    """Letter case and white space make no new query; the first one's topic and weight hold."""
    plan = expand(configure(line("Evernote GTD", topic="a", weight=2), line("evernote  gtd", topic="b"), line("x")))
    assert [(query.text, query.topic, query.weight) for query in plan.queries] == [
        ("Evernote GTD", "a", 2),
        ("x", None, 1),
    ]


def test_the_same_words_elsewhere_are_another_query():
    """What differs in market, depth, device or provider is searched for itself."""
    settings = [
        SearchSettings(),
        SearchSettings(market=Market(country="de")),
        SearchSettings(market=Market(device=Device.MOBILE)),
        SearchSettings(depth=20),
        SearchSettings(providers=("brave",)),
    ]
    plan = expand(configure(*(line("gtd", settings=each) for each in settings)))
    assert len(plan.queries) == len(plan.requests) == 5


def test_a_search_wanted_twice_is_made_once():
    """Two brands share a request: one search, one price, two queries in their own words and weights."""
    brave = SearchSettings(providers=("brave",))
    plan = expand(
        configure(line("evernote or zim", settings=brave), line("evernote or zim", "Zim", weight=5, settings=brave))
    )
    assert [query.brand for query in plan.queries] == ["Evernote", "Zim"]
    assert plan.queries[0].requests[0] is plan.queries[1].requests[0]
    assert len(plan.requests) == 1
    assert plan.estimated_cost == Decimal("0.005")


def test_every_provider_and_engine_is_asked():
    """A query has one request per provider, or per engine where the provider is set to some, in that order."""
    both = SearchSettings(providers=("serper", "brave"), market=Market(country="de", language="de"), depth=20)
    engines = ProviderSettings(name="serper", engines=("google", "bing"))
    plan = expand(configure(line("gtd", settings=both), providers=[engines, ProviderSettings(name="brave")]))
    assert [(request.provider, request.engine) for request in plan.queries[0].requests] == [
        ("serper", "google"),
        ("serper", "bing"),
        ("brave", None),
    ]
    assert {(request.text, request.market, request.depth) for request in plan.requests} == {("gtd", both.market, 20)}
    assert plan.estimated_cost == Decimal("0.007")


def test_cost_is_known_or_not():
    """Free is 0, nothing is 0, and one provider without a price makes the whole unknown."""
    free = configure(line("a"), line("b"))
    assert expand(free).estimated_cost == Decimal(0)
    assert expand(configure()).estimated_cost == Decimal(0)
    assert expand(free, providers=("brave", "kagi")).estimated_cost is None
    assert expand_plan(free, specs={}).estimated_cost is None


def test_a_deeper_search_costs_more():
    """Each search is priced at the depth that it is asked at."""
    deep = replace(SPECS["serper"], surcharge=Surcharge(above=10, results=10, price=Decimal("0.0005")))
    config = configure(
        line("a", settings=SearchSettings(providers=("serper",), depth=30)),
        line("b", settings=SearchSettings(providers=("serper",))),
    )
    assert expand_plan(config, specs={"serper": deep}).estimated_cost == Decimal("0.003")


def test_brands_and_topics_are_selected():
    """Only what is named is planned; letter case does not count, and brands without queries are left out."""
    config = configure(line("a", topic="Support"), line("b"), line("c", "Zim", topic="other"))
    assert texts(expand(config, brands=("zim",))) == ["c"]
    assert expand(config, brands=("ZIM",)).brands == (ZIM,)
    assert texts(expand(config, topics=("support",))) == ["a"]
    assert expand(config, topics=("support",)).brands == (EVERNOTE,)
    assert texts(expand(config, topics=("other", "SUPPORT"))) == ["a", "c"]


def test_free_queries_replace_the_configured_ones():
    """They are searched for every selected brand, word for word, as most of the brand's queries are."""
    german = SearchSettings(market=Market(country="de"))
    config = configure(line("a"), line("b", settings=german), line("c", settings=german), line("d", "Zim"))
    plan = expand(config, queries=("{brand}  down",))
    assert [(query.brand, query.text) for query in plan.queries] == [
        ("Evernote", "{brand} down"),
        ("Zim", "{brand} down"),
    ]
    assert [query.requests[0].market.country for query in plan.queries] == ["de", None]


def test_a_free_query_that_is_configured_stays_itself():
    """Naming a configured query keeps its topic, weight and market, whatever the letter case."""
    german = SearchSettings(market=Market(country="de"))
    config = configure(line("{brand} gtd", topic="method", weight=4), line("evernote gtd", settings=german), line("x"))
    plan = expand(config, queries=("EVERNOTE GTD",), brands=("Evernote",))
    assert [(query.text, query.topic, query.weight) for query in plan.queries] == [
        ("Evernote gtd", "method", 4),
        ("evernote gtd", None, 1),
    ]


def test_overrides_win_everywhere():
    """Provider, country, language and depth of the command line replace what the file says, and then fold."""
    config = configure(
        line("a", settings=SearchSettings(market=Market(country="fr", location="Ulm", device=Device.MOBILE))),
        line("b", settings=SearchSettings(providers=("kagi",), depth=50)),
        line("A", settings=SearchSettings(market=Market(country="us", location="Ulm", device=Device.MOBILE))),
    )
    plan = expand(config, providers=("brave", "serper", "brave"), country="DE", language="de", depth=5)
    assert texts(plan) == ["a", "b"]
    assert [request.provider for request in plan.queries[0].requests] == ["brave", "serper"]
    assert plan.queries[0].requests[0].market == Market(
        country="de", language="de", location="Ulm", device=Device.MOBILE
    )
    assert {request.depth for request in plan.requests} == {5}


@pytest.mark.parametrize(
    ("selection", "message", "hint"),
    [
        ({"brands": ("Evernot",)}, 'unknown brand "Evernot", did you mean Evernote?', "known: Evernote, Zim"),
        ({"brands": ("Notion",)}, 'unknown brand "Notion"', "known: Evernote, Zim"),
        ({"topics": ("methd",)}, 'unknown topic "methd", did you mean method?', "known: method"),
        ({"topics": ("method",), "brands": ("Zim",)}, 'unknown topic "method"', "no topic is configured"),
        ({"providers": ("x",)}, 'unknown provider "x"', "known: recorded, brave, serper, kagi"),
        ({"depth": 0}, "depth must be from 1 to 100, not 0", "such as --depth 10"),
        ({"depth": 101}, "depth must be from 1 to 100, not 101", "such as --depth 10"),
        ({"country": "Germany"}, '"Germany" is not a country code', "two letters, such as us"),
        ({"language": "en_US"}, '"en_US" is not a language tag', "such as en or pt-BR"),
        ({"queries": (" ",)}, "a query is empty", 'such as --query "evernote gtd"'),
        ({"queries": ("a",), "topics": ("b",)}, BOTH, "choose one of the two"),
    ],
)  # fmt: skip
def test_a_selection_must_be_there(selection, message, hint):
    """What is not configured is refused by name, with what is."""
    with pytest.raises(UsageError) as caught:
        expand(configure(line("a", topic="method"), line("b", "Zim")), **selection)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.exit_code == 2


def test_a_plan_has_a_largest_size():
    """Lists that multiply beyond 100,000 queries are refused before they are expanded, naming the template."""
    numbers = [str(number) for number in range(400)]
    with pytest.raises(TemplateError, match=r'"\{a\} \{b\}" brings the plan to more than 100,000 queries'):
        expand(configure(line("x"), line("{a} {b}"), a=numbers, b=numbers))
    with pytest.raises(TemplateError, match=r'"\{a\} \{c\}" brings the plan'):
        expand(configure(line("{c} {a}"), line("{a} {c}"), a=numbers, c=numbers[:130]))
    assert MOST_QUERIES == 100_000


def test_a_template_that_slipped_through_is_an_error():
    """A configuration that was not made by the loader is not searched with holes in it."""
    with pytest.raises(TemplateError, match="unknown placeholder"):
        expand(configure(line("{nobody}")))


words = st.lists(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=5), min_size=1, max_size=4, unique=True
)


@given(st.dictionaries(st.sampled_from("abc"), words, min_size=1), st.data())
def test_expansion_is_the_cross_product(values, data):
    """Nothing is lost, nothing is added, and the order is that of nested loops."""
    names = data.draw(st.permutations(sorted(values)))
    template = "|".join(f"{{{name}}}" for name in names)
    expected = ["|".join(combination) for combination in product(*(values[name] for name in names))]
    assert list(expand_text(template, {name: tuple(values[name]) for name in names})) == expected


@given(st.lists(st.sampled_from(["a", "A", " a ", "b", "{w} c", "{brand} c", "x c"]), max_size=12), words)
def test_a_brand_has_no_query_twice(lines, values):
    """However templates overlap, each text is planned once, where it came first."""
    plan = expand(configure(*map(line, lines), w=values))
    folded = [fold_text(query.text) for query in plan.queries]
    assert len(folded) == len(set(folded)) == len(plan.requests)
    single = [fold_text(text) for one in lines for text in texts(expand(configure(line(one), w=values)))]
    assert folded == list(dict.fromkeys(single))


@given(st.text(max_size=40))
def test_any_text_is_a_template_or_not(text):
    """A text expands to as many queries as it is counted to have, or both refuse it."""
    try:
        count = count_queries(text, VALUES)
    except TemplateError:
        count = 0
    expanded = list(expand_text(text, VALUES)) if count else []
    assert len(expanded) == count


def test_planning_does_not_change_the_configuration():
    """The same configuration gives the same plan again, also after a selection."""
    config = configure(line("{product} down"), line("b", "Zim"))
    before = expand(config)
    expand(config, brands=("Zim",), depth=3)
    assert expand(replace(config)) == before
