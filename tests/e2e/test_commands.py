"""The commands around the audit, as a user runs them."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from searchgap import __version__
from searchgap.cli.commands import COMMANDS

NAMES = [name for name, _, _ in COMMANDS]


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in NAMES)], ids=lambda one: one[0])
def test_help_teaches(searchgap, arguments):
    """Every command explains itself and exits with 0."""
    ended = searchgap(*arguments)
    assert ended.code == 0
    assert "Usage: searchgap" in ended.out


def test_no_arguments_show_the_help(searchgap):
    """Without a command the program says what there is."""
    ended = searchgap()
    assert "audit" in ended.out + ended.err


def test_version(searchgap):
    """--version prints the version and nothing else."""
    assert searchgap("--version").out == f"searchgap {__version__}\n"


def test_help_loads_nothing_heavy(tmp_path: Path):
    """--help imports no network, parser, spreadsheet, database or event loop library."""
    heavy = ("httpx", "aiohttp", "selectolax", "asyncio", "xlsxwriter", "openpyxl", "pydantic", "yaml", "sqlite3")
    code = (
        "import sys\nfrom searchgap.cli.app import run\n"
        "try:\n    run(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stderr.strip() == "[]"


def test_init_writes_a_file_that_runs(searchgap, tmp_path: Path):
    """What init writes loads, plans and audits without an edit."""
    ended = searchgap("init", "--brand", "Lamplight", "--domain", "lamplight.example", "--query", "lamp flickers")
    assert ended.code == 0
    plan = json.loads(searchgap("queries", "--format", "json").out)
    assert [row["query"] for row in plan["searches"]] == ["lamp flickers"]
    assert searchgap("audit").code == 3


def test_init_overwrites_only_when_told(searchgap, tmp_path: Path):
    """A file that is there stays, unless --force says otherwise."""
    (tmp_path / "queries.yaml").write_text("mine", encoding="utf-8")
    ended = searchgap("init", "--brand", "Lamplight", "--domain", "lamplight.example")
    assert ended.code == 2
    assert "--force" in ended.err
    assert (tmp_path / "queries.yaml").read_text(encoding="utf-8") == "mine"
    assert searchgap("init", "--brand", "Lamplight", "--domain", "lamplight.example", "--force").code == 0


def test_init_asks_on_a_terminal(tmp_path: Path, environment):
    """On a terminal init asks for the brand, its domain, competitors and queries."""
    pty = pytest.importorskip("pty", reason="terminals as Unix has them")
    import os

    ours, theirs = pty.openpty()
    answers = "Lamplight\nlamplight.example\nGlowworm=glowworm.example\n\nlamp flickers\n\n"
    os.write(ours, answers.encode())
    with subprocess.Popen(
        [sys.executable, "-m", "searchgap", "init"],
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        assert running.wait(timeout=60) == 0
    os.close(ours)
    os.close(theirs)
    text = (tmp_path / "queries.yaml").read_text(encoding="utf-8")
    assert all(word in text for word in ("Lamplight", "lamplight.example", "Glowworm", "lamp flickers"))


def test_report_judges_again(searchgap, founding: Path):
    """A domain added today counts for a stored audit, without a new search."""
    searchgap("audit")
    text = founding.read_text(encoding="utf-8").replace("domains: [evernote.com]", "domains: [evernote.com, kirv.in]")
    founding.write_text(text, encoding="utf-8")
    report = searchgap("report", "latest", "--format", "json").report
    evernote = report["brands"][3]["queries"][0]
    assert (evernote["state"], evernote["best_rank"], evernote["gap_score"]) == ("owned", 2, 50)


def test_report_finds_audits(searchgap, founding: Path):
    """latest, previous, an id, its beginning and a date name stored audits; history lists them, oldest first."""
    first = searchgap("audit", "--format", "json").report["audit"]["id"]
    second = searchgap("audit", "--format", "json").report["audit"]["id"]
    listed = json.loads(searchgap("history", "--format", "json").out)
    assert [audit["id"] for audit in listed] == [first, second]
    for selector, expected in (("latest", second), ("previous", first), (first, first), (first[:7], first)):
        assert searchgap("report", selector, "--format", "json").report["audit"]["id"] == expected
    assert first in searchgap("history").out


def test_the_json_report_is_as_its_schema_says(searchgap, founding: Path):
    """What --format json prints is valid under what schema --of report prints."""
    schema = json.loads(searchgap("schema", "--of", "report").out)
    report = searchgap("audit", "--format", "json").report
    assert not list(jsonschema.Draft202012Validator(schema).iter_errors(report))


def test_classify_prints_one_json_line_per_url(searchgap, founding: Path):
    """classify tells owner, rule, evidence and confidence, in the order asked."""
    urls = ["https://evernote.com/blog", "https://www.reddit.com/r/Evernote/", "https://evernote.com.login.example/"]
    ended = searchgap("classify", *urls, "--brand", "Evernote", "--format", "jsonl")
    verdicts = [json.loads(line) for line in ended.out.splitlines()]
    assert [verdict["url"] for verdict in verdicts] == urls
    assert [verdict["owner"]["kind"] for verdict in verdicts] == ["own", "community", "other"]
    assert set(verdicts[0]["owner"]) == {"kind", "name", "rule", "evidence", "confidence"}


def test_classify_reads_a_csv(searchgap, founding: Path, tmp_path: Path):
    """The brand column decides the point of view, row by row."""
    rows = "brand,URL,title\nEvernote,https://notion.so/help,x\nGoogle,https://notion.so/help,x\n"
    (tmp_path / "urls.csv").write_text(rows, encoding="utf-8-sig")
    ended = searchgap("classify", "--input", "urls.csv", "--format", "jsonl")
    kinds = [json.loads(line)["owner"]["kind"] for line in ended.out.splitlines()]
    assert kinds[0] == "competitor"
    assert kinds[1] not in {"own", "competitor"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["classify"], "nothing to classify"),
        (["classify", "--input", "none.csv"], "none.csv cannot be read"),
        (["classify", "https://a.example", "--brand", "Nobody"], 'the brand "Nobody" is not configured'),
        (["classify", "https://a.example", "--format", "xml"], 'verdicts have no format "xml"'),
        (["providers", "recorder"], 'there is no provider "recorder"'),
        (["schema", "--of", "house"], 'there is no schema of "house"'),
        (["queries", "--format", "markdown"], 'a plan has no format "markdown"'),
        (["history", "--format", "csv"], 'a history has no format "csv"'),
        (["init", "--domain", "a.example"], "the brand has no name"),
        (["init", "--brand", "A", "--domain", "a.example", "--competitor", "B", "--force"], '"B" is not a competitor'),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_use_is_explained(searchgap, founding: Path, arguments, complaint):
    """Wrong use ends with exit code 2 and a sentence that names what is wrong."""
    ended = searchgap(*arguments)
    assert ended.code == 2
    assert complaint in " ".join(ended.err.split())
    assert "Traceback" not in ended.err


def test_completion_knows_brands_and_providers(searchgap, founding: Path):
    """Tab completion offers the configured brands and the providers."""
    for words, expected in (("searchgap audit --brand Ev", "Evernote"), ("searchgap audit --provider rec", "recorded")):
        ended = searchgap(_SEARCHGAP_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD="3")
        assert expected in ended.out


def test_no_colour_without_a_terminal_and_under_no_color(searchgap, founding: Path):
    """NO_COLOR and --no-color are kept to."""
    assert "\x1b" not in searchgap("audit", NO_COLOR="1", FORCE_COLOR="1").out
    assert "\x1b" not in searchgap("audit", "--no-color").out


def test_an_ascii_stream_gets_ascii(searchgap, founding: Path):
    """A console that encodes nothing but ASCII gets a report it can show."""
    ended = searchgap("audit", PYTHONIOENCODING="ascii")
    assert ended.code == 0
    assert ended.out.isascii()
