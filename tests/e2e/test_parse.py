"""`searchgap parse`, and an audit over a folder of saved files, as a user runs them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGES = TESTS / "search" / "serp_html" / "pages"
REPLIES = sorted((TESTS / "recordings").glob("*/ok.json"))
EXPORT = "Keyword,Position,Landing Page\nlamp flickers,1,https://a.example/\nlamp hums,-,\n"
PAGE = """\
<!DOCTYPE html><html><head><title>{query} - Mojeek Search</title></head><body><ul class="results-standard">
<li><h2><a class="title" href="https://glowworm.example/">{title}</a></h2><p class="s">It hums.</p></li>
<li><h2><a class="title" href="https://lamplight.example/">Lamplight</a></h2></li></ul></body></html>
"""
CONFIG = """\
version: 1
search: {provider: saved}
providers: {saved: {folder: pages}}
brands:
  - name: Lamplight
    domains: [lamplight.example]
    competitors: [{name: Glowworm, domains: [glowworm.example]}]
    queries: [lamp hums, lamp flickers, ink, lamp falls]
"""


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file into the folder that the program runs in."""

    def write(name: str, text: str) -> Path:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_a_page_in_the_terminal(searchgap, save):
    """A line tells whose page it is, its words and its state; two lines tell each result."""
    save("page.html", PAGE.format(query="lamp hums", title="Glowworm"))
    ended = searchgap("parse", "page.html")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        'page.html: mojeek, "lamp hums": ok\n'
        "    1  Glowworm\n       https://glowworm.example/\n"
        "    2  Lamplight\n       https://lamplight.example/\n"
    )


def test_a_page_as_json(searchgap, save):
    """One file is one object, with the keys that are promised."""
    save("page.html", PAGE.format(query="lamp hums", title="Glowworm"))
    ended = searchgap("parse", "page.html", "--format", "json")
    assert ended.report == {
        "engine": "mojeek",
        "query": "lamp hums",
        "state": "ok",
        "results": [
            {"rank": 1, "url": "https://glowworm.example/", "title": "Glowworm", "snippet": "It hums."},
            {"rank": 2, "url": "https://lamplight.example/", "title": "Lamplight", "snippet": None},
        ],
        "features": [],
        "reason": None,
        "hints": [],
    }


@pytest.mark.parametrize(
    ("page", "state"),
    [
        ("google_captcha", "blocked"),
        ("google_consent", "blocked"),
        ("google_empty", "empty"),
        ("google_shell", "unparsed"),
    ],
)
def test_a_page_without_results(searchgap, page, state):
    """Blocked, empty and unparsed are told apart, each with its reason, and none is an error of the program."""
    ended = searchgap("parse", str(PAGES / f"{page}.html"), "--format", "json")
    assert ended.code == 0
    assert (ended.report["state"], ended.report["results"]) == (state, [])
    assert ended.report["reason"]
    shown = searchgap("parse", str(PAGES / f"{page}.html")).out
    assert f": {state} (" in shown
    assert ("  hint: " in shown) is (state in {"blocked", "unparsed"})


def test_hidden_addresses_are_null(searchgap):
    """An address that the page hides is not made up in JSON, and the terminal says that it is not whole."""
    file = str(PAGES / "google_wrapped.html")
    urls = [result["url"] for result in searchgap("parse", file, "-f", "json").report["results"]]
    assert None in urls
    assert all(url is None or url.startswith("http") for url in urls)
    shown = searchgap("parse", file).out
    assert shown.count("(the page hides the rest of the address)") == urls.count(None)


def test_replies_of_every_provider(searchgap):
    """Several files are an array in their order, each recognised by itself."""
    serps = searchgap("parse", *map(str, REPLIES), "--format", "json").report
    assert [(serp["state"], len(serp["results"])) for serp in serps] == [("ok", 10)] * len(REPLIES)
    assert all([result["rank"] for result in serp["results"]] == list(range(1, 11)) for serp in serps)


