"""A result → its owner, with the rule that decided and what it saw.

The order: the most specific of the brand's own, competitors' and partners' domains and accounts; the user's `owners`;
the catalogue; a clue of the address that settles the matter; one of the page, where it was read; and last everything
that host, path, title and page say, weighed together. Only pages that the catalogue says are written by other people
come before a domain: what users publish on the brand's shared hosting is not the brand's. A company that the catalogue
calls `other` still has a blog, a forum and a manual.
"""

import re
from collections.abc import Iterator

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import PARTY_KINDS, Confidence, OwnerKind, OwnerRule, Ownership
from searchgap.model.page import PageSignals
from searchgap.rules.accounts import account_addresses
from searchgap.rules.catalogue import Catalogue, Entry, parents, path_expression, tenant_of
from searchgap.rules.clues import Clue, ClueTables
from searchgap.rules.hosts import Host
from searchgap.rules.page_signals import read_page
from searchgap.rules.sites import Claim, Site
from searchgap.rules.urls import UrlReader

_MOST_SITES_REMEMBERED = 50_000
_MOST_PAGES_REMEMBERED = 10_000
_PLAIN_START = re.compile(r"https?://[^\s/?#\\@]+\Z")
_FORUM_LABELS = frozenset({"forum", "forums", "foro", "foros", "foren", "board", "boards", "community"})
_FORUM_PATH = (
    r"(?:/[^/?#]++)?/(?:forums?|foros?|foren|threads|showthread\.php|viewtopic\.php|messageboards?)(?=[/?#]|\Z)"
)
_HAVE_FORUMS = frozenset({OwnerKind.MEDIA, OwnerKind.RETAIL, OwnerKind.REVIEW, OwnerKind.REFERENCE})
NO_ADDRESS = Ownership(OwnerKind.OTHER, "", "no-address", "", Confidence.LOW)


class Classifier:
    """Classifies results from one brand's point of view, remembering what it found out about each host."""

    def __init__(
        self,
        *,
        brand: Brand | None,
        owner_rules: tuple[OwnerRule, ...],
        catalogue: Catalogue,
        clues: ClueTables,
        urls: UrlReader,
    ) -> None:
        self._urls = urls
        self._clues = clues
        self._catalogue = catalogue
        self._parties = _claims_by_host(_party_claims(brand, urls) if brand else iter(()))
        self._own = tuple(urls.host(domain.partition("/")[0]).name for domain in brand.domains) if brand else ()
        self._rules = _claims_by_host(_rule_claim(rule, urls) for rule in owner_rules)
        self._party_hosts = frozenset(self._parties).union(
            host for host, claims in self._rules.items() if any(claim.ownership.kind in PARTY_KINDS for claim in claims)
        )
        self._strangers: set[str] = set()
        self._sites: dict[str, Site] = {}
        self._sites_by_host: dict[str, Site] = {}
        self._pages: dict[tuple[Site, str, str], Ownership] = {}

    def classify(self, url: str, title: str = "", signals: PageSignals | None = None) -> tuple[str, Ownership]:
        """The registrable domain and the owner of a result; any text gets a verdict.

        Args:
            url: its address.
            title: the title it is listed under.
            signals: what its page says it is, where that was read.
        """
        if signals is not None:
            return self._classify_read(url, title, signals)
        end = url.find("/", 8)
        site = self._sites.get(url[:end]) if end > 0 else None
        if site is None:
            return self._classify_carefully(url, end, title)
        if site.settled is not None and site.unwrap is None:
            return site.domain, site.settled
        if "\\" in url or url[-1] == " " or not url.isprintable():
            return self._classify_carefully(url, end, title)
        tail = url[end:]
        if site.unwrap is not None and site.unwrap(tail) is not None:
            return self._classify_carefully(url, end, title)
        return site.domain, site.settled or self._judge(site, tail, title)

    def find_party(self, url: str) -> Ownership | None:
        """The configured party that an address belongs to, as `classify` would say; None for everybody else."""
        end = url.find("/", 8)
        if end > 0 and (url[:end] in self._strangers or self._is_stranger(url[:end])):
            return None
        _, ownership = self.classify(url)
        return ownership if ownership.kind in PARTY_KINDS else None

    def _is_stranger(self, start: str) -> bool:
        """Whether addresses with this start lie on a host of which no party claims a part, and which never wraps."""
        if not _PLAIN_START.match(start):
            return False
        host = self._urls.host(start.partition("//")[2])
        if not host.name or host.unwrap is not None or not self._party_hosts.isdisjoint(parents(host.name)):
            return False
        if len(self._strangers) >= _MOST_SITES_REMEMBERED:
            self._strangers.clear()
        self._strangers.add(start)
        return True

    def _classify_carefully(self, url: str, end: int, title: str) -> tuple[str, Ownership]:
        """Take wrappers off, and let addresses that begin like this one take the short way from now on."""
        address = self._urls.read(url)
        if not address.host.name:
            return "", NO_ADDRESS
        site = self._site(address.host)
        if end > 0 and not address.wrapped and _PLAIN_START.match(url[:end]):
            if len(self._sites) >= _MOST_SITES_REMEMBERED:
                self._sites.clear()
            self._sites[url[:end]] = site
        return site.domain, site.settled or self._judge(site, address.tail, title)

    def _classify_read(self, url: str, title: str, signals: PageSignals) -> tuple[str, Ownership]:
        """The same of a page that was read."""
        address = self._urls.read(url)
        if not address.host.name:
            return "", NO_ADDRESS
        site = self._site(address.host)
        told = read_page(signals, self._clues.signals())
        return site.domain, site.settled or self._judge(site, address.tail, title, told)

    def _judge(self, site: Site, tail: str, title: str, told: tuple[Clue, ...] = ()) -> Ownership:
        if site.expression and (found := site.expression.match(tail)):
            return site.owners[(found.lastindex or 1) - 1]
        return site.rest or (site.judge_page(tail, title, told) if told else self._judge_page(site, tail, title))

    def _judge_page(self, site: Site, tail: str, title: str) -> Ownership:
        """The verdict on a page that no claim settles, remembered: the same pages come up in many searches."""
        page = (site, tail, title)
        verdict = self._pages.get(page)
        if verdict is None:
            if len(self._pages) >= _MOST_PAGES_REMEMBERED:
                self._pages.clear()
            verdict = self._pages[page] = site.judge(tail, title)
        return verdict

    def _site(self, host: Host) -> Site:
        site = self._sites_by_host.get(host.name)
        if site is None:
            if len(self._sites_by_host) >= _MOST_SITES_REMEMBERED:
                self._sites_by_host.clear()
            site = self._sites_by_host[host.name] = Site(host, self._claims(host), self._clues, self._own)
        return site

    def _claims(self, host: Host) -> list[Claim]:
        """The claims to a host in the order in which they are heard."""
        known = [claim for entry in self._catalogue.entries(host.name) for claim in _entry_claims(entry, host)]
        parties = _claims_to(host, self._parties)
        heard: list[Claim] = []
        for party in parties:
            heard.extend(_published_by_others(party, known))
            heard.append(party)
        return [*heard, *_claims_to(host, self._rules), *known]


