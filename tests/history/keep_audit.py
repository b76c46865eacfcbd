"""Keeps an audit in a process of its own, so that tests can kill it, starve it or race it.

    python keep_audit.py HISTORY AUDIT_ID SEARCHES

Says `ready`, waits for a line, begins the audit, says the key of each request once its answer is saved, says `saved`,
waits for a line, and finishes the audit. Trouble with the history is said as `trouble: …`.
"""

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from searchgap.errors import HistoryError
from searchgap.history.store import History
from searchgap.model.audit import AuditRun
from searchgap.model.brand import Brand
from searchgap.model.query import Plan, Query, SearchRequest
from searchgap.model.serp import OrganicResult, Serp


def main(path: str, audit_id: str, searches: str) -> None:
    requests = tuple(SearchRequest(text=f"search {n} of {audit_id}", provider="recorded") for n in range(int(searches)))
    queries = tuple(Query(brand="Acme", text=each.text, topic=None, weight=1, requests=(each,)) for each in requests)
    run = AuditRun(
        id=audit_id,
        started_at=datetime.now(UTC),
        finished_at=None,
        version="0.1.0",
        config_digest="0123456789abcdef",
        plan=Plan(brands=(Brand(name="Acme"),), queries=queries, requests=requests),
        outcomes={},
    )
    print("ready", flush=True)
    sys.stdin.readline()
    with History.open(Path(path)) as history:
        history.start(run)
        for request in requests:
            history.save(audit_id, answer(request))
            print(request.key, flush=True)
        print("saved", flush=True)
        sys.stdin.readline()
        history.finish(audit_id, datetime.now(UTC))


def answer(request: SearchRequest) -> Serp:
    results = tuple(
        OrganicResult(rank=rank, url=f"https://site{rank}.example/", title=f"{request.text}, {rank}", snippet="…" * 50)
        for rank in range(1, 11)
    )
    return Serp(
        request=request, engine="google", retrieved_at=datetime.now(UTC), results=results, cost=Decimal("0.005")
    )


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except HistoryError as error:
        print(f"trouble: {error.message}", flush=True)
