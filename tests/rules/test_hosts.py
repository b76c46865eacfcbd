"""Authorities of addresses: the host a browser would dial, or none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchgap.rules.hosts import NO_HOST
from searchgap.rules.urls import UrlReader


@pytest.mark.parametrize(
    ("authority", "name", "domain", "port"),
    [
        ("evernote.com", "evernote.com", "evernote.com", ""),
        ("WWW.EverNote.COM", "www.evernote.com", "evernote.com", ""),
        ("evernote.com.", "evernote.com", "evernote.com", ""),
        ("help.acme.co.uk", "help.acme.co.uk", "acme.co.uk", ""),
        ("anna.github.io", "anna.github.io", "anna.github.io", ""),
        ("co.uk", "co.uk", "co.uk", ""),
        ("localhost", "localhost", "localhost", ""),
        ("my_site.example", "my_site.example", "my_site.example", ""),
        ("-a-.example", "-a-.example", "-a-.example", ""),
        ("1.example", "1.example", "1.example", ""),
        ("4chan.org", "4chan.org", "4chan.org", ""),
    ],
)
def test_a_plain_host_has_its_registrable_domain(urls: UrlReader, authority: str, name: str, domain: str, port: str):
    """Letter case and one trailing dot do not count, and a bare suffix stands for itself."""
    assert urls.host(authority)[:3] == (name, domain, port)


@pytest.mark.parametrize(
    ("authority", "name", "port"),
    [
        ("evernote.com:8080", "evernote.com", ":8080"),
        ("evernote.com:443", "evernote.com", ":443"),
        ("evernote.com:00080", "evernote.com", ":80"),
        ("evernote.com:", "evernote.com", ""),
        ("evernote.com.:8080", "evernote.com", ":8080"),
        ("evernote.com:65535", "evernote.com", ":65535"),
        ("user@evernote.com", "evernote.com", ""),
        ("user:secret@evernote.com:81", "evernote.com", ":81"),
        ("evernote.com@evil.example", "evil.example", ""),
        ("evernote.com:443@evil.example", "evil.example", ""),
        ("a@b@evil.example", "evil.example", ""),
        ("@evernote.com", "evernote.com", ""),
        ("[::1]:8080", "[::1]", ":8080"),
        ("127.1:8080", "127.0.0.1", ":8080"),
    ],
)
def test_user_info_and_port_are_not_the_host(urls: UrlReader, authority: str, name: str, port: str):
    """What stands before the last `@` never names the host, and a port is a number."""
    assert urls.host(authority)[::2] == (name, port)


@pytest.mark.parametrize(
    ("authority", "name"),
    [
        ("例え.jp", "xn--r8jz45g.jp"),
        ("xn--r8jz45g.jp", "xn--r8jz45g.jp"),
        ("XN--R8JZ45G.JP", "xn--r8jz45g.jp"),
        ("%E4%BE%8B%E3%81%88.jp", "xn--r8jz45g.jp"),
        ("例え。jp", "xn--r8jz45g.jp"),
        ("例え\N{FULLWIDTH FULL STOP}jp\N{IDEOGRAPHIC FULL STOP}", "xn--r8jz45g.jp"),
        ("b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.de", "xn--bcher-kva.de"),
        ("bu\N{COMBINING DIAERESIS}cher.de", "xn--bcher-kva.de"),
        ("BÜCHER.DE", "xn--bcher-kva.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("evernote%2Ecom", "evernote.com"),
        ("%65vernote.com", "evernote.com"),
        ("\N{FULLWIDTH LATIN SMALL LETTER E}vernote.com", "evernote.com"),
        ("\N{KELVIN SIGN}iosk.example", "kiosk.example"),
        ("ever\N{SOFT HYPHEN}note.com", "evernote.com"),
        ("💩.la", "xn--ls8h.la"),
    ],
)
def test_spellings_of_one_host_are_one(urls: UrlReader, authority: str, name: str):
    """Other scripts, escapes and wide letters become the ASCII form that a browser dials."""
    assert urls.host(authority).name == name


@pytest.mark.parametrize(
    ("authority", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.0.0.1", "127.0.0.1"),
        ("0x7F000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("127.0.0.0x1", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"),
        ("00000000000000000177.1", "127.0.0.1"),
        ("0x0000000000000000007f.1", "127.0.0.1"),
        ("0x", "0.0.0.0"),
        ("0", "0.0.0.0"),
        ("%31%32%37.0.0.1", "127.0.0.1"),
        ("\N{FULLWIDTH DIGIT ONE}27.0.0.1", "127.0.0.1"),
        ("255.255.255.255", "255.255.255.255"),
        ("4294967295", "255.255.255.255"),
        ("1.16777215", "1.255.255.255"),
        ("[::1]", "[::1]"),
        ("[0:0:0:0:0:0:0:1]", "[::1]"),
        ("[2001:DB8::00:1]", "[2001:db8::1]"),
    ],
)
def test_an_ip_address_has_one_form(urls: UrlReader, authority: str, address: str):
    """Every spelling a browser takes (WHATWG URL, 3.5) is the same host, and its own registrable domain."""
    host = urls.host(authority)
    assert (host.name, host.domain) == (address, address)


@pytest.mark.parametrize(
    "authority",
    [
        *("", ".", "..", "a..b", ".example.com", "example.com..", "example..com"),
        *("a b.example", "a\x00b.example", "a\tb.example", "a<b.example", "a>b.example", 'a"b.example', "a|b.example"),
        *(
            "a^b.example",
            "a\\b.example",
            "a%b.example",
            "%",
            "%00.example",
            "%2F.example",
            "evernote.com%40evil.example",
        ),
        *("evernote.com%2F.evil.example", "%FF.example", "\ud800.example", "\N{ACCOUNT OF}.example"),
        *("evernote.com:99999", "evernote.com:65536", "evernote.com:" + "9" * 5_000, "evernote.com:80:80"),
        *("evernote.com:port", "evernote.com:-1", "evernote.com:\N{ARABIC-INDIC DIGIT ONE}", "user@"),
        *("1.2.3.4.5", "1.2.3.4.0", "256.0.0.1", "1.2.3.256", "4294967296", "08.0.0.1", "1.0x1g.2", "1.2.65536"),
        *("1_0.0.0.1", "0x_1.0.0.1", "+1.0.0.1", "-1.0.0.1", "example.1", "a.0x1"),
        *("[", "[]", "[::1", "::1]", "::1", "[[::1]]", "[::1]x", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[1.2.3.4]"),
        *("a" * 254, "a." * 127 + "example", "é" * 300, "%C3%A9" * 300),
    ],
)
def test_what_a_browser_refuses_has_no_host(urls: UrlReader, authority: str):
    """A host that cannot be dialled is no host, and never its harmless-looking part."""
    assert urls.host(authority) == NO_HOST


@pytest.mark.parametrize(
    "lookalike",
    [
        "evernote.com.evil.example",
        "evernote-com.example",
        "evernotе.com",  # noqa: RUF001 - the Cyrillic letter is the point
        "xn--evernot-lwe.com",
        "evern0te.com",
        "evernote.corn",
        "evernote.co",
        "www-evernote.com",
    ],
)
def test_a_lookalike_has_a_domain_of_its_own(urls: UrlReader, lookalike: str):
    """The brand's name in front, inside, or in letters that only look alike does not lead to the brand's domain."""
    host = urls.host(lookalike)
    assert host.name
    assert host.domain != "evernote.com"


@given(st.text(max_size=40) | st.from_regex(r"[a-zA-Z0-9.:%@\[\]_-]{0,40}", fullmatch=True))
@example("a\N{FULLWIDTH SOLIDUS}b")
def test_any_text_has_a_host_or_none(urls: UrlReader, text: str):
    """Nothing raises; a host's name reads as itself, is ASCII, and ends with its registrable domain."""
    host = urls.host(text)
    if host == NO_HOST:
        assert not host.name
        return
    assert urls.host(host.name).name == host.name
    assert host.name.isascii()
    assert host.name == host.name.lower().strip(".")
    assert f".{host.name}".endswith(f".{host.domain}")


def test_memory_stays_bounded():
    """Endless new hosts are forgotten in time, and an endless authority is never kept."""

    class Suffixes:
        def registrable_domain(self, host: str) -> str:
            return host

        def encode(self, host: str) -> str:
            return host

    reader = UrlReader(Suffixes())
    for number in range(50_001):
        reader.host(f"h{number}.example")
    reader.host("u" * 1_000 + "@evernote.com")
    assert set(reader._hosts) == {"h50000.example"}
