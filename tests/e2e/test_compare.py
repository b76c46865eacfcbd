"""`searchgap compare` as it is installed: defaults, refusals, formats and exit codes."""

import json

import pytest

FORUM, NEWS = "https://forum.example/t/1", "https://news.example/flicker"
OURS, THEIRS = "https://lamplight.example/versus", "https://glowworm.example/"
QUERIES = ["lamp flickers", "lamp or glowworm"]


@pytest.fixture
def weeks(searchgap, configure):
    """Audits one after the other, each over its own recording; gives their ids."""

    def run(*recordings, queries=QUERIES, options=()):
        ids = []
        for recorded in recordings:
            configure(recorded, queries)
            ended = searchgap("audit", "--format", "json", *options)
            assert ended.code == 0, ended.err
            ids.append(ended.report["audit"]["id"])
        return ids

    return run


BEFORE = {"lamp flickers": [FORUM, NEWS], "lamp or glowworm": [THEIRS, OURS]}
AFTER = {"lamp flickers": [FORUM, OURS], "lamp or glowworm": [THEIRS, OURS]}


def test_the_last_two_audits_are_compared(searchgap, weeks):
    """Without names it is previous against latest, told in words, on standard output alone."""
    before, after = weeks(BEFORE, AFTER)
    ended = searchgap("compare")
    assert (ended.code, ended.err) == (0, "")
    assert f"before  {before}" in ended.out
    assert f"after   {after}" in ended.out
    assert "1 gained, 0 lost" in ended.out
    assert "lamp flickers" in ended.out


def test_json_holds_the_comparison_and_nothing_else(searchgap, weeks):
    """States, owners and results are there under the names that scripts use."""
    weeks(BEFORE, AFTER)
    report = searchgap("compare", "previous", "latest", "--format", "json").report
    (brand,) = report["brands"]
    assert (report["version"], brand["coverage"]["gained"], brand["measured_in_both"]) == (1, 1, 2)
    moved = {query["query"]: query for query in brand["queries"]}["lamp flickers"]
    assert (moved["before"]["state"], moved["after"]["state"]) == ("absent", "owned")
    assert [result["url"] for result in moved["entered"]] == [OURS]
    assert [result["url"] for result in moved["left"]] == [NEWS]


def test_a_baseline_is_where_comparisons_start(searchgap, weeks):
    """Once an audit was made the baseline, it is BEFORE wherever none is named."""
    first, _, last = weeks(BEFORE, AFTER, AFTER)
    assert searchgap("baseline", "set", first).code == 0
    report = searchgap("compare", "--format", "json").report
    assert (report["before"]["id"], report["after"]["id"]) == (first, last)
    assert searchgap("compare", "baseline", last, "--format", "json").report["before"]["id"] == first


def test_earlier_audits_tell_noise_from_change(searchgap, weeks):
    """A query that went to and fro before is called noise when it does so again."""
    wobble = {"lamp flickers": [OURS, FORUM], "lamp or glowworm": [THEIRS, OURS]}
    weeks(AFTER, wobble, AFTER, wobble)
    ended = searchgap("compare")
    assert "1 moved within noise" in " ".join(ended.out.split())


def test_unlike_audits_are_refused_unless_forced(searchgap, weeks):
    """Another depth is a reason, said with exit code 2; --force compares and marks it."""
    weeks(BEFORE)
    weeks(AFTER, options=("--depth", "2"))
    refused = searchgap("compare")
    assert (refused.code, refused.out) == (2, "")
    assert "depth 10, then 2" in refused.err
    assert "--force" in refused.err
    forced = searchgap("compare", "--force")
    assert forced.code == 0
    assert "Compared across unlike runs, on demand: depth 10, then 2" in " ".join(forced.out.split())


def test_a_query_that_fails_is_not_lost(searchgap, weeks):
    """What nobody recorded the second time is newly not measured, and costs no coverage."""
    weeks(BEFORE, {"lamp flickers": [FORUM, NEWS]})
    ended = searchgap("compare", "--format", "json")
    (brand,) = ended.report["brands"]
    assert brand["coverage"]["lost"] == 0
    assert [query["query"] for query in brand["newly_unmeasured"]] == ["lamp or glowworm"]


def test_a_longer_list_of_queries_fakes_no_trend(searchgap, weeks):
    """Queries that were added are named and are in no total."""
    weeks(BEFORE, queries=QUERIES[:1])
    weeks(BEFORE)
    (brand,) = searchgap("compare", "--format", "json").report["brands"]
    assert (brand["coverage"]["gained"], brand["measured_in_both"]) == (0, 1)
    assert [query["query"] for query in brand["only_after"]] == ["lamp or glowworm"]


def test_files_are_written_by_their_suffix(searchgap, weeks, tmp_path):
    """Each `-o` takes its format from the suffix, and standard output is still written."""
    weeks(BEFORE, AFTER)
    ended = searchgap("compare", "-o", "moved.json", "-o", "moved.md", "-o", "moved.csv", "-o", "moved.txt")
    assert ended.code == 0
    assert json.loads((tmp_path / "moved.json").read_text(encoding="utf-8"))["version"] == 1
    assert (tmp_path / "moved.md").read_text(encoding="utf-8").startswith("# searchgap compare")
    assert "lamp flickers" in (tmp_path / "moved.csv").read_text(encoding="utf-8-sig")
    assert "Lamplight" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "xml"), 'no format "xml"'),
        (("--table", "gaps", "--format", "csv"), 'no CSV table "gaps"'),
        (("-o", "moved.xlsx"), "moved.xlsx"),
        (("baseline",), "no baseline is set"),
        (("latest", "latest"), "cannot be compared with itself"),
        (("zzzz",), "zzzz"),
    ],
)
def test_mistakes_are_said_with_a_hint(searchgap, weeks, arguments, said):
    """Wrong usage is exit code 2, one sentence and a next step."""
    weeks(BEFORE, AFTER)
    ended = searchgap("compare", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "hint:" in ended.err


def test_one_audit_alone_has_nothing_before_it(searchgap, weeks):
    """The first audit cannot be compared, which is said, not crashed over."""
    weeks(BEFORE)
    ended = searchgap("compare")
    assert ended.code == 2
    assert "no audit before" in ended.err
