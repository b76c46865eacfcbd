"""`searchgap owners` as a user runs it: look hosts up, classify what nobody has, find what is one's own."""

import csv
import io
import json
from pathlib import Path

import pytest

RECORDED = {
    "lamp flickers": [
        "https://lamphelp.example/threads/1",
        "https://lamphelp.example/threads/2",
        "https://lamplight.co.uk/flicker",
        "https://twitter.com/lamplighthq/status/1",
        "https://glowworm.example/flicker",
        "https://lamplightsucks.com/",
    ],
    "lamp or glowworm": [
        "https://www.lamphelp.example/threads/3",
        "https://lamplight.example/versus",
        "https://www.reddit.com/r/lamps/",
        "https://apps.apple.com/us/app/lamplight-for-desks/id42",
    ],
}


@pytest.fixture
def audited(searchgap, configure) -> Path:
    """The configuration of a stored audit in which much is unclassified and some is the brand's own."""
    file = configure(RECORDED, list(RECORDED))
    assert searchgap("audit").code == 0
    return file


def pasted(out: str, head: str) -> str:
    """What was printed from a line that begins so to the end."""
    return out[out.index(head) :]


def test_a_listed_host_is_explained(searchgap, founding):
    """Lines of the catalogue come narrowest first, with what the host would be taken for without them."""
    (host,) = json.loads(searchgap("owners", "reddit.com", "--format", "json").out)["hosts"]
    patterns = [line["pattern"] for line in host["catalogue"]]
    assert patterns[-1] == "reddit.com"
    assert patterns[0].startswith("reddit.com/")
    assert host["catalogue"][0]["users"] is True
    assert host["now"]["rule"] == "catalogue"
    assert host["otherwise"]["confidence"] != "high"


def test_the_configuration_is_heard_too(searchgap, founding):
    """A URL is looked up by its host, and every configured line about it is named with its brand."""
    ended = searchgap("owners", "https://www.youtube.com/@evernote", "--format", "json")
    (host,) = json.loads(ended.out)["hosts"]
    assert host["host"] == "www.youtube.com"
    assert {"brand": "Evernote", "match": "youtube.com/@evernote", "kind": "own", "name": "Evernote"} in host[
        "configuration"
    ]
    assert host["now"]["kind"] == "own"


def test_an_unlisted_host_gets_a_line_to_paste(searchgap):
    """A host nobody lists is no error, and without a configuration it can be looked up too."""
    ended = searchgap("owners", "www.lamphelp.example")
    assert (ended.code, ended.err) == (0, "")
    assert "catalogue does not list it" in " ".join(ended.out.split())
    assert "{match: lamphelp.example, kind: " in ended.out


@pytest.mark.parametrize("words", [["--unclassified"], ["--unclassified", "latest"], ["latest", "--unclassified"]])
def test_unclassified_hosts_by_places(searchgap, audited, words):
    """Hosts come by places held; own, competitors' and listed ones are left out; AUDIT may be left out."""
    listed = json.loads(searchgap("owners", *words, "--format", "json").out)
    assert [(host["match"], host["places"]) for host in listed["hosts"]] == [
        ("lamphelp.example", 3),
        ("lamplight.co.uk", 1),
        ("lamplightsucks.com", 1),
    ]
    assert listed["hosts"][0]["guess"]["kind"] == "community"
    assert listed["hosts"][0]["url"] == "https://lamphelp.example/threads/1"


def test_a_day_names_the_audit(searchgap, audited):
    """AUDIT is a date as everywhere."""
    assert searchgap("owners", "--unclassified", "2999-12-31").code == 0
    assert searchgap("owners", "--suggest", "2999-12-31").code == 0


def test_pasted_owner_lines_classify(searchgap, audited):
    """The lines load as they were printed, and then nothing is left unclassified."""
    lines = pasted(searchgap("owners", "--unclassified").out, "owners:")
    audited.write_text(audited.read_text(encoding="utf-8") + lines, encoding="utf-8")
    ended = searchgap("owners", "--unclassified")
    assert (ended.code, ended.err) == (0, "")
    assert "every host" in ended.out


