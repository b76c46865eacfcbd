"""Labelled results, what the classifier makes of them, and the measures of that.

A labelled file is a CSV table with the columns `brand`, `brand_domains` and `brand_accounts` (both `|`-separated),
`competitors` (a JSON list of objects with `name`, `domains` and perhaps `accounts`), `url`, `title`, `owner` and
`also_ok` (further labels that careful people could defend, `|`-separated), and perhaps `source`; rows of the source
`constructed` are measured apart from those that were collected.
"""

import csv
import json
import math
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from searchgap.model.brand import Brand, Party
from searchgap.model.owner import Confidence, OwnerKind, Ownership
from searchgap.reference.catalogue import load_catalogue
from searchgap.reference.clues import load_clues
from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.catalogue import Catalogue, Entry, Line, parents
from searchgap.rules.classify import Classifier
from searchgap.rules.hosts import Host
from searchgap.rules.urls import UrlReader

OUR_FILE = Path(__file__).with_name("ownership.csv")
SHARED_FILE = Path(__file__).parents[2].parent / "shared" / "ground_truth" / "ownership_dev.csv"
COLUMNS = ("brand", "brand_domains", "brand_accounts", "competitors", "url", "title", "owner", "also_ok")
SIDES = ("own", "competitor", "independent")


class LabelledResult(NamedTuple):
    """A row of a labelled file.

    Attributes:
        brand: from whose point of view the result is judged.
        source: `collected` or `constructed`.
        also_ok: labels besides `label` that could be defended.
    """

    brand: Brand
    source: str
    url: str
    title: str
    label: OwnerKind
    also_ok: frozenset[OwnerKind]

    @property
    def host(self) -> Host:
        """The host that the address leads to, wrappers taken off."""
        return _url_reader().read(self.url).host


class Judgement(NamedTuple):
    """A labelled result and what the classifier makes of it; `listed` is whether the catalogue knows its host."""

    result: LabelledResult
    verdict: Ownership
    listed: bool

    @property
    def strict(self) -> bool:
        """Whether the verdict is the label."""
        return self.verdict.kind is self.result.label

    @property
    def tolerant(self) -> bool:
        """Whether the verdict is the label or one that could be defended."""
        return self.strict or self.verdict.kind in self.result.also_ok

    @property
    def side(self) -> str:
        """Whose the result is by its label."""
        return side_of(self.result.label)

    @property
    def side_given(self) -> str:
        """Whose the result is by its verdict."""
        return side_of(self.verdict.kind)

    @property
    def right_side(self) -> bool:
        """Whether the verdict's side is the label's or that of a label that could be defended."""
        return self.side_given in {self.side, *map(side_of, self.result.also_ok)}


class Score(NamedTuple):
    """The judgements on one set of rows; every share is None where it has no base."""

    judgements: tuple[Judgement, ...]

    @property
    def strict(self) -> float | None:
        """Share of verdicts that are the label."""
        return share(one.strict for one in self.judgements)

    @property
    def tolerant(self) -> float | None:
        """Share of verdicts that are the label or could be defended."""
        return share(one.tolerant for one in self.judgements)

    @property
    def clear(self) -> float | None:
        """Share of verdicts that are the label, of the rows with a single defensible one."""
        return self.where(lambda one: not one.result.also_ok).strict

    @property
    def misses(self) -> tuple[Judgement, ...]:
        """Judgements that nobody would defend."""
        return tuple(one for one in self.judgements if not one.tolerant)

    def where(self, wanted: Callable[[Judgement], object]) -> "Score":
        """The score of some of the rows."""
        return Score(tuple(filter(wanted, self.judgements)))

    def labelled(self, kind: OwnerKind) -> "Score":
        """The score of the rows with a label: its strict and tolerant shares are the recall of the kind."""
        return self.where(lambda one: one.result.label is kind)

    def given(self, kind: OwnerKind) -> "Score":
        """The score of the rows with a verdict: its strict and tolerant shares are the precision of the kind."""
        return self.where(lambda one: one.verdict.kind is kind)

    def side_recall(self, side: str) -> float | None:
        """Share of the rows of a side that are given to it or to one that could be defended."""
        return share(one.right_side for one in self.judgements if one.side == side)

    def side_precision(self, side: str) -> float | None:
        """Share of the rows given to a side that are its own or could be defended as such."""
        return share(one.right_side for one in self.judgements if one.side_given == side)

    def falsely(self, side: str) -> int:
        """How many rows are given to a side that nobody would defend; a false `own` is the worst error there is."""
        return sum(one.side_given == side and not one.right_side for one in self.judgements)

    def by_brand(self) -> dict[str, "Score"]:
        """The scores of the brands."""
        names = dict.fromkeys(one.result.brand.name for one in self.judgements)
        return {name: self.where(lambda one, name=name: one.result.brand.name == name) for name in names}

    def standard_error(self, measure: str) -> float | None:
        """How far a share may lie from that of all brands there are, by leaving one brand out in turn (jackknife)."""
        brands = self.by_brand()
        others = (self.where(lambda one, name=name: one.result.brand.name != name) for name in brands)
        shares = [found for score in others if (found := getattr(score, measure)) is not None]
        if len(shares) < 2:
            return None
        mean = sum(shares) / len(shares)
        return math.sqrt((len(shares) - 1) / len(shares) * sum((one - mean) ** 2 for one in shares))


