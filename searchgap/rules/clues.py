"""What the words of an address and a title say about an owner that nobody has listed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from searchgap.model.owner import Confidence, OwnerKind

# Public suffixes kept for governments, the military, schools and universities, and international bodies.
_PUBLIC_BODY = re.compile(
    r"(?:[a-z]+\.)?(?:gov|mil|edu|int)(?:\.[a-z]{2})?"
    r"|(?:[a-z]+\.)?(?:gob|gouv|gub|govt|gv|go|ac|nhs|police|mod|sch|k12|muni|admin|fed|gc)\.[a-z]{2}"
    r"|museum|k12\.[a-z]{2}\.us"
)
_NAME_SPLIT = re.compile(r"[-_.0-9]+")
_TITLE_SPLIT = re.compile("[\\s|:,.()\\[\\]/\N{EN DASH}\N{EM DASH}\N{MIDDLE DOT}-]+")
_POST_NUMBER = re.compile(r"/?(?:index\.php)?\?(?:p|page_id)=[0-9]+")
_SHORTEST_AFFIX = 4
_LONGEST_AFFIX = 16
_LONGEST_TITLE = 200


class Strength(IntEnum):
    """How much a clue says: a strong one on the host settles the host."""

    NONE = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3

    @property
    def confidence(self) -> Confidence:
        """What a verdict by such a clue is called."""
        return Confidence.MEDIUM if self >= Strength.FAIR else Confidence.LOW


@dataclass(frozen=True, slots=True, eq=False)
class Clue:
    """What one word says: the kind, how strongly, the rule it belongs to, and the word itself.

    Compared by identity: every clue stands in one table, and verdicts are remembered by it.
    """

    kind: OwnerKind
    strength: Strength
    rule: str
    word: str


POST_NUMBER = Clue(OwnerKind.BLOG, Strength.FAIR, "post-number", "?p=")
UNLISTED_PAGE = Clue(OwnerKind.BLOG, Strength.NONE, "unlisted-page", "")
UNLISTED_SITE = Clue(OwnerKind.OTHER, Strength.NONE, "unlisted-site", "")
LOOKALIKE = Clue(OwnerKind.OTHER, Strength.NONE, "lookalike", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTables:
    """Clues by word, one table for each place a word can stand in.

    Attributes:
        labels: whole labels of a host in front of the registrable domain.
        names: parts of the registrable name.
        suffixes: public suffixes.
        segments: whole segments of a path.
        slugs: words of the last segment.
        titles: words of a title.
    """

    labels: Mapping[str, Clue]
    names: Mapping[str, Clue]
    suffixes: Mapping[str, Clue]
    segments: Mapping[str, Clue]
    slugs: Mapping[str, Clue]
    titles: Mapping[str, Clue]

    def read_host(self, host: str, domain: str) -> Clue | None:
        """What a host says: a public body's suffix, a label, or a part of the registrable name."""
        labels = host.removesuffix(domain).strip(".").split(".")
        name, _, suffix = domain.partition(".")
        if _PUBLIC_BODY.fullmatch(suffix) or domain == "europa.eu":
            return Clue(OwnerKind.INSTITUTION, Strength.STRONG, "public-body", suffix if suffix != "eu" else domain)
        clue = stronger(strongest(labels, self.labels), self.suffixes.get(suffix))
        return stronger(clue, self._read_name(name))

    def _read_name(self, name: str) -> Clue | None:
        """Whole parts of the name first; then words it begins or ends with, since names are written together."""
        lengths = range(min(len(name), _LONGEST_AFFIX), _SHORTEST_AFFIX - 1, -1)
        ends = (end for length in lengths for end in (name[:length], name[-length:]))
        return stronger(strongest(_NAME_SPLIT.split(name), self.names), strongest(ends, self.names))

    def read_path(self, tail: str) -> Clue | None:
        """What the segments of a path say; of the query only the number of a blog post."""
        if "?" in tail:
            if _POST_NUMBER.match(tail):
                return POST_NUMBER
            tail = tail[: tail.index("?")]
        if "#" in tail:
            tail = tail[: tail.index("#")]
        return strongest(tail.lower().split("/"), self.segments)

    def read_slug(self, tail: str) -> Clue | None:
        """What the words of the last segment say."""
        slug = tail.partition("?")[0].rstrip("/").rpartition("/")[2]
        return strongest(slug.lower().split("-"), self.slugs) if "-" in slug else None

    def read_title(self, title: str) -> Clue | None:
        """What the words of the title say."""
        return strongest(_TITLE_SPLIT.split(title[:_LONGEST_TITLE].lower()), self.titles)


def strongest(words: Iterable[str], table: Mapping[str, Clue]) -> Clue | None:
    """The strongest clue that a table has for any of the words, the first of equals."""
    best: Clue | None = None
    for word in words:
        clue = table.get(word)
        if clue is not None and (best is None or clue.strength > best.strength):
            best = clue
    return best


def stronger(first: Clue | None, second: Clue | None) -> Clue | None:
    """The stronger of two clues, the first of equals."""
    if first is None or (second is not None and second.strength > first.strength):
        return second
    return first
