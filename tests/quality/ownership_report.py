"""How well owners are told apart, class by class. By hand: `python tests/quality/ownership_report.py [FILE.csv ...]`.

A labelled file has the columns `brand`, `brand_domains` and `brand_accounts` (both `|`-separated), `competitors` (a
JSON list of objects with `name`, `domains` and perhaps `accounts`), `url`, `title`, `owner` and `also_ok` (further
labels that careful people could defend, `|`-separated), and perhaps `source`; rows of the source `constructed` are
reported apart from those that were collected.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import OwnerKind, Ownership
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.classify import Classifier
from searchgap.rules.urls import UrlReader

OUR_FILE = Path(__file__).with_name("ownership.csv")
SHARED_FILE = Path(__file__).parents[2].parent / "shared" / "ground_truth" / "ownership_dev.csv"


class Judgement(NamedTuple):
    """A labelled result and what the classifier makes of it."""

    url: str
    label: str
    also_ok: frozenset[str]
    verdict: Ownership

    @property
    def strict(self) -> bool:
        """Whether the verdict is the label."""
        return self.verdict.kind == self.label

    @property
    def tolerant(self) -> bool:
        """Whether the verdict is the label or one that could be defended."""
        return self.strict or self.verdict.kind in self.also_ok

    @property
    def falsely_own(self) -> bool:
        """Whether the brand is given what nobody would defend as its own: the worst error."""
        return self.verdict.kind is OwnerKind.OWN and not self.tolerant


class Score(NamedTuple):
    """The judgements on one set of rows."""

    judgements: tuple[Judgement, ...]

    @property
    def strict(self) -> float:
        """Share of verdicts that are the label."""
        return sum(one.strict for one in self.judgements) / len(self.judgements)

    @property
    def tolerant(self) -> float:
        """Share of verdicts that are the label or could be defended."""
        return sum(one.tolerant for one in self.judgements) / len(self.judgements)

    @property
    def clear(self) -> float:
        """Share of verdicts that are the label, of the rows with a single defensible one."""
        clear = [one.strict for one in self.judgements if not one.also_ok]
        return sum(clear) / len(clear)

    @property
    def false_owns(self) -> list[str]:
        """Addresses that the brand is given wrongly."""
        return [one.url for one in self.judgements if one.falsely_own]

    def recall(self, kind: OwnerKind) -> float:
        """Share of the rows with this label whose verdict is it."""
        labelled = [one.strict for one in self.judgements if one.label == kind]
        return sum(labelled) / len(labelled)


def judge_file(path: Path) -> dict[str, Score]:
    """The scores of a labelled file: `collected`, and `constructed` where it has such rows."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=_name_set)
    return {name: Score(tuple(map(_judge, group))) for name, group in groupby(rows, key=_name_set)}


def _name_set(row: dict[str, str]) -> str:
    return "constructed" if row.get("source") == "constructed" else "collected"


def _judge(row: dict[str, str]) -> Judgement:
    classifier = _make_classifier(row["brand"], row["brand_domains"], row["brand_accounts"], row["competitors"])
    _, verdict = classifier.classify(row["url"], row["title"])
    return Judgement(row["url"], row["owner"], frozenset(filter(None, row["also_ok"].split("|"))), verdict)


@cache
def _make_classifier(name: str, domains: str, accounts: str, competitors: str) -> Classifier:
    parties = tuple(
        Party(name=one["name"], domains=tuple(one["domains"]), accounts=tuple(one.get("accounts", ())))
        for one in json.loads(competitors)
    )
    brand = Brand(name=name, domains=_split(domains), accounts=_split(accounts), competitors=parties)
    return Classifier(
        brand=brand, owner_rules=(), catalogue=load_catalogue(), clues=load_clues(), urls=UrlReader(load_suffixes())
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def describe(score: Score) -> Iterator[str]:
    """The lines of a report: totals, then a row for each class, then the rules that decided."""
    rows = score.judgements
    yield f"{len(rows)} rows: strict {score.strict:.3f}, tolerant {score.tolerant:.3f}, clear {score.clear:.3f}"
    yield f"false own: {len(score.false_owns)}"
    yield f"{'class':<12} {'rows':>5} {'strict':>7} {'tolerant':>9} {'verdicts':>9} {'right':>6}"
    for kind in OwnerKind:
        labelled = [one for one in rows if one.label == kind]
        given = [one for one in rows if one.verdict.kind is kind]
        if labelled or given:
            strict, tolerant = sum(one.strict for one in labelled), sum(one.tolerant for one in labelled)
            right = sum(one.tolerant for one in given)
            yield f"{kind:<12} {len(labelled):>5} {strict:>7} {tolerant:>9} {len(given):>9} {right:>6}"
    yield f"{'rule':<14} {'decided':>8} {'right':>6}"
    decided = Counter(one.verdict.rule for one in rows)
    right_by_rule = Counter(one.verdict.rule for one in rows if one.tolerant)
    for rule, count in decided.most_common():
        yield f"{rule:<14} {count:>8} {right_by_rule[rule]:>6}"


def main(paths: Iterable[Path]) -> None:
    """Print a report of every set of rows in the files."""
    for path in paths:
        for name, score in judge_file(path).items():
            print(f"{path.name}, {name}", *describe(score), "", sep="\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [file for file in (OUR_FILE, SHARED_FILE) if file.exists()])
