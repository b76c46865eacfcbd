"""The value of any metric in any scope: its base, its holes, and that brands and rankings are never mixed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.audit import Audit
from searchgap.model.gap import State
from searchgap.model.goal import EVERYTHING, Metric, Scope
from searchgap.rules.measures import STANDING, add_up, list_gaps, measure

PRESENT = (State.OWNED, State.CONTESTED, State.SPEAKS)


@pytest.fixture(scope="module")
def audit(weekly) -> Audit:
    """An audit of two brands: the first owns one query, shares one, is absent on one; one was not measured."""
    return weekly.audit(0, weekly.brand("Inkwell", "oq qo xx ?"), weekly.brand("Quill", "xx"))


def read(audit: Audit, metric: Metric, **scope: str) -> tuple[float | None, ...]:
    return tuple(one.value for one in measure(metric, audit, Scope(**scope)))


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        (Metric.COVERAGE, 2 / 3),
        (Metric.PLACES, 2),
        (Metric.SHARE_OF_VOICE, (1 + 0.5) / 3),
        (Metric.GAP_SCORE, (0 + 75 + 100) / 3),
        (Metric.OWNED, 1),
        (Metric.CONTESTED, 1),
        (Metric.SPEAKS, 0),
        (Metric.ABSENT, 1),
        (Metric.UNMEASURED, 1),
    ],
)
def test_every_metric_has_its_value(audit, metric, value):
    """Each metric of an audit is what its definition says, over the measured queries of the brand."""
    assert read(audit, metric, brand="Inkwell") == (pytest.approx(value),)


def test_a_measure_names_its_base(audit):
    """A number comes with how many queries were measured and planned, places with places, coverage with an interval."""
    (coverage,) = measure(Metric.COVERAGE, audit, Scope(brand="Inkwell"))
    (places,) = measure(Metric.PLACES, audit, Scope(brand="Inkwell"))
    assert (coverage.queries, coverage.planned, coverage.of) == (3, 4, None)
    assert coverage.interval is not None
    assert (places.of, places.interval) == (6, None)


def test_brands_are_never_added_up(audit):
    """Without a brand in the scope every brand is measured by itself."""
    found = measure(Metric.ABSENT, audit)
    assert [(one.brand, one.value) for one in found] == [("Inkwell", 1), ("Quill", 1)]


def test_rankings_are_never_mixed(weekly):
    """A brand under two kinds of ranking has a measure of each."""
    pages = weekly.brand("Inkwell", "oo")
    answers = weekly.brand("Inkwell", "xx", ranking="own index", provider="index")
    found = measure(Metric.COVERAGE, weekly.audit(0, pages, answers))
    assert [(one.ranking, one.value) for one in found] == [("search page", 1.0), ("own index", 0.0)]


@pytest.mark.parametrize("metric", [metric for metric in STANDING if metric is not Metric.UNMEASURED])
def test_nothing_measured_is_no_value(weekly, metric):
    """Where every search failed a metric has no value, and never 0."""
    (found,) = measure(metric, weekly.audit(0, weekly.brand("Inkwell", "? ?")))
    assert (found.value, found.queries, found.planned) == (None, 0, 2)


def test_what_was_not_measured_is_counted_even_then(weekly):
    """How many queries were not measured is known where none was."""
    assert read(weekly.audit(0, weekly.brand("Inkwell", "? ?")), Metric.UNMEASURED) == (2,)


def test_nobody_to_share_a_voice_with_is_no_share(weekly):
    """Where nobody of the competitive set ranks there is no share of voice, though queries were measured."""
    audit = weekly.audit(0, weekly.brand("Inkwell", "xx"))
    assert read(audit, Metric.SHARE_OF_VOICE) == (None,)
    assert read(audit, Metric.COVERAGE) == (0.0,)


def test_gap_score_counts_weight(weekly):
    """A query of three times the weight counts three times in the mean gap score."""
    brand = weekly.brand("Inkwell", "oo xx", weights=(3, 1))
    assert read(weekly.audit(0, brand), Metric.GAP_SCORE) == (25.0,)


def test_a_topic_and_a_query_limit_the_scope(weekly):
    """A scope of a topic or of a query takes in its queries only."""
    brand = weekly.brand("Inkwell", "oo xx xx", topics=("trouble", "trouble", None))
    audit = weekly.audit(0, brand)
    assert read(audit, Metric.ABSENT, topic="trouble") == (1,)
    assert read(audit, Metric.ABSENT, query=brand.gaps[2].query.text) == (1,)
    assert read(audit, Metric.ABSENT, topic="trouble", query=brand.gaps[2].query.text) == ()


def test_a_brand_without_the_query_is_left_out(audit):
    """A brand that has no query in the scope has no measure there, which is not a measure of nothing."""
    assert read(audit, Metric.ABSENT, topic="unheard of") == ()
    assert read(audit, Metric.ABSENT, brand="Nobody") == ()


PAGES = st.lists(st.sampled_from(["oq", "qo", "xx", "sx", "?", "o", "q"]), min_size=1, max_size=8)


@given(pages=PAGES)
def test_an_audit_measures_what_it_reports(weekly, pages):
    """Coverage, places and share of voice of a whole brand are those of the audit itself."""
    brand = weekly.brand("Inkwell", " ".join(pages))
    audit = weekly.audit(0, brand)
    assert read(audit, Metric.COVERAGE) == (brand.coverage.value,)
    assert read(audit, Metric.PLACES) == (brand.places.own if brand.places.of else None,)
    share = brand.share_of_voice["Inkwell"]
    assert read(audit, Metric.SHARE_OF_VOICE) == (share if share is None else pytest.approx(share),)


@given(pages=PAGES, cut=st.integers(0, 8))
def test_sums_add_up(weekly, pages, cut):
    """The sums of two halves of the queries, added up, give every metric of the whole."""
    brand = weekly.brand("Inkwell", " ".join(pages))

    def add(gaps):
        return add_up(gaps, brand.share_of_voice, weekly.WEIGHTS)

    halves = add(brand.gaps[:cut])
    halves.add(add(brand.gaps[cut:]))
    for metric in STANDING:
        value = add(brand.gaps).measure(metric, "Inkwell", "").value
        assert halves.measure(metric, "Inkwell", "").value == (value if value is None else pytest.approx(value))


def test_everything_is_every_query(audit):
    """The scope without limits takes in what the audit has."""
    assert list_gaps(audit.brands[0], EVERYTHING) == audit.brands[0].gaps
