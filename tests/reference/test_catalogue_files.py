"""The catalogue's files: every line is well formed, stands once, and decides the addresses it was written for."""

import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import NamedTuple

import publicsuffixlist
import pytest

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import PARTY_KINDS, OwnerKind
from searchgap.reference.catalogue import REVIEWED, expand_braces, kind_of, load_catalogue, read_lines
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.catalogue import Entry, read_entry
from searchgap.rules.classify import Classifier
from searchgap.rules.urls import UrlReader

TEXTS = {
    file.name: file.read_text(encoding="utf-8")
    for file in sorted(files("searchgap.reference.catalogue").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".txt")
}
EACH_FILE = pytest.mark.parametrize("name", TEXTS)

WELL_FORMED = re.compile(r"~?[a-z0-9*{][a-z0-9.*{},-]*(?:/[^\s?#]*)?  +\S+(?: \S+)*")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?")
SOMEBODY = "zq7"  # no host, path or handle of the catalogue begins or ends like it


class Place(NamedTuple):
    """Where an entry stands."""

    file: str
    number: int
    entry: Entry

    def __str__(self) -> str:
        return f"{self.file}:{self.number}: {self.entry.pattern}"


def places(name: str) -> Iterator[Place]:
    """Every entry of a file, braces written out."""
    for number, line in enumerate(TEXTS[name].split("\n"), start=1):
        for written_out in read_lines(line, kind_of(name)):
            yield Place(name, number, read_entry(written_out))


def complain(complaints: list[str]) -> str:
    """A message that names the lines to mend."""
    return "\n".join(["", *complaints[:50]])


@pytest.fixture(scope="module")
def every_place() -> list[Place]:
    return [place for name in TEXTS for place in places(name)]


@pytest.fixture(scope="module")
def nobody() -> Classifier:
    """A classifier from nobody's point of view."""
    return make_classifier(None)


def make_classifier(brand: Brand | None) -> Classifier:
    urls = UrlReader(load_suffixes())
    return Classifier(brand=brand, owner_rules=(), catalogue=load_catalogue(), clues=load_clues(), urls=urls)


@EACH_FILE
def test_a_file_is_named_after_its_kind(name: str):
    """The kind is one of a site; whose it is depends on the brand and is never in the catalogue."""
    assert kind_of(name) not in PARTY_KINDS


@EACH_FILE
def test_a_file_is_dated(name: str):
    """The head says what the file holds and when somebody last went through it."""
    head = TEXTS[name].split("\n")[:5]
    dates = [found.group(1) for line in head if (found := re.fullmatch(r"# reviewed (\d{4}-\d{2}-\d{2})", line))]
    assert head[0].startswith(f"# {kind_of(name)}: "), f"{name}:1: must say what it holds"
    assert len(dates) == 1, f"{name}: needs a line `# reviewed YYYY-MM-DD` at its head"
    assert date.fromisoformat(dates[0]) >= date.fromisoformat(REVIEWED), f"{name}: reviewed before {REVIEWED}"


@EACH_FILE
def test_every_line_is_well_formed(name: str):
    """A line is empty, a comment, or a lower-case pattern, two or more spaces, and a name without stray spaces."""
    complaints = [
        f"{name}:{number}: {line!r}"
        for number, line in enumerate(TEXTS[name].split("\n"), start=1)
        if line and not line.startswith("#") and not WELL_FORMED.fullmatch(line)
    ]
    assert not complaints, complain(complaints)
    assert TEXTS[name].endswith("\n")
    assert "\t" not in TEXTS[name]
    assert "\r" not in TEXTS[name]


@EACH_FILE
def test_every_host_can_exist(name: str):
    """Hosts are lower-case ASCII with labels that DNS takes, below a top-level domain that there is."""
    suffixes = publicsuffixlist.PublicSuffixList(accept_unknown=False)
    complaints = [
        str(place)
        for place in places(name)
        if len(place.entry.host) > 253
        or not all(LABEL.fullmatch(label) for label in place.entry.host.split("."))
        or suffixes.publicsuffix(place.entry.host) is None
    ]
    assert not complaints, complain(complaints)


