"""Judging a run under today's configuration, or under what was stored with it where there is none."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from searchgap.model.audit import Audit, AuditRun
from searchgap.model.brand import Brand
from searchgap.model.config import Config
from searchgap.model.query import Plan
from searchgap.model.serp import Listing
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.classify import Classifier
from searchgap.rules.court import Court
from searchgap.rules.judge import Judge
from searchgap.rules.standings import Standings
from searchgap.rules.urls import UrlReader
from searchgap.search.registry import PROVIDERS


def load_tables() -> None:
    """Read the shipped tables, which are kept for the life of the process."""
    load_suffixes()
    load_catalogue()
    load_clues()


def make_classifiers(config: Config | None, urls: UrlReader | None = None) -> Callable[[Brand | None], Classifier]:
    """What makes a brand's classifier from the shipped tables and the user's own word; `urls` reads addresses."""
    urls = urls or UrlReader(load_suffixes())
    owner_rules = config.owner_rules if config else ()

    def make(brand: Brand | None) -> Classifier:
        return Classifier(
            brand=brand, owner_rules=owner_rules, catalogue=load_catalogue(), clues=load_clues(), urls=urls
        )

    return make


class Bench:
    """Makes judges of today: brands as configured where they still are, as stored with a plan where not.

    Judges of one bench share what they found out about hosts and listings.

    Attributes:
        urls: what addresses are read with.

    Args:
        config: today's configuration; None to judge by what was stored.
        listings: the listings that pages name by number.
    """

    def __init__(self, config: Config | None, listings: Mapping[int, Listing] = MappingProxyType({})) -> None:
        self._listings = listings
        self._today = {brand.name: brand for brand in config.brands} if config else {}
        self._weights = config.weights if config else RANK_WEIGHTS["reciprocal"]
        self.urls = UrlReader(load_suffixes())
        self._classifier_for = make_classifiers(config, self.urls)
        self._courts: dict[Brand, Court] = {}

    def judge_of(self, plan: Plan) -> Judge:
        """A judge of a plan."""
        return Judge(self._update(plan), court_of=self._court_of, ranking_of=_ranking_of, weights=self._weights)

    def standings_of(self, plan: Plan) -> Standings:
        """What judges the audits of a plan as to where brands stand."""
        return Standings(self._update(plan), court_of=self._court_of, ranking_of=_ranking_of, weights=self._weights)

    def _update(self, plan: Plan) -> Plan:
        return replace(plan, brands=tuple(self._today.get(brand.name, brand) for brand in plan.brands))

    def _court_of(self, brand: Brand) -> Court:
        if brand not in self._courts:
            self._courts[brand] = Court(brand=brand, classifier=self._classifier_for(brand), listings=self._listings)
        return self._courts[brand]


def judge_today(run: AuditRun, config: Config | None) -> Audit:
    """Judge a run as today's configuration has it."""
    judge = Bench(config).judge_of(run.plan)
    for outcome in run.outcomes.values():
        judge.take(outcome)
    return judge.sum_up(run)


def _ranking_of(provider: str) -> str:
    """What the order of a provider's results means; of one that is not installed any more it is not known."""
    return PROVIDERS[provider].spec.ranking if provider in PROVIDERS else f"{provider}, not installed"


def reads_pages(provider: str) -> bool:
    """Whether a provider's results are read off result pages by this program's own parsers."""
    return provider == "saved" or provider.endswith("-web")
