"""Rank-biased overlap against its definition, by hand and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.rules.similarity import PERSISTENCE, rank_biased_overlap

RANKINGS = st.lists(st.sampled_from("abcdefghijklmnop"), max_size=12, unique=True)
PERSISTENCES = st.floats(0.05, 0.99)


def define(first, second, p):
    """Equation 32 of Webber, Moffat and Zobel as it is printed, sums and all."""
    shorter, longer = sorted((first, second), key=len)
    s, deep = len(shorter), len(longer)

    def overlap(depth):
        return len(set(shorter[:depth]) & set(longer[:depth]))

    sums = sum(overlap(d) / d * p**d for d in range(1, deep + 1))
    sums += sum(overlap(s) * (d - s) / (s * d) * p**d for d in range(s + 1, deep + 1))
    return (1 - p) / p * sums + ((overlap(deep) - overlap(s)) / deep + overlap(s) / s) * p**deep


@given(RANKINGS.filter(bool), RANKINGS.filter(bool), PERSISTENCES)
def test_it_is_the_published_formula(first, second, p):
    """The running sum gives what the printed equation gives, for lists of any two lengths."""
    assert rank_biased_overlap(first, second, p) == pytest.approx(define(first, second, p), abs=1e-9)


@given(RANKINGS, RANKINGS, PERSISTENCES)
def test_it_lies_between_nothing_shared_and_alike(first, second, p):
    """No two lists are less than disjoint or more than alike."""
    assert 0 <= rank_biased_overlap(first, second, p) <= 1


@given(RANKINGS, RANKINGS, PERSISTENCES)
def test_the_order_of_the_arguments_makes_no_difference(first, second, p):
    """To compare is symmetric."""
    assert rank_biased_overlap(first, second, p) == pytest.approx(rank_biased_overlap(second, first, p), abs=1e-12)


@given(RANKINGS, PERSISTENCES)
def test_a_ranking_is_alike_to_itself(ranking, p):
    """Identical lists are exactly 1, empty ones too."""
    assert rank_biased_overlap(ranking, list(ranking), p) == 1


@given(RANKINGS, RANKINGS, PERSISTENCES)
def test_disjoint_rankings_share_nothing(first, second, p):
    """Lists without a common item are exactly 0."""
    upper = [item.upper() for item in second]
    if first or upper:
        assert rank_biased_overlap(first, upper, p) == 0


@given(RANKINGS.filter(lambda ranking: len(ranking) > 3))
def test_a_change_at_the_top_weighs_more_than_one_at_the_end(ranking):
    """Replacing rank 1 costs more similarity than replacing the last rank."""
    top, end = ["Z", *ranking[1:]], [*ranking[:-1], "Z"]
    assert rank_biased_overlap(ranking, top) < rank_biased_overlap(ranking, end)


def test_a_swap_of_the_first_two_ranks_by_hand():
    """Ten alike but for ranks 1 and 2: only the agreement at depth 1, which weighs 1 - p, is missing."""
    swapped = "bacdefghij"
    assert rank_biased_overlap("abcdefghij", swapped, 0.9) == pytest.approx(1 - 0.1)


def test_the_first_ten_ranks_weigh_what_is_said_of_them():
    """With p = 0.9 the first ten ranks carry 86 % of the weight, by the closed form of the paper."""
    from math import log

    p, depth = PERSISTENCE, 10
    tail = log(1 / (1 - p)) - sum(p**i / i for i in range(1, depth))
    assert 1 - p ** (depth - 1) + (1 - p) / p * depth * tail == pytest.approx(0.856, abs=0.001)


def test_an_empty_page_shares_nothing_with_a_full_one():
    """A list without results and one with some are 0."""
    assert rank_biased_overlap([], ["a"]) == rank_biased_overlap(["a"], []) == 0


def test_a_page_that_goes_on_where_the_other_ends_is_alike():
    """What lies below the end of the shorter list is not held against it."""
    assert rank_biased_overlap("abc", "abcdef") == pytest.approx(1)


def test_an_address_listed_twice_counts_once():
    """The first rank of a repeated item counts."""
    assert rank_biased_overlap("aab", "ab") == 1


@pytest.mark.parametrize(
    ("first", "second", "p", "similarity"),
    [
        ("abc", "acb", 0.9, 0.1 * (1 + 0.9 / 2 + 0.81) + 0.729),
        ("ab", "bcad", 0.5, 0.5 * (0 + 0.5 / 2 + 0.25 * 2.5 / 3 + 0.125 * 3 / 4) + 0.0625 * (1 / 4 + 1 / 2)),
        ("a", "ba", 0.5, 0.0 + 0.5 * 0.5 * 1 / 2 + 0.25 * (1 / 2 + 0)),
        ("abcd", "dcba", 0.8, 0.2 * (0 + 0 + 0.64 * 2 / 3 + 0.512) + 0.4096),
    ],
)
def test_short_lists_by_hand(first, second, p, similarity):
    """Agreement at every depth summed by hand, for lists alike and unlike in length."""
    assert rank_biased_overlap(first, second, p) == pytest.approx(similarity)


def test_an_address_listed_twice_moves_the_rest_up():
    """Of a page with a repeated address the list without the repetition is compared, on either side."""
    assert rank_biased_overlap("abac", "abc") == 1
    assert rank_biased_overlap("aabb", "ba") == rank_biased_overlap("ab", "ba")
