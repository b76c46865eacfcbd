"""The audit as a page: everything that the Markdown says, the results of each query, and nothing that does anything."""

import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from searchgap.model.gap import State
from searchgap.report import html_page
from searchgap.report.base import Layout
from searchgap.report.html_report import render
from searchgap.report.strangers import NAME_LIMIT, QUERY_LIMIT, TITLE_LIMIT, clean_text

check_page = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "pages.py"))["check_page"]


def write(view, **layout):
    return "".join(render(view, Layout(**layout)))


@pytest.fixture(scope="module")
def page(view):
    return check_page(write(view))


def test_the_numbers_of_every_brand_stand_with_their_base(view, page):
    """Coverage with its interval, places, shares, states and topics are worded as everywhere else."""
    for brand in view.brands:
        assert brand.coverage.base in page.words
        assert brand.coverage.words in page.words
        assert brand.places.words in page.words
        assert all(f"{voice.label} {voice.words}" in page.words for voice in brand.voices if brand.voice_base)
        assert (brand.voice_base or brand.voice_words) in page.words
        assert all(f"{number} {state}" in page.words for state, number in brand.states.items() if number)
        assert all(f"{topic.label} {topic.base}" in page.words for topic in brand.topics)
        assert all(sentence in page.words for sentence in (brand.kinds, *brand.features))


def test_the_opening_tells_what_the_markdown_does(view, page):
    """Headline, tally, cost, market, gates, goals, reasons and notes are all there, in the same words."""
    goals = [(row.label, row.target_words, row.actual_words, row.plan_words, row.status_words) for row in view.goals]
    gates = [(row.label, row.found, row.reason or "", row.whom) for row in view.gates.rows]
    reasons = [(row.sentence, row.hint or "", row.queries) for row in view.failures]
    projections = [row.projection.words for row in view.goals if row.projection]
    opening = (view.title, view.headline, view.tally_words, view.cost.words, view.searched_with)
    assert projections
    for sentence in (
        *(*opening, view.gates.words, view.gates.compared, *view.notes, *projections),
        *(words for row in (*goals, *gates, *reasons) for words in row),
    ):
        assert sentence in page.words


def test_gaps_come_with_the_pages_that_hold_them(view, page):
    """Every gap is there with what it is worth and with the first pages, linked and their address spelt out."""
    for gap in (gap for brand in view.brands for gap in brand.gaps):
        assert f"{gap.query.label} {gap.worth}" in page.words
        for held in gap.pages:
            assert f"rank {held.result.result.rank} {held.label} {held.owner} {held.address}" in page.words
            assert held.link in page.links


def test_each_query_has_all_its_results(view, page):
    """Rank, title, address, snippet, owner and the rule that decided stand in the part of the query."""
    _, *parts = page.words.split("Every query, worst first, with its results")
    rows = [(row, part) for brand, part in zip(view.brands, parts, strict=True) for row in brand.queries]
    for row, part in rows:
        for judged in view.read_page(row.gap).results:
            result, owner = judged.result, judged.verdict.ownership
            place = part.index(f"{result.rank} {result.title} {result.url}")
            told = part[place : place + 400]
            assert (result.snippet or "") in told
            assert f"{owner.name} ({owner.kind})" in told
            assert f"{owner.rule} ({owner.evidence}), confidence {owner.confidence}" in told


def test_unmeasured_queries_look_like_no_gap(view):
    """What was not measured has its own state, its reason and no rank, and is in no list of gaps."""
    tree = LexborHTMLParser(write(view))
    unmeasured = [one for one in tree.css("details.query") if one.css_first("summary .chip.state-unmeasured")]
    assert len(unmeasured) == 4
    assert all("gap score" not in one.text() and one.css_first("table") is None for one in unmeasured)
    assert "unmeasured" not in "".join(one.text() for one in tree.css("ol.gaps"))


def test_links_lead_to_the_results_of_a_gap(page):
    """The first gap of a brand leads to the first of its queries, which stand in the same order."""
    assert "#brand-1-query-1" in page.links
    assert "brand-1-query-1" in page.ids


def test_every_encoding_can_hold_it(view):
    """For a stream that knows no Unicode the page is ASCII, and shows the same."""
    text = write(view, ascii_only=True)
    assert text.isascii()
    assert check_page(text).words == check_page(write(view)).words


def test_an_audit_without_anything_is_a_page(view_of):
    """No brand, no failure and no gate leave a whole page."""
    page = check_page(write(view_of()))
    assert "Notes" in page.words


