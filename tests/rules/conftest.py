"""What tests of rules share: a reader of URLs, and classifiers over a small catalogue of our own."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from searchgap.model.brand import Brand
from searchgap.model.owner import OwnerKind, OwnerRule
from searchgap.reference.catalogue import read_lines
from searchgap.reference.clues import load_clues
from searchgap.reference.leanings import load_leanings
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.catalogue import Catalogue, Line, host_of
from searchgap.rules.classify import Classifier
from searchgap.rules.urls import UrlReader

ENTRIES = {
    OwnerKind.COMMUNITY: """
reddit.com  Reddit
github.com/*/*/issues  GitHub
~groups.google.com  Google Groups
""",
    OwnerKind.SOCIAL: """
~{x.com,twitter.com}/*  X
{x.com,twitter.com}/{i,about,settings}  X
x.com  X
twitter.com  X
facebook.com  Facebook
""",
    OwnerKind.VIDEO: """
youtube.com  YouTube
youtu.be  YouTube
~vimeo.com/*  Vimeo
""",
    OwnerKind.BLOG: """
medium.com  Medium
*.blogspot.com  =
~sites.google.com  Google Sites
~*.notion.site  =
""",
    OwnerKind.DOCS: """
github.com  GitHub
*.github.io  =
""",
    OwnerKind.MEDIA: """
dailynib.example  The Daily Nib
theverge.com  The Verge
""",
    OwnerKind.REVIEW: "trustpilot.com  Trustpilot",
    OwnerKind.RETAIL: "{play.google.com,apps.apple.com}  An app store",
    OwnerKind.OTHER: """
gadgetfirm.example  =
help.gadgetdesk.example  =
""",
    OwnerKind.REFERENCE: "wikipedia.org  Wikipedia",
}


@pytest.fixture(scope="session")
def urls() -> UrlReader:
    return UrlReader(load_suffixes())


@pytest.fixture(scope="session")
def make_classifier(urls: UrlReader) -> Callable[..., Classifier]:
    """Makes the classifier of a brand over the small catalogue; names that no clue knows lean nowhere."""
    by_host: dict[str, list[Line]] = {}
    for kind, text in ENTRIES.items():
        for line in read_lines(text, kind):
            by_host.setdefault(host_of(line[0]), []).append(line)
    catalogue = Catalogue(by_host)
    leanings = replace(load_leanings(), pieces={})
    clues = replace(load_clues(), leanings=lambda: leanings)

    def make(brand: Brand | None = None, *owner_rules: OwnerRule) -> Classifier:
        return Classifier(brand=brand, owner_rules=owner_rules, catalogue=catalogue, clues=clues, urls=urls)

    return make
