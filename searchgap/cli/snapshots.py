"""Stored audits for comparisons over time: judged under today's configuration, with the addresses they list."""

from collections.abc import Iterable, Iterator

from searchgap.cli.judging import Bench
from searchgap.history.series import PageOf
from searchgap.history.store import History
from searchgap.model.config import Config
from searchgap.model.snapshot import Snapshot


def load_snapshots(history: History, audit_ids: Iterable[str], config: Config | None) -> Iterator[Snapshot]:
    """Each audit in turn; what audits have in common is read and judged once."""
    bench = Bench(config)
    series = history.series()
    for audit_id in audit_ids:
        run = series.run(audit_id)
        judge = bench.judge_of(run.plan)
        pages = {}
        for ending in series.endings(run):
            if isinstance(ending, PageOf):
                judge.take_page(*ending)
                pages[ending.answer.request.key] = tuple(url for url, _ in ending.listings)
            else:
                judge.take(ending)
        yield Snapshot(audit=judge.sum_up(run), pages=pages)
