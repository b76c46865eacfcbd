"""An account is the addresses that its platform would show for it, and no other."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.brand import Brand
from searchgap.rules.accounts import account_addresses
from searchgap.rules.classify import Classifier

Owns = Callable[[str, str], bool]


@pytest.fixture(scope="module")
def owns(make_classifier: Callable[..., Classifier]) -> Owns:
    """Whether a brand with nothing but this account owns an address."""

    def owns(account: str, url: str) -> bool:
        _, ownership = make_classifier(Brand(name="Inkwell", accounts=(account,))).classify(url)
        return (ownership.kind, ownership.rule, ownership.evidence) == ("own", "account", account)

    return owns


@pytest.mark.parametrize(
    ("account", "url"),
    [
        ("youtube.com/@inkwell", "https://www.youtube.com/@inkwell"),
        ("youtube.com/@inkwell", "https://www.youtube.com/@InkWell/videos"),
        ("youtube.com/@inkwell", "https://www.youtube.com/%40inkwell?sub_confirmation=1"),
        ("youtube.com/@inkwell", "https://m.youtube.com/@inkwell#about"),
        ("youtube.com/@inkwell", "https://www.youtube.com/c/inkwell/videos"),
        ("youtube.com/c/inkwell", "https://www.youtube.com/@inkwell"),
        ("youtube.com/channel/UCinkINK", "https://www.youtube.com/channel/UCinkINK/about"),
        ("facebook.com/inkwell", "https://www.facebook.com/pg/inkwell/about/"),
        ("pinterest.com/inkwell", "https://www.pinterest.co.uk/inkwell/pens/"),
        (
            "chrome.google.com/webstore/detail/ink/abcdefghijklmnopabcdefghijklmnop",
            "https://chromewebstore.google.com/detail/tinte/abcdefghijklmnopabcdefghijklmnop?hl=de",
        ),
        ("addons.mozilla.org/en-US/firefox/addon/inkwell", "https://addons.mozilla.org/de/firefox/addon/inkwell/"),
        ("youtube.com/watch?v=dripDRIP123", "https://www.youtube.com/watch?v=dripDRIP123&t=30s"),
        ("youtube.com/watch?v=dripDRIP123", "https://www.youtube.com/watch?list=abc&v=dripDRIP123"),
        ("youtube.com/watch?v=dripDRIP123", "https://youtu.be/dripDRIP123?si=share"),
        ("youtu.be/dripDRIP123", "https://youtu.be/dripDRIP123"),
        ("youtu.be/dripDRIP123", "https://www.youtube.com/watch?v=dripDRIP123"),
        ("x.com/InkwellHQ", "https://x.com/inkwellhq"),
        ("x.com/InkwellHQ", "https://twitter.com/InkwellHQ/status/17"),
        ("x.com/InkwellHQ", "https://mobile.twitter.com/INKWELLHQ"),
        ("twitter.com/InkwellHQ", "https://x.com/InkwellHQ?s=20"),
        ("mobile.twitter.com/InkwellHQ", "https://x.com/InkwellHQ"),
        ("reddit.com/user/inkwell", "https://www.reddit.com/user/Inkwell/comments/"),
        ("reddit.com/user/inkwell", "https://www.reddit.com/u/inkwell"),
        ("reddit.com/u/inkwell", "https://old.reddit.com/user/inkwell/"),
        ("old.reddit.com/r/inkwell", "https://www.reddit.com/r/inkwell/comments/1/leaks/"),
        ("reddit.com/r/inkwell", "https://new.reddit.com/r/Inkwell"),
        ("facebook.com/inkwell", "https://m.facebook.com/inkwell/posts/1"),
        ("facebook.com/inkwell", "https://fb.com/inkwell"),
        ("fb.com/inkwell", "https://de-de.facebook.com/Inkwell/"),
        ("facebook.com/profile.php?id=1001", "https://www.facebook.com/profile.php?sk=about&id=1001"),
        ("github.com/inkwell", "https://github.com/Inkwell/pen/issues/4"),
        ("github.com/inkwell", "https://gist.github.com/inkwell/abc"),
        ("github.com/inkwell", "https://github.com/orgs/inkwell/discussions/3"),
        ("github.com/inkwell", "https://inkwell.github.io/pen/"),
        ("github.com/inkwell", "https://raw.githubusercontent.com/inkwell/pen/main/README.md"),
        ("medium.com/@inkwell", "https://medium.com/@Inkwell/spring-colours-0a1b"),
        ("medium.com/@inkwell", "https://inkwell.medium.com/spring-colours-0a1b"),
        (
            "play.google.com/store/apps/details?id=app.inkwell",
            "https://play.google.com/store/apps/details?id=app.inkwell",
        ),
        (
            "play.google.com/store/apps/details?id=app.inkwell",
            "https://play.google.com/store/apps/details?hl=en&id=app.inkwell&gl=US#reviews",
        ),
        ("apps.apple.com/us/app/inkwell/id12345", "https://apps.apple.com/de/app/inkwell-notizen/id12345?mt=8"),
        ("apps.apple.com/us/app/inkwell/id12345", "https://itunes.apple.com/app/id12345"),
        ("itunes.apple.com/app/id12345", "https://apps.apple.com/jp/app/inkwell/id12345"),
        ("t.me/inkwell", "https://telegram.me/s/inkwell"),
        ("t.me/s/inkwell", "https://t.me/inkwell/88"),
        ("threads.net/@inkwell", "https://www.threads.com/@inkwell/post/1"),
        ("linkedin.com/company/inkwell", "https://de.linkedin.com/company/inkwell/about/"),
        ("vk.example/tinte_für_alle", "https://vk.example/tinte_f%C3%BCr_alle/wall"),
        ("vk.example/tinte_f%C3%BCr_alle", "https://vk.example/tinte_für_alle"),
        ("fan.example/ink(well)", "https://fan.example/ink%28well%29"),
    ],
)
def test_an_account_has_every_form_its_platform_knows(owns: Owns, account: str, url: str):
    """Letter case, other names of the host, escapes, pages below and hosts of its own do not hide an account."""
    assert owns(account, url)


@pytest.mark.parametrize(
    ("account", "url"),
    [
        ("youtube.com/@inkwell", "https://www.youtube.com/@inkwellfan"),
        ("youtube.com/@inkwell", "https://www.youtube.com/@ink"),
        ("youtube.com/@inkwell", "https://www.youtube.com/watch?v=@inkwell"),
        ("youtube.com/@inkwell", "https://www.youtube.com/results?search_query=/@inkwell"),
        ("youtube.com/@inkwell", "https://youtu.be/dripDRIP123"),
        ("youtube.com/watch?v=dripDRIP123", "https://www.youtube.com/watch?v=dripDRIP1234"),
        ("youtube.com/watch?v=dripDRIP123", "https://www.youtube.com/watch?v=other&list=v=dripDRIP123"),
        ("youtube.com/watch", "https://www.youtube.com/watch?v=dripDRIP123"),
        ("x.com/InkwellHQ", "https://x.com/somebody/status/InkwellHQ"),
        ("x.com/InkwellHQ", "https://x.com/search?q=InkwellHQ"),
        ("x.com/InkwellHQ", "https://x.com.lookalike.example/InkwellHQ"),
        ("x.com/InkwellHQ", "https://netflix.com/InkwellHQ"),
        ("reddit.com/user/inkwell", "https://www.reddit.com/r/inkwell"),
        ("reddit.com/r/inkwell", "https://www.reddit.com/r/inkwellfans/comments/1/"),
        ("reddit.com/u/inkwell", "https://www.reddit.com/users/inkwell"),
        ("facebook.com/inkwell", "https://www.facebook.com/groups/inkwell"),
        ("facebook.com/profile.php?id=1001", "https://www.facebook.com/profile.php?id=10011"),
        ("facebook.com/profile.php?id=1001", "https://www.facebook.com/profile.php"),
        ("facebook.com/profile.php", "https://www.facebook.com/profile.php?id=7"),
        ("github.com/inkwell", "https://github.com/someone/inkwell"),
        ("github.com/inkwell", "https://inkwell-docs.github.io/"),
        ("github.com/inkwell", "https://raw.githubusercontent.com/someone/inkwell/main/a"),
        ("github.com/inkwell/pen", "https://inkwell.github.io/"),
        ("github.com/inkwell/pen", "https://github.com/inkwell/pencil"),
        ("medium.com/@jane/our-interview", "https://jane.medium.com/another-story"),
        ("medium.com/inkwell", "https://inkwell.medium.com/"),
        (
            "play.google.com/store/apps/details?id=app.inkwell",
            "https://play.google.com/store/apps/details?id=app.inkwell.pro",
        ),
        (
            "play.google.com/store/apps/details?id=app.inkwell",
            "https://play.google.com/store/apps/details?x=id=app.inkwell",
        ),
        (
            "play.google.com/store/apps/details?id=app.inkwell",
            "https://play.google.com/store/apps/details?id=appsinkwell",
        ),
        ("play.google.com/store/apps/details", "https://play.google.com/store/apps/details?id=app.stranger"),
        ("apps.apple.com/us/app/inkwell/id12345", "https://apps.apple.com/us/app/inkwell/id123456"),
        ("apps.apple.com/us/app/inkwell/id12345", "https://apps.apple.com/us/app/inkwell/id54321?from=id12345"),
        ("t.me/inkwell", "https://t.me/share/inkwell"),
        ("old.forum.example/inkwell", "https://forum.example/inkwell"),
    ],
)
def test_an_account_is_nobody_elses(owns: Owns, account: str, url: str):
    """Longer and shorter handles, other sections, searches, quotations and neighbours stay their owners'."""
    assert not owns(account, url)


