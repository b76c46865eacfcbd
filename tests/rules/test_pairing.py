"""Which searches of two audits are held against each other where several could be."""

import runpy
from pathlib import Path

from searchgap.model.comparison import Change, Facet
from searchgap.rules.pairing import count_differences, pair_alike, pair_anyhow

BUILT = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "snapshots.py"))
take_snapshot, merge = BUILT["take_snapshot"], BUILT["merge"]
SearchRequest, Market = BUILT["GOLDEN"]["SearchRequest"], BUILT["GOLDEN"]["Market"]


def seen(week, provider="bureau", country="us", depth=10, **facts):
    """An audit of one query, searched as it is said."""
    market = Market(country=country, language="en")
    facts.setdefault("ranking", "search page")
    return take_snapshot(
        week,
        {"ink": "oc"},
        ask=lambda text: SearchRequest(text=text, provider=provider, market=market, depth=depth),
        **facts,
    )


def pair(how, before, after):
    return how(before, after, lambda _: False)


def test_the_least_unlike_search_is_taken():
    """Of two earlier searches for the same words the one that differs in less is held against a later one."""
    before = merge(seen(0, country="de"), seen(0, provider="agency", country="fr", ranking="own index"))
    (group, left) = pair(pair_anyhow, before, seen(1, country="us"))
    assert [difference.facet for difference in group.pairs[0].unlike] == [Facet.COUNTRY]
    assert [gap.request.provider for gap in left.removed] == ["agency"]


def test_the_same_ranking_comes_before_fewer_differences():
    """A search under the same kind of ranking is taken though one under another differs in less."""
    before = merge(seen(0, country="de", depth=20), seen(0, country="de", ranking="own index"))
    groups = pair(pair_anyhow, before, seen(1))
    (pairs,) = [group for group in groups if group.pairs]
    assert pairs.ranking == Change("search page", "search page")
    assert [difference.facet for difference in pairs.pairs[0].unlike] == [Facet.COUNTRY, Facet.DEPTH]


def test_a_search_is_paired_once():
    """Two later searches for the same words share no earlier one: one of them was added."""
    after = merge(seen(1, country="de"), seen(1, country="fr", ranking="own index"))
    groups = pair(pair_anyhow, seen(0), after)
    assert sum(len(group.pairs) for group in groups) == 1
    assert sum(len(group.added) for group in groups) == 1


def test_unlike_pairs_are_set_apart():
    """What may not be compared is in the group of its brand, apart from what may."""
    (group,) = pair(pair_alike, seen(0), seen(1, depth=20))
    assert (group.pairs, len(group.apart)) == ([], 1)
    assert list(count_differences(group.apart).values()) == [1]


def test_brands_that_one_audit_has_are_told():
    """A brand of which everything was added, or removed, is a group of its own, after those of the later plan."""
    before, after = seen(0, brand="Quill"), seen(1, brand="Inkwell")
    groups = pair(pair_alike, before, after)
    assert [(group.name, len(group.added), len(group.removed)) for group in groups] == [
        ("Inkwell", 1, 0),
        ("Quill", 0, 1),
    ]


def test_the_same_query_of_two_brands_is_two_pairs():
    """A search that two brands share is held against itself for each of them."""
    audits = [merge(seen(week), seen(week, brand="Quill")) for week in (0, 1)]
    groups = pair(pair_alike, *audits)
    assert [(group.name, len(group.pairs), group.pairs[0].after.query.brand) for group in groups] == [
        ("Inkwell", 1, "Inkwell"),
        ("Quill", 1, "Quill"),
    ]
