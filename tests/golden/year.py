"""A year of weekly audits of a world whose truth is known, kept in a real history file.

Tests load this file by path (`runpy.run_path`), because tests are not a package. What a page shows depends on nothing
but the seed, the query and the week.

What is so in this world: results are shuffled every week, and some enter and leave. The brand ranks on some queries all
year, on some by chance from week to week, and on the others never. In week 11 the provider answers nothing, in week 12
hardly anything. In week 20 ten queries are added, on most of which the brand ranked all along. On the Wednesday of week
27 somebody acts on three queries: on one the brand ranks second from then on, on one nothing follows, and one comes and
goes by chance as it did before. From week 42 on another provider is asked, which shows other pages, and the brand on
more of them, but not on those of the first two of the three.
"""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from searchgap.history.store import History
from searchgap.model.action import Action
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand, Party
from searchgap.model.query import Market, Plan, Query, SearchRequest
from searchgap.model.serp import FailureKind, OrganicResult, SearchFailure, Serp

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)
WEEKS = range(1, 53)
DARK, DIM, GROWTH, ACTED, MOVED = 11, 12, 20, 27, 42
OWN, RIVAL = "lamplight.example", "glowworm.example"
BRAND = Brand(name="Lamplight", domains=(OWN,), competitors=(Party(name="Glowworm", domains=(RIVAL,)),))
ACTED_ON = date(2026, 7, 8)
ANSWERED, IGNORED = "lamp buzzes", "lamp hums"
STEADY = tuple(f"lamp kept {number}" for number in range(10))
FLICKERING = tuple(f"lamp flickers {number}" for number in range(6))
NEVER = (IGNORED, *(f"lamp missed {number}" for number in range(22)))
AT_FIRST = (ANSWERED, *STEADY, *FLICKERING, *NEVER)
ADDED_STEADY = tuple(f"lamp kept later {number}" for number in range(8))
ADDED = (*ADDED_STEADY, "lamp missed later 0", "lamp missed later 1")
STILL_ANSWERED = (STEADY[0], *NEVER[:3])  # in the week in which hardly anything is

CONFIG = f"""\
version: 1
brands:
  - name: {BRAND.name}
    domains: [{OWN}]
    competitors: [{{name: Glowworm, domains: [{RIVAL}]}}]
    queries: [{", ".join(AT_FIRST + ADDED)}]
goals:
  - {{metric: coverage, target: 0.5, by: 2026-12-31}}
  - {{metric: coverage, target: 1.0, by: 2026-06-30}}
  - {{metric: coverage, query: {IGNORED}, target: 1.0, by: 2026-12-31}}
"""
SHARE_SEEN, CHANCE_SEEN = 0.75, 0.4


