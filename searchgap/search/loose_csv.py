"""CSV as people have it: any of the usual delimiters, and columns that are found by what their headings mean."""

import re
from collections.abc import Collection, Mapping, Sequence

from searchgap.errors import UsageError

_DELIMITERS = ",;\t"


def find_delimiter(text: str) -> str:
    """What parts the columns: of the characters that may, the one that is most often in the headings."""
    headings = text.partition("\n")[0]
    return max(_DELIMITERS, key=headings.count)


def find_columns(
    headings: Sequence[str], spellings: Mapping[str, Collection[str]], *, needed: Sequence[str], name: str, example: str
) -> Mapping[str, int]:
    """Where the fields stand; of headings that mean the same the first holds.

    Args:
        headings: the first line.
        spellings: what the heading of each field may be, in lower-case letters without anything else.
        needed: the fields that must be there.
        name: the file's name, for the complaint.
        example: a first line that would do.

    Raises:
        UsageError: a needed field has no column.
    """
    columns: dict[str, int] = {}
    for place, heading in enumerate(headings):
        folded = re.sub(r"[^a-z]", "", heading.lower())
        for field, known in spellings.items():
            if folded in known:
                columns.setdefault(field, place)
    missing = [field for field in needed if field not in columns]
    if missing:
        raise UsageError(
            f"{name} has no column for {' and '.join(missing)}",
            hint=f"its first line must name the columns, such as: {example}",
        )
    return columns
