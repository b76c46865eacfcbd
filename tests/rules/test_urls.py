"""URLs as they are listed: what they point at, and the form in which two listings are compared."""

import pytest

from searchgap.rules.urls import NOWHERE, UrlReader


@pytest.mark.parametrize(
    ("url", "scheme", "host", "tail"),
    [
        ("https://evernote.com/blog/gtd", "https", "evernote.com", "/blog/gtd"),
        ("http://evernote.com", "http", "evernote.com", ""),
        ("HTTPS://Evernote.COM/Blog", "https", "evernote.com", "/Blog"),
        ("https://evernote.com?q=1", "https", "evernote.com", "?q=1"),
        ("https://evernote.com#top", "https", "evernote.com", "#top"),
        ("https://evernote.com/a?b=/c#d/e?f", "https", "evernote.com", "/a?b=/c#d/e?f"),
        ("https://user:secret@evernote.com:8080/", "https", "evernote.com", "/"),
        ("https://[::1]:8080/a", "https", "[::1]", "/a"),
        ("evernote.com", "https", "evernote.com", ""),
        ("evernote.com/gtd", "https", "evernote.com", "/gtd"),
        ("www.evernote.com:8080/gtd", "https", "www.evernote.com", "/gtd"),
        ("evernote.com.", "https", "evernote.com", ""),
        ("evernote.com?q=a@b", "https", "evernote.com", "?q=a@b"),
        ("例え.jp/パス", "https", "xn--r8jz45g.jp", "/パス"),
        ("http.example/a", "https", "http.example", "/a"),
        ("//evernote.com/gtd", "https", "evernote.com", "/gtd"),
        ("///evernote.com/gtd", "https", "evernote.com", "/gtd"),
        ("\\\\evernote.com\\gtd", "https", "evernote.com", "/gtd"),
        ("http:evernote.com/gtd", "http", "evernote.com", "/gtd"),
        ("https:/evernote.com/gtd", "https", "evernote.com", "/gtd"),
        ("https:////evernote.com//gtd", "https", "evernote.com", "//gtd"),
        ("http:\\\\evernote.com\\gtd?a\\b#c\\d", "http", "evernote.com", "/gtd?a\\b#c\\d"),
        (" \t\n\x00\x1fhttps://evernote.com/a \r\n", "https", "evernote.com", "/a"),
        ("ht\ntps://ever\tnote.com/a\r\nb", "https", "evernote.com", "/ab"),
    ],
)
def test_an_address_is_taken_apart_as_a_browser_does(urls: UrlReader, url: str, scheme: str, host: str, tail: str):
    """Missing and doubled slashes, backslashes, blanks and line breaks are read the way they would be followed."""
    address = urls.read(url)
    assert (address.scheme, address.host.name, address.tail, address.wrapped) == (scheme, host, tail, False)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\x00", "evernote", "evernote gtd", "localhost", "localhost:8080/a", "/gtd", "\\gtd", "./gtd", "?q"),
        *(
            "#top",
            "1",
            "3.1",
            "e.g",
            "e.g.",
            "evernote.",
            ".com",
            "...",
            "a sentence. With two",
            "see evernote.com now",
        ),
        *("javascript:alert(1)", "javascript://evernote.com/%0aalert(1)", "data:text/html,evernote.com"),
        *("mailto:help@evernote.com", "help@evernote.com", "first.last@evernote.com", "tel:+15550100", "about:blank"),
        *(
            "ftp://evernote.com/",
            "file:///etc/hosts",
            "blob:https://evernote.com/1",
            "view-source:https://evernote.com",
        ),
        *("android-app://com.evernote/", "urn:isbn:0451450523", "ws://evernote.com", "httpx://evernote.com"),
        *("http\N{LATIN SMALL LETTER LONG S}://evernote.com", "h ttps://evernote.com", "://evernote.com"),
        *(
            "https://",
            "https:",
            "http://?evernote.com",
            "https://#evernote.com",
            "https:// /",
            "https://evernote..com/",
        ),
        *("https://%00/", "https://evernote.com:port/", "\ud800://evernote.com", "https://\ud800/", "//", "\\\\"),
    ],
)
def test_what_is_no_web_address_points_nowhere(urls: UrlReader, text: str):
    """Words, paths, other schemes and hosts that cannot be dialled have no host, and come back as they were."""
    assert urls.read(text) == NOWHERE
    assert urls.clean(text) == text.strip("".join(map(chr, range(33))))


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://Evernote.COM", "https://evernote.com/"),
        ("https://evernote.com?a=1", "https://evernote.com/?a=1"),
        ("https://evernote.com:443/a", "https://evernote.com/a"),
        ("http://evernote.com:80/a", "http://evernote.com/a"),
        ("http://evernote.com:443/a", "http://evernote.com:443/a"),
        ("https://evernote.com:80/a", "https://evernote.com:80/a"),
        ("https://evernote.com:08443/a", "https://evernote.com:8443/a"),
        ("https://user:secret@evernote.com/a", "https://evernote.com/a"),
        ("https://evernote.com./a", "https://evernote.com/a"),
        ("evernote.com/a", "https://evernote.com/a"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("https://例え.jp/パス", "https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9"),
        ("https://evernote.com/A/b/", "https://evernote.com/A/b/"),
        ("https://evernote.com/a//b/../c/./d", "https://evernote.com/a//b/../c/./d"),
        ("https://evernote.com/a b", "https://evernote.com/a%20b"),
        ('https://evernote.com/"<>^`{|}', "https://evernote.com/%22%3C%3E%5E%60%7B%7C%7D"),
        ("https://evernote.com/%7e%c3%a9%2f%zz%", "https://evernote.com/%7E%C3%A9%2F%zz%"),
        ("https://evernote.com/!$&'()*+,;=:@[]~-._", "https://evernote.com/!$&'()*+,;=:@[]~-._"),
        ("https://evernote.com/\x00\x7f", "https://evernote.com/%00%7F"),
        ("https://evernote.com/\ud800", "https://evernote.com/%ED%A0%80"),
        ("https://evernote.com/?é=ü", "https://evernote.com/?%C3%A9=%C3%BC"),
    ],
)
def test_one_form_for_one_address(urls: UrlReader, url: str, clean: str):
    """Host, usual port, user info and escapes are written one way; nothing that could be another page is joined."""
    assert urls.clean(url) == clean


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=x&utm_medium=y&UTM_Campaign=z&utm_anything=1", ""),
        ("b=2&utm_source=x&a=1&gclid=y&c=3", "?b=2&a=1&c=3"),
        ("a=1&a=1&a=2", "?a=1&a=1&a=2"),
        ("q=utm_source&source=utm_source=x", "?q=utm_source&source=utm_source=x"),
        ("fbclid", ""),
        ("fbclid=", ""),
        ("srsltid=x&p=7", "?p=7"),
        ("ref_src=twsrc%5Egoogle%7Ctwcamp", ""),
        ("_gl=1*x&_ga=2&mc_cid=3&mc_eid=4&mkt_tok=5&_hsenc=6&hsCtaTracking=7", ""),
        ("pk_campaign=x&mtm_source=y&hsa_acc=1&pk_id=5", "?pk_id=5"),
        ("msclkid=1&yclid=2&ysclid=3&ttclid=4&igshid=5&epik=6", ""),
        ("ei=5&id=7&ref=8&source=9&page=2&v=3&cid=4", "?ei=5&id=7&ref=8&source=9&page=2&v=3&cid=4"),
        ("xutm_source=1&utm=2&utmsource=3", "?xutm_source=1&utm=2&utmsource=3"),
        ("", ""),
        ("&&a=1&&b&", "?a=1&b"),
        ("=", "?="),
        ("a?b=c", "?a?b=c"),
        ("utm_source=x?id=5", ""),
    ],
)
def test_tracking_goes_and_the_rest_stays_in_order(urls: UrlReader, query: str, kept: str):
    """Only parameters that cannot change the page are dropped, whatever their letter case."""
    assert urls.clean(f"https://evernote.com/a?{query}") == f"https://evernote.com/a{kept}"