@EACH_FILE
def test_every_path_can_match(name: str):
    """Paths are lower case, without empty segments and without what would be a query or a fragment."""
    complaints = [
        str(place)
        for place in places(name)
        if place.entry.path
        and (place.entry.path != place.entry.path.lower() or not re.fullmatch(r"(?:/[^/?#\s]+)+", place.entry.path))
    ]
    assert not complaints, complain(complaints)


def test_no_pattern_stands_twice(every_place: list[Place]):
    """Over all files, braces written out, each pattern is decided in one place."""
    first: dict[str, Place] = {}
    complaints = []
    for place in every_place:
        before = first.setdefault(place.entry.pattern, place)
        if before is not place:
            complaints.append(f"{place} stands at {before.file}:{before.number} too")
    assert not complaints, complain(complaints)


def test_every_entry_decides_its_addresses(every_place: list[Place], nobody: Classifier):
    """An address made from a pattern gets the entry's kind, name and evidence, at once and below."""
    complaints = []
    for place in every_place:
        entry = place.entry
        host = f"www.{SOMEBODY}.{entry.host}" if entry.tenants else entry.host
        path = entry.path.replace("*", SOMEBODY)
        for url in (f"https://{host}{path}", f"http://{host}{path}/?{SOMEBODY}=1"):
            _, verdict = nobody.classify(url)
            if (verdict.kind, verdict.rule, verdict.evidence) != (entry.kind, "catalogue", entry.pattern):
                complaints.append(f"{place}: {url} is {verdict.kind} by {verdict.rule} {verdict.evidence}")
    assert not complaints, complain(complaints)


def test_everything_is_loaded(every_place: list[Place]):
    """The catalogue in memory holds what the files hold."""
    loaded = load_catalogue()
    assert len(loaded) == len(every_place)
    assert {entry.pattern for entry in loaded} == {place.entry.pattern for place in every_place}


@pytest.mark.parametrize(
    ("domain", "url", "kind"),
    [
        ("google.com", "https://sites.google.com/view/leaking-pens", "blog"),
        ("google.com", "https://groups.google.com/g/leaking-pens/c/1", "community"),
        ("google.com", "https://docs.google.com/document/d/1a2b/edit", None),
        ("twitter.com", "https://twitter.com/leakypens/status/1", "social"),
        ("x.com", "https://x.com/leakypens", "social"),
        ("facebook.com", "https://www.facebook.com/leakypens/posts/1", "social"),
        ("facebook.com", "https://www.facebook.com/groups/leakypens", None),
        ("instagram.com", "https://www.instagram.com/leakypens/", "social"),
        ("linkedin.com", "https://www.linkedin.com/pulse/leaking-pens-jane", "social"),
        ("pinterest.com", "https://www.pinterest.com/jane/pens/", "social"),
        ("reddit.com", "https://www.reddit.com/r/fountainpens/comments/1/leak/", "community"),
        ("youtube.com", "https://www.youtube.com/watch?v=leakyPens01", "video"),
        ("tiktok.com", "https://www.tiktok.com/@leakypens/video/1", "video"),
        ("vimeo.com", "https://vimeo.com/1234567", "video"),
        ("medium.com", "https://medium.com/@jane/leaking-pens-0a1b", "blog"),
        ("medium.com", "https://jane.medium.com/leaking-pens-0a1b", "blog"),
        ("substack.com", "https://leakypens.substack.com/p/why", "blog"),
        ("tumblr.com", "https://leakypens.tumblr.com/post/1", "blog"),
        ("wordpress.com", "https://leakypens.wordpress.com/2024/01/01/why/", "blog"),
        ("notion.so|notion.site", "https://jane.notion.site/Pens-1a2b", "blog"),
        ("github.com", "https://github.com/jane/pens/issues/1", "community"),
        ("github.com|github.io", "https://jane.github.io/pens/", None),
        ("stackoverflow.com", "https://stackoverflow.com/questions/1/pens", "community"),
        ("quora.com", "https://www.quora.com/Why-do-pens-leak", "community"),
    ],
)
def test_what_users_publish_is_marked(domain: str, url: str, kind: str | None):
    """On the hosting of the brand itself, what other people write keeps its kind and is never the brand's."""
    brand = Brand(name="The platform", domains=tuple(domain.split("|")))
    _, verdict = make_classifier(brand).classify(url)
    assert verdict.kind is not OwnerKind.OWN
    assert kind is None or verdict.kind == kind


