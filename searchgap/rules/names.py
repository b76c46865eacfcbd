"""A name → the ways it is written in host names, handles and slugs."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

_JOINT = "[-._]?"
_SHORTEST = 4  # shorter names are also abbreviations of other things
_BEFORE = (
    *("ask", "app", "community", "forum", "forums", "get", "go", "hello", "help", "hey", "join"),
    *("my", "official", "support", "team", "the", "try", "use"),
)
_AFTER = (
    *("app", "apps", "blog", "care", "cares", "community", "corp", "dev", "developer", "developers", "docs"),
    *("forum", "forums", "help", "helpcenter", "helpdesk", "hq", "inc", "news", "official", "status"),
    *("support", "team"),
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class NamePattern:
    """The spellings of one name.

    Attributes:
        text: the name as it was given.
        ordinary: whether it also means other things, so that only the bare name counts.
    """

    text: str
    ordinary: bool
    _name: str

    def fits(self, label: str) -> bool:
        """Whether a label is the whole name and nothing else, letter case aside."""
        return re.fullmatch(self._name, read_label(label)) is not None

    def find_company_word(self, label: str) -> str | None:
        """The word a company put before or after its name; None where the label is anything else."""
        expression = rf"(?:({'|'.join(_BEFORE)}){_JOINT})?(?:{self._name})(?:{_JOINT}({'|'.join(_AFTER)}))?"
        found = re.fullmatch(expression, read_label(label))
        if found is None or self.ordinary or (found[1] and found[2]):
            return None
        return found[1] or found[2]

    def find_rest(self, slug: str) -> str | None:
        """What follows the name in a slug that begins with it, `-` first; None where it does not."""
        found = re.match(rf"(?:{self._name})(?=-|\Z)", read_label(slug))
        return None if found is None or self.ordinary else read_label(slug)[found.end() :]

    def occurs_in(self, text: str) -> bool:
        """Whether the name stands in a text between other words."""
        return re.search(rf"(?<!\w)(?:{self._name})(?!\w)", read_label(text)) is not None


def read_names(names: Iterable[str], ambiguous: Collection[str]) -> tuple[NamePattern, ...]:
    """Patterns of names, longest first, since the longer of two says more; a name of no letters has none.

    Args:
        names: as people write them.
        ambiguous: those of them that are ordinary words.
    """
    ordinary = {name.casefold() for name in ambiguous}
    found: dict[str, NamePattern] = {}
    for name in names:
        spellings = list(dict.fromkeys(_spell(name)))
        if spellings:
            short = len("".join(_split(name))) < _SHORTEST
            found.setdefault(spellings[0], NamePattern(name, short or name.casefold() in ordinary, "|".join(spellings)))
    return tuple(sorted(found.values(), key=lambda name: -len(name.text)))


def read_label(label: str) -> str:
    """A label of a host or a handle as people read it: lower case, in its own script."""
    label = label.casefold()
    if label.startswith("xn--"):
        try:
            return label[4:].encode("ascii").decode("punycode")
        except ValueError:
            return label
    return label


def _spell(name: str) -> Iterator[str]:
    """A name in its own letters, without accents, and with umlauts written out."""
    words = _split(name)
    plain = [_drop_accents(word) for word in words]
    written_out = [_drop_accents(word.translate(_UMLAUTS)) for word in words]
    for spelling in (words, plain, written_out):
        if spelling:
            yield _JOINT.join(map(re.escape, spelling))


def _split(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name.casefold()))


def _drop_accents(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