@pytest.mark.parametrize(
    ("fragment", "kept"),
    [
        ("top", ""),
        ("", ""),
        (":~:text=a%20word,another", ""),
        ("top:~:text=word", ""),
        ("?utm_source=x", ""),
        ("!topic/apps/abc123", "#!topic/apps/abc123"),
        ("/users/7", "#/users/7"),
        ("/users/7:~:text=word", "#/users/7"),
        ("!/ä b", "#!/%C3%A4%20b"),
        ("/a#b?c", "#/a#b?c"),
    ],
)
def test_only_routes_stay_of_a_fragment(urls: UrlReader, fragment: str, kept: str):
    """A place on the page and a highlighted text are the same page; `#!` and `#/` choose another."""
    assert urls.clean(f"https://evernote.com/a?b=1#{fragment}") == f"https://evernote.com/a?b=1{kept}"


@pytest.mark.parametrize(
    "url",
    [
        "https://evernote.com.evil.example/",
        "https://evil.example/https://evernote.com/",
        "https://evil.example/evernote.com",
        "https://evil.example?https://evernote.com/",
        "https://evil.example#https://evernote.com/",
        "https://evernote.com@evil.example/",
        "https://evernote.com:443@evil.example/",
        "https://evernote.com%40evil.example/",
        "https://evernote.com%2F.evil.example/",
        "https://evil.example\\@evernote.com/",
        "https://evil.example\\.evernote.com/",
        "https://evil.example\t/.evernote.com/",
        "https:evil.example/@evernote.com",
        "//evil.example/\\evernote.com",
        "\\/evil.example/evernote.com",
        "https://evernotе.com/",  # noqa: RUF001 - the Cyrillic letter is the point
        "https://xn--evernot-lwe.com/",
        "https://evernote。com.evil.example/",
        "javascript://evernote.com/%0aalert(1)",
        "help@evernote.com",
    ],
)
def test_a_lookalike_does_not_lead_to_the_brand(urls: UrlReader, url: str):
    """The brand's host in the wrong place never makes it the host."""
    assert urls.read(url).host.domain != "evernote.com"
    assert not urls.clean(url).startswith("https://evernote.com/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://evernote.com/", "https://evernote.com/"),
        ("https://www.evernote.com/", "https://evernote.com/"),
        ("https://evernote.com/a", "https://evernote.com/a/"),
        ("https://evernote.com/a", "https://evernote.com/A"),
        ("https://evernote.com/a/b", "https://evernote.com/a%2Fb"),
        ("https://evernote.com/~a", "https://evernote.com/%7Ea"),
        ("https://evernote.com/?a=1&b=2", "https://evernote.com/?b=2&a=1"),
        ("https://evernote.com/?a", "https://evernote.com/?a="),
        ("https://evernote.com/?a=+", "https://evernote.com/?a=%20"),
        ("https://evernote.com/?ei=1", "https://evernote.com/?ei=2"),
        ("https://evernote.com/\ud800", "https://evernote.com/\ud801"),
        ("https://evernote.com/#!a", "https://evernote.com/#!b"),
        ("https://evernote.com:80/", "https://evernote.com/"),
        (
            "https://web.archive.org/web/2020/http://evernote.com/",
            "https://web.archive.org/web/2020/https://evernote.com/",
        ),
    ],
)
def test_different_addresses_stay_different(urls: UrlReader, one: str, other: str):
    """What a server could tell apart is never taken for one listing."""
    assert urls.clean(one) != urls.clean(other)
