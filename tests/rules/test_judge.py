"""Facts become an audit: what was measured is judged for every brand, what was not stays unknown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.model.audit import Audit, AuditRun, Cost, Tally
from searchgap.model.brand import Brand, Party
from searchgap.model.gap import JudgedPage, Leader, State
from searchgap.model.page import OWNED, UNREAD, Presence, PresenceLevel
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.score import Places
from searchgap.model.serp import (
    Answer,
    FailureKind,
    FeatureItem,
    FeatureKind,
    NotSearched,
    OrganicResult,
    SearchFailure,
    SearchOutcome,
    Serp,
    SerpFeature,
)
from searchgap.reference.rank_weights import RANK_WEIGHTS
from searchgap.rules.classify import Classifier
from searchgap.rules.court import Court, Readings
from searchgap.rules.judge import Judge, read_page

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
INKWELL = Brand(
    name="Inkwell",
    domains=("inkwell.example",),
    competitors=(Party(name="Quill", domains=("quill.example",)), Party(name="Scribe", domains=("scribe.example",))),
)
QUILL = Brand(
    name="Quill",
    domains=("quill.example",),
    competitors=(Party(name="Inkwell", domains=("inkwell.example",)),),
)
SPEAKS = Presence(level=PresenceLevel.SPEAKS, evidence="answer by Inkwell Support")
HOSTS = {
    "o": "inkwell.example",
    "q": "quill.example",
    "s": "scribe.example",
    "f": "forum.example",
    "b": "diary.example",
}
RANKINGS = {"bureau": "search page", "mill": "search page", "sage": "own index"}

Judging = Callable[..., Audit]


def ask(text: str = "leaking pen", *, depth: int = 10, provider: str = "bureau") -> SearchRequest:
    return SearchRequest(text=text, provider=provider, depth=depth)


def address(holder: str, rank: int) -> str:
    return f"https://{HOSTS[holder]}/{rank}"


def answer(request: SearchRequest, holders: str, *, cost: str | None = "0.001", reused: bool = False) -> Serp:
    """A SERP held as told, a letter for each rank and `_` for a rank that the engine left out."""
    return Serp(
        request=request,
        engine="lantern",
        retrieved_at=NOW,
        results=tuple(
            OrganicResult(rank=rank, url=address(holder, rank), title="")
            for rank, holder in enumerate(holders, 1)
            if holder != "_"
        ),
        cost=None if cost is None else Decimal(cost),
        reused=reused,
    )


def fail(request: SearchRequest, kind: FailureKind = FailureKind.TIMEOUT, cost: str | None = None) -> SearchFailure:
    return SearchFailure(
        request=request,
        kind=kind,
        message="no answer",
        hint=None,
        failed_at=NOW,
        cost=None if cost is None else Decimal(cost),
    )


def skip(request: SearchRequest) -> NotSearched:
    return NotSearched(request=request, kind=FailureKind.BUDGET, message="too dear")


def make_run(
    *outcomes: SearchOutcome, brands: tuple[Brand, ...] = (INKWELL,), missing: tuple[SearchRequest, ...] = ()
) -> AuditRun:
    """A run in which every brand wants every request, and `missing` were never reached."""
    requests = (*(outcome.request for outcome in outcomes), *missing)
    queries = tuple(
        Query(brand=brand.name, text=request.text, topic=None, weight=1, requests=(request,))
        for brand in brands
        for request in requests
    )
    return AuditRun(
        id="1a2b3c4d",
        started_at=NOW,
        finished_at=None if missing else NOW,
        version="0.1.0",
        config_digest="00112233aabbccdd",
        plan=Plan(brands=brands, queries=queries, requests=requests, estimated_cost=Decimal("0.01")),
        outcomes={outcome.request.key: outcome for outcome in outcomes},
    )


@pytest.fixture(scope="module")
def judge(make_classifier: Callable[..., Classifier]) -> Judging:
    """Judges a run under the reciprocal weights."""

    def judge(run: AuditRun, readings: Readings | None = None) -> Audit:
        judge = Judge(
            run.plan,
            court_of=lambda brand: Court(brand=brand, classifier=make_classifier(brand), readings=readings or {}),
            ranking_of=RANKINGS.__getitem__,
            weights=RANK_WEIGHTS["reciprocal"],
        )
        for outcome in run.outcomes.values():
            judge.take(outcome)
        return judge.sum_up(run)

    return judge


@pytest.mark.parametrize(
    ("holders", "expected"),
    [
        ("offq", (State.OWNED, 1, Leader(name="Inkwell", rank=1), 0)),
        ("foqs", (State.OWNED, 2, Leader(name="Inkwell", rank=2), 50)),
        ("foof", (State.OWNED, 2, Leader(name="Inkwell", rank=2), 50)),
        ("qo", (State.CONTESTED, 2, Leader(name="Quill", rank=1), 75)),
        ("fsqo", (State.CONTESTED, 4, Leader(name="Scribe", rank=2), 88)),
        ("ffqs", (State.ABSENT, None, Leader(name="Quill", rank=3), 100)),
        ("ffbf", (State.ABSENT, None, None, 100)),
        ("", (State.ABSENT, None, None, 100)),
    ],
)
def test_measured_queries_get_state_rank_leader_and_score(
    judge: Judging, holders: str, expected: tuple[State, int | None, Leader | None, int]
):
    """What a SERP says is read off it; an empty one is measured, and the brand is absent from it."""
    brand = judge(make_run(answer(ask(), holders))).brands[0]
    (gap,) = brand.gaps
    assert (gap.state, gap.best_rank, gap.leader, gap.score) == expected
    assert brand.coverage.queries == 1
    assert brand.places.of == len(holders)


@pytest.mark.parametrize("kind", FailureKind)
@pytest.mark.parametrize("failing", [True, False], ids=["failed", "not searched"])
def test_unmeasured_queries_get_nothing(judge: Judging, kind: FailureKind, failing: bool):
    """Whatever the reason, a search without an answer gives no rank, no leader, no score and no results."""
    request = ask()
    outcome = fail(request, kind) if failing else replace(skip(request), kind=kind)
    brand = judge(make_run(outcome)).brands[0]
    (gap,) = brand.gaps
    assert gap.state is State.UNMEASURED
    assert (gap.best_rank, gap.leader, gap.score, gap.ranks, gap.verdicts) == (None, None, None, (), ())
    assert (gap.ending, gap.priority) == (outcome, 0)
    assert brand.coverage.value is None
    assert brand.places == Places(own=0, of=0)
    assert set(brand.share_of_voice.values()) == {None}
    assert brand.owners == ()


@given(
    pages=st.lists(st.text(alphabet="oqsfb_", max_size=12), min_size=1, max_size=4),
    lost=st.lists(st.sampled_from(["failed", "skipped", "missing"]), max_size=4),
)
def test_unmeasured_queries_move_no_number(judge: Judging, pages: list[str], lost: list[str]):
    """Coverage, places, share of voice and owners are those of the measured queries alone."""
    answers = [answer(ask(f"measured {number}"), holders) for number, holders in enumerate(pages)]
    requests = [ask(f"lost {number}") for number in range(len(lost))]
    outcomes = [
        (fail if how == "failed" else skip)(request)
        for how, request in zip(lost, requests, strict=True)
        if how != "missing"
    ]
    missing = tuple(request for how, request in zip(lost, requests, strict=True) if how == "missing")
    (whole,) = judge(make_run(*answers, *outcomes, missing=missing)).brands
    (alone,) = judge(make_run(*answers)).brands
    assert replace(whole, gaps=()) == replace(alone, gaps=())
    assert whole.gaps[: len(answers)] == alone.gaps
    assert all(gap.state is State.UNMEASURED for gap in whole.gaps[len(answers) :])


def test_a_serp_deeper_than_asked_is_cut(judge: Judging):
    """A provider that returns more than was asked for changes neither ranks nor states."""
    request = ask(depth=3)
    brand = judge(make_run(answer(request, "ffqfoo"))).brands[0]
    (gap,) = brand.gaps
    assert gap.ranks == (1, 2, 3)
    assert gap.state is State.ABSENT
    assert brand.places == Places(own=0, of=3)


def test_a_page_is_read_with_its_verdicts(judge: Judging):
    """Results down to the depth asked for come back with the verdict on each; nothing where nothing was measured."""
    shallow, lost = answer(ask(depth=2), "qof"), fail(ask("lost"))
    run = make_run(shallow, lost)
    measured, unmeasured = judge(run).brands[0].gaps
    page = read_page(measured, run.outcomes)
    assert [judged.result for judged in page.results] == list(shallow.results[:2])
    assert [judged.verdict.ownership.name for judged in page.results] == ["Quill", "Inkwell"]
    assert read_page(unmeasured, run.outcomes) == JudgedPage()


def test_the_later_of_two_outcomes_counts(judge: Judging):
    """A failure that was followed by an answer leaves no trace."""
    failed, answered = fail(ask()), answer(ask(), "o")
    audit = judge(replace(make_run(answered), outcomes={"first": failed, "then": answered}))
    assert audit.brands[0].gaps[0].state is State.OWNED
    assert audit.tally == Tally(planned=1, measured=1, failed=0, not_searched=0, reused=0)


def test_depths_beyond_ten_are_judged_but_are_no_places(judge: Judging):
    """A rank of 12 that was asked for counts for the state, while places stay those of the top ten."""
    brand = judge(make_run(answer(ask(depth=20), "f__________o"))).brands[0]
    (gap,) = brand.gaps
    assert (gap.state, gap.best_rank) == (State.OWNED, 12)
    assert brand.places == Places(own=0, of=1)


def test_holes_in_the_ranks_stay(judge: Judging):
    """Results keep the engine's ranks; nothing moves up into a hole."""
    (gap,) = judge(make_run(answer(ask(), "_f__q_o"))).brands[0].gaps
    assert gap.ranks == (2, 5, 7)
    assert (gap.best_rank, gap.leader) == (7, Leader(name="Quill", rank=5))


