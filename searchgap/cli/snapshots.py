"""Stored audits for comparisons over time: judged under today's configuration, with the addresses they list."""

from collections.abc import Collection
from dataclasses import replace

from searchgap.cli.judging import Bench
from searchgap.history.series import PageOf
from searchgap.history.store import History
from searchgap.model.config import Config
from searchgap.model.query import Plan
from searchgap.model.serp import Answer, Serp
from searchgap.model.snapshot import Snapshot
from searchgap.rules.template import fold_text


class Snapshots:
    """Takes audits out of a history one at a time; what they have in common is read and judged once."""

    def __init__(self, history: History, config: Config | None) -> None:
        self._bench = Bench(config)
        self._series = history.series()

    def whole(self, audit_id: str) -> Snapshot:
        """An audit with a verdict on every result; features are left out."""
        run = self._series.run(audit_id)
        judge = self._bench.judge_of(run.plan)
        pages = {}
        for ending in self._series.endings(run):
            if isinstance(ending, PageOf):
                judge.take_page(*ending)
                pages[ending.answer.request.key] = tuple(url for url, _ in ending.listings)
            else:
                judge.take(ending)
        return Snapshot(audit=judge.sum_up(run), pages=pages)

    def standing(self, audit_id: str) -> Snapshot:
        """An audit judged only as to where the competitive set ranks, in half the time: other owners are not told."""
        run = self._series.run(audit_id)
        judge = self._bench.judge_of(run.plan)
        pages = {}
        for ending in self._series.endings(run):
            if isinstance(ending, PageOf):
                judge.take_standing(*ending)
                pages[ending.answer.request.key] = tuple(url for url, _ in ending.listings)
            else:
                judge.take(ending)
        return Snapshot(audit=judge.sum_up_standing(run), pages=pages)

    def part(self, audit_id: str, texts: Collection[str]) -> Snapshot:
        """The part of an audit that asked for one of some queries, given as folded texts, judged like `standing`."""
        run = self._series.run(audit_id)
        part = _cut_plan(run.plan, texts)
        judge = self._bench.judge_of(part)
        pages = {}
        for request in part.requests:
            outcome = run.outcomes.get(request.key)
            if isinstance(outcome, Serp):
                results = [result for result in outcome.results if result.rank <= request.depth]
                listings = [(result.url, result.title) for result in results]
                judge.take_standing(Answer.of(outcome), tuple(result.rank for result in results), listings)
                pages[request.key] = tuple(result.url for result in results)
            elif outcome is not None:
                judge.take(outcome)
        return Snapshot(audit=judge.sum_up_standing(run), pages=pages)


def _cut_plan(plan: Plan, texts: Collection[str]) -> Plan:
    queries = tuple(query for query in plan.queries if fold_text(query.text) in texts)
    requests = {request.key: request for query in queries for request in query.requests}
    return replace(plan, queries=queries, requests=tuple(requests.values()))
