"""Strangers' text is shown as what it says and can do nothing else."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.report.strangers import clean_text, flatten_text, link_address

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("  two\tlines\r\nand\u00a0more\u2028still ", "two lines and more still"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\x1b]52;c;aGk=\x07b", "ab"),
        ("a\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("unfinished \x1b]0;title", "unfinished 0;title"),
        ("c1 \x9b31mred\x9b0m \x9d52;c;aGk=\x9c end", "c1 red end"),
        ("nul\x00bell\x07del\x7f", "nulbelldel"),
        ("file\u202egnp.exe\u2066x\u2069", "filegnp.exex"),
        ("zero\u200bwidth\u200djoin\ufeff\u2060", "zerowidthjoin"),
        ("filler\u3164\u115f and selector\ufe0f\U000e0100", "filler and selector"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("lone \ud800 and \udfff", "lone \ufffd and \ufffd"),
        ("not\uffffa\ufdd0character", "not\ufffda\ufffdcharacter"),
        ("caf\u00e9 na\u0308chste", "caf\u00e9 na\u0308chste"),
        (
            "\u05e9\u05dc\u05d5\u05dd \u65e5\u672c\u8a9e \uc548\ub155",
            "\u05e9\u05dc\u05d5\u05dd \u65e5\u672c\u8a9e \uc548\ub155",
        ),
        ("\U0001f600 [bold]text[/]", "\U0001f600 [bold]text[/]"),
    ],
)
def test_cleaning_keeps_words_and_drops_the_rest(text, shown):
    """Words of any script stay; controls, overrides and invisible characters go."""
    assert clean_text(text, 100) == shown


def test_cleaning_stops_a_flood_of_accents():
    """However many marks are stacked on a letter, only a few are shown, also with invisible characters between."""
    flood = "a" + "\u0301\u200b" * 1000 + "b"
    assert clean_text(flood, 100) == "a" + "\u0301" * 4 + "b"


def test_cleaning_caps_the_length():
    """What is too long ends in an ellipsis and is exactly as long as allowed at most."""
    assert clean_text("x" * 100_000, 50) == "x" * 49 + "\u2026"
    assert clean_text("x" * 50, 50) == "x" * 50


def test_cleaning_hostile_lengths_is_quick():
    """Unfinished sequences by the ten thousand cost no more than their length."""
    began = process_time()
    for start in ("\x9d", "\x1b]", "\x9b", "\x1b[", "\x1b", "\x90a"):
        clean_text(start * 50_000, 100)
    assert process_time() - began < 2


@given(ANY_TEXT)
def test_cleaned_text_is_printable_and_stays_so(text):
    """Whatever comes in, what is shown has no control, format or surrogate character, and cleaning it again is idle."""
    shown = clean_text(text, 80)
    assert len(shown) <= 80
    assert {unicodedata.category(character) for character in shown}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert clean_text(shown, 80) == shown


@given(ANY_TEXT)
def test_flattened_text_can_be_written(text):
    """A flattened fact is one line of valid UTF-8 without controls."""
    flat = flatten_text(text)
    flat.encode()
    assert "Cc" not in {unicodedata.category(character) for character in flat}
    assert len(flat.splitlines()) <= 1


def test_flattening_keeps_what_is_a_fact():
    """Joiners and selectors that belong to words and emoji stay in formats that keep facts."""
    text = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u2764\ufe0f  two spaces"
    assert flatten_text(text) == text


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/x?y=1&z=2#top", "https://a.example/x?y=1&z=2#top"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("https://a.example/a(b)<c>|\"d' [e]`", "https://a.example/a%28b%29%3Cc%3E%7C%22d%27%20%5Be%5D%60"),
        ("https://a.example/%C3%A9/\u00e9", "https://a.example/%C3%A9/%C3%A9"),
        ("java\nscript:alert(1)", None),
        ("javascript:alert(1)//https://a.example", None),
        ("data:text/html,<script>", None),
        ("//a.example/x", None),
        ("https://", None),
        ("", None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_only_web_addresses_become_links(url, link):
    """An address is a link only if it is http(s), and then nothing in it can end the link."""
    assert link_address(url) == link