def _published_by_others(party: Claim, known: list[Claim]) -> Iterator[Claim]:
    """Narrower places under a configured domain that the catalogue gives to other people.

    A narrower place that is not theirs, such as a platform's own pages among its users', stays with the party.
    For a competitor only hosts of their own count: posts on its network are still on its ground.
    """
    if not party.by_domain:
        return
    own = party.ownership.kind is OwnerKind.OWN
    for claim in known:
        if claim.specificity <= party.specificity:
            continue
        if not claim.users:
            yield claim._replace(ownership=party.ownership)
        elif own or claim.specificity[0] > party.specificity[0]:
            yield claim


def _claims_by_host(claims: Iterator[tuple[str, Claim]]) -> dict[str, list[Claim]]:
    by_host: dict[str, list[Claim]] = {}
    for host, claim in claims:
        by_host.setdefault(host, []).append(claim)
    return by_host


def _claims_to(host: Host, by_host: dict[str, list[Claim]]) -> list[Claim]:
    """Claims on a host and the hosts above it, narrowest first; equals stay in the order they were made."""
    found = [claim for parent in parents(host.name) for claim in by_host.get(parent, ())]
    return sorted(found, key=lambda claim: claim.specificity, reverse=True)


def _party_claims(brand: Brand, urls: UrlReader) -> Iterator[tuple[str, Claim]]:
    roles: list[tuple[OwnerKind, Party]] = [(OwnerKind.OWN, brand)]
    roles += [(OwnerKind.COMPETITOR, party) for party in brand.competitors]
    roles += [(OwnerKind.PARTNER, party) for party in brand.partners]
    for kind, party in roles:
        for domain in party.domains:
            host, path, specificity = _read_match(domain, urls)
            ownership = Ownership(kind, party.name, "domain", domain, Confidence.HIGH)
            yield host, Claim(specificity, path_expression(path), ownership, by_domain=not path)
        for account in party.accounts:
            ownership = Ownership(kind, party.name, "account", account, Confidence.HIGH)
            for address in account_addresses(account):
                specificity = (address.host.count("."), account.count("/") + 1, 0)
                yield address.host, Claim(specificity, address.expression, ownership)


def _rule_claim(rule: OwnerRule, urls: UrlReader) -> tuple[str, Claim]:
    host, path, specificity = _read_match(rule.match, urls)
    name = rule.name or urls.host(host).domain
    ownership = Ownership(rule.kind, name, "owners", rule.match, Confidence.HIGH)
    return host, Claim(specificity, path_expression(path), ownership)


def _read_match(match: str, urls: UrlReader) -> tuple[str, str, tuple[int, int, int]]:
    """Host, path and specificity of a configured `host[/path]`."""
    authority, slash, path = match.partition("/")
    host = urls.host(authority).name.removeprefix("www.")
    path = (slash + path).rstrip("/")
    return host, path, (host.count("."), path.count("/"), 0)


def _entry_claims(entry: Entry, host: Host) -> Iterator[Claim]:
    """What an entry claims. A forum below the path of a newsroom, a shop or the like is a community, not theirs."""
    name = entry.name or (tenant_of(host.name, entry.host) if entry.tenants else host.domain)
    if entry.kind in _HAVE_FORUMS and not entry.path and not entry.tenants:
        forum = Ownership(OwnerKind.COMMUNITY, name, "forum-path", entry.pattern, Confidence.MEDIUM)
        if host.name.partition(".")[0] in _FORUM_LABELS:
            yield Claim(entry.specificity, "", forum)
        else:
            yield Claim(entry.specificity, _FORUM_PATH, forum)
    ownership = Ownership(entry.kind, name, "catalogue", entry.pattern, Confidence.HIGH)
    keeps = entry.kind is OwnerKind.OTHER and not (entry.path or entry.tenants or entry.users)
    company = entry.host if keeps else ""
    yield Claim(entry.specificity, path_expression(entry.path), ownership, users=entry.users, company=company)
