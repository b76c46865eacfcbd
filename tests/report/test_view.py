"""The view sorts, words and rounds an audit once for every format."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from searchgap.model.audit import Cost
from searchgap.model.gap import Leader, State
from searchgap.model.query import Market
from searchgap.report.view import build_view


@pytest.fixture
def inkwell(view):
    return view.brands[0]


def test_head_tells_what_when_and_how_old(view):
    """The opening names the audit, its age, what all searches share, how they ended and what they cost."""
    assert view.title == "searchgap audit 1a2b3c4d, 2026-11-22 10:00 UTC, 3 hours old"
    assert view.searched_with == "bureau (lantern), us, en, desktop, depth 10"
    assert view.tally_words == "11 searches planned: 7 measured (1 reused), 3 failed, 1 not searched"
    assert view.cost.words == "$0.007 spent, $0.012 estimated"


def test_only_ages_depend_on_the_clock(golden, audit, view):
    """The same audit seen later differs in its ages alone."""
    later = build_view(audit, now=golden.NOW + timedelta(days=30))
    assert later.title.endswith("30 days old")
    assert later.headline == view.headline
    assert [row.gap for row in later.brands[0].queries] == [row.gap for row in view.brands[0].queries]


def test_coverage_has_its_base(view):
    """Coverage names what was measured and what was not; without a base there is no number."""
    inkwell, _, paperhaus = (brand.coverage for brand in view.brands)
    assert (inkwell.base, inkwell.words) == ("3 of 6 measured, 2 not measured", "50 % (95 % interval 19 % to 81 %)")
    assert inkwell.interval == (0.1876, 0.8124)
    assert (paperhaus.value, paperhaus.interval) == (None, None)
    assert (paperhaus.base, paperhaus.words) == ("none of 1 measured", "nothing was measured")


def test_places_without_a_base_are_not_zero(view):
    """Where nothing was measured, places are not said to be lost."""
    assert [brand.places.words for brand in view.brands] == ["3 of 37", "1 of 19", "not measured"]


def test_share_of_voice_names_its_base(view):
    """The brand comes first, shares keep off 0 % and 100 %, and the denominator is told."""
    inkwell, quill, paperhaus = view.brands
    assert inkwell.voice_words == "Inkwell 47 %, Quill 53 %, Scribe 0 %"
    assert inkwell.voice_base == "of the rank weight that Inkwell and its 2 competitors hold"
    assert quill.voice_words == "Quill >99 %, Inkwell <1 %"
    assert (paperhaus.voice_words, paperhaus.voice_base) == ("nothing was measured", None)


def test_share_of_voice_where_nobody_ranks(golden, view_of):
    """A measured brand whose whole set is absent has no share, and that is said."""
    gaps = [golden.judge("Inkwell", golden.answer("a", "c"), State.ABSENT, 100)]
    (brand,) = view_of(golden.sum_up("Inkwell", gaps, {"Inkwell": None, "Quill": None})).brands
    assert brand.voice_words == "nobody of the competitive set ranks"
    assert brand.summary[-1] == "nobody ranks"


@pytest.mark.parametrize(
    ("actual", "estimated", "words"),
    [
        ("0.007", "0.012", "$0.007 spent, $0.012 estimated"),
        ("0", "0.012", "$0 spent, $0.012 estimated"),
        ("0", "0", "no cost"),
        ("0.007", None, "$0.007 spent"),
        (None, "0.012", "amount spent not known, $0.012 estimated"),
        (None, None, "cost not known"),
    ],
)
def test_cost_is_worded(golden, audit, actual, estimated, words):
    """What was spent stands beside what was estimated; not known is said, and is not nothing."""
    cost = Cost(actual=actual and Decimal(actual), estimated=estimated and Decimal(estimated))
    row = build_view(replace(audit, cost=cost), now=golden.NOW).cost
    assert (row.actual, row.estimated, row.words) == (actual, estimated, words)


def test_queries_are_sorted_worst_first_and_unmeasured_last(inkwell):
    """Priority decides the order; what was not measured has none and stands apart."""
    assert [row.label for row in inkwell.worst_first][-2:] == ["inkwell pricing", "inkwell alternatives"]
    priorities = [row.priority for row in inkwell.worst_first]
    assert priorities == [250, 138, 100, 100, 70, 0, None, None]


def test_unmeasured_is_never_shown_as_absent(inkwell):
    """A failed search has question marks where an absent brand has dashes, and its reason."""
    failed = next(row for row in inkwell.queries if row.label == "inkwell pricing")
    absent = next(row for row in inkwell.queries if row.label == "best fountain pen app")
    assert (failed.best_rank, failed.leader, failed.score, failed.remark) == ("?", "?", "?", "failed: rate-limit")
    assert (absent.best_rank, absent.leader, absent.score, absent.remark) == ("-", "-", "100", None)
    assert failed.retrieved_at is None


def test_strip_tells_who_holds_each_place(inkwell):
    """The strip goes by rank: a rank left out is nobody's, a page where the brand speaks is told apart."""
    strips = {row.label: row.strip for row in inkwell.queries}
    assert strips["inkwell vs quill"][0] == "competitor"
    assert strips["inkwell vs quill"][8:] == ("no result", "community")
    assert strips["inkwell not working"][1] == "speaks"
    assert strips["inkwell export pdf"] == ()
    assert strips["inkwell pricing"] == ()


