"""What people who do not write YAML every day get wrong, and what they are told; the same by both parsers."""

import pytest
import yaml

from searchgap.config import yaml_reader

COLON = 'a ": " stands where none can: text that holds one needs quotes, and a key needs a space after its colon'
CLOSING = "text follows a closing quote: quote all of it or none"
INDENTATION = "does not line up with the lines above: check its indentation"
BRACKET = "a bracket that opens here is never closed, or a comma is missing"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def parser(request, monkeypatch):
    """Either implementation of YAML."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_reader, "_LOADER", getattr(yaml, request.param))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("brands:\n\t- name: x\n", "2: is indented with a tab; YAML takes spaces only"),
        ("brands:\n  - name: x\n\tdomains: [a]\n", "3: is indented with a tab; YAML takes spaces only"),
        ("q:\n  - {product} vs {competitor}\n", '2: text that starts with "{" needs quotes'),
        ("q: {product} down\n", '1: text that starts with "{" needs quotes'),
        ("q:\n  - @evernote down\n", '2: text that starts with "@" needs quotes'),
        ("q:\n  - `ls` alternative\n", '2: text that starts with "`" needs quotes'),
        ("q:\n  - %appdata% evernote\n", '2: text that starts with "%" needs quotes'),
        ("q:\n  - *nsync lyrics\n", '2: *nsync names no anchor above; text that starts with "*" needs quotes'),
        ("q:\n  - & co\n", '2: text that starts with "&" needs quotes'),
        ("q:\n  - | evernote\n", '2: text that starts with "|" needs quotes'),
        ("q:\n  - > evernote\n", '2: text that starts with ">" needs quotes'),
        ('q:\n  - "evernote" vs notion\n', f"2: {CLOSING}"),
        ("q:\n  - 'don't sync'\n", f"2: {CLOSING}"),
        ("q:\n  - query: gtd: the basics\n", f"2: {COLON}"),
        ("version:1\nbrands: x\n", f"2: {COLON}"),
        ("version: 1\nbrands\n  - name\n", "2: a key needs a colon and a space after it"),
        ('q:\n  - "evernote\n  - notion\n', "2: a quote that opens here is never closed"),
        ('q:\n  - "C:\\path"\n', r"2: a backslash in double quotes starts an escape: use single quotes, or write \\"),
        ("q: [evernote, notion\nx: 1\n", f"1: {BRACKET}"),
        ("q: {query: a\n\n\n", f"1: {BRACKET}"),
        ("fail_on: [a[brand=b] < 1]\n", "1: a condition that holds brackets needs quotes"),
        ("fail_on: [a[topic=b, query=c] < 1]\n", "1: a condition that holds brackets needs quotes"),
        ("a:\n  b: 1\n c: 2\n", f"3: {INDENTATION}"),
        ("a:\n  - b\n  c: d\n", f"3: {INDENTATION}"),
        ("%YAML 2.0\n---\na: 1\n", "1: asks for a version of YAML that is not read here: drop the %YAML line"),
    ],
)
def test_a_syntax_error_is_told_in_plain_words(parser, complain, text, complaint):
    """The line to look at and what to do there, rather than what the parser was doing."""
    assert complain(text)[0] == f"queries.yaml:{complaint}"


def test_an_error_without_advice_still_has_its_line(parser, complain):
    """What nobody foresaw is told in the parser's words."""
    assert complain("a: 1\nb: [%]\n")[0].startswith("queries.yaml:2: ")


def test_a_value_stands_where_it_was_written(parser, complain, smallest):
    """Lines are counted over comments, blank lines, folded text and Windows line ends."""
    text = "# head\n\n" + smallest.replace("[evernote gtd]", "\n    - >-\n      evernote\n\n      gtd\n    - {}\n")
    first = complain(text.replace("\n", "\r\n").encode())[0]
    assert first.startswith("queries.yaml:12: brands[0].queries[1]: must be text or have the key query")
