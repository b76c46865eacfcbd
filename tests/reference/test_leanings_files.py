"""The tables behind leanings: whole, small, quick to read, and able to tell kinds apart."""

import re
from importlib.resources import files
from time import process_time

import pytest

from searchgap.model.owner import OwnerKind
from searchgap.reference.leanings import load_leanings, read_host_pieces, read_page_forms
from searchgap.rules.leanings import KINDS, NO_LEANING
from searchgap.rules.page_forms import PageForm

FOLDER = files("searchgap.reference")
PIECES = FOLDER.joinpath("host_pieces.txt").read_text(encoding="utf-8")
FORMS = FOLDER.joinpath("page_forms.txt").read_text(encoding="utf-8")


def test_every_form_has_its_row():
    """No form of a page is without numbers, and what is usual adds up to a hundred."""
    _, forms = read_page_forms(FORMS)
    assert set(forms) == set(PageForm)
    usual = re.search(r"^per hundred +(.*)$", FORMS, re.MULTILINE)
    assert usual is not None
    assert sum(map(float, usual.group(1).split())) == pytest.approx(100, abs=1)


def test_a_row_that_is_short_is_refused():
    """A mistake in the file never reaches a verdict."""
    with pytest.raises(ValueError, match="needs a number for each of 11 kinds"):
        read_page_forms("home page  1 2 3")


def test_every_piece_has_a_letter_for_each_kind():
    """Letters run from a to z, and pieces are in order."""
    pieces = read_host_pieces(PIECES)
    assert all(re.fullmatch("[a-z]+", letters) and len(letters) == len(KINDS) for letters in pieces.values())
    assert list(pieces) == sorted(pieces)
    assert len(PIECES) < 150_000


def test_the_tables_are_read_in_milliseconds():
    """The first unlisted page does not keep anybody waiting."""
    began = process_time()
    read_host_pieces(PIECES)
    read_page_forms(FORMS)
    assert process_time() - began < 0.1


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("zqtimesherald.example", OwnerKind.MEDIA),
        ("zqzeitung.example", OwnerKind.MEDIA),
        ("zquniversity.example", OwnerKind.INSTITUTION),
        ("zqforums.example", OwnerKind.COMMUNITY),
        ("zqreviews.example", OwnerKind.REVIEW),
        ("zqpedia.example", OwnerKind.REFERENCE),
    ],
)
def test_names_lean_as_they_read(host: str, kind: OwnerKind):
    """Hosts that nobody has listed lean where a reader would put them."""
    leanings = load_leanings()
    leaning = leanings.read_host(host, host)
    assert leaning != NO_LEANING
    assert KINDS[leaning.scores.index(max(leaning.scores))] is kind
