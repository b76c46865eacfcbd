"""What the words of an address and a title say about an owner that nobody has listed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from searchgap.model.owner import Confidence, OwnerKind
from searchgap.rules.leanings import Leanings

# Public suffixes kept for governments, the military, schools and universities, and international bodies.
_PUBLIC_BODY = re.compile(
    r"(?:[a-z]+\.)?(?:gov|mil|edu|int)(?:\.[a-z]{2})?"
    r"|(?:[a-z]+\.)?(?:gob|gouv|gub|govt|gv|go|ac|nhs|police|mod|sch|k12|muni|admin|fed|gc)\.[a-z]{2}"
    r"|museum|k12\.[a-z]{2}\.us"
)
_NAME_SPLIT = re.compile(r"[-_.0-9]+")
_TITLE_SPLIT = re.compile("[\\s|:,.()\\[\\]/\N{EN DASH}\N{EM DASH}\N{MIDDLE DOT}-]+")
_POST_NUMBER = re.compile(r"(?:[^?#]*/)?(?:index\.php)?\?(?:p|page_id)=[0-9]+")
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


POST_NUMBER = Clue(OwnerKind.BLOG, Strength.STRONG, "post-number", "?p=")
LOOKALIKE = Clue(OwnerKind.OTHER, Strength.NONE, "lookalike", "")


def _made_by(kind: OwnerKind, strength: Strength, word: str, expression: str) -> tuple[Clue, str]:
    return Clue(kind, strength, "path", word), expression


# Addresses that a piece of software makes and hardly anything else does, though their words are anybody's.
_PATHS = (
    _made_by(OwnerKind.COMMUNITY, Strength.STRONG, "/t/*/1", r"/t/[^/?#]+/[0-9]+"),
    _made_by(OwnerKind.COMMUNITY, Strength.STRONG, "/t5/", r"/t5/[^/?#]+/"),
    _made_by(OwnerKind.COMMUNITY, Strength.STRONG, "/s/question/", r"/s/question/"),
    _made_by(OwnerKind.COMMUNITY, Strength.STRONG, "thread-1", r"/(?:thread|topic|viewthread|ftopic)-?[0-9]"),
    _made_by(OwnerKind.COMMUNITY, Strength.FAIR, "/d/1-", r"/d/[0-9]+-"),
    _made_by(OwnerKind.SOCIAL, Strength.STRONG, "/*/status/1", r"/[^/?#]+/status(?:es)?/[0-9]{15}"),
    _made_by(OwnerKind.RETAIL, Strength.STRONG, "/app/*/id1", r"/app/[^/?#]+/id[0-9]{6}"),
    _made_by(OwnerKind.RETAIL, Strength.STRONG, "/store/apps/", r"/store/apps/"),
    _made_by(OwnerKind.RETAIL, Strength.FAIR, "/p/1", r"/(?:p|itm|ip|gp|sku)/(?:[^/?#]+/)?[a-z]{0,3}[0-9]{4}"),
)
_QUERIES = (
    _made_by(OwnerKind.COMMUNITY, Strength.STRONG, "?topic=", r"[?&;](?:topic|showtopic|threadid|tid)=[0-9]"),
    _made_by(OwnerKind.REFERENCE, Strength.FAIR, "index.php?title=", r"/index\.php\?title="),
    _made_by(
        OwnerKind.RETAIL,
        Strength.FAIR,
        "?sku=",
        r"[?&](?:variant|sku|skuid|product_?id|prod_?id|pid|add-to-cart)=[0-9a-z]",
    ),
    _made_by(OwnerKind.RETAIL, Strength.STRONG, "/store/apps/", r"/store/apps/"),
)
_PATH = re.compile("|".join(f"({expression})" for _, expression in _PATHS), re.IGNORECASE)
_QUERY = re.compile("|".join(f"({expression})" for _, expression in _QUERIES), re.IGNORECASE)
# One of these segments, or the word `thread` or `topic`, is in every such path: looking for them first is cheaper.
_PATH_SEGMENTS = frozenset({"t", "d", "t5", "s", "app", "apps", "p", "itm", "ip", "gp", "sku", "status", "statuses"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueTables:
    """Clues by word, one table for each place a word can stand in.

    Attributes:
        labels: whole labels of a host in front of the registrable domain.
        names: whole parts of the registrable name.
        affixes: what the registrable name begins or ends with.
        suffixes: public suffixes.
        segments: whole segments of a path.
        slugs: words of the last segment.
        titles: words of a title.
        leanings: loads what weighs names and forms of pages where no clue decides; asked when first needed.
        signals: loads the clues of what pages say they are; asked when a page was read.
    """

    labels: Mapping[str, Clue]
    names: Mapping[str, Clue]
    suffixes: Mapping[str, Clue]
    segments: Mapping[str, Clue]
    slugs: Mapping[str, Clue]
    titles: Mapping[str, Clue]
    affixes: Mapping[str, Clue] = field(default_factory=dict)
    leanings: Callable[[], Leanings] = Leanings
    signals: Callable[[], Mapping[str, Clue]] = dict

    def read_host(self, host: str, domain: str) -> Clue | None:
        """What a host says: a public body's suffix, a label, or a part of the registrable name."""
        name, _, suffix = domain.partition(".")
        if _PUBLIC_BODY.fullmatch(suffix) or domain == "europa.eu":
            return Clue(OwnerKind.INSTITUTION, Strength.STRONG, "public-body", suffix if suffix != "eu" else domain)
        clue = stronger(self.read_labels(host, domain), self.suffixes.get(suffix))
        return stronger(clue, self._read_name(name))

    def read_labels(self, host: str, domain: str) -> Clue | None:
        """What the labels in front of the registrable domain say."""
        return strongest(host.removesuffix(domain).strip(".").split("."), self.labels)

    def _read_name(self, name: str) -> Clue | None:
        """Whole parts of the name first; then words it begins or ends with, since names are written together."""
        whole = strongest(_NAME_SPLIT.split(name), self.names)
        if whole is not None:
            return whole
        lengths = range(min(len(name), _LONGEST_AFFIX), _SHORTEST_AFFIX - 1, -1)
        ends = (end for length in lengths for end in (name[:length], name[-length:]))
        return strongest(ends, self.affixes)

    def read_path(self, tail: str) -> Clue | None:
        """What the segments of a path say, or an address that only a forum, a shop or the like makes."""
        return self.read_segments(split_path(tail)[0].split("/"), tail)

    def read_segments(self, segments: list[str], tail: str) -> Clue | None:
        """What a path says that was already split, in lower case."""
        clue = strongest(segments, self.segments)
        if clue is not None and clue.strength is Strength.STRONG:
            return clue
        if "?" in tail:
            if _POST_NUMBER.match(tail):
                return POST_NUMBER
            if found := _QUERY.search(tail):
                return stronger(clue, _QUERIES[(found.lastindex or 1) - 1][0])
        if not _PATH_SEGMENTS.isdisjoint(segments) or "thread" in tail or "topic" in tail:
            found = _PATH.search(tail)
            return stronger(clue, _PATHS[(found.lastindex or 1) - 1][0]) if found else clue
        return clue

    def read_slug(self, tail: str) -> Clue | None:
        """What the words of the last segment say."""
        return self.read_last(split_path(tail)[0].split("/"))

    def read_last(self, segments: list[str]) -> Clue | None:
        """What the words of the last segment say, of a path that was already split, in lower case."""
        slug = segments[-1] or (segments[-2] if len(segments) > 1 else "")
        return strongest(slug.split("-"), self.slugs) if "-" in slug else None

    def read_title(self, title: str) -> Clue | None:
        """What the words of the title say."""
        return strongest(_TITLE_SPLIT.split(title[:_LONGEST_TITLE].lower()), self.titles)


def split_path(tail: str) -> tuple[str, str]:
    """Path, in lower case, and query of a tail."""
    path, _, query = tail.partition("#")[0].partition("?")
    return path.lower(), query


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
