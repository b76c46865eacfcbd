"""What looks like a brand's own is proposed with a reason; what is somebody else's, or said already, never is."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand, Party
from searchgap.model.owner import OwnerKind, OwnerRule
from searchgap.model.query import Plan, SearchRequest
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, Serp, SerpFeature
from searchgap.rules.classify import Classifier
from searchgap.rules.homes import read_home
from searchgap.rules.suggest import Suggestion, suggest_homes
from searchgap.rules.urls import UrlReader

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LAMPLIGHT = Brand(
    name="Lamplight",
    domains=("lamplight.example",),
    accounts=("github.com/lamplight",),
    also_known_as=("LL Notes", "Wick"),
    ambiguous=("Wick",),
    products=("Desk Glow",),
    competitors=(
        Party(name="Glowworm", domains=("glowworm.example",)),
        Party(name="Lamplight Team", domains=("x.com",)),
    ),
)


def make_run(*addresses: str, features: tuple[SerpFeature, ...] = ()) -> AuditRun:
    request = SearchRequest(text="lamp flickers", provider="recorded")
    results = tuple(OrganicResult(rank=rank, url=url, title="") for rank, url in enumerate(addresses, start=1))
    serp = Serp(request=request, engine="invented", retrieved_at=NOW, results=results, features=features)
    return AuditRun(
        id="0a1b2c3d",
        started_at=NOW,
        finished_at=NOW,
        version="0",
        config_digest="0",
        plan=Plan(brands=(), queries=(), requests=(request,)),
        outcomes={request.key: serp},
    )


Suggest = Callable[..., tuple[Suggestion, ...]]


@pytest.fixture(scope="session")
def suggest(make_classifier: Callable[..., Classifier], urls: UrlReader) -> Suggest:
    """Proposals for brands from a run with the given addresses."""

    def run(*addresses: str, brands: tuple[Brand, ...] = (LAMPLIGHT,), rules: tuple[OwnerRule, ...] = ()):
        return suggest_homes(
            make_run(*addresses), brands, classifier_for=lambda brand: make_classifier(brand, *rules), urls=urls
        )

    return run


@pytest.mark.parametrize(
    ("url", "key", "place", "strength"),
    [
        ("https://www.lamplight.co.uk/help", "domains", "lamplight.co.uk", "STRONG"),
        ("https://lamplight.app/", "domains", "lamplight.app", "STRONG"),
        ("https://deskglow.com/x", "domains", "deskglow.com", "STRONG"),
        ("https://getlamplight.com/x", "domains", "getlamplight.com", "FAIR"),
        ("https://lamplight-community.org/t/1", "domains", "lamplight-community.org", "FAIR"),
        ("https://wick.com/", "domains", "wick.com", "WEAK"),
        ("https://lamplight.zendesk.com/hc/en-us", "domains", "lamplight.zendesk.com", "STRONG"),
        ("https://intercom.help/lamplight/en", "domains", "intercom.help/lamplight", "STRONG"),
        ("https://twitter.com/LamplightHQ/status/1", "accounts", "x.com/LamplightHQ", "FAIR"),
        ("https://www.youtube.com/@lamplight/videos", "accounts", "youtube.com/@lamplight", "STRONG"),
        ("https://de.linkedin.com/company/lamplight/", "accounts", "linkedin.com/company/lamplight", "STRONG"),
        ("https://www.tiktok.com/@deskglow", "accounts", "tiktok.com/@deskglow", "STRONG"),
        ("https://github.com/deskglow/lamp/issues", "accounts", "github.com/deskglow", "STRONG"),
        ("https://deskglow.github.io/docs", "accounts", "github.com/deskglow", "STRONG"),
        ("https://medium.com/@lamplight/post", "accounts", "medium.com/@lamplight", "STRONG"),
        ("https://apps.apple.com/us/app/lamplight/id42", "accounts", "apps.apple.com/app/id42", "FAIR"),
        ("https://apps.apple.com/app/lamplight-desk-notes/id42", "accounts", "apps.apple.com/app/id42", "WEAK"),
        (
            "https://play.google.com/store/apps/details?hl=en&id=example.lamplight.notes",
            "accounts",
            "play.google.com/store/apps/details?id=example.lamplight.notes",
            "STRONG",
        ),
    ],
)
def test_what_looks_like_its_own_is_proposed(suggest, url, key, place, strength):
    """Sites, help desks, accounts and apps under the whole name are proposed where they would be configured."""
    (found,) = suggest(url)
    assert (found.key, found.place, found.strength.name) == (key, place, strength)
    assert found.url == url
    assert found.reason


@pytest.mark.parametrize(
    "url",
    [
        "https://help.lamplight.example/",  # configured already
        "https://github.com/orgs/lamplight/discussions",
        "https://lamplightsucks.com/",
        "https://lamplight-alternative.com/",
        "https://lamplight-vs-glowworm.com/",
        "https://unofficial-lamplight.org/",
        "https://lamplight.com.login.example/",
        "https://xn--lmplight-4za.com/",
        "https://lamplight.pages.dev/",
        "https://lamplight.blogspot.com/2010/04",
        "https://getwick.com/",
        "https://x.com/lamplightfans",
        "https://www.reddit.com/r/lamplight/",
        "https://x.com/lamplightteam",  # a competitor's whole name
        "https://glowworm.co.uk/",
        "https://apps.apple.com/us/app/lamplight-alternative/id1",
        "https://apps.apple.com/us/app/lamplight-to-glowworm/id1",
        "https://play.google.com/store/apps/details",
        "https://blog.example/lamplight",
        "not an address",
    ],
)
def test_what_is_not_its_own_is_not_proposed(suggest, url):
    """Configured places, likenesses, complaints, others' names, and hosts where anybody gets a name are left out."""
    assert suggest(url) == ()


