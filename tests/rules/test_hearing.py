"""Who is heard on an address, and who decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import OwnerKind, OwnerRule
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.clues import Strength
from searchgap.rules.hearing import Bench, Source
from searchgap.rules.urls import UrlReader

INKWELL = Brand(
    name="Inkwell", domains=("inkwell.example", "blogspot.com"), competitors=(Party(name="Q", domains=("q.example",)),)
)
CLAIMS = [Source.PARTIES, Source.OWNERS, Source.CATALOGUE]


@pytest.fixture(scope="module")
def bench() -> Bench:
    """A brand that owns a platform, and one word of the user's."""
    return Bench(
        brand=INKWELL,
        owner_rules=(OwnerRule(match="pens.example", kind=OwnerKind.MEDIA),),
        catalogue=load_catalogue(),
        clues=load_clues(),
        urls=UrlReader(load_suffixes()),
    )


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("https://help.inkwell.example/forum", CLAIMS[:1]),
        ("https://q.example/", CLAIMS[:1]),
        ("https://pens.example/forum", CLAIMS[:2]),
        ("https://www.reddit.com/r/pens", CLAIMS),
        ("https://forum.ink.example/docs/1", [*CLAIMS, Source.HOST]),
        ("https://help.ink.example/threads/1", [*CLAIMS, Source.HOST, Source.PATH]),
    ],
)
def test_the_last_one_heard_settles_it(bench: Bench, url: str, sources: list[Source]):
    """Domains come before the user's word, that before the catalogue, that before words; who settles it is the last."""
    heard = bench.hear(url, "A forum of pens")
    assert [one.source for one in heard] == sources
    assert [one.decides for one in heard] == [False] * (len(heard) - 1) + [True]


def test_words_that_are_weighed(bench: Bench):
    """Where no word settles it slug and title are asked too, and how much each word says is told."""
    heard = {one.source: one for one in bench.hear("https://help.ink.example/pen-vs-quill", "The forum of pens")}
    assert heard[Source.HOST].strength is Strength.FAIR
    assert heard[Source.PATH].ownership is None
    assert heard[Source.SLUG].ownership.evidence == "vs"
    assert heard[Source.TITLE].ownership.evidence == "forum"
    assert sum(one.decides for one in heard.values()) == 1


def test_nobody_spoke(bench: Bench):
    """Where no source says anything the verdict is told apart from all of them."""
    *silent, last = bench.hear("https://ink.example/", "")
    assert all(one.ownership is None and not one.decides for one in silent)
    assert (last.source, last.ownership.rule, last.decides) == (Source.OTHERWISE, "unlisted-site", True)


def test_pages_of_others_on_the_brand_s_hosting(bench: Bench):
    """What the catalogue gives to other people decides although the brand's domain covers it, and both are told."""
    parties, _, catalogue = bench.hear("https://somebody.blogspot.com/", "")
    assert (parties.ownership.kind, parties.decides) == (OwnerKind.OWN, False)
    assert (catalogue.ownership.rule, catalogue.decides) == ("catalogue", True)


def test_nobody_is_heard_on_what_is_no_address(bench: Bench):
    """Text without a host has a verdict, and nobody spoke."""
    assert bench.hear("no address", "a forum") == ()


@given(
    host=st.sampled_from(["ink.example", "forum.ink.example", "pens.example", "inkwell.example", "x.com", "a.gov.uk"]),
    path=st.text(st.sampled_from("/-?=1abforumdcs"), max_size=20),
    title=st.sampled_from(["", "A forum of pens", "Pens"]),
)
def test_whoever_decides_said_the_verdict(bench: Bench, host: str, path: str, title: str):
    """One of those heard decides, and what it said is the verdict."""
    verdict = bench.classify(f"https://{host}/{path}", title)
    (deciding,) = (one.ownership for one in bench.hear(f"https://{host}/{path}", title) if one.decides)
    assert (deciding.kind, deciding.rule, deciding.evidence) == (verdict.kind, verdict.rule, verdict.evidence)
