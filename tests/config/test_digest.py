"""The digest changes when the meaning of a file does, and only then."""

import re

import pytest

from searchgap.config.load import load_config


def test_layout_does_not_matter(load):
    """Comments, order of keys, quotes, flow style, number forms and written-out defaults change nothing."""
    terse = """\
        version: 1
        brands:
          - {name: A, domains: [a.example], queries: [{query: b, weight: 2}, c]}
        gates: {min_measured: 0.5}
        providers: {brave: {max_cost: 2, rate: 1}, searxng: {rate: 60/min}}
        """
    wordy = """\
        # the same
        version: 1
        providers:
          searxng: {rate: 1/s}
          brave: {rate: 1.0, max_cost: 2.00}
        gates:
          min_measured: .50
          fail_on: []
        search: {provider: recorded, depth: 10, device: desktop}
        weights: reciprocal
        brands:
          - domains:
              - "https://www.a.example/"
            queries:
              - weight: 2.0
                query: 'b'
              - {query: c, weight: 1, depth: 10}
            name: "A"
            products: []
        """
    assert load(terse).digest == load(wordy).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Evernote", "Evernotes"),
        ("evernote.com]", "evernote.com, evernote.de]"),
        ("weight: 3", "weight: 4"),
        ("topic: comparison", "topic: other"),
        ("depth: 10", "depth: 11"),
        ("country: us", "country: gb"),
        ("[gtd, bullet journal]", "[bullet journal, gtd]"),
        ("rate: 20/s", "rate: 21/s"),
        ("kind: community", "kind: blog"),
        ("coverage < 0.3", "coverage < 0.31"),
        ("target: 0.5", "target: 0.6"),
        ("2027-03-31", "2027-04-01"),
        ("weights: reciprocal", "weights: linear"),
    ],
)
def test_meaning_matters(load, founding, old, new):
    """Whatever could change a number or a verdict changes the digest."""
    before = load(founding).digest
    assert load(founding.replace(old, new)).digest != before


def test_its_form(load, smallest, tmp_path, providers):
    """Sixteen hexadecimal digits, whatever the file is called and wherever it stands."""
    digest = load(smallest).digest
    other = tmp_path / "other.yaml"
    other.write_text(smallest, encoding="utf-8")
    assert re.fullmatch("[0-9a-f]{16}", digest)
    assert load_config(other, providers=providers).digest == digest
