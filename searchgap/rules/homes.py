"""Addresses → what somebody could call their own there: a site, a tenant at a help desk, an account, an app."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from searchgap.rules.accounts import SAME_HOST
from searchgap.rules.catalogue import parents, tenant_of
from searchgap.rules.clues import Strength
from searchgap.rules.names import NamePattern
from searchgap.rules.urls import Address

# Suffixes that registries sell; whoever signs up gets a name under the others, such as pages.dev.
_SOLD = re.compile(
    r"(?!(?:gov|edu|mil|int)\Z)[^.]+|(?:biz|com?|firm|gen|inc|ind|info|ltd|net?|org?|plc|store|web)\.[a-z]{2}"
)

# Hosts that give each company a subdomain for its help, community, documentation or status page.
_HELP_DESKS = frozenset(
    {
        *("zendesk.com", "freshdesk.com", "helpscoutdocs.com", "helpjuice.com", "groovehq.com", "kayako.com"),
        *("zohodesk.com", "zohodesk.eu", "desk.com", "custhelp.com", "document360.io", "gorgias.help", "crisp.help"),
        *("tawk.help", "happyfox.com", "teamwork.com", "service-now.com", "atlassian.net", "uservoice.com"),
        *("canny.io", "ideas.aha.io", "featurebase.app", "nolt.io", "discourse.group", "trydiscourse.com"),
        *("circle.so", "bettermode.io", "insided.com", "statuspage.io", "instatus.com", "gitbook.io", "readme.io"),
        *("mintlify.app", "helpdocs.io", "helpsite.com", "userecho.com"),
    }
)
# Help desks that give each company a path instead.
_HELP_PATHS = frozenset({"intercom.help", "getsatisfaction.com"})

# What stands between a platform's host and the handle, as alternatives.
_HANDLES = {
    **dict.fromkeys(("x.com", "twitter.com", "facebook.com", "fb.com", "instagram.com", "pinterest.com"), ""),
    **dict.fromkeys(
        ("github.com", "gitlab.com", "bitbucket.org", "huggingface.co", "vk.com", "t.me", "telegram.me"), ""
    ),
    **dict.fromkeys(("vimeo.com", "twitch.tv", "patreon.com", "soundcloud.com", "dribbble.com", "behance.net"), ""),
    **dict.fromkeys(("slideshare.net", "dev.to", "linktr.ee"), ""),
    **dict.fromkeys(("tiktok.com", "threads.net", "threads.com"), "@"),
    "youtube.com": "@|c/|user/",
    "medium.com": "@|",
    "linkedin.com": "company/|showcase/|school/",
    "reddit.com": "user/|u/",
    "bsky.app": "profile/",
    "hub.docker.com": "u/|r/",
    "sourceforge.net": "projects/|p/",
}
# Hosts whose subdomains are accounts of a platform, and what the handle follows there.
_ACCOUNT_HOSTS = {"github.io": "github.com/", "medium.com": "medium.com/@"}
# The same platform for small screens, in another language, or as it used to look.
_MIRROR = re.compile(r"(?:www|m|mobile|touch|web|old|new|np|[a-z]{2}(?:-[a-z]{2})?)\.")
_HANDLE = r"/(?:orgs/|pg/|s/)?((?:{})([^/?#]+))(?=[/?#]|\Z)"
_APPLE_APP = re.compile(r"/(?:[a-z]{2}/)?(app|developer)/([^/?#]+)/(id[0-9]+)(?=[/?#]|\Z)", re.IGNORECASE)
_CHROME_EXTENSION = re.compile(r"/(?:webstore/)?detail/([^/?#]+)/([a-p]{32})(?=[/?#]|\Z)")
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+")

# Words by which customers, critics and rivals call what they make about somebody else.
_NOT_THEIR_OWN = frozenset(
    {
        *("alternative", "alternatives", "anti", "club", "clone", "compare", "competitor", "complaint", "complaints"),
        *("fan", "fans", "hate", "hater", "lawsuit", "review", "reviews", "scam", "scams", "sucks"),
        *("unofficial", "versus", "vs", "wiki"),
    }
)


class HomeKey(StrEnum):
    """The key of a brand that a home is configured under."""

    DOMAINS = "domains"
    ACCOUNTS = "accounts"


class HomeKind(StrEnum):
    """What sort of place a home is, in words that a reason can hold."""

    SITE = "site"
    HELP_DESK = "help desk"
    ACCOUNT = "account"
    APP = "app"


class Likeness(NamedTuple):
    """How a home resembles a name.

    Attributes:
        strength: how much that says.
        reason: what the likeness is, in words.
        rest: words of the home's label that are not the name.
    """

    strength: Strength
    reason: str
    rest: str = ""


class Home(NamedTuple):
    """What somebody could call their own.

    Attributes:
        kind: the sort of place.
        text: as `domains` or `accounts` would have it.
        label: the part of it that names its owner.
        owner: whose domain the address says it is, such as that of an app's maker; "" where it says nothing.
    """

    kind: HomeKind
    text: str
    label: str
    owner: str = ""

    @property
    def key(self) -> HomeKey:
        """Where it would be configured."""
        return HomeKey.DOMAINS if self.kind in {HomeKind.SITE, HomeKind.HELP_DESK} else HomeKey.ACCOUNTS

    def resemble(self, names: Sequence[NamePattern], domains: Sequence[str]) -> Likeness | None:
        """The strongest likeness to any of somebody's names; None where there is none worth a look.

        Args:
            names: their names, the longest first.
            domains: what is known to be theirs.
        """
        if self.owner and self.owner in domains:
            return Likeness(Strength.STRONG, f"an app of the maker {self.owner}")
        likenesses = [likeness for name in names if (likeness := self._compare(name))]
        return max(likenesses, key=lambda likeness: likeness.strength, default=None)

    def _compare(self, name: NamePattern) -> Likeness | None:
        if name.fits(self.label):
            strength = Strength.WEAK if name.ordinary else _MOST[self.kind]
            doubt = ", which is short or an ordinary word" if name.ordinary else ""
            return Likeness(strength, f'{_WORDING[self.kind]} "{name.text}"{doubt}')
        if self.kind is HomeKind.APP:
            rest = name.find_rest(self.label)
            if rest is None or not _NOT_THEIR_OWN.isdisjoint(rest.split("-")):
                return None
            return Likeness(Strength.WEAK, f'an app called "{name.text}" and more, as those of others are too', rest)
        word = name.find_company_word(self.label)
        return Likeness(Strength.FAIR, f'{_WORDING[self.kind]} "{name.text}" with "{word}"', word) if word else None


_MOST = {
    HomeKind.SITE: Strength.STRONG,
    HomeKind.HELP_DESK: Strength.STRONG,
    HomeKind.ACCOUNT: Strength.STRONG,
    HomeKind.APP: Strength.FAIR,
}
_WORDING = {
    HomeKind.SITE: "a site called",
    HomeKind.HELP_DESK: "a help desk called",
    HomeKind.ACCOUNT: "an account called",
    HomeKind.APP: "an app called",
}


def read_home(address: Address) -> Home | None:
    """What an address would be the home of; None where nothing at it is anybody's own."""
    host = address.host.name
    for parent in parents(host):
        if parent in _STORES:
            return _STORES[parent](address.tail)
        if parent in _HANDLES:
            return _read_account(host, parent, address.tail)
        if parent in _ACCOUNT_HOSTS:
            return _read_account_host(host, parent)
        if parent in _HELP_PATHS or parent in _HELP_DESKS:
            return _read_help_desk(host, parent, address.tail)
    name, _, suffix = address.host.domain.partition(".")
    return Home(HomeKind.SITE, address.host.domain, name) if _SOLD.fullmatch(suffix) else None


