"""Who owns a result: one table for every rule, and what holds for any text whatever."""

from collections.abc import Callable

import pytest

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import Confidence, OwnerKind, OwnerRule
from searchgap.rules.classify import NO_ADDRESS, Classifier

INKWELL = Brand(
    name="Inkwell",
    domains=(
        "inkwell.example",
        "tinte.de",
        "blotter.example/inkwell",
        "help.paperhaus.example",
        "tintenfass-blog.blogspot.com",
    ),
    accounts=(
        *("youtube.com/@inkwell", "x.com/InkwellHQ", "github.com/inkwell", "reddit.com/user/inkwell"),
        *("medium.com/@inkwell", "play.google.com/store/apps/details?id=app.inkwell"),
        "apps.apple.com/us/app/inkwell/id12345",
    ),
    competitors=(
        Party(name="Quill", domains=("quill.example",), accounts=("reddit.com/r/Quill", "github.com/quill")),
        Party(name="Scribe", domains=("scribe.inkwell.example", "inkwell.example/stores/scribe")),
    ),
    partners=(Party(name="Paperhaus", domains=("paperhaus.example",), accounts=("x.com/paperhaus",)),),
)

OWN = [
    ("https://inkwell.example", "domain", "inkwell.example"),
    ("https://inkwell.example/notes/leaks?ref=1", "domain", "inkwell.example"),
    ("http://www.inkwell.example:8080/", "domain", "inkwell.example"),
    ("HTTPS://WWW.INKWELL.EXAMPLE/Notes", "domain", "inkwell.example"),
    ("https://inkwell.example./", "domain", "inkwell.example"),
    ("inkwell.example/notes", "domain", "inkwell.example"),
    ("//inkwell.example/notes", "domain", "inkwell.example"),
    ("https://forum.inkwell.example/t/leaks/7", "domain", "inkwell.example"),
    ("https://news.press.inkwell.example/", "domain", "inkwell.example"),
    ("https://shop.tinte.de/fass", "domain", "tinte.de"),
    ("https://help.paperhaus.example/hc/1", "domain", "help.paperhaus.example"),
    ("https://blotter.example/inkwell", "domain", "blotter.example/inkwell"),
    ("https://www.blotter.example/Inkwell/returns", "domain", "blotter.example/inkwell"),
    ("https://tintenfass-blog.blogspot.com/2024/05/blau.html", "domain", "tintenfass-blog.blogspot.com"),
    ("https://www.youtube.com/@InkWell/videos", "account", "youtube.com/@inkwell"),
    ("https://twitter.com/inkwellhq/status/9", "account", "x.com/InkwellHQ"),
    ("https://old.reddit.com/u/Inkwell", "account", "reddit.com/user/inkwell"),
    ("https://github.com/Inkwell/pen/issues/3", "account", "github.com/inkwell"),
    ("https://inkwell.github.io/pen/", "account", "github.com/inkwell"),
    ("https://inkwell.medium.com/blue", "account", "medium.com/@inkwell"),
    (
        "https://play.google.com/store/apps/details?hl=de&id=app.inkwell",
        "account",
        "play.google.com/store/apps/details?id=app.inkwell",
    ),
    ("https://apps.apple.com/de/app/tinte/id12345", "account", "apps.apple.com/us/app/inkwell/id12345"),
]

OTHER_PARTIES = [
    ("https://quill.example/inkwell-importer", OwnerKind.COMPETITOR, "Quill"),
    ("https://help.quill.example/", OwnerKind.COMPETITOR, "Quill"),
    ("https://www.reddit.com/r/quill/comments/1/leaks/", OwnerKind.COMPETITOR, "Quill"),
    ("https://github.com/quill/nib/issues/1", OwnerKind.COMPETITOR, "Quill"),
    ("https://quill.github.io/", OwnerKind.COMPETITOR, "Quill"),
    ("https://scribe.inkwell.example/hello", OwnerKind.COMPETITOR, "Scribe"),
    ("https://www.inkwell.example/stores/scribe/pens", OwnerKind.COMPETITOR, "Scribe"),
    ("https://paperhaus.example/inkwell", OwnerKind.PARTNER, "Paperhaus"),
    ("https://shop.paperhaus.example/", OwnerKind.PARTNER, "Paperhaus"),
    ("https://twitter.com/PaperHaus", OwnerKind.PARTNER, "Paperhaus"),
]

