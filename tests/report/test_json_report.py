"""The JSON report keeps its promise: keys, nulls, money, times, and a schema that says so."""

import copy
import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from searchgap.model.gap import State
from searchgap.report.json_report import render
from searchgap.report.json_schema import report_schema


@pytest.fixture(scope="module")
def report(view):
    return json.loads("".join(render(view)))


@pytest.fixture(scope="module")
def schema():
    return report_schema()


def query_of(report, text, brand=0):
    return next(query for query in report["brands"][brand]["queries"] if query["query"] == text)


def test_top_level_is_the_promised_one(report):
    """Version, audit, tally and brands are where scripts look for them."""
    assert list(report) == ["version", "audit", "tally", "notes", "brands", "gates", "goals"]
    assert report["version"] == 1
    assert report["audit"] == {
        "id": "1a2b3c4d",
        "started_at": "2026-11-22T10:00:00Z",
        "finished_at": "2026-11-22T10:00:42Z",
        "searchgap": "0.1.0",
        "config_digest": "00112233aabbccdd",
        "weights": "survey-2024",
        "complete": True,
        "cost": {"estimated": "0.012", "actual": "0.007", "currency": "USD"},
    }
    assert report["tally"] == {"planned": 11, "measured": 7, "failed": 3, "not_searched": 1, "reused": 1}


def test_brand_numbers_are_rounded_and_based(report):
    """Shares have four decimals and their base beside them; where nothing was measured they are null."""
    inkwell, _, paperhaus = report["brands"]
    assert inkwell["coverage"] == {"value": 0.5, "queries": 6, "with_presence": 3, "interval": [0.1876, 0.8124]}
    assert inkwell["places"] == {"own": 3, "of": 37}
    assert inkwell["share_of_voice"] == {"Inkwell": 0.4712, "Quill": 0.5288, "Scribe": 0.0}
    assert inkwell["owners"][0] == {"name": "Deskforum", "kind": "community", "places": 9, "queries": 4}
    assert paperhaus["coverage"] == {"value": None, "queries": 0, "with_presence": 0, "interval": None}
    assert paperhaus["share_of_voice"] == {"Paperhaus": None}


def test_measured_query_carries_its_results(report):
    """A measured query has its market, its verdict and every result with owner and presence."""
    query = query_of(report, "inkwell vs quill")
    assert query["leader"] == {"name": "Quill", "rank": 1}
    assert (query["state"], query["best_rank"], query["gap_score"]) == ("contested", 4, 46)
    assert (query["weight"], query["engine"], query["retrieved_at"]) == (3, "lantern", "2026-11-22T10:00:00Z")
    assert query["failure"] is None
    assert query["results"][0] == {
        "rank": 1,
        "url": "https://www.quill.example/q/inkwell-vs-quill?place=1&ref=serp",
        "title": "Inkwell vs quill: \u201cwhat I learned\u201d, part 1",
        "snippet": "Somebody wrote about inkwell vs quill.",
        "date": "12 Mar 2026",
        "domain": "quill.example",
        "owner": {
            "kind": "competitor",
            "name": "Quill",
            "rule": "domain",
            "evidence": "quill.example",
            "confidence": "high",
        },
        "presence": {"level": "unread", "evidence": None},
    }


def test_features_keep_what_they_held(report):
    """A feature's items have text or address, and null for what they lack."""
    overview, questions, ads = query_of(report, "best fountain pen app")["features"]
    assert (overview["kind"], questions["kind"], ads) == ("ai_overview", "questions", {"kind": "ads", "items": []})
    assert questions["items"][0] == {"text": "Does ink dry out?", "url": None, "owner": None}
    assert questions["items"][1]["url"] == "https://deskforum.example/dry"


def test_links_of_features_have_owners(report):
    """What a feature links to is classified like a result."""
    overview, *_ = query_of(report, "best fountain pen app")["features"]
    assert [item["owner"]["kind"] for item in overview["items"]] == ["community", "community", "own"]


@pytest.mark.parametrize(("text", "kind"), [("inkwell pricing", "rate-limit"), ("inkwell alternatives", "budget")])
def test_unmeasured_query_says_why(report, text, kind):
    """Failed and not searched queries have a failure, and null for everything that was not measured."""
    query = query_of(report, text)
    assert query["failure"]["kind"] == kind
    assert set(query["failure"]) == {"kind", "message", "hint"}
    assert (query["state"], query["results"], query["features"]) == ("unmeasured", [], [])
    for key in ("best_rank", "leader", "gap_score", "retrieved_at", "market_verified", "origin"):
        assert query[key] is None


