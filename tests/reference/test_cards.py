"""Every word that the program prints has a card, and what a card says of addresses is what the program does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import searchgap
from searchgap.config.load import load_config
from searchgap.model.card import Card, Example, Family
from searchgap.model.config import Config
from searchgap.model.gap import State
from searchgap.model.owner import PARTY_KINDS, Confidence, OwnerKind, Ownership
from searchgap.model.page import PresenceLevel
from searchgap.model.serp import FailureKind
from searchgap.pages.signals import read_signals
from searchgap.reference.cards import find_cards, list_words, load_cards
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.classify import Classifier
from searchgap.rules.urls import UrlReader
from searchgap.search.registry import PROVIDERS

PACKAGE = Path(searchgap.__file__).parent
BRAND = {"name": "Lamplight", "domains": ["lamplight.example"], "queries": ["lamp flickers"]}
CARDS = [card for family in Family for card in load_cards(family).values()]
WITH_ADDRESS = [card for card in CARDS if card.example.url]
WITH_YAML = [card for card in CARDS if card.paste]
RULE_PLACE = 2  # of the rule among the fields of an ownership and of a clue


def called(card: Card) -> str:
    return f"{card.family}:{card.name}"


def find_rules() -> Iterator[str]:
    """Every rule that the program can name: those of the clue tables, and those that stand in its text."""
    clues = load_clues()
    for table in (clues.labels, clues.names, clues.suffixes, clues.segments, clues.slugs, clues.titles):
        yield from (clue.rule for clue in table.values())
    for module in [*PACKAGE.glob("rules/*.py"), *PACKAGE.glob("reference/*.py")]:
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"Ownership", "Clue"}:
                yield from read_rule(call, tree)


def read_rule(call: ast.Call, tree: ast.Module) -> Iterator[str]:
    """The rules that an ownership or a clue can be made with; nothing where it is handed on from a clue."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "rule"]
    match (named or [call.args[RULE_PLACE]])[0]:
        case ast.Attribute(attr="rule"):
            return
        case ast.Name(id=name):
            values = [one.value for one in ast.walk(tree) if isinstance(one, ast.Assign) and is_named(one, name)]
            assert values, f"{name} is set nowhere"
            yield from (rule for value in values for rule in read_texts(value))
        case value:
            yield from read_texts(value)


def is_named(assignment: ast.Assign, name: str) -> bool:
    return any(getattr(target, "id", None) == name for target in assignment.targets)


