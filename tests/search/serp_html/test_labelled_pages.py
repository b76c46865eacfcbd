"""Real pages with labels, kept beside the repository and no part of it: floors that only rise."""

import runpy
from pathlib import Path

import pytest

REPORT = runpy.run_path(str(Path(__file__).parents[2] / "quality" / "serp_report.py"))
FOLDER = REPORT["LABELLED_PAGES"]
PAGES = sorted(FOLDER.glob("*.html"))
FLOORS = dict.fromkeys(
    ("google", "bing", "brave", "duckduckgo", "ecosia", "qwant", "startpage", "yahoo", "yandex"), (1.0, 1.0)
)

pytestmark = pytest.mark.skipif(not PAGES, reason="there are no labelled pages beside the repository")


@pytest.fixture(scope="module")
def scores():
    return REPORT["score_pages"](FOLDER)


@pytest.mark.parametrize("engine", FLOORS)
def test_precision_and_recall_do_not_sink(scores, engine):
    """Organic results of an engine are found, in order, with their addresses and titles."""
    precision, recall = REPORT["measure"](scores[engine])
    assert precision >= FLOORS[engine][0]
    assert recall >= FLOORS[engine][1]


@pytest.mark.parametrize("engine", FLOORS)
def test_states_are_as_labelled(scores, engine):
    """Blocked, empty and unknown pages are told apart, and nothing forbidden is organic."""
    assert [(one.name, one.trouble) for one in scores[engine] if one.trouble] == []
