"""Clue words: what a host, a path, a slug and a title say, and which of two clues is the stronger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.owner import Confidence, OwnerKind
from searchgap.rules.clues import POST_NUMBER, Clue, ClueTables, Strength, stronger, strongest

STRENGTHS = (Strength.NONE, Strength.WEAK, Strength.FAIR, Strength.STRONG)


def clue(kind: str, strength: Strength = Strength.FAIR, word: str = "") -> Clue:
    return Clue(OwnerKind(kind), strength, "test", word)


FORUM = clue("community", Strength.STRONG, "forum")
DOCS = clue("docs", Strength.STRONG, "docs")
HELP = clue("docs", Strength.FAIR, "help")
NEWS = clue("media", Strength.FAIR, "news")
NEWSLETTER = clue("blog", Strength.FAIR, "newsletter")
TV = clue("media", Strength.FAIR, "tv")
GROUP = clue("other", Strength.WEAK, "group")
SHOP = clue("retail", Strength.STRONG, "shop")
VERSUS = clue("blog", Strength.WEAK, "vs")
WORDS = {one.word: one for one in (FORUM, DOCS, HELP, NEWS, NEWSLETTER, TV, GROUP, VERSUS)}
TABLES = ClueTables(
    labels=WORDS,
    names=WORDS,
    suffixes={"shop": SHOP},
    segments=WORDS,
    slugs=WORDS,
    titles=WORDS,
    affixes=WORDS,
)


@pytest.mark.parametrize(
    ("host", "domain", "found"),
    [
        ("nib.example", "nib.example", None),
        ("forum.nib.example", "nib.example", FORUM),
        ("help.forum.nib.example", "nib.example", FORUM),
        ("help.nib.example", "nib.example", HELP),
        ("forums.nib.example", "nib.example", None),
        ("my-forum.nib.example", "nib.example", None),
        ("nib-forum.example", "nib-forum.example", FORUM),
        ("nib-news-forum.example", "nib-news-forum.example", FORUM),
        ("news-help.example", "news-help.example", NEWS),
        ("nibnews.example", "nibnews.example", NEWS),
        ("newsofnibs.example", "newsofnibs.example", NEWS),
        ("the-newsletter.example", "the-newsletter.example", NEWSLETTER),
        ("nib4news.example", "nib4news.example", NEWS),
        ("atv.example", "atv.example", None),
        ("a-tv.example", "a-tv.example", TV),
        ("pennewstand.example", "pennewstand.example", None),
        ("nib.shop", "nib.shop", SHOP),
        ("news.nib.shop", "nib.shop", SHOP),
        ("forum.nib.shop", "nib.shop", FORUM),
        ("docs.nib-forum.example", "nib-forum.example", DOCS),
        ("forum.nib.co.example", "nib.co.example", FORUM),
        ("192.0.2.7", "192.0.2.7", None),
        ("com", "com", None),
    ],
)
def test_a_host_speaks_by_label_suffix_and_name(host: str, domain: str, found: Clue | None):
    """Whole labels, then the suffix, then parts of the name; of equals the first, and short words only whole."""
    assert TABLES.read_host(host, domain) is found


@pytest.mark.parametrize(
    ("host", "domain", "evidence"),
    [
        ("nibs.gov", "nibs.gov", "gov"),
        ("forum.nibs.gov.au", "nibs.gov.au", "gov.au"),
        ("nibs.mil", "nibs.mil", "mil"),
        ("nibs.edu", "nibs.edu", "edu"),
        ("nibs.ac.jp", "nibs.ac.jp", "ac.jp"),
        ("nibs.gouv.fr", "nibs.gouv.fr", "gouv.fr"),
        ("nibs.nhs.uk", "nibs.nhs.uk", "nhs.uk"),
        ("ec.europa.eu", "europa.eu", "europa.eu"),
        ("nibs.int", "nibs.int", "int"),
    ],
)
def test_public_bodies_are_known_by_their_suffix(host: str, domain: str, evidence: str):
    """Suffixes kept for governments and schools settle the host, before any word in it."""
    found = TABLES.read_host(host, domain)
    assert found is not None
    assert (found.kind, found.strength, found.rule) == (OwnerKind.INSTITUTION, Strength.STRONG, "public-body")
    assert found.word == evidence


@pytest.mark.parametrize(
    "host", ["gov.example", "nibs-gov.example", "nibgov.example", "edu.nib.example", "ac.example", "nibs.go.example"]
)
def test_names_like_a_public_body_are_none(host: str):
    """`gov` or `edu` in front or inside a name says nothing."""
    found = TABLES.read_host(host, host)
    assert found is None or found.kind is not OwnerKind.INSTITUTION


@pytest.mark.parametrize("host", ["mod.io", "www.go.de", "police.de"])
def test_a_name_spelled_like_a_suffix_is_no_public_body(host: str):
    """Where `go` or `mod` is what somebody registered, nothing is kept for public bodies."""
    found = TABLES.read_host(host, host.removeprefix("www."))
    assert found is None or found.kind is not OwnerKind.INSTITUTION


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ("", None),
        ("/", None),
        ("/forum", FORUM),
        ("/Forum/1", FORUM),
        ("/a/help/forum/1", FORUM),
        ("/forums/1", None),
        ("/forum-1", None),
        ("/a?next=/forum/", None),
        ("/forum?page=2", FORUM),
        ("/forum#top", FORUM),
        ("/?p=17", POST_NUMBER),
        ("/index.php?p=17", POST_NUMBER),
        ("/forum?p=17", FORUM),
        ("?page_id=4", POST_NUMBER),
        ("/nibs/?p=17", POST_NUMBER),
        ("/nib.aspx?p=17", None),
    ],
)
def test_a_path_speaks_by_whole_segments(tail: str, found: Clue | None):
    """Segments count whole and in any case, the strongest first; of a query only the number of a post counts."""
    assert TABLES.read_path(tail) is found


@pytest.mark.parametrize(
    ("tail", "kind", "word"),
    [
        ("/t/leaking-nibs/1234", "community", "/t/*/1"),
        ("/t/leaking-nibs/1234/5", "community", "/t/*/1"),
        ("/t5/Nibs/Leaking/td-p/99", "community", "/t5/"),
        ("/s/question/0D5/leaking", "community", "/s/question/"),
        ("/index.php?topic=12.msg34", "community", "?topic="),
        ("/pens?showtopic=12", "community", "?topic="),
        ("/thread-12-1-1.html", "community", "thread-1"),
        ("/topic12.html", "community", "thread-1"),
        ("/d/12-leaking-nibs", "community", "/d/1-"),
        ("/jane/status/123456789012345678", "social", "/*/status/1"),
        ("/us/app/inkwell/id1234567", "retail", "/app/*/id1"),
        ("/store/apps/details?id=app.inkwell", "retail", "/store/apps/"),
        ("/p/fountain-pen/12345", "retail", "/p/1"),
        ("/itm/123456", "retail", "/p/1"),
        ("/pen?sku=12", "retail", "?sku="),
        ("/w/index.php?title=Nib", "reference", "index.php?title="),
    ],
)
def test_software_is_known_by_the_addresses_it_makes(tail: str, kind: str, word: str):
    """Forums, shops, stores and wikis that no word names are known by how they build a path or a query."""
    found = TABLES.read_path(tail)
    assert found is not None
    assert (found.kind, found.rule, found.word) == (kind, "path", word)


@pytest.mark.parametrize(
    "tail",
    ["/t/nibs", "/t/", "/jane/status/12", "/p/a-letter", "/d/pens", "/s/questions", "/app/inkwell", "/pen?topic=nibs"],
)
def test_half_an_address_of_a_forum_or_a_shop_says_nothing(tail: str):
    """The same segments without their numbers are anybody's."""
    assert TABLES.read_path(tail) is None


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ("/nib-vs-quill", VERSUS),
        ("/a/nib-VS-quill/", VERSUS),
        ("/a/nib-vs-quill?ref=news-help", VERSUS),
        ("/nib-vs-quill/a", None),
        ("/vs", None),
        ("/nibvs-quill", None),
        ("/nib-vs-news", NEWS),
        ("", None),
    ],
)
def test_a_slug_speaks_by_its_words(tail: str, found: Clue | None):
    """Only the last segment is a slug, and only if it has several words."""
    assert TABLES.read_slug(tail) is found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("", None),
        ("Nib Forum", FORUM),
        ("Leaking - Nib | News", NEWS),
        ("Leaking\N{EM DASH}Help", HELP),
        ("(forum) leaking", FORUM),
        ("forumish", None),
        ("x" * 250 + " forum", None),
    ],
)
def test_a_title_speaks_by_its_words(title: str, found: Clue | None):
    """Words count whole and in any case, within the length that an engine would show."""
    assert TABLES.read_title(title) is found


