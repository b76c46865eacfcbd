"""Did you mean: the known name that a mistyped one resembles most."""

from collections.abc import Iterable
from itertools import islice

_MOST_COMPARED = 500
_LONGEST = 60
_ALIKE = 0.6


def find_nearest(name: str, known: Iterable[str], *, alike: float = _ALIKE) -> str | None:
    """The known name most like another, letter case ignored; None where none is alike.

    Args:
        name: what was typed.
        known: what could have been meant; beyond the first five hundred nothing is compared.
        alike: how alike two names must be, from 0 to 1 for equal.
    """
    import difflib  # noqa: PLC0415 - nothing but a mistake needs it

    by_folded = {candidate.casefold(): candidate for candidate in islice(known, _MOST_COMPARED)}
    nearest = difflib.get_close_matches(name[:_LONGEST].casefold(), by_folded, n=1, cutoff=alike)
    return by_folded[nearest[0]] if nearest else None
