"""`searchgap explain` as a user runs it."""

import json
from pathlib import Path

import pytest
import yaml

from searchgap.cli.classifying import Judge, Listing
from searchgap.cli.explaining import find_layout
from searchgap.cli.tracing import trace
from searchgap.config.load import load_config
from searchgap.model.card import Family
from searchgap.reference.cards import list_words, load_cards
from searchgap.report.base import Layout
from searchgap.search.registry import PROVIDERS

CARDS = [(family, word) for family in Family for word in load_cards(family)]
CONFIG = """\
version: 1
brands:
  - name: Lamplight
    domains: [lamplight.example]
    queries: [lamp flickers]
  - name: Glowworm
    domains: [glowworm.example]
    queries: [glow flickers]
owners:
  - {match: lamps.example, kind: media}
"""
LIGHTS = "https://forum.lights.example/t/1"


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    """A configuration of two brands and one word on an owner, in the folder the program runs in."""
    file = tmp_path / "queries.yaml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


@pytest.fixture
def explain(searchgap):
    """What an explanation says as JSON."""
    return lambda *arguments: searchgap("explain", *arguments, "--format", "json").report


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_word_is_listed(searchgap, explain):
    """Without a word all of them are listed by family; no configuration is needed."""
    ended = searchgap("explain")
    assert (ended.code, ended.err) == (0, "")
    assert all(word in ended.out for _, word in CARDS)
    assert explain()["words"] == {family: list(words) for family, words in list_words().items()}


@pytest.mark.parametrize("word", ["host-label", "contested", "quota", "own", "linked", "low", "share-of-voice"])
def test_a_card(searchgap, word):
    """A card tells what is meant, why, an example and the advice, with YAML that can be copied."""
    ended = searchgap("explain", word, COLUMNS="100")
    assert (ended.code, ended.err) == (0, "")
    (card,) = (load_cards(family)[word] for family in Family if word in load_cards(family))
    assert f"({card.family} {word})\n" in ended.out
    assert all(text in flat(ended.out) for text in (card.means, card.why, card.advice, card.example.gives))
    pasted = "\n".join(line[16:] for line in ended.out.splitlines() if line.startswith(" " * 16))
    assert card.paste in pasted


def test_a_word_of_two_families(searchgap, explain):
    """A word that is a state and a presence level shows both cards, with its family before it the one."""
    both = searchgap("explain", "Absent").out
    assert "(state absent)" in both
    assert "(presence absent)" in both
    (card,) = explain("presence:absent")["cards"]
    assert (card["family"], card["name"], card["formula"]) == ("presence", "absent", None)


@pytest.mark.parametrize("width", ["40", "60", "80"])
def test_cards_fit_narrow_terminals(searchgap, width):
    """Text is filled to the terminal; only YAML and addresses may be longer."""
    for word in ("auth", "coverage", "speaks", ""):
        ended = searchgap("explain", *filter(None, [word]), COLUMNS=width)
        texts = [line for line in ended.out.splitlines() if line.startswith(("  means", " " * 14 + "a"))]
        assert max(map(len, texts), default=0) <= int(width)


def test_cards_are_plain_text(searchgap):
    """A console that encodes nothing but ASCII shows every card whole, and there is no colour in a pipe."""
    for family, word in CARDS[::12]:
        ended = searchgap("explain", f"{family}:{word}", PYTHONIOENCODING="ascii", FORCE_COLOR="1")
        assert ended.code == 0
        assert ended.out.isascii()
        assert "\x1b" not in ended.out


def test_an_address_without_a_configuration(searchgap, explain):
    """It is told who was heard, who decided, by which rule, and what overrides it."""
    ended = searchgap("explain", LIGHTS)
    assert (ended.code, ended.err) == (0, "")
    said = flat(ended.out)
    assert "nobody: no brand is configured" in said
    assert "host: community, by host-label (forum), strong <- decides" in said
    assert "More: searchgap explain host-label" in said
    assert "- {match: forum.lights.example, kind: " in said
    told = explain(LIGHTS)
    assert told["owner"] == {
        "kind": "community",
        "name": "lights.example",
        "rule": "host-label",
        "evidence": "forum",
        "confidence": "medium",
    }
    assert [one["source"] for one in told["heard"]] == ["domains and accounts", "owners", "catalogue", "host"]
    assert [one["decides"] for one in told["heard"]] == [False, False, False, True]
    assert told["cards"][0]["name"] == "host-label"


