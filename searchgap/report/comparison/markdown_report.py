"""A comparison as Markdown for CI job summaries and wikis."""

from collections.abc import Iterator

from searchgap.report.base import PLAIN, Layout
from searchgap.report.comparison.rows import BrandSection, ComparisonView, ListedPage, Table
from searchgap.report.markdown_report import escape


def render(view: ComparisonView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as GitHub-flavoured Markdown."""
    yield f"# {escape(view.title)}\n\n**{escape(view.headline)}**\n\n"
    if view.warning:
        yield f"> {escape(view.warning)}\n\n"
    yield f"- Before: {escape(view.before)}\n- After: {escape(view.after)}\n"
    for section in view.brands:
        yield from _write_brand(section)
    yield "\n## Notes\n\n"
    for note in view.notes:
        yield f"- {escape(note)}\n"


def _write_brand(section: BrandSection) -> Iterator[str]:
    yield f"\n## {escape(section.label)}\n"
    for table in section.tables:
        yield from _write_table(table)
    if section.turnovers:
        yield "\n### Results that entered and left\n"
        for turnover in section.turnovers:
            yield f"\n**{escape(turnover.label)}**: {escape(turnover.words)}\n\n"
            yield from (f"- {escape(page.words)}: {_link(page)}\n" for page in turnover.pages)
            yield from _write_left(turnover.left)
        yield from _write_left(section.turnovers_left)
    for listed in section.lists:
        yield f"\n### {escape(listed.title)}\n\n"
        yield from (f"- {escape(line)}\n" for line in listed.lines)
        yield from _write_left(listed.left)


def _write_table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"\n### {escape(table.title)}\n"
    yield f"\n| {' | '.join(map(escape, table.columns))} |\n|{' --- |' * len(table.columns)}\n"
    for row in table.rows:
        yield f"| {' | '.join(map(escape, row.cells))} |\n"
    yield from _write_left(table.left)


def _link(page: ListedPage) -> str:
    if page.link is None:
        return escape(page.address)
    return f"[{escape(page.address)}]({page.link.replace('&', '&amp;')})"


def _write_left(sentence: str | None) -> Iterator[str]:
    if sentence:
        yield f"\n{escape(sentence)}\n"
