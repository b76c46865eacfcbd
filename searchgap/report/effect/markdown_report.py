"""A report on effects as Markdown for CI job summaries and wikis."""

from collections.abc import Iterator

from searchgap.report.base import PLAIN, Layout
from searchgap.report.effect.rows import ActionBlock, EffectView
from searchgap.report.markdown_report import escape


def render(view: EffectView, layout: Layout = PLAIN) -> Iterator[str]:  # noqa: ARG001 - one shape for every format
    """The report as GitHub-flavoured Markdown."""
    yield f"# searchgap act effect\n\n**{escape(view.headline)}**\n"
    if view.numbers:
        yield "\n"
        yield from (f"- {escape(label)}: {escape(words)}\n" for label, words in view.numbers)
    for block in view.blocks:
        yield from _write_block(block)
    yield "\n## Notes\n\n"
    yield from (f"- {escape(note)}\n" for note in view.notes)


def _write_block(block: ActionBlock) -> Iterator[str]:
    yield f"\n## {escape(block.title)}\n\n{escape(block.words)}\n"
    if block.address:
        link = block.link and f"[{escape(block.address)}]({block.link.replace('&', '&amp;')})"
        yield f"\n{link or escape(block.address)}\n"
    yield "\n"
    for finding in block.findings:
        yield f"- **{escape(finding.verdict)}**\n"
        yield from (f"  - {escape(detail)}\n" for detail in finding.details)
