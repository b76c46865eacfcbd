"""Where no single clue decides: how much the pieces of a host and the form of a page speak for each kind.

Everything is in log-odds and adds up: what is usual among unlisted pages, the pieces of the host's name, the form of
the page, and the clues.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp
from typing import NamedTuple, TypeAlias

from searchgap.model.owner import OwnerKind
from searchgap.rules.page_forms import PageForm

Scores: TypeAlias = tuple[float, ...]

# The order in which a table gives its numbers.
KINDS = (
    OwnerKind.OTHER,
    OwnerKind.BLOG,
    OwnerKind.MEDIA,
    OwnerKind.RETAIL,
    OwnerKind.COMMUNITY,
    OwnerKind.REFERENCE,
    OwnerKind.REVIEW,
    OwnerKind.DOCS,
    OwnerKind.INSTITUTION,
    OwnerKind.SOCIAL,
    OwnerKind.VIDEO,
)
NOTHING: Scores = (0.0,) * len(KINDS)
PIECE_LENGTHS = range(3, 8)
EVERY_HOST = "*"
STEP = 0.15
_ZERO = ord("m")
_COUNTRY = 2
_ANYBODYS_SUFFIXES = frozenset({"com", "net"})
_SHORTEST_EVIDENCE = 4
_TELLING_LETTER = "q"
_TELLING_FORM = 0.9
_MOST_EVIDENCE = 2


class Leaning(NamedTuple):
    """What a host leans towards.

    Attributes:
        scores: one number for each kind.
        pieces: the pieces of the host that a table knows, each with its letters.
    """

    scores: Scores
    pieces: Mapping[str, str]


NO_LEANING = Leaning(NOTHING, {})


class Outcome(NamedTuple):
    """The kind that everything together speaks for.

    Attributes:
        kind: the likeliest kind.
        probability: 0 to 1, if the numbers were independent.
    """

    kind: OwnerKind
    probability: float


@dataclass(frozen=True, slots=True)
class Leanings:
    """The tables behind leanings.

    Attributes:
        usual: how common each kind is among pages that nobody has listed.
        forms: scores by form of a page.
        pieces: scores by piece of a host, a letter for each kind: `m` is 0, each further letter is one `STEP`.
    """

    usual: Scores = NOTHING
    forms: Mapping[PageForm, Scores] = field(default_factory=dict)
    pieces: Mapping[str, str] = field(default_factory=dict)

    def read_host(self, host: str, domain: str) -> Leaning:
        """The sum over the known pieces of a host."""
        known = {piece: self.pieces[piece] for piece in self.pieces.keys() & pieces_of(host, domain)}
        nothing = _ZERO * len(known)
        columns = zip(*map(str.encode, known.values()), strict=True)
        return Leaning(tuple([(sum(column) - nothing) * STEP for column in columns]), known) if known else NO_LEANING

    def weigh(self, host: Leaning, form: PageForm, clues: Iterable[tuple[OwnerKind, float]]) -> Outcome:
        """The likeliest kind of a page."""
        scores = [sum(column) for column in zip(self.usual, host.scores, self.forms.get(form, NOTHING), strict=True)]
        for kind, weight in clues:
            scores[KINDS.index(kind)] += weight
        best = max(scores)
        return Outcome(KINDS[scores.index(best)], 1 / sum(exp(score - best) for score in scores))

    def evidence(self, kind: OwnerKind, host: Leaning, form: PageForm) -> str:
        """What of host and form speaks most for a kind, in words; "" if nothing does so clearly."""
        place = KINDS.index(kind)
        telling = sorted(
            (letters[place], piece.strip("^$."))
            for piece, letters in host.pieces.items()
            if letters[place] >= _TELLING_LETTER and len(piece) >= _SHORTEST_EVIDENCE
        )
        words = [f"`{piece}`" for piece in _apart(piece for _, piece in reversed(telling))]
        if self.forms.get(form, NOTHING)[place] >= _TELLING_FORM and form is not PageForm.HOME:
            words.append(str(form))
        return ", ".join(words)


def pieces_of(host: str, domain: str) -> list[str]:
    """Runs of letters of the registrable name (`^` begins it, `$` ends it), the labels in front, and a telling suffix.

    Every host has the piece `*`. Countries tell nothing: which of them is listed best is the catalogue's own choice.
    """
    name, _, suffix = domain.partition(".")
    text = f"^{name}$"
    pieces = [text[start : start + size] for size in PIECE_LENGTHS for start in range(len(text) - size + 1)]
    if len(suffix) > _COUNTRY and suffix not in _ANYBODYS_SUFFIXES and "." not in suffix:
        pieces.append(f".{suffix}")
    pieces += [f"{label}." for label in host.removesuffix(domain).strip(".").split(".") if label not in {"", "www"}]
    return [EVERY_HOST, *pieces]


def _apart(pieces: Iterable[str]) -> list[str]:
    """The first few pieces of which none is a part of another."""
    chosen: list[str] = []
    for piece in pieces:
        if len(chosen) < _MOST_EVIDENCE and not any(piece in other or other in piece for other in chosen):
            chosen.append(piece)
    return chosen
