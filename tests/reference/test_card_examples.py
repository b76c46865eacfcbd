"""What cards say of result pages, formulas and failures is worked out by the program."""

import asyncio
import re
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product

import pytest

from searchgap.model.audit import AuditRun, BrandAudit
from searchgap.model.brand import Brand, Party
from searchgap.model.card import Card, Example, Family
from searchgap.model.owner import OwnerKind, OwnerRule
from searchgap.model.page import Presence, PresenceLevel
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.serp import FailureKind, NotSearched, OrganicResult, SearchOutcome, Serp
from searchgap.net.breaker import Breaker
from searchgap.net.client import HttpClient
from searchgap.net.http import HttpCall, HttpReply, NetError
from searchgap.net.retry import MOST_ATTEMPTS, wait_before_retry
from searchgap.reference.cards import load_cards
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.reference.suffixes import load_suffixes
from searchgap.report.words import word_percent
from searchgap.rules.classify import Classifier
from searchgap.rules.court import Court
from searchgap.rules.judge import Judge
from searchgap.rules.scoring import score_gap
from searchgap.rules.urls import UrlReader
from searchgap.search.api import ApiError, check_status
from searchgap.search.budget import Budget, BudgetError
from searchgap.search.reading import read_object

DAY = datetime(2026, 11, 22, tzinfo=UTC)
LAMPLIGHT = Brand(
    name="Lamplight",
    domains=("own.example",),
    competitors=(Party(name="Glowworm", domains=("competitor.example",)),),
)
OWNERS = tuple(OwnerRule(match=f"{kind}.example", kind=kind) for kind in OwnerKind)
SPEAKS = Presence(level=PresenceLevel.SPEAKS)
NUMBERS, FAILURES = load_cards(Family.NUMBER), load_cards(Family.FAILURE)
WITH_STATE = [
    card for family in (Family.STATE, Family.PRESENCE) for card in load_cards(family).values() if card.example.serps
]


def judge(example: Example, weights: str = "reciprocal") -> BrandAudit:
    """The audit of the pages of an example: on a page called `speaks` the brand has answered."""
    queries, outcomes = [], []
    for number, serp in enumerate(example.serps):
        weight, _, kinds = serp.rpartition(": ")
        query = ask(f"query {number}", float(weight.removeprefix("weight ") or 1))
        queries.append(query)
        outcomes.append(answer(query.requests[0], kinds))
    return judge_outcomes(tuple(queries), outcomes, weights)


def ask(text: str, weight: float = 1) -> Query:
    request = SearchRequest(text=text, provider="recorded")
    return Query(brand="Lamplight", text=text, topic=None, weight=weight, requests=(request,))


def judge_outcomes(queries: tuple[Query, ...], outcomes: Iterable[SearchOutcome], weights: str) -> BrandAudit:
    plan = Plan(brands=(LAMPLIGHT,), queries=queries, requests=tuple(query.requests[0] for query in queries))
    judge = Judge(
        plan,
        court_of=lambda brand: Court(
            brand=brand,
            classifier=Classifier(
                brand=brand,
                owner_rules=OWNERS,
                catalogue=load_catalogue(),
                clues=load_clues(),
                urls=UrlReader(load_suffixes()),
            ),
            readings={("Lamplight", f"https://speaks.example/{rank}"): SPEAKS for rank in range(1, 11)},
        ),
        ranking_of=lambda _: "recording",
        weights=RANK_WEIGHTS[weights],
    )
    for outcome in outcomes:
        judge.take(outcome)
    run = AuditRun(
        id="0123abcd",
        started_at=DAY,
        finished_at=DAY,
        version="1",
        config_digest="",
        plan=plan,
        outcomes={outcome.request.key: outcome for outcome in outcomes},
    )
    return judge.sum_up(run).brands[0]


def answer(request: SearchRequest, kinds: str) -> SearchOutcome:
    if kinds == "not measured":
        return NotSearched(request=request, kind=FailureKind.BUDGET, message="too dear")
    assert set(kinds.split()) <= {*OwnerKind, "speaks"}
    results = tuple(
        OrganicResult(rank=rank, url=f"https://{kind}.example/{rank}", title="")
        for rank, kind in enumerate(kinds.split(), start=1)
    )
    return Serp(request=request, engine="invented", retrieved_at=DAY, results=results)


@pytest.mark.parametrize("card", WITH_STATE, ids=lambda card: f"{card.family}:{card.name}")
def test_an_example_of_a_state(card: Card):
    """The page of the example gets the state and the gap score that the card tells."""
    (gap,) = judge(card.example).gaps
    score = "no gap score" if gap.score is None else f"gap score {gap.score}"
    assert card.example.gives == f"{gap.state}, {score}"
    if card.family is Family.STATE:
        assert gap.state == card.name


def test_the_example_of_coverage():
    """Base, share and interval are those of the program."""
    coverage = judge(NUMBERS["coverage"].example).coverage
    low, high = map(word_percent, coverage.interval)
    assert NUMBERS["coverage"].example.gives == (
        f"{coverage.with_presence} of {coverage.queries} measured queries, {word_percent(coverage.value)}, "
        f"95 % interval {low} to {high}"
    )


def test_the_example_of_places():
    """The places held and delivered are those of the program."""
    places = judge(NUMBERS["places"].example).places
    assert NUMBERS["places"].example.gives == f"{places.own} of {places.of} places"


