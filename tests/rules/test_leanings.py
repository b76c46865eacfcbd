"""What a name and the form of a page speak for when they are added up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.owner import OwnerKind
from searchgap.rules.leanings import KINDS, NO_LEANING, NOTHING, STEP, Leanings, pieces_of
from searchgap.rules.page_forms import PageForm


def towards(kind: OwnerKind, size: float) -> tuple[float, ...]:
    return tuple(size if one is kind else 0.0 for one in KINDS)


def letters(kind: OwnerKind, steps: int) -> str:
    return "".join(chr(ord("m") + (steps if one is kind else 0)) for one in KINDS)


NEWS = letters(OwnerKind.MEDIA, 10)
LEANINGS = Leanings(
    usual=towards(OwnerKind.BLOG, 1.0),
    forms={PageForm.HOME: towards(OwnerKind.OTHER, 2.0), PageForm.AMP: towards(OwnerKind.MEDIA, 1.5)},
    pieces={"news": NEWS, "news$": NEWS, "pen": letters(OwnerKind.RETAIL, 3), "shop.": letters(OwnerKind.RETAIL, 12)},
)


def test_pieces_are_runs_of_letters_labels_and_a_telling_suffix():
    """The name's ends are marked; `www` and the suffixes of countries and of everybody are left out."""
    pieces = set(pieces_of("www.shop.nibs.info", "nibs.info"))
    assert {"^ni", "ibs$", "^nibs$", "shop.", ".info"} <= pieces
    assert "www." not in pieces
    for domain in ("nibs.com", "nibs.de", "nibs.co.uk"):
        assert not any(piece.startswith(".") for piece in pieces_of(domain, domain))


def test_a_host_leans_by_the_sum_of_its_pieces():
    """Each known piece adds its letters, in steps from `m`."""
    leaning = LEANINGS.read_host("pennews.example", "pennews.example")
    assert leaning.scores[KINDS.index(OwnerKind.MEDIA)] == pytest.approx(20 * STEP)
    assert leaning.scores[KINDS.index(OwnerKind.RETAIL)] == pytest.approx(3 * STEP)
    assert set(leaning.pieces) == {"pen", "news", "news$"}


def test_a_host_without_a_known_piece_leans_nowhere():
    """What is not in the table says nothing."""
    assert LEANINGS.read_host("zq.example", "zq.example") == NO_LEANING


@pytest.mark.parametrize(
    ("host", "form", "clues", "kind"),
    [
        ("zq.example", PageForm.SHORT, [], OwnerKind.BLOG),
        ("zq.example", PageForm.HOME, [], OwnerKind.OTHER),
        ("zq.example", PageForm.AMP, [], OwnerKind.MEDIA),
        ("zqnews.example", PageForm.HOME, [], OwnerKind.MEDIA),
        ("shop.zq.example", PageForm.SHORT, [], OwnerKind.RETAIL),
        ("zqnews.example", PageForm.SHORT, [(OwnerKind.COMMUNITY, 4.0)], OwnerKind.COMMUNITY),
        ("zqnews.example", PageForm.SHORT, [(OwnerKind.COMMUNITY, 2.0)], OwnerKind.MEDIA),
    ],
)
def test_everything_together_decides(host: str, form: PageForm, clues: list[tuple[OwnerKind, float]], kind: OwnerKind):
    """The usual, the host, the form and the clues add up, and the likeliest kind is taken."""
    leaning = LEANINGS.read_host(host, "zqnews.example" if "news" in host else "zq.example")
    assert LEANINGS.weigh(leaning, form, clues).kind is kind


def test_without_tables_everything_is_other():
    """Nothing speaks for anything, and the first kind is the one for what is unknown."""
    kind, probability = Leanings().weigh(NO_LEANING, PageForm.SHORT, [])
    assert kind is OwnerKind.OTHER
    assert probability == pytest.approx(1 / len(KINDS))


@pytest.mark.parametrize(
    ("host", "form", "evidence"),
    [
        ("zqnews.example", PageForm.SHORT, "`news`"),
        ("zqnews.example", PageForm.AMP, "`news`, accelerated page"),
        ("zq.example", PageForm.AMP, "accelerated page"),
        ("zq.example", PageForm.HOME, ""),
    ],
)
def test_the_evidence_is_readable(host: str, form: PageForm, evidence: str):
    """It names the pieces and the form that spoke most for the kind, no piece twice."""
    assert LEANINGS.evidence(OwnerKind.MEDIA, LEANINGS.read_host(host, host), form) == evidence


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 9)), max_size=5), st.sampled_from(PageForm))
def test_a_probability_is_one(clues: list[tuple[OwnerKind, float]], form: PageForm):
    """It lies above that of a draw among all kinds and never above 1."""
    probability = LEANINGS.weigh(NO_LEANING, form, clues).probability
    assert 1 / len(NOTHING) <= probability <= 1
