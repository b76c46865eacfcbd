"""Lines made to be pasted are read back by the configuration as they were meant, whatever strangers wrote."""

from collections.abc import Iterable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from searchgap.cli.suggesting import write_brand_lines
from searchgap.cli.triaging import write_owner_lines
from searchgap.config.load import load_config
from searchgap.model.brand import Brand
from searchgap.model.config import Config
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.clues import Strength
from searchgap.rules.homes import HomeKey, read_home
from searchgap.rules.suggest import Suggestion
from searchgap.rules.triage import Unclassified
from searchgap.rules.urls import UrlReader

HEAD = "version: 1\nbrands:\n"
BRAND = "  - name: Lamplight\n    domains: [lamplight.example]\n"
QUERIES = "    queries: [lamp flickers]\n"
KINDS = st.sampled_from([kind for kind in OwnerKind if kind not in {"own", "competitor", "partner"}])


def load(tmp_path: Path, *parts: Iterable[str]) -> Config:
    file = tmp_path / "queries.yaml"
    file.write_bytes("".join(line for part in parts for line in part).encode())
    return load_config(file, providers=["recorded"])


def make_unclassified(match: str, kind: OwnerKind, evidence: str) -> Unclassified:
    guess = Ownership(kind, match, "path", evidence, Confidence.LOW)
    return Unclassified(match=match, places=2, queries=1, guess=guess, also=(OwnerKind.BLOG,), url="https://x.example/")


@given(
    host=st.from_regex(r"[a-z0-9_][a-z0-9_-]{0,9}(\.[a-z0-9]{1,9}){0,3}", fullmatch=True),
    path=st.just("") | st.text(min_size=1).map("/".__add__),
    kind=KINDS,
    evidence=st.text(),
)
def test_owner_lines_load(tmp_path_factory, host, path, kind, evidence):
    """Every line loads as the rule it says; what cannot be configured is a comment."""
    written = list(write_owner_lines([make_unclassified(host + path, kind, evidence)]))
    config = load(tmp_path_factory.mktemp("lines"), HEAD, BRAND, QUERIES, written)
    rules = [(rule.match, rule.kind) for rule in config.owner_rules]
    assert rules == ([] if written[1].startswith("  #") else [(host + path, kind)])


@given(
    url=st.builds(
        "https://{}/{}".format,
        st.sampled_from(["x.com", "github.com", "youtube.com", "intercom.help", "wick.zendesk.com", "wick.de"]),
        st.text(),
    ),
    reason=st.text(),
)
def test_brand_lines_load(tmp_path_factory, url, reason):
    """A proposal is added to what is configured; a weak one is a comment, so that pasting does not make it count."""
    home = read_home(UrlReader(load_suffixes()).read(url))
    if home is None or not home.label.isalnum():
        return
    brand = Brand(name="Lamplight", domains=("lamplight.example",), accounts=("x.com/lamplight",))
    for strength, added in ((Strength.STRONG, (home.text,)), (Strength.WEAK, ())):
        found = Suggestion(
            brand="Lamplight", key=home.key, place=home.text, strength=strength, reason=reason, seen=1, url=url
        )
        written = write_brand_lines(brand, [found])
        other = "" if home.key is HomeKey.DOMAINS else "    domains: [lamplight.example]\n"
        (loaded,) = load(tmp_path_factory.mktemp("lines"), HEAD, written, other, QUERIES).brands
        if home.key is HomeKey.DOMAINS:
            assert loaded.domains == ("lamplight.example", *added)
        else:
            assert loaded.accounts == ("x.com/lamplight", *added)
