"""What holds for any address whatever: a verdict that can be traced, no false own, one answer however it is reached."""

from collections.abc import Callable
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import Confidence, OwnerKind, OwnerRule
from searchgap.rules.classify import Classifier

INKWELL = Brand(
    name="Inkwell",
    domains=("inkwell.example", "tinte.de", "blotter.example/inkwell", "x.com"),
    accounts=("youtube.com/@inkwell", "github.com/inkwell", "medium.com/@inkwell"),
    competitors=(Party(name="Quill", domains=("quill.example",), accounts=("github.com/quill",)),),
    partners=(Party(name="Paperhaus", domains=("paperhaus.example",)),),
)
OWNER_RULE = OwnerRule(match="nibs.example", kind=OwnerKind.COMMUNITY)
WHOLE_HOSTS = ("inkwell.example", "tinte.de", "x.com", "inkwell.github.io", "inkwell.medium.com")
HOSTS_WITH_PATHS = ("blotter.example", "youtube.com", "github.com", "medium.com", "raw.githubusercontent.com")

hosts = st.sampled_from(
    [*WHOLE_HOSTS, *HOSTS_WITH_PATHS, "quill.example", "nibs.example", "stranger.org", "pens.co.uk"]
)
names = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
segments = names | st.sampled_from(
    ["inkwell", "@inkwell", "%40inkwell", "Inkwell", "forum", "blog", "", ".", "..", "inkwell.example"]
)
titles = st.text(max_size=20) | st.sampled_from(["Inkwell forum", "Inkwell - official site"])


class Made(NamedTuple):
    """An address made of parts, so that the host a browser would dial is known."""

    url: str
    host: str
    path: str


@st.composite
def made_addresses(draw: st.DrawFn) -> Made:
    """Addresses that put claimed hosts wherever they do not count, and sometimes where they do."""
    host = draw(hosts)
    shape = draw(st.sampled_from(["{0}", "www.{0}", "{1}.{0}", "{0}.{1}.example", "{1}-{0}", "{1}{0}", "{0}{1}"]))
    host = shape.format(host, draw(names))
    shown = draw(st.sampled_from([host, host.upper(), f"{host}.", host.replace(".", "\N{IDEOGRAPHIC FULL STOP}")]))
    login = draw(
        st.sampled_from(["", "inkwell.example@", "https%3A%2F%2Ftinte.de@", "x.com:443@", "a@inkwell.example@"])
    )
    port = draw(st.sampled_from(["", ":443", ":8080"]))
    scheme = draw(
        st.sampled_from(["https://", "http://", "HTTPS://", "https:/", "https:\\\\", " https://", "ht\ntps://"])
    )
    path = "/" + "/".join(draw(st.lists(segments, max_size=4)))
    after = draw(
        st.sampled_from(["", "?", "?u=inkwell.example", "?next=/@inkwell", "#/@inkwell", "#@tinte.de", "?\\@x.com"])
    )
    return Made(scheme + login + shown + port + path + after, host, path)


def make_fresh(make_classifier: Callable[..., Classifier]) -> Classifier:
    return make_classifier(INKWELL, OWNER_RULE)


@pytest.fixture(scope="module")
def inkwell(make_classifier: Callable[..., Classifier]) -> Classifier:
    return make_fresh(make_classifier)


@given(url=st.text(max_size=60) | made_addresses().map(lambda made: made.url), title=titles)
@example(url="https://[::1", title="")
@example(url="http://%00", title="")
@example(url="https://xn--a/", title="")
@example(url="https://" + "a" * 300 + ".example/", title="")
@example(url="https://\ud800.example/\udfff", title="\ud800")
@example(url="https://1.2.3.4.5/", title="")
def test_any_text_gets_a_verdict(inkwell: Classifier, url: str, title: str):
    """Nothing raises, and every verdict has a kind, a rule and a confidence, and evidence where there is a host."""
    domain, ownership = inkwell.classify(url, title)
    assert isinstance(ownership.kind, OwnerKind)
    assert isinstance(ownership.confidence, Confidence)
    assert ownership.rule
    assert bool(domain) == bool(ownership.evidence) == bool(ownership.name) == (ownership.rule != "no-address")


@given(made=made_addresses(), title=titles)
def test_own_needs_a_claimed_host(inkwell: Classifier, made: Made, title: str):
    """An address is only ever own when the host a browser would dial is a claimed one or below it."""
    _, ownership = inkwell.classify(made.url, title)
    claimed = [host for host in (*WHOLE_HOSTS, *HOSTS_WITH_PATHS) if f".{made.host}".endswith(f".{host}")]
    assert claimed or ownership.kind is not OwnerKind.OWN
    if ownership.kind is OwnerKind.OWN and not set(claimed) & set(WHOLE_HOSTS):
        assert "inkwell" in made.path.lower()


@given(made=made_addresses(), title=titles)
def test_a_claimed_site_is_own_whatever_is_below(inkwell: Classifier, made: Made, title: str):
    """No path, query, login, port or title takes a result from the brand on a host that is all its own."""
    own = any(f".{made.host}".endswith(f".{host}") for host in WHOLE_HOSTS if host != "x.com")
    _, ownership = inkwell.classify(made.url, title)
    assert not own or ownership.kind is OwnerKind.OWN


@given(st.text(max_size=60))
@example("https://ｉｎｋｗｅｌｌ.example/")  # noqa: RUF001 - full-width letters that a browser folds
@example("https://INKWELL%2Eexample/")
def test_own_is_never_guessed_from_loose_text(inkwell: Classifier, text: str):
    """Text that nowhere spells a claimed host, however folded, is never own."""
    _, ownership = inkwell.classify(text, "Inkwell")
    folded = normalize("NFKC", unquote(text).translate({9: None, 10: None, 13: None})).casefold()
    spelled = any(host in folded for host in (*WHOLE_HOSTS, *HOSTS_WITH_PATHS, "twitter.com"))
    assert spelled or ownership.kind is not OwnerKind.OWN


@given(first=made_addresses(), other=made_addresses(), title=titles)
def test_a_verdict_does_not_depend_on_what_came_before(
    make_classifier: Callable[..., Classifier], first: Made, other: Made, title: str
):
    """A classifier that has seen the site, the address or others says what a new one says."""
    fresh = make_fresh(make_classifier).classify(first.url, title)
    warmed = make_fresh(make_classifier)
    for url in (
        other.url,
        first.url,
        f"https://{first.host}/",
        f"https://{first.host}/@inkwell",
        f"http://{first.host}/",
    ):
        warmed.classify(url)
    assert warmed.classify(first.url, title) == fresh


@given(
    host=hosts,
    tail=st.text(alphabet=st.sampled_from("/?#&=@%\\ \t\n\x00\x1f\xa0inkwellINKWELL40.é"), max_size=16),
    title=titles,
)
def test_the_short_way_reads_tails_as_the_careful_way_does(
    make_classifier: Callable[..., Classifier], host: str, tail: str, title: str
):
    """The second look at an address, whatever stands in its tail, gives what the first one gave."""
    classifier = make_fresh(make_classifier)
    first = classifier.classify(f"https://{host}/{tail}", title)
    assert classifier.classify(f"https://{host}/{tail}", title) == first