def test_strip_ends_at_the_tenth_place(golden, view_of):
    """Deeper results are facts, but not places."""
    deep = golden.judge("Inkwell", golden.answer("a", "c" * 20), State.ABSENT, 100)
    (brand,) = view_of(golden.sum_up("Inkwell", [deep], {})).brands
    assert len(brand.queries[0].strip) == 10


def test_remarks_tell_empty_and_reused_answers(inkwell):
    """An empty page and an old answer are remarked on the row itself."""
    remarks = {row.label: row.remark for row in inkwell.queries if row.remark}
    assert remarks["inkwell export pdf"] == "no results"
    assert remarks["ink stains on a writing desk, how to remove them"] == "reused, 3 days old"
    assert remarks["inkwell alternatives"] == "not searched: budget"


def test_searches_are_told_apart_by_what_differs(golden, view_of):
    """When a query is asked in several ways, each row says in which, and the opening no longer claims one for all."""
    here = golden.answer("a", "c")
    german = replace(here, request=replace(here.request, market=Market(country="de", language="en")))
    elsewhere = replace(here, request=replace(here.request, provider="agency"))
    gaps = [golden.judge("Inkwell", answer, State.ABSENT, 100) for answer in (here, german, elsewhere)]
    view = view_of(golden.sum_up("Inkwell", gaps, {}))
    assert view.searched_with is None
    assert [row.where for row in view.brands[0].queries] == ["bureau, us", "bureau, de", "agency, us"]


def test_gaps_name_the_pages_that_hold_them(inkwell):
    """A gap is what has something to gain, biggest first, with the first pages that are not the brand's."""
    assert [gap.worth for gap in inkwell.gaps] == [
        "absent, gap score 100, weight 2.5",
        "contested, gap score 46, weight 3",
        "absent, gap score 100",
        "absent, gap score 100",
        "speaks, gap score 70",
    ]
    assert [page.result.result.rank for page in inkwell.gaps[1].pages] == [1, 2, 3]
    assert inkwell.gaps[1].pages[0].owner == "Quill (competitor)"
    assert inkwell.gaps[3].pages == ()


def test_gap_pages_leave_out_the_brands_own(golden, view_of):
    """A page the brand owns is not a page that holds the gap."""
    low = golden.judge("Inkwell", golden.answer("a", "qocv"), State.CONTESTED, 40, best_rank=2)
    (brand,) = view_of(golden.sum_up("Inkwell", [low], {})).brands
    assert [page.result.result.rank for page in brand.gaps[0].pages] == [1, 3, 4]


def test_topics_are_shown_when_there_are_several(view):
    """Topics keep their order and their bases; a brand with one topic has no table of topics."""
    assert [(topic.label, topic.base) for topic in view.brands[0].topics] == [
        ("comparison", "1 of 2 measured, 2 not measured"),
        ("trouble", "1 of 3 measured"),
        ("no topic", "1 of 1 measured"),
    ]
    assert view.brands[1].topics == ()


def test_owners_are_ranked_by_places(inkwell):
    """The leaderboard goes by places, then queries, then name, and shares are of all places measured."""
    first, second, *_, last = inkwell.owners
    assert (first.label, first.places, first.words, first.bar) == ("Deskforum", 9, "24 %", 5)
    assert (second.label, second.bar) == ("Threadly", 4)
    assert last.bar == 1
    assert inkwell.kinds.startswith("community 46 %, blog 14 %")


def test_brand_summary_does_not_count_absences_of_an_unmeasured_brand(view):
    """In the table of brands an unmeasured brand has a question mark, not a zero."""
    assert view.brands[2].summary == ("Paperhaus", "none of 1 measured", "?", "not measured", "not measured")


def test_leader_is_cleaned(golden, view_of):
    """A hostile name is cleaned wherever it is shown."""
    gap = golden.judge(
        "Inkwell", golden.answer("a", "q"), State.ABSENT, 100, leader=Leader(name="Qu\x1b[31mill", rank=1)
    )
    (brand,) = view_of(golden.sum_up("Inkwell", [gap], {})).brands
    assert brand.queries[0].leader == "Quill #1"
