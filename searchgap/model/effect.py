"""What was seen of a query before and after somebody acted on it. After is not because: nothing here names a cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date
from decimal import Decimal
from typing import NamedTuple

from searchgap.model.action import Action
from searchgap.model.comparison import Difference, Judgement, NoiseBand, NoiseBase
from searchgap.model.gap import QueryGap, State
from searchgap.model.query import SearchRequest
from searchgap.model.serp import Answer

_ONE_IN = 20
_CENT = Decimal("0.01")


class Sighting(NamedTuple):
    """A query as one audit measured it.

    Attributes:
        audit_id: the audit; of several that hold the same answer the first.
        gap: the judgement.
        answer: how its search ended.
        version: the searchgap that ran the audit.
        page: the addresses of the organic results in the form by which two are the same, rank 1 first.
    """

    audit_id: str
    gap: QueryGap
    answer: Answer
    version: str
    page: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day the engine answered, in UTC."""
        return self.answer.retrieved_at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One search of a query that was acted on, before the day of the action and after it.

    Attributes:
        brand: the brand.
        ranking: what the order of the results means.
        request: the search.
        before: the last measurement before the day that is like `after`; without `after` the last one.
        after: the latest measurement after the day.
        failed: how many audits after the day asked for it and got no answer.
        unlike: in what the last measurement before the day is unlike `after`, where none like it is there.
    """

    brand: str
    ranking: str
    request: SearchRequest
    before: Sighting | None = None
    after: Sighting | None = None
    failed: int = 0
    unlike: tuple[Difference, ...] = ()

    @property
    def audits(self) -> tuple[str, str] | None:
        """Ids of the audits on either side; None where a side is not measured."""
        return (self.before.audit_id, self.after.audit_id) if self.before and self.after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What untouched queries did meanwhile: same brand, ranking and provider, measured on both sides, nobody acted.

    Attributes:
        queries: how many there are: the base.
        gained: on how many of them the brand was absent and is present.
        lost: on how many it was present and is absent.
        climb: by how many ranks the best rank rose on average, below 0 for a fall; not to rank counts as the rank
            below the depth. None without any query.
        peers: how many of them began like the query: absent too, or present too.
        as_far: how many of the peers rose, or fell, at least as far as the query did.
    """

    queries: int
    gained: int
    lost: int
    climb: float | None
    peers: int
    as_far: int

    @property
    def usual(self) -> bool:
        """Whether more than one in twenty peers moved as far, so that the move says nothing of the action."""
        return self.as_far * _ONE_IN > self.peers


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How a query moved from the one side of a window to the other.

    Attributes:
        standing: the verdict on its state and best rank.
        listing: the verdict on its result list as a whole.
        similarity: rank-biased overlap of the two result lists, 0 (nothing shared) to 1 (alike).
        band: how far it moves by itself; None where nothing is known of that.
        control: what untouched queries did meanwhile.
    """

    standing: Judgement
    listing: Judgement
    similarity: float
    band: NoiseBand | None
    control: Control

    @property
    def stands_out(self) -> bool:
        """Whether state or rank moved beyond noise, and farther than untouched queries did meanwhile."""
        return self.standing is Judgement.BEYOND_NOISE and not self.control.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEffect:
    """What one search showed of the query of an action.

    Attributes:
        window: what was measured.
        move: how it moved; None where a side is not measured.
        shared_with: ids of other actions on the query between the two measurements.
    """

    window: Window
    move: Move | None = None
    shared_with: tuple[str, ...] = ()

    @property
    def entered(self) -> bool:
        """Whether the brand was absent before and is present after, by noise or not."""
        before, after = self.window.before, self.window.after
        if before is None or after is None:
            return False
        return before.gap.state is State.ABSENT and after.gap.state not in {State.ABSENT, State.UNMEASURED}

    @property
    def closed(self) -> bool:
        """Whether the brand entered, which stands out from noise and from what untouched queries did."""
        return self.entered and self.move is not None and self.move.stands_out

    @property
    def banded(self) -> bool:
        """Whether there is a noise band to hold the move against."""
        return self.move is not None and self.move.band is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEffect:
    """An action, and what each search of its query showed; without any no stored audit asked for the query."""

    action: Action
    searches: tuple[SearchEffect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What some actions cost.

    Attributes:
        actions: how many they are.
        priced: of how many of them a cost is known.
        hours: working time; None where nobody said any.
        money: what they cost besides, by currency.
    """

    actions: int
    priced: int
    hours: Decimal | None
    money: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The gaps that closed after actions, under one kind of ranking; several actions on a query close it once.

    Attributes:
        ranking: what the order of the results means.
        judged: queries that were acted on and measured alike on both sides.
        closed: those on which the brand was absent and is present, which stands out from noise and untouched queries.
        unproven: those on which it entered too, but without a noise band to hold that against.
        spent: what the actions on the judged queries cost, whether a gap closed after them or not.
    """

    ranking: str
    judged: int
    closed: int
    unproven: int
    spent: Spending

    @property
    def hours_each(self) -> Decimal | None:
        """Working time per gap closed; None where none closed or nobody said any."""
        if not self.closed or self.spent.hours is None:
            return None
        return (self.spent.hours / self.closed).quantize(_CENT)

    @property
    def money_each(self) -> Mapping[str, Decimal]:
        """Money per gap closed by currency; empty where none closed."""
        if not self.closed:
            return {}
        return {currency: (amount / self.closed).quantize(_CENT) for currency, amount in self.spent.money.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectReport:
    """Actions held against what was measured before and after them.

    Attributes:
        effects: by the day of the action.
        spent: what all of them cost.
        closings: by kind of ranking, where anything was judged.
        noise: what the noise bands rest on.
    """

    effects: tuple[ActionEffect, ...]
    spent: Spending
    closings: tuple[Closing, ...]
    noise: NoiseBase
