"""Builders of snapshots to compare: pages written as a letter per result, as in `audit.py` beside this file.

Tests load this file by path (`runpy.run_path`), because tests are not a package.
"""

import runpy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from searchgap.model.owner import OwnerKind
from searchgap.model.serp import Serp
from searchgap.model.snapshot import Snapshot
from searchgap.rules import scoring
from searchgap.rules.compare import compare
from searchgap.rules.noise import Noise

GOLDEN = runpy.run_path(str(Path(__file__).parent / "audit.py"))
STARTED = GOLDEN["STARTED"]


def take_snapshot(number, pages, *, brand="Inkwell", ranking="search page", ask=None, **facts):
    """An audit of one brand in week `number`, with its pages.

    Args:
        number: how many weeks after the first one it ran; its id is made from it.
        pages: query to who holds its ranks, a letter of `HOLDERS` each; None for a search that failed. The n-th page
            of a holder has the same address in every audit; an upper-case letter is another page of that holder.
        brand: whose audit it is.
        ranking: what the order of the results means.
        ask: makes the request of a query, where it is not the usual one.
        facts: `clean` (how addresses are made comparable), `weights` (by query), `topics` (by query), `engine`,
            `retrieved_at`, or facts of the run.
    """
    started = STARTED + timedelta(weeks=number)
    held = {"engine": facts.pop("engine", "lantern"), "retrieved_at": facts.pop("retrieved_at", started)}
    weights, topics = facts.pop("weights", {}), facts.pop("topics", {})
    clean = facts.pop("clean", str)
    make = ask or GOLDEN["ask"]
    gaps, urls = [], {}
    for text, places in pages.items():
        outcome = GOLDEN["fail"](text) if places is None else _answer(make(text), places, held)
        if places is None and ask:
            outcome = replace(outcome, request=make(text))
        gaps.append(_judge(brand, outcome, places, weights.get(text, 1), topics.get(text)))
        if isinstance(outcome, Serp):
            urls[outcome.request.key] = tuple(result.url for result in outcome.results)
    named = {"id": f"{number:08x}", "started_at": started, "finished_at": started + timedelta(minutes=1)}
    part = _sum_up(brand, ranking, gaps)
    pages = {key: tuple(map(clean, page)) for key, page in urls.items()}
    return Snapshot(audit=GOLDEN["audit_of"](part, **named | facts), pages=pages, listed=urls)


def merge(*snapshots):
    """One audit of several brands, or of one brand under several rankings."""
    first = snapshots[0]
    brands = tuple(brand for snapshot in snapshots for brand in snapshot.audit.brands)
    pages = {key: page for snapshot in snapshots for key, page in snapshot.pages.items()}
    listed = {key: page for snapshot in snapshots for key, page in snapshot.listed.items()}
    return Snapshot(audit=replace(first.audit, brands=brands), pages=pages, listed=listed)


def _answer(request, places, held):
    seen = {}
    results = []
    for rank, letter in enumerate(places, 1):
        seen[letter] = seen.get(letter, 0) + 1
        host = GOLDEN["HOLDERS"][letter.lower()].name.lower().replace(" ", "").removesuffix(".example")
        url = f"https://www.{host}.example/{letter}/{request.text.replace(' ', '-')}/{seen[letter]}"
        results.append(GOLDEN["OrganicResult"](rank=rank, url=url, title=f"Page {letter}"))
    return Serp(request=request, results=tuple(results), market_verified=True, **held)


def _judge(brand, outcome, places, weight, topic):
    holders = GOLDEN["HOLDERS"] | {letter.upper(): owner for letter, owner in GOLDEN["HOLDERS"].items()}
    if places is None:
        return GOLDEN["judge"](brand, outcome, GOLDEN["State"].UNMEASURED, weight=weight, topic=topic)
    kinds = [holders[letter].kind for letter in places]
    own, rival = (kinds.index(kind) + 1 if kind in kinds else None for kind in (OwnerKind.OWN, OwnerKind.COMPETITOR))
    return GOLDEN["judge"](
        brand,
        outcome,
        scoring.decide_state(own, rival, speaks=False),
        scoring.score_gap(own, None, rival),
        holders=holders,
        best_rank=own,
        leader=scoring.find_leader(brand, own, {"Quill": rival} if rival else {}),
        weight=weight,
        topic=topic,
    )


def _sum_up(brand, ranking, gaps):
    coverage = scoring.measure_coverage(gaps)
    part = GOLDEN["sum_up"](brand, gaps, {}, coverage.interval)
    voices = scoring.measure_share_of_voice(gaps, (brand, "Quill"), GOLDEN["audit_of"](part).weights)
    return replace(part, ranking=ranking, share_of_voice=voices)


def build_golden_comparison():
    """Two brands over a few quiet weeks and one that moved: gains, noise, failures, and a list that changed."""
    quiet = {
        "inkwell vs quill": "qcrobbvw",
        "best fountain pen app": "rcbwvrcmrb",
        "inkwell not working": "crcvdrcxc",
        "inkwell login": "oop",
        "ink stains": "crqbv",
        "inkwell pricing": "ocr",
        "inkwell refills": "cr",
        "inkwell alternatives": "qcr",
    }
    noise = Noise(parses=lambda _: False)
    for number in range(4):
        wobbling = {"inkwell vs quill": "qcorbbvw" if number % 2 else "qcrobbvw"}
        noise.take(_take_both(number, quiet | wobbling, {"quill review": "crcrbcrcrc", "quill price": "qc"}))
    before = _take_both(4, quiet | {"inkwell alternatives": None}, {"quill review": "crcrbcrcrc", "quill price": "qc"})
    moved = {
        "inkwell vs quill": "qcorbbvw",
        "best fountain pen app": "rcowvrcmrb",
        "inkwell not working": "oCRVdrcxc",
        "inkwell login": "cr",
        "inkwell pricing": None,
        "inkwell export": "cc",
    }
    kept = {text: pages for text, pages in quiet.items() if text != "inkwell refills"}
    weights = {"inkwell not working": 3}
    after = _take_both(5, kept | moved, {"quill review": "crcrbcrcrc", "quill price": None}, weights=weights)
    noise.take(before)
    return compare(before, after, noise=noise)


def _take_both(number, inkwell, quill, **facts):
    return merge(take_snapshot(number, inkwell, **facts), take_snapshot(number, quill, brand="Quill"))