def test_of_thousands_of_queries_the_worst_are_shown(golden, view_of):
    """Result lists are capped, with a count and the command that has all of them, and pages are read on demand."""
    gaps = [golden.judge("Inkwell", golden.answer(f"query {number}", "c"), State.ABSENT, 100) for number in range(700)]
    gaps += [golden.judge("Inkwell", golden.fail(f"late {number}"), State.UNMEASURED) for number in range(3)]
    view = view_of(golden.sum_up("Inkwell", gaps, {"Inkwell": None}))
    read = []
    pieces = render(replace(view, read_page=lambda gap: read.append(gap) or view.read_page(gap)))
    assert next(pieces).startswith("<!DOCTYPE html>")
    assert not read
    text = "".join(pieces)
    assert text.count("<details") == 500
    assert len(read) == 500
    assert (
        "and 203 more queries, 3 of them not measured: searchgap report 1a2b3c4d --format csv --table results" in text
    )
    assert "and 690 more gaps" in text


def test_many_brands_share_the_room(golden, view_of):
    """A report on many brands shows some results of each, and names the first brands only in its overview."""
    gaps = [golden.judge("Inkwell", golden.answer(f"query {number}", "c"), State.ABSENT, 100) for number in range(30)]
    brand = golden.sum_up("Inkwell", gaps, {"Inkwell": None})
    text = write(view_of(*[replace(brand, name=f"Brand {number}") for number in range(200)]))
    check_page(text)
    assert text.count("<details") == 200 * 5
    assert "and 170 more brands" in text


@settings(max_examples=40)
@given(text=st.text(st.characters(codec=None), max_size=40))
def test_strangers_text_is_shown_as_text(golden, view_of, text):
    """Whatever a stranger writes is read by a browser as that text, without what controls or hides."""
    serp = golden.answer("a", "c")
    owner = golden.HOLDERS["c"]._replace(name=f"o{text}")
    planted = replace(serp, results=(replace(serp.results[0], title=f"t{text}", snippet=f"s{text}"),))
    judged = golden.judge("Inkwell", planted, State.ABSENT, 100)
    verdicts = tuple(verdict._replace(ownership=owner) for verdict in judged.verdicts)
    gap = judged._replace(verdicts=verdicts, query=replace(judged.query, text=f"q{text}", topic=f"p{text}"))
    brand = golden.sum_up(f"b{text}", [gap], {f"b{text}": 1.0})
    tree = LexborHTMLParser(write(view_of(brand)))

    def shown(selector):
        return " ".join(tree.css_first(selector).text().split())

    assert shown("section.brand h2") == clean_text(f"b{text}", NAME_LIMIT)
    assert shown("details .name") == clean_text(f"q{text}", QUERY_LIMIT)
    assert shown(".results a") == clean_text(f"t{text}", TITLE_LIMIT)
    assert shown(".results td small") == clean_text(f"s{text}", 300)
    assert shown(".results .owner") == f"{clean_text(f'o{text}', NAME_LIMIT)} (community)"
    assert shown("details .facts bdi") == clean_text(f"p{text}", NAME_LIMIT)


@settings(max_examples=40)
@given(
    address=st.one_of(
        st.text(st.characters(codec=None), max_size=40),
        st.builds("{}:{}".format, st.sampled_from(["javascript", "data", "JAVASCRIPT", "file", "vbscript"]), st.text()),
        st.builds("https://{}".format, st.text(st.characters(codec=None), max_size=40)),
    )
)
def test_only_addresses_of_the_web_are_linked(golden, view_of, address):
    """Any other address is shown and leads nowhere; one of the web leads where it says."""
    serp = golden.answer("a", "c")
    planted = replace(serp, results=(replace(serp.results[0], url=address, title="t"),))
    gap = golden.judge("Inkwell", serp, State.ABSENT, 100)._replace(ending=golden.keep(planted))
    page = check_page(write(view_of(golden.sum_up("Inkwell", [gap], {"Inkwell": None}))))
    away = [link for link in page.links if not link.startswith("#")]
    assert all(re.match("https?://", link, re.IGNORECASE) for link in away)
    assert len(away) in {0, 2}


def test_every_colour_of_text_can_be_read():
    """In light, in dark and in print, each colour that text has stands out from both grounds, as WCAG AA asks."""
    style = (Path(html_page.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
    schemes = [
        dict(re.findall(r"--(\w+): #(\w{6});", block)) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]
    assert len(schemes) == 3
    for scheme in schemes:
        for name in ("ink", "dim", "link", "own", "competitor", "partner", "speaks", "contested", "unknown"):
            assert all(contrast(scheme[name], scheme[ground]) >= 4.5 for ground in ("paper", "card")), name


def contrast(one, other):
    """The contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
