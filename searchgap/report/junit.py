"""JUnit XML for CI: a test suite per audit, a test case per gate, and beside them what the audit did not measure."""

from collections.abc import Iterator
from html import escape

from searchgap.model.gap import State
from searchgap.model.gate import GateOutcome
from searchgap.report.base import PLAIN, Layout
from searchgap.report.gates import GateRow
from searchgap.report.rows import ReportView
from searchgap.report.strangers import NAME_LIMIT, clean_text

_CLASS = "searchgap"
_MOST_UNMEASURED = 1000


def render(view: ReportView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The gates as test cases.

    A breached gate is a failure. One that could not be judged is an error, or skipped where that is no fault of this
    audit's because nothing earlier is there to compare with.
    """
    rows = view.gates.rows if view.gates else ()
    counts = {
        "tests": len(rows),
        "failures": sum(_is_breached(row) for row in rows),
        "errors": sum(row.fails and not _is_breached(row) for row in rows),
    }
    skipped = sum(row.result is GateOutcome.NOT_JUDGED and not row.fails for row in rows)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites{_write_attributes(name='searchgap', **counts)}>\n"
    name = f"searchgap audit {view.audit_id}"
    stamp = view.started_at.removesuffix("Z")  # the format has no zone; suites are stamped in UTC
    yield f"<testsuite{_write_attributes(name=name, **counts, skipped=skipped, time=0, timestamp=stamp)}>\n"
    yield from _write_properties(view)
    for row in rows:
        yield from _write_case(row)
    yield "<system-out>"
    for line in _list_lines(view):
        yield f"{escape(line, quote=False)}\n"
    yield "</system-out>\n</testsuite>\n</testsuites>\n"


def _is_breached(row: GateRow) -> bool:
    return row.result is GateOutcome.BREACHED


def _write_properties(view: ReportView) -> Iterator[str]:
    facts = {"searchgap": view.version, "audit": view.audit_id, "config_digest": view.config_digest}
    yield "<properties>\n"
    for name, value in facts.items():
        yield f"<property{_write_attributes(name=name, value=clean_text(value, NAME_LIMIT))}/>\n"
    yield "</properties>\n"


def _write_case(row: GateRow) -> Iterator[str]:
    class_name = f"{_CLASS}.{row.whom}" if row.whom else _CLASS
    yield f"<testcase{_write_attributes(classname=class_name, name=row.label, time=0)}>\n"
    reason = _write_attributes(message=row.reason or "")
    found = escape(row.found, quote=False)
    if _is_breached(row):
        yield f'<failure type="breached"{reason}>{found}</failure>\n'
    elif row.fails:
        yield f'<error type="not_judged"{reason}>{found}</error>\n'
    elif row.result is GateOutcome.NOT_JUDGED:
        yield f"<skipped{reason}/>\n"
    yield f"<system-out>{found}</system-out>\n</testcase>\n"


def _list_lines(view: ReportView) -> Iterator[str]:
    yield view.title
    yield view.headline
    yield f"{view.tally_words}. {view.cost.words}."
    if view.gates:
        yield from filter(None, (view.gates.words, view.gates.compared))
    yield from (f"goal: {row.sentence}" for row in view.goals)
    for failure in view.failures:
        yield f"{failure.sentence}. {failure.hint or ''}".rstrip()
    yield from view.notes
    yield from _list_unmeasured(view)


def _list_unmeasured(view: ReportView) -> Iterator[str]:
    left = 0
    for brand in view.brands:
        for number, row in enumerate(row for row in brand.queries if row.gap.state is State.UNMEASURED):
            if number < _MOST_UNMEASURED:
                yield f"unmeasured: {brand.label}: {row.label}: {row.remark}"
            else:
                left += 1
    if left:
        yield f"and {left:,} more unmeasured"


def _write_attributes(**attributes: str | int) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