def _read_help_desk(host: str, base: str, tail: str) -> Home | None:
    if host in {base, f"www.{base}"}:
        found = re.match(r"/([^/?#]+)", tail) if base in _HELP_PATHS else None
        return Home(HomeKind.HELP_DESK, f"{base}/{found[1]}", found[1]) if found else None
    tenant = tenant_of(host, base)
    return Home(HomeKind.HELP_DESK, tenant, tenant.partition(".")[0])


def _read_account(host: str, platform: str, tail: str) -> Home | None:
    if host != platform and not _MIRROR.fullmatch(host.removesuffix(platform)):
        return _read_account_host(host, platform) if platform in _ACCOUNT_HOSTS else None
    found = re.match(_HANDLE.format(_HANDLES[platform]), tail, re.IGNORECASE)
    if found is None:
        return None
    handle = unquote(found[2]).removeprefix("@").removesuffix(".bsky.social")
    return Home(HomeKind.ACCOUNT, f"{SAME_HOST.get(platform, (platform,))[0]}/{found[1]}", handle)


def _read_account_host(host: str, base: str) -> Home | None:
    """The account that a host of its own belongs to."""
    if host in {base, f"www.{base}"}:
        return None
    handle = tenant_of(host, base).partition(".")[0]
    return Home(HomeKind.ACCOUNT, _ACCOUNT_HOSTS[base] + handle, handle)


def _read_apple_app(tail: str) -> Home | None:
    found = _APPLE_APP.match(tail)
    return Home(HomeKind.APP, f"apps.apple.com/{found[1].lower()}/{found[3]}", unquote(found[2])) if found else None


def _read_android_app(tail: str) -> Home | None:
    """The maker of `com.evernote.skitch` is at evernote.com, by the convention for package names."""
    path, _, query = tail.partition("?")
    package = dict(parse_qsl(query)).get("id", "")
    if path.rstrip("/") != "/store/apps/details" or not _PACKAGE.fullmatch(package):
        return None
    first, second, *_ = package.split(".")
    text = f"play.google.com/store/apps/details?id={package}"
    return Home(HomeKind.APP, text, second, owner=f"{second}.{first}".lower())


def _read_chrome_extension(tail: str) -> Home | None:
    found = _CHROME_EXTENSION.match(tail)
    return (
        Home(HomeKind.APP, f"chromewebstore.google.com/detail/{found[1]}/{found[2]}", unquote(found[1]))
        if found
        else None
    )


_STORES: dict[str, Callable[[str], Home | None]] = {
    "apps.apple.com": _read_apple_app,
    "itunes.apple.com": _read_apple_app,
    "play.google.com": _read_android_app,
    "chromewebstore.google.com": _read_chrome_extension,
}
