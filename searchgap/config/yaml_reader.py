"""YAML text → values that know their place, built event by event so that no file can exhaust stack or memory."""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

from searchgap.config.complaints import Complaint, ConfigError, KeyPath, MistakeError, Place, quote
from searchgap.config.yaml_advice import explain
from searchgap.config.yaml_values import Items, Scalar, Table, Value

_DEEPEST = 32
_MOST_VALUES = 50_000
_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, file: Path) -> Table:
    """The one mapping a file holds.

    Args:
        text: the content of the file.
        file: what complaints call it.

    Raises:
        ConfigError: the text is no YAML, or is YAML that no configuration needs (tags, several documents, recursive
            or exploding aliases, bottomless nesting), or is not a mapping, or gives a key twice.
    """
    tree = _Tree(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            tree.take(event)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two from escapes, without libyaml
        raise ConfigError(file, [explain(error, text)]) from None
    return tree.finish()


class _Measure(NamedTuple):
    """How much a finished value holds, aliases counted at their full size."""

    value: Value
    size: int
    height: int


class _Open:
    """A list or mapping that is still being filled."""

    def __init__(self, value: Items | Table, anchor: str | None, values_before: int) -> None:
        self.value = value
        self.anchor = anchor
        self.values_before = values_before
        self.height = 1
        self.key: str | None = None
        self.key_line: int | None = None
        self.merges: list[tuple[Value, int | None]] = []

    def path_of_next(self) -> KeyPath:
        """The path the next value will have."""
        step = self.key if isinstance(self.value, Table) else len(self.value)
        return self.value.place.path if step is None else (*self.value.place.path, step)


class _Tree:
    """The values of a file, growing with each event of the parser."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._root: Value | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, _Measure] = {}
        self._values = 0
        self._complaints: list[Complaint] = []

    def take(self, event: yaml.Event) -> None:
        """Add what one event brings."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent() if self._root is not None:
                raise self._refuse(line, "a second document starts here; the file must hold one")
            case yaml.ScalarEvent():
                self._take_scalar(event, line)
            case yaml.AliasEvent():
                self._take_alias(event.anchor or "", line)
            case yaml.MappingStartEvent():
                self._start(Table(self._place(event, line)), event.anchor)
            case yaml.SequenceStartEvent():
                self._start(Items(self._place(event, line)), event.anchor)
            case yaml.CollectionEndEvent():
                self._end()
            case _:
                pass

    def finish(self) -> Table:
        """The finished mapping."""
        if self._complaints:
            raise ConfigError(self._file, self._complaints)
        if self._root is None or (isinstance(self._root, Scalar) and not self._root):
            hint = "write a first one with: searchgap init"
            raise ConfigError(self._file, [Complaint(Place(), MistakeError("is empty"))], hint=hint)
        if not isinstance(self._root, Table):
            mistake = MistakeError("must hold keys and values, not just text or a list", example="version: 1")
            raise ConfigError(self._file, [Complaint(Place(line=self._root.place.line), mistake)])
        return self._root

    def _take_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        place = self._place(event, line)
        if found := _UNSPEAKABLE.search(event.value):
            problem = f"holds the control character U+{ord(found.group()):04X}, written as an escape"
            self._complaints.append(Complaint(place, MistakeError(problem)))
        if self._takes_key():
            self._take_key(event.value, line)
            return
        scalar = Scalar(event.value, place, plain=event.implicit[0])
        measure = self._count(scalar, 1, 0, line)
        if event.anchor:
            self._anchors[event.anchor] = measure
        self._add(measure)

    def _take_key(self, key: str, line: int) -> None:
        top = self._open[-1]
        top.key, top.key_line = key, line
        if isinstance(top.value, Table) and key in top.value:
            first = top.value.key_lines[key]
            mistake = MistakeError(f"this key is given twice, first on line {first}")
            self._complaints.append(Complaint(Place(top.path_of_next(), line), mistake))

    def _take_alias(self, anchor: str, line: int) -> None:
        if any(value.anchor == anchor for value in self._open):
            raise self._refuse(line, f"*{anchor} stands inside the very value it names")
        if anchor not in self._anchors:
            problem = f'*{anchor} names no anchor above; text that starts with "*" needs quotes'
            raise self._refuse(line, problem, example=f'"*{anchor}"')
        if self._takes_key():
            raise self._refuse(line, "a key must be plain text, not an alias")
        named = self._anchors[anchor]
        self._add(self._count(named.value, named.size, named.height, line))

    def _start(self, value: Items | Table, anchor: str | None) -> None:
        line = value.place.line
        if self._takes_key():
            problem = 'a key must be plain text; text that starts with "{" or "[" needs quotes'
            raise self._refuse(line, problem, example='- "{product} vs {competitor}"')
        if len(self._open) >= _DEEPEST:
            raise self._refuse(line, f"is nested more than {_DEEPEST} levels deep")
        if anchor:
            self._anchors.pop(anchor, None)
        before = self._values
        self._count(value, 1, 0, line)
        self._open.append(_Open(value, anchor, before))

    def _end(self) -> None:
        top = self._open.pop()
        for source, line in top.merges:
            self._merge(top, source, line)
        measure = _Measure(top.value, self._values - top.values_before, top.height)
        if top.anchor:
            self._anchors[top.anchor] = measure
        self._add(measure)

    def _add(self, measure: _Measure) -> None:
        if not self._open:
            self._root = measure.value
            return
        top = self._open[-1]
        top.height = max(top.height, measure.height + 1)
        if isinstance(top.value, Items):
            top.value.append(measure.value)
        elif top.key == "<<":
            top.merges.append((measure.value, top.key_line))
        elif top.key is not None and top.key not in top.value:
            top.value.put(top.key, measure.value, top.key_line)
        top.key = None

    def _merge(self, top: _Open, source: Value, line: int | None) -> None:
        """`<<: *name` fills in the keys of another mapping; what is written out wins, then what comes first."""
        tables = source if isinstance(source, Items) else [source]
        for table in tables:
            if not isinstance(table, Table) or not isinstance(top.value, Table):
                raise self._refuse(line, "<< merges mappings only", example="<<: *name")
            for key, value in table.items():
                if key not in top.value:
                    top.value.put(key, value, table.key_lines[key])

    def _count(self, value: Value, size: int, height: int, line: int | None) -> _Measure:
        self._values += size
        if self._values > _MOST_VALUES:
            raise self._refuse(line, f"holds more than {_MOST_VALUES:,} values, aliases written out")
        if len(self._open) + height > _DEEPEST:
            raise self._refuse(line, f"is nested more than {_DEEPEST} levels deep, aliases written out")
        return _Measure(value, size, height)

    def _takes_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, Table) and self._open[-1].key is None

    def _place(self, event: yaml.NodeEvent, line: int) -> Place:
        tag: str | None = getattr(event, "tag", None)
        if tag and not (tag in _TEXT_TAGS and isinstance(event, yaml.ScalarEvent)):
            problem = f'the tag {quote(tag)} is not read; text that starts with "!" needs quotes'
            raise self._refuse(line, problem, example='- "!important"')
        return Place(self._open[-1].path_of_next() if self._open else (), line)

    def _refuse(self, line: int | None, problem: str, *, example: str | None = None) -> ConfigError:
        return ConfigError(self._file, [Complaint(Place(line=line), MistakeError(problem, example=example))])
