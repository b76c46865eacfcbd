"""The progress of an audit on standard error: a bar on a terminal, nothing in a pipe."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import assert_never

from searchgap.auditor import Progress
from searchgap.cli.session import Session
from searchgap.model.serp import NotSearched, SearchFailure, SearchOutcome, Serp
from searchgap.report.strangers import clean_text

_LONGEST = 200


class SilentProgress:
    """For pipes and quiet runs; with --verbose it names what went wrong as it happens."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def start(self, planned: int) -> None:
        """Tell how much there is to do."""
        self._session.explain(f"{planned} searches planned")

    def advance(self, outcome: SearchOutcome) -> None:
        """Tell of a search without an answer."""
        if not isinstance(outcome, Serp):
            text = clean_text(outcome.request.text, _LONGEST)
            self._session.explain(f'{outcome.kind} while searching "{text}": {clean_text(outcome.message, _LONGEST)}')


class BarProgress:
    """A bar with how many were answered, reused and failed, and what was spent."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where there is a terminal
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        self.bar = Bar(
            TextColumn("searching"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[counts]}", markup=False),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self.bar.add_task("", total=None, counts="")
        self._counts: Counter[str] = Counter()
        self._spent = Decimal(0)

    def start(self, planned: int) -> None:
        """Draw an empty bar."""
        self.bar.update(self._task, total=planned)

    def advance(self, outcome: SearchOutcome) -> None:
        """Move on by one search."""
        match outcome:
            case Serp():
                self._counts["reused" if outcome.reused else "answered"] += 1
                self._spent += (not outcome.reused and outcome.cost) or 0
            case SearchFailure():
                self._counts["failed"] += 1
                self._spent += outcome.cost or 0
            case NotSearched():
                self._counts["not searched"] += 1
            case _:
                assert_never(outcome)
        counts = ", ".join(f"{count} {word}" for word, count in self._counts.items())
        self.bar.update(self._task, advance=1, counts=f"{counts}, ${self._spent}" if self._spent else counts)


@contextmanager
def show_progress(session: Session) -> Iterator[Progress]:
    """Progress as this session shows it."""
    if session.quiet or not sys.stderr.isatty():
        yield SilentProgress(session)
        return
    progress = BarProgress()
    with progress.bar:
        yield progress