def test_a_shared_search_is_judged_for_each_brand(judge: Judging):
    """The same answer is one brand's own ground and the other brand's competitor, and is tallied once."""
    shared = answer(ask(), "qo")
    audit = judge(make_run(shared, brands=(INKWELL, QUILL)))
    inkwell, quill = (brand.gaps[0] for brand in audit.brands)
    assert (inkwell.state, inkwell.best_rank, inkwell.score) == (State.CONTESTED, 2, 75)
    assert (quill.state, quill.best_rank, quill.score) == (State.OWNED, 1, 0)
    assert inkwell.ending is quill.ending
    assert inkwell.ending == Answer.of(shared)
    assert audit.tally == Tally(planned=1, measured=1, failed=0, not_searched=0, reused=0)
    assert audit.cost.actual == Decimal("0.001")


def make_run_of_one_query(*outcomes: SearchOutcome) -> AuditRun:
    """A run in which several searches answer the same query."""
    run = make_run(*outcomes)
    query = replace(run.plan.queries[0], requests=run.plan.requests)
    return replace(run, plan=replace(run.plan, queries=(query,)))


def test_a_query_of_two_providers_is_judged_twice(judge: Judging):
    """Each provider's SERP is a row of its own, in the order they are asked."""
    run = make_run_of_one_query(answer(ask(provider="bureau"), "o"), answer(ask(provider="mill"), "q"))
    (brand,) = judge(run).brands
    assert [(gap.request.provider, gap.state) for gap in brand.gaps] == [
        ("bureau", State.OWNED),
        ("mill", State.ABSENT),
    ]
    assert brand.coverage.queries == 2


