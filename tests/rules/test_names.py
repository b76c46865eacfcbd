"""A name is known in host names, handles and slugs, and nothing merely like it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.rules.names import NamePattern, read_names


def only(name: str, *ambiguous: str) -> NamePattern:
    (pattern,) = read_names([name], ambiguous)
    return pattern


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Lamplight", "lamplight"),
        ("Lamplight", "LampLight"),
        ("Lamp & Light", "lamp-light"),
        ("Lamp Light", "lamplight"),
        ("Lamp Light", "lamp_light"),
        ("Lämpchen", "xn--lmpchen-5wa"),
        ("Lämpchen", "laempchen"),
        ("Lämpchen", "lampchen"),
    ],
)
def test_the_whole_name_fits(name, label):
    """Letter case, joints between words, and the ways to write accents make no difference."""
    assert only(name).fits(label)


@pytest.mark.parametrize("label", ["lamplights", "lamp-light", "amplight", "xn--lmplight-4za", "l4mplight", ""])
def test_a_likeness_does_not_fit(label):
    """Other letters, imitated letters and joints within a word are another name."""
    assert not only("Lamplight").fits(label)


@pytest.mark.parametrize(
    ("label", "word"),
    [("getlamplight", "get"), ("lamplight-community", "community"), ("LamplightHQ", "hq"), ("try_lamplight", "try")],
)
def test_company_words_are_found(label, word):
    """One of the words that companies put around their name is told from the name."""
    assert only("Lamplight").find_company_word(label) == word


@pytest.mark.parametrize(
    "label", ["lamplight", "lamplightsucks", "ihatelamplight", "lamplight-vs-x", "getlamplightapp", "lamplightfans"]
)
def test_other_words_are_not_company_words(label):
    """Words of complaint, of fans and of anybody else do not make a name the company's."""
    assert only("Lamplight").find_company_word(label) is None


@pytest.mark.parametrize("name", ["Glow", "LL"])
def test_an_ambiguous_or_short_name_needs_a_full_match(name):
    """Ordinary words and names of up to three letters count bare only."""
    pattern = only(name, "glow")
    assert pattern.ordinary
    assert pattern.fits(name.lower())
    assert pattern.find_company_word(f"get{name}") is None
    assert pattern.find_rest(f"{name}-lamp") is None


def test_a_slug_begins_with_the_name():
    """What follows the name is given back; a longer word is another name."""
    pattern = only("Lamp Light")
    assert pattern.find_rest("lamp-light-for-desks") == "-for-desks"
    assert pattern.find_rest("lamplighter") is None


def test_a_name_without_letters_has_no_pattern():
    """A name that no address can hold is left out."""
    assert read_names(["!!!", "Lamplight"], ()) == (only("Lamplight"),)


@given(st.text(), st.text())
def test_any_text_is_answered(name, label):
    """No name and no label makes a pattern fail."""
    for pattern in read_names([name], ()):
        assert pattern.fits(label) in {True, False}
        assert pattern.find_company_word(label) is None or not pattern.fits(label)
        assert pattern.occurs_in(label) in {True, False}