@pytest.mark.parametrize("weights", ["reciprocal", "equal"])
def test_the_example_of_share_of_voice(weights: str):
    """The shares are those of the program, under the usual weights and under those that the card advises."""
    card = NUMBERS["share-of-voice"]
    told = card.example.gives if weights == "reciprocal" else card.then.gives
    shares = judge(card.example, weights).share_of_voice
    assert told == ", ".join(f"{name} {word_percent(share)}" for name, share in shares.items())


def test_the_example_of_gap_scores():
    """Every score is the program's."""
    example = NUMBERS["gap-score"].example
    assert example.gives == ", ".join(str(gap.score) for gap in judge(example).gaps)


def test_the_example_of_priority():
    """Every priority is the program's."""
    example = NUMBERS["priority"].example
    assert example.gives == ", ".join(f"{gap.priority:g}" for gap in judge(example).gaps)


def test_the_formula_of_the_gap_score():
    """Worked out by hand for all ranks to ten, the formula on the card gives the program's scores."""
    formula = NUMBERS["gap-score"].formula.partition(" = ")[2].replace(" x ", " * ")
    assert "0.5 / rank of a page" in NUMBERS["gap-score"].source
    for own, speaking, competitor in product([None, *range(1, 11)], repeat=3):
        has = max(1 / own if own else 0, 0.5 / speaking if speaking else 0)
        names = {"has": has, "competitor": 1 / competitor if competitor else has or 1, "min": min}
        exact = eval(formula, {"__builtins__": {}}, names)
        assert score_gap(own, speaking, competitor) == (round(exact) if exact in {0, 100} else min(99, round(exact)))


def test_numbers_name_their_formula_and_source():
    """Nobody has to guess how a number is worked out, or who thought of it."""
    assert all(card.formula and card.source for card in NUMBERS.values())
    assert "z = 1.96" in NUMBERS["coverage"].source


@pytest.mark.parametrize(
    ("kind", "status"), [("auth", 401), ("quota", 402), ("rate-limit", 429), ("blocked", 407), ("unsupported", 422)]
)
def test_the_example_of_a_refusal(kind: str, status: int):
    """A status is a failure of that kind, in the words of the card."""
    with pytest.raises(ApiError) as refusal:
        check_status(HttpReply(status=status, headers={}, body=b""), "Brave")
    assert (refusal.value.kind, refusal.value.message) == (kind, FAILURES[kind].example.gives)


def test_the_example_of_a_bad_reply():
    """A page where JSON should be is a bad reply, in the words of the card."""
    with pytest.raises(ApiError) as trouble:
        read_object(HttpReply(status=200, headers={}, body=b"<html>"), "Brave")
    assert (trouble.value.kind, trouble.value.message) == ("bad-reply", FAILURES["bad-reply"].example.gives)


@pytest.mark.parametrize("kind", ["timeout", "network"])
def test_the_example_of_a_connection_that_fails(kind: str, monkeypatch: pytest.MonkeyPatch):
    """Nobody answering in time and nobody listening are what the cards say, in their words."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    async def fail() -> NetError:
        with socket.create_server(("127.0.0.1", 0)) as server:
            host = f"127.0.0.1:{server.getsockname()[1]}"
            if kind == "network":
                server.close()
            async with HttpClient(user_agent="searchgap/test") as client:
                with pytest.raises(NetError) as trouble:
                    await client.send(HttpCall(url=f"http://{host}/", timeout=0.05))
        assert host in trouble.value.message
        trouble.value.message = trouble.value.message.replace(host, "api.lamps.example").replace("0.05", "30")
        return trouble.value

    trouble = asyncio.run(fail())
    assert (trouble.kind, trouble.message) == (kind, FAILURES[kind].example.gives)
    assert HttpCall(url="").timeout == 30


def test_the_example_of_a_run_that_ended():
    """A search that an interrupted run never reached is cancelled, in the words of the card."""
    (gap,) = judge_outcomes((ask("query 0"),), (), "reciprocal").gaps
    assert (gap.ending.kind, gap.ending.message) == ("cancelled", FAILURES["cancelled"].example.gives)


def test_the_example_of_a_cap():
    """What a cap says where the next search would pass it is what the card says."""
    budget = Budget(None, {"brave": Decimal("0.012")})
    for _ in range(2):
        budget.reserve("brave", Decimal("0.005"))
    with pytest.raises(BudgetError) as trouble:
        budget.reserve("brave", Decimal("0.005"))
    assert str(trouble.value) == FAILURES["budget"].example.gives


@pytest.mark.parametrize("kind", FailureKind)
def test_what_is_said_of_asking_again(kind: FailureKind):
    """A card promises another try where the program makes one, and an end of asking where it ends."""
    why = FAILURES[kind].why
    again = wait_before_retry(1, kind, passing=False, retry_after=None, chance=0) is not None
    assert ("tried again, up to four times in all" in why) == again
    breaker = Breaker("brave")
    if kind not in {FailureKind.BUDGET, FailureKind.CANCELLED}:
        breaker.fail(kind, None, answers_before=0)
    assert ("not asked any more in that run" in why) == (breaker.tripped_by is not None)
    assert MOST_ATTEMPTS == 4
    assert re.search(r"searchgap |--\w|Check|Ask more slowly|Wait", FAILURES[kind].advice)
