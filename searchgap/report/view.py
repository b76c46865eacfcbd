"""From a judged audit to the one view that feeds every format: sorted, worded and rounded here and nowhere else."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from functools import partial

from searchgap.model.audit import Audit, BrandAudit, Cost, Tally
from searchgap.model.gap import JudgedPage, QueryGap, State
from searchgap.model.gate import GateReport
from searchgap.model.owner import OwnerKind
from searchgap.model.progress import GoalProgress
from searchgap.model.score import Coverage, OwnerStanding, Places
from searchgap.report.features import word_features
from searchgap.report.gates import build_gates
from searchgap.report.goals import build_goals
from searchgap.report.headline import word_headline
from searchgap.report.notes import list_failures, word_notes
from searchgap.report.on_demand import OnDemand
from searchgap.report.queries import NONE, UNKNOWN, Searches, build_gap, build_query, list_strip
from searchgap.report.rows import (
    BAR_LENGTH,
    BrandView,
    CostRow,
    CoverageRow,
    GapRow,
    OwnerRow,
    Place,
    PlacesRow,
    QueryRow,
    ReportView,
    TopicRow,
    VoiceRow,
)
from searchgap.report.strangers import NAME_LIMIT, clean_text
from searchgap.report.words import (
    round_number,
    round_share,
    stamp_moment,
    word_age,
    word_count,
    word_moment,
    word_money,
    word_percent,
    write_money,
)
from searchgap.rules.judge import read_page

_PRESENT = (State.OWNED, State.CONTESTED, State.SPEAKS)
_MOST_VOICES = 6


def build_view(
    audit: Audit, *, now: datetime, gates: GateReport | None = None, goals: Iterable[GoalProgress] = ()
) -> ReportView:
    """The view of an audit as a reader at `now` should see it; ages are the only thing `now` decides."""
    endings = tuple({gap.request.key: gap.ending for brand in audit.brands for gap in brand.gaps}.values())
    searches = Searches.of(endings, now)
    run = audit.run
    read = partial(read_page, outcomes=run.outcomes)
    rankings = {brand.ranking for brand in audit.brands}
    brands = tuple(_build_brand(brand, searches, read, apart=len(rankings) > 1) for brand in audit.brands)
    return ReportView(
        audit_id=run.id,
        title=f"searchgap audit {run.id}, {word_moment(run.started_at)}, {word_age(run.started_at, now)}",
        searched_with=searches.shared,
        started_at=stamp_moment(run.started_at),
        finished_at=None if run.finished_at is None else stamp_moment(run.finished_at),
        version=run.version,
        config_digest=run.config_digest,
        weights=audit.weights.name,
        headline=word_headline(audit.brands),
        tally=audit.tally,
        tally_words=_word_tally(audit.tally),
        cost=_build_cost(audit.cost),
        brands=brands,
        failures=list_failures(endings),
        notes=word_notes(audit, endings, now),
        read_page=read,
        gates=build_gates(gates, run.id) if gates else None,
        goals=build_goals(goals),
    )


def _build_brand(
    brand: BrandAudit, searches: Searches, read: Callable[[QueryGap], JudgedPage], *, apart: bool
) -> BrandView:
    def make_query(gap: QueryGap) -> QueryRow:
        return build_query(gap, searches)

    def make_gap(gap: QueryGap) -> GapRow:
        return build_gap(make_query(gap), read(gap))

    states = Counter(gap.state for gap in brand.gaps)
    worst_first = sorted(brand.gaps, key=lambda gap: (gap.state is State.UNMEASURED, -round_number(gap.priority)))
    voices = _build_voices(brand)
    label = clean_text(brand.name, NAME_LIMIT)
    if apart:
        label += f" ({clean_text(brand.ranking, NAME_LIMIT)})"
    coverage = _build_coverage(brand.coverage, states[State.UNMEASURED])
    places = _build_places(brand.places)
    absent = f"{states[State.ABSENT]:,}" if coverage.queries else UNKNOWN
    share = next((voice.words for voice in voices if voice.name == brand.name), NONE)
    return BrandView(
        name=brand.name,
        ranking=brand.ranking,
        label=label,
        summary=(label, coverage.base, absent, places.words, share),
        coverage=coverage,
        places=places,
        voices=voices,
        voice_words=_word_voices(voices, brand.coverage),
        voice_base=_word_voice_base(voices),
        states={state: states[state] for state in State},
        topics=_build_topics(brand),
        owners=_build_owners(brand.owners, brand.places.of),
        kinds=_word_kinds(brand.owners, brand.places.of),
        features=word_features(brand.gaps),
        queries=OnDemand(brand.gaps, make_query),
        legend=_list_places(brand.gaps),
        worst_first=OnDemand(worst_first, make_query),
        gaps=OnDemand([gap for gap in worst_first if round_number(gap.priority)], make_gap),
    )


def _build_coverage(coverage: Coverage, not_measured: int) -> CoverageRow:
    interval = None
    words = "nothing was measured"
    if coverage.value is not None:
        words = word_percent(coverage.value)
    if coverage.interval is not None:
        low, high = interval = (round(coverage.interval[0], 4), round(coverage.interval[1], 4))
        words += f" (95 % interval {word_percent(low)} to {word_percent(high)})"
    return CoverageRow(
        value=None if coverage.value is None else round_share(coverage.value),
        interval=interval,
        queries=coverage.queries,
        with_presence=coverage.with_presence,
        not_measured=not_measured,
        base=_word_base(coverage.with_presence, coverage.queries, not_measured),
        words=words,
    )


def _build_places(places: Places) -> PlacesRow:
    words = f"{places.own:,} of {places.of:,}" if places.of else "not measured"
    return PlacesRow(own=places.own, of=places.of, words=words)


def _build_voices(brand: BrandAudit) -> tuple[VoiceRow, ...]:
    without = "nobody ranks" if brand.coverage.queries else "not measured"

    def place(item: tuple[str, float | None]) -> tuple[bool, float, str]:
        name, share = item
        return name != brand.name, -(share or 0), name

    return tuple(
        VoiceRow(
            name=name,
            label=clean_text(name, NAME_LIMIT),
            share=None if share is None else round_share(share),
            words=without if share is None else word_percent(share),
        )
        for name, share in sorted(brand.share_of_voice.items(), key=place)
    )


def _word_voices(voices: tuple[VoiceRow, ...], coverage: Coverage) -> str:
    if all(voice.share is None for voice in voices):
        return "nobody of the competitive set ranks" if coverage.queries else "nothing was measured"
    shares = [f"{voice.label} {voice.words}" for voice in voices[:_MOST_VOICES]]
    left = len(voices) - len(shares)
    return ", ".join(shares) + (f" and {left:,} more" if left else "")


def _word_voice_base(voices: tuple[VoiceRow, ...]) -> str | None:
    if all(voice.share is None for voice in voices):
        return None
    competitors = word_count(len(voices) - 1, "competitor")
    return f"of the rank weight that {voices[0].label} and its {competitors} hold"


def _build_topics(brand: BrandAudit) -> tuple[TopicRow, ...]:
    topics: dict[str | None, Counter[State]] = {}
    for gap in brand.gaps:
        topics.setdefault(gap.query.topic, Counter())[gap.state] += 1
    if len(topics) <= 1:
        return ()
    rows = []
    for topic, states in topics.items():
        present = sum(states[state] for state in _PRESENT)
        unmeasured = states[State.UNMEASURED]
        rows.append(
            TopicRow(
                label="no topic" if topic is None else clean_text(topic, NAME_LIMIT),
                base=_word_base(present, states.total() - unmeasured, unmeasured),
            )
        )
    return tuple(rows)


def _build_owners(owners: Iterable[OwnerStanding], of: int) -> tuple[OwnerRow, ...]:
    standings = sorted(owners, key=lambda owner: (-owner.places, -owner.queries, owner.name))
    return tuple(
        OwnerRow(
            name=owner.name,
            label=clean_text(owner.name, NAME_LIMIT),
            kind=OwnerKind(owner.kind),
            places=owner.places,
            queries=owner.queries,
            share=round_share(owner.places / of) if of else None,
            words=word_percent(owner.places / of) if of else "not measured",
            bar=max(1, round(BAR_LENGTH * owner.places / of)) if of else 0,
        )
        for owner in standings
    )


def _word_kinds(owners: Iterable[OwnerStanding], of: int) -> str:
    if not of:
        return ""
    kinds: Counter[str] = Counter()
    for owner in owners:
        kinds[owner.kind] += owner.places
    by_places = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    return ", ".join(f"{kind} {word_percent(places / of)}" for kind, places in by_places if places)


def _word_base(present: int, measured: int, unmeasured: int) -> str:
    if not measured:
        return f"none of {unmeasured:,} measured"
    counts = f"{present:,} of {measured:,} measured"
    return f"{counts}, {unmeasured:,} not measured" if unmeasured else counts


def _word_tally(tally: Tally) -> str:
    measured = f"{tally.measured:,} measured" + (f" ({tally.reused:,} reused)" if tally.reused else "")
    endings = (measured, f"{tally.failed:,} failed", f"{tally.not_searched:,} not searched")
    return f"{word_count(tally.planned, 'search', 'searches')} planned: {', '.join(endings)}"


def _build_cost(cost: Cost) -> CostRow:
    return CostRow(
        estimated=write_money(cost.estimated),
        actual=write_money(cost.actual),
        words=_word_cost(cost.actual, cost.estimated),
    )


def _word_cost(actual: Decimal | None, estimated: Decimal | None) -> str:
    if actual is None and estimated is None:
        return "cost not known"
    if not actual and not estimated:
        return "no cost"
    spent = "amount spent not known" if actual is None else f"{word_money(actual)} spent"
    return spent if estimated is None else f"{spent}, {word_money(estimated)} estimated"


def _list_places(gaps: Iterable[QueryGap]) -> tuple[Place, ...]:
    """Places that occur, in the order of the owner kinds, with what is no owner kind last."""
    seen = {place for gap in gaps for place in list_strip(gap)}
    kinds = [kind.value for kind in OwnerKind if kind in seen]
    return (*kinds, *sorted(seen.difference(kinds)))