@pytest.mark.parametrize(
    ("strength", "confidence"),
    [
        (Strength.NONE, Confidence.LOW),
        (Strength.WEAK, Confidence.LOW),
        (Strength.FAIR, Confidence.MEDIUM),
        (Strength.STRONG, Confidence.MEDIUM),
    ],
)
def test_a_clue_is_never_certain(strength: Strength, confidence: Confidence):
    """Only what the user or the catalogue states is of high confidence."""
    assert strength.confidence is confidence


@given(first=st.none() | st.sampled_from(STRENGTHS), second=st.none() | st.sampled_from(STRENGTHS))
def test_the_stronger_of_two(first: Strength | None, second: Strength | None):
    """The stronger clue wins, the first of equals, and a clue wins over none."""
    one = None if first is None else clue("blog", first)
    other = None if second is None else clue("media", second)
    expected = other if one is None or (other is not None and other.strength > one.strength) else one
    assert stronger(one, other) is expected


@given(st.lists(st.sampled_from([*WORDS, "unknown"])))
def test_the_strongest_of_many(words: list[str]):
    """It is the first of the strongest clues among the words that the table knows."""
    known = [WORDS[word] for word in words if word in WORDS]
    top = max((one.strength for one in known), default=None)
    assert strongest(words, WORDS) is next((one for one in known if one.strength == top), None)


@given(host=st.text(max_size=20), domain=st.text(max_size=20), tail=st.text(max_size=20), title=st.text(max_size=20))
def test_any_text_may_be_read(host: str, domain: str, tail: str, title: str):
    """No text raises, and what is found is a clue or nothing."""
    found = (TABLES.read_host(host, domain), TABLES.read_path(tail), TABLES.read_slug(tail), TABLES.read_title(title))
    assert all(one is None or isinstance(one, Clue) for one in found)
