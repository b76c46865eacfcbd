"""What a page says it is: what of it is heard, and against whom."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import Confidence, OwnerKind, OwnerRule, Ownership
from searchgap.model.page import PageSignals
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.catalogue import Catalogue
from searchgap.rules.classify import NO_ADDRESS, Classifier
from searchgap.rules.clues import Clue, Strength
from searchgap.rules.page_signals import find_settling, read_page
from searchgap.rules.urls import UrlReader

FORUM = PageSignals(generators=("Discourse 3.4.0 - https://lamp.example",))
WIKI = PageSignals(generators=("MediaWiki 1.43",))
NEWS = PageSignals(schema_types=("NewsArticle",))
SHOP = PageSignals(schema_types=("Product",), og_type="product")
QUIET = PageSignals(schema_types=("WebSite", "BreadcrumbList"), og_type="website", generators=("Lamp 2",))
LAMPLIGHT = Brand(
    name="Lamplight",
    domains=("lamplight.example",),
    accounts=("x.com/lamplight",),
    competitors=(Party(name="Glowworm", domains=("glowworm.example",)),),
)

TABLE = {
    "schema.org lamp": Clue(OwnerKind.BLOG, Strength.WEAK, "page-signals", "schema.org Lamp"),
    "schema.org candle": Clue(OwnerKind.BLOG, Strength.FAIR, "page-signals", "schema.org Candle"),
    "schema.org torch": Clue(OwnerKind.COMMUNITY, Strength.STRONG, "page-signals", "schema.org Torch"),
    "og:type lamp": Clue(OwnerKind.BLOG, Strength.FAIR, "page-signals", "og:type lamp"),
    "generator glow": Clue(OwnerKind.DOCS, Strength.STRONG, "page-signals", "generator Glow"),
    "generator glow-worm": Clue(OwnerKind.RETAIL, Strength.FAIR, "page-signals", "generator Glow Worm"),
}


def read(**signals: object) -> list[str]:
    return [clue.word for clue in read_page(PageSignals(**signals), TABLE)]


def test_the_strongest_for_each_kind_counts():
    """One of a kind is heard, the strongest, and of equals the first: types, then `og:type`, then generators."""
    assert read(schema_types=("Lamp", "Candle"), og_type="lamp") == ["schema.org Candle"]
    assert read(schema_types=("Lamp",), og_type="lamp") == ["og:type lamp"]
    assert read(schema_types=("Torch", "Lamp")) == ["schema.org Torch", "schema.org Lamp"]


@pytest.mark.parametrize(
    ("generator", "heard"),
    [
        ("Glow", ["generator Glow"]),
        ("glow 4.2", ["generator Glow"]),
        ("glow-4.2, glow-extras", ["generator Glow"]),
        ("Glow/17 (lamp)", ["generator Glow"]),
        ("Powered by Glow! X3", ["generator Glow"]),
        ("Glow Worm 7", ["generator Glow Worm", "generator Glow"]),
        ("Glowing 2", []),
        ("made with Glow", []),
        ("", []),
    ],
)
def test_programs_are_known_by_their_first_words(generator: str, heard: list[str]):
    """Versions and addresses behind the name do not matter, other words in front of it do."""
    assert read(generators=(generator,)) == heard


def test_letter_case_of_types_does_not_matter():
    """Pages write types as they please."""
    assert read(schema_types=("TORCH",)) == ["schema.org Torch"]


def test_only_one_strong_clue_settles():
    """Fair ones settle nothing, nor do two strong ones that contradict each other."""
    lamp, candle, torch, _, glow, _ = TABLE.values()
    assert find_settling((lamp, torch)) is torch
    assert find_settling((torch, glow)) is None
    assert find_settling((candle,)) is None
    assert find_settling(()) is None


@pytest.fixture
def classify(make_classifier) -> Callable[..., Ownership]:
    """The verdict on a page of which this is known, by default for a brand that has no stake in it."""

    def run(url: str, signals: PageSignals | None = None, title: str = "", rules: tuple[OwnerRule, ...] = ()):
        return make_classifier(LAMPLIGHT, *rules).classify(url, title, signals)[1]

    return run


@pytest.mark.parametrize(
    "url",
    [
        "https://lamplight.example/flicker",
        "https://x.com/lamplight/status/1",
        "https://glowworm.example/flicker",
        "https://lamps.example/flicker",
        "https://theverge.com/flicker",
        "https://theverge.com/forum/flicker",
        "https://web.archive.org/web/2024/https://lamplight.example/flicker",
        "https://lamplight.example.lamps.example/flicker",
        "https://safety.lamps.gov.uk/flicker",
        "no web address.",
    ],
)
@pytest.mark.parametrize("signals", [FORUM, WIKI, SHOP])
def test_claims_stand(classify, url: str, signals: PageSignals):
    """Domains, accounts, the user's word, the catalogue, public suffixes and lookalikes stand, whatever a page says."""
    rules = (OwnerRule(match="lamps.example", kind=OwnerKind.MEDIA),) if "//lamps" in url else ()
    assert classify(url, signals, rules=rules) == classify(url, rules=rules)


