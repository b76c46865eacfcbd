"""How well owners are told apart may rise and never sink: `python tests/quality/ownership_gate.py` prints the figures.

When they rise for good, `--raise` lifts the floors; a drop has to be accepted by name.
"""

import csv

import pytest
from ownership_floors import find_drops, read_floors
from ownership_gate import name_figures
from ownership_score import OUR_FILE, SHARED_FILE, SetScore, measure_file

from searchgap.model.owner import OwnerKind

LABELS = tuple(kind for kind in OwnerKind if kind is not OwnerKind.PARTNER)


@pytest.fixture(scope="module")
def ours() -> dict[str, SetScore]:
    """The scores on results of invented brands, on hosts that everybody knows and many that nobody does."""
    return measure_file(OUR_FILE)


@pytest.fixture(scope="module")
def shared_figures() -> dict[str, float]:
    """The figures on the development half of the ground truth, where it lies beside the checkout."""
    if not SHARED_FILE.exists():
        pytest.skip("the ground truth is not beside this checkout")
    return name_figures({"shared": measure_file(SHARED_FILE)})


def test_our_set_is_varied(ours):
    """Every kind that a result can have without a partner is labelled at least ten times, in many languages."""
    results = [one.result for one in ours["constructed"].full.judgements]
    labels = [result.label for result in results]
    with OUR_FILE.open(encoding="utf-8", newline="") as file:
        languages = {row["lang"] for row in csv.DictReader(file)}
    assert len(results) >= 400
    assert all(labels.count(kind) >= 10 for kind in LABELS)
    assert len({result.url for result in results}) == len(results)
    assert len({result.brand.name for result in results}) >= 20
    assert len(languages) >= 15


def test_our_set_tries_every_rule_that_decides_often(ours):
    """Verdicts on our rows come from the user, the catalogue, every part of the address, and from nothing."""
    rules = {one.verdict.rule for one in ours["constructed"].full.judgements}
    assert rules >= {"domain", "account", "catalogue", "host-label", "host-name", "public-body", "forum-path"}
    assert rules >= {"path", "dated-path", "lookalike", "unlisted-page", "unlisted-site"}


def test_no_label_of_ours_is_its_own_alternative(ours):
    """An alternative says something that the label does not."""
    results = [one.result for one in ours["constructed"].full.judgements]
    assert [result.url for result in results if result.label in result.also_ok] == []


def test_no_false_own_in_our_set(ours):
    """The brand is never given what is not its own: the worst error there is."""
    assert ours["constructed"].full.falsely("own") == 0


@pytest.mark.parametrize("source", ["collected", "constructed"])
def test_no_false_own_in_the_ground_truth(shared_figures, source: str):
    """On collected and constructed rows alike, no result is wrongly the brand's."""
    assert shared_figures[f"shared.{source}.side_precision.own"] == 1


def test_no_figure_of_our_set_is_below_its_floor(ours):
    """Accuracy, precision, recall and calibration on our rows have not sunk."""
    figures = name_figures({"ours": ours})
    assert figures.keys() & read_floors().keys()
    assert find_drops(read_floors(), figures) == {}


def test_no_figure_of_the_ground_truth_is_below_its_floor(shared_figures):
    """Accuracy, precision, recall and calibration on the ground truth have not sunk."""
    assert shared_figures.keys() & read_floors().keys()
    assert find_drops(read_floors(), shared_figures) == {}
