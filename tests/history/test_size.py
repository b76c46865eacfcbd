"""What history costs: repeated audits take little room, and no query of a report sweeps the whole file."""

from datetime import timedelta

import pytest

from searchgap.history import attempt_lines, counting, outcomes, series
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, SerpFeature

SEARCHES = 100
REPEATS = 10
BYTES_PER_RESULT = 22


def test_repeated_audits_take_little_room(history, make, noon, peek):
    """An audit that finds the same results as the one before adds at most 22 bytes per result, journal included."""
    requests = [make.request(f"problem query number {number}") for number in range(SEARCHES)]
    questions = tuple(FeatureItem(text=f"is this question {number} worth asking?") for number in range(4))
    features = (SerpFeature(kind=FeatureKind.QUESTIONS, items=questions),)

    def list_results(request):
        return tuple(
            OrganicResult(rank=rank, url=f"https://site{rank}.example/a-page-about/{request.key}", title="t" * 60)
            for rank in range(1, 11)
        )

    def keep_audit(number):
        run = make.run(f"{number:08x}", *requests)
        moment = noon + timedelta(weeks=number)
        serps = [
            make.serp(request, results=list_results(request), features=features, retrieved_at=moment)
            for request in requests
        ]
        history.start(run)
        history.save_all(run.id, serps)
        history.finish(run.id, moment)

    def measure_file():
        ((bytes_used,),) = peek("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return bytes_used

    keep_audit(0)
    before = measure_file()
    for number in range(1, REPEATS + 1):
        keep_audit(number)
    added = measure_file() - before
    assert added / (REPEATS * SEARCHES * 10) <= BYTES_PER_RESULT


@pytest.mark.parametrize(
    "query",
    [
        outcomes._REQUESTS,
        outcomes._OUTCOME,
        attempt_lines._ATTEMPTS,
        attempt_lines._LISTING,
        outcomes._PAGE,
        outcomes._NEWEST_ANSWER,
        counting._ENDINGS,
        counting._CHARGES,
        series._ENDINGS,
        series._FAILURE,
        series._KEYS,
        series._LISTINGS,
    ],
)
def test_no_query_sweeps_a_table(history, query):
    """Every query behind a report finds its rows by key or index."""
    values = (1, 1)[: query.count("?")]
    steps = history._connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
    tables = ("outcome", "answer", "hit", "listing", "request", "features", "audit")
    assert [step for *_, step in steps if step.startswith("SCAN") and step.split()[1] in tables] == []
