"""Gates on the command line: which there are, and whether they decide the exit code."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from searchgap.config.complaints import MistakeError, UnknownNameError
from searchgap.config.conditions import read_condition
from searchgap.errors import UsageError
from searchgap.model.config import Config
from searchgap.model.goal import Gates, Scope, Threshold
from searchgap.model.query import Plan, Query

_NAMES: Mapping[str, Callable[[Query], str | None]] = {
    "brand": attrgetter("brand"),
    "topic": attrgetter("topic"),
    "query": attrgetter("text"),
}
_HOW_TO = 'add gates to the configuration, or name a condition: --fail-on "coverage < 0.3"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """The gates of one command.

    Attributes:
        gates: those of the configuration, then those of the command line.
        typed: those of the command line.
        decide: whether the exit code tells how they ended.
    """

    gates: Gates
    typed: tuple[Threshold, ...]
    decide: bool

    def check(self, plan: Plan) -> None:
        """Refuse a condition typed about something that is not searched.

        Raises:
            UsageError: its brand, topic or query is not in the plan.
        """
        for threshold in self.typed:
            if unknown := _find_unknown(threshold.scope, plan.queries):
                mistake = UnknownNameError(*unknown)
                raise UsageError(
                    f"--fail-on {threshold.expression}: {mistake.problem}",
                    hint="see what is searched: searchgap queries",
                )


def read_gating(config: Config | None, *, gate: bool, fail_on: list[str] | None) -> Gating:
    """The gates of the configuration with those typed.

    Raises:
        UsageError: a condition cannot be read, or gates are to decide and there are none.
    """
    configured = config.gates if config else Gates()
    typed = tuple(map(_read_condition, fail_on or ()))
    gates = Gates(min_measured=configured.min_measured, fail_on=(*configured.fail_on, *typed))
    if gate and gates == Gates():
        raise UsageError("there are no gates to judge", hint=_HOW_TO)
    return Gating(gates=gates, typed=typed, decide=gate or bool(typed))


def expect_gates(gating: Gating, formats: Collection[str]) -> None:
    """Refuse to write a report that consists of gates where there are none.

    Raises:
        UsageError: it would be empty.
    """
    if "junit" in formats and gating.gates == Gates():
        raise UsageError("a JUnit report holds gates, and there are none", hint=_HOW_TO)


def _read_condition(text: str) -> Threshold:
    try:
        return read_condition(" ".join(text.split()))
    except MistakeError as mistake:
        lines = [f"--fail-on: {mistake.problem}", *(f"      {line}" for line in mistake.excerpt)]
        raise UsageError("\n".join(lines), hint='such as --fail-on "coverage[topic=comparison] < 0.3"') from mistake


def _find_unknown(scope: Scope, queries: Iterable[Query]) -> tuple[str, str, Collection[str]] | None:
    """The first of brand, topic and query that no query has, by kind and name, with those that there are."""
    left = list(queries)
    for kind, read in _NAMES.items():
        wanted = getattr(scope, kind)
        known = list(dict.fromkeys(name for name in map(read, left) if name is not None))
        if wanted is not None and wanted not in known:
            return kind, wanted, known
        left = [query for query in left if wanted in {None, read(query)}]
    return None
