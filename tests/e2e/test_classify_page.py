"""`searchgap classify URL --page FILE` as a user runs it."""

import json
from pathlib import Path

import pytest

URL = "https://lamps.example/flicker"
PAGE = """\
<!doctype html><title>Flicker</title><meta name="generator" content="Discourse 3.4 <script>">
<meta property="og:type" content="website">
<script type="application/ld+json">{"@type": "DiscussionForumPosting", "headline": "Flicker"}</script>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def classify(searchgap, *arguments: str, stdin: str = "") -> dict:
    ended = searchgap("classify", *arguments, "--format", "jsonl", stdin=stdin)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_a_saved_page_tells_what_it_is(searchgap, page: Path):
    """The verdict names the signal that decided, in the same JSON as without a page."""
    before = classify(searchgap, URL)
    told = classify(searchgap, URL, "--page", "page.html")
    assert before["owner"]["kind"] != "community"
    assert told["owner"] == {
        "kind": "community",
        "name": "lamps.example",
        "rule": "page-signals",
        "evidence": "schema.org DiscussionForumPosting",
        "confidence": "medium",
    }
    assert told.keys() == before.keys()


def test_a_page_can_be_piped_in(searchgap):
    """- is standard input, and the terminal shows rule and evidence."""
    assert classify(searchgap, URL, "--page", "-", stdin=PAGE)["owner"]["rule"] == "page-signals"
    out = searchgap("classify", URL, "--page", "-", stdin=PAGE).out
    assert "by page-signals (schema.org DiscussionForumPosting), confidence medium" in out


def test_the_configuration_comes_first(searchgap, founding: Path, page: Path):
    """A page on the brand's own domain is the brand's, whatever it says it is."""
    assert classify(searchgap, "https://evernote.com/x", "--page", "page.html")["owner"]["kind"] == "own"


def test_pages_come_in_any_encoding(searchgap, tmp_path: Path):
    """A page saved as UTF-16 is read as well."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-16")
    assert classify(searchgap, URL, "--page", "page.html")["owner"]["rule"] == "page-signals"


@pytest.mark.parametrize("text", ["", "no page at all", "\x00\x01\x02", "<html>"])
def test_a_page_that_says_nothing_changes_nothing(searchgap, tmp_path: Path, text: str):
    """What is no page, or says nothing of itself, leaves the verdict of the address."""
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert classify(searchgap, URL, "--page", "page.html") == classify(searchgap, URL)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--page", "page.html"], "nothing to classify"),
        ([URL, "https://a.example", "--page", "page.html"], "--page is the page of one URL"),
        ([URL, "--input", "urls.csv", "--page", "page.html"], "--page is the page of one URL"),
        ([URL, "--page", "none.html"], "none.html cannot be read: no such file or directory"),
        ([URL, "--page", "."], "cannot be read"),
    ],
)
def test_wrong_use_is_explained(searchgap, page: Path, arguments: list[str], complaint: str):
    """Wrong use ends with exit code 2 and a sentence that names what is wrong."""
    ended = searchgap("classify", *arguments)
    assert ended.code == 2
    assert complaint in " ".join(ended.err.split())
    assert "Traceback" not in ended.err
