"""The public suffixes: the published test vectors, the whole list, and names in other scripts."""

from collections.abc import Iterator
from pathlib import Path

import publicsuffixlist
import pytest

from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.urls import UrlReader

# https://github.com/publicsuffix/list/blob/main/tests/tests.txt (public domain): host → registrable domain, if any.
VECTORS = [
    ("", None),
    # Mixed case.
    ("COM", None),
    ("example.COM", "example.com"),
    ("WwW.example.COM", "example.com"),
    # Leading dot.
    (".com", None),
    (".example", None),
    (".example.com", None),
    (".example.example", None),
    # Unlisted top-level domain.
    ("example", None),
    ("example.example", "example.example"),
    ("b.example.example", "example.example"),
    ("a.b.example.example", "example.example"),
    # A top-level domain of local networks.
    ("local", None),
    ("example.local", "example.local"),
    ("b.example.local", "example.local"),
    ("a.b.example.local", "example.local"),
    # One rule.
    ("biz", None),
    ("domain.biz", "domain.biz"),
    ("b.domain.biz", "domain.biz"),
    ("a.b.domain.biz", "domain.biz"),
    # Some rules of two labels.
    ("com", None),
    ("example.com", "example.com"),
    ("b.example.com", "example.com"),
    ("a.b.example.com", "example.com"),
    ("uk.com", None),
    ("example.uk.com", "example.uk.com"),
    ("b.example.uk.com", "example.uk.com"),
    ("a.b.example.uk.com", "example.uk.com"),
    ("test.ac", "test.ac"),
    # One wildcard rule.
    ("mm", None),
    ("c.mm", None),
    ("b.c.mm", "b.c.mm"),
    ("a.b.c.mm", "b.c.mm"),
    # Rules of many depths.
    ("jp", None),
    ("test.jp", "test.jp"),
    ("www.test.jp", "test.jp"),
    ("ac.jp", None),
    ("test.ac.jp", "test.ac.jp"),
    ("www.test.ac.jp", "test.ac.jp"),
    ("kyoto.jp", None),
    ("test.kyoto.jp", "test.kyoto.jp"),
    ("ide.kyoto.jp", None),
    ("b.ide.kyoto.jp", "b.ide.kyoto.jp"),
    ("a.b.ide.kyoto.jp", "b.ide.kyoto.jp"),
    ("c.kobe.jp", None),
    ("b.c.kobe.jp", "b.c.kobe.jp"),
    ("a.b.c.kobe.jp", "b.c.kobe.jp"),
    ("city.kobe.jp", "city.kobe.jp"),
    ("www.city.kobe.jp", "city.kobe.jp"),
    # A wildcard rule and an exception.
    ("ck", None),
    ("test.ck", None),
    ("b.test.ck", "b.test.ck"),
    ("a.b.test.ck", "b.test.ck"),
    ("www.ck", "www.ck"),
    ("www.www.ck", "www.ck"),
    # Schools of the United States.
    ("us", None),
    ("test.us", "test.us"),
    ("www.test.us", "test.us"),
    ("ak.us", None),
    ("test.ak.us", "test.ak.us"),
    ("www.test.ak.us", "test.ak.us"),
    ("k12.ak.us", None),
    ("test.k12.ak.us", "test.k12.ak.us"),
    ("www.test.k12.ak.us", "test.k12.ak.us"),
    # Other scripts; our face gives the ASCII form.
    ("食狮.com.cn", "xn--85x722f.com.cn"),
    ("食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
    ("www.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
    ("shishi.公司.cn", "shishi.xn--55qx5d.cn"),
    ("公司.cn", None),
    ("食狮.中国", "xn--85x722f.xn--fiqs8s"),
    ("www.食狮.中国", "xn--85x722f.xn--fiqs8s"),
    ("shishi.中国", "shishi.xn--fiqs8s"),
    ("中国", None),
    # The same in punycode.
    ("xn--85x722f.com.cn", "xn--85x722f.com.cn"),
    ("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ("shishi.xn--55qx5d.cn", "shishi.xn--55qx5d.cn"),
    ("xn--55qx5d.cn", None),
    ("xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
    ("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
    ("shishi.xn--fiqs8s", "shishi.xn--fiqs8s"),
    ("xn--fiqs8s", None),
]


@pytest.mark.parametrize(("host", "domain"), VECTORS)
def test_every_published_vector_is_right(host: str, domain: str | None):
    """A reader of URLs finds the registrable domain the list's own project expects; a bare suffix stands for itself."""
    found = UrlReader(load_suffixes()).host(host)
    assert found.domain == (domain or found.name)
    assert (load_suffixes().registrable_domain(found.name) if found.name else None) == domain


def rules_of_the_list() -> Iterator[str]:
    """Every rule in ASCII, without the exceptions' mark."""
    for line in Path(publicsuffixlist.PSLFILE).read_text(encoding="utf-8").splitlines():
        rule = line.strip().removeprefix("!")
        if rule and not rule.startswith("//"):
            yield rule if rule.isascii() else rule.encode("idna").decode()


def test_every_rule_of_the_list_is_followed():
    """Below every rule our answers are those of the packaged reader of the list."""
    theirs = publicsuffixlist.PublicSuffixList()
    ours = load_suffixes()
    suffixes = [rule.replace("*", "any") for rule in rules_of_the_list()]
    hosts = [f"{front}{suffix}" for suffix in suffixes for front in ("", "brand.", "www.brand.")]
    wrong = [host for host in hosts if ours.registrable_domain(host) != theirs.privatesuffix(host)]
    # A wildcard rule says nothing of the name right above it (`*.elb.amazonaws.com`, `elb.amazonaws.com`), which the
    # packaged reader takes for a suffix, and which no host below it is affected by.
    roots = {rule.removeprefix("*.") for rule in rules_of_the_list() if rule.startswith("*.")}
    assert len(suffixes) > 9_000
    assert set(wrong) <= roots


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("anna.github.io", "anna.github.io"),
        ("www.anna.github.io", "anna.github.io"),
        ("anna.blogspot.com", "anna.blogspot.com"),
        ("shop.anna.co.uk", "anna.co.uk"),
        ("xn--.com", "xn--.com"),
        ("a.xn--99999999.com", "xn--99999999.com"),
    ],
)
def test_private_suffixes_count_and_broken_punycode_is_a_label(host: str, domain: str):
    """Tenants of a shared host are apart from each other, and no label is refused."""
    assert load_suffixes().registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("host", "ascii_form"),
    [
        ("例え.jp", "xn--r8jz45g.jp"),
        ("BÜCHER.de", "xn--bcher-kva.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("ΣΊΣΥΦΟΣ.gr", "xn--kxa6akbbkh.gr"),
        ("例え。jp", "xn--r8jz45g.jp"),
        ("\N{FULLWIDTH LATIN SMALL LETTER E}vernote\N{FULLWIDTH FULL STOP}com", "evernote.com"),
        ("ever\N{SOFT HYPHEN}note.com", "evernote.com"),
        ("☃.net", "xn--n3h.net"),
        ("my_site.bücher.de", "my_site.xn--bcher-kva.de"),
        ("xn--bcher-kva.例え.jp", "xn--bcher-kva.xn--r8jz45g.jp"),
    ],
)
def test_names_in_other_scripts_have_the_ascii_form_a_browser_dials(host: str, ascii_form: str):
    """The mapping is that of UTS 46, not transitional, with symbols and underscores as they are."""
    assert load_suffixes().encode(host) == ascii_form


@pytest.mark.parametrize("host", ["\ud800.com", "a\N{REPLACEMENT CHARACTER}.com", "a\u2028b.com"])
def test_a_name_without_an_ascii_form_is_an_error(host: str):
    """What no browser would dial is refused, with the error the rules expect."""
    with pytest.raises(ValueError, match="U\\+"):
        load_suffixes().encode(host)


def test_the_table_is_built_once():
    """Every caller shares one table."""
    assert load_suffixes() is load_suffixes()
