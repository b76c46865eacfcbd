"""Stored audits for comparisons over time: judged under today's configuration, with what their pages list."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from searchgap.cli.judging import Bench
from searchgap.history.series import PageOf
from searchgap.history.store import History
from searchgap.model.audit import Audit, AuditRun
from searchgap.model.config import Config
from searchgap.model.query import Plan
from searchgap.model.serp import Listing, NotSearched, SearchFailure, Serp
from searchgap.model.snapshot import Snapshot
from searchgap.model.standing import AuditStanding
from searchgap.rules.standings import Standings
from searchgap.rules.template import fold_text

_Ending: TypeAlias = PageOf | SearchFailure | NotSearched


class Snapshots:
    """Takes audits out of a history one at a time; what they have in common is read and judged once."""

    def __init__(self, history: History, config: Config | None) -> None:
        self._series = history.series()
        self._bench = Bench(config, self._series.listings)
        self._standings: dict[int, Standings] = {}  # by the id of a plan, which the series holds
        self._addresses = _Addresses(self._series.listings, self._bench.urls.clean)

    def whole(self, audit_id: str) -> Snapshot:
        """An audit with a verdict on every result; features are left out."""
        run = self._series.run(audit_id)
        judge = self._bench.judge_of(run.plan)
        endings = list(self._series.endings(run))
        for ending in endings:
            if isinstance(ending, PageOf):
                judge.take_page(*ending)
            else:
                judge.take(ending)
        return Snapshot(
            audit=judge.sum_up_without_owners(run),
            pages=self._read_pages(endings),
            listed={
                ending.answer.request.key: tuple([self._series.listings[number].url for number in ending.listings])
                for ending in endings
                if isinstance(ending, PageOf)
            },
        )

    def standing(self, audit_id: str) -> AuditStanding:
        """An audit judged only as to where the competitive set stands."""
        run = self._series.run(audit_id)
        if id(run.plan) not in self._standings:
            self._standings[id(run.plan)] = self._bench.standings_of(run.plan)
        return self._standings[id(run.plan)].judge(run, self._series.pages(run))

    def standing_on_pages(self, audit_id: str) -> Snapshot:
        """An audit judged as to where the competitive set stands, with endings and pages: other owners are not told."""
        run = self._series.run(audit_id)
        endings = list(self._series.endings(run))
        return Snapshot(audit=self._judge_standing(run, endings), pages=self._read_pages(endings))

    def part(self, audit_id: str, texts: Collection[str]) -> Snapshot:
        """The part of an audit that asked for one of some queries, given as folded texts."""
        run = self._series.run(audit_id)
        part = _cut_plan(run.plan, texts)
        judge = self._bench.judge_of(part)
        pages = {}
        for request in part.requests:
            outcome = run.outcomes.get(request.key)
            if outcome is not None:
                judge.take(outcome)
            if isinstance(outcome, Serp):
                results = (result for result in outcome.results if result.rank <= request.depth)
                pages[request.key] = tuple(self._bench.urls.clean(result.url) for result in results)
        return Snapshot(audit=judge.sum_up_without_owners(run), pages=pages)

    def _judge_standing(self, run: AuditRun, endings: Iterable[_Ending]) -> Audit:
        judge = self._bench.judge_of(run.plan)
        for ending in endings:
            if isinstance(ending, PageOf):
                judge.take_standing(*ending)
            else:
                judge.take(ending)
        return judge.sum_up_without_owners(run)

    def _read_pages(self, endings: Iterable[_Ending]) -> Mapping[str, tuple[str, ...]]:
        return {
            ending.answer.request.key: tuple(map(self._addresses.__getitem__, ending.listings))
            for ending in endings
            if isinstance(ending, PageOf)
        }


class _Addresses(dict[int, str]):
    """By number, the form by which the address of a listing is the same as others, made when it is first asked for."""

    def __init__(self, listings: Mapping[int, Listing], clean: Callable[[str], str]) -> None:
        super().__init__()
        self._listings = listings
        self._clean = clean

    def __missing__(self, number: int) -> str:
        address = self[number] = self._clean(self._listings[number].url)
        return address


def _cut_plan(plan: Plan, texts: Collection[str]) -> Plan:
    queries = tuple(query for query in plan.queries if fold_text(query.text) in texts)
    requests = {request.key: request for query in queries for request in query.requests}
    return replace(plan, queries=queries, requests=tuple(requests.values()))
