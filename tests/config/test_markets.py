"""Countries and languages are checked, not guessed."""

import pytest

from searchgap.config.complaints import MistakeError
from searchgap.config.markets import COUNTRIES, read_country, read_device, read_language
from searchgap.model.query import Device


def test_the_table_of_countries():
    """ISO 3166-1 assigns 249 codes of two letters; what people write instead is not among them."""
    assert len(COUNTRIES) == 249
    assert all(len(code) == 2 and code.isascii() and code.islower() for code in COUNTRIES)
    assert {"us", "gb", "de", "no", "ua", "tw", "za"} <= COUNTRIES
    assert not {"uk", "eu", "en", "el", "xx", "su"} & COUNTRIES


def test_countries_are_lower_case():
    """Whatever the letter case, a code is one code."""
    assert [read_country(text) for text in ("us", "US", "De")] == ["us", "us", "de"]


@pytest.mark.parametrize(("written", "meant"), [("uk", "gb"), ("UK", "gb"), ("usa", "us"), ("el", "gr")])
def test_common_mistakes_are_corrected(written, meant):
    """The United Kingdom's top-level domain is not its code."""
    with pytest.raises(MistakeError, match=f'did you mean "{meant}"'):
        read_country(written)


@pytest.mark.parametrize("written", ["", "e", "eu", "Germany", "d e", "12", "\u0131n"])
def test_no_such_country(written):
    """A code that no country has is refused."""
    with pytest.raises(MistakeError, match="two-letter country code"):
        read_country(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("pt-br", "pt-BR"),
        ("zh-HANS-cn", "zh-Hans-CN"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("gsw", "gsw"),
        ("en-x-twain", "en-x-twain"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
    ],
)
def test_languages_have_their_usual_case(written, kept):
    """A tag is written as BCP 47 recommends."""
    assert read_language(written) == kept


@pytest.mark.parametrize("written", ["", "e", "english", "en-", "-en", "en--us", "en us", "e1", "a-" * 40, "en-u"])
def test_no_such_language(written):
    """What has not the shape of a tag is refused."""
    with pytest.raises(MistakeError, match="must be a language tag"):
        read_language(written)


def test_an_underscore_is_a_hyphen():
    """A locale as programmers write it is told how a language tag is written."""
    with pytest.raises(MistakeError, match='did you mean "pt-BR"'):
        read_language("pt_BR")


def test_devices():
    """There are two kinds of screen."""
    assert (read_device("desktop"), read_device("mobile")) == (Device.DESKTOP, Device.MOBILE)
    with pytest.raises(MistakeError) as caught:
        read_device("mobil")
    assert caught.value.problem == 'unknown device "mobil", did you mean "mobile"?'
