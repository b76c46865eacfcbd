"""Domains, accounts and addresses of APIs: pasted as they are found, kept in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.config.complaints import MistakeError
from searchgap.config.sites import read_account, read_base_url, read_domain


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("evernote.com", "evernote.com"),
        ("Evernote.COM", "evernote.com"),
        ("www.evernote.com", "evernote.com"),
        ("https://www.evernote.com/", "evernote.com"),
        ("HTTP://evernote.com", "evernote.com"),
        ("evernote.com.", "evernote.com"),
        ("help.evernote.com/hc/En/", "help.evernote.com/hc/En"),
        ("www.com", "www.com"),
        ("www.co.uk", "co.uk"),
        ("m.evernote.com", "m.evernote.com"),
        ("freemind.sourceforge.net", "freemind.sourceforge.net"),
        ("a_b.example", "a_b.example"),
        ("München.example", "xn--mnchen-3ya.example"),
        ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("a。example", "a.example"),
    ],
)
def test_a_domain_has_one_form(written, kept):
    """Scheme, `www.`, a slash at the end and letter case of the host do not count; other scripts become ASCII."""
    assert read_domain(written) == kept
    assert read_domain(kept) == kept


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("*.evernote.com", 'must be without "*", not "*.evernote.com": subdomains are included anyway'),
        ("evernote com", 'must be one address without spaces, not "evernote com"'),
        ("localhost", 'must be a full host name with a dot, not "localhost"'),
        ("evernote", 'must be a full host name with a dot, not "evernote"'),
        ("evernote.com:8080", 'must be without a port, not "evernote.com:8080"'),
        ("help@evernote.com", "must be a host name, not an e-mail address or a login"),
        ("https://me:pw@evernote.com", "must be a host name, not an e-mail address or a login"),
        ("ftp://evernote.com", 'must be an address on the web, not "ftp://evernote.com"'),
        ("mailto:evernote.com", 'must be an address on the web, not "mailto:evernote.com"'),
        ("evernote.com/?a=b", 'must end before "?", not "evernote.com/?a=b"'),
        ("evernote.com#top", 'must end before "#", not "evernote.com#top"'),
        ("ever..note.com", 'must be a host name, not "ever..note.com"'),
        ("-evernote.com", 'must be a host name, not "-evernote.com"'),
        ("127.0.0.1", 'must be a host name, not "127.0.0.1"'),
        ("[::1]", 'must be a host name, not "[::1]"'),
        ("https://", 'must be a host name, not "https://"'),
        ("/path", 'must be a host name, not "/path"'),
        ("x" * 64 + ".com", f'must be a host name, not "{"x" * 59}…"'),
        ("☃☃..example", 'must be a host name, not "☃☃..example"'),
        ("\u202eexample.com", 'must be a host name, not "\u202eexample.com"'),
    ],
)
def test_what_is_no_domain_is_refused(written, problem):
    """A wildcard, an e-mail address, a bare word: each is told what it should have been."""
    with pytest.raises(MistakeError) as caught:
        read_domain(written)
    assert caught.value.problem == problem
    assert caught.value.example


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("x.com/evernote", "x.com/evernote"),
        ("https://www.youtube.com/@Evernote/", "youtube.com/@Evernote"),
        ("m.facebook.com/Evernote", "facebook.com/Evernote"),
        ("mobile.twitter.com/evernote?s=20", "twitter.com/evernote"),
        ("https://x.com/evernote#top", "x.com/evernote"),
        ("https://play.google.com/store/apps/details?id=com.e&hl=en", "play.google.com/store/apps/details?id=com.e"),
        ("https://www.facebook.com/profile.php?id=1000", "facebook.com/profile.php?id=1000"),
        ("https://apps.apple.com/us/app/evernote/id281796108", "apps.apple.com/us/app/evernote/id281796108"),
        ("linkedin.com/company/evernote/", "linkedin.com/company/evernote"),
    ],
)  # fmt: skip
def test_an_account_has_one_form(written, kept):
    """Scheme, `www.` and `m.` do not count; the path keeps its letter case, and of a query only the id matters."""
    assert read_account(written) == kept
    assert read_account(kept) == kept


@pytest.mark.parametrize(
    "written", ["x.com", "x.com/", "@evernote", "https://x.com/?id=1", "localhost/evernote", "/a/b"]
)
def test_what_is_no_account_is_refused(written):
    """An account has a platform and a path on it."""
    with pytest.raises(MistakeError) as caught:
        read_account(written)
    assert caught.value.example.startswith("youtube.com/@")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("http://127.0.0.1:8888", "http://127.0.0.1:8888"),
        ("https://gateway.example/v1/", "https://gateway.example/v1"),
        ("http://localhost/", "http://localhost"),
        ("http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_a_base_url_is_kept(written, kept):
    """An address of an API may be local and have a port and a path."""
    assert read_base_url(written) == kept


@pytest.mark.parametrize(
    "written",
    ["localhost:8888", "ftp://a.example", "http://", "http://a:0", "http://a:99999", "http://[::1", "http://a b"],
)
def test_what_is_no_base_url_is_refused(written):
    """Only http and https can be asked."""
    with pytest.raises(MistakeError, match="must be an http or https address"):
        read_base_url(written)


def attempt(read, text):
    """What is kept of a text, or None if it is refused."""
    try:
        return read(text)
    except MistakeError:
        return None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    """No text breaks the readers, and what they keep they keep again."""
    for read in (read_domain, read_account, read_base_url):
        kept = attempt(read, text)
        assert kept is None or read(kept) == kept
