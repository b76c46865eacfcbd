"""How well saved result pages are read, engine by engine, against labelled pages kept beside the repository.

By hand, as a script: `python tests/quality/serp_report.py [FOLDER]`. Every page `NAME.html` has a
`NAME.expected.json` with its state and its organic results in order.
"""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from searchgap.reference.suffixes import load_suffixes
from searchgap.rules.urls import UrlReader
from searchgap.search.serp_html.page import ParsedResult
from searchgap.search.serp_html.registry import parse_page

LABELLED_PAGES = Path(__file__).parents[3] / "shared" / "serp_html"
_reader = UrlReader(load_suffixes())


@dataclass
class PageScore:
    """How one page was read.

    Attributes:
        expected: how many organic results it has.
        found: how many were read, optional ones left out.
        right: how many of these agree in address and title, and come in the same order.
        trouble: what else is wrong, in words.
    """

    name: str
    engine: str
    expected: int = 0
    found: int = 0
    right: int = 0
    trouble: list[str] = field(default_factory=list)


def score_page(path: Path) -> PageScore:
    """Read a page and compare it with what is expected of it."""
    wanted = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text(encoding="utf-8"))
    serp = parse_page(path.read_bytes(), name=path.name)
    addressed = wanted["kind"] != "sanitised"
    rows = wanted["organic"]
    if not addressed:  # with all addresses the same, results of one title are doubles
        rows = list({row["title"]: row for row in rows}.values())
    optional = {clean(row["url"]) for row in wanted["optional"]}
    found = [one for one in serp.results if one.url is None or clean(one.url) not in optional]
    score = PageScore(path.stem, wanted["engine"], expected=len(rows), found=len(found))
    score.right = count_common(rows, found, addressed=addressed)
    if serp.engine != wanted["engine"]:
        score.trouble.append(f"taken for a page of {serp.engine}")
    if serp.state not in {wanted["page_status"], *wanted.get("page_status_also_ok", ())}:
        score.trouble.append(f"{serp.state} instead of {wanted['page_status']}")
    forbidden = {clean(row["url"]) for row in wanted["must_not_include"]}
    score.trouble += [f"must not include {one.url}" for one in found if one.url and clean(one.url) in forbidden]
    score.trouble += describe_features(wanted.get("features") or {}, serp.features)
    return score


def describe_features(wanted, features) -> list[str]:
    """Which expected questions and related searches are missing."""
    names = {"questions": "questions", "related": "related_searches"}
    found = {kind: {item.text for one in features if one.kind == kind for item in one.items} for kind in names.values()}
    return [
        f"without the {key}: {sorted(missing)}"
        for key, kind in names.items()
        if (missing := set(wanted.get(key) or ()) - found[kind])
    ]


def count_common(wanted: list, found: list[ParsedResult], *, addressed: bool) -> int:
    """The length of the longest common subsequence: results missed or too many do not spoil the rest."""
    above = [0] * (len(found) + 1)
    for row in wanted:
        here = [0]
        for place, one in enumerate(found, start=1):
            same = agree(row, one, addressed=addressed)
            here.append(above[place - 1] + 1 if same else max(above[place], here[place - 1]))
        above = here
    return above[-1]


def agree(row: dict, one: ParsedResult, *, addressed: bool) -> bool:
    """Whether a result has the expected title and address, or host where the page hides the address."""
    if not same_title(row["title"], one.title):
        return False
    if not addressed:
        return True
    if row["url"] is not None:
        return one.url is not None and clean(one.url) == clean(row["url"])
    return one.url is None and (one.host or "").removeprefix("www.") == row["host"].removeprefix("www.")


def same_title(wanted: str, found: str) -> bool:
    """Whether two titles are the same but for an ellipsis at the end."""
    wanted, found = (" ".join(title.split()).rstrip(".\N{HORIZONTAL ELLIPSIS} ") for title in (wanted, found))
    return wanted == found


def clean(url: str) -> str:
    """The form by which two addresses are the same."""
    return _reader.clean(url).partition("#")[0]


def score_pages(folder: Path) -> dict[str, list[PageScore]]:
    """The scores of a folder of labelled pages, by engine."""
    scores = defaultdict(list)
    for path in sorted(folder.glob("*.html")):
        score = score_page(path)
        scores[score.engine].append(score)
    return scores


def measure(scores: list[PageScore]) -> tuple[float, float]:
    """Precision and recall of the organic results of several pages; 1 where there are none."""
    expected, found, right = (sum(getattr(one, name) for one in scores) for name in ("expected", "found", "right"))
    return (right / found if found else 1.0), (right / expected if expected else 1.0)


def main(folder: Path) -> None:
    """Print a line per engine, and a line per page that is not read as expected."""
    for engine, scores in sorted(score_pages(folder).items()):
        precision, recall = measure(scores)
        results = sum(one.expected for one in scores)
        print(
            f"{engine:<11} {len(scores):>3} pages {results:>4} results  precision {precision:.3f}  recall {recall:.3f}"
        )
        for one in scores:
            if one.trouble or one.right < max(one.found, one.expected):
                counts = f"{one.right} right of {one.found} found, {one.expected} expected"
                print(f"    {one.name}: {'; '.join([counts, *one.trouble])}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELLED_PAGES)