def test_the_limit_says_what_it_left_out(searchgap, audited):
    """What is beyond the limit is counted."""
    assert "and 2 more" in searchgap("owners", "--unclassified", "--limit", "1").out
    assert json.loads(searchgap("owners", "--unclassified", "--limit", "1", "--format", "json").out)["total"] == 3


def test_own_places_are_proposed(searchgap, audited):
    """Proposals come with brand, key, strength and reason; names with complaints are none."""
    found = json.loads(searchgap("owners", "--suggest", "--format", "json").out)["suggestions"]
    assert [(one["key"], one["place"], one["strength"]) for one in found] == [
        ("domains", "lamplight.co.uk", "strong"),
        ("accounts", "x.com/lamplighthq", "fair"),
        ("accounts", "apps.apple.com/app/id42", "weak"),
    ]
    assert all(one["brand"] == "Lamplight" and one["reason"] for one in found)


def test_pasted_brand_lines_count(searchgap, audited):
    """What is pasted in place of the brand's keys loads and counts; only what is weak stays a comment."""
    lines = pasted(searchgap("owners", "--suggest").out, "  - name: Lamplight")
    text = audited.read_text(encoding="utf-8")
    before, after = text.split("  - name: Lamplight\n    domains: [lamplight.example]\n")
    audited.write_text(before + lines + after, encoding="utf-8")
    found = json.loads(searchgap("owners", "--suggest", "--format", "json").out)["suggestions"]
    assert [one["strength"] for one in found] == ["weak"]
    report = searchgap("report", "--format", "json").report
    assert report["brands"][0]["queries"][0]["best_rank"] == 3


def test_the_founding_audit_proposes_nothing(searchgap, founding):
    """Where no company owns a result there is nothing to propose, and that is said."""
    searchgap("audit")
    assert json.loads(searchgap("owners", "--suggest", "--format", "json").out)["suggestions"] == []
    assert "nothing in audit" in searchgap("owners", "--suggest").out
    listed = json.loads(searchgap("owners", "--unclassified", "--format", "json").out)
    assert listed["total"] == len(listed["hosts"]) > 5


@pytest.mark.parametrize("words", [["reddit.com"], ["--unclassified"], ["--suggest"]])
def test_csv_and_jsonl(searchgap, audited, words):
    """Every list has a tidy CSV and one JSON object per line."""
    rows = list(csv.DictReader(io.StringIO(searchgap("owners", *words, "--format", "csv").out.lstrip("\ufeff"))))
    lines = [json.loads(line) for line in searchgap("owners", *words, "--format", "jsonl").out.splitlines()]
    assert len(rows) >= len(lines) > 0
    assert all(None not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "there is no host to look up"),
        (["reddit.com", "--format", "xml"], 'owners have no format "xml"'),
        (["--unclassified", "--suggest"], "two lists"),
        (["--unclassified", "latest", "previous"], "one audit can be read, not 2"),
        (["--suggest", "zzz"], "there is no stored audit 'zzz'"),
        (["two words"], '"two words" is no host or URL'),
        (["--unclassified", "--limit", "0"], "greater than or equal to 1"),
    ],
)
def test_wrong_use_is_explained(searchgap, audited, words, complaint):
    """Wrong use ends with exit code 2 and a sentence that names what is wrong."""
    ended = searchgap("owners", *words)
    assert ended.code == 2
    assert complaint in " ".join(ended.err.split())
    assert ended.out == ""


def test_what_is_missing_is_said(searchgap, founding):
    """Without a history, or for --suggest without a configuration, the next step is named."""
    ended = searchgap("owners", "--unclassified")
    assert ended.code != 0
    assert "hint:" in ended.err
    founding.unlink()
    ended = searchgap("owners", "--suggest")
    assert ended.code == 2
    assert "searchgap init" in ended.err


def test_completion_offers_audits_where_one_is_asked_for(searchgap, audited):
    """Tab completes stored audits after --unclassified and --suggest, and no hosts."""
    words = {"_SEARCHGAP_COMPLETE": "complete_bash", "COMP_CWORD": "3"}
    assert "latest" in searchgap(COMP_WORDS="searchgap owners --suggest l", **words).out
    assert "latest" not in searchgap(COMP_WORDS="searchgap owners reddit.com l", **words).out