def test_empty_page_is_no_failure(report):
    """A page without results is measured: absent, no results, no failure."""
    query = query_of(report, "inkwell export pdf")
    assert (query["state"], query["results"], query["failure"], query["gap_score"]) == ("absent", [], None, 100)


def test_reused_answer_keeps_its_day(report):
    """An answer from history is marked and shows when it was really given."""
    query = query_of(report, "ink stains on a writing desk, how to remove them")
    assert (query["reused"], query["retrieved_at"], query["weight"]) == (True, "2026-11-19T13:30:00Z", 2.5)


def test_missing_facts_are_null(golden, view_of):
    """A result without a title or a host has null there, never an empty text."""
    serp = golden.answer("a", "c")
    bare = replace(serp, results=(replace(serp.results[0], title="", url="about:blank"),))
    judged = golden.judge("Inkwell", serp, State.ABSENT, 100)
    gap = judged._replace(ending=golden.keep(bare), verdicts=(judged.verdicts[0]._replace(domain=""),))
    report = json.loads("".join(render(view_of(golden.sum_up("Inkwell", [gap], {})))))
    (shown,) = report["brands"][0]["queries"][0]["results"]
    assert (shown["title"], shown["domain"], shown["url"]) == (None, None, "about:blank")


def test_interrupted_audit_is_not_complete(golden, view_of):
    """An audit without an end says so."""
    report = json.loads("".join(render(view_of(finished_at=None))))
    assert (report["audit"]["complete"], report["audit"]["finished_at"], report["brands"]) == (False, None, [])


def test_unknown_money_is_null(view):
    """Cost that is not known is null, not zero."""
    unknown = replace(view, cost=replace(view.cost, estimated=None, actual=None))
    assert json.loads("".join(render(unknown)))["audit"]["cost"] == {
        "estimated": None,
        "actual": None,
        "currency": "USD",
    }


def test_text_survives_and_controls_are_escaped(golden, view_of):
    """Facts come back as they were, lone surrogates aside, and the file itself holds no character a terminal obeys."""
    title = 'tab\t esc\x1b[0m c1\x9b del\x7f bidi\u202e tag\U000e0041 "quote" \\ \ud800 caf\u00e9 \U0001f600'
    serp = golden.answer("a", "c")
    hostile = replace(serp, results=(replace(serp.results[0], title=title),))
    gap = golden.judge("Inkwell", hostile, State.ABSENT, 100)
    text = "".join(render(view_of(golden.sum_up("Inkwell", [gap], {}))))
    assert not set(text) & set("\t\x1b\x9b\x7f\u202e\U000e0041\ud800")
    assert "caf\u00e9 \U0001f600" in text
    (query,) = json.loads(text)["brands"][0]["queries"]
    assert query["results"][0]["title"] == title.replace("\ud800", "\ufffd")


def test_report_comes_query_by_query(view):
    """No piece of the stream is larger than one query, so a large audit stays flat in memory."""
    pieces = list(render(view))
    largest = max(pieces, key=len)
    assert json.loads(largest)["query"]
    assert sum(piece.startswith('{"query"') for piece in pieces) == sum(len(brand.queries) for brand in view.brands)


def test_schema_accepts_the_report(report, schema):
    """The published schema is valid and accepts the golden report."""
    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(report))


def test_schema_documents_every_key_of_the_report(report, schema):
    """With unknown keys forbidden, the golden report is still accepted: every key is documented."""
    strict = copy.deepcopy(schema)
    for shape in (strict, *strict["$defs"].values()):
        if shape.get("type") == "object":
            shape["additionalProperties"] = False
    assert not list(Draft202012Validator(strict).iter_errors(report))


def test_schema_describes_every_field(schema):
    """Each field of each object has a sentence on what it means."""
    shapes = [schema, *(shape for shape in schema["$defs"].values() if "properties" in shape)]
    for shape in shapes:
        for name, field in shape["properties"].items():
            assert field.get("description"), f"{shape['title']}.{name}"


def test_schema_refuses_what_is_not_promised(report, schema):
    """A state outside the vocabulary and a missing tally are refused."""
    wrong = copy.deepcopy(report)
    wrong["brands"][0]["queries"][0]["state"] = "lost"
    del wrong["tally"]
    problems = {error.validator for error in Draft202012Validator(schema).iter_errors(wrong)}
    assert problems == {"enum", "required"}