def test_different_rankings_are_never_mixed(judge: Judging):
    """A brand's numbers under a search page and under an index of another kind stand side by side."""
    run = make_run_of_one_query(answer(ask(provider="bureau"), "oq"), answer(ask(provider="sage"), "q"))
    page, index = judge(run).brands
    assert [(brand.name, brand.ranking) for brand in (page, index)] == [
        ("Inkwell", "search page"),
        ("Inkwell", "own index"),
    ]
    assert (page.coverage.value, index.coverage.value) == (1, 0)
    assert (page.places, index.places) == (Places(own=1, of=2), Places(own=0, of=1))
    assert index.share_of_voice == {"Inkwell": 0, "Quill": 1, "Scribe": 0}


def test_features_are_judged_and_count_for_nothing(judge: Judging):
    """Links beside the results are classified, while state, rank, score and places stay those of the results."""
    items = (
        FeatureItem(text="Why do pens leak?"),
        FeatureItem(url=address("o", 1)),
        FeatureItem(text="", url=address("q", 2)),
        FeatureItem(),
    )
    features = (SerpFeature(kind=FeatureKind.QUESTIONS, items=items), SerpFeature(kind=FeatureKind.ADS))
    run = make_run(replace(answer(ask(), "f"), features=features))
    brand = judge(run).brands[0]
    (gap,) = brand.gaps
    questions, ads = read_page(gap, run.outcomes).features
    assert [judged.item for judged in questions.items] == list(items)
    assert [judged.ownership and judged.ownership.name for judged in questions.items] == [
        None,
        "Inkwell",
        "Quill",
        None,
    ]
    assert (ads.kind, ads.items) == (FeatureKind.ADS, ())
    assert (gap.state, gap.best_rank, gap.leader, gap.score) == (State.ABSENT, None, None, 100)
    assert brand.places == Places(own=0, of=1)
    assert set(brand.share_of_voice.values()) == {None}


def test_an_interrupted_run_has_searches_that_were_not_searched(judge: Judging):
    """A request without an outcome is a cancelled search with the way to finish it, never an absence."""
    unreached = ask("never reached")
    run = make_run(answer(ask(), "o"), missing=(unreached,))
    audit = judge(run)
    gap = audit.brands[0].gaps[1]
    assert gap.state is State.UNMEASURED
    assert isinstance(gap.ending, NotSearched)
    assert gap.ending.kind is FailureKind.CANCELLED
    assert gap.ending.hint is not None
    assert "--resume" in gap.ending.hint
    assert audit.tally == Tally(planned=2, measured=1, failed=0, not_searched=1, reused=0)