def test_an_export_holds_a_page_per_query(searchgap, save):
    """A rank-tracker export gives each of its queries, as lines that name the file in JSON lines."""
    save("export.csv", EXPORT)
    ended = searchgap("parse", "export.csv", "--format", "jsonl")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [(line["file"], line["query"], line["state"]) for line in lines] == [
        ("export.csv", "lamp flickers", "ok"),
        ("export.csv", "lamp hums", "unparsed"),
    ]
    assert [serp["query"] for serp in searchgap("parse", "export.csv", "-f", "json").report] == [
        "lamp flickers",
        "lamp hums",
    ]


def test_strangers_text_does_no_harm(searchgap, save):
    """Escape sequences in titles, queries and engine names reach no terminal."""
    save("page.html", PAGE.format(query="lamp \x1b[31mhums", title="\x1b]0;owned\x07Glow\x1b[2Jworm\u202e"))
    reply = {"query": "lamp\x1b[31m", "number_of_results": 1, "unresponsive_engines": [["a\x1b[2Jb", "\x1b[31mno"]]}
    save("reply.json", json.dumps({**reply, "results": [{"url": "https://a.example/\x1b[1m", "title": "\x1b[5mA"}]}))
    for arguments in (["page.html"], ["reply.json"], ["page.html", "reply.json", "-f", "json"]):
        ended = searchgap("parse", *arguments)
        assert ended.code == 0
        assert not set(ended.out + ended.err) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["missing.html"], "missing.html cannot be read: no such file or directory"),
        (["."], ". cannot be read: is a directory"),
        (["page.html", "missing.html"], "missing.html cannot be read"),
        (["page.html", "--engine", "altavista"], 'no saved pages of an engine "altavista" can be read'),
        (["page.html", "--format", "jsno"], 'parsed pages have no format "jsno"'),
        (["sales.csv"], "sales.csv has no column for query and rank and url"),
        ([], "FILE..."),
    ],
)
def test_wrong_use_is_explained(searchgap, save, arguments, complaint):
    """What cannot be read ends with exit code 2, a sentence and nothing on standard output."""
    save("page.html", PAGE.format(query="lamp", title="Glowworm"))
    save("sales.csv", "month,sales\n1,2\n")
    ended = searchgap("parse", *arguments)
    assert ended.code == 2
    assert complaint in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_an_audit_over_a_folder(searchgap, save, tmp_path: Path):
    """Saved pages, a captcha and an export are audited without network or key, each state as it is."""
    save("queries.yaml", CONFIG)
    save("pages/hums.html", PAGE.format(query="lamp hums", title="Glowworm"))
    save("pages/export.csv", EXPORT.replace("lamp hums", "lamp dims"))
    shutil.copy(PAGES / "google_captcha.html", tmp_path / "pages")
    ended = searchgap("audit", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    hums, flickers, ink, falls = ended.report["brands"][0]["queries"]
    assert (hums["state"], hums["engine"], hums["best_rank"], hums["leader"]["name"]) == (
        "contested",
        "mojeek",
        2,
        "Glowworm",
    )
    assert (flickers["state"], flickers["results"][0]["url"]) == ("absent", "https://a.example/")
    assert (ink["state"], ink["failure"]["kind"]) == ("unmeasured", "blocked")
    assert (falls["state"], falls["failure"]["kind"]) == ("unmeasured", "unsupported")
    assert ended.report["tally"] == {"planned": 4, "measured": 2, "failed": 2, "not_searched": 0, "reused": 0}
    assert float(ended.report["audit"]["cost"]["actual"]) == 0
    assert "saved page hums.html" in searchgap("report").out


def test_a_folder_that_is_missing(searchgap, save):
    """The audit ends before anything is kept, with what to do."""
    save("queries.yaml", CONFIG)
    ended = searchgap("audit")
    assert ended.code == 2
    assert "the folder of saved pages" in ended.err
    assert ended.out == ""
