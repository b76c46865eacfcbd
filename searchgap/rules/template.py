"""Query templates: text with `{placeholders}`, and the queries it stands for."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from math import prod

from searchgap.errors import UsageError
from searchgap.model.brand import Brand

LONGEST_QUERY = 1_000

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_PLAIN_BRACES = "write {{ and }} for plain braces"
_LONGEST_QUOTE = 60


class TemplateError(UsageError):
    """A query template cannot be expanded.

    Attributes:
        placeholder: the one that is unknown or stands for nothing; None where the trouble is another.
    """

    def __init__(self, message: str, *, hint: str | None = None, placeholder: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.placeholder = placeholder


def placeholder_values(brand: Brand, variables: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What each placeholder stands for in a brand's templates."""
    competitors = tuple(party.name for party in brand.competitors)
    return {**variables, "brand": (brand.name,), "product": brand.products, "competitor": competitors}


def count_queries(text: str, values: Mapping[str, tuple[str, ...]]) -> int:
    """How many queries a template expands to before duplicates are folded; at least 1.

    Raises:
        TemplateError: it cannot be expanded, or a query would be longer than any engine reads.
    """
    names = find_placeholders(text, values)
    longest = _BRACES.sub(partial(_stand_in, {name: max(values[name], key=len) for name in names}), text)
    if len(longest) > LONGEST_QUERY:
        raise TemplateError(f"expands to a query of {len(longest):,} characters, more than {LONGEST_QUERY:,}")
    return prod(len(values[name]) for name in names)


def find_placeholders(text: str, values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The distinct placeholders of a template, left to right.

    Raises:
        TemplateError: a brace is alone, or a placeholder is unknown or stands for nothing.
    """
    names: dict[str, None] = {}
    for found in _BRACES.finditer(text):
        if found.group() in {"{", "}"}:
            raise TemplateError(f"a {found.group()} is alone", hint=_PLAIN_BRACES)
        if found.group(1) is not None:
            names[found.group(1).strip()] = None
    if "" in names:
        raise TemplateError("{} names no placeholder", hint=_PLAIN_BRACES)
    for name in names:
        if name not in values:
            raise TemplateError(f"unknown placeholder {{{name[:_LONGEST_QUOTE]}}}", placeholder=name)
        if not values[name]:
            raise TemplateError(f"{{{name}}} stands for nothing: its list is empty", placeholder=name)
    return tuple(names)


def expand_text(text: str, values: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Every text a template stands for; the left-most placeholder varies slowest, values are taken word for word.

    Raises:
        TemplateError: a brace is alone, or a placeholder is unknown or stands for nothing.
    """
    names = find_placeholders(text, values)
    for combination in product(*(values[name] for name in names)):
        chosen = dict(zip(names, combination, strict=True))
        yield _BRACES.sub(partial(_stand_in, chosen), text)


def fold_text(text: str) -> str:
    """The form in which two texts are the same query: letter case and white space do not count."""
    return " ".join(text.casefold().split())


def _stand_in(chosen: Mapping[str, str], found: re.Match[str]) -> str:
    return found.group()[0] if found.group(1) is None else chosen[found.group(1).strip()]
