"""Audit against audit: what counts as gained, lost, moved, noise or not known."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.comparison import Change, Facet, Judgement
from searchgap.model.gap import State
from searchgap.model.score import RankWeights
from searchgap.rules.compare import UnlikeRunsError, compare, judge_split
from searchgap.rules.noise import Noise
from searchgap.rules.pairing import pair_anyhow

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, merge, STARTED = BUILT["take_snapshot"], BUILT["merge"], BUILT["STARTED"]
SearchRequest, Market = BUILT["GOLDEN"]["SearchRequest"], BUILT["GOLDEN"]["Market"]


def no_noise(*snapshots, parses=lambda _: False):
    noise = Noise(parses=parses)
    for snapshot in snapshots:
        noise.take(snapshot)
    return noise


def hold(before, after, *earlier, **options):
    return compare(take_snapshot(8, before), take_snapshot(9, after), noise=no_noise(*earlier), **options)


def inkwell(before, after, *earlier):
    (brand,) = hold(before, after, *earlier).brands
    return brand


def asking(**facts):
    usual = {"provider": "bureau", "engine": "lantern", "market": Market(country="us", language="en")}
    return lambda text: SearchRequest(text=text, **usual | facts)


def test_gains_and_losses_are_counted_on_paired_queries():
    """A query the brand entered is gained, one it left is lost, and both totals are over the same queries."""
    brand = inkwell({"a": "cc", "b": "oc", "c": "cq", "d": "oq"}, {"a": "co", "b": "cc", "c": "oq", "d": "oq"})
    assert (brand.coverage.gained, brand.coverage.lost) == (2, 1)
    assert (brand.coverage.before.with_presence, brand.coverage.after.with_presence) == (2, 3)
    assert brand.coverage.before.queries == brand.coverage.after.queries == 4
    assert [(move.before.state, move.after.state) for move in brand.moves] == [
        (State.ABSENT, State.OWNED),
        (State.OWNED, State.ABSENT),
        (State.ABSENT, State.OWNED),
        (State.OWNED, State.OWNED),
    ]


def test_a_changed_list_of_queries_fakes_no_trend():
    """Queries in one plan only are named, and are in no total."""
    brand = inkwell({"kept": "oc", "dropped": "oc"}, {"kept": "oc", "new": "cc", "newer": "cc"})
    assert brand.coverage.before.value == brand.coverage.after.value == 1
    assert [gap.query.text for gap in brand.added] == ["new", "newer"]
    assert [gap.query.text for gap in brand.removed] == ["dropped"]
    assert brand.places == Change(brand.places.before, brand.places.before)
    assert (brand.as_reported.before.coverage.queries, brand.as_reported.after.coverage.queries) == (2, 3)


def test_not_measured_is_never_lost():
    """A failed search leaves the totals on both sides and is told apart, and so is one that works again."""
    brand = inkwell({"a": "oc", "b": "oc", "c": None, "d": None}, {"a": "oc", "b": None, "c": "cc", "d": None})
    assert (brand.coverage.lost, brand.coverage.gained, brand.coverage.before.queries) == (0, 0, 1)
    assert [pair.after.query.text for pair in brand.newly_unmeasured] == ["b"]
    assert [pair.after.query.text for pair in brand.newly_measured] == ["c"]
    assert [pair.after.query.text for pair in brand.never_measured] == ["d"]


def test_places_are_gained_and_lost_by_every_owner():
    """Owners are listed by how much changed, those that came and those that went among them."""
    brand = inkwell({"a": "ccr", "b": "vvv"}, {"a": "obr", "b": "vvb"})
    found = {owner.name: (*owner.places,) for owner in brand.owners}
    assert found["Deskforum"] == (2, 0)
    assert found["annas-desk.example"] == (0, 2)
    assert found["Inkwell"] == (0, 1)
    assert found["Threadly"] == (1, 1)
    names = ["Deskforum", "annas-desk.example", "Clipcast", "Inkwell", "Threadly"]
    assert [owner.name for owner in brand.owners] == names


def test_results_that_entered_and_left_are_told_with_rank_and_owner():
    """A page that only moved neither entered nor left."""
    (move,) = inkwell({"a": "crv"}, {"a": "rcb"}).moves
    assert [(listing.rank, listing.ownership.name) for listing in move.entered] == [(3, "annas-desk.example")]
    assert [(listing.rank, listing.ownership.name) for listing in move.left] == [(3, "Clipcast")]
    assert 0 < move.similarity < 1


def test_addresses_are_compared_in_their_clean_form():
    """What a reader of addresses takes for one page neither enters nor leaves."""
    noise = Noise(parses=lambda _: False)
    before, after = take_snapshot(1, {"a": "cr"}), take_snapshot(2, {"a": "CR"}, clean=str.lower)
    (move,) = compare(before, after, noise=noise).brands[0].moves
    assert (move.similarity, move.entered, move.left) == (1, (), ())
    assert move.listing is Judgement.UNCHANGED


def test_without_earlier_pairs_nothing_is_called_noise():
    """A move with nothing to hold it against is neither noise nor beyond it."""
    (move,) = inkwell({"a": "oc"}, {"a": "co"}).moves
    assert (move.standing, move.band) == (Judgement.NO_BAND, None)


def test_a_move_within_the_band_is_noise_and_a_larger_one_is_not():
    """Both of the brand's queries are held against how they moved before."""
    earlier = [take_snapshot(number, {"a": "oc" if number % 2 else "co", "b": "ccccc"}) for number in range(3)]
    moves = inkwell({"a": "oc", "b": "ccccc"}, {"a": "co", "b": "oc"}, *earlier).moves
    assert [move.standing for move in moves] == [Judgement.NOISE, Judgement.BEYOND_NOISE]


