"""Reading saved result pages, side by side with selectolax making the same selections and nothing of them.

By hand: `python tests/benchmarks/saved_pages.py [FOLDER]`, on labelled pages kept beside the repository. Trust the
ratios, not the absolutes: medians of interleaved rounds.
"""

import sys
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from searchgap.search.serp_html.page import PageState
from searchgap.search.serp_html.registry import ENGINES, parse_page

LABELLED_PAGES = Path(__file__).parents[3] / "shared" / "serp_html"
ROUNDS = 15


class Selections(NamedTuple):
    """What the parser of an engine selects.

    Attributes:
        links: the title links or cards.
        in_card: what is selected in the card of each.
        in_tree: what else is selected in the whole page.
    """

    links: str
    in_card: tuple[str, ...]
    in_tree: tuple[str, ...]


ABOUT = (
    "link[rel=canonical]",
    'meta[property="og:url"]',
    "title",
    "textarea[name=q], input[name=q], input[name=query], input[name=text], input[name=p]",
)
GOOGLE_BOXES = (
    ".related-question-pair, g-section-with-header, #tads, #tadsb, #bottomads, [data-text-ad], #botstuff, #rhs, "
    "#k04FTb, block-component, .xpdopen, [data-mcpr], #m-x-content, [data-aimmrs]"
)
SELECTIONS = {
    "google": Selections(
        "#rso a[href]:has(h3)",
        ("h3", '[data-sncf="1"] .VwiC3b', ".VwiC3b", ".VuuXrf"),
        (
            GOOGLE_BOXES,
            "[data-mcpr] a[href], #m-x-content a[href]",
            "#rso block-component",
            ".related-question-pair[data-q]",
            ".related-question-pair",
            '#botstuff a[class][href*="/search?"]',
            "g-section-with-header",
            "[data-curl]",
            '[data-attrid="title"]',
            "[data-text-ad], a[data-pcu], .pla-unit",
            "#topstuff",
            "#fprsl",
        ),
    ),
    "bing": Selections(
        "#b_results > li.b_algo",
        ("h2 a[href]", "h2 a[aria-label], a[aria-label]", ".news_dt", ".b_caption p", ".tptt"),
        (
            ".developer_answercard_wrapper a[href], #b_sydConvCont a[href]",
            "#b_results > li.b_ans",
            '[data-tag="RelatedQnA.Item"]',
            ".df_qntext",
            ".b_rs a[href]",
            "#b_results > li.b_ans a[href]:has(.mc_vtvc_title)",
            "#b_results > li.b_ans .news-card a.title",
            "#b_context .b_entityTitle",
            "li.b_ad .sb_add",
        ),
    ),
}
MARKS = tuple(engine.marks for engine in ENGINES)


def select_plainly(data: bytes, chosen: Selections) -> int:
    """Decode, parse, select, take the texts, and throw them away."""
    tree = LexborHTMLParser(data.decode("utf-8", "replace"))
    length = sum(len(node.text()) for selector in ABOUT for node in tree.css(selector))
    for selector in (*MARKS, *chosen.in_tree):
        tree.css(selector)
    for link in tree.css(chosen.links):
        card = link
        for _ in range(6):
            card = card.parent if card.parent is not None and chosen.links.endswith("h3)") else card
        for selector in chosen.in_card:
            found = card.css_first(selector)
            length += len(found.text()) if found is not None else 0
    return length


def measure(read, files: list[bytes]) -> float:
    """Seconds of processor time it takes to read files."""
    began = process_time()
    for data in files:
        read(data)
    return process_time() - began


def main(folder: Path) -> None:
    """Print pages per second of both, per engine, over its pages with results."""
    pages: dict[str, list[bytes]] = {}
    for path in sorted(folder.glob("*.html")):
        serp = parse_page(data := path.read_bytes())
        if serp.state is PageState.OK and serp.engine in SELECTIONS:
            pages.setdefault(serp.engine, []).append(data)
    for engine, files in pages.items():
        rounds = [
            (measure(parse_page, files), measure(partial(select_plainly, chosen=SELECTIONS[engine]), files))
            for _ in range(ROUNDS)
        ]
        ours, plain = (len(files) / median(times) for times in zip(*rounds, strict=True))
        size = sum(map(len, files)) / len(files) / 1000
        speeds = f"ours {ours:6.0f} pages/s  plain {plain:6.0f}  {ours / plain:.2f} of plain"
        print(f"{engine:<11} {size:5.0f} KB a page  {speeds}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELLED_PAGES)
