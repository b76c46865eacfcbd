"""What became of the gates of an audit: met, breached, or not judged and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from searchgap.model.goal import Gates, Threshold
from searchgap.model.measure import Measure


class GateOutcome(StrEnum):
    """How a gate ended; not knowing is never a pass and never a breach."""

    MET = "met"
    BREACHED = "breached"
    NOT_JUDGED = "not_judged"


class Obstacle(StrEnum):
    """Why a gate is not judged."""

    TOO_LITTLE_MEASURED = "too-little-measured"
    """Fewer searches were measured than `min_measured` asks for."""
    NO_VALUE = "no-value"
    """The number has no base: nothing was measured, or there is nothing to share."""
    NOT_SEARCHED = "not-searched"
    """The audit has no query in the condition's scope."""
    UNLIKE = "unlike"
    """The earlier audit searched the same words otherwise, such as with another provider."""
    NOTHING_EARLIER = "nothing-earlier"
    """No earlier audit searched these words; a first run is like that, and it fails nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """One condition, held against one brand under one kind of ranking.

    Attributes:
        threshold: the condition.
        outcome: how it ended.
        measure: the number with its base; None where the audit has no query in the scope.
        obstacle: why it is not judged; None if it is.
    """

    threshold: Threshold
    outcome: GateOutcome
    measure: Measure | None
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAudit:
    """The audit that changes are counted from."""

    id: str
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """All gates of one audit.

    Attributes:
        gates: what was asked.
        results: in the order of the conditions, each once for every brand and kind of ranking it takes in.
        measured: how many of the planned searches were measured.
        planned: how many searches were planned.
        earlier: what changes are counted from; None where nothing earlier was looked for or found.
    """

    gates: Gates
    results: tuple[GateResult, ...]
    measured: int
    planned: int
    earlier: EarlierAudit | None = None

    @property
    def enough_measured(self) -> bool:
        """Whether as much was measured as `min_measured` asks for."""
        return self.gates.can_judge(self.measured, self.planned)

    @property
    def outcome(self) -> GateOutcome:
        """Breached if any gate is; else not judged if any could not be, a first run's changes excepted; else met."""
        if any(result.outcome is GateOutcome.BREACHED for result in self.results):
            return GateOutcome.BREACHED
        judged = self.enough_measured and all(
            result.obstacle in {None, Obstacle.NOTHING_EARLIER} for result in self.results
        )
        return GateOutcome.MET if judged else GateOutcome.NOT_JUDGED
