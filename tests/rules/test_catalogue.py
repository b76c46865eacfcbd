"""The catalogue: what a line says, which entries speak for a host, and in which order."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.owner import OwnerKind
from searchgap.rules.catalogue import Catalogue, Entry, Line, host_of, parents, path_expression, read_entry, tenant_of

PATHS = ["nib.example/a/b", "nib.example/a/*", "nib.example/a", "nib.example"]


def make_catalogue(*patterns: str) -> Catalogue:
    """A catalogue of forums, each named after its pattern."""
    by_host: dict[str, list[Line]] = {}
    for pattern in patterns:
        by_host.setdefault(host_of(pattern), []).append((pattern, OwnerKind.COMMUNITY, pattern))
    return Catalogue(by_host)


@pytest.mark.parametrize(
    ("pattern", "entry"),
    [
        ("nib.example", Entry("nib.example", "", OwnerKind.BLOG, "Nib")),
        ("nib.example/a/*/b", Entry("nib.example", "/a/*/b", OwnerKind.BLOG, "Nib")),
        ("*.nib.example", Entry("nib.example", "", OwnerKind.BLOG, "Nib", tenants=True)),
        ("~nib.example", Entry("nib.example", "", OwnerKind.BLOG, "Nib", users=True)),
        ("~*.nib.example/a", Entry("nib.example", "/a", OwnerKind.BLOG, "Nib", tenants=True, users=True)),
    ],
)
def test_a_line_is_read(pattern: str, entry: Entry):
    """Host, path and the marks for tenants and users are taken from the pattern, which can be shown again."""
    assert read_entry((pattern, OwnerKind.BLOG, "Nib")) == entry
    assert entry.pattern == pattern.removeprefix("~")
    assert entry.host == host_of(pattern)


def test_an_owner_may_have_no_name_of_its_own():
    """`=` leaves the name to the host that is met."""
    assert read_entry(("*.nib.example", OwnerKind.BLOG, "=")).name == ""


@pytest.mark.parametrize(
    ("path", "tail", "covered"),
    [
        ("", "", True),
        ("", "/anything", True),
        ("/forum", "/forum", True),
        ("/forum", "/forum/1", True),
        ("/forum", "/forum?page=2", True),
        ("/forum", "/forum#top", True),
        ("/forum", "/Forum/", True),
        ("/forum", "/forums", False),
        ("/forum", "/a/forum", False),
        ("/forum", "", False),
        ("/*", "/", False),
        ("/*", "/jane", True),
        ("/*", "/?tab=1", False),
        ("/*/*/issues", "/jane/pen/issues/4", True),
        ("/*/*/issues", "/jane/issues", False),
        ("/*/*/issues", "/jane//issues", False),
        ("/*/*/issues", "/jane/pen/issues-old", False),
        ("/r/pen*", "/r/penfans/1", True),
        ("/r/pen*", "/r/pen", True),
        ("/r/pen*", "/r/ink", False),
        ("/a.b", "/axb", False),
    ],
)
def test_paths_match_by_whole_segments(path: str, tail: str, covered: bool):
    """A path covers itself and what is below it; `*` stands for one segment that is there, or for the rest of one."""
    assert bool(re.match(path_expression(path), tail, re.IGNORECASE)) == covered


@pytest.mark.parametrize(
    ("host", "patterns"),
    [
        ("nib.example", PATHS),
        ("www.nib.example", PATHS),
        ("jane.nib.example", ["*.nib.example", *PATHS]),
        ("www.jane.nib.example", ["*.nib.example", *PATHS]),
        ("talk.nib.example", ["talk.nib.example", "*.nib.example", *PATHS]),
        ("notnib.example", []),
        ("example", []),
        ("", []),
    ],
)
def test_entries_speak_most_specific_first(host: str, patterns: list[str]):
    """Deeper hosts come before longer paths before wildcards; tenants are hosts below, of which `www` is none."""
    catalogue = make_catalogue(*reversed(PATHS), "*.nib.example", "talk.nib.example")
    assert [entry.pattern for entry in catalogue.entries(host)] == patterns


def test_a_catalogue_gives_all_its_entries():
    """Its length and its entries are those of the lines it was made of."""
    catalogue = make_catalogue("nib.example", "nib.example/a", "ink.example")
    assert len(catalogue) == 3
    assert sorted(entry.pattern for entry in catalogue) == ["ink.example", "nib.example", "nib.example/a"]


def test_parents_of_a_host():
    """A host and every host above it, nearest first."""
    assert list(parents("a.b.co.uk")) == ["a.b.co.uk", "b.co.uk", "co.uk", "uk"]
    assert list(parents("")) == []


@given(st.lists(st.from_regex(r"[a-z0-9-]{1,6}", fullmatch=True), min_size=1, max_size=6))
def test_every_parent_ends_its_host(labels: list[str]):
    """There is one parent for each label, and each is the end of the host at a dot."""
    host = ".".join(labels)
    above = list(parents(host))
    assert len(above) == len(labels)
    assert all(f".{host}".endswith(f".{parent}") for parent in above)


@pytest.mark.parametrize(
    ("host", "tenant"),
    [("jane.blogs.example", "jane.blogs.example"), ("www.jane.blogs.example", "jane.blogs.example")],
)
def test_a_tenant_is_one_label_below(host: str, tenant: str):
    """Hosts further down belong to the tenant above them."""
    assert tenant_of(host, "blogs.example") == tenant