class Year:
    """What is so in each week, and what each audit got to see of it.

    Attributes:
        tempted: the flickering query that was acted on: absent on the last page before, and present on the last after.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.tempted = next(
            text for text in FLICKERING if not self.is_present(ACTED, text) and self.is_present(MOVED - 1, text)
        )

    def asked(self, week: int) -> tuple[str, ...]:
        """The queries of a week's audit."""
        return AT_FIRST if week < GROWTH else AT_FIRST + ADDED

    def measured(self, week: int) -> tuple[str, ...]:
        """Those of them that were answered."""
        return {DARK: (), DIM: STILL_ANSWERED}.get(week, self.asked(week))

    def coverage(self, week: int, texts: tuple[str, ...] = ()) -> float:
        """On what share of the queries the brand is there, whether anybody could see it or not."""
        texts = texts or self.asked(week)
        return sum(self.is_present(week, text) for text in texts) / len(texts)

    def is_present(self, week: int, text: str) -> bool:
        """Whether the brand has a page on a query's page."""
        return self.rank(week, text) is not None

    def rank(self, week: int, text: str) -> int | None:
        """The rank of the brand on the page that the provider of the week shows."""
        chance = self._chance(text, week)
        if week >= MOVED:
            view = self._chance(text, MOVED, "seen by the other provider")
            if text in {ANSWERED, IGNORED} or view.random() > SHARE_SEEN:
                return None
            return view.randint(2, 8) + chance.choice((-1, 0, 0, 0, 1))
        if text == ANSWERED:
            return 2 if week > ACTED else None
        if text in FLICKERING:
            return chance.randint(7, 10) if chance.random() < CHANCE_SEEN else None
        if text in STEADY or text in ADDED_STEADY:
            return self._chance(text).randint(2, 6) + chance.choice((-1, 0, 0, 0, 1))
        return None

    def page(self, week: int, text: str) -> list[str]:
        """The addresses on a query's page, rank 1 first."""
        chance = self._chance(text, week, "strangers")
        asked = "elsewhere" if week >= MOVED else "here"
        strengths = {f"https://site{number}.example/{asked}/{text}": number for number in range(14)}
        page = sorted(strengths, key=lambda url: strengths[url] + chance.gauss(0, 1.2))[:10]
        if self._chance(text, 0, "rival").random() < CHANCE_SEEN:
            page.insert(chance.randint(3, 5), f"https://{RIVAL}/{text}")
        if rank := self.rank(week, text):
            page.insert(rank - 1, f"https://{OWN}/{text}")
        return [url.replace(" ", "-") for url in page[:10]]

    def _chance(self, *of: object) -> random.Random:
        return random.Random(f"{self._seed} {of}")


def audit_id(week: int) -> str:
    """The id of a week's audit, in which the week can be read."""
    return f"{week:08d}"


def started(week: int) -> datetime:
    """When the audit of a week began."""
    return FIRST + timedelta(weeks=week - 1)


def keep_year(year: Year, history: History) -> None:
    """Write every audit of the year, and what was done in it."""
    for week in WEEKS:
        plan = _plan(year, week)
        run = AuditRun(
            id=audit_id(week),
            started_at=started(week),
            finished_at=None,
            version="0.1.0",
            config_digest=f"{(week >= GROWTH) + (week >= MOVED):016x}",
            plan=plan,
            outcomes={},
        )
        history.start(run)
        history.save_all(run.id, [_ask(year, week, request) for request in plan.requests])
        history.finish(run.id, started(week) + timedelta(minutes=5))
    for action in list_actions(year):
        history.add_action(action)


def list_actions(year: Year) -> tuple[Action, ...]:
    """What was done: answered, ignored and tempted, with what each cost."""
    costs = {ANSWERED: ("2", "40"), IGNORED: ("3", None), year.tempted: ("1", "10")}
    return tuple(
        Action(
            id=f"{number:08x}",
            done_on=ACTED_ON,
            brand=BRAND.name,
            query=text,
            what="answered a thread",
            hours=Decimal(hours),
            money=Decimal(money) if money else None,
            currency="EUR" if money else None,
            entered_at=datetime(2026, 7, 8, 15, tzinfo=UTC),
        )
        for number, (text, (hours, money)) in enumerate(costs.items(), 1)
    )


def _plan(year: Year, week: int) -> Plan:
    provider = "searchapi" if week >= MOVED else "serper"
    market = Market(country="us", language="en")
    requests = tuple(SearchRequest(text=text, provider=provider, market=market) for text in year.asked(week))
    queries = tuple(
        Query(brand=BRAND.name, text=request.text, topic=None, weight=1, requests=(request,)) for request in requests
    )
    return Plan(brands=(BRAND,), queries=queries, requests=requests)


def _ask(year: Year, week: int, request: SearchRequest) -> Serp | SearchFailure:
    if request.text not in year.measured(week):
        return SearchFailure(
            request=request, kind=FailureKind.TIMEOUT, message="no answer in time", hint=None, failed_at=started(week)
        )
    results = tuple(
        OrganicResult(rank=rank, url=url, title=f"About {request.text}")
        for rank, url in enumerate(year.page(week, request.text), 1)
    )
    return Serp(request=request, engine="google", retrieved_at=started(week), results=results)