@pytest.mark.parametrize(
    ("domain", "url"),
    [
        ("google.com", "https://support.google.com/mail/answer/1"),
        ("google.com", "https://workspace.google.com/pricing"),
        ("twitter.com", "https://help.twitter.com/en/using-twitter"),
        ("x.com", "https://x.com/tos"),
        ("facebook.com", "https://www.facebook.com/help/1"),
        ("linkedin.com", "https://www.linkedin.com/help/linkedin"),
        ("reddit.com", "https://www.redditinc.com/policies"),
        ("youtube.com", "https://www.youtube.com/howyoutubeworks/"),
        ("notion.so|notion.com", "https://www.notion.com/help/leaks"),
        ("medium.com", "https://help.medium.com/hc/en-us/articles/1"),
        ("github.com", "https://docs.github.com/en/pages"),
        ("github.com", "https://github.com/features/actions"),
        ("wordpress.com", "https://wordpress.com/support/"),
        ("substack.com", "https://support.substack.com/hc/en-us"),
    ],
)
def test_a_platforms_own_pages_are_its_own(domain: str, url: str):
    """The company's help, terms and product pages are the brand's, among all that its users publish."""
    domains = (*domain.split("|"), "redditinc.com") if domain == "reddit.com" else tuple(domain.split("|"))
    _, verdict = make_classifier(Brand(name="The platform", domains=domains)).classify(url)
    assert verdict.kind is OwnerKind.OWN


def test_posts_on_a_rivals_network_are_on_its_ground():
    """For a competitor, whoever posts on its network strengthens it; sites of their own do not."""
    rival = Party(name="Rival", domains=("twitter.com", "substack.com"))
    classifier = make_classifier(Brand(name="Inkwell", competitors=(rival,)))
    assert classifier.classify("https://twitter.com/leakypens/status/1")[1].kind is OwnerKind.COMPETITOR
    assert classifier.classify("https://leakypens.substack.com/p/why")[1].kind is OwnerKind.BLOG


@pytest.mark.parametrize(
    ("pattern", "expanded"),
    [
        ("nib.example", ["nib.example"]),
        ("nib.{com,de}", ["nib.com", "nib.de"]),
        ("{a,b}.{com,de}/x", ["a.com/x", "a.de/x", "b.com/x", "b.de/x"]),
        ("~nib.example/{a,}b", ["~nib.example/ab", "~nib.example/b"]),
        ("nib.{com", ["nib.{com"]),
    ],
)
def test_braces_are_written_out(pattern: str, expanded: list[str]):
    """Every choice of every pair of braces, in their order."""
    assert list(expand_braces(pattern)) == expanded


@pytest.mark.parametrize("line", ["nib.example", "nib.example ", "nib.example Nib", "nib.example  ", " Nib"])
def test_a_line_without_a_name_is_refused(line: str):
    """A pattern alone, or a single space before the name, is a mistake that shows the line."""
    with pytest.raises(ValueError, match="two spaces and a name") as caught:
        list(read_lines(f"# media\n\n{line}\n", OwnerKind.MEDIA))
    assert repr(line) in str(caught.value)
