"""How deep the elements of a page are nested, told before it is parsed: the parser's time grows with the square."""

import re

_FEW_TAGS = 10_000  # with fewer no page takes long
_DEEPEST = 5_000  # real pages stay below a hundred

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# Elements that hold nothing, or that the next one of their kind ends.
_NOT_NESTED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr"
    b" p li dt dd option optgroup tr td th thead tbody tfoot colgroup rp rt".split()
)


def is_too_deep(markup: bytes) -> bool:
    """Whether a page is nested so deep that to parse it would take seconds or minutes."""
    if markup.count(b"<") < _FEW_TAGS:
        return False
    depth = 0
    for ending, name in _TAG.findall(markup):
        if name.lower() in _NOT_NESTED:
            continue
        depth = max(0, depth - 1) if ending else depth + 1
        if depth > _DEEPEST:
            return True
    return False