def test_a_change_of_state_is_beyond_noise_where_none_was_seen():
    """A competitor that overtakes changes the state at the same rank of ours; quiet ranks do not excuse it."""
    earlier = [take_snapshot(number, {"a": "crov"}) for number in range(3)]
    (move,) = inkwell({"a": "crov"}, {"a": "crqo"}, *earlier).moves
    assert (move.before.state, move.after.state, move.standing) == (
        State.OWNED,
        State.CONTESTED,
        Judgement.BEYOND_NOISE,
    )


def test_a_result_list_can_turn_over_while_the_brand_stands_still():
    """State and rank have their verdict, the list as a whole has its own."""
    earlier = [take_snapshot(number, {"a": "ocrvb"}) for number in range(3)]
    (move,) = inkwell({"a": "ocrvb"}, {"a": "omwdx"}, *earlier).moves
    assert (move.standing, move.listing) == (Judgement.UNCHANGED, Judgement.BEYOND_NOISE)


def test_an_edited_weight_moves_no_share_of_voice():
    """Both sides are weighed as the later audit weighs its queries."""
    pages = {"a": "oc", "b": "qc"}
    before = take_snapshot(1, pages, weights={"a": 1, "b": 1})
    after = take_snapshot(2, pages, weights={"a": 9, "b": 1})
    (brand,) = compare(before, after, noise=no_noise()).brands
    voice = brand.share_of_voice["Inkwell"]
    assert voice.before == pytest.approx(voice.after) == pytest.approx(0.9)


def test_one_answer_in_both_audits_is_said_to_be_one():
    """A reused answer has not stood still; it was not asked again."""
    before, after = (take_snapshot(number, {"a": "oc"}, retrieved_at=STARTED) for number in (1, 2))
    (move,) = compare(before, after, noise=no_noise()).brands[0].moves
    assert move.same_answer


