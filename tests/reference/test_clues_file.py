"""The clue words: well formed, dated, and each one able to decide the place it was written for."""

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import NamedTuple

import pytest

from searchgap.model.owner import PARTY_KINDS, OwnerKind
from searchgap.reference.catalogue import REVIEWED
from searchgap.reference.clues import load_clues, read_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.clues import Clue, ClueTables

TEXT = files("searchgap.reference").joinpath("clues.txt").read_text(encoding="utf-8")
SECTIONS = ("host-label", "host-name", "host-suffix", "path", "slug", "title")
EACH_SECTION = pytest.mark.parametrize("section", SECTIONS)
SMALL = "\n".join(f"[{section}]\nblog  fair  nib" for section in SECTIONS)


class Place(NamedTuple):
    """A word of the file and where it stands."""

    number: int
    section: str
    kind: str
    strength: str
    word: str

    def __str__(self) -> str:
        return f"clues.txt:{self.number}: [{self.section}] {self.word}"


def places() -> Iterator[Place]:
    """Every word of the file."""
    section = ""
    for number, line in enumerate(TEXT.split("\n"), start=1):
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, strength, *words = line.split()
            yield from (Place(number, section, kind, strength, word) for word in words)


PLACES = list(places())


def read(place: Place, tables: ClueTables) -> Clue | None:
    """What the tables see where nothing but the word speaks, in the place it was written for."""
    match place.section:
        case "host-label":
            return tables.read_host(f"{place.word}.zq.example", "zq.example")
        case "host-name":
            return tables.read_host(f"zq-{place.word}.example", f"zq-{place.word}.example")
        case "host-suffix":
            host = f"zq.{place.word}"
            return tables.read_host(host, load_suffixes().registrable_domain(host) or host)
        case "path":
            return tables.read_path(f"/{place.word}/zq")
        case "slug":
            return tables.read_slug(f"/zq-{place.word}-zq")
        case _:
            return tables.read_title(f"Zq {place.word.capitalize()} - zq")


def test_the_file_is_dated():
    """Its head says when somebody last went through it."""
    dates = re.findall(r"^# reviewed (\d{4}-\d{2}-\d{2})$", TEXT, re.MULTILINE)
    assert len(dates) == 1
    assert date.fromisoformat(dates[0]) >= date.fromisoformat(REVIEWED)


def test_the_sections_are_the_places_a_word_can_stand_in():
    """Each section is there once, and holds words."""
    assert re.findall(r"^\[(.*)\]$", TEXT, re.MULTILINE) == list(SECTIONS)
    assert {place.section for place in PLACES} == set(SECTIONS)


@EACH_SECTION
def test_every_line_is_a_kind_a_strength_and_words(section: str):
    """Kinds are those of sites, strengths are three, and words are lower case."""
    complaints = [
        str(place)
        for place in PLACES
        if place.section == section
        and (
            place.kind not in set(OwnerKind) - PARTY_KINDS
            or place.strength not in {"strong", "fair", "weak"}
            or place.word != place.word.lower()
        )
    ]
    assert not complaints


@pytest.mark.parametrize("section", SECTIONS)
def test_every_word_can_decide(section: str):
    """Where nothing else speaks, each word gives its own kind, strength and rule, and itself as evidence."""
    tables = load_clues()
    complaints = []
    for place in PLACES:
        if place.section != section:
            continue
        found = read(place, tables)
        seen = found and (found.kind, found.strength.name.lower(), found.rule, found.word)
        if seen != (place.kind, place.strength, place.section, place.word):
            complaints.append(f"{place} is read as {seen}")
    assert not complaints, "\n".join(["", *complaints])


def test_a_word_written_together_says_less():
    """Where a name only begins or ends with a word, the clue is one step weaker than where the word stands apart."""
    tables = load_clues()
    for apart, together in (("zq-forum.example", "zqforum.example"), ("news-zq.example", "newszq.example")):
        whole, part = tables.read_host(apart, apart), tables.read_host(together, together)
        assert whole is not None
        assert part is not None
        assert (part.kind, part.word) == (whole.kind, whole.word)
        assert part.strength == whole.strength - 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (SMALL + "\nblog  fair  nib", "'nib' stands twice in \\[title\\]"),
        (SMALL + "\npens  fair  ink", "'pens' is not a valid OwnerKind"),
        (SMALL + "\nblog", "not enough values"),
    ],
)
def test_a_mistake_in_the_file_is_refused(text: str, reason: str):
    """A word that stands twice or a kind that there is not never reaches a verdict."""
    with pytest.raises(ValueError, match=reason):
        read_clues(text)


def test_words_of_different_sections_do_not_meet():
    """The same word may say different things in different places."""
    tables = read_clues(SMALL.replace("[path]\nblog", "[path]\nmedia"))
    assert tables.read_path("/nib").kind is OwnerKind.MEDIA  # type: ignore[union-attr]
    assert tables.read_host("nib.zq.example", "zq.example").kind is OwnerKind.BLOG  # type: ignore[union-attr]
