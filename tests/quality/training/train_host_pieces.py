"""Train `searchgap/reference/host_pieces.txt` on the catalogue. By hand, with numpy and scikit-learn installed.

    python tests/quality/training/train_host_pieces.py {validate|train} [--without FILE.csv] [--output FILE.txt]

A multinomial logistic regression reads the pieces of every whole host that the catalogue lists and learns what kind it
is. Every kind counts alike, however many hosts it lists, and a name counts once for a kind, however many countries it
trades in. `validate` trains on four fifths of the names at a time and asks about the rest, side by side with the words
of `clues.txt`; `train` takes all of them and writes the file. `--without` leaves out the names of the hosts in a column
`url`, to measure on those.
"""

import argparse
import csv
from collections.abc import Iterable
from hashlib import md5
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.leanings import EVERY_HOST, KINDS, STEP, pieces_of
from searchgap.rules.urls import UrlReader

SHIPPED = Path(__file__).parents[3] / "searchgap" / "reference" / "host_pieces.txt"
FOLDS = 5
FEWEST_NAMES = 4
MOST_PIECES = 6_000
PENALTY = 0.3
# Pieces overlap and speak several times for the same thing; this takes back some of it.
DAMPING = 0.7
HEAD = """# Runs of letters in hosts of the catalogue, and a letter for each kind: how much they speak for it.
# `m` is nothing. Written by tests/quality/training/train_host_pieces.py; do not edit.
"""


class Example(NamedTuple):
    """A host of the catalogue and the number of its kind."""

    host: str
    domain: str
    kind: int

    @property
    def name(self) -> str:
        """The registrable name, by which examples are held apart."""
        return self.domain.partition(".")[0]


def read_examples(left_out: frozenset[str]) -> list[Example]:
    """One example for each name and kind that the catalogue lists whole."""
    suffixes = load_suffixes()
    found: dict[tuple[str, int], Example] = {}
    for entry in load_catalogue():
        if entry.kind in KINDS and not entry.path and not entry.tenants:
            domain = suffixes.registrable_domain(entry.host) or entry.host
            example = Example(entry.host, domain, KINDS.index(entry.kind))
            if example.name not in left_out:
                found.setdefault((example.name, example.kind), example)
    return list(found.values())


def read_names(path: Path) -> frozenset[str]:
    """The registrable names of the hosts in a file with a column `url`."""
    urls = UrlReader(load_suffixes())
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset(urls.read(row["url"]).host.domain.partition(".")[0] for row in csv.DictReader(file))


def train(examples: list[Example]) -> dict[str, np.ndarray]:
    """The scores of the most telling pieces."""
    counter = CountVectorizer(
        analyzer=lambda one: set(pieces_of(one.host, one.domain)), min_df=FEWEST_NAMES, binary=True
    )
    seen = counter.fit_transform(examples)
    kinds = [one.kind for one in examples]
    first = _fit(seen, kinds)
    telling = np.abs(first.coef_).max(axis=0) * np.sqrt(np.asarray(seen.sum(axis=0)).ravel())
    kept = np.sort(np.argsort(-telling)[:MOST_PIECES])
    model = _fit(seen[:, kept], kinds)
    scores = dict(zip(counter.get_feature_names_out()[kept], (DAMPING * model.coef_).T, strict=True))
    scores[EVERY_HOST] = -_middle(scores, examples)
    return {piece: row for piece, row in scores.items() if np.abs(row).max() >= STEP / 2}


def _middle(scores: dict[str, np.ndarray], examples: list[Example]) -> np.ndarray:
    """What the other pieces of a host add up to on average, every kind counting alike: a name that says nothing."""
    nothing = np.zeros(len(KINDS))
    pieces = [(set(pieces_of(one.host, one.domain)) - {EVERY_HOST}, one.kind) for one in examples]
    sums = [(np.sum([scores.get(piece, nothing) for piece in held], axis=0), kind) for held, kind in pieces]
    return np.mean(
        [np.mean([row for row, kind in sums if kind == place], axis=0) for place in range(len(KINDS))], axis=0
    )


def _fit(seen: csr_matrix, kinds: list[int]) -> LogisticRegression:
    """The model without a constant: the piece that every host has stands for it."""
    model = LogisticRegression(C=PENALTY, max_iter=300, class_weight="balanced", fit_intercept=False)
    return model.fit(seen, kinds)


def guess(scores: dict[str, np.ndarray], example: Example) -> int:
    """The kind with the highest score."""
    rows = [scores[piece] for piece in set(pieces_of(example.host, example.domain)) if piece in scores]
    return int(np.sum(rows, axis=0).argmax())


def cross_validate(examples: list[Example]) -> None:
    """Print how often the model is right about names it has not seen, and the words of `clues.txt` about the same."""
    fold = np.array([int(md5(one.name.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for one in examples])
    kinds = np.array([one.kind for one in examples])
    guesses = np.empty(len(examples), dtype=int)
    for number in range(FOLDS):
        scores = train([one for one, place in zip(examples, fold, strict=True) if place != number])
        for place in np.flatnonzero(fold == number):
            guesses[place] = guess(scores, examples[place])
    clues = load_clues()
    said = [clues.read_host(one.host, one.domain) for one in examples]
    words = np.array([KINDS.index(clue.kind) if clue and clue.kind in KINDS else -1 for clue in said])
    spoken = words >= 0
    right, kept = guesses == kinds, words == kinds
    print(f"{len(examples)} names: right {np.mean(right):.3f}, mean over kinds {_mean(guesses, kinds):.3f}")
    print(f"where words speak ({np.mean(spoken):.3f} of names): words {np.mean(kept[spoken]):.3f}", end="")
    print(f", pieces {np.mean(right[spoken]):.3f}; words' mean over kinds {_mean(words, kinds):.3f}")


def _mean(guesses: np.ndarray, kinds: np.ndarray) -> float:
    return float(np.mean([np.mean(guesses[kinds == kind] == kind) for kind in range(len(KINDS))]))


def write(scores: dict[str, np.ndarray], path: Path) -> None:
    """Write the pieces with a letter for each kind."""
    lines = (f"{piece} {encode(row)}" for piece, row in sorted(scores.items()))
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def encode(row: Iterable[float]) -> str:
    """Numbers as letters: `a` to `z`, `m` for 0."""
    return "".join(chr(min(max(round(number / STEP), -12), 13) + ord("m")) for number in row)


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("validate", "train"))
    parser.add_argument("--without", type=Path, help="leave out the names of the hosts in this file")
    parser.add_argument("--output", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    examples = read_examples(read_names(arguments.without) if arguments.without else frozenset())
    if arguments.step == "validate":
        cross_validate(examples)
    else:
        write(train(examples), arguments.output)


if __name__ == "__main__":
    main()
