"""The log of actions as a user keeps it, and what was seen after them."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

NOW = datetime.now(UTC)
STILL = {f"lamp {number}": ["https://forum.example/t/1", "https://news.example/a"] for number in range(4)}
OURS = "https://lamplight.example/answer"


def day(weeks: int) -> str:
    return (NOW - timedelta(weeks=weeks)).date().isoformat()


@pytest.fixture
def audit_at(searchgap, configure, tmp_path):
    """Audits the recorded pages as if they had been retrieved so many weeks ago."""

    def audit(weeks: int, pages: dict[str, list[str]]) -> None:
        configure(pages, list(pages))
        recording = tmp_path / "recording.jsonl"
        lines = [json.loads(line) for line in recording.read_text(encoding="utf-8").splitlines()]
        for line in lines[1:]:
            line["retrieved_at"] = (NOW - timedelta(weeks=weeks)).isoformat()
        recording.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        assert searchgap("audit", "--quiet").code == 0

    return audit


@pytest.fixture
def months(audit_at):
    """Five audits: still for four weeks, and then one query is answered."""
    for weeks in (8, 7, 6, 5):
        audit_at(weeks, {"lamp flickers": ["https://forum.example/t/1"], **STILL})
    audit_at(1, {"lamp flickers": ["https://forum.example/t/1", OURS], **STILL})


def test_an_action_is_logged_listed_and_removed(searchgap, lamplight):
    """What is added is listed with its brand and cost, in every format, until it is removed."""
    added = searchgap(
        *("act", "add", "--query", "Lamp flickers", "--what", "answered the thread"),
        *("--url", "https://forum.example/t/1", "--cost", "2h", "--cost", "€40", "--on", "2026-01-02"),
    )
    assert (added.code, added.err) == (0, "")
    action_id = added.out.split()[0]
    assert added.out.splitlines()[1].strip() == "answered the thread, 2 h and 40 EUR"
    again = searchgap("act", "add", "--query", "Lamp flickers", "--what", "answered the thread", "--on", "2026-01-02")
    assert again.out.split()[0] != action_id
    (first, second) = searchgap("act", "list", "--format", "json").report["actions"]
    assert {first["brand"], second["brand"]} == {"Lamplight"}
    assert "spent: 2 h and 40 EUR (known of 1 of 2 actions)" in searchgap("act").out
    assert searchgap("act", "remove", action_id[:6]).code == 0
    assert [one["id"] for one in searchgap("act", "list", "-f", "json").report["actions"]] == [again.out.split()[0]]


def test_a_query_nobody_asks_for_is_a_warning(searchgap, lamplight):
    """A mistyped query is logged, and said to be none, with the one that was meant."""
    added = searchgap("act", "add", "--query", "lamp flicker", "--what", "answered")
    assert added.code == 0
    assert 'did you mean "lamp flickers"?' in added.err


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--cost", "40"], "does not say of what"),
        (["--cost", "five"], "is not a cost"),
        (["--cost", "€5", "--cost", "$5"], "one currency"),
        (["--on", "9999-12-31"], "still to come"),
        (["--on", "soon"], "is not a day"),
        (["--url", "there"], "is not an address"),
        (["--brand", "Lampligt"], "did you mean Lamplight?"),
    ],
)
def test_a_wrong_option_is_a_sentence(searchgap, lamplight, options, complaint):
    """What cannot be logged is refused with code 2, one sentence and a hint, and nothing is kept."""
    ended = searchgap("act", "add", "--query", "lamp flickers", "--what", "answered", *options)
    assert ended.code == 2
    assert complaint in ended.err
    assert "hint:" in ended.err
    assert searchgap("act", "list", "--quiet", "--format", "csv").out.count("\n") <= 1


def test_the_log_is_imported_once(searchgap, lamplight, tmp_path):
    """A listed log imported elsewhere is the same log, and importing it twice adds nothing."""
    file = tmp_path / "log.csv"
    file.write_text(
        "date,query,what,url,brand,hours,money,currency\n"
        "2026-01-02,lamp flickers,=answered,https://forum.example/t/1,,2,40,EUR\n"
        "2026-01-03,lamp noise,wrote a page,,,,,\n",
        encoding="utf-8",
    )
    assert searchgap("act", "import", "log.csv").err == "2 actions are new, 0 were logged already\n"
    assert searchgap("act", "import", "log.csv").err == "0 actions are new, 2 were logged already\n"
    listed = searchgap("act", "list", "--format", "csv").out
    assert searchgap("act", "import", "-", stdin=listed).err == "0 actions are new, 2 were logged already\n"
    ids = [one["id"] for one in searchgap("act", "list", "--format", "json").report["actions"]]
    searchgap("act", "import", "-", "--history", "other.db", stdin=listed)
    others = searchgap("act", "list", "--format", "json", "--history", "other.db").report["actions"]
    assert [one["id"] for one in others] == ids


def test_a_wrong_line_imports_nothing(searchgap, lamplight, tmp_path):
    """All lines or none."""
    (tmp_path / "log.csv").write_text(
        "date,query,what\n2026-01-02,lamp noise,x\nnever,lamp noise,x\n", encoding="utf-8"
    )
    ended = searchgap("act", "import", "log.csv")
    assert ended.code == 2
    assert "line 3" in ended.err
    assert searchgap("act", "list", "--format", "json").report["actions"] == []


def test_actions_leave_and_come_back_with_the_history(searchgap, lamplight):
    """An export of the history holds the log."""
    searchgap("act", "add", "--query", "lamp flickers", "--what", "answered", "--cost", "45m")
    assert searchgap("history", "export", "all.jsonl").code == 0
    assert searchgap("history", "import", "all.jsonl", "--history", "other.db").code == 0
    before, after = (
        searchgap("act", "list", "--format", "json", *history).out for history in ([], ["--history", "other.db"])
    )
    assert before == after


def test_what_is_seen_after_an_action(searchgap, months):
    """The state before and after, the noise band, the untouched queries and the cost per gap closed."""
    added = searchgap(
        *("act", "add", "--query", "lamp flickers", "--what", "answered", "--cost", "2h", "--cost", "€40"),
        *("--on", day(4)),
    )
    shown = searchgap("act", "effect")
    assert (added.code, shown.code, shown.err) == (0, 0, "")
    words = " ".join(shown.out.split())
    assert "After 1 action: 1 gap closed, of 1 query measured before and after." in words
    assert "per gap closed 2 h and 40 EUR" in words
    assert "absent, then owned at rank 2: beyond noise (band of 19 quiet pairs)" in words
    assert "of 4 untouched queries, 0 gained and 0 lost presence meanwhile" in words
    assert "because" not in words.replace("After is not because", "").replace("left out because", "")


def test_every_format_tells_the_same(searchgap, months, tmp_path):
    """JSON, CSV and Markdown hold the verdict and the numbers of the terminal."""
    searchgap("act", "add", "--query", "lamp flickers", "--what", "<b>answered</b>", "--cost", "$5", "--on", day(4))
    ended = searchgap("act", "effect", "--format", "json", "-o", "effect.csv", "-o", "effect.md")
    assert ended.report["closed"] == [
        {
            "ranking": ended.report["closed"][0]["ranking"],
            "queries": 1,
            "gaps_closed": 1,
            "without_band": 0,
            "spent": {"actions": 1, "priced": 1, "hours": None, "money": {"USD": "5"}},
            "hours_per_gap": None,
            "money_per_gap": {"USD": "5.00"},
        }
    ]
    (search,) = ended.report["actions"][0]["searches"]
    assert (search["before"]["state"], search["after"]["state"], search["after"]["best_rank"]) == ("absent", "owned", 2)
    assert (search["standing"], search["gap_closed"], search["control"]["queries"]) == ("beyond_noise", True, 4)
    (row,) = csv.DictReader(io.StringIO((tmp_path / "effect.csv").read_text(encoding="utf-8-sig")))
    assert (row["state_before"], row["state_after"], row["verdict"]) == ("absent", "owned", search["verdict"])
    markdown = (tmp_path / "effect.md").read_text(encoding="utf-8")
    assert "beyond noise" in markdown
    assert "<b>" not in markdown


def test_nothing_measured_since_is_said(searchgap, months):
    """An action after the last audit has no effect to show yet, and no cost per gap."""
    searchgap("act", "add", "--query", "lamp flickers", "--what", "answered", "--cost", "2h")
    searchgap("act", "add", "--query", "lamp 1", "--what", "wrote a page", "--on", day(4))
    words = " ".join(searchgap("act", "effect").out.split())
    assert "not measured since" in words
    assert "absent before and after: state and rank did not move" in words
    assert "per gap closed no gap closed yet" in words
    assert searchgap("act", "effect", "--since", day(3), "--format", "json").report["spent"]["actions"] == 1


def test_an_empty_log_says_how_to_fill_it(searchgap, lamplight):
    """Without an entry there is nothing to show, and a way to begin."""
    assert searchgap("audit", "--quiet").code == 0
    ended = searchgap("act", "effect")
    assert ended.code == 0
    assert "searchgap act add" in ended.out
    assert "searchgap act add" in searchgap("act").err