def test_a_reading_that_speaks_closes_half_the_gap(judge: Judging):
    """An official answer on somebody else's result makes the state `speaks`; it is not an own result."""
    reading = {("Inkwell", address("f", 1)): SPEAKS}
    (gap,) = judge(make_run(answer(ask(), "fq")), reading).brands[0].gaps
    assert (gap.state, gap.best_rank, gap.score) == (State.SPEAKS, None, 50)
    assert [verdict.presence for verdict in gap.verdicts] == [SPEAKS, UNREAD]


def test_a_reading_belongs_to_one_brand(judge: Judging):
    """What a page says of one brand says nothing of another that shares the search."""
    reading = {("Inkwell", address("f", 1)): SPEAKS}
    audit = judge(make_run(answer(ask(), "f"), brands=(INKWELL, QUILL)), reading)
    assert [brand.gaps[0].state for brand in audit.brands] == [State.SPEAKS, State.ABSENT]


@pytest.mark.parametrize(
    "level", [PresenceLevel.LINKED, PresenceLevel.MENTIONED, PresenceLevel.ABSENT, PresenceLevel.UNREAD]
)
def test_being_talked_about_is_not_speaking(judge: Judging, level: PresenceLevel):
    """A link or a mention by others leaves the brand absent."""
    reading = {("Inkwell", address("f", 1)): Presence(level=level)}
    (gap,) = judge(make_run(answer(ask(), "f")), reading).brands[0].gaps
    assert (gap.state, gap.score) == (State.ABSENT, 100)


def test_own_results_are_owned_whatever_was_read(judge: Judging):
    """The brand's presence on its own page needs no reading."""
    reading = {("Inkwell", address("o", 1)): Presence(level=PresenceLevel.ABSENT)}
    (gap,) = judge(make_run(answer(ask(), "o")), reading).brands[0].gaps
    assert gap.verdicts[0].presence == OWNED


def test_every_planned_search_is_tallied(judge: Judging):
    """Measured, failed and not searched add up to planned; reused ones are among the measured."""
    run = make_run(
        answer(ask("one"), "o"),
        answer(ask("two"), "", reused=True),
        fail(ask("three")),
        skip(ask("four")),
        missing=(ask("five"),),
    )
    assert judge(run).tally == Tally(planned=5, measured=2, failed=1, not_searched=2, reused=1)


@pytest.mark.parametrize(
    ("outcomes", "actual"),
    [
        ([], "0"),
        ([answer(ask("one"), "o", cost="0.001"), answer(ask("two"), "o", cost="0.005")], "0.006"),
        ([answer(ask("one"), "o", cost="0.001"), answer(ask("two"), "o", cost="9", reused=True)], "0.001"),
        ([answer(ask("one"), "o", cost=None, reused=True)], "0"),
        ([answer(ask("one"), "o", cost="0.001"), skip(ask("two"))], "0.001"),
        ([answer(ask("one"), "o", cost="0.001"), fail(ask("two"), cost="0.002")], "0.003"),
        ([answer(ask("one"), "o", cost="0.001"), fail(ask("two"), cost="0")], "0.001"),
        ([answer(ask("one"), "o", cost="0.001"), fail(ask("two"))], None),
        ([answer(ask("one"), "o", cost=None), answer(ask("two"), "o", cost="0.001")], None),
        ([answer(ask("one"), "o", cost="0.001"), answer(ask("two"), "o", cost=None)], None),
    ],
)
def test_cost_is_summed_where_it_is_known(judge: Judging, outcomes: list[SearchOutcome], actual: str | None):
    """Reused and unasked searches cost nothing; where one answer or failure has an unknown charge, so has the sum."""
    cost = judge(make_run(*outcomes)).cost
    assert cost == Cost(estimated=Decimal("0.01"), actual=None if actual is None else Decimal(actual))


def test_the_audit_keeps_its_facts(judge: Judging):
    """Run and weights are in the audit as they were given; brands and gaps are in the order of the plan."""
    run = make_run(answer(ask("one"), "o"), answer(ask("two"), "q"), brands=(QUILL, INKWELL))
    audit = judge(run)
    assert audit.run is run
    assert audit.weights is RANK_WEIGHTS["reciprocal"]
    assert [brand.name for brand in audit.brands] == ["Quill", "Inkwell"]
    assert [[gap.query.text for gap in brand.gaps] for brand in audit.brands] == [["one", "two"]] * 2
