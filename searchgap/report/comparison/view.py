"""From a comparison to the one view that feeds every format."""

from collections.abc import Iterable
from datetime import datetime

from searchgap.model.audit import Audit
from searchgap.model.comparison import AuditComparison, BrandComparison
from searchgap.report.comparison.headline import word_headline
from searchgap.report.comparison.lists import build_lists
from searchgap.report.comparison.notes import word_notes, word_warning
from searchgap.report.comparison.rows import BrandSection, ComparisonView
from searchgap.report.comparison.tables import Captions, build_tables
from searchgap.report.comparison.turnover import build_turnovers
from searchgap.report.queries import Searches
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import word_age, word_moment


def build_comparison_view(comparison: AuditComparison, *, now: datetime) -> ComparisonView:
    """The view of a comparison as a reader at `now` should see it; ages are the only thing `now` decides."""
    before, after = comparison.before, comparison.after
    endings = [gap.ending for audit in (before, after) for brand in audit.brands for gap in brand.gaps]
    captions = Captions(
        searches=Searches.of(endings, now), command=f"searchgap compare {before.run.id} {after.run.id} --format csv"
    )
    apart = len({side for brand in comparison.brands for side in brand.ranking}) > 1
    return ComparisonView(
        title=f"searchgap compare {before.run.id} {after.run.id}",
        before=_word_audit(before, now),
        after=_word_audit(after, now),
        headline=word_headline(comparison),
        warning=word_warning(comparison),
        brands=tuple(_build_section(brand, captions, apart=apart) for brand in comparison.brands),
        notes=tuple(word_notes(comparison)),
        comparison=comparison,
    )


def _word_audit(audit: Audit, now: datetime) -> str:
    run = audit.run
    words = f"{run.id}, {word_moment(run.started_at)}, {word_age(run.started_at, now)}"
    return words if run.finished_at else f"{words}, interrupted"


def _build_section(brand: BrandComparison, captions: Captions, *, apart: bool) -> BrandSection:
    label = clean_text(brand.name, NAME_LIMIT)
    if apart:
        label += f" ({', then '.join(_name_rankings(brand.ranking))})"
    turnovers, left = build_turnovers(brand, captions)
    return BrandSection(
        label=label,
        tables=tuple(table for table in build_tables(brand, captions) if table.rows),
        turnovers=turnovers,
        turnovers_left=left,
        lists=tuple(listed for listed in build_lists(brand, captions) if listed.lines),
    )


def _name_rankings(rankings: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(clean_text(ranking, NAME_LIMIT) for ranking in rankings)
