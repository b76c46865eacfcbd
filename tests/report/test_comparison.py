"""Reports on a comparison: whole files against tests/golden, and what no format may leave out.

To accept changed reports, run this file with SEARCHGAP_ACCEPT_GOLDEN=1, read the difference, and commit it.
"""

import csv
import io
import json
import re
import runpy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from searchgap.errors import UsageError
from searchgap.report.base import Layout
from searchgap.report.comparison.csv_report import COMPARISON_TABLES
from searchgap.report.comparison.view import build_comparison_view
from searchgap.report.formats import COMPARISONS
from searchgap.rules.compare import compare
from searchgap.rules.noise import Noise
from searchgap.rules.pairing import pair_anyhow

GOLDEN = Path(__file__).parents[1] / "golden"
BUILT = runpy.run_path(str(GOLDEN / "snapshots.py"))
check_page = runpy.run_path(str(GOLDEN / "pages.py"))["check_page"]
take_snapshot, STARTED = BUILT["take_snapshot"], BUILT["STARTED"]
NOW = STARTED + timedelta(weeks=5, hours=3)

REPORTS = {
    "comparison.json": ("json", Layout()),
    "comparison.md": ("markdown", Layout()),
    "comparison.html": ("html", Layout()),
    "comparison_80.txt": ("terminal", Layout(width=80)),
    "comparison_80_colour.txt": ("terminal", Layout(width=80, colour=True)),
    "comparison_60_ascii.txt": ("terminal", Layout(width=60, ascii_only=True)),
    **{f"comparison_{table}.csv": ("csv", Layout(table=table)) for table in COMPARISON_TABLES},
}

HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]52;c;ZXZpbA==\x07 \u202egnp.exe [bold]x[/] <script>alert(1)</script> "
    "](javascript:alert(1)) | @everyone =cmd|'/C calc'!A0 \ud800"
)


@pytest.fixture(scope="module")
def view():
    return build_comparison_view(BUILT["build_golden_comparison"](), now=NOW)


def view_of(before, after, *earlier, **options):
    noise = Noise(parses=lambda _: False)
    for snapshot in earlier:
        noise.take(snapshot)
    return build_comparison_view(compare(before, after, noise=noise, **options), now=NOW)


def write(view, name, **layout):
    return "".join(COMPARISONS.render(view, name, Layout(**layout)))


@pytest.mark.parametrize("file", REPORTS)
def test_comparison_is_the_golden_one(file, view, expect_golden):
    """Every format lays the golden comparison out exactly as its accepted file shows."""
    name, layout = REPORTS[file]
    expect_golden(file, "".join(COMPARISONS.render(view, name, layout)))


def test_every_format_has_a_golden_report():
    """No format is left without an accepted file."""
    assert {name for name, _ in REPORTS.values()} == set(COMPARISONS.suffixes)


@pytest.mark.parametrize("name", COMPARISONS.suffixes)
def test_newly_unmeasured_is_in_every_format_and_never_lost(name, view):
    """Who reads one format only still learns which query was not measured, and that it is no loss."""
    report = write(view, name, table="queries", width=200)
    assert "inkwell pricing" in report
    coverage = json.loads(write(view, "json"))["brands"][0]["coverage"]
    assert (
        coverage["before"]["with_presence"] - coverage["lost"] + coverage["gained"]
        == (coverage["after"]["with_presence"])
    )


def test_the_page_says_what_the_view_does(view):
    """Every cell, every result that came or went and every list is on the page, and noise is told as noise."""
    page = check_page(write(view, "html"))
    tables = [table for section in view.brands for table in section.tables]
    pages = [listed for section in view.brands for turnover in section.turnovers for listed in turnover.pages]
    lists = [line for section in view.brands for listed in section.lists for line in listed.lines]
    assert all(" ".join(" ".join(row.cells).split()) in page.words for table in tables for row in table.rows)
    assert all(f"{listed.words}" in page.words and listed.link in page.links for listed in pages)
    assert all(sentence in page.words for sentence in (view.headline, view.before, view.after, *lists, *view.notes))
    assert "▲ better inkwell not working absent owned - to 1 beyond noise" in page.words


def test_json_keeps_facts_and_says_what_is_not_known(view):
    """Version, both audits, bands and causes are there; what is not known is null."""
    report = json.loads(write(view, "json"))
    assert (report["version"], report["alike"], report["similarity"]["p"]) == (1, True, 0.9)
    inkwell = report["brands"][0]
    lost = {query["query"]: query for query in inkwell["newly_unmeasured"]}["inkwell pricing"]
    assert (lost["after"]["failure"]["kind"], lost["after"]["best_rank"]) == ("rate-limit", None)
    wobbled = {query["query"]: query for query in inkwell["queries"]}["inkwell vs quill"]
    assert (wobbled["standing"], wobbled["noise_band"]["rank"]) == ("noise", 1)


