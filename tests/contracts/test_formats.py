"""What every report format promises, checked over the format table; a new format joins by adding its check of harm."""

import csv
import io
import json
import re
import runpy
import unicodedata
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from searchgap.model.audit import Audit, AuditRun
from searchgap.model.gap import State
from searchgap.model.gate import EarlierAudit, GateReport
from searchgap.model.query import SearchRequest
from searchgap.model.serp import Serp
from searchgap.report.base import Layout
from searchgap.report.csv_tables import CSV_TABLES
from searchgap.report.registry import FORMATS, find_format
from searchgap.report.view import build_view

GOLDEN = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "audit.py"))
check_page = runpy.run_path(str(Path(__file__).parents[1] / "golden" / "pages.py"))["check_page"]
AUDIT: Audit = GOLDEN["build_golden_audit"]()
NOW = GOLDEN["NOW"]
GATES: GateReport = GOLDEN["build_golden_gates"]()

LAYOUTS = [
    *(("csv", Layout(table=table)) for table in CSV_TABLES),
    *(("terminal", Layout(width=width, colour=colour)) for width, colour in ((80, False), (300, True))),
    *((name, Layout()) for name in FORMATS if name not in {"csv", "terminal"}),
]

HOSTILE = {
    "colour": "\x1b[31;1mred\x1b[0m",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "title": "\x1b]0;owned\x1b\\",
    "unfinished sequence": "\x1b]8;;https://evil.example",
    "C1": "\x9b2J\x9d52;c;ZXZpbA==\x9c\x85",
    "bidi": "\u202egnp.exe\u2066\u2069\u200f",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff",
    "accents": "Z" + "\u0301" * 5000,
    "rich markup": "[bold]x[/] [/red] [link=https://evil.example]",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entity": "&lt;script&gt;&#60;b&#62;",
    "javascript": "javascript:alert(1)",
    "data address": "data:text/html,<script>alert(1)</script>",
    "Markdown": "](javascript:alert(1)) **b** `c` | d \\| ![i](data:x) \n# h\n- l\n```\n",
    "mention": "@everyone #1 www.evil.example https://evil.example",
    "formula": "=cmd|'/C calc'!A0",
    "late formula": "x;=cmd|'/C calc'!A0;",
    "full-width formula": "\uff1dcmd|'/C calc'!A0",
    "white space": "\t=1+1\r\n-1\v\f",
    "NUL": "nul\x00nul",
    "surrogates": "\ud800x\udfff",
    "noncharacter": "\uffff\U0001ffff",
    "separators": "a\u2028b\u2029c",
    "quotes": "\"'`\\",
    "nothing": "",
    "long": "long " * 20_000,
}


def render(view, name, layout=None):
    return "".join(find_format(name).render(view, layout or Layout(width=300)))


def plant_in(audit, text):
    """An audit with `text` in every string that is not ours, on the pages that are kept for it too."""
    planted = plant(audit, text)
    gaps = [gap for brand in planted.brands for gap in brand.gaps]
    return replace(planted, run=replace(planted.run, outcomes=GOLDEN["outcomes_of"](gaps)))


def view_planted_with(text):
    """The view of everything with `text` in every string that is not ours."""
    return build_view(plant_in(AUDIT, text), now=NOW, gates=plant(GATES, text))


OURS = {
    AuditRun: {"id", "version", "config_digest", "plan", "outcomes"},
    EarlierAudit: {"id"},
    SearchRequest: {"provider"},
}


def plant(thing, text, number=None):
    """The same facts with `text` put before every string that is not ours, each time followed by another number."""
    number = count() if number is None else number
    if type(thing) is str:
        return f"{text}{next(number)} {thing}"
    if isinstance(thing, tuple):
        planted = (plant(part, text, number) for part in thing)
        if not hasattr(thing, "_fields"):
            return tuple(planted)
        made = type(thing)(*planted)
        for name, value in getattr(thing, "__dict__", {}).items():  # the page that an invented answer keeps
            setattr(made, name, plant(value, text, number))
        return made
    if isinstance(thing, (dict, MappingProxyType)):
        return {plant(key, text, number): value for key, value in thing.items()}
    if not is_dataclass(thing):
        return thing
    kept = OURS.get(type(thing), ())
    changed = {
        part.name: plant(getattr(thing, part.name), text, number)
        for part in fields(thing)
        if part.name not in kept and part.name != "kind"
    }
    return replace(thing, **changed)


