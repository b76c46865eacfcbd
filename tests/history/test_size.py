"""What history costs: repeated audits take little room, and no query of a report sweeps the whole file."""

from datetime import timedelta

import pytest

from searchgap.history import counting, loading
from searchgap.model.serp import FeatureItem, FeatureKind, OrganicResult, SerpFeature

WEEKS = 12
SEARCHES = 100
BYTES_PER_RESULT = 60


def test_repeated_audits_take_little_room(history, history_path, make, noon):
    """Weekly audits that find the same results need at most 60 bytes per result, features and journal included."""
    requests = [make.request(f"problem query number {number}") for number in range(SEARCHES)]
    pages = {
        request.key: tuple(
            OrganicResult(
                rank=rank,
                url=f"https://site{rank}.example/a-page-about/{request.key}",
                title=f"{request.text} {rank} ".ljust(60, "t"),
                snippet=f"{request.text} {rank} ".ljust(160, "s"),
            )
            for rank in range(1, 11)
        )
        for request in requests
    }
    questions = tuple(FeatureItem(text=f"is this question {number} worth asking?") for number in range(4))
    for week in range(WEEKS):
        began = noon + timedelta(weeks=week)
        run = make.run(f"{week:08x}", *requests, started_at=began)
        history.start(run)
        history.save_all(
            run.id,
            (
                make.serp(
                    request,
                    retrieved_at=began,
                    results=pages[request.key],
                    features=(SerpFeature(kind=FeatureKind.QUESTIONS, items=questions),),
                )
                for request in requests
            ),
        )
        history.finish(run.id, began)
    first_audit = SEARCHES * 10 * 330
    history.close()
    growth = history_path.stat().st_size - first_audit
    assert growth / (WEEKS * SEARCHES * 10) <= BYTES_PER_RESULT


@pytest.mark.parametrize(
    "query",
    [
        loading._OUTCOMES,
        loading._PAGES,
        loading._PAGE,
        loading._NEWEST_ANSWER,
        counting._ENDINGS,
        counting._CHARGES,
    ],
)
def test_no_query_sweeps_a_table(history, query):
    """Every query behind a report finds its rows by key or index."""
    values = (1, 1)[: query.count("?")]
    steps = history._connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
    tables = ("outcome", "answer", "hit", "listing", "request", "features", "audit")
    assert [step for *_, step in steps if step.startswith("SCAN") and step.split()[1] in tables] == []