@pytest.mark.parametrize(
    "url",
    [
        LIGHTS,
        "https://www.reddit.com/r/lamps/comments/1/flicker",
        "https://lamps.example/flicker",
        "https://lamplight.example.lights.example/flicker",
        "https://lights.example/flicker-vs-candle",
        "https://invented-lamp-safety.gov.uk/",
        "https://xn--lampe-lichtspa-5ob.example/",
    ],
)
def test_the_line_overrides(configured: Path, url: str):
    """The line that is offered, added to `owners` or put in place of the old one, changes the verdict as it says."""
    before = trace(url, "", load_config(configured, providers=PROVIDERS), None)
    told = "".join(find_layout("json").trace(before, Layout()))
    line = yaml.safe_load(json.loads(told)["override"]["owners"])
    changed = yaml.safe_load(CONFIG)
    changed["owners"] = [one for one in changed["owners"] if one["match"] != line["match"]] + [line]
    configured.write_text(yaml.safe_dump(changed), encoding="utf-8")
    after = trace(url, "", load_config(configured, providers=PROVIDERS), None).ownership
    assert (after.kind, after.rule, after.evidence) == (line["kind"], "owners", line["match"])
    assert after.kind is not before.ownership.kind


def test_a_configured_domain_is_not_overridden(explain, configured: Path):
    """No line is offered where `owners` is not asked, and what to change instead is named."""
    told = explain("https://help.lamplight.example/flicker")
    assert (told["owner"]["kind"], told["brand"]) == ("own", "Lamplight")
    assert told["override"]["owners"] is None
    assert "take lamplight.example from Lamplight" in told["override"]["advice"]


@pytest.mark.parametrize(
    "url",
    [
        "https://glowworm.example/",
        "https://lamps.example/12",
        "https://www.nytimes.com/2024/lamps",
        "https://lights.example/2024/05/12/x",
        "https://127.0.0.1/",
        "no address.",
        "https://docs.lights.example/threads/1",
        "https://help.lights.example/flicker-vs-candle",
    ],
)
def test_it_agrees_with_classify(configured: Path, url: str):
    """An explanation gives the verdict that classify gives, and one of those heard decided."""
    config = load_config(configured, providers=PROVIDERS)
    told = trace(url, "", config, None)
    classified = Judge(config, None).classify(Listing(url))
    assert (told.ownership, told.domain) == (classified.owner, classified.domain)
    assert sum(one.decides for one in told.heard) == (1 if told.domain else 0)


def test_whose_point_of_view(searchgap, explain, configured: Path):
    """The brand named decides; without one whichever brand has a stake."""
    assert explain("https://glowworm.example/")["brand"] == "Glowworm"
    assert explain("https://glowworm.example/", "--brand", "Lamplight")["owner"]["kind"] != "own"
    ended = searchgap("explain", LIGHTS, "--brand", "Lamplite")
    assert ended.code == 2
    assert "did you mean Lamplight?" in ended.err


def test_a_title_is_heard(explain):
    """The title is asked where the address says little."""
    sources = [one["source"] for one in explain("https://lights.example/12", "--title", "Lamp forum")["heard"]]
    assert "title" in sources


def test_a_redirect_is_followed(explain):
    """What a redirect of an engine leads to is shown, and classified."""
    told = explain("https://www.google.com/url?q=https://forum.lights.example/t/1&sa=U")
    assert (told["points_to"], told["domain"]) == ("https://forum.lights.example/t/1", "lights.example")


def test_hostile_addresses_do_no_harm(searchgap):
    """Controls in an address and a title reach no terminal."""
    ended = searchgap("explain", "https://lights.example/\x1b[31mred\x1b]0;x\x07", "--title", "\x1b[2J forum")
    assert ended.code == 0
    assert "\x1b" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["hots-label"], "did you mean host-label?"),
        (["frobnicate"], "list all words with: searchgap explain"),
        ([""], 'there is nothing called "" to explain'),
        (["state:linked"], "nothing called"),
        (["own", "--format", "xml"], 'explanations have no format "xml"'),
        ([LIGHTS, "--brand", "Lamplight"], 'the brand "Lamplight" is not configured'),
    ],
)
def test_wrong_use_is_explained(searchgap, arguments, complaint):
    """An unknown word, format or brand is wrong use, with the next step."""
    ended = searchgap("explain", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert complaint in flat(ended.err)


def test_words_are_completed(searchgap):
    """Tab completion offers the words that begin like the one typed."""
    ended = searchgap(_SEARCHGAP_COMPLETE="complete_bash", COMP_WORDS="searchgap explain host-", COMP_CWORD="2")
    assert ended.out.split() == ["host-label", "host-name", "host-suffix"]
