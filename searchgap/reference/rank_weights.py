"""Named rank weights for share of voice: assumptions, since published curves for rank 1 run from 8 % to 50 %.

To add one, add a line to `RANK_WEIGHTS`; values are comparable within a table, never between tables.
"""

from datetime import date

from searchgap.model.score import RankWeights

_TOP = 10


def _table(name: str, source: str, dated: date | None, *values: float) -> RankWeights:
    return RankWeights(name=name, values=values, source=source, dated=dated)


_TABLES = (
    _table("reciprocal", "1 / rank", None, *(1 / rank for rank in range(1, _TOP + 1))),
    _table("equal", "every one of the ten ranks counts the same", None, *([1.0] * _TOP)),
    _table("linear", "10 for rank 1 down to 1 for rank 10", None, *map(float, range(_TOP, 0, -1))),
    _table(
        "awr-2020-desktop", "Advanced Web Ranking, click-through rates, desktop", date(2020, 10, 31),
        33.77, 12.94, 6.94, 4.80, 3.17, 2.27, 1.72, 1.31, 1.23, 1.17,
    ),
    _table(
        "awr-2020-mobile", "Advanced Web Ranking, click-through rates, mobile", date(2020, 10, 31),
        48.76, 14.22, 7.75, 7.56, 4.93, 3.14, 2.42, 1.85, 1.56, 1.16,
    ),
    _table(
        "backlinko-2019", "Backlinko and ClickFlow, means over different sets of queries", date(2019, 12, 31),
        31.73, 24.71, 18.66, 13.60, 9.51, 6.23, 4.15, 3.12, 2.97, 3.09,
    ),
    _table(
        "first-page-sage-2026", "First Page Sage 2026, an agency's figures, method not published", date(2026, 1, 1),
        39.8, 18.7, 10.2, 7.2, 5.1, 4.0, 3.2, 2.5, 2.0, 1.6,
    ),
    _table(
        "msn-2006", "MSN search log, click shares of May 2006", date(2006, 5, 31),
        49.60, 13.63, 9.24, 6.29, 4.99, 3.95, 3.43, 2.95, 2.79, 2.75,
    ),
    _table(
        "yootraffic-2026", "yootraffic 2026, combined devices", date(2026, 1, 1),
        29.1, 13.6, 9.0, 6.0, 4.2, 3.0, 2.3, 1.8, 1.4, 1.1,
    ),
)  # fmt: skip

RANK_WEIGHTS = {table.name: table for table in _TABLES}
