"""The shipped table of page signals: every word can be met, and decides as it is written."""

import re
from importlib.resources import files

import pytest

from searchgap.model.owner import PARTY_KINDS
from searchgap.model.page import PageSignals
from searchgap.pages.signals import read_signals
from searchgap.reference.page_signals import load_page_signals, read_page_signals
from searchgap.rules.clues import Clue, Strength
from searchgap.rules.page_signals import read_page

TEXT = files("searchgap.reference").joinpath("page_signals.txt").read_text(encoding="utf-8")
MARKUP = {
    "schema.org": '<script type="application/ld+json">{{"@type": "{}"}}</script>',
    "og:type": '<meta property="og:type" content="{}">',
    "generator": '<meta name="generator" content="{} 4.2">',
}


def words() -> list[tuple[str, str, str, str]]:
    """Section, kind, strength and word of everything in the file, in its order."""
    found = []
    section = ""
    for line in TEXT.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, strength, *names = line.split()
            found += [(section, kind, strength, name) for name in names]
    return found


WORDS = words()


def test_sections_are_those_that_are_read():
    """A page's types, its `og:type` and its generators are looked up, and nothing else."""
    assert re.findall(r"^\[(.*)\]$", TEXT, re.MULTILINE) == list(MARKUP)
    assert len(load_page_signals()) == len(WORDS)


@pytest.mark.parametrize("section", MARKUP)
def test_every_word_can_decide(section: str):
    """Written as pages write it, each word is a clue of its own kind and strength, with itself as evidence."""
    complaints = []
    for name, kind, strength, word in WORDS:
        if name != section:
            continue
        wanted = (kind, strength, "page-signals", f"{section} {word.replace('-', ' ')}")
        signals = read_signals(MARKUP[section].format(word.replace("-", " ") if section == "generator" else word))
        seen = [(one.kind, one.strength.name.lower(), one.rule, one.word) for one in read_page(signals, load())]
        if seen != [wanted]:
            complaints.append(f"{section} {word} is read as {seen}")
    assert not complaints, "\n".join(["", *complaints])


def load() -> dict[str, Clue]:
    return dict(load_page_signals())


def test_no_page_can_say_that_it_is_a_party():
    """Own, competitors and partners are known from the configuration alone."""
    assert not {clue.kind for clue in load().values()} & PARTY_KINDS


@pytest.mark.parametrize("word", ["Article", "BlogPosting", "Product", "NewsArticle", "VideoObject", "Recipe"])
def test_what_plug_ins_write_settles_nothing(word: str):
    """Types that are found on pages of every kind are weighed only."""
    (clue,) = read_page(PageSignals(schema_types=(word,)), load())
    assert clue.strength < Strength.STRONG


@pytest.mark.parametrize(
    "word", ["WebPage", "WebSite", "Organization", "Person", "BreadcrumbList", "FAQPage", "Question"]
)
def test_what_every_site_says_says_nothing(word: str):
    """Types of any site are no clue."""
    assert read_page(PageSignals(schema_types=(word,), og_type="website"), load()) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[generator]\nblog  fair  Nib\ndocs  fair  nib", "'nib' stands twice in \\[generator\\]"),
        ("[generator]\npens  fair  Nib", "'pens' is not a valid OwnerKind"),
        ("[generator]\nblog", "not enough values"),
    ],
)
def test_a_mistake_in_the_file_is_refused(text: str, reason: str):
    """A word that stands twice or a kind that there is not never reaches a verdict."""
    with pytest.raises(ValueError, match=reason):
        read_page_signals(text)
