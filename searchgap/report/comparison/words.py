"""How changes are worded, once for every format."""

from searchgap.model.comparison import Difference, Judgement, QueryMove
from searchgap.model.gap import QueryGap, State
from searchgap.model.serp import Answer, NotSearched
from searchgap.report.comparison.rows import Mood
from searchgap.report.strangers import NAME_LIMIT, clean_text

SURE = 0.05
"""Below it chance is not said to explain a change."""

_SMALLEST_CHANCE = 0.001
_JUDGEMENTS = {
    Judgement.UNCHANGED: "unchanged",
    Judgement.NOISE: "noise",
    Judgement.BEYOND_NOISE: "beyond noise",
    Judgement.NO_BAND: "no band",
}
_BEST_FIRST = (State.OWNED, State.CONTESTED, State.SPEAKS, State.ABSENT)


def word_judgement(judgement: Judgement, move: QueryMove) -> str:
    """A verdict in a few words; between unlike searches there is none."""
    return "unlike searches" if move.unlike else _JUDGEMENTS[judgement]


def word_rank(gap: QueryGap) -> str:
    """The best rank; a dash for none."""
    return "-" if gap.best_rank is None else str(gap.best_rank)


def word_ranks(move: QueryMove) -> str:
    """The best rank before and after, such as `7 to 3` or `- to 4`."""
    return f"{word_rank(move.before)} to {word_rank(move.after)}"


def word_step(number: int) -> str:
    """A change with its sign."""
    return f"{number:+,}" if number else "0"


def word_points(before: float | None, after: float | None) -> str:
    """The change of a share in percentage points; a change too small to show is said to be one."""
    if before is None or after is None:
        return "-"
    points = 100 * (after - before)
    if round(points, 1):
        return f"{points:+.1f} points"
    return "less than 0.1 points" if points else "0"


def word_similarity(similarity: float) -> str:
    """A similarity with two decimals; never 0 or 1 unless it is exactly that."""
    if 0 < similarity < 0.01:  # noqa: PLR2004 - the least that two decimals can show
        return "<0.01"
    if 0.99 < similarity < 1:  # noqa: PLR2004 - the most below 1
        return ">0.99"
    return f"{similarity:.2f}"


def word_chance(chance: float) -> str:
    """A p-value, such as `p = 0.04`."""
    return f"p < {_SMALLEST_CHANCE}" if chance < _SMALLEST_CHANCE else f"p = {chance:.2g}"


def word_difference(difference: Difference) -> str:
    """In what searches are unlike, such as `depth 10, then 20`."""
    sides = (clean_text(side, NAME_LIMIT) if side else "not set" for side in (difference.before, difference.after))
    return f"{difference.facet} {', then '.join(sides)}"


def word_standing(gap: QueryGap) -> str:
    """A state with its rank, such as `contested at rank 4`."""
    return gap.state.value if gap.best_rank is None else f"{gap.state.value} at rank {gap.best_rank}"


def word_failure(gap: QueryGap) -> str:
    """Why a query was not measured."""
    ending = gap.ending
    if isinstance(ending, Answer):
        return "measured"
    return f"not searched: {ending.kind}" if isinstance(ending, NotSearched) else f"failed: {ending.kind}"


def find_mood(move: QueryMove) -> Mood:
    """Whether a move is for the better: by state first, then by best rank."""
    before, after = (
        (_BEST_FIRST.index(gap.state), gap.best_rank or gap.request.depth + 1) for gap in (move.before, move.after)
    )
    if before == after:
        return Mood.NEITHER
    return Mood.BETTER if after < before else Mood.WORSE