@pytest.mark.parametrize(
    ("facts", "facet", "before", "after"),
    [
        ({"provider": "agency"}, Facet.PROVIDER, "bureau", "agency"),
        ({"depth": 20}, Facet.DEPTH, "10", "20"),
        ({"market": Market(country="de", language="en")}, Facet.COUNTRY, "us", "de"),
        ({"market": Market(country="us", language="fr")}, Facet.LANGUAGE, "en", "fr"),
        ({"market": Market(country="us", language="en", location="Boise")}, Facet.LOCATION, None, "Boise"),
    ],
)
def test_unlike_runs_are_refused_with_the_reason_and_compared_on_demand(facts, facet, before, after):
    """The refusal names what differs; the comparison on demand marks every pair with it."""
    audits = take_snapshot(1, {"a": "oc"}), take_snapshot(2, {"a": "cc"}, ask=asking(**facts))
    with pytest.raises(UnlikeRunsError) as refused:
        compare(*audits, noise=no_noise())
    assert f"{facet} {before or 'not set'}, then {after}" in refused.value.message
    assert "--force" in refused.value.hint
    comparison = compare(*audits, noise=no_noise(audits[0]), pairing=pair_anyhow)
    assert list(comparison.unlike.items()) == [((facet, before, after), 1)]
    (move,) = comparison.brands[0].moves
    assert (move.before.state, move.after.state, move.band) == (State.OWNED, State.ABSENT, None)


@pytest.mark.parametrize(
    ("facts", "facet"),
    [({"engine": "torch"}, Facet.ENGINE), ({"version": "0.2.0"}, Facet.PARSER)],
)
def test_answers_can_be_unlike_where_the_searches_are_not(facts, facet):
    """Another engine behind the same name, or another release that reads the pages, is refused too."""
    audits = take_snapshot(1, {"a": "oc"}), take_snapshot(2, {"a": "cc"}, **facts)
    noise = no_noise(parses=lambda _: True)
    with pytest.raises(UnlikeRunsError, match=facet.value):
        compare(*audits, noise=noise)
    assert [difference.facet for difference in compare(*audits, noise=noise, pairing=pair_anyhow).unlike] == [facet]


def test_unlike_kinds_of_ranking_are_only_compared_on_demand():
    """A search page and an index of one's own are two groups, and one only where that was asked for."""
    before = take_snapshot(1, {"a": "oc"}, ranking="own index")
    after = take_snapshot(2, {"a": "cc"}, ranking="search page", ask=asking(provider="agency"))
    with pytest.raises(UnlikeRunsError, match="ranking own index, then search page"):
        compare(before, after, noise=no_noise())
    (brand,) = compare(before, after, noise=no_noise(), pairing=pair_anyhow).brands
    assert brand.ranking == ("own index", "search page")


def test_other_rank_weights_are_refused():
    """Share of voice under two sets of weights is two numbers."""
    before, after = take_snapshot(1, {"a": "oc"}), take_snapshot(2, {"a": "oc"})
    equal = RankWeights(name="equal", values=(1.0,), source="arithmetic")
    after = replace(after, audit=replace(after.audit, weights=equal))
    with pytest.raises(UnlikeRunsError, match="rank weights survey-2024, then equal"):
        compare(before, after, noise=no_noise())
    assert Facet.WEIGHTS in {one.facet for one in compare(before, after, noise=no_noise(), pairing=pair_anyhow).unlike}


def test_what_is_searched_otherwise_is_set_apart_from_what_is_alike():
    """One query that changed its depth does not stop the others, and is neither added nor removed."""

    def ask(text):
        return asking(depth=20 if text == "deep" else 10)(text)

    before, after = take_snapshot(1, {"a": "oc", "deep": "oc"}), take_snapshot(2, {"a": "oc", "deep": "cc"}, ask=ask)
    comparison = compare(before, after, noise=no_noise())
    (brand,) = comparison.brands
    assert [move.after.query.text for move in brand.moves] == ["a"]
    assert [pair.after.query.text for pair in brand.apart] == ["deep"]
    assert (brand.added, brand.removed) == ((), ())
    assert list(comparison.set_apart.values()) == [1]