LOOKALIKES = [
    "https://inkwell.example.account-help.example/reset",
    "https://www.inkwell.example.evil.example/",
    "https://notinkwell.example/",
    "https://inkwell-refunds.example/",
    "https://inkwell.examples.example/",
    "https://inkwellexample.com/",
    "https://inkwell.com/",
    "https://tinte.de.com/",
    "https://inkwеll.example/",  # noqa: RUF001 - a Cyrillic letter is the point of the case
    "https://xn--inkwll-6of.example/",
    "https://inkwell.example@evil.example/",
    "https://inkwell.example:secret@evil.example/",
    "https://evil.example/inkwell.example/",
    "https://evil.example/?u=https://inkwell.example/",
    "https://evil.example/#@inkwell.example/",
    "https://evil.example\\@inkwell.example/",
    "https://evil.example?@inkwell.example/",
    "https://blotter.example/inkwells",
    "https://blotter.example/x/inkwell",
    "https://inkwell.blotter.example/",
    "https://other-blog.blogspot.com/inkwell",
    "https://inkwell.blogspot.com/",
    "https://www.trustpilot.com/review/inkwell.example",
    "https://www.youtube.com/@inkwellfans",
    "https://x.com/somebody/status/inkwellhq",
    "https://www.reddit.com/r/inkwell/",
    "https://github.com/someone/inkwell",
    "javascript:location='https://inkwell.example/'",
    "mailto:help@inkwell.example",
    "ftp://inkwell.example/",
]


@pytest.fixture(scope="module")
def inkwell(make_classifier: Callable[..., Classifier]) -> Classifier:
    return make_classifier(INKWELL)


@pytest.mark.parametrize(("url", "rule", "evidence"), OWN)
def test_own_by_domain_or_account(inkwell: Classifier, url: str, rule: str, evidence: str):
    """Configured domains with their subdomains and paths, and accounts in all their forms, are the brand's."""
    _, ownership = inkwell.classify(url)
    assert ownership == (OwnerKind.OWN, "Inkwell", rule, evidence, Confidence.HIGH)


@pytest.mark.parametrize(("url", "kind", "name"), OTHER_PARTIES)
def test_competitors_and_partners(inkwell: Classifier, url: str, kind: OwnerKind, name: str):
    """Theirs is recognised as ours is; a narrower claim wins even on the brand's own ground."""
    _, ownership = inkwell.classify(url)
    assert ownership[:2] == (kind, name)
    assert ownership.confidence is Confidence.HIGH


@pytest.mark.parametrize("url", LOOKALIKES)
def test_lookalikes_are_never_own(inkwell: Classifier, url: str):
    """A name in front, behind, inside, imitated or quoted makes nothing the brand's."""
    _, ownership = inkwell.classify(url)
    assert ownership.kind is not OwnerKind.OWN


@pytest.mark.parametrize(
    ("url", "kind", "rule"),
    [
        ("https://inkwell.example.account-help.example/reset", "other", "lookalike"),
        ("https://www.tinte.de.login.example/", "other", "lookalike"),
        ("https://inkw\N{CYRILLIC SMALL LETTER IE}ll.example/refund", "other", "lookalike"),
        ("https://www.xn--inkwll-eva.example/", "other", "lookalike"),
        ("https://inkwell.example.nib-forum.example/t/1", "community", "host-name"),
        ("https://inkwell.example.blogspot.com/", "blog", "catalogue"),
        ("https://notinkwell.example/", "other", "unlisted-site"),
    ],
)
def test_a_host_made_to_be_taken_for_the_brands(inkwell: Classifier, url: str, kind: str, rule: str):
    """The domain worn in front or its letters imitated says `other`, unless the place says what it is."""
    _, ownership = inkwell.classify(url)
    assert (ownership.kind, ownership.rule) == (kind, rule)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://webcache.googleusercontent.com/search?q=cache:https://inkwell.example/blog", "own"),
        ("https://inkwell-example.translate.goog/blog?_x_tr_sl=en&_x_tr_tl=de", "own"),
        ("https://translate.google.com/translate?sl=en&tl=de&u=https%3A%2F%2Finkwell.example%2Fblog", "own"),
        ("https://web.archive.org/web/20240101000000/https://inkwell.example/", "own"),
        ("https://cdn.ampproject.org/c/s/inkwell.example/blog", "own"),
        ("https://www.google.com/url?q=https://inkwell.example/&sa=U", "own"),
        ("https://www.google.com/amp/s/quill.example/blog", "competitor"),
        ("https://web.archive.org/web/2024/http://quill.example/", "competitor"),
        ("https://www.google.com/amp/s/www.theverge.com/pens/amp/", "media"),
        ("https://webcache.googleusercontent.com/search?q=cache:https://evil.example/inkwell.example", "other"),
        ("https://www.youtube.com/redirect?q=https%3A%2F%2Fquill.example%2F", "competitor"),
    ],
)
def test_copies_belong_to_the_original(inkwell: Classifier, url: str, kind: str):
    """Cached, archived, translated and accelerated copies and redirects have the owner of what they carry."""
    _, ownership = inkwell.classify(url)
    assert ownership.kind == kind