def test_the_word_of_the_user_and_of_the_catalogue_stand(suggest):
    """A site that the user or the catalogue gives to somebody else is not proposed."""
    rule = OwnerRule(match="lamplight.co.uk", kind=OwnerKind.REVIEW)
    assert suggest("https://lamplight.co.uk/", rules=(rule,)) == ()
    nib = Brand(name="Dailynib")
    assert suggest("https://dailynib.example/", brands=(nib,)) == ()


def test_an_account_on_a_competitors_network_can_be_its_own(suggest):
    """A competitor's domain says nothing about whose an account on it is."""
    (found,) = suggest("https://x.com/lamplight")
    assert found.place == "x.com/lamplight"


def test_the_name_of_another_configured_brand_is_its_own_only(suggest):
    """What bears two brands' names goes to the one whose whole name it is."""
    other = Brand(name="Lamplight Help", domains=("other.example",))
    (found,) = suggest("https://lamplighthelp.com/", brands=(LAMPLIGHT, other))
    assert found.brand == "Lamplight Help"


def test_places_are_counted_and_ordered(suggest):
    """A place seen in several spellings is one; domains come first, then the stronger, then what is seen more."""
    found = suggest(
        "https://x.com/lamplight",
        "https://twitter.com/Lamplight/status/2",
        "https://getlamplight.com/",
        "https://lamplight.de/",
    )
    assert [(one.place, one.seen) for one in found] == [
        ("lamplight.de", 1),
        ("getlamplight.com", 1),
        ("x.com/lamplight", 2),
    ]


def test_links_beside_the_results_are_looked_at(make_classifier, urls):
    """A knowledge panel or a video block names accounts too."""
    panel = SerpFeature(kind=FeatureKind.KNOWLEDGE_PANEL, items=(FeatureItem(url="https://x.com/lamplight"),))
    found = suggest_homes(make_run(features=(panel,)), (LAMPLIGHT,), classifier_for=make_classifier, urls=urls)
    assert [one.place for one in found] == ["x.com/lamplight"]


@given(st.text() | st.builds("https://{}/{}".format, st.sampled_from(["x.com", "lamplight.de", "a.b"]), st.text()))
def test_any_address_is_answered(urls, url):
    """No text makes the reader of homes fail, and what it reads holds no white space around the host."""
    home = read_home(urls.read(url))
    assert home is None or home.text.partition("/")[0].strip()