def test_audits_without_a_common_query_are_refused():
    """There is nothing that --force could compare."""
    with pytest.raises(UnlikeRunsError, match="no query in common") as refused:
        hold({"a": "oc"}, {"b": "oc"}, pairing=pair_anyhow)
    assert "--force" not in refused.value.hint


def test_an_audit_is_not_compared_with_itself():
    """Both names of one audit are a mistake, not a result."""
    audit = take_snapshot(1, {"a": "oc"})
    with pytest.raises(UnlikeRunsError, match="with itself"):
        compare(audit, audit, noise=no_noise())


def test_nothing_measured_twice_is_told_and_not_refused():
    """Two weeks of failure leave a comparison without a number, not an error."""
    brand = inkwell({"a": "oc"}, {"a": None})
    assert (brand.moves, brand.similarity, brand.coverage.before.value) == ((), None, None)
    assert len(brand.newly_unmeasured) == 1


def test_brands_are_compared_each_for_itself():
    """A search that brands share is judged for each, and a brand that is gone keeps its name."""
    before = merge(take_snapshot(1, {"a": "oc"}), take_snapshot(1, {"a": "cc"}, brand="Quill"))
    after = take_snapshot(2, {"a": "cc"})
    brands = compare(before, after, noise=no_noise()).brands
    assert [(brand.name, len(brand.moves), len(brand.removed)) for brand in brands] == [
        ("Inkwell", 1, 0),
        ("Quill", 0, 1),
    ]


@pytest.mark.parametrize(
    ("gained", "lost", "chance"), [(0, 0, 1), (1, 0, 1), (5, 0, 0.0625), (6, 0, 0.03125), (8, 2, 0.109375), (3, 3, 1)]
)
def test_the_exact_test_by_hand(gained, lost, chance):
    """Two-sided binomial tails, summed by hand."""
    assert judge_split(gained, lost) == judge_split(lost, gained) == pytest.approx(chance)


@pytest.mark.parametrize(("gained", "lost", "chance"), [(9, 2, 0.06543), (86, 150, 3.716e-05)])
def test_the_exact_test_has_the_published_values(gained, lost, chance):
    """The p-values that the vignette and the manual of the R package exact2x2 (Fay 2010) print for `mcnemar.exact`."""
    assert judge_split(gained, lost) == pytest.approx(chance, rel=1e-4)


PAGES = st.dictionaries(st.sampled_from("abcdef"), st.one_of(st.none(), st.text("oqcrv", max_size=6)), min_size=1)


@given(PAGES, PAGES)
def test_every_query_is_told_once_and_totals_agree(before, after):
    """Whatever was searched: each query is in one list only, and gains less losses are the change of coverage."""
    if not set(before) & set(after):
        return
    brand = inkwell(before, after)
    lists = (brand.moves, brand.newly_unmeasured, brand.newly_measured, brand.never_measured)
    told = [pair.after.query.text for pairs in lists for pair in pairs]
    told += [gap.query.text for gap in (*brand.added, *brand.removed)]
    assert sorted(told) == sorted(set(before) | set(after))
    coverage = brand.coverage
    assert coverage.after.with_presence - coverage.before.with_presence == coverage.gained - coverage.lost
    steps = sum(owner.places.after - owner.places.before for owner in brand.owners)
    assert steps == brand.places.after.of - brand.places.before.of


@given(PAGES, PAGES)
def test_turning_the_audits_round_turns_the_comparison_round(before, after):
    """What is gained one way is lost the other way, with the same similarity and the same chance."""
    if not set(before) & set(after):
        return
    there, back = inkwell(before, after), inkwell(after, before)
    assert (there.coverage.gained, there.coverage.lost) == (back.coverage.lost, back.coverage.gained)
    assert there.coverage.chance == back.coverage.chance
    assert sorted(move.similarity for move in there.moves) == pytest.approx(
        sorted(move.similarity for move in back.moves)
    )
    assert len(there.newly_unmeasured) == len(back.newly_measured)
