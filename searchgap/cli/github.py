"""What GitHub Actions is told beside the report: annotations on the run and the job's summary."""

import os
from pathlib import Path

from searchgap.cli.session import say
from searchgap.report.annotations import annotate
from searchgap.report.gates import GatesView
from searchgap.report.registry import find_format
from searchgap.report.rows import ReportView

_LARGEST_SUMMARY = 1024 * 1024  # of one step; GitHub drops what is larger


def is_running() -> bool:
    """Whether a workflow is what runs this program."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def print_annotations(gates: GatesView) -> None:
    """Annotations on standard error, which the runner reads like standard output."""
    for line in annotate(gates):
        say(line)


def append_summary(view: ReportView) -> None:
    """The report in Markdown at the end of the job's summary, if there is one; trouble with it fails nothing."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    report = "".join(find_format("markdown").render(view)).encode("utf-8", "replace")
    try:
        path = Path(file)
        if path.exists() and path.stat().st_size + len(report) > _LARGEST_SUMMARY:
            say("warning: the job summary has no room for the report")
            return
        with path.open("ab") as summary:
            summary.write(report)
    except OSError as error:
        say(f"warning: the job summary cannot be written: {(error.strerror or 'unknown trouble').lower()}")