class SetScore(NamedTuple):
    """One set of rows, measured twice.

    Attributes:
        full: with the catalogue as it is.
        blind: with every host of the file taken out of the catalogue, which is what sites that nobody listed get.
    """

    full: Score
    blind: Score


def share(flags: Iterable[bool]) -> float | None:
    """The part of the flags that are set; None of no flags."""
    flags = list(flags)
    return sum(flags) / len(flags) if flags else None


def side_of(kind: OwnerKind) -> str:
    """Whose a result of a kind is."""
    return kind.value if kind in {OwnerKind.OWN, OwnerKind.COMPETITOR} else "independent"


def measure_file(path: Path) -> dict[str, SetScore]:
    """The scores of a labelled file, by source; sources that it has no rows of are left out."""
    results = read_file(path)
    full = load_catalogue()
    blind = forget_hosts(full, (result.host for result in results))
    by_source: dict[str, list[LabelledResult]] = {}
    for result in results:
        by_source.setdefault(result.source, []).append(result)
    return {
        source: SetScore(judge(by_source[source], full), judge(by_source[source], blind))
        for source in ("collected", "constructed")
        if source in by_source
    }


def read_file(path: Path) -> list[LabelledResult]:
    """The rows of a labelled file.

    Raises:
        ValueError: a column is missing or a label is unknown.
    """
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if missing := [column for column in COLUMNS if column not in (table.fieldnames or ())]:
            raise ValueError(f"{path.name} lacks the columns {', '.join(missing)}")
        return [_read_row(row) for row in table]


def _read_row(row: dict[str, str]) -> LabelledResult:
    return LabelledResult(
        brand=_read_brand(row["brand"], row["brand_domains"], row["brand_accounts"], row["competitors"]),
        source="constructed" if row.get("source") == "constructed" else "collected",
        url=row["url"],
        title=row["title"],
        label=OwnerKind(row["owner"]),
        also_ok=frozenset(map(OwnerKind, _split(row["also_ok"]))),
    )


@cache
def _read_brand(name: str, domains: str, accounts: str, competitors: str) -> Brand:
    parties = tuple(
        Party(name=one["name"], domains=tuple(one["domains"]), accounts=tuple(one.get("accounts", ())))
        for one in json.loads(competitors or "[]")
    )
    return Brand(name=name, domains=_split(domains), accounts=_split(accounts), competitors=parties)


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def judge(results: Iterable[LabelledResult], catalogue: Catalogue) -> Score:
    """The score of some results under a catalogue."""

    @cache
    def classifier(brand: Brand) -> Classifier:
        return Classifier(brand=brand, owner_rules=(), catalogue=catalogue, clues=load_clues(), urls=_url_reader())

    def judge_one(result: LabelledResult) -> Judgement:
        _, verdict = classifier(result.brand).classify(result.url, result.title)
        return Judgement(result, verdict, listed=any(True for _ in catalogue.entries(result.host.name)))

    return Score(tuple(map(judge_one, results)))


@cache
def _url_reader() -> UrlReader:
    return UrlReader(load_suffixes())


def forget_hosts(catalogue: Catalogue, hosts: Iterable[Host]) -> Catalogue:
    """The catalogue without the registrable domains of the hosts, and whatever lies under or above these.

    Hosts above a registrable domain are the platforms whose users have domains of their own.
    """
    hosts = list(hosts)
    domains = {host.domain for host in hosts}
    above = {parent for host in hosts for parent in parents(host.name)}
    lines: dict[str, list[Line]] = {}
    for entry in catalogue:
        if entry.host not in above and domains.isdisjoint(parents(entry.host)):
            lines.setdefault(entry.host, []).append(write_entry(entry))
    return Catalogue(lines)


def write_entry(entry: Entry) -> Line:
    """An entry as the line it was read from."""
    return ("~" if entry.users else "") + entry.pattern, entry.kind, entry.name or "="


def figures_of(scores: SetScore) -> dict[str, float]:
    """Every measure of a set that is held to a floor, by name; those without a base are left out.

    Rows whose host the catalogue does not list have no floor: each host listed makes the rest harder. What they get
    is held by the `blind` figures, whose rows stay the same.
    """
    full, blind = scores
    found: dict[str, float | None] = {name: getattr(full, name) for name in ("strict", "tolerant", "clear")}
    found |= {f"blind.{name}": getattr(blind, name) for name in ("strict", "tolerant", "clear")}
    found["listed.tolerant"] = full.where(lambda one: one.listed).tolerant
    found["confidence.high"] = full.where(lambda one: one.verdict.confidence is Confidence.HIGH).tolerant
    for side in SIDES:
        found[f"side_precision.{side}"] = full.side_precision(side)
        found[f"side_recall.{side}"] = full.side_recall(side)
    for kind in OwnerKind:
        found[f"precision.{kind}"] = full.given(kind).tolerant
        found[f"recall.{kind}"] = full.labelled(kind).tolerant
    return {name: figure for name, figure in found.items() if figure is not None}
