"""Strangers' text made safe to show: what controls, reorders or hides is taken out, and length is capped."""

import re
import unicodedata
from urllib.parse import quote

NAME_LIMIT = 60
QUERY_LIMIT = 120
TITLE_LIMIT = 120
SENTENCE_LIMIT = 300
ADDRESS_LIMIT = 2000

_REPLACEMENT = "\ufffd"
_MOST_MARKS = 4  # stacked accents of real languages stay below; a flood of them covers the lines around it

_PLAIN = re.compile(  # the common scripts, where no character has to be looked at one by one
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3]*"
)
_STRINGS = "\x90\x98\x9d\x9e\x9f"
_SEQUENCES = re.compile(
    rf"(?:\x1b[\]PX^_]|[{_STRINGS}])[^\x07\x1b\x9c{_STRINGS}]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM and APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[ -/]*[0-~]"  # every other escape
)
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WEB_ADDRESS = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
_ADDRESS_SAFE = "%/?:@!$&+,;=#~*-._"


def clean_text(text: str, limit: int) -> str:
    """One line of at most `limit` characters that shows what the text says and does nothing else.

    Escape sequences, controls, bidirectional overrides, zero-width and other invisible characters are dropped,
    lone surrogates become U+FFFD, white space and line breaks become single spaces. Cleaning twice changes nothing.
    """
    if not _PLAIN.fullmatch(text):
        text = _drop_unprintable(_SEQUENCES.sub("", text))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def flatten_text(text: str) -> str:
    """The text as it came, but on one line and without controls, escape sequences and bidirectional overrides."""
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub(" ", _SEQUENCES.sub("", _SURROGATE.sub(_REPLACEMENT, text)))
    return _CONTROLS.sub("", text)


def link_address(url: str) -> str | None:
    """The address as it may stand in a link: http(s) only and percent-encoded; None for anything else."""
    if len(url) > ADDRESS_LIMIT:
        return None
    address = clean_text(url, ADDRESS_LIMIT)
    return quote(address, safe=_ADDRESS_SAFE) if _WEB_ADDRESS.match(address) else None


def _drop_unprintable(text: str) -> str:
    kept = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if character.isspace():
            kept.append(" ")
        elif _BROKEN.match(character):
            kept.append(_REPLACEMENT)
        elif category in {"Cc", "Cf"} or _BLANK.match(character):
            continue
        elif category not in {"Mn", "Me"}:
            kept.append(character)
            marks = 0
        elif marks < _MOST_MARKS:
            kept.append(character)
            marks += 1
    return "".join(kept)