def test_the_headline_tells_gains_losses_noise_and_holes(view):
    """The first sentences hold what matters most, holes included."""
    assert view.headline == (
        "2 gained and 1 lost of 6 queries measured in both audits: Inkwell 2 gained, 1 lost. "
        "Of 4 queries whose state or rank changed, 1 moved within noise. "
        "2 queries were measured before and not now, which is no loss."
    )


def test_without_a_band_the_report_says_so_and_calls_nothing_noise():
    """A first comparison leaves open what is noise."""
    view = view_of(take_snapshot(1, {"a": "oc"}), take_snapshot(2, {"a": "cc"}))
    assert "there is no noise band yet" in view.headline
    report = write(view, "terminal", width=200)
    assert "So nothing is called noise" in report
    assert "no band" in report


def test_unlike_runs_are_marked_in_every_format():
    """Numbers across unlike runs never stand there as if they were alike."""
    request = BUILT["GOLDEN"]["SearchRequest"]
    before = take_snapshot(1, {"a": "oc"})
    after = take_snapshot(2, {"a": "cc"}, ask=lambda text: request(text=text, provider="agency", depth=20))
    view = view_of(before, after, pairing=pair_anyhow)
    for name in ("terminal", "markdown", "html"):
        report = " ".join(write(view, name).split())
        assert "Compared across unlike runs, on demand: provider bureau, then agency" in report
    assert "provider bureau, then agency" in write(view, "csv", table="queries")
    report = json.loads(write(view, "json"))
    assert (report["alike"], report["unlike"][0]["facet"]) == (False, "provider")


def test_nothing_measured_in_both_is_said():
    """Without a pair there are no numbers and no claim."""
    view = view_of(take_snapshot(1, {"a": "oc"}), take_snapshot(2, {"a": None}))
    assert view.headline.startswith("No query was measured in both audits")
    assert "Newly not measured" in write(view, "terminal")


def test_a_longer_time_than_usual_is_pointed_out():
    """Bands of weeks say little about months."""
    earlier = [take_snapshot(number, {"a": "oc"}) for number in range(3)]
    view = view_of(earlier[0], take_snapshot(30, {"a": "oc"}), *earlier)
    assert any("210 days apart" in note for note in view.notes)


def test_interrupted_and_reversed_audits_are_pointed_out():
    """What was not reached, and that the later audit was named first, is told."""
    before, after = take_snapshot(2, {"a": "oc"}), take_snapshot(1, {"a": "oc"}, finished_at=None)
    notes = view_of(before, after).notes
    assert any("is the later of the two" in note for note in notes)
    assert any("00000001 was interrupted" in note for note in notes)


@pytest.mark.parametrize(("name", "layout"), [*REPORTS.values()])
def test_strangers_text_does_no_harm(name, layout):
    """Queries, addresses, brands and owners with commands in them are shown as text in every format."""
    before, after = (take_snapshot(number, {"a": page}) for number, page in ((1, "oc"), (2, "rb")))
    before, after = (_plant(snapshot) for snapshot in (before, after))
    report = "".join(COMPARISONS.render(view_of(before, after), name, replace(layout, colour=False)))
    assert not {"\x1b", "\x07", "\u202e"} & set(report)
    if name == "html":
        check_page(report)
    if name == "markdown":
        assert "<script>" not in report
        assert not re.search(r"(?<!\\)\]\(javascript:", report)
    if name == "csv":
        cells = [cell for row in csv.reader(io.StringIO(report.removeprefix("\ufeff"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def _plant(snapshot):
    """The snapshot with hostile text in the query, the brand, the owners and the addresses."""
    (brand,) = snapshot.audit.brands
    gaps = tuple(
        gap._replace(
            query=replace(gap.query, text=HOSTILE, brand=HOSTILE, topic=HOSTILE),
            verdicts=tuple(
                verdict._replace(ownership=verdict.ownership._replace(name=HOSTILE)) for verdict in gap.verdicts
            ),
        )
        for gap in brand.gaps
    )
    planted = replace(brand, name=HOSTILE, ranking=HOSTILE, gaps=gaps, share_of_voice={HOSTILE: 0.5})
    listed = {key: tuple(HOSTILE + url for url in page) for key, page in snapshot.listed.items()}
    return replace(snapshot, audit=replace(snapshot.audit, brands=(planted,)), listed=listed)


def test_unknown_formats_suffixes_and_tables_are_refused_with_a_hint(view):
    """The refusal names what there is."""
    with pytest.raises(UsageError, match='no format "jsn"') as refused:
        COMPARISONS.check("jsn")
    assert "did you mean json" in refused.value.hint
    with pytest.raises(UsageError, match=r"moves\.xlsx"):
        COMPARISONS.find_of("out/moves.xlsx")
    assert COMPARISONS.find_of("out/MOVES.MD") == "markdown"
    with pytest.raises(UsageError, match='no CSV table "gaps"'):
        write(view, "csv", table="gaps")