@pytest.mark.parametrize(
    ("brand", "url", "kind"),
    [
        (Brand(name="Google", domains=("google.com",)), "https://sites.google.com/site/jane/pens", "blog"),
        (Brand(name="Google", domains=("google.com",)), "https://groups.google.com/g/pens/c/1", "community"),
        (Brand(name="Google", domains=("google.com",)), "https://support.google.com/mail/1", "own"),
        (Brand(name="Google", domains=("google.com",)), "https://play.google.com/store/apps/details?id=a", "own"),
        (Brand(name="Twitter", domains=("twitter.com", "x.com")), "https://twitter.com/jane/status/1", "social"),
        (Brand(name="Twitter", domains=("twitter.com", "x.com")), "https://mobile.twitter.com/jane", "social"),
        (Brand(name="Twitter", domains=("twitter.com", "x.com")), "https://x.com/i/flow/login", "own"),
        (Brand(name="Twitter", domains=("twitter.com", "x.com")), "https://x.com/", "own"),
        (
            Brand(name="Twitter", domains=("x.com",), accounts=("x.com/support",)),
            "https://x.com/Support/status/1",
            "own",
        ),
        (Brand(name="Notion", domains=("notion.so", "notion.site")), "https://jane.notion.site/Pens-1", "blog"),
        (Brand(name="Notion", domains=("notion.so", "notion.site")), "https://www.notion.so/help", "own"),
        (Brand(name="Vimeo", domains=("vimeo.com",)), "https://vimeo.com/1234567", "video"),
        (Brand(name="Vimeo", domains=("vimeo.com",)), "https://vimeo.com/", "own"),
    ],
)
def test_what_users_publish_on_the_brands_hosting_is_not_the_brands(
    make_classifier: Callable[..., Classifier], brand: Brand, url: str, kind: str
):
    """Pages, posts and groups of other people keep their kind; the platform's own pages are the brand's."""
    _, ownership = make_classifier(brand).classify(url)
    assert ownership.kind == kind


def test_posts_on_a_competitors_network_are_on_its_ground(make_classifier: Callable[..., Classifier]):
    """For a competitor only hosts of their own are somebody else's; posts on its network count for it."""
    rival = Party(name="Rival", domains=("x.com", "notion.site"))
    classifier = make_classifier(Brand(name="Inkwell", competitors=(rival,)))
    assert classifier.classify("https://x.com/jane/status/1")[1].kind is OwnerKind.COMPETITOR
    assert classifier.classify("https://jane.notion.site/Pens-1")[1].kind is OwnerKind.BLOG


@pytest.mark.parametrize(
    ("rules", "url", "kind", "name"),
    [
        ([("dailynib.example", "blog")], "https://dailynib.example/pens", "blog", "dailynib.example"),
        ([("dailynib.example", "blog")], "https://eu.dailynib.example/pens", "blog", "dailynib.example"),
        (
            [("dailynib.example/forum", "community")],
            "https://dailynib.example/forum/1",
            "community",
            "dailynib.example",
        ),
        ([("dailynib.example/pens", "community")], "https://dailynib.example/pensions", "media", "The Daily Nib"),
        ([("reddit.com/r/pens", "review")], "https://old.reddit.com/r/Pens/comments/1", "review", "reddit.com"),
        ([("inkwell.example", "media")], "https://inkwell.example/", "own", "Inkwell"),
        ([("quill.example/blog", "blog")], "https://quill.example/blog/1", "competitor", "Quill"),
        ([("www.pens.example", "retail")], "https://pens.example/forum/1", "retail", "pens.example"),
        (
            [("pens.example", "retail"), ("pens.example/forum", "community")],
            "https://pens.example/forum/1",
            "community",
            "pens.example",
        ),
        (
            [("pens.example/forum", "community"), ("pens.example", "retail")],
            "https://pens.example/about",
            "retail",
            "pens.example",
        ),
        ([("pens.example", "retail"), ("pens.example", "media")], "https://pens.example/", "retail", "pens.example"),
    ],
)
def test_the_users_word_on_hosts(
    make_classifier: Callable[..., Classifier], rules: list[tuple[str, str]], url: str, kind: str, name: str
):
    """`owners` beats catalogue and clues, narrowest and then first wins, and the parties' claims stay above it."""
    owner_rules = [OwnerRule(match=match, kind=OwnerKind(said)) for match, said in rules]
    _, ownership = make_classifier(INKWELL, *owner_rules).classify(url)
    assert (ownership.kind, ownership.name) == (kind, name)


