"""Places nobody has classified are listed by what they hold, under a pattern that takes nothing from anybody."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand
from searchgap.model.owner import OwnerKind
from searchgap.model.query import Plan, SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult, Serp
from searchgap.reference.catalogue import read_lines
from searchgap.rules.catalogue import Catalogue
from searchgap.rules.classify import Classifier
from searchgap.rules.triage import Unclassified, find_unclassified
from searchgap.rules.urls import UrlReader

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LAMPLIGHT = Brand(name="Lamplight", domains=("lamplight.example",))
CATALOGUE = Catalogue(
    {
        "half.example": list(read_lines("half.example/docs  Half\n", OwnerKind.DOCS)),
        "dailynib.example": list(read_lines("dailynib.example  The Daily Nib\n", OwnerKind.MEDIA)),
    }
)


def make_run(*pages: tuple[str, ...], depth: int = 10) -> AuditRun:
    requests = [SearchRequest(text=f"query {number}", provider="recorded", depth=depth) for number in range(len(pages))]
    outcomes = {
        request.key: Serp(
            request=request,
            engine="invented",
            retrieved_at=NOW,
            results=tuple(OrganicResult(rank=rank, url=url, title="") for rank, url in enumerate(page, start=1)),
        )
        for request, page in zip(requests, pages, strict=True)
    }
    return AuditRun(
        id="0a1b2c3d",
        started_at=NOW,
        finished_at=NOW,
        version="0",
        config_digest="0",
        plan=Plan(brands=(LAMPLIGHT,), queries=(), requests=tuple(requests)),
        outcomes=outcomes,
    )


@pytest.fixture
def find(make_classifier: Callable[..., Classifier], urls: UrlReader) -> Callable[..., tuple[Unclassified, ...]]:
    """The unclassified places of a run with these pages of addresses."""

    def run(*pages: tuple[str, ...], depth: int = 10) -> tuple[Unclassified, ...]:
        return find_unclassified(
            make_run(*pages, depth=depth),
            classify=make_classifier(LAMPLIGHT).classify,
            catalogue=CATALOGUE,
            urls=urls,
        )

    return run


def test_most_places_first_then_queries_then_name(find):
    """The order is places, then queries, then the name."""
    found = find(
        ("https://one.example/a", "https://one.example/b", "https://two.example/a", "https://b.example/"),
        ("https://two.example/c", "https://a.example/"),
    )
    assert [(one.match, one.places, one.queries) for one in found] == [
        ("two.example", 2, 2),
        ("one.example", 2, 1),
        ("a.example", 1, 1),
        ("b.example", 1, 1),
    ]


@pytest.mark.parametrize(
    "url",
    ["https://help.lamplight.example/", "https://reddit.com/r/x", "https://dailynib.example/forums/1", "no address"],
)
def test_what_somebody_has_spoken_for_is_left_out(find, url):
    """Configured and listed hosts, forums of listed media, and text that is no address need no word."""
    assert find((url,)) == ()


def test_www_is_the_host_itself(find):
    """A host with and without `www.` is one place."""
    (found,) = find(("https://www.one.example/a", "https://one.example/b"))
    assert (found.match, found.places) == ("one.example", 2)


def test_a_host_known_in_parts_is_matched_by_path(find):
    """Where the catalogue speaks for a part of the host, a word on all of it would take that part away."""
    (found,) = find(("https://half.example/shop/lamp?x=1",))
    assert found.match == "half.example/shop"


def test_the_guess_is_that_of_most_results(find):
    """The kind most results were taken for is the guess, the others are told, and its best result is the example."""
    (found,) = find(
        ("https://one.example/threads/1", "https://one.example/product/2", "https://one.example/threads/3"),
    )
    assert (found.guess.kind, found.also) == (OwnerKind.COMMUNITY, (OwnerKind.RETAIL,))
    assert found.url == "https://one.example/threads/1"


def test_only_top_places_within_the_depth_count(find):
    """Results below rank ten, or below the depth asked for, hold no place."""
    page = tuple(f"https://host{number}.example/" for number in range(1, 13))
    assert len(find(page, depth=20)) == 10
    assert len(find(page, depth=3)) == 3


def test_a_search_without_an_answer_holds_nothing(make_classifier, urls):
    """A search that was not made has no places."""
    run = make_run(("https://one.example/",))
    request = run.plan.requests[0]
    run.outcomes[request.key] = NotSearched(request=request, kind=FailureKind.BUDGET, message="no money")
    found = find_unclassified(run, classify=make_classifier(None).classify, catalogue=CATALOGUE, urls=urls)
    assert found == ()