JUNIT_ATTRIBUTES = {
    *("name", "tests", "failures", "errors", "skipped", "time", "timestamp"),
    *("value", "classname", "type", "message"),
}
ELEMENTS = {"h1", "h2", "h3", "p", "strong", "ul", "ol", "li", "a", "code", "table", "thead", "tbody", "tr", "th", "td"}


class Tags(HTMLParser):
    """Every element and address of a page."""

    def __init__(self):
        super().__init__()
        self.names, self.addresses, self.attributes = set(), [], set()

    def handle_starttag(self, tag, attributes):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.addresses += [value for name, value in attributes if name in {"href", "src"}]


def expect_harmless_json(text, view, _layout):
    report = json.loads(text)
    assert text.count("\n") == len(text.splitlines())
    assert "Cc" not in {unicodedata.category(character) for character in text if character != "\n"}
    assert not set(text) & set("\u202e\u2066\u200b\ufeff")
    shapes = zip(report["brands"], view.brands, strict=True)
    for brand, row in shapes:
        assert brand["name"] == re.sub("[\ud800-\udfff]", "\ufffd", row.name)
        assert len(brand["queries"]) == len(row.queries)


def expect_harmless_csv(text, view, layout):
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    table = CSV_TABLES[layout.table]
    assert header == list(table.columns)
    assert len(rows) == len(list(table.list_rows(view)))
    for cell in (cell for row in rows for cell in row):
        shown = cell.lstrip("\u200b\u200c\u200d\u2060\ufeff\u200f ")
        assert not shown.startswith(tuple("=+-@|\t\r\n\uff1d\uff0b\uff0d\uff20"))
        assert ";=" not in cell
        assert len(cell) <= 32_767
        assert "Cc" not in {unicodedata.category(character) for character in cell}
        assert not set(cell) & set("\u202e\u2066\u2028")
    assert {len(row) for row in rows} <= {len(header)}


def expect_harmless_markdown(text, view, _layout):
    html = MarkdownIt("commonmark").enable("table").render(text)
    tags = Tags()
    tags.feed(html)
    assert tags.names <= ELEMENTS
    assert tags.attributes <= {"href"}
    assert all(re.match("https?://", address, re.IGNORECASE) for address in tags.addresses)
    assert html.count("<h2>") == len(view.brands) + 2 + (view.gates is not None)
    assert html.count("<td>") == sum(row.count("<td>") for row in html.split("<tr>"))
    assert len(text) < 1_000_000
    expect_clean_text(text)
    assert not re.search(
        r"[@#][A-Za-z0-9]|(?<!\]\()\bhttps?://|www\.", re.sub(r"\]\(https?://[^)]*\)|&#\d+;", "](x)", text)
    )


def expect_harmless_terminal(text, view, layout):
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text) if layout.colour else text
    expect_clean_text(plain)
    assert max(map(len, plain.splitlines())) < 2500
    assert sum(line.startswith("Who owns the conversation") for line in plain.splitlines()) == 2
    assert len(plain.splitlines()) < 1500


