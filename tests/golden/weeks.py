"""Builders of invented audits week by week, judged by the rules' own arithmetic.

Tests load this file by path (`runpy.run_path`), because tests are not a package. A page is a word with a letter for
each rank: `o` the brand's own, `q` its competitor's, `s` somebody's on which the brand speaks, `x` anybody's; a page of
`?` was not measured.
"""

from datetime import UTC, datetime, timedelta

from searchgap.model.audit import Audit, AuditRun, BrandAudit, Cost
from searchgap.model.gap import NOT_MEASURED, QueryGap, Verdict
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.query import Market, Plan, Query, SearchRequest
from searchgap.model.score import RankWeights
from searchgap.model.serp import Answer, FailureKind, SearchFailure
from searchgap.rules import scoring
from searchgap.rules.tally import count_endings

FIRST = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
RIVAL = "Rival"
WEIGHTS = RankWeights(name="reciprocal", values=tuple(1 / rank for rank in range(1, 11)), source="arithmetic")


def audit(week: float, *brands: BrandAudit, digest: str = "00112233aabbccdd", plan: Plan | None = None) -> Audit:
    """The audit of a week, counted from the first Monday of 2026."""
    gaps = [gap for brand in brands for gap in brand.gaps]
    requests = tuple({gap.request.key: gap.request for gap in gaps}.values())
    started = FIRST + timedelta(weeks=week)
    run = AuditRun(
        id=f"{round(week * 16):08x}",
        started_at=started,
        finished_at=started + timedelta(minutes=5),
        version="0.1.0",
        config_digest=digest,
        plan=plan or Plan(brands=(), queries=tuple(gap.query for gap in gaps), requests=requests),
        outcomes={},
    )
    endings = {gap.request.key: gap.ending for gap in gaps}.values()
    cost = Cost(estimated=None, actual=None)
    return Audit(run=run, weights=WEIGHTS, tally=count_endings(endings), cost=cost, brands=brands)


def brand(name: str, pages: str, *, ranking: str = "search page", start: int = 0, **facts) -> BrandAudit:
    """A brand's part of an audit: a query for each page, called by its number from `start` on.

    Further facts are the `topics` and `weights` of the queries, the `provider` and the `depth`.
    """
    words = pages.split()
    topics, weights = facts.get("topics", (None,) * len(words)), facts.get("weights", (1,) * len(words))
    gaps = []
    for place, page in enumerate(words):
        text = f"query {start + place}"
        request = SearchRequest(
            text=text,
            provider=facts.get("provider", "bureau"),
            market=Market(country="us", language="en"),
            depth=facts.get("depth", 10),
        )
        query = Query(brand=name, text=text, topic=topics[place], weight=weights[place], requests=(request,))
        gaps.append(_judge(query, request, page))
    return BrandAudit(
        name=name,
        ranking=ranking,
        coverage=scoring.measure_coverage(gaps),
        places=scoring.count_places(gaps),
        share_of_voice=scoring.measure_share_of_voice(gaps, (name, RIVAL), WEIGHTS),
        owners=scoring.rank_owners(gaps),
        gaps=tuple(gaps),
    )


def _judge(query: Query, request: SearchRequest, page: str) -> QueryGap:
    if page == "?":
        failure = SearchFailure(
            request=request, kind=FailureKind.BLOCKED, message="it was blocked", hint=None, failed_at=FIRST
        )
        return QueryGap(query=query, request=request, ending=failure, standing=NOT_MEASURED)
    own = [rank for rank, letter in enumerate(page, 1) if letter == "o"]
    rival, speaking = (page.find(letter) + 1 or None for letter in "qs")
    return QueryGap(
        query=query,
        request=request,
        ending=Answer(request=request, engine="lantern", retrieved_at=FIRST, delivered=len(page)),
        standing=scoring.find_standing(
            query.brand, own, speaking, {RIVAL: rival} if rival else {}, min(len(page), scoring.TOP)
        ),
        ranks=tuple(range(1, len(page) + 1)),
        verdicts=tuple(_hold(letter, query.brand) for letter in page),
    )


def _hold(letter: str, name: str) -> Verdict:
    kinds = {"o": (OwnerKind.OWN, name), "q": (OwnerKind.COMPETITOR, RIVAL)}
    kind, owner = kinds.get(letter, (OwnerKind.OTHER, "misc.example"))
    presence = {"o": OWNED, "s": Presence(level=PresenceLevel.SPEAKS, evidence="an answer")}.get(letter, UNREAD)
    return Verdict(f"{owner.lower()}.example", Ownership(kind, owner, "domain", owner, Confidence.HIGH), presence)
