"""The numbers of `page_forms.txt` and `host_pieces.txt`, as the tables that rules weigh unlisted pages with."""

from functools import cache
from importlib.resources import files
from math import log

from searchgap.rules.leanings import KINDS, Leanings, Scores
from searchgap.rules.page_forms import PageForm


@cache
def load_leanings() -> Leanings:
    """The tables, read once per process when the first unlisted page is met: it takes some milliseconds."""
    folder = files("searchgap.reference")
    usual, forms = read_page_forms(folder.joinpath("page_forms.txt").read_text(encoding="utf-8"))
    return Leanings(usual, forms, read_host_pieces(folder.joinpath("host_pieces.txt").read_text(encoding="utf-8")))


def read_page_forms(text: str) -> tuple[Scores, dict[PageForm, Scores]]:
    """How common each kind is (as log-odds), and the scores of every form.

    Raises:
        ValueError: a row has not a number for each kind, or its name is no form.
    """
    rows: dict[str, Scores] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, numbers = line.partition("  ")
            rows[name] = tuple(map(float, numbers.split()))
            if len(rows[name]) != len(KINDS):
                raise ValueError(f"{name!r} needs a number for each of {len(KINDS)} kinds")
    usual = tuple(map(log, rows.pop("per hundred")))
    return usual, {PageForm(name): scores for name, scores in rows.items()}


def read_host_pieces(text: str) -> dict[str, str]:
    """The letters of every piece."""
    lines = (line.partition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {piece: letters for piece, _, letters in lines}