def test_hosts_of_an_account_are_plain_names():
    """A handle that could not be a label of a host is given no host of its own."""
    for account in ("github.com/ink.well", "github.com/ink/well", "medium.com/@ink.well", "github.com/-ink"):
        assert {address.host for address in account_addresses(account)} <= {"github.com", "medium.com"}


handles = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True)
odd_handles = st.text(
    st.characters(min_codepoint=33, exclude_characters='/?#\\"<>^`{|}%', exclude_categories=["C", "Z"]), min_size=1
)


@given(handle=handles, below=st.sampled_from(["", "/", "/about", "?tab=1", "#top"]), swap=st.booleans())
def test_any_handle_owns_its_page_and_what_is_below(owns: Owns, handle: str, below: str, swap: bool):
    """Whatever the handle, its page and everything below it is the account's, in either letter case."""
    shown = handle.swapcase() if swap else handle
    assert owns(f"photos.example/{handle}", f"https://photos.example/{shown}{below}")


@given(handle=handles, more=handles)
def test_a_longer_handle_is_another_account(owns: Owns, handle: str, more: str):
    """What merely begins with a handle is somebody else."""
    assert not owns(f"photos.example/{handle}", f"https://photos.example/{handle}{more}")


@given(odd_handles)
def test_a_handle_in_any_script_may_be_escaped(owns: Owns, handle: str):
    """A handle is the same plain and percent-encoded, in the configuration and in the address."""
    plain, escaped = f"photos.example/{handle}", f"photos.example/{quote(handle)}"
    assert all(owns(account, f"https://{shown}") for account in (plain, escaped) for shown in (plain, escaped))


@given(st.text(max_size=40))
def test_any_text_is_a_harmless_account(owns: Owns, account: str):
    """No text breaks the expressions, and none that lacks the host owns it."""
    assert not owns(account, "https://stranger.example/page")