def read_texts(value: ast.expr) -> list[str]:
    """The rules that stand in an expression."""
    texts = [one.value for one in ast.walk(value) if isinstance(one, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and re.fullmatch("[a-z][a-z-]+", text)]


def configure(folder: Path, *texts: str) -> Config:
    """The configuration of several texts, the later ones in place of the same keys of earlier ones."""
    whole = {"version": 1, "brands": [BRAND]}
    for text in texts:
        whole |= yaml.safe_load(text) or {}
    file = folder / "queries.yaml"
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")
    return load_config(file, providers=PROVIDERS)


def classify(config: Config, example: Example) -> Ownership:
    classifier = Classifier(
        brand=config.brands[0],
        owner_rules=config.owner_rules,
        catalogue=load_catalogue(),
        clues=load_clues(),
        urls=UrlReader(load_suffixes()),
    )
    signals = read_signals(example.page) if example.page else None
    return classifier.classify(example.url, example.listed, signals)[1]


def word(ownership: Ownership) -> str:
    evidence = f" ({ownership.evidence})" if ownership.evidence else ""
    return f"{ownership.kind}, by {ownership.rule}{evidence}, confidence {ownership.confidence}"


def test_every_rule_has_a_card():
    """No verdict names a rule that cannot be explained, and no card is of a rule that there is not."""
    assert set(load_cards(Family.RULE)) == set(find_rules())


@pytest.mark.parametrize(
    ("family", "words"),
    [
        (Family.STATE, State),
        (Family.FAILURE, FailureKind),
        (Family.KIND, OwnerKind),
        (Family.PRESENCE, PresenceLevel),
        (Family.CONFIDENCE, Confidence),
        (Family.NUMBER, ("coverage", "places", "share-of-voice", "gap-score", "priority")),
    ],
)
def test_every_word_has_a_card(family, words):
    """The words of a family are those of the program, in its order."""
    assert list_words()[family] == tuple(words)


@pytest.mark.parametrize("card", CARDS, ids=called)
def test_a_card_is_whole(card: Card):
    """It says what is meant, why, an example and what to do, in text that every terminal shows."""
    assert all((card.title, card.means, card.why, card.advice, card.example.gives))
    assert card.example.url or card.example.serps or card.family is Family.FAILURE
    texts = [value for value in (*vars_of(card), *vars_of(card.example)) if isinstance(value, str)]
    assert all(text.isascii() for text in texts)
    assert all(max(map(len, text.splitlines()), default=0) <= 64 for text in (card.paste, card.example.given))
    assert card.means.endswith(".")
    assert not card.title.endswith(".")


def vars_of(record: object) -> list[object]:
    return [getattr(record, name) for name in type(record).__dataclass_fields__]


@pytest.mark.parametrize("card", WITH_ADDRESS, ids=called)
def test_an_example_is_what_the_program_says(card: Card, tmp_path: Path):
    """Under the card's configuration the example gets the kind, rule, evidence and confidence that the card tells."""
    ownership = classify(configure(tmp_path, card.example.given), card.example)
    assert word(ownership) == card.example.gives
    match card.family:
        case Family.RULE:
            assert ownership.rule == card.name
        case Family.KIND:
            assert ownership.kind == card.name
        case Family.CONFIDENCE:
            assert ownership.confidence == card.name


@pytest.mark.parametrize("card", [card for card in CARDS if card.family in {Family.RULE, Family.KIND}], ids=called)
def test_rules_and_kinds_are_explained_by_addresses(card: Card):
    """An example of a rule or a kind is an address, and what overrides it is shown, but for text that is no address."""
    assert card.example.url
    assert card.then or card.name == "no-address"


@pytest.mark.parametrize("card", WITH_YAML, ids=called)
def test_what_is_to_be_pasted_loads(card: Card, tmp_path: Path):
    """The YAML of a card is right by itself: the configuration takes every key of it."""
    assert configure(tmp_path, card.example.given, card.paste).digest != configure(tmp_path, card.example.given).digest


@pytest.mark.parametrize("card", [card for card in WITH_YAML if card.then and card.then.url], ids=called)
def test_what_is_pasted_takes_effect(card: Card, tmp_path: Path):
    """Under the YAML of a card its address gets the verdict that the card tells, and had another one before."""
    before = classify(configure(tmp_path, card.example.given), card.then)
    after = classify(configure(tmp_path, card.example.given, card.paste), card.then)
    assert word(after) == card.then.gives
    assert after != before
    if card.family is Family.KIND:
        assert after.kind == card.name


@pytest.mark.parametrize("kind", sorted(PARTY_KINDS))
def test_owners_do_not_beat_a_configured_domain(kind: OwnerKind, tmp_path: Path):
    """What the cards of domains say of `owners` is so: it is not asked where a party's domain speaks."""
    card = load_cards(Family.KIND)[kind]
    host = card.example.url.split("/")[2]
    rule = f"owners: [{{match: {host}, kind: media}}]"
    assert classify(configure(tmp_path, card.example.given, rule), card.example).kind is kind


def test_every_voice_that_is_pasted_is_taken(tmp_path: Path):
    """The cards that advise on voices give the brand one."""
    advised = [card for card in WITH_YAML if "voices" in card.paste]
    assert {called(card) for card in advised} == {"state:speaks", "presence:speaks"}
    for card in advised:
        assert configure(tmp_path, card.paste).brands[0].voices == ("Lamplight Staff",)


def test_words_are_found():
    """Letter case, blanks and underscores do not matter, and a word of two families is told apart by its family."""
    assert find_cards("Gap_Score") == find_cards("gap score") == (load_cards(Family.NUMBER)["gap-score"],)
    assert [card.family for card in find_cards("absent")] == [Family.STATE, Family.PRESENCE]
    assert find_cards("presence:absent") == (load_cards(Family.PRESENCE)["absent"],)
    assert find_cards("rule:absent") == find_cards("nonsense:absent") == find_cards("") == find_cards(":") == ()