def expect_harmless_junit(text, view, _layout):
    suites = ET.fromstring(text)
    (suite,) = suites
    assert [case.tag for case in suite] == [
        "properties",
        *["testcase"] * len(view.gates.rows if view.gates else ()),
        "system-out",
    ]
    assert {part.tag for case in suite.iter("testcase") for part in case} <= {
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    assert {name for element in suites.iter() for name in element.attrib} <= JUNIT_ATTRIBUTES
    expect_clean_text(text)


def expect_harmless_html(text, view, _layout):
    page = check_page(text)
    assert page.tags.count("h2") == len(view.brands) + 3 + (view.gates is not None)
    assert page.tags.count("details") == sum(len(brand.queries) for brand in view.brands)
    assert len(text) < 1_000_000
    expect_clean_text(text)


def expect_clean_text(text):
    assert {unicodedata.category(character) for character in text.replace("\n", "")}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert not re.search("\u0301{5}", text)


EXPECT_HARMLESS = {
    "terminal": expect_harmless_terminal,
    "json": expect_harmless_json,
    "csv": expect_harmless_csv,
    "markdown": expect_harmless_markdown,
    "html": expect_harmless_html,
    "junit": expect_harmless_junit,
}


def test_every_format_has_its_check_of_harm():
    """No format joins the table without saying what harm would be."""
    assert set(EXPECT_HARMLESS) == set(FORMATS)


@pytest.mark.parametrize(("name", "layout"), LAYOUTS)
def test_same_audit_gives_the_same_report(name, layout):
    """Rendering is pure: the same audit, built and rendered twice, is the same text."""
    again = build_view(GOLDEN["build_golden_audit"](), now=NOW, gates=GATES)
    assert render(build_view(AUDIT, now=NOW, gates=GATES), name, layout) == render(again, name, layout)


@pytest.mark.parametrize("name", FORMATS)
def test_every_unmeasured_query_is_visible(name):
    """Each query that failed or was not searched is there by name, with its reason and the word unmeasured."""
    text = render(build_view(AUDIT, now=NOW, gates=GATES), name)
    unmeasured = [gap for brand in AUDIT.brands for gap in brand.gaps if gap.state is State.UNMEASURED]
    assert len(unmeasured) == 4
    for gap in unmeasured:
        assert gap.query.text in text
        assert gap.ending.kind in text
        assert gap.ending.message in text
    assert text.count("unmeasured") >= len(unmeasured)


@pytest.mark.parametrize("name", FORMATS)
def test_tally_is_there(name):
    """How many searches were measured, failed and not made can be read from every format."""
    text = render(build_view(AUDIT, now=NOW, gates=GATES), name)
    if name == "json":
        tally = json.loads(text)["tally"]
        counted = tuple(tally[ending] for ending in ("planned", "measured", "failed", "not_searched", "reused"))
    elif name == "csv":
        rows = {
            row["query"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        }.values()
        endings = [row["remark"].partition(":")[0] if row["state"] == "unmeasured" else "measured" for row in rows]
        reused = sum(row["reused"] == "yes" for row in rows)
        counted = (len(rows), *(endings.count(ending) for ending in ("measured", "failed", "not searched")), reused)
    else:
        words = re.search(r"(\d+) searches planned: (\d+) measured \((\d+) reused\), (\d+) failed, (\d+) not", text)
        planned, measured, reused, failed, not_searched = map(int, words.groups())
        counted = (planned, measured, failed, not_searched, reused)
    assert counted == (11, 7, 3, 1, 1)


@pytest.mark.parametrize("name", FORMATS)
def test_pieces_are_text_that_can_be_written(name):
    """A report comes in pieces, each of them valid UTF-8."""
    pieces = list(find_format(name).render(view_planted_with("\ud800\x00")))
    assert len(pieces) > 1
    assert all(piece.encode() for piece in pieces)


@pytest.mark.parametrize("attack", HOSTILE)
@pytest.mark.parametrize(("name", "layout"), LAYOUTS)
def test_hostile_text_does_no_harm(name, layout, attack):
    """Whatever stands in titles, addresses, names, queries and messages, the report stays whole and does nothing."""
    view = view_planted_with(HOSTILE[attack])
    EXPECT_HARMLESS[name](render(view, name, layout), view, layout)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_addresses_do_no_harm(name):
    """An address that is nothing but an attack is shown at most, never linked."""
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a.example/)[x](javascript:x)",
        "<b>",
        "=1+1",
        "",
    ):
        view = build_view(with_addresses(AUDIT, address), now=NOW)
        layout = Layout()
        EXPECT_HARMLESS[name](render(view, name, layout), view, layout)


def with_addresses(audit, address):
    """The audit with every result's address replaced."""

    def move(outcome):
        if not isinstance(outcome, Serp):
            return outcome
        return replace(outcome, results=tuple(replace(result, url=address) for result in outcome.results))

    return replace(audit, run=replace(audit.run, outcomes={key: move(one) for key, one in audit.run.outcomes.items()}))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(codec=None), max_size=60), width=st.integers(-5, 500))
def test_any_text_at_any_width_is_rendered(text, width):
    """No text and no width makes a format fail or its report unfit to be written."""
    view = view_planted_with(text)
    for name in FORMATS:
        assert render(view, name, Layout(width=width)).encode()


def test_planting_reaches_every_strangers_field():
    """The attack above is one: it stands in names, queries, titles, addresses, snippets, messages and hints."""
    planted = plant_in(AUDIT, "PLANT")
    brand = planted.brands[0]
    serp = next(one for one in planted.run.outcomes.values() if isinstance(one, Serp) and one.results)
    failure = next(one for one in planted.run.outcomes.values() if not isinstance(one, Serp))
    result = serp.results[0]
    verdict = brand.gaps[0].verdicts[0]
    planted_texts = (
        *(brand.name, brand.owners[0].name, brand.gaps[0].query.text, brand.gaps[0].query.topic),
        *(result.title, result.url, result.snippet, verdict.ownership.name, failure.message, failure.hint),
    )
    assert all(text.startswith("PLANT") for text in planted_texts)