@pytest.mark.parametrize(
    "url", ["https://docs.lamps.example/flicker", "https://lamps.example/docs/flicker", "https://lamps.example/?p=12"]
)
def test_strong_words_stand(classify, url: str):
    """A word of the address that settles the matter is heard first."""
    assert classify(url, FORUM) == classify(url)
    assert classify(url).kind is not OwnerKind.COMMUNITY


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://lamps.example/", ""),
        ("https://lamps.example/flicker", ""),
        ("https://lamps.example/2024/05/12/flicker", ""),
        ("https://help.lamps.example/flicker", ""),
        ("https://lamp-gazette.example/flicker", ""),
        ("https://lamps.shop/flicker", "Buy lamps"),
        ("https://lamps.example/blog/flicker", ""),
        ("https://lamps.example/desk-lamp-vs-candle", "Lamp reviews"),
    ],
)
def test_a_strong_signal_beats_weak_and_fair_words(classify, url: str, title: str):
    """It settles a page whose address does not, however many words say something else."""
    verdict = classify(url, FORUM, title)
    assert (verdict.kind, verdict.rule, verdict.evidence, verdict.confidence) == (
        OwnerKind.COMMUNITY,
        "page-signals",
        "generator Discourse",
        Confidence.MEDIUM,
    )
    assert verdict.name == classify(url, title=title).name


def test_fair_signals_are_weighed(classify):
    """A fair signal tips what hardly anything speaks for, and gives way to fair words that agree with each other."""
    plain = "https://lamps.example/2024/lamp"
    assert classify(plain).kind is OwnerKind.BLOG
    told = classify(plain, NEWS)
    assert (told.kind, told.rule, told.evidence) == (OwnerKind.MEDIA, "page-signals", "schema.org NewsArticle")
    tutorials = "https://lamp-tutorials.example/blog/how-to-fix-a-lamp"
    assert classify(tutorials, NEWS).kind is OwnerKind.BLOG
    assert classify(tutorials, NEWS).rule != "page-signals"


def test_signals_that_contradict_each_other_are_weighed(classify):
    """Where two strong signals speak for two kinds, the address tips the scales."""
    both = PageSignals(generators=("Discourse", "MediaWiki"))
    assert classify("https://lamps.example/wiki-of-lamps", both).kind in {OwnerKind.COMMUNITY, OwnerKind.REFERENCE}
    forum = classify("https://lamps.example/flicker", both, "Flicker - Lamp forum")
    assert forum.kind is OwnerKind.COMMUNITY
    assert forum.rule == "page-signals"


@pytest.mark.parametrize("url", ["https://lamps.example/flicker", "https://lamps.example/blog/flicker", "nowhere"])
@pytest.mark.parametrize("signals", [QUIET, PageSignals()])
def test_a_page_that_says_nothing_changes_nothing(classify, url: str, signals: PageSignals):
    """Signals that no table knows leave the verdict as it is."""
    assert classify(url, signals) == classify(url)


def test_what_was_read_is_not_remembered_for_others(make_classifier):
    """The same classifier judges an address without its page, with it and without it again."""
    classifier: Classifier = make_classifier(None)
    url = "https://lamps.example/flicker"
    before = classifier.classify(url)
    told = classifier.classify(url, "", FORUM)
    weighed = classifier.classify(url, "", SHOP)
    assert told[1].kind is OwnerKind.COMMUNITY
    assert weighed[1] != told[1]
    assert classifier.classify(url) == before
    assert classifier.classify(url, "", FORUM) == told


def test_a_company_stays_one(urls):
    """What the catalogue calls a company is one, whatever its pages say they are."""
    catalogue = Catalogue({"glow.example": [("glow.example", "Glow", OwnerKind.OTHER)]})
    classifier = Classifier(brand=None, owner_rules=(), catalogue=catalogue, clues=load_clues(), urls=urls)
    assert classifier.classify("https://glow.example/lamp", "", FORUM) == classifier.classify(
        "https://glow.example/lamp"
    )


CLASSIFIER = Classifier(
    brand=LAMPLIGHT, owner_rules=(), catalogue=Catalogue({}), clues=load_clues(), urls=UrlReader(load_suffixes())
)
WORDS = st.text() | st.sampled_from(["QAPage", "Article", "Product", "Discourse 3", "WordPress", "article", "\ud800"])


@given(
    st.text() | st.sampled_from(["https://lamps.example/12", "https://lamplight.example/"]),
    st.builds(
        PageSignals,
        schema_types=st.lists(WORDS).map(tuple),
        og_type=st.none() | WORDS,
        generators=st.lists(WORDS).map(tuple),
    ),
)
def test_any_signals_give_a_verdict(url: str, signals: PageSignals):
    """Any text is judged, evidence is never a stranger's text, and no page makes itself the brand's."""
    domain, verdict = CLASSIFIER.classify(url, "", signals)
    plain = CLASSIFIER.classify(url)
    assert domain == plain[0]
    assert (verdict.kind is OwnerKind.OWN) == (plain[1].kind is OwnerKind.OWN)
    if verdict.rule == "page-signals":
        assert verdict.evidence in {clue.word for clue in load_clues().signals().values()}
    if plain[1] == NO_ADDRESS:
        assert verdict == NO_ADDRESS
