"""How far a query moves when nobody acts: the band below which a change proves nothing.

A quiet pair is two answers to the same search, one after the other, between which nobody acted on the query and
nothing changed for good. What is seen in quiet pairs is the band: of a query that has nineteen of them its own,
otherwise that of all the brand's queries together. The band holds at least 95 % of what the next quiet pair would show,
if that is like those before it: of n quiet pairs it is the k-th smallest movement, k = 0.95 x (n + 1) rounded up. Below
nineteen pairs no band can promise as much; the largest movement is taken, and one quiet pair in n + 1 is expected
beyond it.

Few queries of a brand may come and go while the others lie still. So the brand's band is widened for a query to what
that query moved at least twice; once is not enough, since what enters and stays moves once too.

What moved and stayed is a change, whoever brought it about, and must not make later changes look like noise. So a pair
is not quiet where all ranks before it are better, or all are worse, than all ranks after it, with four answers or more
on either side. Among answers that differ by chance alone every order is as likely, and such a split at one place is
2 of C(n, k) of them, for k of n answers before it (Mann and Whitney, On a Test of Whether one of Two Random Variables
is Stochastically Larger than the Other, Annals of Mathematical Statistics 18, 1947): 1 in 35 of eight answers, and
over all places less than 1 in 700 of twenty.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import ceil
from statistics import median
from typing import NamedTuple, TypeAlias

from searchgap.model.comparison import NoiseBand, NoiseBase
from searchgap.model.gap import QueryGap
from searchgap.model.serp import Answer
from searchgap.model.snapshot import Snapshot
from searchgap.rules.likeness import find_differences
from searchgap.rules.similarity import rank_biased_overlap
from searchgap.rules.template import fold_text

ENOUGH = 19
"""The fewest pairs from which a band can hold 95 %."""

Deed: TypeAlias = tuple[str | None, str, date]
"""That somebody acted: for a brand (None for every one), on a query, on a day."""

_AGAIN = 2
_LASTING = 4
_SHARE = (19, 20)  # 95 % as a fraction, so that no rounding decides where the band ends
_DAY = 86_400


class Movement(NamedTuple):
    """How far one query moved between two answers.

    Attributes:
        state: 1 if its state changed, 0 if not.
        rank: by how many ranks its best rank changed; not to rank counts as the rank below the depth asked for, so that
            to enter at rank 8 of 10 is a movement of at least 3.
        turnover: 1 less the similarity of the two result lists.
    """

    state: int
    rank: int
    turnover: float


def measure_movement(before: QueryGap, after: QueryGap, similarity: float) -> Movement:
    """How far a query moved between two audits that measured it."""
    rank = abs(_rank_at_least(before) - _rank_at_least(after))
    return Movement(int(before.state is not after.state), rank, 1 - similarity)


def _rank_at_least(gap: QueryGap) -> int:
    return gap.request.depth + 1 if gap.best_rank is None else gap.best_rank


class _Held(NamedTuple):
    gap: QueryGap
    page: tuple[str, ...]
    answer: Answer
    version: str


@dataclass(slots=True)
class _Line:
    """Like answers to one search, one after the other, between which nobody acted; there is a move between any two."""

    ranks: list[int]
    moves: list[Movement] = field(default_factory=list)

    def list_quiet(self) -> Iterator[Movement]:
        """The moves without those after which the query stayed where it had come to."""
        return (move for place, move in enumerate(self.moves, 1) if not (move.rank and self._is_lasting(place)))

    def _is_lasting(self, place: int) -> bool:
        before, after = self.ranks[:place], self.ranks[place:]
        is_apart = max(before) < min(after) or min(before) > max(after)
        return is_apart and min(len(before), len(after)) >= _LASTING


class Noise:
    """What earlier audits show of how queries move by themselves.

    Attributes:
        parses: tells of a provider whether its result pages are read by this program's parsers.

    Args:
        parses: see above.
        deeds: what was done; a pair of answers with a deed on its query from the day of the one to the day of the other
            is not quiet.
    """

    def __init__(self, *, parses: Callable[[str], bool], deeds: Iterable[Deed] = ()) -> None:
        self.parses = parses
        self._deeds: dict[tuple[str | None, str], list[date]] = defaultdict(list)
        for brand, query, day in sorted(deeds, key=lambda deed: deed[2]):
            self._deeds[brand, fold_text(query)].append(day)
        self._last: dict[tuple[str, str], _Held] = {}
        self._of_query: dict[tuple[str, str], list[_Line]] = defaultdict(list)
        self._of_brand: dict[tuple[str, str], list[_Line]] = defaultdict(list)
        self._bands: dict[tuple[str, str], NoiseBand | None] = {}
        self._days: list[float] = []
        self._disturbed = 0

    def take(self, snapshot: Snapshot) -> None:
        """Look at one more audit; audits are taken oldest first."""
        self._bands.clear()
        version = snapshot.audit.run.version
        for brand in snapshot.audit.brands:
            for gap in brand.gaps:
                if isinstance(gap.ending, Answer):
                    page = snapshot.pages.get(gap.request.key, ())
                    self._take(brand.name, brand.ranking, _Held(gap, page, gap.ending, version))

    def _take(self, brand: str, ranking: str, held: _Held) -> None:
        place = (brand, held.gap.request.key)
        last = self._last.get(place)
        self._last[place] = held
        if last is None or self._unlike(last, held):
            self._begin(place, ranking, held)
        elif last.answer.retrieved_at >= held.answer.retrieved_at:
            return
        elif self._acted(brand, held.gap.query.text, last.answer.retrieved_at, held.answer.retrieved_at):
            self._disturbed += 1
            self._begin(place, ranking, held)
        else:
            line = self._of_query[place][-1]
            line.ranks.append(_rank_at_least(held.gap))
            line.moves.append(measure_movement(last.gap, held.gap, rank_biased_overlap(last.page, held.page)))
            self._days.append((held.answer.retrieved_at - last.answer.retrieved_at).total_seconds() / _DAY)

    def _begin(self, place: tuple[str, str], ranking: str, held: _Held) -> None:
        line = _Line([_rank_at_least(held.gap)])
        self._of_query[place].append(line)
        self._of_brand[place[0], ranking].append(line)

    def _unlike(self, last: _Held, held: _Held) -> bool:
        return bool(find_differences(last.gap, held.gap, (last.version, held.version), self.parses))

    def _acted(self, brand: str, query: str, start: datetime, end: datetime) -> bool:
        if not self._deeds:
            return False
        for who in (brand, None):
            days = self._deeds.get((who, fold_text(query)), ())
            place = bisect_left(days, start.date())
            if place < len(days) and days[place] <= end.date():
                return True
        return False

    def band_of(self, brand: str, ranking: str, request_key: str) -> NoiseBand | None:
        """The band of a query; None without a single quiet pair of the brand's queries under this kind of ranking."""
        own = _list_quiet(self._of_query.get((brand, request_key), ()))
        if len(own) >= ENOUGH:
            return _draw_band(own, own=True)
        if (brand, ranking) not in self._bands:
            movements = _list_quiet(self._of_brand.get((brand, ranking), ()))
            self._bands[brand, ranking] = _draw_band(movements, own=False) if movements else None
        shared = self._bands[brand, ranking]
        return _widen(shared, own) if shared else None

    def base(self) -> NoiseBase:
        """What all bands together rest on."""
        quiet = sum(len(_list_quiet(lines)) for lines in self._of_brand.values())
        return NoiseBase(
            pairs=quiet,
            disturbed=self._disturbed,
            lasting=len(self._days) - quiet,
            typical_days=median(self._days) if self._days else None,
        )


def _list_quiet(lines: Iterable[_Line]) -> list[Movement]:
    return [move for line in lines for move in line.list_quiet()]


def _draw_band(movements: Iterable[Movement], *, own: bool) -> NoiseBand:
    states, ranks, turnovers = (sorted(values) for values in zip(*movements, strict=True))
    pairs = len(states)
    share, whole = _SHARE
    place = min(pairs, ceil((pairs + 1) * share / whole))
    return NoiseBand(
        changes_state=bool(states[place - 1]),
        rank=int(ranks[place - 1]),
        similarity=1 - turnovers[place - 1],
        pairs=pairs,
        own=own,
        exceeded=(pairs + 1 - place) / (pairs + 1),
    )


def _widen(band: NoiseBand, own: Sequence[Movement]) -> NoiseBand:
    """The brand's band, reaching as far as a query moved by itself at least twice."""
    if len(own) < _AGAIN:
        return band
    state, rank, turnover = (sorted(values)[-_AGAIN] for values in zip(*own, strict=True))
    return replace(
        band,
        changes_state=band.changes_state or bool(state),
        rank=max(band.rank, int(rank)),
        similarity=min(band.similarity, 1 - turnover),
    )
