"""All that is known of a host: who claims it or a part of it, and what a page says where nobody does."""

import re
from typing import NamedTuple

from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.rules.clues import LOOKALIKE, Clue, ClueTables, Strength, split_path
from searchgap.rules.hosts import Host
from searchgap.rules.leanings import NO_LEANING, Leaning
from searchgap.rules.lookalikes import looks_like
from searchgap.rules.page_forms import DATED_FORMS, PageForm, read_form
from searchgap.rules.page_signals import find_settling

# What a company keeps beside its pages, and what it is then taken for.
_KEPT_BY_COMPANIES = frozenset({OwnerKind.BLOG, OwnerKind.COMMUNITY, OwnerKind.DOCS})
# In log-odds; a strong clue mostly decides before anything is weighed.
_WEIGHTS = {Strength.NONE: 0.0, Strength.WEAK: 1.0, Strength.FAIR: 3.0, Strength.STRONG: 5.0}
_LIKELY = 0.7


class Claim(NamedTuple):
    """Somebody's claim to a host or a part of it.

    Attributes:
        specificity: host labels and path length; the larger claim is the narrower one.
        expression: regular expression of the tails it covers; "" for all.
        ownership: the verdict if it covers the address.
        by_domain: whether a configured domain makes it, rather than an account.
        users: whether other people publish on what it covers.
        company: the company's host, of a claim to all of its site whatever the part; "" for other claims.
    """

    specificity: tuple[int, int, int]
    expression: str
    ownership: Ownership
    by_domain: bool = False
    users: bool = False
    company: str = ""


class Site:
    """All that is known of a host before a path is seen.

    Attributes:
        domain: the registrable domain.
        unwrap: takes a carried address out of a tail, on hosts that redirect, cache or translate.
        settled: the verdict, where no path can change it.
        expression: one alternation over the claims that look at the path, narrowest first.
        owners: the verdicts of its groups.
        rest: the verdict where no group matches; None to look for clues.
        company: the verdict on a known company's site but for its blog, forum and manual; None for other sites.
    """

    __slots__ = (
        *("company", "domain", "expression", "owners", "rest", "settled", "unwrap"),
        *("_clue", "_clues", "_imitates", "_leaning", "_name", "_verdicts", "_weighed"),
    )

    def __init__(self, host: Host, claims: list[Claim], clues: ClueTables, own: tuple[str, ...]) -> None:
        self.domain = host.domain
        self.unwrap = host.unwrap
        whole = next((place for place, claim in enumerate(claims) if not claim.expression), len(claims))
        partial = claims[:whole]
        self.owners = tuple(claim.ownership for claim in partial)
        self.expression = (
            re.compile("|".join(f"({claim.expression})" for claim in partial), re.IGNORECASE) if partial else None
        )
        self._name = host.name
        self._clues = clues
        self._clue: Clue | None = None
        self._leaning: Leaning | None = None
        self._verdicts: dict[Clue, Ownership] = {}
        self._weighed: dict[tuple[PageForm, tuple[Clue | None, ...]], Ownership] = {}
        self._imitates = False
        self.rest = self.company = None
        if whole == len(claims):
            self._clue = clues.read_host(host.name, host.domain)
            self._imitates = looks_like(host.name, own)
            if self._clue is not None and self._clue.strength is Strength.STRONG:
                self.rest = self.verdict(self._clue)
        elif claims[whole].company:
            self.company = claims[whole].ownership
            self.rest = self._keep(clues.read_labels(host.name, claims[whole].company))
        else:
            self.rest = claims[whole].ownership
        self.settled = self.rest if not partial else None

    def verdict(self, clue: Clue) -> Ownership:
        """What a clue that decides by itself makes of a page of this site."""
        verdict = self._verdicts.get(clue)
        if verdict is None:
            evidence = clue.word or self.domain
            verdict = Ownership(clue.kind, self.domain, clue.rule, evidence, clue.strength.confidence)
            self._verdicts[clue] = verdict
        return verdict

    def judge(self, tail: str, title: str) -> Ownership:
        """The verdict on a page that no claim settles."""
        return self._read(tail, title)

    def judge_page(self, tail: str, title: str, told: tuple[Clue, ...]) -> Ownership:
        """The verdict on a page that no claim settles, with what it says it is.

        That is heard after words that settle the matter, and not at all on a host that imitates the brand's.
        """
        return self._read(tail, title, () if self._imitates else told)

    def _read(self, tail: str, title: str, told: tuple[Clue, ...] = ()) -> Ownership:
        clues = self._clues
        path, query = split_path(tail)
        segments = path.split("/")
        clue = clues.read_segments(segments, tail)
        if self.company is not None:
            return self._keep(clue) or self.company
        if clue is not None and clue.strength is Strength.STRONG:
            return self.verdict(clue)
        if settling := find_settling(told):
            return self.verdict(settling)
        form = read_form(path, query)
        heard = (clue, clues.read_last(segments), clues.read_title(title) if title else None, *told)
        verdict = self._weighed.get((form, heard))
        if verdict is None:
            spoken = [clue for clue in (self._clue, *heard) if clue]
            verdict = self._weighed[form, heard] = self._weigh(form, spoken)
        return verdict

    def _keep(self, clue: Clue | None) -> Ownership | None:
        """The verdict on a part of a company's site that is its blog, its forum or its manual."""
        if clue is None or self.company is None or clue.kind not in _KEPT_BY_COMPANIES or clue.strength < Strength.FAIR:
            return None
        evidence = f"{clue.word}, {self.company.evidence}"
        return Ownership(clue.kind, self.company.name, clue.rule, evidence, clue.strength.confidence)

    def _weigh(self, form: PageForm, spoken: list[Clue]) -> Ownership:
        """The kind that the host's name, the form of the page and the clues together make likeliest."""
        if self._imitates and all(clue.strength is Strength.WEAK for clue in spoken):
            return self.verdict(LOOKALIKE)
        leanings = self._clues.leanings()
        if self._leaning is None:
            self._leaning = leanings.read_host(self._name, self.domain)
        kind, probability = leanings.weigh(self._leaning, form, [(one.kind, _WEIGHTS[one.strength]) for one in spoken])
        confidence = Confidence.MEDIUM if probability >= _LIKELY else Confidence.LOW
        supporters = [clue for clue in spoken if clue.kind is kind]
        if supporters:
            clue = max(supporters, key=lambda clue: clue.strength)
            return Ownership(kind, self.domain, clue.rule, clue.word, confidence)
        evidence = leanings.evidence(kind, self._leaning, form)
        if evidence:
            rule = "dated-path" if evidence in DATED_FORMS else "weighed-clues"
            return Ownership(kind, self.domain, rule, evidence, confidence)
        kind, _ = leanings.weigh(NO_LEANING, form, ())
        rule = "unlisted-site" if form is PageForm.HOME else "unlisted-page"
        return Ownership(kind, self.domain, rule, self.domain, Confidence.LOW)