def test_the_users_word_may_name_the_owner(make_classifier: Callable[..., Classifier]):
    """A name given in `owners` is the owner's name, and the rule shows what was matched."""
    rule = OwnerRule(match="pens.example", kind=OwnerKind.COMMUNITY, name="The Pen Circle")
    domain, ownership = make_classifier(INKWELL, rule).classify("https://talk.pens.example/1")
    assert domain == "pens.example"
    assert ownership == (OwnerKind.COMMUNITY, "The Pen Circle", "owners", "pens.example", Confidence.HIGH)


@pytest.mark.parametrize(
    ("url", "kind", "name", "evidence"),
    [
        ("https://www.reddit.com/r/Inkwell/comments/1/", "community", "Reddit", "reddit.com"),
        ("https://github.com/jane/pen/issues/4", "community", "GitHub", "github.com/*/*/issues"),
        ("https://github.com/jane/pen/tree/main", "docs", "GitHub", "github.com"),
        ("https://github.com/issues", "docs", "GitHub", "github.com"),
        ("https://jane.github.io/pens", "docs", "jane.github.io", "*.github.io"),
        ("https://jane.blogspot.com/2020/01/pens.html", "blog", "jane.blogspot.com", "*.blogspot.com"),
        ("https://www.jane.blogspot.com/", "blog", "jane.blogspot.com", "*.blogspot.com"),
        ("https://de.wikipedia.org:443/wiki/Tinte?oldid=1", "reference", "Wikipedia", "wikipedia.org"),
        ("https://sport.dailynib.example/1", "media", "The Daily Nib", "dailynib.example"),
    ],
)
def test_the_catalogue_comes_next(inkwell: Classifier, url: str, kind: str, name: str, evidence: str):
    """A known host has its kind and name, the narrowest entry first, and every tenant is an owner of its own."""
    _, ownership = inkwell.classify(url)
    assert ownership == (kind, name, "catalogue", evidence, Confidence.HIGH)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://forum.dailynib.example/1", "community"),
        ("https://dailynib.example/forum/1", "community"),
        ("https://www.dailynib.example/pens/forums", "community"),
        ("https://dailynib.example/showthread.php?t=1", "community"),
        ("https://dailynib.example/forum-of-pens", "media"),
        ("https://dailynib.example/a/b/forum/1", "media"),
        ("https://dailynib.example/news?next=/forum/", "media"),
        ("https://forum.reddit.com/forum/1", "community"),
        ("https://forum.trustpilot.com/1", "community"),
        ("https://trustpilot.com/forum/1", "community"),
        ("https://trustpilot.com/review/a/forum", "review"),
    ],
)
def test_a_forum_of_a_news_site_is_a_community(inkwell: Classifier, url: str, kind: str):
    """Readers write the forum below the host or path of a newsroom or the like, and it keeps the owner's name."""
    _, ownership = inkwell.classify(url)
    assert ownership.kind == kind
    assert ownership.name in {"The Daily Nib", "Reddit", "Trustpilot"}


