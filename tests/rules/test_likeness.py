"""What makes two searches unlike: every facet by itself, and none where they are alike."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from searchgap.model.comparison import Difference, Facet
from searchgap.model.query import Device, Market
from searchgap.rules.likeness import find_differences

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
VERSIONS = ("0.1.0", "0.1.0")


def gap(page="oc", **facts):
    """The judgement of one query."""
    return BUILT["take_snapshot"](0, {"ink": page}, **facts).audit.brands[0].gaps[0]


def differ(before, after, versions=VERSIONS, *, parses=False):
    return find_differences(before, after, versions, lambda _: parses)


def ask(**facts):
    """The judgement of a query that was asked otherwise."""
    plain = gap()
    return plain._replace(request=replace(plain.request, **facts))


def test_what_was_searched_alike_has_no_differences():
    """Neither other results nor another moment make searches unlike."""
    assert differ(gap(), gap("cccc")) == ()


@pytest.mark.parametrize(
    ("facts", "difference"),
    [
        ({"provider": "agency"}, Difference(Facet.PROVIDER, "bureau", "agency")),
        ({"depth": 20}, Difference(Facet.DEPTH, "10", "20")),
        ({"market": Market(country="de", language="en")}, Difference(Facet.COUNTRY, "us", "de")),
        ({"market": Market(country="us", language="fr")}, Difference(Facet.LANGUAGE, "en", "fr")),
        ({"market": Market(country="us", language="en", location="Rome")}, Difference(Facet.LOCATION, None, "Rome")),
        (
            {"market": Market(country="us", language="en", device=Device.MOBILE)},
            Difference(Facet.DEVICE, "desktop", "mobile"),
        ),
    ],
)
def test_each_thing_asked_for_is_a_facet(facts, difference):
    """Whatever a search asks for besides its words makes it unlike, and nothing else is named with it."""
    assert differ(gap(), ask(**facts)) == (difference,)


def test_answers_for_other_words_are_unlike():
    """A provider that corrected the words once did not search the same."""
    plain = gap()
    corrected = plain._replace(ending=plain.ending._replace(searched_for="inks"))
    assert differ(plain, corrected) == (Difference(Facet.WORDS, None, "inks"),)


def test_the_engine_that_answered_counts_not_the_one_asked():
    """Two answers are told apart by who gave them; where one is missing, by who was asked."""
    assert differ(gap(), gap(engine="torch")) == (Difference(Facet.ENGINE, "lantern", "torch"),)
    assert differ(gap(), ask(engine="torch")) == ()
    failed = gap(None)
    asked = failed._replace(request=replace(failed.request, engine="torch"))
    assert differ(gap(), asked) == (Difference(Facet.ENGINE, "lantern", "torch"),)
    assert differ(gap(), failed) == ()


@pytest.mark.parametrize(
    ("versions", "parses", "differences"),
    [
        (("0.1.0", "0.2.0"), True, (Difference(Facet.PARSER, "searchgap 0.1", "searchgap 0.2"),)),
        (("0.1.0", "1.1.0"), True, (Difference(Facet.PARSER, "searchgap 0.1", "searchgap 1.1"),)),
        (("0.1.0", "0.1.9"), True, ()),
        (("0.1.0", "0.2.0"), False, ()),
    ],
)
def test_our_own_parsers_make_releases_unlike(versions, parses, differences):
    """Where pages are read by this program, its major and minor version are a facet, with both named."""
    assert differ(gap(), gap(), versions, parses=parses) == differences
