"""The values of a file → its sections, with every mistake found on the way."""

from collections.abc import Collection
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from searchgap.config.complaints import Complaint, KeyPath, MistakeError, Place, UnknownNameError
from searchgap.config.flow import write_flow
from searchgap.config.key_types import FILE_VERSION
from searchgap.config.scalars import describe
from searchgap.config.sections import (
    BrandSection,
    FileSection,
    GatesSection,
    GoalSection,
    OwnerSection,
    PartySection,
    ProviderSection,
    QuerySection,
    SearchSection,
    Section,
)
from searchgap.config.yaml_values import Items, Scalar, Table, Value, locate

_SECTIONS: dict[str, type[Section]] = {
    "search": SearchSection,
    "providers": ProviderSection,
    "brands": BrandSection,
    "competitors": PartySection,
    "partners": PartySection,
    "queries": QuerySection,
    "owners": OwnerSection,
    "gates": GatesSection,
    "goals": GoalSection,
}
_MOST_ROUNDS = 8


class LeftOut:
    """What is wrong and therefore missing from the sections, so that no one complains of its absence as well."""

    def __init__(self) -> None:
        self._touched: set[KeyPath] = set()
        self._misspelt: set[KeyPath] = set()

    def add(self, path: KeyPath, *, misspelt: bool) -> None:
        """Note a value that is missing, and whether that is for its unknown key."""
        self._touched.update(path[:end] for end in range(len(path) + 1))
        if misspelt:
            self._misspelt.add(path[:-1])

    def touches(self, path: KeyPath) -> bool:
        """Whether something is missing at a path or below it."""
        return path in self._touched

    def could_be(self, path: KeyPath) -> bool:
        """Whether a key that is absent may well be there in fact: wrong, or misspelt."""
        return path in self._touched or path[:-1] in self._misspelt


class Reading(NamedTuple):
    """What could be made of a file.

    Attributes:
        file: its sections, without what is wrong; None if nothing can be made of it.
        complaints: what is wrong with the values by themselves.
        left_out: what `file` lacks for it.
    """

    file: FileSection | None
    complaints: tuple[Complaint, ...]
    left_out: LeftOut


def read_sections(tree: Table, providers: Collection[str]) -> Reading:
    """Validate a file; where something is wrong, go on with the rest, so that all mistakes are found at once."""
    complaints: tuple[Complaint, ...] | None = None
    left_out = LeftOut()
    rest = tree
    for _ in range(_MOST_ROUNDS):
        try:
            file = FileSection.model_validate(rest, context=providers)
        except ValidationError as error:
            if complaints is None:
                complaints = _complain(error, tree)
                rest = _copy(tree)
            _leave_out(rest, error, left_out)
        else:
            return Reading(file, complaints or (), left_out)
    return Reading(None, complaints or (), left_out)


def _complain(error: ValidationError, tree: Table) -> tuple[Complaint, ...]:
    """What pydantic has against a file; what is wrong behind an alias is said once."""
    complaints: dict[tuple[Place, str], Complaint] = {}
    for details in error.errors(include_url=False):
        place = locate(tree, details["loc"])
        mistake = _say_what_is_wrong(details, details["loc"])
        complaints.setdefault((place, str(mistake)), Complaint(place, mistake))
    return tuple(complaints.values())


def _say_what_is_wrong(details: ErrorDetails, path: KeyPath) -> MistakeError:
    example = _example_of(path)
    match details["type"]:
        case "value_error":
            mistake: MistakeError = details["ctx"]["error"]
            mistake.example = mistake.example or example
            return mistake
        case "extra_forbidden":
            return _unknown_key(path)
        case "missing":
            return MistakeError("is missing", example=example)
        case "dict_type":
            return MistakeError(f"must be a mapping, not {describe(details['input'])}", example=example)
        case _:
            return MistakeError(f"must be a list, not {describe(details['input'])}", example=example)


def _unknown_key(path: KeyPath) -> MistakeError:
    key = str(path[-1])
    known = _section_at(path[:-1]).model_fields
    if key in SearchSection.model_fields and "search" in known:
        return MistakeError("is not a key here: it belongs under search", example=f"search: {{{key}: …}}")
    return UnknownNameError("key", key, known)


def _section_at(path: KeyPath) -> type[Section]:
    """The section that a path leads into."""
    keys = [step for step in path if step in _SECTIONS]
    return _SECTIONS[str(keys[-1])] if keys else FileSection


def _example_of(path: KeyPath) -> str | None:
    """`weight: 3`, from the examples of the last key on a path that has some."""
    path = path[:1] if path[:1] == ("vars",) else path
    for end in range(len(path) - 1, -1, -1):
        field = _section_at(path[:end]).model_fields.get(str(path[end]))
        if field and field.examples:
            return f"{path[end]}: {write_flow(field.examples[0])}"
    return None


def _copy(value: Value) -> Any:  # noqa: ANN401 - the same kind of value as the argument
    """A copy that can be changed, each alias written out; places and text are shared."""
    if isinstance(value, Scalar):
        return value
    if isinstance(value, Items):
        items = Items(value.place)
        items.extend(map(_copy, value))
        return items
    table = Table(value.place)
    for key, item in value.items():
        table.put(key, _copy(item), value.key_lines[key])
    return table


def _leave_out(tree: Table, error: ValidationError, left_out: LeftOut) -> None:
    """Take what is wrong out of a tree; a section without a key it needs goes as a whole."""
    doomed: dict[int, tuple[Items | Table, set[Any]]] = {}
    for details in error.errors(include_url=False, include_context=False, include_input=False):
        path: KeyPath = details["loc"]
        for known_as in (path, locate(tree, path).path):
            left_out.add(known_as, misspelt=details["type"] == "extra_forbidden")
        if path == ("version",):
            tree.put("version", Scalar(str(FILE_VERSION), tree.place, plain=True), None)
        elif path := path[:-1] if details["type"] == "missing" else path:
            holder, step = _find_holder(tree, path)
            doomed.setdefault(id(holder), (holder, set()))[1].add(step)
    for holder, steps in doomed.values():
        for step in sorted(steps, reverse=True):
            del holder[step]


def _find_holder(tree: Table, path: KeyPath) -> tuple[Items | Table, Any]:
    """The list or mapping, and the place in it, that a path ends in or would end below."""
    holder: Items | Table = tree
    step: Any = path[0]
    for next_step in path[1:]:
        child = holder[step]
        if isinstance(child, Scalar):
            break
        holder, step = child, next_step
    return holder, step