@pytest.mark.parametrize(
    ("url", "title", "kind", "rule"),
    [
        ("https://www.customs.gov/pens", "", "institution", "public-body"),
        ("https://forum.health.govt.nz/", "", "institution", "public-body"),
        ("https://archive.pens.ac.uk/blog/1", "", "institution", "public-body"),
        ("https://forum.nib-lovers.example/viewtopic.php?t=1", "", "community", "host-label"),
        ("https://docs.nib-lovers.example/forum/1", "", "docs", "host-label"),
        ("https://nib-forum.example/blog/pens", "", "community", "host-name"),
        ("https://nibworld.example/forum/1", "Nibs - news", "community", "path"),
        ("https://nibworld.example/2019/05/pens", "", "blog", "dated-path"),
        ("https://nibworld.example/?p=17", "", "blog", "post-number"),
        ("https://nibworld.example/a", "Pen forum: leaking", "community", "title"),
        ("https://nibworld.example/a", "Leaking", "other", "unlisted-page"),
        ("https://nibworld.example/why-nibs-leak", "", "blog", "slug"),
        ("https://nibworld.example/my-nibs-leak-and-i-know-it/amp/", "", "media", "weighed-clues"),
        ("https://nibworld.example/", "Leaking", "other", "unlisted-site"),
        ("https://nibworld.example", "", "other", "unlisted-site"),
        ("https://192.0.2.7/forum/1", "", "community", "path"),
        ("https://[2001:db8::7]/", "", "other", "unlisted-site"),
    ],
)
def test_clues_come_last(inkwell: Classifier, url: str, title: str, kind: str, rule: str):
    """Public bodies, then the host's words, the path's, the title's and the slug's, the stronger first."""
    _, ownership = inkwell.classify(url, title)
    assert (ownership.kind, ownership.rule) == (kind, rule)
    assert ownership.confidence is not Confidence.HIGH


@pytest.mark.parametrize(
    ("url", "kind", "rule", "evidence"),
    [
        ("https://gadgetfirm.example/", "other", "catalogue", "gadgetfirm.example"),
        ("https://gadgetfirm.example/pricing", "other", "catalogue", "gadgetfirm.example"),
        ("https://gadgetfirm.example/news/2024/we-grow", "other", "catalogue", "gadgetfirm.example"),
        ("https://gadgetfirm.example/blog/why-nibs-leak", "blog", "path", "blog, gadgetfirm.example"),
        ("https://blog.gadgetfirm.example/why-nibs-leak", "blog", "host-label", "blog, gadgetfirm.example"),
        ("https://docs.gadgetfirm.example/pricing", "docs", "host-label", "docs, gadgetfirm.example"),
        ("https://gadgetfirm.example/help/leaks", "docs", "path", "help, gadgetfirm.example"),
        ("https://forum.gadgetfirm.example/1", "community", "host-label", "forum, gadgetfirm.example"),
        ("https://gadgetfirm.example/t/leaks/12", "community", "path", "/t/*/1, gadgetfirm.example"),
        ("https://help.gadgetdesk.example/a", "other", "catalogue", "help.gadgetdesk.example"),
    ],
)
def test_a_company_keeps_a_blog_a_forum_and_a_manual(
    inkwell: Classifier, url: str, kind: str, rule: str, evidence: str
):
    """A host listed as `other` gives way to its own words for these, and only to words that its entry does not hold."""
    _, ownership = inkwell.classify(url)
    assert (ownership.kind, ownership.rule, ownership.evidence) == (kind, rule, evidence)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "pens",
        "mailto:jane@pens.example",
        "javascript:alert(1)",
        "https://",
        "https://..",
        "about:blank",
        "\x00",
    ],
)
def test_no_address_is_other(inkwell: Classifier, url: str):
    """What is no web address has no domain and nobody as its owner."""
    assert inkwell.classify(url, "Inkwell") == ("", NO_ADDRESS)


def test_the_brands_name_is_no_claim(make_classifier: Callable[..., Classifier]):
    """A brand without domains and accounts owns nothing, whatever is called like it."""
    _, ownership = make_classifier(Brand(name="Reddit")).classify("https://www.reddit.com/r/reddit")
    assert ownership.kind is OwnerKind.COMMUNITY


def test_without_a_brand_there_are_no_parties(make_classifier: Callable[..., Classifier]):
    """URLs can be classified from nobody's point of view."""
    domain, ownership = make_classifier().classify("https://www.inkwell.example/forum/")
    assert (domain, ownership.kind) == ("inkwell.example", OwnerKind.COMMUNITY)


def test_pages_beyond_number_are_not_all_remembered(make_classifier: Callable[[Brand], Classifier]):
    """However many pages nobody has listed are judged, a bounded number of verdicts on them is held."""
    classifier = make_classifier(Brand(name="Inkwell", domains=("inkwell.example",)))
    urls = [f"https://host{number % 97}.example/why-do-pens-leak-{number}" for number in range(30_000)]
    first = [classifier.classify(url) for url in urls[:50]]
    for url in urls:
        classifier.classify(url)
    assert len(classifier._pages) <= 10_000
    assert [classifier.classify(url) for url in urls[:50]] == first
